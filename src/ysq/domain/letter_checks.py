"""What a letter is checked for before it leaves, and what was found."""

import datetime as dt
from typing import Annotated

import msgspec

from ysq.domain.dated import Dated, Table
from ysq.domain.terms import Mark, Term

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=400)]


class Severity(Term):
    """What a finding does to the letter."""

    ERROR = "error", "错误"
    WARNING = "warning", "提醒"
    BREACH = "breach", "已发生的违法"


class Evidence(Term):
    """What a check must see."""

    TEXT = "text", "文书本身"
    CASE = "case", "文书和办件"


class Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A regular expression for what must not be said, where it may be said, and what belongs there instead.

    A sentence that fits `unless` is left alone, and so is a letter that says `elsewhere` anywhere.
    """

    match: Words
    unless: str = ""
    elsewhere: str = ""
    expected: str = ""


class LetterCheck(Dated, frozen=True):
    """One check; `message` names {found} and {expected}; `defects` are numbers of the list of defects that lose."""

    title: Words
    severity: Severity
    needs: Evidence
    provisions: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    message: Words
    effective_from: dt.date
    defects: tuple[Annotated[int, msgspec.Meta(ge=0, le=34)], ...] = ()
    phrases: tuple[Phrase, ...] = ()
    mark: Mark = Mark.SOURCE
    reason: str = ""


CheckTable = Table[str, LetterCheck]
"""The letter's day chooses."""


class LetterFinding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one check found: in words, with provisions, and the number of the block (from 1; None: the whole letter)."""

    check: str
    severity: Severity
    message: str
    provisions: tuple[str, ...]
    block: int | None = None
