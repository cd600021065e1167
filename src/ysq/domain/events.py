"""What happened to a case: past-tense Structs, tagged by type. Words, names and files are only pointed to.

Unknown fields in stored events are ignored (old code reads new events); a shape once written stays readable.
"""

import datetime as dt
from uuid import UUID

import msgspec

from ysq.domain.letters import WithheldAspect
from ysq.domain.terms import Carrier, Channel, ConsulteeKind, DeliveryVia, DeliveryWish, Medium, Reply, RequesterKind


class Ref(msgspec.Struct, frozen=True):
    """A text, a person or a file in its store: its id, and SM3 over its salt and content (hex)."""

    id: UUID
    digest: str


class EventBase(msgspec.Struct, frozen=True, tag_field="type"):
    """Something that happened on `date` (Asia/Shanghai); `actor` is the account that recorded it."""

    date: dt.date
    actor: str


class ReceivedItem(msgspec.Struct, frozen=True):
    """One 申请事项 as it was received."""

    item: int
    text: Ref


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
    """发出征求意见书."""

    party: str
    kind: ConsulteeKind
    consultee: Ref
    text: Ref


class ConsultationDelivered(EventBase, frozen=True, tag="consultation.delivered"):
    """征求意见书送达."""

    party: str


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


class DeterminationDrafted(EventBase, frozen=True, tag="determination.drafted"):
    """拟办: what was proposed, under which rule book; `withheld` is the ground of a part kept back (art. 37)."""

    item: int
    outcome: str
    aspect: WithheldAspect | None
    book: str
    text: Ref
    withheld: str | None = None


class DeterminationApproved(EventBase, frozen=True, tag="determination.approved"):
    """审批."""

    item: int


class LetterIssued(EventBase, frozen=True, tag="letter.issued"):
    """签发答复书: its number, the items it answers, and the frozen document."""

    letter_id: UUID
    letter_type: str
    letter_no: str
    items: tuple[int, ...]
    file: Ref
    pages: int


class LetterPosted(EventBase, frozen=True, tag="letter.posted"):
    """交邮."""

    letter_id: UUID
    carrier: Carrier
    tracking_no: str


class LetterDelivered(EventBase, frozen=True, tag="letter.delivered"):
    """送达."""

    letter_id: UUID
    via: DeliveryVia
    confirmed_on: dt.date | None


class CaseArchived(EventBase, frozen=True, tag="case.archived"):
    """归档."""

    archive_no: str
    retention: str


CaseEvent = (
    RequestReceived
    | CaseRegistered
    | ClarificationAsked
    | ClarificationDelivered
    | ClarificationReceived
    | SearchRecorded
    | SecrecyReviewed
    | ConsultationSent
    | ConsultationDelivered
    | ConsultationAnswered
    | ExtensionProposed
    | ExtensionApproved
    | DeadlineExtended
    | DeterminationDrafted
    | DeterminationApproved
    | LetterIssued
    | LetterPosted
    | LetterDelivered
    | CaseArchived
)
