"""What happened to accounts and units, in the same log as cases: of people ids and roles, never a login or a name."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from ysq.cases.ground import day_in_china
from ysq.db import events as log
from ysq.domain.terms import Role

if TYPE_CHECKING:
    from ysq.db.accounts import Account
    from ysq.db.pool import Connection


class AccountEventBase(msgspec.Struct, frozen=True, tag_field="type"):
    """Something that happened to what the stream is about; the log has the day and who did it."""


class AccountAdded(AccountEventBase, frozen=True, tag="account.added"):
    """建立账号."""

    kind: str


class Appointed(AccountEventBase, frozen=True, tag="account.appointed"):
    """授予角色."""

    agency_id: int
    role: Role
    unit_code: str | None


class Dismissed(AccountEventBase, frozen=True, tag="account.dismissed"):
    """收回角色."""

    agency_id: int
    role: Role


class AccountDisabled(AccountEventBase, frozen=True, tag="account.disabled"):
    """停用账号; its sessions end."""


class AccountEnabled(AccountEventBase, frozen=True, tag="account.enabled"):
    """启用账号."""


class PasswordChanged(AccountEventBase, frozen=True, tag="account.password_changed"):
    """本人更换密码."""


class PasswordReset(AccountEventBase, frozen=True, tag="account.password_reset"):
    """管理员重置密码."""


class SessionsEnded(AccountEventBase, frozen=True, tag="account.sessions_ended"):
    """管理员结束其登录."""


AccountEvent = (
    AccountAdded
    | Appointed
    | Dismissed
    | AccountDisabled
    | AccountEnabled
    | PasswordChanged
    | PasswordReset
    | SessionsEnded
)


class UnitAdded(AccountEventBase, frozen=True, tag="agency.unit_added"):
    """建立科室, in the stream of the agency's units."""

    code: str
    name: str


class UnitRenamed(AccountEventBase, frozen=True, tag="agency.unit_renamed"):
    """更改科室名称, in the same stream."""

    code: str
    name: str
    before: str


UnitEvent = UnitAdded | UnitRenamed


class By(msgspec.Struct, frozen=True):
    """Who did it, an account's id or `operator`, and when."""

    actor: str
    at: datetime


async def tell(conn: Connection, account: Account, event: AccountEvent, by: By) -> None:
    """Append to the account's stream, under the account's agency."""
    await _append(conn, account.id, account.agency_id, event, by)


async def tell_of_unit(conn: Connection, agency_id: int, event: UnitEvent, by: By) -> None:
    """Append to the stream of the agency's units."""
    await _append(conn, units_stream(agency_id), agency_id, event, by)


async def _append(conn: Connection, stream: UUID, agency_id: int, event: AccountEvent | UnitEvent, by: By) -> None:
    new = log.NewEvent(str(event.__struct_config__.tag), day_in_china(by.at), event)
    await log.append_next(conn, stream=stream, agency_id=agency_id, events=[new], at=by.at, actor=by.actor)


def units_stream(agency_id: int) -> UUID:
    """The stream of what happened to an agency's units: chained, sealed and verified like every other."""
    return uuid5(NAMESPACE_URL, f"ysq:units:{agency_id}")


async def story_of_units(conn: Connection, agency_id: int) -> tuple[UnitEvent, ...]:
    """What happened to an agency's units, in order."""
    decode = msgspec.json.Decoder(UnitEvent).decode
    return tuple(decode(stored.data) for stored in await log.load(conn, units_stream(agency_id)))


async def story_of(conn: Connection, account_id: UUID) -> tuple[AccountEvent, ...]:
    """What happened to an account, in order."""
    decode = msgspec.json.Decoder(AccountEvent).decode
    return tuple(decode(stored.data) for stored in await log.load(conn, account_id))
