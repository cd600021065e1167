"""重放: the queue's rows rebuilt from the log alone, compared with the live ones, and put in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases import record
from ysq.cases.dossier import load_case
from ysq.cases.ground import day_in_china
from ysq.db import agencies, views

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection


class Different(msgspec.Struct, frozen=True):
    """A row that isn't what the log says; None where there is no row, or no case."""

    case_id: UUID
    live: views.CaseRow | None
    rebuilt: views.CaseRow | None


class Replayed(msgspec.Struct, frozen=True):
    """How many cases there are, and the rows that differed."""

    cases: int
    different: tuple[Different, ...]


async def replay(ground: Ground, *, write: bool = True) -> Replayed:
    """Rebuild every case's row from its events; with `write`, put right those that differ. Safe while people work.

    A row shows its case as of the day of its last event, which is when the live one was written: what time alone
    changes is derived when the row is read.
    """
    async with ground.pool.agencies(()) as conn:
        everyone = [agency.id for agency in await agencies.all_agencies(conn)]
    async with ground.pool.agencies(everyone) as conn:
        cases, surplus = await views.case_ids(conn), await views.surplus(conn)
    different = []
    for case_id in (*cases, *surplus):
        async with ground.pool.agencies(everyone) as conn:
            found = await _replayed(conn, ground, case_id, write=write)
        if found is not None:
            different.append(found)
    return Replayed(len(cases), tuple(different))


async def _replayed(conn: Connection, ground: Ground, case_id: UUID, *, write: bool) -> Different | None:
    # The row is held before the events are read: a command that is under way writes its own row after ours.
    live = await views.row_of(conn, case_id, hold=True)
    loaded = await load_case(conn, case_id)
    rebuilt = record.row_of(loaded[1], ground, day_in_china(loaded[0][-1].at)) if loaded else None
    if live == rebuilt:
        return None
    if write:
        await views.remove(conn, case_id)
        if rebuilt is not None:
            await views.show(conn, rebuilt, ground.almanac.mark)
    return Different(case_id, live, rebuilt)
