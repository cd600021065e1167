"""The forms that an archive package carries beside the log: made from it, for people to read."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ysq import letters
from ysq.archive import FormCopy
from ysq.cases.approval import consulted_by_letter
from ysq.cases.noted import Asked
from ysq.cases.papers import paper
from ysq.domain import events as e
from ysq.domain.letters import LetterType
from ysq.letters.errors import LetterError

_APPLICATION, _DELIVERY = "申请表", "送达凭证"


def package_forms(asked: Asked) -> tuple[FormCopy, ...]:
    """申请表 as filed, and the forms of every step that the case has had, with identities in full, each as PDF.

    A form that can't be printed, such as one with a character that no font has, is left out: a package must come into
    being all the same, and its log says everything.
    """
    return tuple(made for name, kind, about in _wanted(asked) if (made := _made(asked, name, kind, about)))


def _wanted(asked: Asked) -> Iterator[tuple[str, LetterType, str]]:
    """(name, kind, what it is about) of each form, in the order in which the case goes."""
    case = asked.dossier.case
    yield _APPLICATION, LetterType.APPLICATION_FORM, ""
    if any(item.searches for item in case.items.values()):
        yield LetterType.SEARCH_SHEET.zh, LetterType.SEARCH_SHEET, ""
    if any(isinstance(event, e.SecrecyReviewed) for event in case.happened):
        yield LetterType.SECRECY_SHEET.zh, LetterType.SECRECY_SHEET, ""
    if any(item.draft is not None and item.outcome for item in case.items.values()):
        yield LetterType.APPROVAL_SHEET.zh, LetterType.APPROVAL_SHEET, ""
    for about in (*(letter.letter_no for letter in case.outgoing), *consulted_by_letter(case)):
        yield f"{_DELIVERY}（{about}）", LetterType.DELIVERY_RECEIPT, about


def _made(asked: Asked, name: str, kind: LetterType, about: str) -> FormCopy | None:
    try:
        made = paper(msgspec.structs.replace(asked, role=None, about=about), kind)
        return FormCopy(name, letters.pdf(made, asked.ground.stationery))
    except LetterError:
        return None
