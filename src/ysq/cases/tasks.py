"""待我办理: the cases that wait for an actor, by due date, page by page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases.dossier import load_cases
from ysq.cases.ground import day_in_china
from ysq.cases.queue import QueueEntry, entries_of, position_after, read_cursor
from ysq.cases.reckon import reckoning
from ysq.db import views
from ysq.domain.clock import Course
from ysq.domain.powers import Power, require_power
from ysq.domain.tasks import LATER, USUAL, Task, Waiting, may_lapse, sought, waiting
from ysq.domain.terms import ClockState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ysq.cases.ground import Ground
    from ysq.cases.reckon import Reckon
    from ysq.db.pool import Connection
    from ysq.domain.actor import Actor
    from ysq.domain.case import Case

PAGE = 30
_LOOKED_AT = 400
"""About so many cases are opened for one page at most; the next page goes on behind them."""


class Work(msgspec.Struct, frozen=True):
    """A case and what of it waits for the actor."""

    case: QueueEntry
    tasks: tuple[Waiting, ...]


class WorkList(msgspec.Struct, frozen=True):
    """One page; `next` is the cursor of the page behind it."""

    work: tuple[Work, ...]
    next: str | None


async def work_of(ground: Ground, actor: Actor, at: datetime, after: str | None = None) -> WorkList:
    """What waits for this actor; a unit's officer is shown what was asked of his unit.

    Raises NotAllowed for a role that doesn't read cases, or CursorRefused. A supervisor has no tasks.
    The rows' keys only find the cases: what waits is counted from their events.
    """
    require_power(actor, Power.READ_CASES)
    agency = await ground.directory.by_id(ground.pool, actor.agency_id)
    keys = sought(actor.role, actor.units, agency.route) if agency else ()
    if not keys:
        return WorkList((), None)
    today, behind = day_in_china(at), read_cursor(after) if after else None
    later = (LATER,) if Task.JUDGE_LAPSE in keys else ()
    wanted = views.Sought(keys, later, today, usual=not USUAL.isdisjoint(keys))
    async with ground.pool.agencies([actor.agency_id]) as conn:
        found, last = await _found(ground, conn, actor, wanted, behind)
        entries = await entries_of(ground, conn, actor, [row for row, _tasks in found], today)
    work = tuple(Work(entry, tasks) for entry, (_row, tasks) in zip(entries, found, strict=True))
    return WorkList(work, position_after(last) if last else None)


async def _found(
    ground: Ground, conn: Connection, actor: Actor, wanted: views.Sought, behind: tuple[date | None, UUID] | None
) -> tuple[list[tuple[views.CaseRow, tuple[Waiting, ...]]], views.CaseRow | None]:
    """The page's rows with what waits for the actor, and the last row looked at if there are more behind it."""
    found: list[tuple[views.CaseRow, tuple[Waiting, ...]]] = []
    place = views.QueueFilter(after=behind, units=None if actor.units is None else tuple(actor.units))
    for _turn in range(-(-_LOOKED_AT // PAGE)):
        rows = await views.waiting(conn, actor.agency_id, wanted, place, PAGE + 1)
        cases = await load_cases(conn, [row.case_id for row in rows])
        for number, row in enumerate(rows, 1):
            tasks = tuple(_mine(await tasks_of(ground, cases[row.case_id], wanted.today), actor))
            if tasks:
                found.append((row, tasks))
            if len(found) == PAGE:
                return found, row if number < len(rows) else None
        if len(rows) <= PAGE:
            return found, None
        place = msgspec.structs.replace(place, after=(rows[-1].due_on, rows[-1].case_id))
    return found, rows[-1]


async def tasks_of(ground: Ground, case: Case, today: date, reckon: Reckon | None = None) -> tuple[Waiting, ...]:
    """Everything that a case waits for on a day. Who has counted the case already gives its `reckon`."""
    agency = await ground.directory.by_id(ground.pool, case.agency_id)
    assert agency is not None, "a case belongs to an agency"
    state = ClockState.RUNNING
    if may_lapse(case):
        reckon = reckon or reckoning(ground.book.clock)
        state = reckon(Course(case.course, max(today, case.last_on), ground.policy), ground.calendar).state
    return waiting(case, agency.route, ground.book.outcomes, state)


def _mine(tasks: tuple[Waiting, ...], actor: Actor) -> Iterator[Waiting]:
    for task in tasks:
        if (
            task.after is None
            and actor.role in task.roles
            and (task.unit is None or actor.units is None or task.unit in actor.units)
        ):
            yield task
