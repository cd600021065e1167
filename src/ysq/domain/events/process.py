"""Handling a request (办理): units, searches, reviews, consultations, time and fees."""

import datetime as dt

from ysq.domain.events.base import EventBase, Ref
from ysq.domain.terms import Attribute, Carrier, ConsulteeKind, ContactVia, DeliveryVia, FeeBasis, Reply


class UnitAsked(EventBase, frozen=True, tag="unit.asked"):
    """协办: a unit is asked; its inner clock never tolls the answer."""

    unit: str
    items: tuple[int, ...]
    text: Ref


class UnitAnswered(EventBase, frozen=True, tag="unit.answered"):
    """承办科室答复."""

    unit: str
    text: Ref


class UnitReturned(EventBase, frozen=True, tag="unit.returned"):
    """承办科室退回: not its matter."""

    unit: str
    text: Ref


class RecordAdded(EventBase, frozen=True, tag="record.added"):
    """A record found for an item, with its 公开属性; marked secret, only an outside reference is kept."""

    item: int
    attribute: Attribute
    marked_secret: bool
    text: Ref


class ContactLogged(EventBase, frozen=True, tag="contact.logged"):
    """沟通记录."""

    via: ContactVia
    text: Ref


class SearchRecorded(EventBase, frozen=True, tag="search.recorded"):
    """检索记录."""

    item: int
    found: bool
    text: Ref


class SecrecyReviewed(EventBase, frozen=True, tag="secrecy.reviewed"):
    """保密审查 (art. 17)."""

    item: int
    releasable: bool
    text: Ref


class ConsultationSent(EventBase, frozen=True, tag="consultation.sent"):
    """发出征求意见书: of these items, or of the whole request when none is named."""

    party: str
    kind: ConsulteeKind
    consultee: Ref
    text: Ref
    items: tuple[int, ...] = ()
    carrier: Carrier | None = None
    tracking_no: str = ""


class ConsultationDelivered(EventBase, frozen=True, tag="consultation.delivered"):
    """征求意见书送达."""

    party: str
    via: DeliveryVia | None = None


class ConsultationAnswered(EventBase, frozen=True, tag="consultation.answered"):
    """收到意见."""

    party: str
    reply: Reply
    text: Ref


class ExtensionProposed(EventBase, frozen=True, tag="extension.proposed"):
    """呈请延期."""

    working_days: int
    text: Ref


class ExtensionApproved(EventBase, frozen=True, tag="extension.approved"):
    """同意延期."""


class DeadlineExtended(EventBase, frozen=True, tag="deadline.extended"):
    """告知延期 (art. 33 para 2)."""

    working_days: int


class ReasonsAsked(EventBase, frozen=True, tag="reasons.asked"):
    """要求说明理由 (art. 35), until a day where one was set."""

    text: Ref
    until: dt.date | None = None


class ReasonsReceived(EventBase, frozen=True, tag="reasons.received"):
    """收到理由说明 (art. 35)."""

    text: Ref


class DeferralNotified(EventBase, frozen=True, tag="deferral.notified"):
    """告知延迟答复 (art. 35)."""

    until: dt.date
    text: Ref


class ExcessiveDeclined(EventBase, frozen=True, tag="excessive.declined"):
    """告知不予处理 (art. 35): the reasons given aren't reasonable."""

    text: Ref


class FeeDemanded(EventBase, frozen=True, tag="fee.demanded"):
    """收费通知 (art. 42; 109号); `amount` in fen."""

    basis: FeeBasis
    count: int
    amount: int
    text: Ref


class FeeDelivered(EventBase, frozen=True, tag="fee.delivered"):
    """收费通知送达."""


class FeePaid(EventBase, frozen=True, tag="fee.paid"):
    """缴费完成; `amount` in fen."""

    amount: int


ProcessEvent = (
    UnitAsked
    | UnitAnswered
    | UnitReturned
    | RecordAdded
    | ContactLogged
    | SearchRecorded
    | SecrecyReviewed
    | ConsultationSent
    | ConsultationDelivered
    | ConsultationAnswered
    | ExtensionProposed
    | ExtensionApproved
    | DeadlineExtended
    | ReasonsAsked
    | ReasonsReceived
    | DeferralNotified
    | ExcessiveDeclined
    | FeeDemanded
    | FeeDelivered
    | FeePaid
)
