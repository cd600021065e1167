"""Letters that a later calendar contradicts: another due date told, an answer that is late or timely only now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from ysq.cases.dossier import decoded
from ysq.cases.reckon import Reckon, reckoning
from ysq.db.events import StoredEvent
from ysq.domain.case import Case
from ysq.domain.clock import Course, Finding, Ledger
from ysq.domain.clock.run import cn
from ysq.domain.fold import history

if TYPE_CHECKING:
    from datetime import date

    from ysq.cases.ground import Ground

_TELLING = frozenset({"acknowledgement.issued", "deadline.extended", "deferral.notified"})
"""What tells the requester a due date."""
_ANSWERING = frozenset({
    "letter.posted", "letter.delivered", "request.answered_on_the_spot", "excessive.declined",
})  # fmt: skip


class Told(msgspec.Struct, frozen=True):
    """A letter, and what the clock knew when it was recorded: its day and the course up to it."""

    letter: StoredEvent
    course: Course


class Retold(msgspec.Struct, frozen=True):
    """A case as its log tells it, and the letters before the newest import that told a due date or were the answer."""

    case: Case
    due: tuple[Told, ...] = ()
    answer: Told | None = None


def retold(ground: Ground, log: Sequence[StoredEvent]) -> Retold:
    """Read the whole log of a case once."""
    latest, due, answer, case = ground.almanac.latest, [], None, None
    for one, case in zip(log, history(log[0].stream, log[0].agency_id, map(decoded, log)), strict=True):
        if latest is None or one.at >= latest:
            continue
        if one.type in _TELLING:
            due.append(Told(one, Course(case.course, one.date, ground.policy)))
        elif one.type in _ANSWERING:
            answer = one
    assert case is not None, "a log has a first event"
    whole = Course(case.course, case.last_on, ground.policy)
    return Retold(case, tuple(due), Told(answer, whole) if answer else None)


def overtaken(ground: Ground, read: Retold, reckon: Reckon | None = None) -> tuple[Finding, ...]:
    """What letters of the case say by the calendar of their day that today's calendar says otherwise (art. 33 para 2).

    A letter recorded after the newest import is never among them.
    """
    reckon = reckon or reckoning(ground.book.clock)
    found = [_told(ground, told, reckon) for told in read.due]
    if read.answer is not None:
        found.append(_answered(ground, read.answer, reckon))
    return tuple(finding for finding in found if finding is not None)


def _told(ground: Ground, told: Told, reckon: Reckon) -> Finding | None:
    """The due date that this letter told; what happened afterwards moved it for other reasons."""
    then, now = _then_and_now(ground, told, reckon)
    if then.due_on == now.due_on:
        return None
    code = "provisional_date_moved" if then.provisional else "told_date_moved"
    return _finding(ground, code, told.letter, then.due_on, now.due_on)


def _answered(ground: Ground, told: Told, reckon: Reckon) -> Finding | None:
    """Whether the answer was in time, by the calendar of its day and by today's."""
    then, now = _then_and_now(ground, told, reckon)
    if then.timely == now.timely or now.timely is None:
        return None
    code = "answer_now_timely" if now.timely else "answer_now_late"
    return _finding(ground, code, told.letter, then.due_on, now.due_on)


def _then_and_now(ground: Ground, told: Told, reckon: Reckon) -> tuple[Ledger, Ledger]:
    known = ground.almanac.known_at(ground.book, told.letter.at)
    return reckon(told.course, known), reckon(told.course, ground.calendar)


def _finding(ground: Ground, code: str, letter: StoredEvent, before: date | None, after: date | None) -> Finding:
    text = ground.book.clock.deadlines.findings[code]
    kind = ground.book.event(letter.type, letter.date).name
    words = {"date": cn(letter.date), "kind": kind, "due_before": cn(before), "due_on": cn(after)}
    return Finding(code, text.message.format_map(words), text.provisions)
