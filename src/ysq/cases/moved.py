"""导入日历之后: how far an import's job is, and which cases it moved or contradicts, for those who may know."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ysq.db import recounts
from ysq.db.recounts import Progress, Recounted
from ysq.domain import errors as x
from ysq.domain.powers import HOLDERS, Power, require_power

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.domain.actor import Actor

_MOST = 500
"""So many cases are listed; the numbers count all."""


class ImportSeen(msgspec.Struct, frozen=True):
    """One import and its job. `cases` are those of the reader's agencies, first those whose letters it contradicts."""

    progress: Progress
    cases: tuple[Recounted, ...]


async def imports_seen(ground: Ground, actor: Actor) -> tuple[Progress, ...]:
    """The newest imports and their jobs; what moved is counted in the actor's agencies. Raises NotAllowed."""
    require_power(actor, Power.READ_CALENDARS)
    async with ground.pool.agencies(actor.reach) as conn:
        return await recounts.progress(conn)


async def import_seen(ground: Ground, actor: Actor, number: int) -> ImportSeen:
    """One import. Raises NotAllowed, or NotFound. Cases are shown to those who may read all of their agency's."""
    require_power(actor, Power.READ_CALENDARS)
    reads = actor.role in HOLDERS[Power.READ_CASES] and actor.units is None
    async with ground.pool.agencies(actor.reach) as conn:
        found = await recounts.progress(conn, number)
        cases = await recounts.results(conn, number, _MOST) if reads else ()
    if not found:
        raise x.NotFound("没有这次导入", (), "，请从导入记录中选择。")
    return ImportSeen(found[0], cases)
