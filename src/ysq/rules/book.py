"""Reads the rule book: YAML files to Structs, one line with file, place and fault when something is wrong."""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import chain
from pathlib import Path

import msgspec

from ysq.domain.calendar import Calendar, CalendarYear, Statutory
from ysq.domain.clock import ClockLaw, Deadlines, Parameters
from ysq.domain.fees import FeeLaw
from ysq.domain.law import EventName, Outcome, Provision
from ysq.domain.letter_checks import LetterCheck
from ysq.domain.letters import LetterType, RemedyPeriods
from ysq.domain.privacy import PrivacyTable
from ysq.domain.retention import RetentionTable
from ysq.rules.checks import read_checks
from ysq.rules.cited import faults_in_force, faults_of_citations
from ysq.rules.load import RULE_FILES, read_rules
from ysq.rules.pack import packed, unpack
from ysq.rules.read import BookError as BookError
from ysq.rules.read import read_as, read_yaml, refuse
from ysq.rules.rule import Fault, Rule
from ysq.rules.sound_calendar import faults_of_calendar
from ysq.rules.sound_clock import faults_of_clock
from ysq.rules.sound_decisions import faults_of_decisions, faults_of_events, faults_of_provisions, faults_of_scales
from ysq.rules.sound_numbers import faults_of_parameters
from ysq.rules.tables import faults_of_fees, faults_of_outcomes, faults_of_privacy, faults_of_retention

_FILES = (
    "provisions.yaml", "parameters.yaml", "deadlines.yaml", "outcomes.yaml", "events.yaml", "retention.yaml",
    "privacy.yaml", "fees.yaml",
)  # fmt: skip
_CHECKS = "checks.yaml"


class Book(msgspec.Struct, frozen=True):
    """The rule book as it was read: the law as values, its content in one piece, and that one's hex SHA-256.

    `decisions` are all outcomes of the table, `outcomes` those that have a letter, so that they can be determined.
    """

    provisions: dict[str, Provision]
    decisions: dict[str, Outcome]
    outcomes: dict[str, Outcome]
    events: dict[str, EventName]
    fees: FeeLaw
    retention: RetentionTable
    privacy: PrivacyTable
    clock: ClockLaw
    calendars: tuple[CalendarYear, ...]
    statutory: Statutory
    rules: tuple[Rule, ...]
    checks: dict[str, LetterCheck]
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
    refuse((*faults, *check_faults))
    decisions = read_yaml(folder / "outcomes.yaml", dict[str, Outcome])
    book = Book(
        provisions=provisions,
        decisions=decisions,
        outcomes={code: outcome for code, outcome in decisions.items() if outcome.letter in tuple(LetterType)},
        events=read_yaml(folder / "events.yaml", dict[str, EventName]),
        fees=read_yaml(folder / "fees.yaml", FeeLaw),
        retention=read_yaml(folder / "retention.yaml", RetentionTable),
        privacy=read_yaml(folder / "privacy.yaml", PrivacyTable),
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
    refuse(_faults(book))
    return book


def _content(folder: Path, calendar: list[Path]) -> bytes:
    paths = [folder / name for name in (*_FILES, *RULE_FILES, _CHECKS)]
    try:
        return packed([*paths, *calendar], folder)
    except OSError as error:
        raise BookError(f"{error.filename}：无法读取（{error.strerror}）") from None


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
    yield from faults_of_decisions(book.decisions)
    yield from faults_of_outcomes(book.decisions)
    yield from faults_of_events(book.events)
    yield from faults_of_retention(book.retention, book.decisions)
    yield from faults_of_privacy(book.privacy, book.checks)
    yield from faults_of_scales(book.fees)
    yield from faults_of_fees(book.fees)
    months = {rule.months for rule in clock.deadlines.deadlines.values() if rule.months is not None}
    yield from faults_of_parameters(clock.parameters, months)
    yield from faults_of_clock(clock)
    yield from faults_of_citations(citations(book), book.provisions)
    yield from faults_in_force(clock, book.provisions)
    yield from faults_of_calendar(book.calendars, book.statutory)


def citations(book: Book) -> list[tuple[str, tuple[str, ...]]]:
    """Every place of the book that cites provisions, rules apart, with their ids."""
    deadlines, parameters = book.clock.deadlines, book.clock.parameters
    found = [(f"deadlines.yaml receipt.{name}", rule.provisions) for name, rule in deadlines.receipt.items()]
    found += [(f"deadlines.yaml rules.{name}", rule.provisions) for name, rule in deadlines.rules.items()]
    found += [
        (f"deadlines.yaml deadlines.{name}", (*rule.provisions, *rule.nothing_came, *chain(*rule.by_kind.values())))
        for name, rule in deadlines.deadlines.items()
    ]
    found += [(f"deadlines.yaml findings.{name}", text.provisions) for name, text in deadlines.findings.items()]
    found.append(("deadlines.yaml formerly", (*deadlines.formerly.instead, *deadlines.formerly.instead.values())))
    for name, number in parameters.numbers.items():
        found.append((f"parameters.yaml numbers.{name}", tuple(value.provision for value in number.values)))
    found += [(f"parameters.yaml policies.{name}", setting.provisions) for name, setting in parameters.policies.items()]
    for name, outcome in book.decisions.items():
        found.append((f"outcomes.yaml {name}", (*outcome.provisions, *outcome.remedy_provisions)))
    found += [(f"events.yaml {name}", event.provisions) for name, event in book.events.items()]
    found += [(f"fees.yaml {name}", (scale.provision,)) for name, scale in book.fees.items()]
    found += [(f"retention.yaml {name}", line.provisions) for name, line in book.retention.items()]
    found += [(f"privacy.yaml {name}", line.provisions) for name, line in book.privacy.items()]
    found += [(f"checks.yaml {name}", check.provisions) for name, check in book.checks.items()]
    found.append(("calendar/statutory.yaml", (book.statutory.provision,)))
    return found
