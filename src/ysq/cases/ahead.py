"""The letter as it would be issued, and what the checks find in it, before it takes its number."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from ysq.cases.checking import Beside, findings_in
from ysq.cases.freeze import composed, generated_letter
from ysq.cases.papers import PREVIEW
from ysq.cases.tell import day_told, told_by
from ysq.cases.versions import as_revised
from ysq.domain import commands as c
from ysq.domain.letter_checks import Severity
from ysq.domain.letters import CONSULTATIONS, Letter, letter_number
from ysq.letters.errors import LetterError
from ysq.privacy.mask import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.actor import Actor
    from ysq.domain.letter_checks import LetterFinding

_UNNUMBERED = "（待编号）"
_ORDER = tuple(Severity)


class CheckFound(msgspec.Struct, frozen=True):
    """A finding with its check's title; `reason` is what the head wrote on it at the approval, "" if nothing."""

    check: str
    title: str
    severity: Severity
    message: str
    provisions: tuple[str, ...]
    block: int | None
    reason: str


class LetterAhead(msgspec.Struct, frozen=True):
    """The letter on `items` dated `on`; None where it can't be written yet, `trouble` says why. Errors come first."""

    items: tuple[int, ...]
    on: date
    letter: Letter | None
    trouble: str
    findings: tuple[CheckFound, ...]


def letter_ahead(ground: Ground, actor: Actor, dossier: Dossier, command: c.IssueLetter) -> LetterAhead:
    """What `command` would issue, as the write path makes and checks it; names are shown as the actor may see them."""
    try:
        # The checks see a number as every issued letter has one; the next one is only known when it is taken.
        number = letter_number(dossier.agency.letters.letter_word, command.on.year, 1)
        found = findings_in(ground, dossier, composed(ground, dossier, command, number), Beside(command.items))
        letter = _shown(ground, actor, dossier, command)
    except LetterError as error:
        return LetterAhead(command.items, command.on, None, str(error), ())
    reasons = _heads_reasons(dossier, command.items)
    told = (_told(ground, command.on, one, reasons) for one in found)
    ordered = sorted(told, key=lambda one: (_ORDER.index(one.severity), one.block or 0))
    return LetterAhead(command.items, command.on, letter, "", tuple(ordered))


def notice_ahead(ground: Ground, actor: Actor, dossier: Dossier, command: c.IssueNotice) -> LetterAhead:
    """The same of a notice. Raises UnknownReference when the case has no step that it tells of."""
    try:
        number = letter_number(dossier.agency.letters.notice_word, command.on.year, 1)
        letter = told_by(ground, dossier, command, number)
    except LetterError as error:
        return LetterAhead((), command.on, None, str(error), ())
    found = findings_in(ground, dossier, letter, Beside(told_on=day_told(dossier, command)))
    told = [_told(ground, command.on, one, {}) for one in found]
    names = "、".join(_addressees(ground, actor, dossier, command))
    shown = msgspec.structs.replace(letter, letter_no=PREVIEW, addressee=names)
    ordered = sorted(told, key=lambda one: (_ORDER.index(one.severity), one.block or 0))
    return LetterAhead((), command.on, shown, "", tuple(ordered))


def _addressees(ground: Ground, actor: Actor, dossier: Dossier, command: c.IssueNotice) -> Iterator[str]:
    """Whom the notice goes to, as the reader may see them."""
    if command.kind not in CONSULTATIONS:
        yield from shown_names(ground, actor, dossier)
        return
    sent = [one for one in dossier.case.consultations if command.party in ("", one.party)][-1]
    yield masked(dossier.identity(sent.consultee, ground), actor.role).name


def _told(ground: Ground, on: date, found: LetterFinding, reasons: dict[str, str]) -> CheckFound:
    title = ground.book.checks.on(on)[found.check].title
    words = (found.check, title, found.severity, found.message, found.provisions)
    return CheckFound(*words, found.block, reasons.get(found.check, ""))


def _heads_reasons(dossier: Dossier, items: tuple[int, ...]) -> dict[str, str]:
    """By check, what the head accepted on these items."""
    accepted = (one for item in items for one in dossier.case.items[item].accepted)
    return {one.check: dossier.words(one.text) for one in accepted}


def _shown(ground: Ground, actor: Actor, dossier: Dossier, command: c.IssueLetter) -> Letter:
    """The same letter, unnumbered, as this reader may see it. Raises LetterError."""
    number = unnumbered(dossier, command.on)
    names = tuple(shown_names(ground, actor, dossier))
    return as_revised(dossier, command.items, *generated_letter(ground, dossier, command, number, names))


def unnumbered(dossier: Dossier, on: date) -> str:
    """What stands for the number of a letter that hasn't any yet."""
    return f"{dossier.agency.letters.letter_word}〔{on.year}〕{_UNNUMBERED}"


def shown_names(ground: Ground, actor: Actor, dossier: Dossier) -> Iterator[str]:
    """The requesters' names as the reader may see them."""
    for ref in dossier.case.requesters:
        yield masked(dossier.identity(ref, ground), actor.role).name
