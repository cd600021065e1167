"""办件数量: how many cases are still to be done, by agency, stage and lamp."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from ysq.db import views
from ysq.domain.lamp import Lamp, last_days
from ysq.domain.powers import Power, require_power
from ysq.domain.terms import Stage

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.domain.actor import Actor


class Overview(msgspec.Struct, frozen=True):
    """One agency's cases that are still to be done."""

    agency_id: int
    agency: str
    total: int
    by_lamp: dict[Lamp, int]
    by_stage: dict[Stage, int]


async def overview(ground: Ground, actor: Actor, today: date) -> tuple[Overview, ...]:
    """Each agency that the actor reads cases of, by id. Raises NotAllowed."""
    require_power(actor, Power.READ_CASES)
    units = None if actor.units is None else tuple(actor.units)
    orange, amber = last_days(today, ground.calendar)
    async with ground.pool.agencies(actor.reach) as conn:
        counts = await views.counts(conn, actor.reach, views.Bounds(today, orange, amber), units)
    found = []
    for agency_id in sorted(actor.reach):
        agency = await ground.directory.by_id(ground.pool, agency_id)
        if agency is not None:
            found.append(_summed(agency_id, agency.name, [one for one in counts if one.agency_id == agency_id]))
    return tuple(found)


def _summed(agency_id: int, name: str, counts: Iterable[views.Count]) -> Overview:
    rows = list(counts)
    by_lamp = {lamp: sum(getattr(one, lamp.value) for one in rows) for lamp in Lamp}
    by_stage = {Stage(one.stage): sum(getattr(one, lamp.value) for lamp in Lamp) for one in rows}
    return Overview(agency_id, name, sum(by_lamp.values()), by_lamp, by_stage)
