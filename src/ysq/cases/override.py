"""决定公开告知书: what a third party that objects is told before its information is disclosed (art. 32)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ysq import letters
from ysq.cases.dossier import described
from ysq.cases.noted import information
from ysq.domain.terms import RequesterKind
from ysq.letters.clean import paragraphs
from ysq.letters.notices import ThirdPartyNotice

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain import commands as c
    from ysq.domain.letters import Letter


def third_party_notice(ground: Ground, dossier: Dossier, command: c.NotifyThirdParty, letter_no: str) -> Letter:
    """The notice to the party that `command` names, under this number; it never says who asked.

    Raises LetterError when a name or a text can't be printed.
    """
    case, book = dossier.case, ground.book
    asked = next(one for one in case.consultations if one.party == command.party)
    consultee = dossier.identity(asked.consultee, ground)
    notice = ThirdPartyNotice(
        asked_on=asked.date, content=information(dossier, ground, asked), why=paragraphs(command.why)
    )
    told = letters.NoticeFacts(
        addressees=(consultee.name,),
        organisation=consultee.kind is not RequesterKind.PERSON,
        number=letter_no,
        dated=command.on,
        received_on=dossier.ledger(ground, command.on).received_on,
        request_no=case.received.request_no,
        items=tuple(described(dossier.item(number)) for number in sorted(case.items)),
        notice=notice,
    )
    law = letters.LetterLaw(book.provisions, book.outcomes, book.remedy_periods(command.on))
    return letters.compose(letters.notice_of(told, dossier.agency.letters, law), ground.stationery)
