"""After the answer: 办结、归档, remedies and new answers, self-correction, complaints, publication."""

import datetime as dt
from collections.abc import Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case, ItemState
from ysq.domain.decide.context import Context
from ysq.domain.decide.guards import item_of
from ysq.domain.law import Need
from ysq.domain.terms import ItemEnd, RemedyKind, RemedyResult

_ENDS = (
    e.RequestAbandoned, e.RequestWithdrawn, e.CaseEnded, e.AnsweredOnTheSpot, e.ExcessiveDeclined, e.CaseClosed,
)  # fmt: skip
_Remedy = c.RecordReconsideration | c.RecordLitigation | c.RecordRemedyDecision
_Reopening = c.WithdrawAnswer | c.SupplementAnswer
_Note = c.RecordComplaint | c.CorrectRecord | c.ProposePublication


def decide_after(
    case: Case, command: c.CloseCase | c.ArchiveCase | _Remedy | _Reopening | _Note, context: Context
) -> Sequence[e.CaseEvent]:
    """What may happen once answers are out; remedies and complaints may come earlier, too."""
    match command:
        case c.CloseCase() | c.ArchiveCase():
            return _finished(case, command, context)
        case c.RecordReconsideration() | c.RecordLitigation():
            return _opened(case, command, context)
        case c.RecordRemedyDecision():
            return _decided(case, command, context)
        case c.WithdrawAnswer() | c.SupplementAnswer():
            return _reopened(case, command, context)
        case c.RecordComplaint() | c.CorrectRecord() | c.ProposePublication():
            return _noted(case, command, context)


def _finished(case: Case, command: c.CloseCase | c.ArchiveCase, context: Context) -> Sequence[e.CaseEvent]:
    law, actor = ("ogi.art45",), context.actor.id
    if not case.settled:
        raise x.WrongStage("案件还没有全部答复并寄出或者送达", law, "，不能办结或者归档，请先逐项答复并寄送。")
    _require_delivered(case)
    over = _over_on(case)
    if command.on < over:
        raise x.DateRefused(f"{command.on}早于答复、终止或者办结之日{over}", law, "，请核对日期。")
    if isinstance(command, c.CloseCase):
        if case.closed:
            raise x.AlreadyDone("案件已经办结", law, "，不必重复办结，请归档。")
        return [e.CaseClosed(command.on, actor)]
    # A case that was archived before and answered anew keeps its 档号: numbers are never used twice.
    number = case.archived.archive_no if case.archived else context.number
    assert number is not None, "the archive number is reserved before deciding"
    assert command.retention is not None, "the table's period is filled in before deciding"
    return [e.CaseArchived(command.on, actor, number, command.retention.value)]


def _require_delivered(case: Case) -> None:
    """Refuse to end with a letter that came back: it was answered in time, and the requester hasn't got it."""
    for letter in case.letters:
        stands = any(item.letter_id == letter.letter_id for item in case.items.values())
        if letter.returned_on is not None and stands and not letter.withdrawn:
            todo = "，没有送达；请核对地址后重新寄送，或者以其他方式送达。"
            raise x.WrongStage(f"{letter.letter_no}已于{letter.returned_on}退回", ("service.art2", "ogi.art45"), todo)


def _over_on(case: Case) -> dt.date:
    """The day since which nothing was left to answer and send, or on which it was closed."""
    letters = (letter for letter in case.letters if letter.sent and not letter.withdrawn)
    sent = [min(filter(None, (letter.posted_on, letter.delivered_on))) for letter in letters]
    ends = [event.date for event in case.happened if isinstance(event, _ENDS)]
    return max((*sent, *ends), default=case.received.date)


def _opened(
    case: Case, command: c.RecordReconsideration | c.RecordLitigation, context: Context
) -> Sequence[e.CaseEvent]:
    law, actor = ("ogi.art51",), context.actor.id
    if command.number in case.remedies:
        raise x.AlreadyDone(f"{command.number}已经登记", law, "，不必重复登记；收到决定或者判决的，请登记结果。")
    if isinstance(command, c.RecordReconsideration):
        kind, simplified = RemedyKind.RECONSIDERATION, command.simplified
    else:
        kind, simplified = command.kind, False
        if kind is RemedyKind.RECONSIDERATION:
            raise x.UnknownReference("行政诉讼应当是直接起诉或者复议后起诉", law, "，行政复议请另行登记。")
    return [e.RemedyRecorded(command.on, actor, kind, command.number, simplified)]


def _decided(case: Case, command: c.RecordRemedyDecision, context: Context) -> Sequence[e.CaseEvent]:
    law, remedy = ("ogi.art51",), case.remedies.get(command.number)
    if remedy is None:
        raise x.UnknownReference(f"没有登记过{command.number}", law, "，请先登记复议或者诉讼。")
    if remedy.decided is not None:
        raise x.AlreadyDone(f"{command.number}的结果已经登记", law, "；结果或者期限有误的，请更正登记。")
    if command.on < remedy.opened.date:
        raise x.DateRefused(f"{command.on}早于登记{command.number}之日", law, "，请核对日期。")
    if command.redo_items and command.result is not RemedyResult.CORRECTED:
        raise x.UnknownReference("只有结果纠正的才需要重新答复", law, "，请核对结果。")
    if bool(command.redo_items) != (command.redo_by is not None):
        raise x.Missing("责令重新答复的，应当写明事项和期限", law, "，请按决定书、判决书填写。")
    if command.redo_by is not None and command.redo_by < command.on:
        raise x.DateRefused(f"重新答复的期限{command.redo_by}早于收到决定之日", law, "，请核对日期。")
    for number in command.redo_items:
        item_of(case, number)  # one that was never answered may be ordered to be answered by a day, too
    words = (command.number, command.result, command.redo_items, command.redo_by, context.ref)
    return [e.RemedyDecided(command.on, context.actor.id, *words)]


def _reopened(case: Case, command: _Reopening, context: Context) -> Sequence[e.CaseEvent]:
    law, actor = ("ogi.art36",), context.actor.id
    if isinstance(command, c.WithdrawAnswer):
        letter = case.letter(command.letter_id)
        if letter is None:
            raise x.UnknownReference("本案没有这份答复书", law, "，请从案件的文书中选择。")
        if letter.withdrawn:
            raise x.AlreadyDone(f"{letter.letter_no}已经撤回", law, "，请重新作出答复。")
        if any(case.items[number].letter_id != letter.letter_id for number in letter.items):
            raise x.WrongStage(f"{letter.letter_no}答复的事项已经另行答复或者正在重办", law, "，不必再撤回。")
        return [e.AnswerWithdrawn(command.on, actor, letter.letter_id, context.ref)]
    for number in command.items:
        _require_finished(item_of(case, number))
    return [e.AnswerSupplemented(command.on, actor, command.items, context.ref)]


def _require_finished(item: ItemState) -> None:
    """Refuse to reopen what waits for its first answer, and what the requester himself ended."""
    law = ("ogi.art36",)
    if item.open:
        raise x.WrongStage(f"第{item.item}项没有以答复书答复过", law, "，请直接答复。")
    if item.ended in (ItemEnd.WITHDRAWN, ItemEnd.ENDED):
        todo = "，不能补充答复；仍需要该信息的，可以重新提出申请。"
        raise x.WrongStage(f"第{item.item}项{item.ended.zh}", law, todo)


def _noted(case: Case, command: _Note, context: Context) -> Sequence[e.CaseEvent]:
    actor = context.actor.id
    if isinstance(command, c.RecordComplaint):
        return [e.ComplaintRecorded(command.on, actor, context.ref)]
    if isinstance(command, c.CorrectRecord):
        return [e.RecordCorrected(command.on, actor, command.corrected, context.ref)]
    for number in command.items:
        item = item_of(case, number)
        outcome = context.outcomes.find(item.outcome or "", item.drafted_on or command.on)
        if outcome is None or Need.SECRECY_REVIEW not in outcome.needs:
            raise x.WrongStage(
                f"第{number}项没有决定公开", ("ogi.art44",), "，不能建议转为主动公开；请先作出公开的决定。"
            )
    return [e.PublicationProposed(command.on, actor, command.items, context.ref)]
