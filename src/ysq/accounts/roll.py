"""名册: every account with its roles, and the units in which roles are exercised, as administrators keep them."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import asyncpg
import msgspec

from ysq.accounts import story
from ysq.accounts.errors import AccountRefused
from ysq.accounts.story import By
from ysq.db import accounts
from ysq.db.accounts import Account, Appointment, Unit
from ysq.domain import errors as x
from ysq.domain.powers import Power, require_power

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain.actor import Actor

_CODE = re.compile(r"[A-Z0-9]{2,8}\Z")
_NAME = 50


class NewUnit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A unit to be made or renamed. `code`: 2 to 8 capital letters and digits, its own within the agency."""

    agency_id: int
    code: str
    name: str


class Enrolled(msgspec.Struct, frozen=True):
    """An account and what it may act as."""

    account: Account
    appointments: tuple[Appointment, ...]


async def roll(ground: Ground, actor: Actor) -> tuple[Enrolled, ...]:
    """The accounts that an administrator reaches, by agency and login. Raises NotAllowed."""
    require_power(actor, Power.LIST_ACCOUNTS)
    async with ground.pool.agencies(actor.reach) as conn:
        found = await accounts.accounts(conn)
        return tuple([Enrolled(one, await accounts.appointments(conn, one.id)) for one in found])


async def enrolled(ground: Ground, actor: Actor, account_id: UUID) -> Enrolled:
    """One of them. Raises NotAllowed or NotFound."""
    for one in await roll(ground, actor):
        if one.account.id == account_id:
            return one
    raise x.NotFound("没有这个账号", (), "，请核对。")


async def units_below(ground: Ground, actor: Actor) -> tuple[Unit, ...]:
    """The units of the agencies that an administrator reaches. Raises NotAllowed."""
    require_power(actor, Power.LIST_ACCOUNTS)
    async with ground.pool.agencies(actor.reach) as conn:
        return await accounts.units(conn)


async def keep_unit(ground: Ground, actor: Actor, wanted: NewUnit, at: datetime) -> Unit:
    """Make a unit, or rename the one with this code.

    Raises NotAllowed, AccountRefused with what is wrong, or AlreadyDone where nothing would change.
    """
    agency_id, code, name = wanted.agency_id, wanted.code, wanted.name.strip()
    require_power(actor, Power.ADD_ACCOUNT, agency_id)
    if not _CODE.match(code) or not 0 < len(name) <= _NAME:
        raise AccountRefused("科室的代码或者名称不合要求", (), f"；代码为2至8位大写字母、数字，名称不超过{_NAME}个字。")
    unit = Unit(agency_id, code, None, name)
    async with ground.pool.agencies([agency_id]) as conn:
        for other in await accounts.units(conn):
            if other.name == name and other.code != code:
                raise AccountRefused(f"{name}已经是代码为{other.code}的科室", (), "，请换一个名称。")
        if not await entered_unit(conn, unit, By(actor.id, at)):
            raise x.AlreadyDone(f"已经有代码为{code}、名称为{name}的科室", (), "，不必再写入。")
    return unit


async def entered_unit(conn: Connection, unit: Unit, by: By) -> bool:
    """Write a unit or its other name, and tell it; whether anything changed. AccountRefused for an unknown agency."""
    try:
        before = await accounts.keep_unit(conn, unit)
    except asyncpg.ForeignKeyViolationError:
        raise AccountRefused("没有这个机关", (), "，请从列表中选择。") from None
    if before == unit.name:
        return False
    renamed = story.UnitRenamed(unit.code, unit.name, before) if before else None
    await story.tell_of_unit(conn, unit.agency_id, renamed or story.UnitAdded(unit.code, unit.name), by)
    return True
