"""What the clock reads of a case's events."""

import datetime as dt
from typing import Literal
from uuid import UUID

from ysq.domain import clock
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.terms import DeliveryVia


def clock_entry(case: Case, event: e.HappenedEvent) -> clock.Entry | None:
    """The entry that `event`, coming next in `case`, is for the clock; None when time doesn't care."""
    match event:
        case e.ClarificationAsked():
            return clock.ClarificationAsked(event.date, event.working_days)
        case e.ClarificationDelivered():
            return clock.ClarificationDelivered(event.date)
        case e.ClarificationReceived():
            return clock.ClarificationReceived(event.date, event.excused)
        case e.ConsultationSent() | e.ConsultationDelivered() | e.ConsultationAnswered():
            return _consultation(event)
        case e.DeadlineExtended():
            return clock.DeadlineExtended(event.date, event.working_days)
        case e.DeferralNotified():
            return clock.DeferralNotified(event.date, event.until)
        case e.RemedyDecided(redo_items=ordered, redo_by=until) if ordered and until is not None:
            return _ordered(case, event.date, dict.fromkeys(ordered, until))
        case e.FeeDemanded():
            return clock.FeeDemanded(event.date)
        case e.FeeDelivered():
            return clock.FeeDelivered(event.date)
        case e.FeePaid():
            return clock.FeePaid(event.date)
        case _:
            return _answer(case, event)


def _ordered(case: Case, on: dt.date, days: dict[int, dt.date]) -> clock.AnswerOrdered:
    """An order to answer items by their days, beside orders that were given before and aren't fulfilled."""
    owed = {number: item.redo_by for number, item in case.items.items() if case.owes(number)} | days
    until = min(day for day in owed.values() if day is not None)
    return clock.AnswerOrdered(on, until, "all" if None not in owed.values() else tuple(days))


def _consultation(event: e.ConsultationSent | e.ConsultationDelivered | e.ConsultationAnswered) -> clock.Entry:
    if isinstance(event, e.ConsultationSent):
        return clock.ConsultationSent(event.date, event.party, event.kind)
    if isinstance(event, e.ConsultationDelivered):
        return clock.ConsultationDelivered(event.date, event.party)
    return clock.ConsultationAnswered(event.date, event.party)


def _answer(case: Case, event: e.HappenedEvent) -> clock.Entry | None:
    """Letters and ends: the clock stops only when every item is answered and sent, or has ended."""
    match event:
        case e.LetterIssued():
            return clock.LetterIssued(event.date, _answers(case, event))
        case e.LetterPosted() if _completes(case, event.letter_id):
            return clock.LetterPosted(event.date, event.carrier)
        case e.LetterDelivered() if _completes(case, event.letter_id):
            return clock.LetterDelivered(event.date, event.via, event.confirmed_on)
        case e.LetterReturned() if _completes(case, event.letter_id):
            return clock.LetterReturned(event.date)
        case e.AnsweredOnTheSpot() if _ends_all(case, event.items):
            return clock.LetterDelivered(event.date, DeliveryVia.ON_THE_SPOT)
        case e.ExcessiveDeclined():
            # 告知不予处理 answers the request on the day it is told (art. 35).
            return clock.LetterDelivered(event.date, DeliveryVia.SIGNED)
        case e.RequestWithdrawn() if _ends_all(case, event.items):
            return clock.RequestWithdrawn(event.date)
        case e.CaseEnded():
            return clock.RequestWithdrawn(event.date)
        case _:
            return None


def _answers(case: Case, event: e.LetterIssued) -> Literal["all"] | tuple[int, ...]:
    return "all" if set(case.open_items) <= set(event.items) else event.items


def _completes(case: Case, letter_id: UUID) -> bool:
    """Whether nothing is left to answer or to send once this letter is sent: a third party's notice answers nothing."""
    if case.letter(letter_id) is None:
        return False
    sent = {letter.letter_id for letter in case.letters if letter.sent} | {letter_id}
    return all(item.ended is not None or item.letter_id in sent for item in case.items.values())


def _ends_all(case: Case, items: tuple[int, ...]) -> bool:
    sent = {letter.letter_id for letter in case.letters if letter.sent}
    return all(
        number in items or item.ended is not None or item.letter_id in sent for number, item in case.items.items()
    )
