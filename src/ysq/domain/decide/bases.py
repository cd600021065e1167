"""What a drafter must state for a decision besides its reasons, and what must have happened in the case before it."""

import datetime as dt
from collections.abc import Callable

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.case import Case
from ysq.domain.clock import Ledger
from ysq.domain.events import ReasonsReceived
from ysq.domain.grounds import (
    AccessRoute,
    Basis,
    EarlierAnswer,
    ForbiddingLaw,
    SecretMarking,
    SectorUnit,
    SpecialLaw,
    ThirdPartyView,
    Withdrawal,
)
from ysq.domain.law import Need, Outcome
from ysq.domain.terms import ClockState

BASES: dict[Need, tuple[type[Basis], str]] = {
    Need.MARKING: (
        SecretMarking,
        "，请写明密级、定密机关、定密依据和保密期限；依据本身涉密的，只写台账编号。",
    ),
    Need.FORBIDDING_LAW: (ForbiddingLaw, "，请写明禁止公开的法律、行政法规及其条款；规章和其他文件不能作为依据。"),
    Need.THIRD_PARTY: (ThirdPartyView, "，请写明对第三方理由和公共利益的判断，不能只引用第三方的意见。"),
    Need.ACCESS_ROUTE: (AccessRoute, "，请写明网址、栏目、地点等具体的方式、途径，使申请人能够据此取得或者提出。"),
    Need.SPECIAL_LAW: (SpecialLaw, "，请写明另有规定的法律、行政法规及其条款，以及依照该规定办理的地点和途径。"),
    Need.EARLIER_ANSWER: (EarlierAnswer, "，请写明此前答复的文号和日期。"),
    Need.SECTOR_UNIT: (SectorUnit, "，请写明该公共企事业单位，以及受理申诉的主管部门的名称和联系方式。"),
    Need.WITHDRAWAL: (Withdrawal, "，请写明申请人撤回申请的日期。"),
}
"""What the drafter must state for a need, and what he does when it is missing."""


def require_basis(command: c.DraftDetermination, ground: Outcome) -> None:
    """Refuse a draft without what its outcome, or the ground of the withheld part, must state, and one with more."""
    for need, (kind, todo) in BASES.items():
        if need in ground.needs and not isinstance(command.basis, kind):
            raise x.Missing(f"{ground.name}没有写明{need.zh}", ground.provisions, todo)
        if need not in ground.needs and isinstance(command.basis, kind):
            raise x.UnknownReference(f"{ground.name}不需要写明{need.zh}", ground.provisions, "，请核对办理结果。")
    stated = command.basis
    if isinstance(stated, EarlierAnswer | Withdrawal) and stated.on > command.on:
        raise x.DateRefused(f"{stated.on}晚于拟办之日{command.on}", ground.provisions, "，请核对日期。")


def require_course(case: Case, outcome: Outcome, ledger: Ledger, on: dt.date) -> None:
    """Refuse an outcome that presupposes a step that the case doesn't have by the day `on` of the decision."""
    for need in outcome.needs:
        if need in _COURSE:
            met, missing, todo = _COURSE[need]
            if not met(case, ledger, on):
                raise x.Missing(missing, outcome.provisions, todo)


def _lapsed(ledger: Ledger, deadline: str) -> bool:
    return ledger.state is ClockState.LAPSE_DUE and deadline in ledger.deadlines


def _heard(case: Case, _ledger: Ledger, on: dt.date) -> bool:
    """Whether the requester was asked for his reasons, and gave them or had at least a day to (art. 35)."""
    return isinstance(case.reasons, ReasonsReceived) or (case.reasons is not None and case.reasons.date < on)


_Course = tuple[Callable[[Case, Ledger, dt.date], bool], str, str]
_COURSE: dict[Need, _Course] = {
    Need.CLARIFIED: (
        lambda case, *_: case.clarified_on is not None,
        "本案没有收到过补正",
        "，不能以补正后仍不明确答复；内容不明确的，请先一次性告知补正。",
    ),
    Need.REASONS_ASKED: (
        _heard,
        "还没有要求申请人说明理由，或者申请人还没有机会说明",
        "，请先告知申请人说明理由，收到说明或者逾期没有说明以后，再决定是否不予处理。",
    ),
    Need.LAPSED_CLARIFICATION: (
        lambda case, ledger, _: case.clarified_on is None and _lapsed(ledger, "clarification_response"),
        "没有已经送达、期限届满而申请人没有补正的告知",
        "，不能以逾期不补正答复；请核对补正告知的送达日期和期限。",
    ),
    Need.LAPSED_FEE: (
        lambda case, ledger, _: case.fee is not None and not case.fee_paid and _lapsed(ledger, "fee_payment"),
        "没有已经送达、期限届满而申请人没有缴费的通知",
        "，不能以逾期未缴费答复；请核对收费通知的送达日期和期限。",
    ),
}
