"""Runs every check on a letter and words what they found."""

import datetime as dt

from ysq.domain.letter_checks import LetterCheck, LetterFinding, Severity
from ysq.domain.letters import Letter
from ysq.letters.check import (
    beside,
    bodies,
    cited,
    form,
    grounds,
    named,
    notices,
    personal,
    phrases,
    remedy,
    scope,
    subject,
    thirds,
    timing,
)
from ysq.letters.check.casefile import CaseFile
from ysq.letters.check.decisions import understood
from ysq.letters.check.hits import CheckLaw, Hit, Look, Seen
from ysq.letters.check.reading import read
from ysq.letters.check.sheet import Sheet, sheet_of
from ysq.letters.check.signs import Kind

_PARTS = (
    form,
    named,
    cited,
    grounds,
    thirds,
    scope,
    subject,
    remedy,
    bodies,
    timing,
    notices,
    personal,
    phrases,
    beside,
)
_LOOKS: tuple[Look, ...] = tuple(look for part in _PARTS for look in part.LOOKS)
NOTHING = CaseFile()
"""A case of which only the letter is known."""


def check_letter(
    letter: Letter, case: CaseFile, law: CheckLaw, asked: tuple[str, ...] = ()
) -> tuple[LetterFinding, ...]:
    """What is wrong with a composed letter beside its case; `block` numbers its blocks from 1.

    `asked` are the requester's words that the letter repeats; what is in them isn't found.
    """
    return _findings(sheet_of(letter, asked), case, law, letter.dated)


def check_text(text: str, law: CheckLaw, on: dt.date, case: CaseFile = NOTHING) -> tuple[LetterFinding, ...]:
    """What is wrong with a letter from anywhere; `block` numbers its paragraphs from 1.

    A letter without a date is checked by the law of `on`.
    """
    return _findings(read(text), case, law, on)


def _findings(sheet: Sheet, case: CaseFile, law: CheckLaw, on: dt.date) -> tuple[LetterFinding, ...]:
    seen = Seen(understood(sheet), case, law, on)
    if seen.letter.kind is Kind.OTHER:  # papers of the agency's own file aren't sent
        return ()
    checks = law.checks.on(seen.day)
    hits = [hit for look in _LOOKS for hit in look(seen) if hit.check in checks]
    return tuple(dict.fromkeys(_worded(hit, checks[hit.check]) for hit in _once(hits)))


def _once(hits: list[Hit]) -> list[Hit]:
    """One finding for each check and thing found; what several say of the whole letter is said once."""
    found: dict[tuple[str, str], Hit] = {}
    for hit in hits:
        found.setdefault((hit.check, hit.found), hit)
    return list(found.values())


def _worded(hit: Hit, check: LetterCheck) -> LetterFinding:
    message = check.message.format(found=hit.found, expected=hit.expected)
    lowered = hit.doubtful and check.severity is Severity.ERROR
    severity = Severity.WARNING if lowered else check.severity
    return LetterFinding(hit.check, severity, message, check.provisions, hit.block)
