"""What receiving, registering and reviewing change in a case, and its end without an answer."""

from typing import Any, assert_never

from msgspec.structs import replace

from ysq.domain import events as e
from ysq.domain.assessment import Assessment
from ysq.domain.case import Case, LetterState
from ysq.domain.evolve.drafts import released
from ysq.domain.evolve.item import UNDECIDED, with_item
from ysq.domain.evolve.respond import notice_delivered
from ysq.domain.letters import LetterType
from ysq.domain.terms import ItemEnd


def received(case: Case, event: e.ReceiveEvent) -> Case:
    """The case after a first step."""
    match event:
        case e.RequestReceived():
            raise ValueError("收到申请只能是案件的第一条记录")
        case e.CaseRegistered():
            return replace(case, register_no=event.register_no)
        case e.AcknowledgementIssued():
            words = (LetterType.ACKNOWLEDGEMENT.value, (), event.file, event.date)
            return replace(case, acknowledgement=LetterState(event.letter_id, event.letter_no, *words))
        case e.PersonAdded():
            return replace(case, persons=(*case.persons, event))
        case e.RequesterLeft():
            return replace(case, left=(*case.left, event))
        case e.ItemAssessed():
            return with_item(case, event.item, assessed=event.text, assessment=event.assessment)
        case e.ClarificationAsked():
            return replace(case, clarification=event.date)
        case e.ClarificationReceived():
            return _clarified(case, event)
        case e.RequestAbandoned() | e.RequestWithdrawn() | e.CaseEnded() | e.AnsweredOnTheSpot():
            return _ended(case, event)
        case e.ClarificationDelivered():
            return notice_delivered(case, (LetterType.CLARIFICATION_NOTICE,), event.date)
        case _:
            assert_never(event)


def _clarified(case: Case, event: e.ClarificationReceived) -> Case:
    # What was found, reviewed and decided was about other words: it is to be done anew for the corrected ones.
    anew: dict[str, Any] = {
        "assessed": None, "assessment": Assessment(), "searches": (), "records": (), "releasable": None,
    }  # fmt: skip
    for corrected in event.items:
        case = with_item(released(case, corrected.item), corrected.item, text=corrected.text, **UNDECIDED, **anew)
    return replace(case, clarified_on=event.date)


def _ended(case: Case, event: e.RequestAbandoned | e.RequestWithdrawn | e.CaseEnded | e.AnsweredOnTheSpot) -> Case:
    match event:
        case e.RequestAbandoned():
            items, end = case.open_items, ItemEnd.ABANDONED
        case e.CaseEnded():
            items, end = case.open_items, ItemEnd.ENDED
        case e.RequestWithdrawn():
            items, end = event.items, ItemEnd.WITHDRAWN
        case e.AnsweredOnTheSpot():
            items, end = event.items, ItemEnd.ON_THE_SPOT
    for number in items:
        case = with_item(case, number, ended=end)
    return case
