"""待办: what a case waits for, and for whom; derived from the case, the agency's route and the clock's state."""

import datetime as dt
from collections.abc import Iterator, Mapping

import msgspec

from ysq.domain import events as e
from ysq.domain.case import Case, ItemState
from ysq.domain.law import Need, Outcome
from ysq.domain.terms import ClockState, Role, Stage, Term

HEADS = (Role.OFFICE_HEAD, Role.SIGNER)
_ENDED = frozenset({Stage.ANSWERED, Stage.WITHDRAWN, Stage.ABANDONED, Stage.ENDED, Stage.CLOSED})


class Task(Term):
    """What is to be done next, by the command that does it."""

    REGISTER = "register", "登记"
    ANSWER_UNIT = "record_unit_answer", "答复协办"
    APPROVE_EXTENSION = "approve_extension", "决定是否同意延期"
    TELL_EXTENSION = "tell_extension", "告知申请人延期"
    JUDGE_REASONS = "defer_answer", "判断理由是否合理"
    JUDGE_LAPSE = "declare_abandoned", "判断是否视为放弃"
    REVIEW_SECRECY = "record_secrecy_review", "保密审查"
    DRAFT = "draft_determination", "检索、拟办"
    ENDORSE = "endorse", "会签"
    REVIEW_LEGALITY = "review_legality", "合法性审查"
    APPROVE = "approve_determination", "审批"
    ISSUE = "issue_letter", "制发文书"
    SEND = "record_posting", "寄送文书"
    ARCHIVE = "archive", "归档"


class Waiting(msgspec.Struct, frozen=True):
    """One thing that waits for any of `roles`: on which item, in which unit, since when, as far as these are known."""

    task: Task
    roles: tuple[Role, ...]
    item: int | None = None
    unit: str | None = None
    since: dt.date | None = None


def waiting(
    case: Case, route: tuple[Role, ...], outcomes: Mapping[str, Outcome], state: ClockState
) -> tuple[Waiting, ...]:
    """Everything that the case waits for, in the order in which a case goes; `state` is the clock's on the day."""
    if case.stage is Stage.RECEIVED:
        return (Waiting(Task.REGISTER, (Role.CLERK,), since=case.received.date),)
    if case.stage in _ENDED:
        return (Waiting(Task.ARCHIVE, (Role.ARCHIVIST,), since=case.last_on),)
    return (*_of_case(case, state), *_of_items(case, route, outcomes))


def _of_case(case: Case, state: ClockState) -> Iterator[Waiting]:
    if state is ClockState.LAPSE_DUE:
        yield Waiting(Task.JUDGE_LAPSE, HEADS)
    for letter in case.letters:
        if not letter.sent and not letter.withdrawn:
            yield Waiting(Task.SEND, (Role.CLERK,), since=letter.issued_on)
    if not case.open_items:
        return
    for name, unit in case.units.items():
        if isinstance(unit, e.UnitAsked):
            yield Waiting(Task.ANSWER_UNIT, (Role.UNIT_OFFICER,), unit=name, since=unit.date)
    extension = case.extension
    if extension is not None and extension.approved_by is None:
        yield Waiting(Task.APPROVE_EXTENSION, (Role.OFFICE_HEAD,), since=extension.proposed_on)
    elif extension is not None and extension.told_on is None:
        yield Waiting(Task.TELL_EXTENSION, (Role.CLERK,), since=extension.approved_on)
    if isinstance(case.reasons, e.ReasonsReceived) and case.deferred is None:
        yield Waiting(Task.JUDGE_REASONS, (Role.OFFICE_HEAD,), since=case.reasons.date)


def _of_items(case: Case, route: tuple[Role, ...], outcomes: Mapping[str, Outcome]) -> Iterator[Waiting]:
    for number in case.open_items:
        item = case.items[number]
        if _unreviewed(item, outcomes):
            yield Waiting(Task.REVIEW_SECRECY, (Role.SECRECY_REVIEWER,), number)
        if item.approved_by is not None:
            yield Waiting(Task.ISSUE, (Role.CLERK,), number, since=item.approved_on)
        elif item.outcome is not None:
            yield from _of_draft(item, route)
        elif case.stage is not Stage.AWAITING_REQUESTER:
            yield Waiting(Task.DRAFT, (Role.CLERK,), number)


def _of_draft(item: ItemState, route: tuple[Role, ...]) -> Iterator[Waiting]:
    """The next step of the route, or approval behind the last; an opinion on legality is asked for in any case."""
    steps = [role for role in route if role not in item.endorsed]
    if item.legality is None:
        yield Waiting(Task.REVIEW_LEGALITY, (Role.LEGAL,), item.item, since=item.drafted_on)
    if steps:
        yield Waiting(Task.ENDORSE, (steps[0],), item.item, since=item.drafted_on)
    else:
        yield Waiting(Task.APPROVE, HEADS, item.item, since=item.drafted_on)


def _unreviewed(item: ItemState, outcomes: Mapping[str, Outcome]) -> bool:
    """Whether a record may be released that nobody has reviewed (art. 17)."""
    if item.releasable is not None:
        return False
    outcome = outcomes.get(item.outcome or "")
    return Need.SECRECY_REVIEW in outcome.needs if outcome else bool(item.records)
