"""Ends without a letter: abandoned, withdrawn, the requester gone, answered on the spot; and one of several leaves."""

from collections.abc import Sequence
from uuid import UUID

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.decide import determine
from ysq.domain.decide.context import Context
from ysq.domain.decide.guards import open_items, require_open
from ysq.domain.surroundings import silent_parties
from ysq.domain.terms import ClockState, EndReason, LeavingReason, RequesterKind

_JOINT = ("ogi.art29.para2.item1",)


def decide_end(
    case: Case,
    command: c.DeclareAbandoned | c.WithdrawRequest | c.EndCase | c.AnswerOnTheSpot | c.RecordLeaving,
    context: Context,
) -> Sequence[e.CaseEvent]:
    """The open items end; abandonment only after the requester's period has run out.

    One of several requesters ends nothing: he leaves, and only the last one's death or withdrawal ends the request.
    """
    require_open(case)
    actor = context.actor.id
    match command:
        case c.DeclareAbandoned():
            unpaid = _lapsed(case, command, context)
            return [e.RequestAbandoned(command.on, actor, unpaid, context.ref)]
        case c.EndCase():
            _require_alone(case)
            _require_fitting(case, case.requesters[0].id, command.reason)
            return [e.CaseEnded(command.on, actor, command.reason, context.ref)]
        case c.RecordLeaving():
            _require_companion(case, command)
            _require_fitting(case, command.person, command.reason)
            return [e.RequesterLeft(command.on, actor, command.person, command.reason, context.ref)]
        case c.WithdrawRequest():
            _require_all(case, command)
            open_items(case, command.items)
            return [e.RequestWithdrawn(command.on, actor, command.items, context.ref)]
        case c.AnswerOnTheSpot():
            _require_releasable(case, command, context)
            return [e.AnsweredOnTheSpot(command.on, actor, command.items, context.ref)]


def _require_alone(case: Case) -> None:
    """Refuse to end for one requester what others still ask for."""
    if len(case.requesters) > 1:
        raise x.WrongStage(
            f"本案有{len(case.requesters)}位共同申请人，不能因其中一位的变故终止办理", _JOINT,
            "，请先登记共同申请人退出；只剩最后一位时，才可以终止办理。",
        )  # fmt: skip


def _require_all(case: Case, command: c.WithdrawRequest) -> None:
    """Refuse to withdraw for all what only one of several gave up."""
    if len(case.requesters) > 1 and not command.by_all:
        raise x.WrongStage(
            f"本案有{len(case.requesters)}位共同申请人，只有全体一致才能撤回申请事项", _JOINT,
            "；只是其中一位不再申请的，请登记共同申请人退出，其他人的申请继续办理；全体一致撤回的，请选择“全体一致撤回”。",
        )  # fmt: skip


def _require_companion(case: Case, command: c.RecordLeaving) -> None:
    """Refuse who doesn't ask, or no longer, and the last one: with him the request itself ends."""
    if len(case.requesters) == 1:
        raise x.WrongStage(
            "本案只有一位申请人，没有其他共同申请人", _JOINT, "，撤回的请登记撤回申请，死亡或者单位终止的请终止办理。"
        )
    if all(ref.id != command.person for ref in case.requesters):
        raise x.UnknownReference("这个人不是现在的申请人", _JOINT, "，请从共同申请人中选择；代理人不必登记退出。")


def _require_fitting(case: Case, person: UUID, reason: EndReason | LeavingReason) -> None:
    """Refuse the death of an organisation and the dissolution of a person, where the case knows which it is."""
    kind = case.received.requester_kind
    if person != case.received.requester.id or reason is LeavingReason.WITHDRAWAL:
        return
    if (kind is RequesterKind.PERSON) != (reason in (EndReason.DEATH, LeavingReason.DEATH)):
        raise x.UnknownReference(f"申请人是{kind.zh}，不能以“{reason.zh}”登记", ("ogi.art45",), "，请核对原因。")


def _require_releasable(case: Case, command: c.AnswerOnTheSpot, context: Context) -> None:
    """What is given on the spot leaves as surely as by a letter: reviewed first, third parties heard (art. 17, 32)."""
    open_items(case, command.items)
    silent = silent_parties(case, context.ledger(case, command.on), command.on)
    for number in command.items:
        determine.require_release(case, case.items[number], silent)
        determine.require_reviewed_by(case, case.items[number], command.on)


def _lapsed(case: Case, command: c.DeclareAbandoned, context: Context) -> bool:
    """Whether it is an unpaid fee that lapsed; refuses while the requester's period still runs."""
    unpaid = case.fee is not None and not case.fee_paid
    law = ("ogi.art42", "fees.art6") if unpaid else ("ogi.art30",)
    ledger = context.ledger(case, command.on)
    if ledger.state is ClockState.LAPSE_DUE:
        return unpaid
    last = ledger.deadlines.get("fee_payment" if unpaid else "clarification_response")
    if last is not None and last.date is not None and last.date >= command.on:
        raise x.WrongStage(f"申请人的期限至{last.date}才届满", law, "，届满前不能作视为放弃的判断，请届满后再办理。")
    raise x.WrongStage(
        "没有已经送达而申请人逾期未回应的告知", law, "，不能作视为放弃的判断，请先登记告知的送达，期限届满后再判断。"
    )
