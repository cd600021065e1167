"""A ledger as pages show it: deadlines with their names, steps with their provisions, and a table for each month."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import groupby

import msgspec

from ysq.domain.calendar import Calendar
from ysq.domain.clock import Day, Ledger
from ysq.domain.terms import ClockState, Mark
from ysq.rules.book import Book

MAX_MONTHS = 24
"""More than two years of months are no longer looked at; the ledger's other parts say it all."""

_ENDED = frozenset({ClockState.ANSWERED, ClockState.WITHDRAWN})


class Cited(msgspec.Struct, frozen=True):
    """A provision as a reader sees it; `doubt` says how sure we are when the text itself wasn't read whole."""

    title: str
    gist: str
    doubt: str


class DeadlineRow(msgspec.Struct, frozen=True):
    """One last day."""

    title: str
    date: dt.date | None
    provisional: bool
    law: tuple[Cited, ...]


class StepRow(msgspec.Struct, frozen=True):
    """One move of the clock."""

    date: dt.date
    title: str
    explanation: str
    due_on: dt.date | None
    law: tuple[Cited, ...]


class FindingRow(msgspec.Struct, frozen=True):
    """Something a person must be told."""

    message: str
    law: tuple[Cited, ...]


class Cell(msgspec.Struct, frozen=True):
    """One day of a month. `kind`: counted, rest, paused or zero; `words` say the same to those who see no colour."""

    date: dt.date
    kind: str
    words: str
    is_due: bool


class Month(msgspec.Struct, frozen=True):
    """Weeks from Monday to Sunday; None where the ledger has no day."""

    first: dt.date
    weeks: tuple[tuple[Cell | None, ...], ...]


class LedgerView(msgspec.Struct, frozen=True):
    """Everything a page tells of a ledger; `ended` when it was answered or withdrawn, so that no day will follow."""

    due_on: dt.date | None
    received_on: dt.date
    provisional: bool
    state: str
    ended: bool
    timely: bool | None
    tolled_working_days: int
    deadlines: tuple[DeadlineRow, ...]
    findings: tuple[FindingRow, ...]
    steps: tuple[StepRow, ...]
    months: tuple[Month, ...]
    months_left_out: int


def view_of(ledger: Ledger, book: Book, calendar: Calendar) -> LedgerView:
    """The view of a ledger under the rule book and calendar that made it."""
    months = _months(ledger, calendar)
    return LedgerView(
        due_on=ledger.due_on,
        received_on=ledger.received_on,
        provisional=ledger.provisional,
        state=ledger.state.zh,
        ended=ledger.state in _ENDED,
        timely=ledger.timely,
        tolled_working_days=ledger.tolled_working_days,
        deadlines=tuple(_deadlines(ledger, book)),
        findings=tuple(FindingRow(found.message, cited(found.provisions, book)) for found in ledger.findings),
        steps=tuple(
            StepRow(
                step.date,
                book.clock.deadlines.rules[step.rule].title,
                step.explanation,
                step.due_on,
                cited(step.provisions, book),
            )
            for step in ledger.steps
        ),
        months=months[:MAX_MONTHS],
        months_left_out=max(0, len(months) - MAX_MONTHS),
    )


def cited(ids: Iterable[str], book: Book) -> tuple[Cited, ...]:
    """The provisions with these ids."""
    return tuple(
        Cited(found.title, found.gist, "" if found.mark is Mark.SOURCE else found.mark.zh)
        for found in (book.provisions[name] for name in ids)
    )


def _deadlines(ledger: Ledger, book: Book) -> Iterator[DeadlineRow]:
    """The answer's deadline first, the others by date, unknown ones last."""
    named = sorted(ledger.deadlines.items(), key=lambda pair: (pair[0] != "answer", pair[1].date or dt.date.max))
    for name, last in named:
        yield DeadlineRow(_deadline_title(name, book), last.date, last.provisional, cited(last.provisions, book))


def _deadline_title(name: str, book: Book) -> str:
    kind, _colon, party = name.partition(":")
    title = book.clock.deadlines.deadlines[kind].title
    return f"{party}{title}" if party else title


def _months(ledger: Ledger, calendar: Calendar) -> tuple[Month, ...]:
    fresh = {ledger.received_on} | {step.date for step in ledger.steps if step.effect in ("restart", "order")}
    cells = [_cell(day, ledger, calendar, fresh) for day in {day.date: day for day in ledger.days}.values()]
    months = []
    for _month, group in groupby(cells, key=lambda cell: (cell.date.year, cell.date.month)):
        days = tuple(group)
        months.append(Month(days[0].date.replace(day=1), _weeks(days)))
    return tuple(months)


def _cell(day: Day, ledger: Ledger, calendar: Calendar, fresh: set[dt.date]) -> Cell:
    why = day.why.split("，")[-1]  # the column already says which weekday it is
    is_due = day.date == ledger.due_on
    if day.counted:
        made_up = f"，{why}" if why != "工作日" else ""
        return Cell(day.date, "counted", f"第{day.number}日{made_up}", is_due)
    if day.why == calendar.why(day.date):
        return Cell(day.date, "rest", why, is_due)
    if day.date in fresh:
        return Cell(day.date, "zero", day.why, is_due)
    return Cell(day.date, "paused", day.why, is_due)


def _weeks(days: tuple[Cell, ...]) -> tuple[tuple[Cell | None, ...], ...]:
    weeks: list[list[Cell | None]] = []
    for cell in days:
        if not weeks or cell.date.weekday() == 0:
            weeks.append([None] * 7)
        weeks[-1][cell.date.weekday()] = cell
    return tuple(map(tuple, weeks))
