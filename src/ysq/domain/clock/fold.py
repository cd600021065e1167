"""From a course of events to its ledger: sort, let time pass, apply each entry, and read off what is due."""

import datetime as dt

from ysq.domain.calendar import Calendar, OutsideCalendar
from ysq.domain.clock import effects
from ysq.domain.clock.days import days
from ysq.domain.clock.entries import Course, Entry
from ysq.domain.clock.law import ClockLaw
from ysq.domain.clock.ledger import ClockError, Ledger
from ysq.domain.clock.read import deadlines, state_of
from ysq.domain.clock.receipt import begin, receipt_of
from ysq.domain.clock.run import Run, Waiting, Window, cn
from ysq.domain.clock.spans import tolled_days
from ysq.domain.terms import ClockState


def ledger(course: Course, law: ClockLaw, calendar: Calendar, *, with_days: bool = True) -> Ledger:
    """The ledger of `course` under `law` and `calendar`; ClockError when the entries can't have happened.

    Entries after `as_of` haven't happened yet and are left out. Without `as_of`, silence and lapse that time
    alone brings have happened. Who needs the dates alone saves a part of the time without the days one by one.
    """
    entries = _in_order(course, calendar)
    number = 0
    try:
        number, receipt = receipt_of(course, entries)
        run = begin(course, receipt, law, calendar, number)
        for number, entry in entries:
            if entry is not receipt:
                _let_time_pass(run, entry.date)
                effects.apply(run, entry, number)
        number = 0
        return _answer(course, run, entries[-1][1].date, with_days=with_days)
    except OutsideCalendar as error:
        raise ClockError(number, "date", str(error)) from None


def _in_order(course: Course, calendar: Calendar) -> list[tuple[int, Entry]]:
    """The entries up to `as_of` with their numbers in the file, by date, those of one day as written."""
    if course.as_of is not None and course.as_of > calendar.last:
        raise ClockError(0, "as_of", f"{course.as_of} 超出日历范围（至{calendar.last}），请核对日期")
    for number, entry in enumerate(course.events, 1):
        for field in ("date", "confirmed_on", "until"):
            if (day := getattr(entry, field, None)) is not None and day > calendar.last:
                raise ClockError(number, field, f"{day} 超出日历范围（至{calendar.last}），请核对日期")
    known = [pair for pair in enumerate(course.events, 1) if course.as_of is None or pair[1].date <= course.as_of]
    return sorted(known, key=lambda pair: pair[1].date)


def _let_time_pass(run: Run, until: dt.date | None) -> None:
    """Silence and lapse whose last day is before `until` (all of them when None) become steps, in order."""
    if run.ended is not None:
        return
    passed: list[tuple[dt.date, Window | Waiting]] = [
        (window.limit, window)
        for window in run.tolling
        if window.limit and not window.answered and not window.silent and (until is None or window.limit < until)
    ]
    passed += [
        (asked.until, asked)
        for asked in run.requests
        if asked.until and asked.open and not asked.lapsed and (until is None or asked.until < until)
    ]
    for last_day, what in sorted(passed, key=lambda pair: pair[0]):
        _pass_by(run, what, last_day)


def _pass_by(run: Run, what: Window | Waiting, last_day: dt.date) -> None:
    words = {"period_end": cn(last_day)}
    if isinstance(what, Window):
        what.silent = True
        words["party"] = what.party
        found = run.law.rule("consultation.silent", what.kind, run.received_on, what.sent)
    else:
        what.lapsed = True
        found = run.law.rule(f"{what.what}.lapsed", None, run.received_on, what.since)
    if found is not None:
        run.step(*found, last_day, words, None)


def _answer(course: Course, run: Run, last_entry: dt.date, *, with_days: bool) -> Ledger:
    _let_time_pass(run, course.as_of)
    run.steps.sort(key=lambda step: step.date)
    due, horizon = run.due(), course.as_of or last_entry
    state, timely = state_of(run, course.as_of), _timely(run, due)
    if state is ClockState.RUNNING and due is not None and course.as_of is not None and course.as_of > due:
        run.find("overdue", course.as_of, due)
    if timely is False:
        run.find("late_answer", run.ended.on if run.ended else run.issued_on or horizon, due)
    return Ledger(
        received_on=run.received_on,
        due_on=due,
        provisional=due is not None and run.calendar.provisional(run.start, due),
        state=state,
        tolled_working_days=tolled_days(run.calendar, run.spans(), horizon),
        timely=timely,
        deadlines=deadlines(run, due, state, course.as_of),
        findings=tuple(run.findings),
        steps=tuple(run.steps),
        days=days(run, due or max(run.ended.on if run.ended else horizon, run.start)) if with_days else (),
    )


def _timely(run: Run, due: dt.date | None) -> bool | None:
    """Of an answer; of a letter only issued, False when its own date is too late (no date is while it waits)."""
    if run.ended is not None:
        return run.ended.timely
    late_paper = due is not None and run.issued_on is not None and run.issued_on > due
    return False if late_paper and run.waiting is None else None
