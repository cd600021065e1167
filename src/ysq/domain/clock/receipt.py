"""Which day is 收到申请之日 (art. 31), and the start of the clock on it."""

import datetime as dt

from ysq.domain.calendar import Calendar
from ysq.domain.clock.entries import Course, Entry, Policy, RequestReceived
from ysq.domain.clock.law import ClockLaw, ReceiptRule
from ysq.domain.clock.ledger import ClockError
from ysq.domain.clock.run import Run, cn

FIRST_DAY = dt.date(2008, 5, 1)
"""The first Regulation took effect (国务院令第492号)."""


def receipt_of(course: Course, entries: list[tuple[int, Entry]]) -> tuple[int, RequestReceived]:
    """The one receipt and its number in the file; `entries` are those up to `as_of`, in order."""
    receipts = [(number, entry) for number, entry in enumerate(course.events, 1) if isinstance(entry, RequestReceived)]
    if not receipts:
        raise ClockError(0, "events", "没有收到申请的登记（request.received），请补上")
    if len(receipts) > 1:
        raise ClockError(receipts[1][0], "type", "收到申请（request.received）登记了两次，请只保留一次")
    number, receipt = receipts[0]
    if course.as_of is not None and course.as_of < receipt.date:
        raise ClockError(0, "as_of", f"{course.as_of}早于收到申请之日{receipt.date}，请核对日期")
    other, first = entries[0]
    if first.date < receipt.date:
        raise ClockError(other, "date", f"{first.date}早于收到申请之日{receipt.date}，请核对日期")
    if first is not receipt:
        same_day = f"同一天（{receipt.date}）的登记写在收到申请之前"
        raise ClockError(other, "date", f"{same_day}，请把收到申请写在前面")
    return number, receipt


def begin(course: Course, receipt: RequestReceived, law: ClockLaw, calendar: Calendar, number: int) -> Run:
    """The clock as it starts on the day of receipt."""
    rule = law.deadlines.receipt[receipt.channel]
    by_confirmation = rule.day == "confirmation" or (
        rule.day == "policy" and course.policy.online_receipt == "confirmation"
    )
    day = _day(receipt, number, by_confirmation=by_confirmation)
    received_on = receipt_day(course.policy, calendar, day)
    run = Run(law, calendar, course.policy, receipt.date, received_on, received_on)
    if by_confirmation and receipt.confirmed_on is None and rule.unconfirmed:
        run.find(rule.unconfirmed, receipt.date, channel=receipt.channel.zh)
    found = law.rule("request.received", None, received_on, received_on)
    assert found is not None, "every day since the first Regulation has a starting rule"
    run.length = run.number(found[1].length)
    words = {"channel_rule": _channel_words(run, rule, day)}
    run.step(*found, received_on, words, run.length)
    return run


def receipt_day(policy: Policy, calendar: Calendar, day: dt.date) -> dt.date:
    """`day`, or the next working day where the setting treats rest-day receipts so."""
    return calendar.on_or_after(day) if policy.rest_day_receipt == "next_working_day" else day


def _day(receipt: RequestReceived, number: int, *, by_confirmation: bool) -> dt.date:
    """The channel's day; refused before the first Regulation, or when confirmed before it arrived."""
    confirmed = receipt.confirmed_on
    if confirmed is not None and confirmed < receipt.date:
        raise ClockError(number, "confirmed_on", f"确认之日{confirmed}早于提交之日{receipt.date}，请核对日期")
    day = confirmed if by_confirmation and confirmed else receipt.date
    if day < FIRST_DAY:
        raise ClockError(number, "date", f"{day}尚无政府信息公开条例（2008年5月1日起施行），请核对日期")
    return day


def _channel_words(run: Run, rule: ReceiptRule, day: dt.date) -> str:
    """The channel's rule, with the settings that decided where the law is silent."""
    settings = run.law.parameters.policies
    words = rule.explanation
    if rule.day == "policy":
        words += f"按设定以{settings['online_receipt'].choices[run.policy.online_receipt]}为收到申请之日。"
    if not run.calendar.is_working(day):
        words += f"{cn(day)}为休息日，按设定{settings['rest_day_receipt'].choices[run.policy.rest_day_receipt]}。"
    return words
