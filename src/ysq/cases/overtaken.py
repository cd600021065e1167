"""Letters that a later calendar contradicts: another due date told, an answer that is late or timely only now."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ysq.cases.dossier import decoded
from ysq.domain.clock import Course, Finding, Ledger, ledger
from ysq.domain.clock.run import cn
from ysq.domain.fold import fold

if TYPE_CHECKING:
    from datetime import date

    from ysq.cases.ground import Ground
    from ysq.db.events import StoredEvent
    from ysq.domain.calendar import Calendar
    from ysq.domain.case import Case

_TELLING = frozenset({"acknowledgement.issued", "deadline.extended", "deferral.notified"})
"""What tells the requester a due date."""
_ANSWERING = frozenset({
    "letter.posted", "letter.delivered", "request.answered_on_the_spot", "excessive.declined",
})  # fmt: skip


def overtaken(ground: Ground, log: Sequence[StoredEvent], case: Case) -> tuple[Finding, ...]:
    """What letters of the case say by the calendar of their day that today's calendar says otherwise (art. 33 para 2).

    `log` is the case's whole log; a letter recorded after the newest import is never among them.
    """
    latest = ground.almanac.latest
    if latest is None:
        return ()
    before = [place for place, one in enumerate(log) if one.at < latest]
    found = [_told(ground, log, place) for place in before if log[place].type in _TELLING]
    answering = [place for place in before if log[place].type in _ANSWERING]
    found += [_answered(ground, case, log[place]) for place in answering[-1:]]
    return tuple(finding for finding in found if finding is not None)


def _told(ground: Ground, log: Sequence[StoredEvent], place: int) -> Finding | None:
    """The due date that this letter told; what happened afterwards moved it for other reasons."""
    letter = log[place]
    known = fold(letter.stream, letter.agency_id, map(decoded, log[: place + 1]))
    then = _ledger(ground, known, letter.date, ground.almanac.known_at(ground.book, letter.at))
    now = _ledger(ground, known, letter.date, ground.calendar)
    if then.due_on == now.due_on:
        return None
    code = "provisional_date_moved" if then.provisional else "told_date_moved"
    return _finding(ground, code, letter, then.due_on, now.due_on)


def _answered(ground: Ground, case: Case, letter: StoredEvent) -> Finding | None:
    """Whether the answer was in time, by the calendar of its day and by today's."""
    then = _ledger(ground, case, case.last_on, ground.almanac.known_at(ground.book, letter.at))
    now = _ledger(ground, case, case.last_on, ground.calendar)
    if then.timely == now.timely or now.timely is None:
        return None
    code = "answer_now_timely" if now.timely else "answer_now_late"
    return _finding(ground, code, letter, then.due_on, now.due_on)


def _ledger(ground: Ground, case: Case, as_of: date, calendar: Calendar) -> Ledger:
    return ledger(Course(case.course, as_of, ground.policy), ground.book.clock, calendar, with_days=False)


def _finding(ground: Ground, code: str, letter: StoredEvent, before: date | None, after: date | None) -> Finding:
    text = ground.book.clock.deadlines.findings[code]
    kind = ground.book.events[letter.type].name
    words = {"date": cn(letter.date), "kind": kind, "due_before": cn(before), "due_on": cn(after)}
    return Finding(code, text.message.format_map(words), text.provisions)
