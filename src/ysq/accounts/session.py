"""Who is behind a token now: idle and absolute bounds, the powers of the appointment, and the account's own page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.db import accounts, agencies, sessions
from ysq.domain import errors as x
from ysq.domain.actor import REACHING, Actor
from ysq.domain.terms import Role

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.accounts import Appointment
    from ysq.db.sessions import FoundSession, ListedSession

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=10)
_GRAIN = timedelta(seconds=5)
"""A session used again within this time isn't written again, so it may end that much earlier."""


class Current(msgspec.Struct, frozen=True):
    """A living session: who acts, and whose account it is. While `must_change`, only the password may be changed."""

    session_id: UUID
    account_id: UUID
    agency_id: int
    login: str
    name: str
    must_change: bool
    unit_code: str | None
    actor: Actor


async def session_actor(ground: Ground, token: str, at: datetime) -> Actor | None:
    """Who acts with this token, and the session is used at `at`; None when it isn't alive or must change first."""
    found = await current(ground, token, at)
    return found.actor if found is not None and not found.must_change else None


async def current(ground: Ground, token: str, at: datetime) -> Current | None:
    """The living session of this token: not ended, not idle for 30 minutes, not older than 10 hours, not disabled.

    Nothing is remembered between calls: an account that is disabled or dismissed is out at its next request.
    """
    async with ground.pool.outside() as conn:
        found = await sessions.find(conn, ground.vault.session_hash(token))
        if found is None or not _alive(found, at):
            return None
        below = await agencies.below(conn, found.acts_in) if found.role in REACHING else frozenset()
    if at - found.seen_at > _GRAIN:
        async with ground.pool.agencies([found.agency_id]) as conn:
            await sessions.touch(conn, found.id, at)
    units = await _units(ground, found) if found.role is Role.UNIT_OFFICER else None
    actor = Actor(str(found.account_id), found.role, found.acts_in, below, units)
    must_change = found.must_change or ground.passwords.expired(found.changed_at, at)
    return Current(
        found.id, found.account_id, found.agency_id, found.login, found.name, must_change, found.unit_code, actor
    )


async def sessions_of(ground: Ground, who: Current, at: datetime) -> tuple[ListedSession, ...]:
    """The account's living sessions, the newest first, for its own page."""
    async with ground.pool.agencies([who.agency_id]) as conn:
        listed = await sessions.of_account(conn, who.account_id)
    return tuple(session for session in listed if _alive(session, at))


async def end_session(ground: Ground, who: Current, session_id: UUID, at: datetime) -> None:
    """End one of the account's own sessions; NotFound for any other."""
    async with ground.pool.agencies([who.agency_id]) as conn:
        if not await sessions.end(conn, who.account_id, session_id, at):
            raise x.NotFound("没有这个登录", (), "，它可能已经结束。")


async def appointments_of(ground: Ground, who: Current) -> tuple[Appointment, ...]:
    """What the account may act as."""
    async with ground.pool.agencies(()) as conn:
        return await accounts.appointments(conn, who.account_id)


async def act_as(ground: Ground, who: Current, agency_id: int, role: Role) -> None:
    """Go on under another appointment of the account; NotFound when it has no such one."""
    for given in await appointments_of(ground, who):
        if (given.agency_id, given.role) == (agency_id, role):
            async with ground.pool.agencies([who.agency_id]) as conn:
                return await sessions.point(conn, who.session_id, given)
    raise x.NotFound("这个账号没有这个角色", (), "，请重新选择。")


def _alive(session: FoundSession | ListedSession, at: datetime) -> bool:
    if session.ended_at is not None or getattr(session, "disabled_at", None) is not None:
        return False
    return at - session.seen_at < IDLE and at - session.created_at < ABSOLUTE


async def _units(ground: Ground, found: FoundSession) -> frozenset[str]:
    """The names of the unit officer's unit; none without a unit, so that he sees no case."""
    if found.unit_code is None:
        return frozenset()
    async with ground.pool.agencies([found.acts_in]) as conn:
        return await accounts.unit_names(conn, found.acts_in, found.unit_code)
