"""延期 (art. 33 para 2) and 延迟 (art. 35): more time, lawfully."""

import datetime as dt
from collections.abc import Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.clock import Ledger
from ysq.domain.decide.context import Context
from ysq.domain.decide.guards import require_movable, require_open


def decide_extension(
    case: Case, command: c.ProposeExtension | c.ApproveExtension | c.TellExtension, context: Context
) -> Sequence[e.CaseEvent]:
    """Once, approved by the head of the disclosure office, told on or before the due date."""
    require_open(case)
    law, actor, extension = ("ogi.art33.para2",), context.actor.id, case.extension
    if isinstance(command, c.ProposeExtension):
        _require_extendable(case, command, context)
        return [e.ExtensionProposed(command.on, actor, command.working_days, context.ref)]
    if extension is None:
        raise x.Missing("还没有呈请延期", law, "，请先写明理由和天数呈请。")
    if isinstance(command, c.ApproveExtension):
        if extension.approved_by is not None:
            raise x.AlreadyDone("延期已经同意", law, "，请在期限届满前告知申请人。")
        if command.on < extension.proposed_on:
            raise x.DateRefused(f"{command.on}早于呈请延期之日{extension.proposed_on}", law, "，请核对日期。")
        if extension.proposed_by == actor:
            raise x.SamePerson("呈请人不能自己同意延期", law, "，请由工作机构负责人办理。")
        require_movable(context.ledger(case, command.on), "延长答复期限", law)
        _require_in_time(context.ledger(case, command.on), command.on, "同意")
        return [e.ExtensionApproved(command.on, actor)]
    return _told(case, command, context)


def _require_extendable(case: Case, command: c.ProposeExtension, context: Context) -> None:
    """Refuse a second extension of one period, one of a period that is over or can't be extended, and a longer one."""
    law, extension = ("ogi.art33.para2",), case.extension
    if extension is not None and extension.approved_by is not None:
        if extension.told_on is None:
            raise x.AlreadyDone("答复期限只能延长一次，本案的延期已经同意", law, "，请在期限届满前告知申请人。")
        # A period that began afresh since has not been extended yet.
        day = max(command.on, extension.told_on)
        if command.on < day or "answer_before_extension" in context.ledger(case, day).deadlines:
            raise x.AlreadyDone("答复期限只能延长一次，本案的延期已经告知", law, "，请在延长后的期限内答复。")
    ledger = context.ledger(case, command.on)
    require_movable(ledger, "延长答复期限", law)
    _require_in_time(ledger, command.on, "呈请")
    most = context.law.number("extension_max_working_days", ledger.received_on, command.on)
    if command.working_days > most:
        raise x.TooMany(f"延长{command.working_days}个工作日，超过上限{most}个工作日", law, "，请改正天数。")


def _require_in_time(ledger: Ledger, on: dt.date, step: str) -> None:
    """An extension is proposed, approved and told on or before the running due date; after it there is none."""
    last_day = ledger.deadlines["extension_notice"].date
    if last_day is not None and on > last_day:
        todo = f"，届满后{step}的延期没有依据，请尽快答复，并在审批时由负责人说明逾期的原因。"
        raise x.TooLate(f"答复期限已于{last_day}届满", ("ogi.art33.para2",), todo)


def _told(case: Case, command: c.TellExtension, context: Context) -> Sequence[e.CaseEvent]:
    law, extension = ("ogi.art33.para2",), case.extension
    if extension is None or extension.approved_on is None:
        raise x.Missing("延期还没有经工作机构负责人同意", law, "，不能告知，请先请负责人审批。")
    if command.on < extension.approved_on:
        raise x.DateRefused(f"{command.on}早于同意延期之日{extension.approved_on}", law, "，请核对日期。")
    if extension.told_on is not None:
        raise x.AlreadyDone("延期已经告知过申请人", law, "，请在延长后的期限内答复。")
    ledger = context.ledger(case, command.on)
    require_movable(ledger, "延长答复期限", law)
    _require_in_time(ledger, command.on, "告知")
    return [e.DeadlineExtended(command.on, context.actor.id, extension.working_days)]


def decide_excessive(
    case: Case, command: c.AskReasons | c.ReceiveReasons | c.DeferAnswer | c.DeclineExcessive, context: Context
) -> Sequence[e.CaseEvent]:
    """数量、频次明显超过合理范围 (art. 35): reasons asked, then deferred or declined."""
    require_open(case)
    law, actor = ("ogi.art35",), context.actor.id
    if isinstance(command, c.AskReasons):
        if case.reasons is not None:
            raise x.AlreadyDone("已经要求申请人说明理由", law, "，请等申请人说明后再判断。")
        _check_until(case, command, context)
        return [e.ReasonsAsked(command.on, actor, context.ref, command.until)]
    if case.reasons is None:
        raise x.Missing("还没有要求申请人说明理由", law, "，请先告知申请人说明理由。")
    if command.on < case.reasons.date:
        raise x.DateRefused(f"{command.on}早于要求说明理由之日", law, "，请核对日期。")
    if isinstance(command, c.ReceiveReasons):
        if isinstance(case.reasons, e.ReasonsReceived):
            raise x.AlreadyDone("理由说明已经登记", law, "，请判断理由是否合理。")
        return [e.ReasonsReceived(command.on, actor, context.ref)]
    if isinstance(command, c.DeclineExcessive):
        if not isinstance(case.reasons, e.ReasonsReceived) and command.on <= (case.reasons.until or case.reasons.date):
            todo = "，请给申请人说明的时间（法律没有写明天数），收到说明或者逾期没有说明以后再作判断。"
            raise x.Missing("申请人还没有机会说明理由", law, todo)
        return [e.ExcessiveDeclined(command.on, actor, context.ref)]
    return _deferred(case, command, context)


def _check_until(case: Case, command: c.AskReasons, context: Context) -> None:
    """Refuse a day that leaves the requester no time, or the agency none: asking doesn't stop the answer's period."""
    if command.until is None:
        return
    due = context.ledger(case, command.on).due_on
    if command.until <= command.on or (due is not None and command.until > due):
        raise x.DateRefused(
            f"说明理由的最后一日{command.until}应当晚于告知之日{command.on}",
            ("ogi.art35", "ogi.art33.para3"),
            f"，并且不晚于答复期限届满之日{due or '（待定）'}，请核对；要求说明理由不停止计算答复期限。",
        )


def _deferred(case: Case, command: c.DeferAnswer, context: Context) -> Sequence[e.CaseEvent]:
    law = ("ogi.art35",)
    if not isinstance(case.reasons, e.ReasonsReceived):
        raise x.Missing("还没有收到申请人的理由说明", law, "，理由合理的才能确定延迟答复的期限，请先登记收到的说明。")
    if case.deferred is not None:
        raise x.AlreadyDone(f"已经告知延迟至{case.deferred.until}答复", law, "，请在该日以前答复。")
    ledger = context.ledger(case, command.on)
    require_movable(ledger, "延迟答复", law)
    due = ledger.due_on
    if due is not None and command.on > due:
        raise x.TooLate(f"答复期限已于{due}届满", law, "，不能再确定延迟答复的期限，请尽快答复。")
    if command.until <= (due or command.on) or command.until > context.calendar.last:
        raise x.DateRefused(f"延迟答复的日期{command.until}应当晚于现在的期限{due or '待定'}", law, "，请核对日期。")
    return [e.DeferralNotified(command.on, context.actor.id, command.until, context.ref)]
