"""After the answer: archive, remedies, self-correction, and corrections of wrong entries."""

import datetime as dt
from uuid import UUID

from ysq.domain.events.base import EventBase, Ref
from ysq.domain.terms import RemedyKind, RemedyResult


class CaseClosed(EventBase, frozen=True, tag="case.closed"):
    """办结."""


class CaseArchived(EventBase, frozen=True, tag="case.archived"):
    """归档."""

    archive_no: str
    retention: str


class RemedyRecorded(EventBase, frozen=True, tag="remedy.recorded"):
    """行政复议、行政诉讼: the agency was told; the number is the body's own."""

    kind: RemedyKind
    number: str
    simplified: bool


class RemedyDecided(EventBase, frozen=True, tag="remedy.decided"):
    """复议决定、判决: what came of it; items to be answered anew, by which day."""

    number: str
    result: RemedyResult
    redo_items: tuple[int, ...]
    redo_by: dt.date | None
    text: Ref


class AnswerWithdrawn(EventBase, frozen=True, tag="answer.withdrawn"):
    """自行纠正: an answer is taken back and its items are open again."""

    letter_id: UUID
    text: Ref


class AnswerSupplemented(EventBase, frozen=True, tag="answer.supplemented"):
    """补充答复: items are open again beside the answer there is."""

    items: tuple[int, ...]
    text: Ref


class ComplaintRecorded(EventBase, frozen=True, tag="complaint.recorded"):
    """对信息公开工作的投诉、举报 (art. 47, 51)."""

    text: Ref


class RecordCorrected(EventBase, frozen=True, tag="record.corrected"):
    """更正本人信息 (art. 41)."""

    corrected: bool
    text: Ref


class PublicationProposed(EventBase, frozen=True, tag="publication.proposed"):
    """依申请转主动公开 (art. 44)."""

    items: tuple[int, ...]
    text: Ref


AfterEvent = (
    CaseClosed
    | CaseArchived
    | RemedyRecorded
    | RemedyDecided
    | AnswerWithdrawn
    | AnswerSupplemented
    | ComplaintRecorded
    | RecordCorrected
    | PublicationProposed
)
