"""What each event changes in a case."""

from typing import Any, assert_never

from msgspec.structs import replace

from ysq.domain import events as e
from ysq.domain.case import Case, Extension, LetterState, RemedyState
from ysq.domain.terms import ItemEnd

UNDECIDED: dict[str, Any] = {
    "outcome": None, "aspect": None, "withheld": None, "draft": None, "drafted_by": None, "drafted_on": None,
    "endorsed": (), "legality": None, "approved_by": None, "approved_on": None, "accepted": (),
}  # fmt: skip
"""An item whose decision is taken back."""


def changed(case: Case, event: e.HappenedEvent) -> Case:  # noqa: C901 - one flat match over the closed union
    """The case with what `event` changes."""
    match event:
        case e.RequestReceived():
            raise ValueError("收到申请只能是案件的第一条记录")
        case e.CaseRegistered():
            return replace(case, register_no=event.register_no)
        case e.PersonAdded():
            return replace(case, persons=(*case.persons, event))
        case e.ItemAssessed():
            return _item(case, event.item, assessment=event.text)
        case e.ClarificationAsked():
            return replace(case, clarification=event.date)
        case e.ClarificationReceived():
            return _clarified(case, event)
        case e.RequestAbandoned() | e.RequestWithdrawn() | e.CaseEnded() | e.AnsweredOnTheSpot():
            return _ended(case, event)
        case e.UnitAsked() | e.UnitAnswered() | e.UnitReturned():
            return replace(case, units={**case.units, event.unit: event})
        case e.SearchRecorded():
            return _item(case, event.item, searches=(*case.items[event.item].searches, event))
        case e.RecordAdded():
            return _item(case, event.item, records=(*case.items[event.item].records, event))
        case e.SecrecyReviewed():
            return _item(case, event.item, releasable=event.releasable)
        case e.ConsultationSent():
            return replace(case, consultations=(*case.consultations, event))
        case e.ConsultationAnswered():
            return replace(case, answers={**case.answers, event.party: event})
        case e.ExtensionProposed() | e.ExtensionApproved() | e.DeadlineExtended():
            return _extended(case, event)
        case e.ReasonsAsked() | e.ReasonsReceived() | e.DeferralNotified() | e.ExcessiveDeclined():
            return _excessive(case, event)
        case e.FeeDemanded() | e.FeeDelivered() | e.FeePaid():
            return _fee(case, event)
        case (
            e.DeterminationDrafted()
            | e.DeterminationEndorsed()
            | e.DeterminationReturned()
            | e.LegalityReviewed()
            | e.DeterminationApproved()
        ):
            return _determined(case, event)
        case e.LetterIssued() | e.LetterPosted() | e.LetterDelivered() | e.LetterReturned():
            return _lettered(case, event)
        case e.CaseClosed():
            return replace(case, closed=True)
        case e.CaseArchived():
            return replace(case, archived=event, reopened=False)
        case e.RemedyRecorded() | e.RemedyDecided() | e.AnswerWithdrawn() | e.AnswerSupplemented():
            return _remedied(case, event)
        case (
            e.ClarificationDelivered()
            | e.ConsultationDelivered()
            | e.ContactLogged()
            | e.ComplaintRecorded()
            | e.RecordCorrected()
            | e.PublicationProposed()
        ):
            return case
        case _:
            assert_never(event)


def _item(case: Case, number: int, **changes: Any) -> Case:
    return replace(case, items={**case.items, number: replace(case.items[number], **changes)})


def _clarified(case: Case, event: e.ClarificationReceived) -> Case:
    # What was found, reviewed and decided was about other words: it is to be done anew for the corrected ones.
    anew: dict[str, Any] = {"assessment": None, "searches": (), "records": (), "releasable": None}
    for received in event.items:
        case = _item(case, received.item, text=received.text, **UNDECIDED, **anew)
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
        case = _item(case, number, ended=end)
    return case


def _extended(case: Case, event: e.ExtensionProposed | e.ExtensionApproved | e.DeadlineExtended) -> Case:
    if isinstance(event, e.ExtensionProposed):
        return replace(case, extension=Extension(event.working_days, event.actor, event.date))
    if case.extension is None:
        raise ValueError("没有呈请过延期")
    if isinstance(event, e.ExtensionApproved):
        return replace(case, extension=replace(case.extension, approved_by=event.actor, approved_on=event.date))
    return replace(case, extension=replace(case.extension, told_on=event.date))


def _excessive(
    case: Case, event: e.ReasonsAsked | e.ReasonsReceived | e.DeferralNotified | e.ExcessiveDeclined
) -> Case:
    if isinstance(event, e.DeferralNotified):
        return replace(case, deferred=event)
    if isinstance(event, e.ExcessiveDeclined):
        for number in case.open_items:
            case = _item(case, number, ended=ItemEnd.EXCESSIVE)
        return case
    return replace(case, reasons=event)


def _fee(case: Case, event: e.FeeDemanded | e.FeeDelivered | e.FeePaid) -> Case:
    if isinstance(event, e.FeeDemanded):
        return replace(case, fee=event)
    return replace(case, fee_delivered=True) if isinstance(event, e.FeeDelivered) else replace(case, fee_paid=True)


def _determined(
    case: Case,
    event: e.DeterminationDrafted
    | e.DeterminationEndorsed
    | e.DeterminationReturned
    | e.LegalityReviewed
    | e.DeterminationApproved,
) -> Case:
    number, item = event.item, case.items[event.item]
    match event:
        case e.DeterminationDrafted():
            kept = {"outcome": event.outcome, "aspect": event.aspect, "withheld": event.withheld, "draft": event.text}
            return _item(case, number, **UNDECIDED | kept | {"drafted_by": event.actor, "drafted_on": event.date})
        case e.DeterminationEndorsed():
            return _item(case, number, endorsed=(*item.endorsed, event.role))
        case e.DeterminationReturned():
            back = {"outcome": None, "aspect": None, "withheld": None, "draft": None, "endorsed": ()}
            return _item(case, number, **back, approved_by=None, accepted=())
        case e.LegalityReviewed():
            return _item(case, number, legality=event.opinion)
        case e.DeterminationApproved():
            return _item(case, number, approved_by=event.actor, approved_on=event.date, accepted=event.accepted)


def _lettered(case: Case, event: e.LetterIssued | e.LetterPosted | e.LetterDelivered | e.LetterReturned) -> Case:
    if isinstance(event, e.LetterIssued):
        for number in event.items:
            case = _item(case, number, letter_id=event.letter_id)
        made = (event.letter_id, event.letter_no, event.letter_type, event.items, event.file, event.date)
        return replace(case, letters=(*case.letters, LetterState(*made)))
    match event:
        case e.LetterPosted():
            change: dict[str, Any] = {"posted_on": event.date, "returned_on": None}
        case e.LetterDelivered():
            change = {"delivered_on": event.date, "returned_on": None}
        case e.LetterReturned():
            change = {"delivered_on": None, "returned_on": event.date}
    letters = (replace(one, **change) if one.letter_id == event.letter_id else one for one in case.letters)
    return replace(case, letters=tuple(letters))


def _remedied(case: Case, event: e.RemedyRecorded | e.RemedyDecided | e.AnswerWithdrawn | e.AnswerSupplemented) -> Case:
    match event:
        case e.RemedyRecorded():
            return replace(case, remedies={**case.remedies, event.number: RemedyState(event)})
        case e.RemedyDecided():
            state = replace(case.remedies[event.number], decided=event)
            case = replace(case, remedies={**case.remedies, event.number: state})
            return _reopened(replace(case, redo_by=event.redo_by or case.redo_by), event.redo_items)
        case e.AnswerWithdrawn():
            withdrawn = case.letter(event.letter_id)
            assert withdrawn is not None, "decided on a letter of the case"
            letters = tuple(
                replace(one, withdrawn=True) if one.letter_id == event.letter_id else one for one in case.letters
            )
            return _reopened(replace(case, letters=letters), withdrawn.items)
        case e.AnswerSupplemented():
            return _reopened(case, event.items)


def _reopened(case: Case, items: tuple[int, ...]) -> Case:
    """The items are to be answered anew; letters that went out stay in the file."""
    for number in items:
        case = _item(case, number, letter_id=None, ended=None, **UNDECIDED)
    return replace(case, reopened=True, closed=False) if items else case
