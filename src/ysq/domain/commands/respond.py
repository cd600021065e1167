"""Answering (答复): drafts, the route, letters and their service."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import msgspec

from ysq.domain.commands.base import JSON, CommandBase, ItemNo, ItemNos, Party, PartyOrNone, TrackingNo, Worded
from ysq.domain.grounds import Basis, Responsible, WithheldPart
from ysq.domain.letters import LetterType, WithheldAspect
from ysq.domain.people import Line, Prose
from ysq.domain.terms import Carrier, DeliveryVia, Legality


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
        return (("determination", JSON.encode(kept).decode()),)


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


FILE_BYTES = 20 * 1_048_576
"""The biggest file that may be supplied."""


class SupplyRecord(CommandBase, frozen=True, tag="supply_record"):
    """提供附件文件: the file of a record that the draft lists, by its name there."""

    item: ItemNo
    name: Line
    content: Annotated[bytes, msgspec.Meta(min_length=1, max_length=FILE_BYTES)]


class Endorse(Worded, frozen=True, tag="endorse"):
    """会签: the actor's step of the route agrees."""

    item: ItemNo


class ReturnDraft(Worded, frozen=True, tag="return_draft"):
    """退回拟办意见, with the reason."""

    item: ItemNo


class ReviewLegality(Worded, frozen=True, tag="review_legality"):
    """合法性审查."""

    item: ItemNo
    opinion: Legality


class AcceptedFinding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a letter leaves although a check found something: the name of the check, and a person's reason."""

    check: Line
    reason: Prose


AcceptedFindings = Annotated[tuple[AcceptedFinding, ...], msgspec.Meta(max_length=50)]


class ApproveDetermination(CommandBase, frozen=True, tag="approve_determination"):
    """审批 (art. 45): by another person than the drafter; with the head's reasons for breaches already done."""

    item: ItemNo
    accepted: AcceptedFindings = ()

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The reasons, in the order of the findings accepted."""
        return tuple(("finding", one.reason) for one in self.accepted)


class ExplainFindings(CommandBase, frozen=True, tag="explain_findings"):
    """补充说明: the head's reasons for what the checks find after his approval, which stays as it is."""

    item: ItemNo
    accepted: Annotated[tuple[AcceptedFinding, ...], msgspec.Meta(min_length=1, max_length=50)]

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The reasons, in the order of the findings accepted."""
        return tuple(("finding", one.reason) for one in self.accepted)


class IssueLetter(CommandBase, frozen=True, tag="issue_letter"):
    """签发答复书: takes the letter number and freezes the document; with the reasons for leaving a warning."""

    items: ItemNos
    accepted: AcceptedFindings = ()

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The reasons, in the order of the findings accepted."""
        return tuple(("finding", one.reason) for one in self.accepted)


class SealLetter(CommandBase, frozen=True, tag="seal_letter"):
    """用印: what was issued gets the agency's electronic seal; its own bytes stay as they are."""

    letter_id: UUID


class NotifyThirdParty(CommandBase, frozen=True, tag="notify_third_party"):
    """决定公开并书面告知第三方 (art. 32): why public interest outweighs its objection; numbered and frozen."""

    party: Party
    why: Prose

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The reasons."""
        return (("override", self.why),)


class IssueNotice(CommandBase, frozen=True, tag="issue_notice"):
    """制发告知书、通知书、征求意见书: what a step of the case tells somebody outside, numbered and frozen.

    `kind` is one of NOTICES; `party` names who was consulted where the step is a consultation.
    """

    kind: LetterType
    party: PartyOrNone = ""
    accepted: AcceptedFindings = ()

    @property
    def prose(self) -> tuple[tuple[str, str], ...]:
        """The reasons, in the order of the findings accepted."""
        return tuple(("finding", one.reason) for one in self.accepted)


class RecordPosting(CommandBase, frozen=True, tag="record_posting"):
    """交邮 (235号 art. 4)."""

    letter_id: UUID
    carrier: Carrier
    tracking_no: TrackingNo = ""


class RecordDelivery(CommandBase, frozen=True, tag="record_delivery"):
    """送达."""

    letter_id: UUID
    via: DeliveryVia
    confirmed_on: dt.date | None = None


class RecordReturn(Worded, frozen=True, tag="record_return"):
    """登记退件: the letter came back."""

    letter_id: UUID


RespondCommand = (
    DraftDetermination
    | SupplyRecord
    | Endorse
    | ReturnDraft
    | ReviewLegality
    | ApproveDetermination
    | ExplainFindings
    | IssueLetter
    | SealLetter
    | NotifyThirdParty
    | IssueNotice
    | RecordPosting
    | RecordDelivery
    | RecordReturn
)
