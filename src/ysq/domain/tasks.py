"""待办: what a case waits for, and for whom; derived from the case, the agency's route and the clock's state."""

import datetime as dt
from collections.abc import Collection, Iterator
from itertools import combinations

import msgspec

from ysq.domain import access
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.case import Case, ItemState
from ysq.domain.law import Need, OutcomeTable
from ysq.domain.letter_types import LetterType
from ysq.domain.notices import waiting_notices
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
    ISSUE_NOTICE = "issue_notice", "制发"
    ISSUE = "issue_letter", "制发文书"
    SEND = "record_posting", "寄送文书"
    ARCHIVE = "archive", "归档"


_DONE_BY: dict[Task, tuple[Role, ...]] = {
    Task.REGISTER: (Role.CLERK,),
    Task.ANSWER_UNIT: (Role.UNIT_OFFICER,),
    Task.APPROVE_EXTENSION: (Role.OFFICE_HEAD,),
    Task.TELL_EXTENSION: (Role.CLERK,),
    Task.JUDGE_REASONS: (Role.OFFICE_HEAD,),
    Task.JUDGE_LAPSE: HEADS,
    Task.REVIEW_SECRECY: (Role.SECRECY_REVIEWER,),
    Task.DRAFT: (Role.CLERK,),
    Task.REVIEW_LEGALITY: (Role.LEGAL,),
    Task.APPROVE: HEADS,
    Task.ISSUE_NOTICE: (Role.CLERK,),
    Task.ISSUE: (Role.CLERK,),
    Task.SEND: (Role.CLERK,),
    Task.ARCHIVE: (Role.ARCHIVIST,),
}
"""Who does what; who endorses is the agency's route."""
USUAL = frozenset({Task.REGISTER.value, Task.DRAFT.value, Task.ARCHIVE.value})
"""The keys that nearly every case has at one time; the rest are in an index of their own."""
LATER = f"{Task.JUDGE_LAPSE}:later"
"""The key of a lapse that time alone will bring."""


class Waiting(msgspec.Struct, frozen=True):
    """One thing that waits for any of `roles`: on which item, in which unit, since when, as far as these are known.

    `after` is what has to be done before, by others; `notice` which notice is to be issued, to `party` if it names one.
    """

    task: Task
    roles: tuple[Role, ...]
    item: int | None = None
    unit: str | None = None
    since: dt.date | None = None
    after: Task | None = None
    notice: LetterType | None = None
    party: str = ""


def waiting(case: Case, route: tuple[Role, ...], outcomes: OutcomeTable, state: ClockState) -> tuple[Waiting, ...]:
    """Everything that the case waits for, in the order in which a case goes; `state` is the clock's on the day."""
    stage = case.stage
    if stage is Stage.RECEIVED:
        return (_waits(Task.REGISTER, since=case.received.date),)
    if stage in _ENDED:
        return (_waits(Task.ARCHIVE, since=case.last_on),)
    return (*_of_case(case, state), *_of_items(case, stage, route, outcomes))


def may_lapse(case: Case) -> bool:
    """Whether something is asked of the requester: only then does time alone bring a judgement."""
    return case.clarification is not None or case.fee is not None


def keys(case: Case, outcomes: OutcomeTable, now: ClockState, in_the_end: ClockState) -> Iterator[str]:
    """By which words the case is found for whom it waits; neither the agency's route nor a later day changes them.

    `in_the_end` is the clock's state when time has brought all that it brings alone.
    """
    for task in waiting(case, (), outcomes, now):
        if task.task is Task.APPROVE and task.item is not None:
            yield _draft(case.items[task.item].endorsed)
            continue
        yield task.task.value
        if task.unit is not None:
            yield _asked(task.unit)
    if in_the_end is ClockState.LAPSE_DUE and now is not in_the_end:
        yield LATER


def sought(role: Role, units: Collection[str] | None, route: tuple[Role, ...]) -> tuple[str, ...]:
    """The keys of everything that may wait for this role under a route; `units` are its own (None: it sees any)."""
    plain = [task.value for task, roles in _DONE_BY.items() if role in roles and task is not Task.APPROVE]
    if units is not None and role in _DONE_BY[Task.ANSWER_UNIT]:
        plain = [key for key in plain if key != Task.ANSWER_UNIT] + [_asked(unit) for unit in units]
    endorsers = access.MAY[c.Endorse]
    endorsed = (some for count in range(len(endorsers) + 1) for some in combinations(endorsers, count))
    drafts = (_draft(some) for some in endorsed if role in _next_of(route, some))
    return tuple(sorted({*plain, *drafts}))


def _next_of(route: tuple[Role, ...], endorsed: Collection[Role]) -> tuple[Role, ...]:
    """Who takes the next step with a draft."""
    step = _next(route, endorsed)
    return _DONE_BY[Task.APPROVE] if step is None else (step,)


def _next(route: tuple[Role, ...], endorsed: Collection[Role]) -> Role | None:
    return next((role for role in route if role not in endorsed), None)


def _draft(endorsed: Collection[Role]) -> str:
    return ":".join(("draft", *sorted(endorsed)))


def _asked(unit: str) -> str:
    return f"{Task.ANSWER_UNIT}:{unit}"


def _waits(task: Task, item: int | None = None, unit: str | None = None, since: dt.date | None = None) -> Waiting:
    return Waiting(task, _DONE_BY[task], item, unit, since)


def _of_case(case: Case, state: ClockState) -> Iterator[Waiting]:
    if state is ClockState.LAPSE_DUE:
        yield _waits(Task.JUDGE_LAPSE)
    for letter in case.outgoing:
        if not letter.sent and not letter.withdrawn:
            yield _waits(Task.SEND, since=letter.issued_on)
    if not case.open_items:
        return
    for told in waiting_notices(case):
        roles = _DONE_BY[Task.ISSUE_NOTICE]
        yield Waiting(Task.ISSUE_NOTICE, roles, since=told.on, notice=told.kind, party=told.party)
    for name, unit in case.units.items():
        if isinstance(unit, e.UnitAsked):
            yield _waits(Task.ANSWER_UNIT, unit=name, since=unit.date)
    extension = case.extension
    if extension is not None and extension.approved_by is None:
        yield _waits(Task.APPROVE_EXTENSION, since=extension.proposed_on)
    elif extension is not None and extension.told_on is None:
        yield _waits(Task.TELL_EXTENSION, since=extension.approved_on)
    if isinstance(case.reasons, e.ReasonsReceived) and case.deferred is None:
        yield _waits(Task.JUDGE_REASONS, since=case.reasons.date)


def _of_items(case: Case, stage: Stage, route: tuple[Role, ...], outcomes: OutcomeTable) -> Iterator[Waiting]:
    for number in case.open_items:
        item = case.items[number]
        unreviewed = _unreviewed(item, outcomes)
        if unreviewed:
            yield _waits(Task.REVIEW_SECRECY, number)
        if item.approved_by is not None:
            yield _waits(Task.ISSUE, number, since=item.approved_on)
        elif item.outcome is not None:
            yield from _of_draft(item, route, Task.REVIEW_SECRECY if unreviewed else None)
        elif stage is not Stage.AWAITING_REQUESTER:
            yield _waits(Task.DRAFT, number)


def _of_draft(item: ItemState, route: tuple[Role, ...], before: Task | None) -> Iterator[Waiting]:
    """The next step of the route, or approval behind the last; an opinion on legality is asked for in any case.

    `before` is what approval has to wait for.
    """
    step = _next(route, item.endorsed)
    if item.legality is None:
        yield _waits(Task.REVIEW_LEGALITY, item.item, since=item.drafted_on)
    if step is not None:
        yield Waiting(Task.ENDORSE, (step,), item.item, since=item.drafted_on)
    else:
        yield Waiting(Task.APPROVE, HEADS, item.item, since=item.drafted_on, after=before)


def _unreviewed(item: ItemState, outcomes: OutcomeTable) -> bool:
    """Whether a record may be released that nobody has reviewed (art. 17)."""
    if item.releasable is not None:
        return False
    outcome = outcomes.find(item.outcome or "", item.drafted_on) if item.drafted_on else None
    return Need.SECRECY_REVIEW in outcome.needs if outcome else bool(item.records)
