"""Counting again after a calendar was imported: the job of each import, the rows still to be counted, what moved."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.db.sql import sql
from ysq.db.views import CaseRow, read_row
from ysq.domain.clock import Finding

if TYPE_CHECKING:
    from ysq.db.pool import Connection


class Progress(msgspec.Struct, frozen=True):
    """The job of one import: `done` of `total` cases; of the transaction's agencies, `moved` and `conflicting` ones."""

    number: int
    year: int
    version: int
    actor: str
    total: int
    done: int
    moved: int
    conflicting: int
    begun_at: datetime
    ended_at: datetime | None


class Recounted(msgspec.Struct, frozen=True):
    """A case whose due date an import moved, or whose letters it contradicts (`findings`)."""

    case_id: UUID
    agency_id: int
    request_no: str
    due_before: date | None
    due_after: date | None
    provisional: bool
    findings: tuple[Finding, ...]


async def begin(conn: Connection, number: int, at: datetime) -> None:
    """The job of an import over all cases that the transaction's agencies have and that aren't archived."""
    await conn.execute(sql.begin_recount, number, at)


async def any_uncounted(conn: Connection, number: int) -> bool:
    """Whether a row knows only older imports than `number`: also one that another transaction is about to count."""
    found: bool = await conn.fetchval(sql.any_uncounted, number)
    return found


async def waits(conn: Connection) -> bool:
    """Whether an import's job hasn't ended."""
    found: bool = await conn.fetchval(sql.recount_waits)
    return found


async def uncounted(conn: Connection, number: int, after: UUID, most: int) -> tuple[CaseRow, ...]:
    """At most `most` rows behind `after` that know only older imports than `number`, held until the end.

    Those that another transaction holds are left out: it counts or writes them.
    """
    return tuple(map(read_row, await conn.fetch(sql.uncounted_rows, number, after, most)))


async def count(conn: Connection, number: int, rows: Sequence[CaseRow]) -> None:
    """Write the dates of these rows, which know all imports up to `number` now."""
    await conn.execute(
        sql.count_rows, [row.case_id for row in rows], [row.due_on for row in rows], [row.provisional for row in rows],
        [row.tolled_until for row in rows], [row.next_change_on for row in rows], number,
    )  # fmt: skip


async def tell(conn: Connection, number: int, found: Sequence[Recounted]) -> None:
    """Keep what an import did to these cases; a case counted once more for it keeps its first date before."""
    await conn.execute(
        sql.add_recounted_case, number, [one.case_id for one in found], [one.agency_id for one in found],
        [one.request_no for one in found], [one.due_before for one in found], [one.due_after for one in found],
        [one.provisional for one in found], [msgspec.json.encode(one.findings) for one in found],
    )  # fmt: skip


async def advance(conn: Connection, number: int, done: int, ended_at: datetime | None = None) -> None:
    """So many more cases are counted for the jobs up to `number`; with `ended_at` they are done."""
    await conn.execute(sql.recounted, number, done, ended_at)


async def progress(conn: Connection, number: int | None = None, most: int = 50) -> tuple[Progress, ...]:
    """The jobs, the newest first; or the one of this import."""
    return tuple(Progress(*row) for row in await conn.fetch(sql.recounts, number, most))


async def results(conn: Connection, number: int, most: int) -> tuple[Recounted, ...]:
    """The cases of the transaction's agencies that an import moved or contradicts, those with findings first."""
    rows = await conn.fetch(sql.recounted_cases, number, most)
    decode = msgspec.json.Decoder(tuple[Finding, ...]).decode
    return tuple(Recounted(**{**row, "findings": decode(row["findings"])}) for row in rows)
