"""Checks a composed letter beside its case before it is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ysq.cases.dossier import described
from ysq.cases.enclose import unsupplied
from ysq.domain.law import Need
from ysq.domain.terms import ConsulteeKind, DeliveryWish, PersonRole
from ysq.letters.check import AgencyFacts, CaseFile, CheckLaw, check_letter
from ysq.letters.check.casefile import ExtensionFacts
from ysq.letters.clean import clean, clean_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.case import Case, ItemState
    from ysq.domain.events import ConsultationSent
    from ysq.domain.letter_checks import LetterFinding
    from ysq.domain.letters import Letter


def findings_in(
    ground: Ground, dossier: Dossier, letter: Letter, answered: tuple[int, ...] = ()
) -> tuple[LetterFinding, ...]:
    """What the checks find in `letter`; the requester's own words that it repeats are left out.

    `answered` are the items that it answers, none for a notice.
    """
    book = ground.book
    money, people, number = book.fees, book.privacy, book.clock.number
    law = CheckLaw(book.checks, book.provisions, book.remedy_periods, ground.calendar, money, people, number)
    items = [clean(described(dossier.item(number))) for number in sorted(dossier.case.items)]
    return check_letter(letter, case_file(ground, dossier, letter.dated, answered), law, ("；".join(items), *items))


def case_file(ground: Ground, dossier: Dossier, on: date, answered: tuple[int, ...] = ()) -> CaseFile:
    """What the case says beside a letter dated `on` that answers these items: names, days, and what the file holds.

    Its items aren't compared: the letter repeats them word by word, and what it repeats isn't looked at.
    """
    case, ledger = dossier.case, dossier.ledger(ground, on)
    agency = dossier.agency.letters
    joint = (added.person for added in case.persons if added.role is PersonRole.JOINT_REQUESTER)
    asking = [dossier.identity(ref, ground) for ref in (case.received.requester, *joint)]
    others = [dossier.identity(sent.consultee, ground) for sent in case.consultations if _outside(sent)]
    return CaseFile(
        agency=AgencyFacts(agency.name, agency.review_body, agency.court),
        requesters=tuple(clean_name(one.name) for one in asking),
        request_no=case.received.request_no,
        received_on=ledger.received_on,
        submitted_on=case.received.date,
        due_on=ledger.due_on,
        provisional=ledger.provisional,
        clarification_asked_on=case.clarification,
        clarification_received_on=case.clarified_on,
        extension=_extension(case),
        third_party_consulted=bool(others),
        third_parties=tuple(other.name for other in others),
        private=tuple(number for one in (*asking, *others) for number in (one.id_number, one.phone) if number),
        searched=_searched(ground, [case.items[number] for number in answered]),
        on_line=case.received.delivery is DeliveryWish.EMAIL,
        unsupplied=tuple(clean_name(name) for name in unsupplied(dossier, answered)),
    )


def _outside(sent: ConsultationSent) -> bool:
    return sent.kind is ConsulteeKind.THIRD_PARTY


def _searched(ground: Ground, answered: Sequence[ItemState]) -> bool:
    """Whether each item whose answer rests on a search has one recorded."""
    outcomes = ground.book.outcomes
    resting = [item for item in answered if item.outcome and Need.SEARCH_RECORD in outcomes[item.outcome].needs]
    return all(item.searches for item in resting)


def _extension(case: Case) -> ExtensionFacts | None:
    told = case.extension
    return ExtensionFacts(told.working_days, told.approved_on is not None, told.told_on) if told else None
