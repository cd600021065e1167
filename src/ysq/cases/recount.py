"""Counts due dates again when a calendar was imported: nothing is decided, and what is done is never done twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases import record
from ysq.cases.dossier import decoded
from ysq.cases.ground import day_in_china
from ysq.cases.overtaken import overtaken
from ysq.db import agencies, calendars, recounts
from ysq.db import events as log
from ysq.domain.clock import ClockError, Finding
from ysq.domain.fold import fold

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.events import StoredEvent
    from ysq.db.recounts import Recounted
    from ysq.db.views import CaseRow

_BATCH = 500
_NOBODY = UUID(int=0)


class _Batch(msgspec.Struct, frozen=True):
    """What one transaction counted: the last case of it, None behind the last of all."""

    last: UUID | None
    count: int


async def recount(
    ground: Ground, now: Callable[[], datetime], tell: Callable[[int], None] | None = None, most: int = _BATCH
) -> None:
    """Count every case that isn't archived and knows only older calendars than the ground; the jobs then have ended.

    Batches of `most` cases are stored with their progress: after a kill it goes on with the rest, and two that run at
    once share it. `tell` is given how many cases this run has counted. Nothing is done on a ground that isn't
    `renewed`. Cases that are opened or move on meanwhile are counted by those who write them.
    """
    async with ground.pool.agencies(()) as conn:
        known = [agency.id for agency in await agencies.all_agencies(conn)]
    counted, found, place = 0, True, _NOBODY
    while found:
        batch = await _counted(ground, known, place, now, most)
        if batch is None:
            return
        counted, place = counted + batch.count, batch.last or _NOBODY
        # From the beginning once more: a case that moved on meanwhile may have been written by the old calendar.
        found = batch.last is not None
        if tell is not None and batch.count:
            tell(counted)


async def _counted(
    ground: Ground, known: Sequence[int], place: UUID, now: Callable[[], datetime], most: int
) -> _Batch | None:
    """Count the next cases behind `place`; None when a newer calendar was imported than the ground knows."""
    number = ground.almanac.mark
    async with ground.pool.agencies(known) as conn:
        await recounts.hold(conn)
        if await calendars.mark(conn) != number:
            return None
        rows = await recounts.uncounted(conn, number, place, most)
        logs = await log.load_many(conn, [row.case_id for row in rows])
        again = await asyncio.to_thread(_again, ground, rows, logs)
        await recounts.count(conn, number, [row for row, _findings in again])
        await recounts.tell(conn, number, _changed(rows, again))
        ended = not rows and place == _NOBODY
        await recounts.advance(conn, number, len(rows), now() if ended else None)
    if rows:
        return _Batch(rows[-1].case_id, len(rows))
    return _Batch(None if ended else _NOBODY, 0)


def _again(
    ground: Ground, rows: Sequence[CaseRow], logs: dict[UUID, list[StoredEvent]]
) -> list[tuple[CaseRow, tuple[Finding, ...]]]:
    return [_counted_again(ground, row, logs[row.case_id]) for row in rows]


def _counted_again(ground: Ground, row: CaseRow, stored: Sequence[StoredEvent]) -> tuple[CaseRow, tuple[Finding, ...]]:
    """The row as its last event would write it today, and what its letters told otherwise.

    A case that can't be counted keeps its dates and says why: the others mustn't wait for it.
    """
    case = fold(row.case_id, row.agency_id, map(decoded, stored))
    try:
        after = record.row_of(case, ground, day_in_china(stored[-1].at))
        return after, overtaken(ground, stored, case)
    except ClockError as error:
        return row, (Finding("not_counted", str(error), ()),)


def _changed(before: Sequence[CaseRow], again: Sequence[tuple[CaseRow, tuple[Finding, ...]]]) -> list[Recounted]:
    return [
        recounts.Recounted(
            row.case_id, row.agency_id, row.request_no, row.due_on, after.due_on, after.provisional, findings
        )
        for row, (after, findings) in zip(before, again, strict=True)
        if findings or row.due_on != after.due_on
    ]
