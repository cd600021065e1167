"""What a check reports, and what it may look at."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

import msgspec

from ysq.domain.calendar import Calendar
from ysq.domain.fees import FeeLaw
from ysq.domain.law import OutcomeTable, Provision
from ysq.domain.letter_checks import CheckTable
from ysq.domain.letters import RemedyPeriods
from ysq.domain.privacy import PrivacyTable
from ysq.letters.check.casefile import CaseFile
from ysq.letters.check.decisions import Understood
from ysq.letters.check.sections import Section


class Hit(msgspec.Struct, frozen=True):
    """The check's name, what was found, what belongs there, and the block; what is doubtful doesn't stop a letter."""

    check: str
    found: str = ""
    expected: str = ""
    block: int | None = None
    doubtful: bool = False


class CheckLaw(msgspec.Struct, frozen=True):
    """The part of the rule book that the checks stand on: the letter's date chooses the version of everything.

    `number` takes a number's name and the day of receipt; it raises ValueError for a day before there was any.
    """

    checks: CheckTable
    provisions: Mapping[str, Provision]
    periods: Callable[[dt.date], RemedyPeriods]
    calendar: Calendar
    fees: FeeLaw
    personal: PrivacyTable
    outcomes: OutcomeTable
    number: Callable[[str, dt.date], int]


class Seen(msgspec.Struct, frozen=True):
    """The letter, the case it belongs to (empty: only the letter is known), the law, and the day it is checked for."""

    letter: Understood
    case: CaseFile
    law: CheckLaw
    on: dt.date

    def number(self, name: str, received: dt.date | None) -> int | None:
        """The law's number `name` for a request received on that day (unknown: on the letter's); None before any."""
        try:
            return self.law.number(name, received or self.day)
        except ValueError:
            return None

    @property
    def day(self) -> dt.date:
        """The day whose law the letter is checked by: its own date, or the day it is checked for."""
        return self.letter.sheet.day(self.on)


Look = Callable[[Seen], Iterator[Hit]]


def brief(text: str, most: int = 36) -> str:
    """`text` short enough to be quoted in a message."""
    line = "".join(text.split("\n")).strip()
    return line if len(line) <= most else f"{line[:most]}…"


def answered(seen: Seen) -> tuple[Section, ...]:
    """The sections of an answer; none of any other letter."""
    return seen.letter.sections if seen.letter.answers else ()
