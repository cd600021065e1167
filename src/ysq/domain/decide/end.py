"""Ends without a letter: abandoned, withdrawn, the requester gone, answered on the spot."""

from collections.abc import Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.decide import determine
from ysq.domain.decide.context import Context
from ysq.domain.decide.guards import open_items, require_open
from ysq.domain.surroundings import silent_parties
from ysq.domain.terms import ClockState, EndReason, RequesterKind


def decide_end(
    case: Case,
    command: c.DeclareAbandoned | c.WithdrawRequest | c.EndCase | c.AnswerOnTheSpot,
    context: Context,
) -> Sequence[e.CaseEvent]:
    """The open items end; abandonment only after the requester's period has run out."""
    require_open(case)
    actor = context.actor.id
    match command:
        case c.DeclareAbandoned():
            unpaid = _lapsed(case, command, context)
            return [e.RequestAbandoned(command.on, actor, unpaid, context.ref)]
        case c.EndCase():
            _require_fitting(case, command)
            return [e.CaseEnded(command.on, actor, command.reason, context.ref)]
        case c.WithdrawRequest():
            open_items(case, command.items)
            return [e.RequestWithdrawn(command.on, actor, command.items, context.ref)]
        case c.AnswerOnTheSpot():
            _require_releasable(case, command, context)
            return [e.AnsweredOnTheSpot(command.on, actor, command.items, context.ref)]


def _require_fitting(case: Case, command: c.EndCase) -> None:
    """Refuse the death of an organisation and the dissolution of a person."""
    person = case.received.requester_kind is RequesterKind.PERSON
    if person != (command.reason is EndReason.DEATH):
        kind = case.received.requester_kind.zh
        raise x.UnknownReference(f"申请人是{kind}，不能以“{command.reason.zh}”终止", ("ogi.art45",), "，请核对原因。")


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
