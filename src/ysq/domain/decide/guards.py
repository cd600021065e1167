"""What several decisions check alike."""

import datetime as dt

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case, ItemState
from ysq.domain.clock import Ledger
from ysq.domain.people import Application, RequestedItem
from ysq.domain.sequences import too_early
from ysq.domain.terms import ClockState, DeliveryVia

_AFTER = (
    c.RecordReconsideration, c.RecordLitigation, c.RecordRemedyDecision, c.WithdrawAnswer, c.SupplementAnswer,
    c.RecordComplaint, c.CorrectRecord, c.ProposePublication, c.AmendEntry, c.LogContact, c.RecordPosting,
    c.RecordDelivery, c.RecordReturn,
)  # fmt: skip
"""What may still happen to a case in the archive."""
_UNREGISTERED = (c.RegisterRequest, c.AmendEntry, c.WithdrawRequest)
"""What may happen before registration: the requester needn't wait for it to take the request back."""

_SETS = frozenset({"start", "restart", "defer", "order"})
"""The effects of steps by which a period is set anew: the last one says what kind of period runs."""
_SENT_TO = {"address": "通信地址", "email": "电子邮箱", "phone": "传真号码"}


def check_day(case: Case, on: dt.date, today: dt.date) -> None:
    """Refuse a day to come, and one before receipt."""
    if on > today:
        raise x.DateRefused(f"{on}还没有到", (), "，请填写实际发生的日期。")
    if on < case.received.date:
        raise x.DateRefused(f"{on}早于收到申请之日{case.received.date}", ("ogi.art31",), "，请核对日期。")


def check_confirmed(on: dt.date, confirmed_on: dt.date | None, today: dt.date) -> None:
    """Refuse a confirmation to come, and one before what it confirms."""
    if confirmed_on is None:
        return
    if confirmed_on > today:
        raise x.DateRefused(f"{confirmed_on}还没有到", ("ogi.art31",), "，请填写实际确认的日期。")
    if confirmed_on < on:
        raise x.DateRefused(f"确认之日{confirmed_on}早于{on}", ("ogi.art31",), "，请核对日期。")


def check_described(number: int, item: RequestedItem) -> None:
    """Refuse an item that describes nothing."""
    if not item.description.strip():
        law = ("ogi.art29.para2.item2",)
        raise x.Missing(f"第{number}项没有写明所需的政府信息", law, "，请填写名称、文号或者其他特征性描述。")


def check_sendable(application: Application) -> None:
    """Refuse a wish for post, e-mail or fax without the address that it needs, naming the field."""
    wish, field = application.delivery, application.requester.lacks(application.delivery)
    if field is not None:
        law, todo = ("ogi.art29.para2.item3",), f"，请在requester.{field}中填写，或者选择其他获取方式。"
        raise x.Missing(f"选择以{wish.zh}方式获取信息，没有填写{_SENT_TO[field]}", law, todo)


def check_sequence(case: Case, event: e.CaseEvent) -> None:
    """Refuse a step that is dated before one that it presupposes."""
    found = None if isinstance(event, e.EntryAmended) else too_early(case.happened, event)
    if found is not None:
        todo = "，这一步以该条登记为前提，请核对日期。"
        raise x.DateRefused(f"{event.date}早于第{found[0]}条登记的日期{found[1]}", ("ogi.art45",), todo)


def check_words(command: c.CaseCommand) -> None:
    """Refuse a text of blanks: a reason that says nothing is none."""
    if any(not words.strip() for _kind, words in command.prose):
        raise x.Missing("文字部分是空白的", (), "，请写明内容。")


def check_stage(case: Case, command: c.CaseCommand) -> None:
    """Refuse what comes before registration or after the archive."""
    if case.in_archive and not isinstance(command, _AFTER):
        raise x.WrongStage(
            "案件已经归档", ("ogi.art45",), "，不能再办理；救济、补充或者撤回答复、沟通、更正，仍可以登记。"
        )
    if case.register_no is None and not isinstance(command, _UNREGISTERED):
        raise x.WrongStage("申请尚未登记", ("ogi.art45",), "，请先登记。")


def require_open(case: Case) -> None:
    """Refuse work on a case in which nothing is left to answer."""
    if not case.open_items:
        raise x.WrongStage(
            "各事项都已经答复或者终止", ("ogi.art45",), "，这一步不能再办理；需要改变答复的，请先撤回或者补充答复。"
        )


def require_movable(ledger: Ledger, what: str, law: tuple[str, ...]) -> None:
    """Refuse to move a period that doesn't run: answered before, waiting for the requester, or set to a day."""
    if ledger.state in (ClockState.ANSWERED, ClockState.WITHDRAWN):
        raise x.WrongStage("答复期限已经停止计算", law, f"，不能再{what}，请直接作出新的答复。")
    if ledger.state is ClockState.AWAITING_REQUESTER:
        raise x.WrongStage(
            "正在等待申请人，答复期限没有计算", law, f"，收到补正或者缴费后期限重新起算，需要时请再{what}。"
        )
    if ledger.state is ClockState.LAPSE_DUE:
        raise x.WrongStage("申请人逾期没有回应", law, f"，不能{what}，请先判断是否视为放弃，或者直接答复。")
    require_unordered(ledger, what, law)
    if _set_by(ledger) == "defer":
        until = ledger.due_on
        raise x.WrongStage(
            f"已经告知申请人延迟至{until}答复", ("ogi.art35", *law), f"，不能再{what}，请在该日以前答复。"
        )


def require_unordered(ledger: Ledger, what: str, law: tuple[str, ...]) -> None:
    """Refuse to move the day that a review body or a court set for answering anew."""
    if _set_by(ledger) == "order":
        todo = f"，不能{what}，请在该日以前答复。"
        raise x.WrongStage(f"已经责令在{ledger.due_on}以前重新答复", ("ogi.art51", *law), todo)


def _set_by(ledger: Ledger) -> str:
    """The effect that set the period or the day by which the answer is due now."""
    return [step.effect for step in ledger.steps if step.effect in _SETS][-1]


def item_of(case: Case, number: int) -> ItemState:
    """The item with this number."""
    if number not in case.items:
        raise x.UnknownReference(f"本案没有第{number}项", (), f"，申请共{len(case.items)}项。")
    return case.items[number]


def open_item(case: Case, number: int) -> ItemState:
    """The item with this number, still open."""
    item = item_of(case, number)
    if not item.open:
        raise x.AlreadyDone(
            f"第{number}项已经答复或者终止", ("ogi.art36",), "，不能再改；需要改变答复的，请先撤回或者补充答复。"
        )
    return item


def open_items(case: Case, numbers: tuple[int, ...]) -> None:
    """Refuse numbers that aren't there, aren't open, or are named twice."""
    if len(set(numbers)) != len(numbers):
        raise x.UnknownReference("同一事项写了两次", (), "，请核对。")
    for number in numbers:
        open_item(case, number)


def require_review_channel(via: DeliveryVia | None, *, online_review: bool) -> None:
    """Refuse electronic service by an agency that offers no internet channel for 行政复议."""
    if via is DeliveryVia.ELECTRONIC and not online_review:
        todo = "，请先请管理员在本机关设置中填写互联网复议渠道的网址，或者改用其他方式送达。"
        raise x.Missing("电子送达应当同时提供申请行政复议的互联网渠道", ("review.art22.para2",), todo)
