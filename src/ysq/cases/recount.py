"""Counts due dates again when a calendar was imported: nothing is decided, and what is done is never done twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases import record
from ysq.cases.ground import day_in_china
from ysq.cases.overtaken import overtaken, retold
from ysq.cases.reckon import Reckon, remembering
from ysq.db import agencies, calendars, recounts, views
from ysq.db import events as log
from ysq.domain.clock import ClockError, Finding

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.events import StoredEvent
    from ysq.db.pool import Connection
    from ysq.db.recounts import Recounted
    from ysq.db.views import CaseRow

_BATCH = 500
_LANES = 2
"""While one lane waits for the database, the other counts."""
_NOBODY = UUID(int=0)


class _Work(msgspec.Struct):
    """What the lanes of one run share; `counted` is how many cases they have stored."""

    ground: Ground
    agencies: tuple[int, ...]
    now: Callable[[], datetime]
    tell: Callable[[int], None] | None
    most: int
    reckon: Reckon
    counted: int = 0


async def recount(
    ground: Ground,
    now: Callable[[], datetime],
    tell: Callable[[int], None] | None = None,
    *,
    most: int = _BATCH,
    lanes: int = _LANES,
) -> None:
    """Count every case that isn't archived and knows only older calendars than the ground; the jobs then have ended.

    Batches of `most` cases are stored with their progress: after a kill it goes on with the rest, and several that run
    at once, in other processes too, share it. `tell` is given how many cases this run has counted. Nothing is done on
    a ground that isn't `renewed`. Cases that are opened or move on meanwhile are counted by those who write them.
    """
    async with ground.pool.agencies(()) as conn:
        known = tuple(agency.id for agency in await agencies.all_agencies(conn))
    work = _Work(ground, known, now, tell, most, remembering(ground.book.clock))
    running = [asyncio.create_task(_lane(work)) for _number in range(lanes)]
    try:
        await asyncio.gather(*running)
    finally:
        for lane in running:
            lane.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _lane(work: _Work) -> None:
    """Batch by batch to the end; and from the beginning once more, until nothing is left that others don't hold.

    A case that moved on meanwhile may have been written by the old calendar.
    """
    place = _NOBODY
    while True:
        rows = await _counted(work, place)
        if not rows and place == _NOBODY:
            return
        place = rows[-1].case_id if rows else _NOBODY
        work.counted += len(rows)
        if work.tell is not None and rows:
            work.tell(work.counted)


async def _counted(work: _Work, place: UUID) -> tuple[CaseRow, ...]:
    """Count the next cases behind `place`; none when a newer calendar was imported than the ground knows."""
    ground, number = work.ground, work.ground.almanac.mark
    async with ground.pool.agencies(work.agencies) as conn:
        if await calendars.mark(conn) != number:
            return ()
        rows = await recounts.uncounted(conn, number, place, work.most)
        if rows:
            logs = await log.load_all(conn, [row.case_id for row in rows])
            again = await asyncio.to_thread(_again, work, rows, logs)
            await _write(conn, number, rows, [row for row, _findings in again])
            await recounts.tell(conn, number, _changed(rows, again))
            await recounts.advance(conn, number, len(rows))
        elif place == _NOBODY and not await recounts.any_uncounted(conn, number):
            await recounts.advance(conn, number, 0, work.now())
    return rows


async def _write(conn: Connection, number: int, before: Sequence[CaseRow], after: Sequence[CaseRow]) -> None:
    """The dates of all, at once; whole rows only where another period also changes what the case waits for."""
    pairs = list(zip(before, after, strict=True))
    await recounts.count(conn, number, [row for old, row in pairs if old.waits == row.waits])
    await views.show_all(conn, [row for old, row in pairs if old.waits != row.waits], number)


def _again(
    work: _Work, rows: Sequence[CaseRow], logs: dict[UUID, list[StoredEvent]]
) -> list[tuple[CaseRow, tuple[Finding, ...]]]:
    return [_counted_again(work, row, logs[row.case_id]) for row in rows]


def _counted_again(work: _Work, row: CaseRow, stored: Sequence[StoredEvent]) -> tuple[CaseRow, tuple[Finding, ...]]:
    """The row as its last event would write it today, and what its letters told otherwise.

    A case that can't be counted keeps its dates and says why: the others mustn't wait for it.
    """
    ground, read = work.ground, retold(work.ground, stored)
    try:
        after = record.row_of(read.case, ground, day_in_china(stored[-1].at), work.reckon)
        return after, overtaken(ground, read, work.reckon)
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
