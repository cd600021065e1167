"""Handling a request (办理): units, searches, reviews, consultations, time and fees."""

import datetime as dt
from typing import Annotated

import msgspec

from ysq.domain.commands.base import JSON, CommandBase, ItemNo, ItemNos, Party, TrackingNo, Worded
from ysq.domain.people import Identity, Line, OptionalLine, Prose
from ysq.domain.terms import Attribute, Carrier, ConsulteeKind, ContactVia, DeliveryVia, FeeBasis, Reply


class AskUnit(Worded, frozen=True, tag="ask_unit"):
    """协办: ask a unit about items; its inner clock never tolls the answer."""

    unit: Line
    items: ItemNos


class RecordUnitAnswer(Worded, frozen=True, tag="record_unit_answer"):
    """登记科室答复."""

    unit: Line


class RecordUnitReturn(Worded, frozen=True, tag="record_unit_return"):
    """登记科室退回."""

    unit: Line


class RecordSearch(CommandBase, frozen=True, tag="record_search"):
    """检索记录 (art. 36 item 4): who, where, by which words, with which result."""

    item: ItemNo
    unit: Line
    places: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=20)]
    keywords: Annotated[tuple[Line, ...], msgspec.Meta(min_length=1, max_length=20)]
    found: bool
    result: Prose

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The search as the letter will tell it; keywords may be names, so they are no part of an event."""
        return (("search", JSON.encode(self.kept).decode()),)

    @property
    def kept(self) -> "SearchKept":
        """What the text store keeps of the search."""
        return SearchKept(self.unit, self.places, self.keywords, self.result)


class SearchKept(msgspec.Struct, frozen=True):
    """A search record as the text store keeps it."""

    unit: str
    places: tuple[str, ...]
    keywords: tuple[str, ...]
    result: str


class AddRecord(CommandBase, frozen=True, tag="add_record"):
    """登记查到的文件: with its 公开属性 and whether it is marked secret (then only an outside reference is kept)."""

    item: ItemNo
    title: Line
    attribute: Attribute
    marked_secret: bool
    document_no: OptionalLine = ""
    held_at: OptionalLine = ""

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The record's particulars; of a marked one not even the title."""
        title, number = ("", "") if self.marked_secret else (self.title, self.document_no)
        return (("record", JSON.encode(RecordKept(title, number, self.held_at)).decode()),)


class RecordKept(msgspec.Struct, frozen=True):
    """A record as the text store keeps it."""

    title: str
    document_no: str
    held_at: str


class LogContact(Worded, frozen=True, tag="log_contact"):
    """沟通记录."""

    via: ContactVia


class RecordSecrecyReview(CommandBase, frozen=True, tag="record_secrecy_review"):
    """保密审查 (art. 17): nothing is released without it."""

    item: ItemNo
    releasable: bool
    opinion: Prose

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The reviewer's opinion."""
        return (("secrecy_review", self.opinion),)


class Consult(CommandBase, frozen=True, tag="consult"):
    """征求意见 (art. 32, 33 para 3, 34). `party` is the label used in the file; the name is sealed.

    `carrier` and `tracking_no` say how 征求意见书 was posted on that day, if it was.

    Of the `items` named, or of the whole request when none is: the others don't wait for it.
    """

    party: Party
    kind: ConsulteeKind
    consultee: Identity
    about: Prose
    items: Annotated[tuple[ItemNo, ...], msgspec.Meta(max_length=50)] = ()
    carrier: Carrier | None = None
    tracking_no: TrackingNo = ""

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """What the consultee is asked."""
        return (("consultation", self.about),)


class RecordConsultationDelivery(CommandBase, frozen=True, tag="record_consultation_delivery"):
    """征求意见书送达; `via` is how, where that is known."""

    party: Party
    via: DeliveryVia | None = None


class RecordConsultationAnswer(CommandBase, frozen=True, tag="record_consultation_answer"):
    """收到意见, with its reasons."""

    party: Party
    reply: Reply
    reasons: Prose

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The consultee's reasons."""
        return (("opinion", self.reasons),)


class ProposeExtension(CommandBase, frozen=True, tag="propose_extension"):
    """呈请延长答复期限 (art. 33 para 2); how many days are lawful is the book's number on the day of receipt."""

    working_days: Annotated[int, msgspec.Meta(ge=1, le=250)]
    reason: Prose

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """Why more time is needed."""
        return (("extension", self.reason),)


class ApproveExtension(CommandBase, frozen=True, tag="approve_extension"):
    """政府信息公开工作机构负责人同意延长 (art. 33 para 2)."""


class TellExtension(CommandBase, frozen=True, tag="tell_extension"):
    """告知申请人延长 (art. 33 para 2): on or before the due date."""


class AskReasons(Worded, frozen=True, tag="ask_reasons"):
    """要求说明理由 (art. 35), until a day that the agency sets: the law has none."""

    until: dt.date | None = None


class ReceiveReasons(Worded, frozen=True, tag="receive_reasons"):
    """收到理由说明 (art. 35)."""


class DeferAnswer(Worded, frozen=True, tag="defer_answer"):
    """告知延迟答复 (art. 35) until a day the agency sets."""

    until: dt.date


class DeclineExcessive(Worded, frozen=True, tag="decline_excessive"):
    """告知不予处理 (art. 35)."""


class DemandFee(Worded, frozen=True, tag="demand_fee"):
    """收费通知 (art. 42; 109号): `text` says why volume or frequency is clearly unreasonable."""

    basis: FeeBasis
    count: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]


class RecordFeeDelivery(CommandBase, frozen=True, tag="record_fee_delivery"):
    """收费通知送达."""


class RecordPayment(CommandBase, frozen=True, tag="record_payment"):
    """登记缴费; `amount` in fen."""

    amount: Annotated[int, msgspec.Meta(ge=1, le=10**12)]


ProcessCommand = (
    AskUnit
    | RecordUnitAnswer
    | RecordUnitReturn
    | RecordSearch
    | AddRecord
    | LogContact
    | RecordSecrecyReview
    | Consult
    | RecordConsultationDelivery
    | RecordConsultationAnswer
    | ProposeExtension
    | ApproveExtension
    | TellExtension
    | AskReasons
    | ReceiveReasons
    | DeferAnswer
    | DeclineExcessive
    | DemandFee
    | RecordFeeDelivery
    | RecordPayment
)
