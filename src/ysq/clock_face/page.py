"""A ledger as a page of text that a clerk can hand to a court: rows for the template `ledger.txt.j2`."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import groupby

import jinja2
import msgspec

from ysq.clock_face.columns import centre, pad, pad_left, width, wrap
from ysq.domain.calendar import Calendar
from ysq.domain.clock import Course, Day, Deadline, Entry, Ledger
from ysq.domain.clock.numbers import Value
from ysq.domain.law import Provision
from ysq.domain.terms import Mark
from ysq.resources import data_folder
from ysq.rules.book import Book

_WEEKDAYS = "一二三四五六日"


class Setting(msgspec.Struct, frozen=True):
    """What was decided where the law is silent, how sure we are, and why."""

    title: str
    chosen: str
    is_default: bool
    mark: str
    reason: str


class DeadlineRow(msgspec.Struct, frozen=True):
    """One last day; `party` is set for a consultation, `unsettled_by` as `Calendar.unsettled_by` has it."""

    title: str
    party: str
    deadline: Deadline
    unsettled_by: int | None
    unsure: Value | None


class LeftOut(msgspec.Struct, frozen=True):
    """An entry after the day that the ledger looks from."""

    number: int
    date: dt.date
    title: str


class Stretch(msgspec.Struct, frozen=True):
    """Days in a row that aren't counted for the same reason, or made-up days that are."""

    first: dt.date
    last: dt.date
    why: str
    days: int


class Week(msgspec.Struct, frozen=True):
    """Monday to Sunday; None where the ledger has no day."""

    year: int
    days: tuple[Day | None, ...]


class Page:
    """Makes pages under one rule book and calendar."""

    def __init__(self, book: Book, calendar: Calendar) -> None:
        self._law, self._calendar, self._provisions = book.clock, calendar, book.provisions
        self._statutory = book.statutory
        self._fingerprint = book.fingerprint[:16]
        environment = text_templates()
        environment.filters["cite"] = self._cite
        self._template = environment.get_template("ledger.txt.j2")

    def text(self, name: str, course: Course, ledger: Ledger) -> str:
        """The page of one file's ledger."""
        deadlines = [self._deadline(name, found, ledger) for name, found in ledger.deadlines.items()]
        page = self._template.render(
            name=name,
            ledger=ledger,
            as_of=course.as_of,
            left_out=self._left_out(course, ledger),
            titles={name: rule.title for name, rule in self._law.deadlines.rules.items()},
            deadlines=deadlines,
            unpublished=self._unpublished(ledger),
            unsettled_by=max((row.unsettled_by for row in deadlines if row.unsettled_by), default=None),
            year_end=self._statutory.year_end,
            settings=self._settings(course),
            unsure=self._unsure_numbers(ledger),
            weeks=_weeks(ledger.days),
            pauses=_stretches(day for day in ledger.days if not day.counted and not _is_weekend(day)),
            made_up=_stretches(day for day in ledger.days if day.counted and day.date.weekday() >= 5),
            fingerprint=self._fingerprint,
        )
        return "".join(f"{line.rstrip()}\n" for line in page.splitlines())

    def _deadline(self, name: str, deadline: Deadline, ledger: Ledger) -> DeadlineRow:
        kind, _colon, party = name.partition(":")
        title, unsettled = self._law.deadlines.deadlines[kind].title, self._calendar.unsettled_by(deadline.date)
        unsure = self._law.unsure(name, ledger.received_on, deadline.date)
        return DeadlineRow(title, party, deadline, unsettled, unsure)

    def _left_out(self, course: Course, ledger: Ledger) -> list[LeftOut]:
        if course.as_of is None:
            return []
        return [
            LeftOut(number, entry.date, self._title(entry, ledger.received_on))
            for number, entry in enumerate(course.events, 1)
            if entry.date > course.as_of
        ]

    def _title(self, entry: Entry, received_on: dt.date) -> str:
        event = str(entry.__struct_config__.tag)
        found = self._law.rule(event, getattr(entry, "kind", None), received_on, entry.date)
        return found[1].title if found else event

    def _unpublished(self, ledger: Ledger) -> list[int]:
        """The years without a published calendar that a deadline touches."""
        last = max((found.date for found in ledger.deadlines.values() if found.date), default=ledger.received_on)
        return [year for year in range(ledger.received_on.year, last.year + 1) if year not in self._calendar.published]

    def _settings(self, course: Course) -> list[Setting]:
        found = []
        for name, setting in self._law.parameters.policies.items():
            value = getattr(course.policy, name, setting.default)
            chosen = setting.choices.get(str(value), str(value))
            found.append(Setting(setting.title, chosen, value == setting.default, setting.mark.zh, setting.reason))
        return found

    def _unsure_numbers(self, ledger: Ledger) -> list[Setting]:
        """Numbers of the law that were not read in the text itself."""
        numbers = self._law.parameters.numbers.values()
        return [
            Setting(_dated(number.title, value), str(value.value), True, value.mark.zh, self._because(value))  # noqa: FBT003
            for number in numbers
            for value in number.since(ledger.received_on)
            if value.mark is not Mark.SOURCE
        ]

    def _because(self, value: Value) -> str:
        found = self._provisions.get(value.provision)
        return f"{found.title if found else value.provision}。{value.reason}"

    def _cite(self, ids: Iterable[str], on: dt.date | None = None) -> str:
        return cited(ids, self._provisions, on)


def text_templates() -> jinja2.Environment:
    """The templates of pages of text, with their measures in columns."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(data_folder("templates") / "text"),
        autoescape=False,  # noqa: S701 - plain text for a terminal or a printer
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"pad": pad, "pad_left": pad_left, "centre": centre, "wrap": wrap, "width": width}
    environment.filters["zh"] = zh_day
    return environment


def cited(ids: Iterable[str], provisions: Mapping[str, Provision], on: dt.date | None = None) -> str:
    """The titles, a law named once as long as it stays the same, with a doubt where there is one, also of its day."""
    told: list[str] = []
    named = ""
    for name in ids:
        found = provisions.get(name)
        law, mark, place = found.title.partition("》") if found else (name, "", "")
        same = mark and law == named
        doubt = f"（{words}）" if found and (words := found.doubt(on)) else ""
        told.append((place if same else law + mark + place) + doubt)
        named = law if mark else ""
    return "、".join(told)


def _dated(title: str, value: Value) -> str:
    return f"{title}（至{value.last}）" if value.last else title


def zh_day(day: dt.date | None) -> str:
    """2026年3月2日（周一）; 待定 when it can't be known."""
    return f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）" if day else "待定"


def _is_weekend(day: Day) -> bool:
    return day.why.endswith("休息日")


def _weeks(days: tuple[Day, ...]) -> list[Week]:
    found = []
    for (year, _week), group in groupby(days, key=lambda day: (day.date.year, day.date.isocalendar()[:2])):
        cells: list[Day | None] = [None] * 7
        for day in group:
            cells[day.date.weekday()] = day
        found.append(Week(year, tuple(cells)))
    return found


def _stretches(days: Iterable[Day]) -> list[Stretch]:
    """Neighbours with the same reason together; weekends between them don't part them."""
    found: list[Stretch] = []
    for day in days:
        before = found[-1] if found else None
        if before and before.why == day.why and (day.date - before.last).days <= 3:
            found[-1] = Stretch(before.first, day.date, day.why, before.days + 1)
        else:
            found.append(Stretch(day.date, day.date, day.why, 1))
    return found
