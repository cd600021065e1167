"""登记、审核: registration, persons, assessment, and the one clarification that the law allows."""

from collections.abc import Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.decide.context import Context
from ysq.domain.decide.guards import check_described, open_item, require_open
from ysq.domain.terms import ClockState


def decide_review(
    case: Case, command: c.RegisterRequest | c.IssueAcknowledgement | c.AddPerson | c.AssessItem, context: Context
) -> Sequence[e.CaseEvent]:
    """Register once and acknowledge once; further persons and assessments while something is open."""
    actor = context.actor.id
    if isinstance(command, c.RegisterRequest):
        if case.register_no is not None:
            raise x.AlreadyDone(f"申请已经登记为{case.register_no}", ("ogi.art45",), "，不必重复登记。")
        assert context.number is not None, "the register number is reserved before deciding"
        return [e.CaseRegistered(command.on, actor, context.number)]
    if isinstance(command, c.IssueAcknowledgement):
        return _acknowledged(case, command, context)
    require_open(case)
    if isinstance(command, c.AddPerson):
        assert context.person is not None, "the person is sealed before deciding"
        return [e.PersonAdded(command.on, actor, context.person, command.role)]
    item = open_item(case, command.item).item
    return [e.ItemAssessed(command.on, actor, item, context.ref, command.assessment)]


def _acknowledged(case: Case, command: c.IssueAcknowledgement, context: Context) -> Sequence[e.CaseEvent]:
    if case.acknowledgement is not None:
        number = case.acknowledgement.letter_no
        raise x.AlreadyDone(f"登记回执已经出具，编号{number}", ("ogi.art45",), "，可以从案件的文书中下载。")
    made = context.letter
    assert made is not None, "the acknowledgement is frozen before deciding"
    words = (made.letter_id, made.letter_no, made.file, made.pages)
    return [e.AcknowledgementIssued(command.on, context.actor.id, *words)]


def decide_clarification(
    case: Case,
    command: c.AskClarification | c.RecordClarificationDelivery | c.ReceiveClarification,
    context: Context,
) -> Sequence[e.CaseEvent]:
    """补正 (art. 30): asked once; received in time, or late with a reason that a person accepted."""
    require_open(case)
    actor, law = context.actor.id, ("ogi.art30",)
    if isinstance(command, c.AskClarification):
        if case.clarification is not None:
            raise x.AlreadyDone("补正应当一次性告知，本案已经告知过", law, "，请按现有材料办理。")
        most = context.law.number("clarification_max_working_days", case.received.date, command.on)
        if command.working_days > most:
            todo = "，请改为申请人办得到、又不过长的期限。"
            raise x.TooMany(f"补正期限{command.working_days}个工作日，超过本机关设定的上限{most}个工作日", law, todo)
        return [e.ClarificationAsked(command.on, actor, command.working_days, context.ref)]
    if case.clarification is None:
        raise x.WrongStage(
            "本案没有告知过补正", law, "，不能登记补正的送达或者收到；申请人补充的材料，请登记为沟通记录。"
        )
    if command.on < case.clarification:
        raise x.DateRefused(f"{command.on}早于告知补正之日{case.clarification}", law, "，请核对日期。")
    if isinstance(command, c.RecordClarificationDelivery):
        if any(isinstance(event, e.ClarificationDelivered) for event in case.happened):
            raise x.AlreadyDone("补正告知的送达已经登记", law, "；日期有误的，请更正登记。")
        return [e.ClarificationDelivered(command.on, actor)]
    return _received(case, command, context)


def _received(case: Case, command: c.ReceiveClarification, context: Context) -> Sequence[e.CaseEvent]:
    law = ("ogi.art30",)
    if case.clarified_on is not None:
        raise x.AlreadyDone("补正已经收到过", law, "，补充的材料请登记为沟通记录。")
    if context.ledger(case, command.on).state is ClockState.LAPSE_DUE and not command.excused:
        todo = "；如有正当理由，请注明后再登记，否则由人判断是否视为放弃。"
        raise x.TooLate("补正期限已经届满", law, todo)
    for number, item in command.items.items():
        open_item(case, number)
        check_described(number, item)
    received = zip(sorted(command.items), context.refs, strict=True)
    items = tuple(e.ReceivedItem(number, ref) for number, ref in received)
    return [e.ClarificationReceived(command.on, context.actor.id, command.excused, items)]
