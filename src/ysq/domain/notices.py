"""告知文书: which step of a case each notice tells, and which steps still wait for theirs."""

import datetime as dt
from collections.abc import Iterator

import msgspec

from ysq.domain import events as e
from ysq.domain.case import Case, LetterState
from ysq.domain.letter_types import LetterType
from ysq.domain.terms import ConsulteeKind

CONSULTED_BY: dict[ConsulteeKind, LetterType] = {
    ConsulteeKind.THIRD_PARTY: LetterType.THIRD_PARTY_CONSULTATION,
    ConsulteeKind.CO_PRODUCER: LetterType.CO_PRODUCER_CONSULTATION,
    ConsulteeKind.OTHER_AGENCY: LetterType.AGENCY_CONSULTATION,
}
"""The 征求意见书 of each kind of consultee."""
_TOLD_BY: dict[type[e.HappenedEvent], LetterType] = {
    e.ClarificationAsked: LetterType.CLARIFICATION_NOTICE,
    e.ReasonsAsked: LetterType.REASONS_NOTICE,
    e.DeadlineExtended: LetterType.EXTENSION_NOTICE,
    e.DeferralNotified: LetterType.DEFERRAL_NOTICE,
    e.FeeDemanded: LetterType.FEE_NOTICE,
}


class NoticeStep(msgspec.Struct, frozen=True):
    """Entry `step` of the log, of the day `on`, which a notice of this kind tells; `party` in a consultation."""

    kind: LetterType
    step: int
    on: dt.date
    party: str = ""


def notice_steps(case: Case) -> Iterator[NoticeStep]:
    """Everything in the course of the case that a notice tells, in order."""
    for number, event in enumerate(case.happened, 1):
        if isinstance(event, e.ConsultationSent):
            yield NoticeStep(CONSULTED_BY[event.kind], number, event.date, event.party)
            yield NoticeStep(LetterType.CONSULTATION_NOTICE, number, event.date, event.party)
        elif event is not None and (kind := _TOLD_BY.get(type(event))):
            yield NoticeStep(kind, number, event.date)


def newest_step(case: Case, kind: LetterType, party: str = "") -> NoticeStep | None:
    """The last step that a notice of this kind tells; of the party named, or of any when none is."""
    found = [one for one in notice_steps(case) if one.kind is kind and party in ("", one.party)]
    return found[-1] if found else None


def issued_for(case: Case, step: NoticeStep) -> LetterState | None:
    """The notice by which this step was told, if it was issued."""
    return next((one for one in case.procedural if (one.letter_type, one.step) == (step.kind, step.step)), None)


def issuable_notices(case: Case) -> Iterator[NoticeStep]:
    """The steps of which a notice may still be issued: the last ones, not told yet, and nothing has come of them."""
    for step in notice_steps(case):
        last = newest_step(case, step.kind, step.party) == step
        if last and issued_for(case, step) is None and not overtaken(case, step):
            yield step


def waiting_notices(case: Case) -> Iterator[NoticeStep]:
    """Those of them that wait for it; that others are consulted the requester is told where the agency does so."""
    return (step for step in issuable_notices(case) if step.kind is not LetterType.CONSULTATION_NOTICE)


def overtaken(case: Case, step: NoticeStep) -> bool:
    """Whether its service, or what it asks for, is already on record: then the notice was another paper."""
    after = case.happened[step.step :]
    match step.kind:
        case LetterType.CLARIFICATION_NOTICE:
            return any(isinstance(one, e.ClarificationDelivered | e.ClarificationReceived) for one in after)
        case LetterType.FEE_NOTICE:
            return any(isinstance(one, e.FeeDelivered | e.FeePaid) for one in after)
        case LetterType.REASONS_NOTICE:
            return any(isinstance(one, e.ReasonsReceived) for one in after)
        case LetterType.EXTENSION_NOTICE | LetterType.DEFERRAL_NOTICE:
            return False
        case LetterType.CONSULTATION_NOTICE:
            return step.party in case.answers
        case _:
            return any(
                isinstance(one, e.ConsultationDelivered | e.ConsultationAnswered) and one.party == step.party
                for one in after
            )
