"""名册: every account with its roles, and the units in which roles are exercised, as administrators keep them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

import asyncpg
import msgspec

from ysq.accounts.errors import AccountRefused
from ysq.db import accounts
from ysq.db.accounts import Account, Appointment, Unit
from ysq.domain import errors as x
from ysq.domain.powers import Power, require_power

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.domain.actor import Actor

_CODE = re.compile(r"[A-Z0-9]{2,8}\Z")
_NAME = 50


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


async def keep_unit(ground: Ground, actor: Actor, agency_id: int, code: str, name: str) -> None:
    """Make a unit, or rename the one with this code. Raises NotAllowed, or AccountRefused with what is wrong."""
    require_power(actor, Power.ADD_ACCOUNT, agency_id)
    if not _CODE.match(code) or not 0 < len(name.strip()) <= _NAME:
        raise AccountRefused("科室的代码或者名称不合要求", (), f"；代码为2至8位大写字母、数字，名称不超过{_NAME}个字。")
    async with ground.pool.agencies([agency_id]) as conn:
        try:
            await accounts.keep_unit(conn, Unit(agency_id, code, None, name.strip()))
        except asyncpg.ForeignKeyViolationError:
            raise AccountRefused("没有这个机关", (), "，请从列表中选择。") from None
