"""What handling changes in a case: units, searches, consultations, time and fees."""

from typing import assert_never

from msgspec.structs import replace

from ysq.domain import events as e
from ysq.domain.case import Case, Extension
from ysq.domain.evolve.item import with_item
from ysq.domain.evolve.respond import notice_delivered
from ysq.domain.letters import CONSULTATIONS, LetterType
from ysq.domain.terms import ItemEnd


def processed(case: Case, event: e.ProcessEvent) -> Case:
    """The case after a step of its handling."""
    match event:
        case e.UnitAsked() | e.UnitAnswered() | e.UnitReturned():
            return replace(case, units={**case.units, event.unit: event})
        case e.SearchRecorded() | e.RecordAdded() | e.SecrecyReviewed():
            return _found(case, event)
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
        case e.ConsultationDelivered():
            return notice_delivered(case, CONSULTATIONS, event.date, event.party)
        case e.ContactLogged():
            return case
        case _:
            assert_never(event)


def _found(case: Case, event: e.SearchRecorded | e.RecordAdded | e.SecrecyReviewed) -> Case:
    item = case.items[event.item]
    if isinstance(event, e.SearchRecorded):
        return with_item(case, event.item, searches=(*item.searches, event))
    if isinstance(event, e.RecordAdded):
        return with_item(case, event.item, records=(*item.records, event))
    return with_item(case, event.item, releasable=event.releasable)


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
            case = with_item(case, number, ended=ItemEnd.EXCESSIVE)
        return case
    return replace(case, reasons=event)


def _fee(case: Case, event: e.FeeDemanded | e.FeeDelivered | e.FeePaid) -> Case:
    if isinstance(event, e.FeeDemanded):
        return replace(case, fee=event)
    if isinstance(event, e.FeePaid):
        return replace(case, fee_paid=True)
    return replace(notice_delivered(case, (LetterType.FEE_NOTICE,), event.date), fee_delivered=True)
