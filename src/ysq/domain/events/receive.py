"""Receiving, registering and reviewing a request (接收、登记、审核), and its end without an answer."""

import datetime as dt
from uuid import UUID

from ysq.domain.assessment import Assessment
from ysq.domain.events.base import EventBase, ReceivedItem, Ref
from ysq.domain.terms import Channel, DeliveryWish, EndReason, LeavingReason, Medium, PersonRole, RequesterKind


class RequestReceived(EventBase, frozen=True, tag="request.received"):
    """收到申请 (art. 31)."""

    submission_id: UUID
    request_no: str
    channel: Channel
    confirmed_on: dt.date | None
    requester: Ref
    requester_kind: RequesterKind
    items: tuple[ReceivedItem, ...]
    medium: Medium
    delivery: DeliveryWish
    accept_other_delivery: bool


class CaseRegistered(EventBase, frozen=True, tag="case.registered"):
    """登记 (art. 45)."""

    register_no: str


class AcknowledgementIssued(EventBase, frozen=True, tag="acknowledgement.issued"):
    """出具登记回执: its number and the frozen document; it answers nothing and moves no clock."""

    letter_id: UUID
    letter_no: str
    file: Ref
    pages: int


class PersonAdded(EventBase, frozen=True, tag="person.added"):
    """共同申请人、代理人: a further person of the case."""

    person: Ref
    role: PersonRole


class RequesterLeft(EventBase, frozen=True, tag="requester.left"):
    """共同申请人退出: one of several requesters, by the id of the person; the others remain."""

    person: UUID
    reason: LeavingReason
    text: Ref


class ItemAssessed(EventBase, frozen=True, tag="item.assessed"):
    """What a clerk found of an item that rules ask about (审核); every answer is closed, so that it names nobody."""

    item: int
    text: Ref
    assessment: Assessment = Assessment()


class ClarificationAsked(EventBase, frozen=True, tag="clarification.asked"):
    """补正告知 (art. 30)."""

    working_days: int
    text: Ref


class ClarificationDelivered(EventBase, frozen=True, tag="clarification.delivered"):
    """补正告知送达."""


class ClarificationReceived(EventBase, frozen=True, tag="clarification.received"):
    """收到补正: the corrected items."""

    excused: bool
    items: tuple[ReceivedItem, ...]


class RequestAbandoned(EventBase, frozen=True, tag="request.abandoned"):
    """视为放弃申请 (art. 30; 109号 for an unpaid fee): a person's judgement that there was no justified reason."""

    unpaid: bool
    text: Ref


class RequestWithdrawn(EventBase, frozen=True, tag="request.withdrawn"):
    """撤回申请: some items or all that are open."""

    items: tuple[int, ...]
    text: Ref


class CaseEnded(EventBase, frozen=True, tag="case.ended"):
    """终止: the requester died or the organisation was dissolved."""

    reason: EndReason
    text: Ref


class AnsweredOnTheSpot(EventBase, frozen=True, tag="request.answered_on_the_spot"):
    """当场答复 (art. 33 para 1)."""

    items: tuple[int, ...]
    text: Ref


ReceiveEvent = (
    RequestReceived
    | CaseRegistered
    | AcknowledgementIssued
    | PersonAdded
    | RequesterLeft
    | ItemAssessed
    | ClarificationAsked
    | ClarificationDelivered
    | ClarificationReceived
    | RequestAbandoned
    | RequestWithdrawn
    | CaseEnded
    | AnsweredOnTheSpot
)
