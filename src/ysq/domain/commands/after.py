"""After the answer: archive, remedies, self-correction, and corrections of wrong entries."""

import datetime as dt
from typing import Annotated
from uuid import UUID

import msgspec

from ysq.domain.commands.base import CommandBase, ItemNo, ItemNos, RemedyNumber, Worded
from ysq.domain.events.amend import Amendment
from ysq.domain.terms import RemedyKind, RemedyResult, Retention

RedoItems = Annotated[tuple[ItemNo, ...], msgspec.Meta(max_length=50)]


class CloseCase(CommandBase, frozen=True, tag="close"):
    """办结."""


class ArchiveCase(CommandBase, frozen=True, tag="archive"):
    """归档 (art. 45): takes the 档号. Without `retention` the table of the rule book decides how long it is kept."""

    retention: Retention | None = None


class RecordReconsideration(CommandBase, frozen=True, tag="record_reconsideration"):
    """登记行政复议: `number` is the review body's; `simplified` is 简易程序 (5 working days to answer, else 10)."""

    number: RemedyNumber
    simplified: bool = False


class RecordLitigation(CommandBase, frozen=True, tag="record_litigation"):
    """登记行政诉讼: `number` is the court's; `kind` tells whether 复议 came before."""

    number: RemedyNumber
    kind: RemedyKind


class RecordRemedyDecision(Worded, frozen=True, tag="record_remedy_decision"):
    """登记复议决定、判决: the items to be answered anew, by the day it sets."""

    number: RemedyNumber
    result: RemedyResult
    redo_items: RedoItems = ()
    redo_by: dt.date | None = None


class WithdrawAnswer(Worded, frozen=True, tag="withdraw_answer"):
    """自行撤回答复: its items are open again."""

    letter_id: UUID


class SupplementAnswer(Worded, frozen=True, tag="supplement_answer"):
    """补充答复: items are open again beside the answer there is; the reason is kept (一次性原则)."""

    items: ItemNos


class RecordComplaint(Worded, frozen=True, tag="record_complaint"):
    """登记投诉、举报 (art. 47, 51)."""


class CorrectRecord(Worded, frozen=True, tag="correct_record"):
    """更正本人信息 (art. 41): verified and corrected, or not."""

    corrected: bool


class ProposePublication(Worded, frozen=True, tag="propose_publication"):
    """建议转为主动公开 (art. 44)."""

    items: ItemNos


class AmendEntry(Worded, frozen=True, tag="amend_entry"):
    """更正登记: entry number `version` was recorded wrongly; `text` says why."""

    version: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    amendment: Amendment


AfterCommand = (
    CloseCase
    | ArchiveCase
    | RecordReconsideration
    | RecordLitigation
    | RecordRemedyDecision
    | WithdrawAnswer
    | SupplementAnswer
    | RecordComplaint
    | CorrectRecord
    | ProposePublication
    | AmendEntry
)
