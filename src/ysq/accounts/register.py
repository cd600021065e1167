"""Accounts are made, given roles, disabled: by the system and the security administrator, each only their part."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import asyncpg
import msgspec

from ysq.accounts import story
from ysq.accounts.errors import AccountRefused
from ysq.accounts.sign_in import normal_login
from ysq.accounts.story import By, tell
from ysq.db import accounts, sessions
from ysq.db.accounts import Account, Appointment
from ysq.domain import errors as x
from ysq.domain.actor import ADMINISTRATORS
from ysq.domain.powers import Power, require_power
from ysq.domain.terms import Role
from ysq.passwords import generated_password

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection, Pool
    from ysq.domain.actor import Actor
    from ysq.passwords import Passwords

STAFF_KIND = "staff"
_NAME = 50


class NewAccount(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An account to be made. `login`: 3 to 32 small letters, digits, `.`, `_`, `-`, a letter first."""

    login: str
    name: str
    agency_id: int
    kind: str = STAFF_KIND


class AccountMade(msgspec.Struct, frozen=True):
    """The new account, and its first password: shown once, to be changed at the first sign-in."""

    account: Account
    password: str


async def add_account(ground: Ground, actor: Actor, wanted: NewAccount, at: datetime) -> AccountMade:
    """系统管理员 makes an account; it can do nothing until 安全管理员 appoints it.

    Raises NotAllowed, or AccountRefused (bad or taken login, unknown kind, unknown agency).
    """
    require_power(actor, Power.ADD_ACCOUNT, wanted.agency_id)
    return await entered(ground.pool, ground.passwords, wanted, (), By(actor.id, at))


async def add_administrator(
    pool: Pool, passwords: Passwords, role: Role, wanted: NewAccount, at: datetime, password: str | None = None
) -> AccountMade:
    """Who runs the machine makes an administrator: the first start needs one of each kind.

    `wanted.kind` is ignored. The first password is `password`, or made here; its owner changes it at the first
    sign-in either way, so that whoever runs the machine doesn't know three administrators' passwords. Raises
    PasswordRefused, and AccountRefused, also when `role` is no administrator's.
    """
    if role not in ADMINISTRATORS:
        raise AccountRefused(f"{role.zh}不是管理员", (), "，只能建立系统、安全、审计管理员。")
    wanted = msgspec.structs.replace(wanted, kind=role.value)
    if password is not None:
        passwords.require_good(password, wanted.login)
    given = (Appointment(wanted.agency_id, role),)
    return await entered(pool, passwords, wanted, given, By("operator", at), password=password)


async def missing_administrators(pool: Pool) -> tuple[Role, ...]:
    """The kinds of administrator of which there is no enabled account: what the first start asks for."""
    async with pool.agencies(()) as conn:
        return tuple(sorted(ADMINISTRATORS - await accounts.administrator_kinds(conn)))


async def appoint(ground: Ground, actor: Actor, account_id: UUID, given: Appointment, at: datetime) -> None:
    """安全管理员 gives a role. Raises NotAllowed, NotFound, or AccountRefused when the kinds don't go together."""
    require_power(actor, Power.APPOINT, given.agency_id)
    async with ground.pool.agencies(actor.reach) as conn:
        found = await _account(conn, account_id)
        await _appoint(conn, found, given, By(actor.id, at))


async def dismiss(ground: Ground, actor: Actor, account_id: UUID, agency_id: int, role: Role, at: datetime) -> None:
    """安全管理员 takes a role back; sessions that act under it are out at once. Raises NotAllowed or NotFound."""
    require_power(actor, Power.APPOINT, agency_id)
    async with ground.pool.agencies(actor.reach) as conn:
        found = await _account(conn, account_id)
        if not await accounts.dismiss(conn, account_id, agency_id, role):
            raise x.NotFound("这个账号没有这个角色", (), "，它可能已经收回。")
        await tell(conn, found, story.Dismissed(agency_id, role), By(actor.id, at))


async def disable_account(ground: Ground, actor: Actor, account_id: UUID, at: datetime) -> None:
    """安全管理员 disables an account; all its sessions end. Raises NotAllowed, NotFound, or AlreadyDone."""
    require_power(actor, Power.DISABLE_ACCOUNT)
    async with ground.pool.agencies(actor.reach) as conn:
        found = await _account(conn, account_id)
        if not await accounts.set_disabled(conn, account_id, at):
            raise x.AlreadyDone("这个账号已经停用")
        await sessions.end_all(conn, account_id, at)
        await tell(conn, found, story.AccountDisabled(), By(actor.id, at))


async def enable_account(ground: Ground, actor: Actor, account_id: UUID, at: datetime) -> None:
    """安全管理员 enables it again. Raises NotAllowed, NotFound, or AlreadyDone."""
    require_power(actor, Power.DISABLE_ACCOUNT)
    async with ground.pool.agencies(actor.reach) as conn:
        found = await _account(conn, account_id)
        if not await accounts.set_disabled(conn, account_id, None):
            raise x.AlreadyDone("这个账号没有停用")
        await tell(conn, found, story.AccountEnabled(), By(actor.id, at))


async def reset_password(ground: Ground, actor: Actor, account_id: UUID, at: datetime) -> str:
    """A new first password for who forgot the old one; all sessions end. Raises NotAllowed or NotFound."""
    require_power(actor, Power.RESET_PASSWORD)
    password = generated_password()
    hashed = await ground.passwords.hash(password)
    async with ground.pool.agencies(actor.reach) as conn:
        found = await _account(conn, account_id)
        await accounts.change_credential(conn, account_id, hashed, at, must_change=True)
        await sessions.end_all(conn, account_id, at)
        await tell(conn, found, story.PasswordReset(), By(actor.id, at))
    return password


async def end_sessions(ground: Ground, actor: Actor, account_id: UUID, at: datetime) -> None:
    """安全管理员 ends every session of an account. Raises NotAllowed or NotFound."""
    require_power(actor, Power.END_SESSIONS)
    async with ground.pool.agencies(actor.reach) as conn:
        found = await _account(conn, account_id)
        await sessions.end_all(conn, account_id, at)
        await tell(conn, found, story.SessionsEnded(), By(actor.id, at))


async def list_accounts(ground: Ground, actor: Actor) -> tuple[Account, ...]:
    """The accounts that the administrator reaches."""
    require_power(actor, Power.LIST_ACCOUNTS)
    async with ground.pool.agencies(actor.reach) as conn:
        return await accounts.accounts(conn)


async def entered(
    pool: Pool,
    passwords: Passwords,
    wanted: NewAccount,
    appointments: tuple[Appointment, ...],
    by: By,
    *,
    must_change: bool = True,
    password: str | None = None,
) -> AccountMade:
    """Write an account with its first password and appointments; AccountRefused when it can't be."""
    account = Account(uuid4(), wanted.agency_id, wanted.kind, normal_login(wanted.login), wanted.name.strip())
    if not account.login or not 0 < len(account.name) <= _NAME:
        todo = f"；登录名为3至32位小写字母、数字、点、横线，以字母开头，姓名不超过{_NAME}个字。"
        raise AccountRefused("登录名或者姓名不合要求", (), todo)
    if account.kind not in {STAFF_KIND, *ADMINISTRATORS}:
        raise AccountRefused("没有这种账号", (), "，请选择工作人员或者系统、安全、审计管理员。")
    password = password or generated_password()
    hashed = await passwords.hash(password)
    async with pool.agencies({wanted.agency_id, *(given.agency_id for given in appointments)}) as conn:
        if not await _written(conn, account, by):
            raise AccountRefused(f"登录名{account.login}已经有人使用", (), "，请换一个。")
        await accounts.add_credential(conn, account, hashed, by.at, must_change=must_change)
        await tell(conn, account, story.AccountAdded(account.kind), by)
        for given in appointments:
            await _appoint(conn, account, given, by)
    return AccountMade(account, password)


async def _written(conn: Connection, account: Account, by: By) -> bool:
    try:
        return await accounts.add(conn, account, by.at)
    except asyncpg.ForeignKeyViolationError:
        raise AccountRefused("没有这个机关", (), "，请从列表中选择。") from None


async def _appoint(conn: Connection, account: Account, given: Appointment, by: By) -> None:
    if given.role is Role.CITIZEN:
        raise AccountRefused("申请人不是工作人员的角色", (), "，请选择别的角色。")
    kind = given.role.value if given.role in ADMINISTRATORS else STAFF_KIND
    if kind != account.kind:
        todo = "：系统、安全、审计管理员互斥，也不能兼任办案角色。请另建账号，由不同的人担任。"
        raise AccountRefused(f"这个账号不能担任{given.role.zh}", (), todo)
    try:
        new = await accounts.appoint(conn, account.id, given, by.at)
    except asyncpg.ForeignKeyViolationError:
        raise AccountRefused("没有这个机关或者科室", (), "，请从列表中选择。") from None
    if not new:
        raise x.AlreadyDone(f"这个账号已经是{given.role.zh}")
    await tell(conn, account, story.Appointed(given.agency_id, given.role, given.unit_code), by)


async def _account(conn: Connection, account_id: UUID) -> Account:
    found = await accounts.account(conn, account_id)
    if found is None:
        raise x.NotFound("没有这个账号", (), "，请核对。")
    return found
