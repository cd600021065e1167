"""待我办理: the cases that wait for an actor, by due date, page by page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases.dossier import load_case
from ysq.cases.ground import day_in_china
from ysq.cases.queue import QueueEntry, entries_of, position_after, read_cursor
from ysq.db import views
from ysq.domain.clock import Course, ledger
from ysq.domain.powers import Power, require_power
from ysq.domain.tasks import Waiting, waiting
from ysq.domain.terms import Role, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain.actor import Actor
    from ysq.domain.case import Case

PAGE = 30
_LOOKED_AT = 400
"""At most so many candidates are opened for one page; the next page goes on behind them."""
_OPEN = (Stage.REGISTERED, Stage.AWAITING_REQUESTER, Stage.PROCESSING, Stage.APPROVED)
_DRAFTED, _NOTICE = "determination.drafted", ("clarification.delivered", "fee.delivered")
_SIGNS: dict[Role, tuple[tuple[Stage, ...], tuple[str, ...]]] = {
    Role.CLERK: ((Stage.RECEIVED, *_OPEN, Stage.ISSUED), ()),
    Role.UNIT_OFFICER: (_OPEN, ("unit.asked", _DRAFTED)),
    Role.SECRECY_REVIEWER: (_OPEN, ("record.added", _DRAFTED)),
    Role.LEGAL: (_OPEN, (_DRAFTED,)),
    Role.OFFICE_HEAD: (_OPEN, (_DRAFTED, "extension.proposed", "reasons.received", *_NOTICE)),
    Role.SIGNER: (_OPEN, (_DRAFTED, *_NOTICE)),
    Role.ARCHIVIST: ((Stage.ANSWERED, Stage.WITHDRAWN, Stage.ABANDONED, Stage.ENDED, Stage.CLOSED), ()),
}
"""Where something for a role may be found: in these stages, where one of these events happened (none named: any)."""


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
    """
    require_power(actor, Power.READ_CASES)
    if actor.role not in _SIGNS:
        return WorkList((), None)
    today, behind = day_in_china(at), read_cursor(after) if after else None
    found: list[tuple[views.CaseRow, tuple[Waiting, ...]]] = []
    last: views.CaseRow | None = None
    async with ground.pool.agencies([actor.agency_id]) as conn:
        rows = await _candidates(conn, actor, behind)
        for row in rows:
            last = row
            tasks = await _tasks(ground, conn, actor, row.case_id, today)
            if tasks:
                found.append((row, tasks))
            if len(found) == PAGE:
                break
        entries = await entries_of(ground, conn, actor, [row for row, _tasks in found], today)
    more = last is not None and (last is not rows[-1] or len(rows) == _LOOKED_AT)
    work = tuple(Work(entry, tasks) for entry, (_row, tasks) in zip(entries, found, strict=True))
    return WorkList(work, position_after(last) if more and last else None)


async def _candidates(
    conn: Connection, actor: Actor, behind: tuple[date | None, UUID] | None
) -> tuple[views.CaseRow, ...]:
    stages, events = _SIGNS[actor.role]
    names = tuple(stage.value for stage in stages)
    units = None if actor.units is None else tuple(actor.units)
    wanted = views.QueueFilter(after=behind, units=units)
    return await views.with_events(conn, actor.agency_id, names, events, wanted, _LOOKED_AT)


async def _tasks(ground: Ground, conn: Connection, actor: Actor, case_id: UUID, today: date) -> tuple[Waiting, ...]:
    loaded = await load_case(conn, case_id)
    if loaded is None:
        return ()
    return tuple(_mine(await tasks_of(ground, loaded[1], today), actor))


async def tasks_of(ground: Ground, case: Case, today: date) -> tuple[Waiting, ...]:
    """Everything that a case waits for on a day."""
    agency = await ground.directory.by_id(ground.pool, case.agency_id)
    assert agency is not None, "a case belongs to an agency"
    course = Course(case.course, max(today, case.last_on), ground.policy)
    state = ledger(course, ground.book.clock, ground.calendar).state
    return waiting(case, agency.route, ground.book.outcomes, state)


def _mine(tasks: tuple[Waiting, ...], actor: Actor) -> Iterator[Waiting]:
    for task in tasks:
        if actor.role in task.roles and (task.unit is None or actor.units is None or task.unit in actor.units):
            yield task
