"""登录: a password opens a session; every failure costs the same and tells nothing."""

from __future__ import annotations

import ipaddress
import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import msgspec

from ysq.accounts.errors import NoAppointment, SignInLocked, SignInRefused
from ysq.db import accounts, sessions

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.accounts import Appointment, Attempt, Credential

MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)
_LOGIN = re.compile(r"[a-z][a-z0-9._-]{2,31}")
_IPV6_HOST_BITS = 64


class Session(msgspec.Struct, frozen=True):
    """What a sign-in gives. `token` is the cookie's value and is shown here only; the database has its digest.

    While `must_change` is True, `session_actor` knows nobody: only `change_password` is open.
    """

    token: str
    session_id: UUID
    account_id: UUID
    must_change: bool
    appointments: tuple[Appointment, ...]


async def sign_in(
    ground: Ground, login: str, password: str, at: datetime, address: str, replaces: str | None = None
) -> Session:
    """A new session under the account's first appointment; the one whose token is `replaces` ends.

    Raises SignInRefused (unknown login, wrong password, disabled account alike), SignInLocked after five failures
    with this login from this address (for 15 minutes, also for the right password), Busy, or NoAppointment.
    """
    login = normal_login(login)
    attempt = accounts.Attempt(ground.vault.login_digest(login), normal_address(address), at)
    # One by one per login and address, so that twenty guesses at once aren't twenty first guesses.
    async with ground.passwords.turn((attempt.who, attempt.address)):
        found = await _checked(ground, login, password, attempt)
        return await _open(ground, found, password, attempt, replaces)


async def _checked(ground: Ground, login: str, password: str, attempt: Attempt) -> Credential:
    """The credential of whoever this is; the attempt is counted before its password is looked at."""
    async with ground.pool.agencies(()) as conn:
        allowed = await accounts.count_attempt(conn, attempt, LOCKED_FOR, MOST_FAILURES)
        found = await accounts.find_credential(conn, login)
    if not allowed:
        raise SignInLocked
    right = await ground.passwords.matches(found.password_hash if found else None, password)
    if found is None or not right or found.disabled_at is not None:
        raise SignInRefused
    return found


async def _open(ground: Ground, found: Credential, password: str, attempt: Attempt, replaces: str | None) -> Session:
    token = secrets.token_urlsafe(32)
    renewed = await ground.passwords.hash(password) if ground.passwords.outdated(found.password_hash) else None
    if replaces is not None:
        await sign_out(ground, replaces, attempt.at)
    must_change = found.must_change or ground.passwords.expired(found.changed_at, attempt.at)
    async with ground.pool.agencies([found.agency_id]) as conn:
        await accounts.forgive(conn, attempt)
        appointments = await accounts.appointments(conn, found.account_id)
        if not appointments:
            raise NoAppointment("这个账号还没有角色", (), "，请联系安全管理员授予。")
        if renewed is not None:
            await accounts.change_credential(
                conn, found.account_id, renewed, found.changed_at, must_change=found.must_change
            )
        session_id, first = uuid4(), appointments[0]
        await sessions.add(conn, sessions.NewSession(
            session_id, found.agency_id, found.account_id, ground.vault.session_hash(token), first.agency_id,
            first.role.value, attempt.address, attempt.at,
        ))  # fmt: skip
    return Session(token, session_id, found.account_id, must_change, appointments)


async def sign_out(ground: Ground, token: str, at: datetime) -> None:
    """End the session of this token; nothing happens when there is none."""
    async with ground.pool.agencies(()) as conn:
        found = await sessions.find(conn, ground.vault.session_hash(token))
    if found is not None:
        async with ground.pool.agencies([found.agency_id]) as conn:
            await sessions.end(conn, found.account_id, found.id, at)


async def forget_failures(ground: Ground, at: datetime) -> None:
    """Drop counts that lock nobody any more: a job for every hour."""
    async with ground.pool.agencies(()) as conn:
        await accounts.forget_attempts(conn, at - LOCKED_FOR)


def normal_login(typed: str) -> str:
    """A login as typed by people; what can't be one becomes the empty string, which no account has."""
    login = unicodedata.normalize("NFKC", typed[:100]).strip().lower()
    return login if _LOGIN.fullmatch(login) else ""


def normal_address(address: str) -> str:
    """An address as failures are counted by it: IPv6 by its /64, which one subscriber has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.IPv6Network((int(found), _IPV6_HOST_BITS), strict=False))
    return str(found)
