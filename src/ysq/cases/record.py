"""Appends what was decided and brings the queue's row up to date: the end of every write."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from ysq.cases.ground import day_in_china
from ysq.cases.reckon import Reckon, reckoning
from ysq.db import events as log
from ysq.db import views
from ysq.domain.case import Case
from ysq.domain.clock import Course
from ysq.domain.tasks import keys, may_lapse
from ysq.domain.terms import ClockState

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain import events as e


async def append(conn: Connection, case: Case, before: int, events: Sequence[e.CaseEvent], at: datetime) -> None:
    """Append `events` behind version `before`; `case` is the case after them."""
    new = [log.NewEvent(str(event.__struct_config__.tag), event.date, event) for event in events]
    await log.append(
        conn,
        stream=case.case_id,
        agency_id=case.agency_id,
        expected_version=before,
        events=new,
        at=at,
        actor=events[0].actor,
    )


def begun(case: Case, event: e.RequestReceived, at: datetime) -> log.StoredEvent:
    """The first event of `case` as it is to be stored."""
    new = log.NewEvent(str(event.__struct_config__.tag), event.date, event)
    return log.begun(new, stream=case.case_id, agency_id=case.agency_id, at=at, actor=event.actor)


async def show(conn: Connection, case: Case, ground: Ground, at: datetime) -> None:
    """The queue's row of `case` as of the day of `at`."""
    await views.show(conn, row_of(case, ground, day_in_china(at)), ground.almanac.mark)


def row_of(case: Case, ground: Ground, today: date, reckon: Reckon | None = None) -> views.CaseRow:
    """What the queue shows of a case: computed from its events, never the other way round.

    Who writes many rows gives a `reckon` that remembers.
    """
    reckon, day = reckon or reckoning(ground.book.clock), max(today, case.last_on)
    book = reckon(Course(case.course, day, ground.policy), ground.calendar)
    in_the_end = book.state
    if may_lapse(case):
        in_the_end = reckon(Course(case.course, None, ground.policy), ground.calendar).state
    moving = {
        name: deadline.date
        for name, deadline in book.deadlines.items()
        if name.split(":")[0] in ("consultation", "clarification_response", "fee_payment") and deadline.date
    }
    ahead = [ends for ends in moving.values() if ends >= day]
    tolled = [ends for name, ends in moving.items() if name.startswith("consultation:") and ends >= day]
    return views.CaseRow(
        case_id=case.case_id,
        agency_id=case.agency_id,
        request_no=case.received.request_no,
        register_no=case.register_no,
        stage=case.stage.value,
        received_on=book.received_on,
        due_on=book.due_on,
        provisional=book.provisional,
        tolled_until=max(tolled) if tolled and book.state is ClockState.TOLLED else None,
        next_change_on=min(ahead) if ahead else None,
        version=case.version,
        channel=case.received.channel.value,
        units=case.at_work,
        first_text=case.items[min(case.items)].text.id,
        item_count=len(case.items),
        waits=tuple(sorted(set(keys(case, ground.book.outcomes, book.state, in_the_end)))),
    )
