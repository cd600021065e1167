"""更正登记: who may put which entry right, and only to a course that can have happened."""

from collections.abc import Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain import fees
from ysq.domain.actor import Actor
from ysq.domain.case import Case
from ysq.domain.clock import ClockError
from ysq.domain.decide.context import Context
from ysq.domain.decide.fees import scale_on
from ysq.domain.decide.guards import require_review_channel
from ysq.domain.fold import evolve, put_right
from ysq.domain.sequences import too_early, too_late
from ysq.domain.terms import Role

_LAW = ("ogi.art45",)
_RECEIPT = ("ogi.art31",)
_SERVICE = ("service.art4",)
_FEES = ("ogi.art42", "fees.art6")
_REMEDY = ("ogi.art51",)


def decide_amendment(case: Case, command: c.AmendEntry, context: Context) -> Sequence[e.CaseEvent]:
    """The old entry stays; the fold uses the amendment from now on."""
    wrong = case.happened[command.version - 1] if command.version <= case.version else None
    if wrong is None:
        raise x.UnknownReference(f"第{command.version}条不是可以更正的登记", _LAW, "，请从办理记录中选择。")
    if not may_amend(context.actor, wrong):
        raise x.NotAllowed("只有登记人和工作机构负责人可以更正这条登记", _LAW, "，请联系登记人。")
    for day in (command.amendment.date, command.amendment.confirmed_on):
        if day is not None and day > context.today:
            raise x.DateRefused(f"{day}还没有到", _LAW, "，请填写实际发生的日期。")
    require_review_channel(command.amendment.via, online_review=context.online_review)
    words = (command.on, context.actor.id, command.version, command.amendment, context.ref)
    try:
        right = put_right(wrong, command.amendment)
        if right == wrong:
            raise x.AlreadyDone("更正的内容与原登记相同", _LAW, "，不必更正。")
        _require_order(case, wrong, right)
        amended = e.EntryAmended(*words, _fee(case, wrong, right, context))
        context.ledger(evolve(case, amended), context.today)
    except ClockError as error:
        raise x.DateRefused(f"更正后的经过不可能发生：{error.message}", _LAW, "，请核对。") from None
    except ValueError as error:
        raise x.UnknownReference(str(error), _LAW, "，请核对更正的内容。") from None
    return [amended]


def may_amend(actor: Actor, entry: e.HappenedEvent) -> bool:
    """Whether it is this person who may put an entry right: who made it, and the head."""
    return entry.actor == actor.id or actor.role is Role.OFFICE_HEAD


def _fee(case: Case, wrong: e.HappenedEvent, right: e.HappenedEvent, context: Context) -> int | None:
    """The amount in fen when what a fee is counted from is put right; refused where it would undo what was paid."""
    if not isinstance(wrong, e.FeeDemanded) or not isinstance(right, e.FeeDemanded):
        return None
    asked = [(one.basis, one.count, context.fees.find(one.basis, one.date)) for one in (wrong, right)]
    if asked[0] == asked[1]:
        return None
    scale = scale_on(context, right.basis, right.date)
    amount = fees.amount(scale, right.count)
    if amount == 0:
        todo = "，不收取信息处理费；收费通知已经发出的，请告知申请人不必缴纳，并直接答复。"
        raise x.Missing(f"{right.count}{scale.unit}在免费范围内", scale.provisions, todo)
    if case.fee_paid and amount != wrong.amount:
        todo = "，不能再改变应缴的金额；需要退付的，由执收单位按有关规定办理，请在沟通记录中说明。"
        raise x.WrongStage("费用已经按通知缴清", _FEES, todo)
    return amount


def _require_order(case: Case, wrong: e.HappenedEvent, right: e.HappenedEvent) -> None:
    """Refuse a confirmation before its own day, and anything before receipt: both would move the period."""
    confirmed = right.confirmed_on if isinstance(right, e.RequestReceived | e.LetterDelivered) else None
    if confirmed is not None and confirmed < right.date:
        raise x.DateRefused(f"更正后确认之日{confirmed}早于{right.date}", _LAW, "，请核对日期。")
    if isinstance(right, e.RequestReceived):
        first = min((event.date for event in case.happened if event is not None and event is not wrong), default=None)
        if first is not None and right.date > first:
            raise x.DateRefused(
                f"{right.date}晚于{first}已经登记的事项，不能是收到申请之日", _RECEIPT, "，请核对，或者先更正那条登记。"
            )
    elif right.date < case.received.date:
        raise x.DateRefused(f"{right.date}早于收到申请之日{case.received.date}", _RECEIPT, "，请核对日期。")
    if isinstance(right, e.RemedyDecided):
        _require_redo(right)
    _require_paper(case, wrong, right)
    if right.date != wrong.date:
        _require_sequence(case, wrong, right)


def _require_sequence(case: Case, wrong: e.HappenedEvent, right: e.HappenedEvent) -> None:
    """Refuse a day before what the entry presupposes, or behind what presupposes it: told before approval, say."""
    place = next(number for number, event in enumerate(case.happened) if event is wrong)
    before, behind = too_early(case.happened, right, place), too_late(case.happened, right, place)
    if before is not None:
        todo = f"，而它以该条为前提；请核对，或者先更正第{before[0]}条登记。"
        raise x.DateRefused(f"更正后的{right.date}早于第{before[0]}条登记的日期{before[1]}", _LAW, todo)
    if behind is not None:
        todo = f"，而该条以它为前提；请核对，或者先更正第{behind[0]}条登记。"
        raise x.DateRefused(f"更正后的{right.date}晚于第{behind[0]}条登记的日期{behind[1]}", _LAW, todo)


def _require_redo(right: e.RemedyDecided) -> None:
    """Refuse a day for answering anew where nothing was ordered, and one before the decision."""
    if right.redo_by is None:
        return
    if not right.redo_items:
        raise x.UnknownReference("这份决定没有责令重新答复", _REMEDY, "，不能写明重新答复的期限，请核对是哪一条登记。")
    if right.redo_by < right.date:
        raise x.DateRefused(f"重新答复的期限{right.redo_by}早于收到决定之日{right.date}", _REMEDY, "，请核对日期。")


def _require_paper(case: Case, wrong: e.HappenedEvent, right: e.HappenedEvent) -> None:
    """Refuse another day for a paper that bears its own, and service before the day of issue."""
    papers = e.LetterIssued | e.AcknowledgementIssued | e.ThirdPartyNotified | e.NoticeIssued
    if isinstance(right, papers) and right.date != wrong.date:
        raise x.DateRefused(f"{right.letter_no}的落款日期是{wrong.date}", _SERVICE, "，文书有误的，请撤回后重新作出。")
    if isinstance(right, e.LetterSealed | e.LetterPosted | e.LetterDelivered | e.LetterReturned):
        letter = case.frozen(right.letter_id)
        if letter is not None and right.date < letter.issued_on:
            raise x.DateRefused(f"{right.date}早于签发日期{letter.issued_on}", _SERVICE, "，请核对日期。")
