"""Makes the procedural documents of a case from what was recorded in it: notices to people, and forms of the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ysq import letters
from ysq.cases.dossier import described
from ysq.cases.forms import FORMS
from ysq.cases.freeze import requesters
from ysq.cases.noted import Asked, consultation, unit_asked
from ysq.cases.notes import NOTES
from ysq.domain import errors as x
from ysq.domain.letters import CONSULTATIONS, NOTICES, LetterType
from ysq.domain.terms import RequesterKind

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.domain.letters import Letter

TO_CONSULTEE = CONSULTATIONS | {LetterType.CONSULTATION_REPLY}
"""Documents for who is consulted, not for the requester."""


PREVIEW = "预览（未制发，没有文号）"
"""What stands for the number of a notice that isn't issued."""


def paper(asked: Asked, kind: LetterType, letter_no: str = "") -> Letter:
    """The document of this kind on the case; a notice under the number `letter_no`, or marked as a preview.

    Raises UnknownReference when the case has no step that it tells of, LetterError when it can't be printed. A
    决定公开告知书 (art. 32) is frozen by its command, and is refused here.
    """
    made = (NOTES | FORMS).get(kind)
    if made is None:
        raise x.UnknownReference(f"不能从办件直接制作{kind.zh}", (), "，请另选文书种类。")
    case, dossier, book = asked.dossier.case, asked.dossier, asked.ground.book
    told = letters.NoticeFacts(
        addressees=_addressees(asked, kind),
        organisation=requesters(dossier, asked.ground)[0].kind is not RequesterKind.PERSON,
        number=letter_no or _number(dossier, kind),
        dated=asked.on,
        received_on=dossier.ledger(asked.ground, asked.on).received_on,
        request_no=case.received.request_no,
        items=_items(dossier, kind),
        notice=made(asked),
    )
    law = letters.LetterLaw(book.provisions, book.outcomes, book.remedy_periods(asked.on))
    return letters.compose(letters.notice_of(told, dossier.agency.letters, law), asked.ground.stationery)


def _number(dossier: Dossier, kind: LetterType) -> str:
    """Forms of the file bear its number; a notice has none before it is issued."""
    case = dossier.case
    return PREVIEW if kind in NOTICES else f"编号：{case.register_no or case.received.request_no}"


def _items(dossier: Dossier, kind: LetterType) -> tuple[str, ...]:
    """What is asked, as it reads now; 申请登记表 keeps the requester's first words, and names his corrections apart."""
    if kind is LetterType.APPLICATION_FORM:
        return tuple(dossier.asked(one) for one in dossier.case.received.items)
    return tuple(described(dossier.item(number)) for number in sorted(dossier.case.items))


def _addressees(asked: Asked, kind: LetterType) -> tuple[str, ...]:
    dossier = asked.dossier
    if kind in TO_CONSULTEE:
        return (dossier.identity(consultation(asked).consultee, asked.ground).name,)
    if kind is LetterType.UNIT_REQUEST:
        return (unit_asked(asked).unit,)
    return tuple(one.name for one in requesters(dossier, asked.ground))
