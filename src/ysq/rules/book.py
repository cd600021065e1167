"""Reads the rule book: YAML files to Structs, one line with file, place and fault when something is wrong."""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from ysq.domain.calendar import Calendar, CalendarYear, Statutory
from ysq.domain.clock import ClockLaw, Deadlines, Parameters
from ysq.domain.dated import Table
from ysq.domain.fees import FeeLaw, FeeScale
from ysq.domain.law import EventName, EventTable, Outcome, OutcomeTable, Provision
from ysq.domain.letter_checks import CheckTable
from ysq.domain.letters import RemedyOrder, RemedyPeriods
from ysq.domain.privacy import PersonalKind, PrivacyTable
from ysq.domain.remedies import RemedyLaw, RemedyTable
from ysq.domain.retention import RetentionRule, RetentionTable
from ysq.domain.terms import FeeBasis
from ysq.faults import cause
from ysq.rules.checks import read_checks
from ysq.rules.cited import (
    citations,
    faults_in_force,
    faults_of_citations,
    faults_of_closed,
    faults_of_versions,
    undated,
)
from ysq.rules.dated import faults_of_dates, read_table, written
from ysq.rules.load import RULE_FILES, read_rules
from ysq.rules.pack import packed, unpack
from ysq.rules.read import BookError as BookError
from ysq.rules.read import read_as, read_yaml, refuse
from ysq.rules.rule import Fault, Rule
from ysq.rules.sound_calendar import faults_of_calendar
from ysq.rules.sound_clock import faults_of_clock
from ysq.rules.sound_decisions import (
    faults_of_decisions,
    faults_of_events,
    faults_of_provisions,
    faults_of_remedies,
    faults_of_scales,
)
from ysq.rules.sound_numbers import faults_of_parameters
from ysq.rules.tables import faults_of_fees, faults_of_outcomes, faults_of_privacy, faults_of_retention

_FILES = (
    "provisions.yaml", "parameters.yaml", "deadlines.yaml", "outcomes.yaml", "remedies.yaml", "events.yaml",
    "retention.yaml", "privacy.yaml", "fees.yaml",
)  # fmt: skip
_CHECKS = "checks.yaml"


class Book(msgspec.Struct, frozen=True):
    """The rule book as it was read: the law as values, its content in one piece, and that one's hex SHA-256."""

    provisions: dict[str, Provision]
    outcomes: OutcomeTable
    remedies: RemedyTable
    events: EventTable
    fees: FeeLaw
    retention: RetentionTable
    privacy: PrivacyTable
    clock: ClockLaw
    calendars: tuple[CalendarYear, ...]
    statutory: Statutory
    rules: tuple[Rule, ...]
    checks: CheckTable
    content: bytes
    fingerprint: str

    def remedy_periods(self, dated: date) -> RemedyPeriods:
        """The periods in force on a letter's day, which it tells (行政复议法 art. 20, 行政诉讼法 art. 45, 46).

        They begin with its delivery or with a later decision: no day nearer to that is known when it is written.
        """
        numbers = self.clock.parameters.numbers
        return RemedyPeriods(
            review_days=numbers["review_application_days"].on(dated).value,
            court_days_after_review=numbers["court_days_after_review"].on(dated).value,
            court_months=numbers["litigation_months"].on(dated).value,
        )

    @property
    def tables(self) -> dict[str, Table[Any, Any]]:
        """The tables of dated versions, by their files."""
        return {
            "outcomes.yaml": self.outcomes, "remedies.yaml": self.remedies, "events.yaml": self.events,
            "fees.yaml": self.fees, "retention.yaml": self.retention, "privacy.yaml": self.privacy,
            "checks.yaml": self.checks,
        }  # fmt: skip

    def event(self, name: str, day: date) -> EventName:
        """What an event of `day` is called; every event has a name on every day."""
        found = self.events.find(name, day)
        assert found is not None, "reading the book refuses an event without a name"
        return found

    def calendar(self, newer: tuple[CalendarYear, ...] = ()) -> Calendar:
        """The calendar of the book's years, those in `newer` (imported later) taking their place."""
        years = {file.year: file for file in (*self.calendars, *newer)}
        return Calendar(years.values(), self.statutory)


def read(folder: Path) -> Book:
    """The book in `folder` (`rules/`); BookError names the file, the place and the fault, a line each.

    The worked examples (`*.cases.yaml`) are tests of the book and no part of it: `ysq rules test` reads them.
    """
    years = sorted((folder / "calendar").glob("[0-9][0-9][0-9][0-9].yaml"))
    if not years:
        raise BookError(f"{folder / 'calendar'}: 没有日历文件（YYYY.yaml）")
    statutory = folder / "calendar" / "statutory.yaml"
    content = _content(folder, [*years, statutory])
    provisions = read_yaml(folder / "provisions.yaml", dict[str, Provision])
    rules, faults = read_rules([folder / name for name in RULE_FILES], provisions)
    checks, check_faults = read_checks(folder / _CHECKS, provisions)
    book = Book(
        provisions=provisions,
        outcomes=read_table(folder / "outcomes.yaml", str, Outcome),
        remedies=read_table(folder / "remedies.yaml", RemedyOrder, RemedyLaw),
        events=read_table(folder / "events.yaml", str, EventName),
        fees=read_table(folder / "fees.yaml", FeeBasis, FeeScale),
        retention=read_table(folder / "retention.yaml", str, RetentionRule),
        privacy=read_table(folder / "privacy.yaml", str, PersonalKind),
        clock=ClockLaw(
            read_yaml(folder / "deadlines.yaml", Deadlines), read_yaml(folder / "parameters.yaml", Parameters)
        ),
        calendars=tuple(read_calendar(path) for path in years),
        statutory=read_yaml(statutory, Statutory),
        rules=rules,
        checks=checks,
        content=content,
        fingerprint=hashlib.sha256(content).hexdigest(),
    )
    refuse((*faults, *check_faults, *_faults(book)))
    return book


def _content(folder: Path, calendar: list[Path]) -> bytes:
    paths = [folder / name for name in (*_FILES, *RULE_FILES, _CHECKS)]
    try:
        return packed([*paths, *calendar], folder)
    except OSError as error:
        raise BookError(f"{error.filename}：无法读取（{cause(error)}）") from None


def reread(content: bytes) -> Book:
    """The book of this content, as it was kept; BookError when today's program can't read it any more."""
    with tempfile.TemporaryDirectory(prefix="ysq-book-") as folder:
        try:
            unpack(content, Path(folder))
        except ValueError as error:
            raise BookError(str(error)) from None
        return read(Path(folder))


def read_calendar(path: Path) -> CalendarYear:
    """One year's calendar file."""
    return read_yaml(path, CalendarYear)


def calendar_of(name: str, content: bytes) -> CalendarYear:
    """One year's calendar from a file's bytes; `name` is for the error."""
    return read_as(name, lambda: content, CalendarYear)


def _faults(book: Book) -> Iterator[Fault]:
    """What is wrong between the tables, or in one of them beyond its types."""
    clock = book.clock
    yield from faults_of_provisions(book.provisions)
    for file, table in book.tables.items():
        yield from faults_of_dates(file, table)
    yield from faults_of_decisions(book.outcomes, book.remedies)
    yield from faults_of_outcomes(book.outcomes)
    yield from faults_of_remedies(book.remedies)
    yield from faults_of_events(book.events)
    yield from faults_of_retention(book.retention, book.outcomes.versions)
    yield from faults_of_privacy(book.privacy, book.checks.versions)
    yield from faults_of_scales(book.fees)
    yield from faults_of_fees(book.fees)
    months = {rule.months for rule in clock.deadlines.deadlines.values() if rule.months is not None}
    yield from faults_of_parameters(clock.parameters, months)
    yield from faults_of_clock(clock)
    yield from faults_of_citations(citations(book), book.provisions)
    yield from faults_in_force(clock, book.provisions)
    yield from faults_of_closed(undated(clock, book.statutory), clock, book.provisions)
    for file, table in book.tables.items():
        for version in written(file, table):
            yield from faults_of_versions(version, book.provisions)
    yield from faults_of_calendar(book.calendars, book.statutory)
