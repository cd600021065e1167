"""The queue's projection of a case: dates for sorting, thrown away and rebuilt at will."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.db.sql import sql
from ysq.domain.lamp import OPEN_STAGES

if TYPE_CHECKING:
    import asyncpg

    from ysq.db.pool import Connection


class CaseRow(msgspec.Struct, frozen=True, gc=False):
    """One row of the queue; `next_change_on` is the day on which time alone changes the state.

    `units` are those that work on it, `first_text` points to the words of the first of `item_count` items, `waits` says
    what it waits for (`domain.tasks.keys`); a row that an older version wrote has none of them, nor a channel.
    """

    case_id: UUID
    agency_id: int
    request_no: str
    register_no: str | None
    stage: str
    received_on: date
    due_on: date | None
    provisional: bool
    tolled_until: date | None
    next_change_on: date | None
    version: int
    channel: str | None = None
    units: tuple[str, ...] = ()
    first_text: UUID | None = None
    item_count: int = 0
    waits: tuple[str, ...] | None = None


class QueueFilter(msgspec.Struct, frozen=True):
    """Which rows of the queue: of these stages (None: any), due from `due_from` to `due_until`, behind `after`.

    Of one `channel`, with one `unit` at work, and with one of `units` at work: who sees no others asks so.
    `tolled_on`: only those whose clock stands on this day.
    """

    stages: tuple[str, ...] | None = None
    due_from: date | None = None
    due_until: date | None = None
    after: tuple[date | None, UUID] | None = None
    channel: str | None = None
    unit: str | None = None
    units: tuple[str, ...] | None = None
    tolled_on: date | None = None


class Sought(msgspec.Struct, frozen=True):
    """What is looked for among the rows' `waits`: `later` only where time alone has changed the case before `today`.

    `usual`: something that most cases wait for is among it.
    """

    now: tuple[str, ...]
    later: tuple[str, ...]
    today: date
    usual: bool


class Count(msgspec.Struct, frozen=True):
    """How many cases of an agency are in a stage, by lamp."""

    agency_id: int
    stage: str
    green: int
    amber: int
    orange: int
    red: int
    grey: int


class Bounds(msgspec.Struct, frozen=True):
    """The days that part the lamps: today, the last orange due date and the last amber one."""

    today: date
    orange_until: date
    amber_until: date


async def show(conn: Connection, row: CaseRow, counted_under: int) -> None:
    """Write or replace the row of a case, its dates counted by the calendars imported up to `counted_under`."""
    await conn.execute(sql.show_case, *msgspec.structs.astuple(row), counted_under)


async def show_all(conn: Connection, rows: Iterable[CaseRow], counted_under: int) -> None:
    """`show` for several cases in one exchange with the database."""
    await conn.executemany(sql.show_case, [(*msgspec.structs.astuple(row), counted_under) for row in rows])


async def row_of(conn: Connection, case_id: UUID, *, hold: bool = False) -> CaseRow | None:
    """The row of a case, if the transaction's agencies may see it; with `hold`, others who write it wait."""
    row = await conn.fetchrow(sql.hold_case_row if hold else sql.case_row, case_id)
    return read_row(row) if row else None


async def queue(conn: Connection, agencies: Collection[int], wanted: QueueFilter, most: int) -> tuple[CaseRow, ...]:
    """At most `most` rows by due date (none: last) and id; cases that are done only when their stage is asked for.

    `agencies` must be the transaction's: one ordered scan is made for each.
    """
    done = wanted.stages is not None and not OPEN_STAGES.issuperset(wanted.stages)
    day, case_id = wanted.after or (date.min, UUID(int=0))
    rows = await conn.fetch(
        sql.whole_queue if done else sql.open_queue,
        sorted(agencies), wanted.stages, wanted.due_from, wanted.due_until, day or date.max, case_id, most,
        wanted.channel, wanted.unit, wanted.units, wanted.tolled_on,
    )  # fmt: skip
    return tuple(map(read_row, rows))


async def waiting(conn: Connection, agency: int, sought: Sought, wanted: QueueFilter, most: int) -> tuple[CaseRow, ...]:
    """At most `most` rows by due date that wait for something of `sought`, and those of which it isn't known.

    Of `wanted` its place and its units count.
    """
    day, case_id = wanted.after or (date.min, UUID(int=0))
    rows = await conn.fetch(
        sql.waiting_cases if sought.usual else sql.cases_handed_on,
        agency, sought.now, sought.later, sought.today, wanted.units, day or date.max, case_id, most,
    )  # fmt: skip
    return tuple(map(read_row, rows))


async def counts(
    conn: Connection, agencies: Collection[int], bounds: Bounds, units: tuple[str, ...] | None
) -> tuple[Count, ...]:
    """How many cases are still to be done in each of the transaction's agencies, by stage and lamp.

    Only those on which one of `units` (None: any) works.
    """
    days = (bounds.today, bounds.orange_until, bounds.amber_until)
    rows = await conn.fetch(sql.queue_counts, sorted(agencies), *days, units)
    return tuple(Count(*row) for row in rows)


async def by_number(conn: Connection, number: str, units: tuple[str, ...] | None) -> tuple[CaseRow, ...]:
    """The rows with this request or register number, on which one of `units` (None: any) works."""
    return tuple(map(read_row, await conn.fetch(sql.queue_by_number, number, units)))


async def remove(conn: Connection, case_id: UUID) -> None:
    """Drop the row of a case."""
    await conn.execute(sql.remove_case_row, case_id)


async def case_ids(conn: Connection) -> tuple[UUID, ...]:
    """Every case that the log has, whether it has a row or not."""
    return tuple(row["stream"] for row in await conn.fetch(sql.case_ids))


async def surplus(conn: Connection) -> tuple[UUID, ...]:
    """Rows of cases that the log doesn't have."""
    return tuple(row["case_id"] for row in await conn.fetch(sql.surplus_case_rows))


async def running(conn: Connection, after: UUID, most: int) -> tuple[CaseRow, ...]:
    """At most `most` rows behind `after`, by id, of cases that aren't archived: another law may move their dates."""
    return tuple(map(read_row, await conn.fetch(sql.running_cases, after, most)))


def read_row(row: asyncpg.Record) -> CaseRow:
    """A row with the columns of `CaseRow`."""
    waits = row["waits"]
    return CaseRow(**{**row, "units": tuple(row["units"]), "waits": None if waits is None else tuple(waits)})
