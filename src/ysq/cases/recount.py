"""Moves due dates when a calendar comes in or is amended: nothing is decided, only counted again."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from ysq.cases import record
from ysq.cases.dossier import load_case
from ysq.cases.ground import day_in_china
from ysq.db import agencies, views

if TYPE_CHECKING:
    from ysq.cases.ground import Ground


class Moved(msgspec.Struct, frozen=True):
    """A due date before and after."""

    request_no: str
    before: date | None
    after: date | None


async def recount(ground: Ground, at: datetime) -> tuple[Moved, ...]:
    """Count every case that isn't archived again under the ground's calendar; what moved, in order."""
    async with ground.pool.agencies(()) as conn:
        known = [agency.id for agency in await agencies.all_agencies(conn)]
    moved = []
    async with ground.pool.agencies(known) as conn:
        for case_id, _agency in await views.running(conn):
            loaded, before = await load_case(conn, case_id), await views.row_of(conn, case_id)
            assert loaded is not None, "a row of the queue is made from its case"
            assert before is not None, "it was listed in this transaction"
            after = record.row_of(loaded[1], ground, day_in_china(at))
            await views.show(conn, after)
            if after.due_on != before.due_on:
                moved.append(Moved(after.request_no, before.due_on, after.due_on))
    return tuple(moved)
