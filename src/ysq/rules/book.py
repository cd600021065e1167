"""Reads the rule book: YAML files to Structs, one line with file, place and fault when something is wrong."""

import hashlib
import tempfile
from datetime import date, timedelta
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ysq import strict_yaml
from ysq.domain.calendar import Calendar, CalendarYear, Statutory
from ysq.domain.clock import ClockLaw, Deadlines, Parameters
from ysq.domain.fees import FeeLaw
from ysq.domain.law import EventName, Outcome, Provision
from ysq.domain.letter_checks import LetterCheck
from ysq.domain.letters import LetterType, RemedyPeriods
from ysq.domain.privacy import PrivacyTable
from ysq.domain.retention import RetentionTable
from ysq.domain.terms import Mark
from ysq.rules.checks import read_checks
from ysq.rules.load import RULE_FILES, read_rules
from ysq.rules.pack import packed, unpack
from ysq.rules.rule import Fault, Rule
from ysq.rules.tables import faults_of_fees, faults_of_outcomes, faults_of_privacy, faults_of_retention

T = TypeVar("T")
_FILES = (
    "provisions.yaml", "parameters.yaml", "deadlines.yaml", "outcomes.yaml", "events.yaml", "retention.yaml",
    "privacy.yaml", "fees.yaml",
)  # fmt: skip
_CHECKS = "checks.yaml"


class BookError(ValueError):
    """规则文件有误."""


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
    paths = [folder / name for name in (*_FILES, *RULE_FILES, _CHECKS)] + [*years, statutory]
    content = packed(paths, folder)
    provisions = read_yaml(folder / "provisions.yaml", dict[str, Provision])
    rules, faults = read_rules([folder / name for name in RULE_FILES], provisions)
    checks, check_faults = read_checks(folder / _CHECKS, provisions)
    if faults or check_faults:
        raise BookError("\n".join(map(str, (*faults, *check_faults))))
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
    _check_tables(book)
    _check_provisions(book)
    _check_in_force(book)
    return book


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
    try:
        return msgspec.convert(strict_yaml.load(content.decode()), CalendarYear)
    except (ValueError, msgspec.ValidationError) as error:
        raise BookError(f"{name}: {error}") from None


def read_yaml(path: Path, shape: type[T]) -> T:
    """A file of the book as `shape`; BookError names the file, the place and the fault."""
    try:
        data: Any = strict_yaml.load(path.read_text(encoding="utf-8"))
        return msgspec.convert(data, shape, str_keys=True)
    except OSError as error:
        raise BookError(f"{path.name}: 无法读取（{error.strerror}）") from None
    except (ValueError, msgspec.ValidationError) as error:
        raise BookError(f"{path.name}: {error}") from None


def _check_tables(book: Book) -> None:
    faults: list[Fault] = [
        *faults_of_outcomes(book.decisions),
        *faults_of_retention(book.retention, book.decisions),
        *faults_of_privacy(book.privacy, book.checks),
        *faults_of_fees(book.fees),
    ]
    if faults:
        raise BookError("\n".join(map(str, faults)))


def _check_provisions(book: Book) -> None:
    """Every provision cited anywhere exists."""
    for place, cited in citations(book):
        if missing := [name for name in cited if name not in book.provisions]:
            raise BookError(f"{place}: 条款 {missing[0]} 不在 provisions.yaml 中")


def _check_in_force(book: Book) -> None:
    """What the clock cites is in force as long as it is cited; up to `formerly.until` today's text may stand in."""
    deadlines, numbers = book.clock.deadlines, book.clock.parameters.numbers
    today = deadlines.formerly.until + timedelta(days=1)
    cited = [
        (f"deadlines.yaml rules.{name}", rule.provisions, max(rule.effective_from, today), rule.effective_to)
        for name, rule in deadlines.rules.items()
        if rule.effective_to is None or rule.effective_to >= today
    ]
    cited += [
        (f"parameters.yaml {name}", (value.provision,), value.first, value.last)
        for name, number in numbers.items()
        for value in number.values
        if value.mark in (Mark.SOURCE, Mark.SOURCE_PARTIAL)
    ]
    for place, names, first, last in cited:
        for name in names:
            if not book.provisions[name].covers(first, last):
                raise BookError(f"{place}: 条款 {name} 在{first}起的施行期间内并非一直有效")


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
    for name, number in parameters.numbers.items():
        found.append((f"parameters.yaml {name}", tuple(value.provision for value in number.values)))
    found += [(f"parameters.yaml {name}", setting.provisions) for name, setting in parameters.policies.items()]
    for name, outcome in book.decisions.items():
        found.append((f"outcomes.yaml {name}", (*outcome.provisions, *outcome.remedy_provisions)))
    found += [(f"events.yaml {name}", event.provisions) for name, event in book.events.items()]
    found += [(f"fees.yaml {name}", (scale.provision,)) for name, scale in book.fees.items()]
    found += [(f"retention.yaml {name}", line.provisions) for name, line in book.retention.items()]
    found += [(f"privacy.yaml {name}", line.provisions) for name, line in book.privacy.items()]
    found += [(f"checks.yaml {name}", check.provisions) for name, check in book.checks.items()]
    found.append(("calendar/statutory.yaml", (book.statutory.provision,)))
    return found
