"""Checks a composed letter beside its case before it is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ysq.cases.dossier import described
from ysq.cases.enclose import unsupplied
from ysq.domain.law import Need
from ysq.domain.terms import ConsulteeKind, DeliveryWish
from ysq.letters.check import AgencyFacts, CaseFile, CheckLaw, check_letter
from ysq.letters.check.casefile import ExtensionFacts
from ysq.letters.clean import clean, clean_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.calendar import Calendar
    from ysq.domain.case import Case, ItemState
    from ysq.domain.events import ConsultationSent
    from ysq.domain.letter_checks import LetterFinding
    from ysq.domain.letters import Letter
    from ysq.rules.book import Book


class Beside(msgspec.Struct, frozen=True):
    """What a letter is for: the items that it answers, or the day of the step that a notice tells."""

    answered: tuple[int, ...] = ()
    told_on: date | None = None


def findings_in(
    ground: Ground,
    dossier: Dossier,
    letter: Letter,
    beside: Beside = Beside(),  # noqa: B008 - a frozen value
) -> tuple[LetterFinding, ...]:
    """What the checks find in `letter`; the requester's own words that it repeats are left out."""
    book = ground.book
    law = law_of(book, ground.calendar)
    items = [clean(described(dossier.item(number))) for number in sorted(dossier.case.items)]
    case = msgspec.structs.replace(case_file(ground, dossier, letter.dated, beside.answered), told_on=beside.told_on)
    return check_letter(letter, case, law, ("；".join(items), *items))


def law_of(book: Book, calendar: Calendar) -> CheckLaw:
    """The part of the rule book that the checks stand on."""
    tables = (book.fees, book.privacy, book.outcomes)
    return CheckLaw(book.checks, book.provisions, book.remedy_periods, calendar, *tables, book.clock.number)


def case_file(ground: Ground, dossier: Dossier, on: date, answered: tuple[int, ...] = ()) -> CaseFile:
    """What the case says beside a letter dated `on` that answers these items: names, days, and what the file holds.

    Its items aren't compared: the letter repeats them word by word, and what it repeats isn't looked at.
    """
    case, ledger = dossier.case, dossier.ledger(ground, on)
    agency = dossier.agency.letters
    asking = [dossier.identity(ref, ground) for ref in case.requesters]
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
        searched=_searched(ground, on, [case.items[number] for number in answered]),
        on_line=case.received.delivery is DeliveryWish.EMAIL,
        unsupplied=tuple(clean_name(name) for name in unsupplied(dossier, answered)),
    )


def _outside(sent: ConsultationSent) -> bool:
    return sent.kind is ConsulteeKind.THIRD_PARTY


def _searched(ground: Ground, on: date, answered: Sequence[ItemState]) -> bool:
    """Whether each item whose answer rests on a search has one recorded."""
    outcomes = ground.book.outcomes.on(on)
    resting = [item for item in answered if item.outcome and Need.SEARCH_RECORD in outcomes[item.outcome].needs]
    return all(item.searches for item in resting)


def _extension(case: Case) -> ExtensionFacts | None:
    told = case.extension
    return ExtensionFacts(told.working_days, told.approved_on is not None, told.told_on) if told else None
