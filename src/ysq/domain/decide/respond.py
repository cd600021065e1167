"""答复: drafts, the route, approval, letters and their service."""

import datetime as dt
from collections.abc import Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case, ItemState, LetterState
from ysq.domain.decide import bases, checked, determine, guards
from ysq.domain.decide.context import Context
from ysq.domain.decide.drafts import check_together
from ysq.domain.decide.guards import open_item, open_items, require_open, require_review_channel
from ysq.domain.law import Need
from ysq.domain.stance import stance_of
from ysq.domain.surroundings import silent_parties


def decide_determination(
    case: Case,
    command: c.DraftDetermination | c.Endorse | c.ReturnDraft | c.ReviewLegality | c.ApproveDetermination,
    context: Context,
) -> Sequence[e.CaseEvent]:
    """拟办, the steps of the route, 审批: at least two persons, each step in its order, a return starts again."""
    require_open(case)
    item, actor = open_item(case, command.item), context.actor
    match command:
        case c.DraftDetermination():
            outcomes = context.outcomes.on(command.on)
            determine.drafted_item(case, command, outcomes)
            bases.require_course(case, outcomes[command.outcome], context.ledger(case, command.on), command.on)
            return [_drafted(command, item, context)]
        case c.Endorse():
            determine.require_draft(item)
            determine.next_step(item, actor, context.route)
            return [e.DeterminationEndorsed(command.on, actor.id, item.item, actor.role, context.ref)]
        case c.ReturnDraft():
            determine.require_draft(item)
            return [e.DeterminationReturned(command.on, actor.id, item.item, context.ref)]
        case c.ReviewLegality():
            determine.require_draft(item)
            return [e.LegalityReviewed(command.on, actor.id, item.item, command.opinion, context.ref)]
        case c.ApproveDetermination():
            return _approved(case, item, command, context)


def _drafted(command: c.DraftDetermination, item: ItemState, context: Context) -> e.DeterminationDrafted:
    """Rules advise and people determine: departing from a finding is no refusal, and is on record."""
    withheld = command.withheld.ground if command.withheld else None
    stance = stance_of(command.outcome, withheld, context.findings, context.outcomes.on(command.on))
    words = (command.outcome, command.aspect, context.book, context.ref, withheld)
    seen = (context.findings, stance.departs_from)
    return e.DeterminationDrafted(command.on, context.actor.id, item.item, *words, *seen)


def _approved(case: Case, item: ItemState, command: c.ApproveDetermination, context: Context) -> Sequence[e.CaseEvent]:
    determine.approved_item(item, context.actor)
    if item.drafted_on is not None and command.on < item.drafted_on:
        raise x.DateRefused(f"{command.on}早于拟办之日{item.drafted_on}", ("ogi.art45",), "，请核对日期。")
    version = case.revision(item.revision)
    if version is not None and command.on < version.date:
        raise x.DateRefused(
            f"{command.on}早于第{version.revision}稿保存之日{version.date}", ("ogi.art45",), "，请核对日期。"
        )
    determine.require_route(item, context.route)
    _require(case, item, command.on, context)
    _require_reviewed(case, item, command.on, context)
    reasons = checked.accepted(command, context.refs)
    return [e.DeterminationApproved(command.on, context.actor.id, item.item, reasons, item.revision)]


def decide_supply(case: Case, command: c.SupplyRecord, context: Context) -> Sequence[e.CaseEvent]:
    """The file of a record that is to be released; a later one of the same name takes its place."""
    check_supply(case, command, context)
    kept = context.supplied
    assert kept is not None, "the file is kept before deciding"
    return [e.RecordSupplied(command.on, context.actor.id, command.item, kept.file, kept.pages)]


def check_supply(case: Case, command: c.SupplyRecord, context: Context) -> None:
    """Refuse a file for an item that is answered, has no draft, or whose draft releases nothing."""
    require_open(case)
    item = open_item(case, command.item)
    determine.require_draft(item)
    outcomes = context.outcomes.on(command.on)
    determine.require_in_force(item, outcomes, command.on)
    outcome = outcomes[item.outcome or ""]
    if Need.SECRECY_REVIEW not in outcome.needs:
        raise x.WrongStage(f"{outcome.name}不提供文件", ("ogi.art36.item2",), "，请核对事项和办理结果。")


def decide_explanation(case: Case, command: c.ExplainFindings, context: Context) -> Sequence[e.CaseEvent]:
    """A breach that comes after approval, as a day that passes, gets the head's reason without another round.

    It may be given until the answer is issued, and afterwards for the record.
    """
    item = guards.item_of(case, command.item)
    if item.approved_by is None or item.approved_on is None:
        raise x.Missing(f"第{item.item}项还没有审批", ("ogi.art45",), "，请在审批时一并说明。")
    if command.on < item.approved_on:
        raise x.DateRefused(f"{command.on}早于审批之日{item.approved_on}", ("ogi.art45",), "，请核对日期。")
    reasons = checked.accepted(command, context.refs)
    return [e.FindingsExplained(command.on, context.actor.id, item.item, reasons)]


def _require(case: Case, item: ItemState, on: dt.date, context: Context) -> None:
    """Refuse what the file of the case doesn't bear out on the day `on`."""
    outcomes = context.outcomes.on(on)
    determine.require_in_force(item, outcomes, on)
    determine.require_needs(case, item, outcomes, _silent(case, on, context))
    bases.require_course(case, outcomes[item.outcome or ""], context.ledger(case, on), on)


def _require_reviewed(case: Case, item: ItemState, on: dt.date, context: Context) -> None:
    """Refuse an approval dated before the search or the secrecy review that it rests on (art. 17, 36 item 4)."""
    needs = context.outcomes.on(on)[item.outcome or ""].needs
    if Need.SECRECY_REVIEW in needs:
        determine.require_reviewed_by(case, item, on)
    if Need.SEARCH_RECORD in needs and on < item.searches[0].date:
        law, searched = ("ogi.art36.item4", "guiding_case101"), item.searches[0].date
        raise x.DateRefused(f"{on}早于第{item.item}项检索之日{searched}", law, "，应当先检索、后答复，请核对日期。")


def _silent(case: Case, on: dt.date, context: Context) -> frozenset[str]:
    return silent_parties(case, context.ledger(case, on), on)


def check_issue(case: Case, command: c.IssueLetter, context: Context) -> None:
    """Refuse a letter on items that aren't open or approved, or whose needs no longer hold on the day of issue.

    What came between approval and issue counts: an objection of a third party, a search that found the record.
    """
    open_items(case, command.items)
    check_together(case, command.items)
    for number in command.items:
        item = case.items[number]
        if item.approved_by is None or item.approved_on is None:
            raise x.Missing(f"第{number}项的拟办意见还没有审批", ("ogi.art45",), "，不能签发，请先由负责人审批。")
        if command.on < item.approved_on:
            raise x.DateRefused(
                f"{command.on}早于第{number}项审批之日{item.approved_on}", ("ogi.art45",), "，请核对日期。"
            )
        determine.require_lawful(item)
        _require(case, item, command.on, context)


def decide_letter(
    case: Case,
    command: c.IssueLetter | c.RecordPosting | c.RecordDelivery | c.RecordReturn,
    context: Context,
) -> Sequence[e.CaseEvent]:
    """签发 freezes the letter; posting, delivery and return are recorded of it."""
    actor = context.actor.id
    if isinstance(command, c.IssueLetter):
        check_issue(case, command, context)
        made = context.letter
        assert made is not None, "the letter is frozen before deciding"
        kept = checked.left(case, command, made.found, context.refs)
        words = (made.letter_id, made.letter_type, made.letter_no, command.items, made.file, made.pages, kept)
        revision = case.items[command.items[0]].revision
        return [e.LetterIssued(command.on, actor, *words, enclosed=made.enclosed, revision=revision)]
    letter = next((one for one in case.outgoing if one.letter_id == command.letter_id), None)
    if letter is None:
        raise x.UnknownReference("本案没有这份文书", ("service.art4",), "，请从案件的文书中选择。")
    if command.on < letter.issued_on:
        raise x.DateRefused(f"{command.on}早于签发日期{letter.issued_on}", ("service.art4",), "，请核对日期。")
    return _served(letter, command, context)


def _served(
    letter: LetterState, command: c.RecordPosting | c.RecordDelivery | c.RecordReturn, context: Context
) -> Sequence[e.CaseEvent]:
    law, actor = ("service.art4",), context.actor.id
    match command:
        case c.RecordPosting():
            if letter.withdrawn:
                raise x.WrongStage(f"{letter.letter_no}已经撤回", law, "，不能再寄出，请寄送重新作出的答复。")
            if letter.posted_on is not None and letter.returned_on is None:
                raise x.AlreadyDone(f"{letter.letter_no}已经交邮", law, "，不必重复登记；日期有误的，请更正登记。")
            if letter.returned_on is not None and command.on < letter.returned_on:
                raise x.DateRefused(f"{command.on}早于退件之日{letter.returned_on}", law, "，请核对日期。")
            return [e.LetterPosted(command.on, actor, letter.letter_id, command.carrier, command.tracking_no)]
        case c.RecordDelivery():
            if letter.delivered_on is not None:
                raise x.AlreadyDone(f"{letter.letter_no}已经送达", law, "，不必重复登记；日期有误的，请更正登记。")
            require_review_channel(command.via, online_review=context.online_review)
            guards.check_confirmed(command.on, command.confirmed_on, context.today)
            return [e.LetterDelivered(command.on, actor, letter.letter_id, command.via, command.confirmed_on)]
        case c.RecordReturn():
            if not letter.sent or letter.returned_on is not None:
                raise x.WrongStage(
                    f"{letter.letter_no}没有寄出或者已经退回", law, "，不能登记退件，请核对文书和寄送记录。"
                )
            sent = max(filter(None, (letter.posted_on, letter.delivered_on)))
            if command.on < sent:
                raise x.DateRefused(f"{command.on}早于寄出或者送达之日{sent}", law, "，请核对日期。")
            return [e.LetterReturned(command.on, actor, letter.letter_id, context.ref)]
