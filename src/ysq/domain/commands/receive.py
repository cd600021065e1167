"""Receiving, registering and reviewing a request (接收、登记、审核), and its end without an answer."""

from typing import Annotated
from uuid import UUID

import msgspec

from ysq.domain.assessment import Assessment
from ysq.domain.commands.base import CommandBase, ItemNo, ItemNos, Worded, kept_item
from ysq.domain.people import Identity, Prose, RequestedItem
from ysq.domain.terms import EndReason, LeavingReason, PersonRole


class RegisterRequest(CommandBase, frozen=True, tag="register"):
    """登记 (art. 45): takes the gapless register number."""


class IssueAcknowledgement(CommandBase, frozen=True, tag="issue_acknowledgement"):
    """出具登记回执: once, after registration; takes its number and freezes the document."""


class AddPerson(CommandBase, frozen=True, tag="add_person"):
    """登记共同申请人、代理人."""

    person: Identity
    role: PersonRole


class RecordLeaving(Worded, frozen=True, tag="record_leaving"):
    """登记共同申请人退出: one of several requesters leaves; the application goes on for the others.

    `person` is the id of one who still asks; `text` says how it became known.
    """

    person: UUID
    reason: LeavingReason


class AssessItem(Worded, frozen=True, tag="assess_item"):
    """审核: what a clerk found of an item, as the rules ask it; `text` says from what.

    `assessment` holds all answers as they stand now: they take the place of those given before.
    """

    item: ItemNo
    assessment: Assessment = Assessment()


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


class DeclareAbandoned(Worded, frozen=True, tag="declare_abandoned"):
    """视为放弃 (art. 30; 109号): a person judges that there was no justified reason."""


class WithdrawRequest(Worded, frozen=True, tag="withdraw"):
    """登记撤回: of some items, or of the whole request; `by_all` when all joint requesters agree, as they must."""

    items: ItemNos
    by_all: bool = False


class EndCase(Worded, frozen=True, tag="end_case"):
    """终止: death or dissolution of the requester, the last one where several asked jointly."""

    reason: EndReason


class AnswerOnTheSpot(Worded, frozen=True, tag="answer_on_the_spot"):
    """当场答复 (art. 33 para 1)."""

    items: ItemNos


ReceiveCommand = (
    RegisterRequest
    | IssueAcknowledgement
    | AddPerson
    | RecordLeaving
    | AssessItem
    | AskClarification
    | RecordClarificationDelivery
    | ReceiveClarification
    | DeclareAbandoned
    | WithdrawRequest
    | EndCase
    | AnswerOnTheSpot
)
