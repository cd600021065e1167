"""Makes the 登记回执 from what was received and the ledger of that day: the same receipt whenever it is asked for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from ysq import letters
from ysq.cases.ground import day_in_china
from ysq.domain.clock import Course, Ledger, Policy, ledger
from ysq.domain.terms import Channel, RequesterKind
from ysq.letters.facts import AcknowledgementFacts, ClockWords, ReceiptDay, Received

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.clock.law import ReceiptRule
    from ysq.domain.letters import Letter

_ARRIVALS = {Channel.COUNTER: ReceiptDay.SUBMITTED, Channel.ORAL: ReceiptDay.WRITTEN_DOWN}


class Copy(msgspec.Struct, frozen=True):
    """Which copy of a receipt: the requester's own has the `access_code`, the issued one number and day.

    `follow_at` is the service's address. Without a day it is dated as the request was recorded.
    """

    access_code: str = ""
    follow_at: str = ""
    letter_no: str = ""
    dated: date | None = None


_AGENCYS = Copy()


def acknowledgement(ground: Ground, dossier: Dossier, copy: Copy = _AGENCYS) -> Letter:
    """The receipt of a case as it was on the day of receipt.

    Raises LetterError when a name or the request can't be printed.
    """
    book, told = ground.book, _facts(ground, dossier, copy)
    law = letters.LetterLaw(book.provisions, book.outcomes, book.remedy_periods(told.dated))
    context = letters.acknowledgement_of(told, dossier.agency.letters, law)
    return letters.compose(context, ground.stationery)


def follow_at(ground: Ground) -> str:
    """Where the requester follows the case, "" where the service has no public address."""
    return f"{ground.service}/follow" if ground.service else ""


def _facts(ground: Ground, dossier: Dossier, copy: Copy) -> AcknowledgementFacts:
    received, law = dossier.case.received, ground.book.clock
    book = ledger(Course(dossier.case.course[:1], None, ground.policy), law, ground.calendar)
    rule = law.deadlines.receipt[received.channel]
    requester = dossier.identity(received.requester, ground)
    counted = _receipt_day(rule, received.channel, ground.policy)
    came = (received.confirmed_on if counted is ReceiptDay.CONFIRMED else None) or received.date
    assert book.due_on is not None, "the clock runs from receipt"
    return AcknowledgementFacts(
        requesters=(requester.name,),
        organisation=requester.kind is not RequesterKind.PERSON,
        dated=copy.dated or day_in_china(dossier.log[0].at),
        received=Received(book.received_on, received.channel, received.request_no),
        items=tuple(dossier.asked(item) for item in received.items),
        receipt_day=counted,
        clock=_clock_words(book, rule),
        due_on=book.due_on,
        answer_days=law.number("answer_working_days", book.received_on),
        clarification_days=law.number("clarification_notice_working_days", book.received_on),
        rule=law.cited(rule.provisions, book.received_on),
        due_rule=_period_provision(ground, book.received_on),
        moved_from=came if came != book.received_on else None,
        access_code=copy.access_code,
        follow_at=copy.follow_at,
        letter_no=copy.letter_no,
    )


def _receipt_day(rule: ReceiptRule, channel: Channel, policy: Policy) -> ReceiptDay:
    if rule.day == "arrival":
        return _ARRIVALS.get(channel, ReceiptDay.SIGNED_FOR)
    by_system = rule.day == "policy" and policy.online_receipt == "submission"
    return ReceiptDay.SYSTEM if by_system else ReceiptDay.CONFIRMED


def _clock_words(book: Ledger, rule: ReceiptRule) -> ClockWords:
    if any(finding.code == rule.unconfirmed for finding in book.findings):
        return ClockWords.UNCONFIRMED
    return ClockWords.PROVISIONAL if book.provisional else ClockWords.FIRM


def _period_provision(ground: Ground, received_on: date) -> tuple[str, ...]:
    return (ground.book.clock.parameters.numbers["answer_working_days"].on(received_on).provision,)
