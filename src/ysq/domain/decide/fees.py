"""信息处理费 (art. 42, 109号): demanded within the period, the amount computed, paid as demanded."""

import datetime as dt
from collections.abc import Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain import fees
from ysq.domain.case import Case
from ysq.domain.decide.context import Context
from ysq.domain.decide.guards import require_open, require_unordered
from ysq.domain.terms import ClockState, FeeBasis


def decide_fee(
    case: Case, command: c.DemandFee | c.RecordFeeDelivery | c.RecordPayment, context: Context
) -> Sequence[e.CaseEvent]:
    """Once a case; the clock waits until payment."""
    require_open(case)
    actor, law = context.actor.id, ("ogi.art42", "fees.art6")
    if isinstance(command, c.DemandFee):
        return _demanded(case, command, context)
    if case.fee is None:
        raise x.Missing("本案没有发出过收费通知", law, "，不能登记送达或者缴费，请先发出收费通知。")
    if command.on < case.fee.date:
        raise x.DateRefused(f"{command.on}早于收费通知之日{case.fee.date}", law, "，请核对日期。")
    if case.fee_paid:
        raise x.AlreadyDone("费用已经缴清", law, "，不必重复登记，请继续办理答复。")
    if isinstance(command, c.RecordFeeDelivery):
        if case.fee_delivered:
            raise x.AlreadyDone("收费通知的送达已经登记", law, "；日期有误的，请更正登记。")
        return [e.FeeDelivered(command.on, actor)]
    if command.amount != case.fee.amount:
        wanted = f"{case.fee.amount / 100:.2f}元"
        raise x.Missing(f"缴费金额与收费通知的{wanted}不符", law, "，请核对后登记。")
    return [e.FeePaid(command.on, actor, command.amount)]


def _demanded(case: Case, command: c.DemandFee, context: Context) -> Sequence[e.CaseEvent]:
    law = ("ogi.art42", "fees.art6")
    if case.fee is not None:
        raise x.AlreadyDone("本案已经发出过收费通知", law, "，同一申请只能选一种计费方式收取一次。")
    ledger = context.ledger(case, command.on)
    if ledger.state in (ClockState.ANSWERED, ClockState.WITHDRAWN):
        raise x.WrongStage("答复期限已经停止计算", law, "，收费通知应当在期限内发出，请直接作出新的答复。")
    require_unordered(ledger, "再发收费通知", law)
    due = ledger.due_on
    if due is not None and command.on > due:
        raise x.TooLate(f"答复期限已于{due}届满", law, "，期限届满后不能再发收费通知，请尽快答复。")
    scale = scale_on(context, command.basis, command.on)
    amount = fees.amount(scale, command.count)
    if amount == 0:
        raise x.Missing(
            f"{command.count}{scale.unit}在免费范围内", scale.provisions, "，不收取信息处理费，请直接答复。"
        )
    return [e.FeeDemanded(command.on, context.actor.id, command.basis, command.count, amount, context.ref)]


def scale_on(context: Context, basis: FeeBasis, day: dt.date) -> fees.FeeScale:
    """The scale in force on the day of a fee notice; refused where there is none."""
    scale = context.fees.find(basis, day)
    if scale is None:
        raise x.DateRefused(f"{day}没有施行中的收费标准（{basis.zh}）", ("ogi.art42",), "，不能收费，请核对日期。")
    return scale
