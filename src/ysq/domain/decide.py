"""What follows from a command: events, or a refusal that names the provision and what to do next. Pure."""

import datetime as dt
from collections.abc import Sequence
from typing import assert_never
from uuid import UUID

import msgspec

from ysq.domain import access, clock
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.actor import Actor
from ysq.domain.calendar import Calendar
from ysq.domain.case import Case, ItemState
from ysq.domain.determine import approved_item, drafted_item, require_needs
from ysq.domain.law import Outcome
from ysq.domain.terms import ClockState, Stage


class FrozenLetter(msgspec.Struct, frozen=True):
    """A letter ready to be issued: numbered, typeset, its bytes kept."""

    letter_id: UUID
    letter_type: str
    letter_no: str
    file: e.Ref
    pages: int


class Context(msgspec.Struct, frozen=True):
    """Everything a decision depends on, as values: actor, day, law, calendar, settings, what was reserved or kept.

    `today` is the day of recording in Asia/Shanghai; `refs` point to the command's prose in its order, `person`
    to the identity it names; `number` is the register or archive number reserved.
    """

    actor: Actor
    today: dt.date
    law: clock.ClockLaw
    calendar: Calendar
    outcomes: dict[str, Outcome]
    book: str
    policy: clock.Policy = clock.Policy()
    refs: tuple[e.Ref, ...] = ()
    person: e.Ref | None = None
    number: str | None = None
    letter: FrozenLetter | None = None

    def ledger(self, case: Case, as_of: dt.date) -> clock.Ledger:
        """The case's ledger as of a day."""
        return clock.ledger(clock.Course(case.course, as_of, self.policy), self.law, self.calendar)


def decide(case: Case, command: c.CaseCommand, context: Context) -> Sequence[e.CaseEvent]:
    """The events that follow from `command`, or a Refusal naming the provision that forbids it."""
    access.require(context.actor, type(command), case.agency_id)
    _check_day(case, command.on, context.today)
    if case.stage is Stage.ARCHIVED:
        raise x.WrongStage("案件已经归档", ("ogi.art45",), "，不能再办理。")
    if case.register_no is None and not isinstance(command, c.RegisterRequest):
        raise x.WrongStage("申请尚未登记", ("ogi.art45",), "，请先登记。")
    match command:
        case c.RegisterRequest() | c.ArchiveCase():
            return _numbered(case, command, context)
        case c.AskClarification() | c.RecordClarificationDelivery() | c.ReceiveClarification():
            return _clarification(case, command, context)
        case c.Consult() | c.RecordConsultationDelivery() | c.RecordConsultationAnswer():
            return _consultation(case, command, context)
        case c.ProposeExtension() | c.ApproveExtension() | c.TellExtension():
            return _extension(case, command, context)
        case c.RecordSearch() | c.RecordSecrecyReview():
            return _evidence(case, command, context)
        case c.DraftDetermination() | c.ApproveDetermination():
            return _determination(case, command, context)
        case c.IssueLetter() | c.RecordPosting() | c.RecordDelivery():
            return _letter(case, command, context)
        case _:
            assert_never(command)


def _check_day(case: Case, on: dt.date, today: dt.date) -> None:
    if on > today:
        raise x.DateRefused(f"{on}还没有到", (), "，请填写实际发生的日期。")
    if on < case.received.date:
        raise x.DateRefused(f"{on}早于收到申请之日{case.received.date}", ("ogi.art31",), "，请核对日期。")


def _numbered(case: Case, command: c.RegisterRequest | c.ArchiveCase, context: Context) -> Sequence[e.CaseEvent]:
    if isinstance(command, c.RegisterRequest):
        if case.register_no is not None:
            raise x.AlreadyDone(f"申请已经登记为{case.register_no}", ("ogi.art45",), "，不必重复登记。")
        return [e.CaseRegistered(command.on, context.actor.id, _given(context.number))]
    if case.stage is not Stage.ANSWERED:
        raise x.WrongStage("案件还没有全部答复并寄出或者送达", ("ogi.art45",), "，不能归档。")
    return [e.CaseArchived(command.on, context.actor.id, _given(context.number), command.retention.value)]


def _clarification(
    case: Case,
    command: c.AskClarification | c.RecordClarificationDelivery | c.ReceiveClarification,
    context: Context,
) -> Sequence[e.CaseEvent]:
    _require_open(case)
    actor = context.actor.id
    if isinstance(command, c.AskClarification):
        if case.clarification is not None:
            raise x.AlreadyDone("补正应当一次性告知，本案已经告知过", ("ogi.art30",), "，请按现有材料办理。")
        return [e.ClarificationAsked(command.on, actor, command.working_days, context.refs[0])]
    if case.clarification is None:
        raise x.WrongStage("本案没有告知过补正", ("ogi.art30",), "，不能登记补正的送达或者收到。")
    if isinstance(command, c.RecordClarificationDelivery):
        return [e.ClarificationDelivered(command.on, actor)]
    if case.clarified_on is not None:
        raise x.AlreadyDone("补正已经收到过", ("ogi.art30",), "，补充材料请另行登记。")
    state = context.ledger(case, command.on).state
    if state is ClockState.LAPSE_DUE and not command.excused:
        todo = "；如有正当理由，请注明后再登记，否则由人判断是否视为放弃。"
        raise x.TooLate("补正期限已经届满", ("ogi.art30",), todo)
    for number in command.items:
        _item(case, number)
    received = zip(sorted(command.items), context.refs, strict=True)
    items = tuple(e.ReceivedItem(number, ref) for number, ref in received)
    return [e.ClarificationReceived(command.on, actor, command.excused, items)]


def _consultation(
    case: Case, command: c.Consult | c.RecordConsultationDelivery | c.RecordConsultationAnswer, context: Context
) -> Sequence[e.CaseEvent]:
    _require_open(case)
    actor = context.actor.id
    sent = {consultation.party: consultation for consultation in case.consultations}
    if isinstance(command, c.Consult):
        if command.party in sent:
            raise x.AlreadyDone(f"已经向“{command.party}”征求过意见", ("ogi.art32",), "，请核对称谓。")
        person = context.person
        assert person is not None, "cases.handle seals the consultee before deciding"
        return [e.ConsultationSent(command.on, actor, command.party, command.kind, person, context.refs[0])]
    if command.party not in sent:
        raise x.UnknownReference(f"没有向“{command.party}”征求过意见", ("ogi.art32",), "，请核对称谓。")
    if command.on < sent[command.party].date:
        raise x.DateRefused(f"{command.on}早于发出征求意见书的日期", ("ogi.art32",), "，请核对日期。")
    if isinstance(command, c.RecordConsultationDelivery):
        return [e.ConsultationDelivered(command.on, actor, command.party)]
    if command.party in case.answers:
        raise x.AlreadyDone(f"“{command.party}”的意见已经登记", ("ogi.art32",), "。")
    return [e.ConsultationAnswered(command.on, actor, command.party, command.reply, context.refs[0])]


def _extension(
    case: Case, command: c.ProposeExtension | c.ApproveExtension | c.TellExtension, context: Context
) -> Sequence[e.CaseEvent]:
    _require_open(case)
    law, actor, extension = ("ogi.art33.para2",), context.actor.id, case.extension
    if isinstance(command, c.ProposeExtension):
        if extension is not None:
            raise x.AlreadyDone("答复期限只能延长一次，本案已经呈请过延期", law, "。")
        return [e.ExtensionProposed(command.on, actor, command.working_days, context.refs[0])]
    if extension is None:
        raise x.Missing("还没有呈请延期", law, "，请先写明理由和天数呈请。")
    if isinstance(command, c.ApproveExtension):
        if extension.approved_by is not None:
            raise x.AlreadyDone("延期已经同意", law, "，请在期限届满前告知申请人。")
        if extension.proposed_by == actor:
            raise x.SamePerson("呈请人不能自己同意延期", law, "，请由工作机构负责人办理。")
        return [e.ExtensionApproved(command.on, actor)]
    if extension.approved_by is None:
        raise x.Missing("延期还没有经工作机构负责人同意", law, "，不能告知。")
    if extension.told_on is not None:
        raise x.AlreadyDone("延期已经告知过申请人", law, "。")
    last_day = context.ledger(case, command.on).deadlines["extension_notice"].date
    if last_day is not None and command.on > last_day:
        raise x.TooLate(f"答复期限已于{last_day}届满", law, "，届满后告知的延期没有依据，请尽快答复。")
    return [e.DeadlineExtended(command.on, actor, extension.working_days)]


def _evidence(case: Case, command: c.RecordSearch | c.RecordSecrecyReview, context: Context) -> Sequence[e.CaseEvent]:
    _require_open(case)
    item = _item(case, command.item)
    if isinstance(command, c.RecordSearch):
        return [e.SearchRecorded(command.on, context.actor.id, item.item, command.found, context.refs[0])]
    return [e.SecrecyReviewed(command.on, context.actor.id, item.item, command.releasable, context.refs[0])]


def _determination(
    case: Case, command: c.DraftDetermination | c.ApproveDetermination, context: Context
) -> Sequence[e.CaseEvent]:
    _require_open(case)
    item = _item(case, command.item)
    if item.letter_id is not None:
        raise x.AlreadyDone(f"第{item.item}项已经答复", ("ogi.art36",), "，不能再改。")
    if isinstance(command, c.DraftDetermination):
        drafted_item(case, command, context.outcomes)
        withheld = command.withheld.ground if command.withheld else None
        draft = e.DeterminationDrafted(
            command.on, context.actor.id, item.item, command.outcome, command.aspect, context.book, context.refs[0],
            withheld,
        )  # fmt: skip
        return [draft]
    approved_item(item, context.actor)
    require_needs(case, item, context.outcomes, _silent(case, command.on, context))
    return [e.DeterminationApproved(command.on, context.actor.id, item.item)]


def _silent(case: Case, on: dt.date, context: Context) -> frozenset[str]:
    """The parties whose period ran out without a word by `on`."""
    steps = context.ledger(case, on).steps
    ended = {name for name in context.law.deadlines.rules if name.endswith("_silent")}
    days = {step.date for step in steps if step.rule in ended}
    deadlines = context.ledger(case, on).deadlines
    return frozenset(
        consultation.party
        for consultation in case.consultations
        if (deadline := deadlines.get(f"consultation:{consultation.party}")) and deadline.date in days
    )


def _letter(
    case: Case, command: c.IssueLetter | c.RecordPosting | c.RecordDelivery, context: Context
) -> Sequence[e.CaseEvent]:
    actor = context.actor.id
    if isinstance(command, c.IssueLetter):
        check_issue(case, command)
        letter = context.letter
        assert letter is not None, "cases.handle freezes the letter before deciding"
        return [
            e.LetterIssued(
                command.on, actor, letter.letter_id, letter.letter_type, letter.letter_no, command.items,
                letter.file, letter.pages,
            )
        ]  # fmt: skip
    letter_state = case.letter(command.letter_id)
    if letter_state is None:
        raise x.UnknownReference("本案没有这份答复书", (), "，请从案件的文书中选择。")
    if command.on < letter_state.issued_on:
        raise x.DateRefused(f"{command.on}早于签发日期{letter_state.issued_on}", ("service.art4",), "，请核对日期。")
    if isinstance(command, c.RecordPosting):
        if letter_state.posted_on is not None:
            raise x.AlreadyDone(f"{letter_state.letter_no}已经交邮", ("service.art4",), "。")
        return [e.LetterPosted(command.on, actor, letter_state.letter_id, command.carrier, command.tracking_no)]
    if letter_state.delivered_on is not None:
        raise x.AlreadyDone(f"{letter_state.letter_no}已经送达", ("service.art4",), "。")
    return [e.LetterDelivered(command.on, actor, letter_state.letter_id, command.via, command.confirmed_on)]


def check_issue(case: Case, command: c.IssueLetter) -> None:
    """Refuse a letter on items that aren't approved, are answered, or are named twice."""
    if len(set(command.items)) != len(command.items):
        raise x.UnknownReference("同一事项写了两次", (), "，请核对。")
    for number in command.items:
        item = _item(case, number)
        if item.letter_id is not None:
            raise x.AlreadyDone(f"第{number}项已经答复", ("ogi.art36",), "。")
        if item.approved_by is None:
            raise x.Missing(f"第{number}项的拟办意见还没有审批", ("ogi.art45",), "，不能签发。")


def _require_open(case: Case) -> None:
    if case.stage is Stage.ANSWERED:
        raise x.WrongStage("案件已经答复", ("ogi.art45",), "，这一步不能再办理。")


def _item(case: Case, number: int) -> ItemState:
    if number not in case.items:
        raise x.UnknownReference(f"本案没有第{number}项", (), f"，申请共{len(case.items)}项。")
    return case.items[number]


def _given(number: str | None) -> str:
    assert number is not None, "cases.handle reserves the number before deciding"
    return number
