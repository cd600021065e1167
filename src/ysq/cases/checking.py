"""Checks a composed letter beside its case before it is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ysq.cases.dossier import described
from ysq.domain.terms import ConsulteeKind
from ysq.letters.check import AgencyFacts, CaseFile, CheckLaw, check_letter
from ysq.letters.clean import clean

if TYPE_CHECKING:
    from datetime import date

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.letter_checks import LetterFinding
    from ysq.domain.letters import Letter


def findings_in(
    ground: Ground, dossier: Dossier, letter: Letter, told_on: date | None = None
) -> tuple[LetterFinding, ...]:
    """What the checks find in `letter`; the requester's own words that it repeats are left out.

    `told_on` is the day of the step that a notice tells of.
    """
    book = ground.book
    law = CheckLaw(book.checks, book.provisions, book.remedy_periods, ground.calendar, book.fees, book.privacy)
    items = [clean(described(dossier.item(number))) for number in sorted(dossier.case.items)]
    case = msgspec.structs.replace(_case_file(ground, dossier, letter.dated), told_on=told_on)
    return check_letter(letter, case, law, ("；".join(items), *items))


def _case_file(ground: Ground, dossier: Dossier, on: date) -> CaseFile:
    case, ledger = dossier.case, dossier.ledger(ground, on)
    agency = dossier.agency.letters
    third_parties = (sent.consultee for sent in case.consultations if sent.kind is ConsulteeKind.THIRD_PARTY)
    return CaseFile(
        agency=AgencyFacts(agency.name, agency.review_body, agency.court),
        request_no=case.received.request_no,
        received_on=ledger.received_on,
        due_on=ledger.due_on,
        provisional=ledger.provisional,
        third_parties=tuple(dossier.identity(consultee, ground).name for consultee in third_parties),
    )
