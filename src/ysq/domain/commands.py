"""What a person may ask of a case: imperative Structs. `on` is the day it happened (Asia/Shanghai)."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import msgspec

from ysq.domain.grounds import Basis, Responsible, WithheldPart
from ysq.domain.letters import WithheldAspect
from ysq.domain.people import Application, Identity, Line, OptionalLine, Prose, RequestedItem
from ysq.domain.terms import Carrier, Channel, ConsulteeKind, DeliveryVia, Reply, Retention

ItemNo = Annotated[int, msgspec.Meta(ge=1, le=50)]
Party = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]


_JSON = msgspec.json.Encoder(order="sorted")


def kept_item(item: RequestedItem) -> str:
    """An item as the text store keeps it."""
    return _JSON.encode(item).decode()


class SubmitRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """提交申请: by the citizen on line, or entered by a clerk for counter, post, fax or oral (art. 29, 31).

    `submission_id` is made by the client: the same one again shows the same receipt.
    """

    submission_id: UUID
    agency: Line
    channel: Channel
    on: dt.date
    application: Application
    confirmed_on: dt.date | None = None


class CommandBase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="type"):
    """Every command names its day. `prose` is what goes to the text store, in the order of its references."""

    on: dt.date

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """(kind, words) pairs that an event must only point to."""
        return ()


class RegisterRequest(CommandBase, frozen=True, tag="register"):
    """登记 (art. 45): takes the gapless register number."""


class AskClarification(CommandBase, frozen=True, tag="ask_clarification"):
    """补正告知 (art. 30): once, within 7 working days; what to correct, in which period."""

    what: Prose
    working_days: Annotated[int, msgspec.Meta(ge=1, le=250)]

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """What must be corrected."""
        return (("clarification", self.what),)


class RecordClarificationDelivery(CommandBase, frozen=True, tag="record_clarification_delivery"):
    """补正告知送达."""


class ReceiveClarification(CommandBase, frozen=True, tag="receive_clarification"):
    """收到补正: the corrected items by number; a late one needs `excused`, a person's judgement."""

    items: Annotated[dict[ItemNo, RequestedItem], msgspec.Meta(min_length=1)]
    excused: bool = False

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The corrected descriptions, by item."""
        return tuple(("item", kept_item(self.items[number])) for number in sorted(self.items))


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
        return (("search", _JSON.encode(self.kept).decode()),)

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
    """征求意见 (art. 32, 33 para 3, 34). `party` is the label used in the file; the name is sealed."""

    party: Party
    kind: ConsulteeKind
    consultee: Identity
    about: Prose

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """What the consultee is asked."""
        return (("consultation", self.about),)


class RecordConsultationDelivery(CommandBase, frozen=True, tag="record_consultation_delivery"):
    """征求意见书送达."""

    party: Party


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
    """呈请延长答复期限 (art. 33 para 2)."""

    working_days: Annotated[int, msgspec.Meta(ge=1, le=20)]
    reason: Prose

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """Why more time is needed."""
        return (("extension", self.reason),)


class ApproveExtension(CommandBase, frozen=True, tag="approve_extension"):
    """政府信息公开工作机构负责人同意延长 (art. 33 para 2)."""


class TellExtension(CommandBase, frozen=True, tag="tell_extension"):
    """告知申请人延长 (art. 33 para 2): on or before the due date."""


class DraftDetermination(CommandBase, frozen=True, tag="draft_determination"):
    """拟办: the proposed decision on one item, with its reasons and what will be supplied.

    Of a partial disclosure, `reasons`, `aspect` and `basis` are those of the withheld part.
    """

    item: ItemNo
    outcome: Line
    reasons: Annotated[str, msgspec.Meta(max_length=20_000)] = ""
    aspect: WithheldAspect | None = None
    attachments: Annotated[tuple["SuppliedRecord", ...], msgspec.Meta(max_length=50)] = ()
    basis: Basis | None = None
    withheld: WithheldPart | None = None
    indivisible: Annotated[str, msgspec.Meta(max_length=2_000)] = ""
    responsible: Responsible | None = None

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The reasons and what they rest on, and the names of the records supplied."""
        kept = DraftKept(self.reasons, self.attachments, self.basis, self.withheld, self.indivisible, self.responsible)
        return (("determination", _JSON.encode(kept).decode()),)


class SuppliedRecord(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A record that goes with the letter: its name and number of pages."""

    name: Line
    pages: Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class DraftKept(msgspec.Struct, frozen=True):
    """A draft's words as the text store keeps them."""

    reasons: str
    attachments: tuple[SuppliedRecord, ...]
    basis: Basis | None = None
    withheld: WithheldPart | None = None
    indivisible: str = ""
    responsible: Responsible | None = None


class ApproveDetermination(CommandBase, frozen=True, tag="approve_determination"):
    """审批 (art. 45): by another person than the drafter."""

    item: ItemNo


class IssueLetter(CommandBase, frozen=True, tag="issue_letter"):
    """签发答复书: takes the letter number and freezes the document."""

    items: Annotated[tuple[ItemNo, ...], msgspec.Meta(min_length=1, max_length=50)]


class RecordPosting(CommandBase, frozen=True, tag="record_posting"):
    """交邮 (235号 art. 4)."""

    letter_id: UUID
    carrier: Carrier
    tracking_no: OptionalLine = ""


class RecordDelivery(CommandBase, frozen=True, tag="record_delivery"):
    """送达."""

    letter_id: UUID
    via: DeliveryVia
    confirmed_on: dt.date | None = None


class ArchiveCase(CommandBase, frozen=True, tag="archive"):
    """归档 (art. 45): takes the 档号."""

    retention: Retention


CaseCommand = (
    RegisterRequest
    | AskClarification
    | RecordClarificationDelivery
    | ReceiveClarification
    | RecordSearch
    | RecordSecrecyReview
    | Consult
    | RecordConsultationDelivery
    | RecordConsultationAnswer
    | ProposeExtension
    | ApproveExtension
    | TellExtension
    | DraftDetermination
    | ApproveDetermination
    | IssueLetter
    | RecordPosting
    | RecordDelivery
    | ArchiveCase
)
