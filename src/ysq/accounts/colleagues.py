"""Who works beside an actor: the units of the agency, and the names behind the accounts that stand in a log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ysq.cases.names import names_behind
from ysq.db import accounts
from ysq.domain.powers import Power, require_power

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.accounts import Unit
    from ysq.domain.actor import Actor


async def units_of(ground: Ground, actor: Actor) -> tuple[Unit, ...]:
    """The units of the actor's agency. Raises NotAllowed for a role that doesn't read cases."""
    require_power(actor, Power.READ_CASES)
    async with ground.pool.agencies([actor.agency_id]) as conn:
        return await accounts.units(conn)


async def names_of(ground: Ground, actor: Actor, account_ids: Iterable[str]) -> dict[str, str]:
    """Account id -> name, for those that are accounts of agencies that the actor reads cases of. Raises NotAllowed."""
    require_power(actor, Power.READ_CASES)
    async with ground.pool.agencies(actor.reach) as conn:
        return await names_behind(conn, account_ids)
