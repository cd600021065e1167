"""What is due, read off a finished run."""

import datetime as dt
from calendar import monthrange
from collections.abc import Callable

from ysq.domain.calendar import Calendar
from ysq.domain.clock.law import ClockLaw, DeadlineRule
from ysq.domain.clock.ledger import Deadline
from ysq.domain.clock.run import Run
from ysq.domain.terms import ClockState


def state_of(run: Run, as_of: dt.date | None) -> ClockState:
    """What the clock is doing on `as_of` (None: when time has brought all that it brings alone)."""
    if run.ended is not None:
        return run.ended.state
    if run.waiting is not None:
        return ClockState.LAPSE_DUE if run.waiting.lapsed else ClockState.AWAITING_REQUESTER
    due = run.due()
    if due is None:
        return ClockState.TOLLED
    if as_of is None or as_of > due or run.deferred is not None:
        return ClockState.RUNNING
    still_open = (window for window in run.tolling if not window.answered and not window.silent)
    tolled = any(window.first <= due for window in still_open)
    return ClockState.TOLLED if tolled else ClockState.RUNNING


def deadlines(run: Run, due: dt.date | None, state: ClockState, as_of: dt.date | None) -> dict[str, Deadline]:
    """Every deadline of clock-contract.md that is present, the answer first."""
    base = run.ended.base_due_on if run.ended else run.base_due() if due is not None else None
    found: dict[str, Deadline] = {}
    if due is not None:
        found["answer"] = _deadline(run, "answer", run.start, due, run.ordered)
    if run.extra:
        found["answer_before_extension"] = _deadline(run, "answer_before_extension", run.start, base)
    found["clarification_notice"] = _counted(run, "clarification_notice", run.received_on)
    found["extension_notice"] = _deadline(run, "extension_notice", run.start, base)
    found |= _requester(run)
    for party, windows in run.windows.items():
        window = windows[-1]
        if window.delivered:
            rule = run.law.deadlines.deadlines["consultation"]
            law = rule.by_kind.get(window.kind, rule.provisions)
            found[f"consultation:{party}"] = _counted(run, "consultation", window.delivered, law)
    return found | _remedies(run, due, state, as_of)


def _requester(run: Run) -> dict[str, Deadline]:
    found: dict[str, Deadline] = {}
    clarification, fee = run.request("clarification"), run.request("fee")
    if clarification and clarification.delivered:
        name = "clarification_response"
        found[name] = _deadline(run, name, clarification.delivered, clarification.until)
    if fee and fee.counts:
        found["fee_notice"] = _deadline(run, "fee_notice", run.arrived, run.fee_notice)
        if fee.delivered:
            found["fee_payment"] = _deadline(run, "fee_payment", fee.delivered, fee.until)
    return found


def _remedies(run: Run, due: dt.date | None, state: ClockState, as_of: dt.date | None) -> dict[str, Deadline]:
    """复议 and 诉讼 run from delivery, or from the due date where nothing came (复议法实施条例 16, 行诉解释 66)."""
    nothing_came = state is ClockState.RUNNING and as_of is not None and due is not None and as_of > due
    start = run.delivered_on or (due if nothing_came else None)
    if start is None:
        return {}
    rules = {name: run.law.deadlines.deadlines[name] for name in ("review_application", "litigation")}
    if run.delivered_on is None and run.law.silence_goes_to_review:
        first = (*rules["review_application"].nothing_came, "review.art23.para1.item3")
        return {"review_application": _counted(run, "review_application", start, first)}
    law = {name: rule.provisions if run.delivered_on else rule.nothing_came for name, rule in rules.items()}
    return {name: _counted(run, name, start, law[name]) for name in rules}


def _deadline(run: Run, name: str, start: dt.date, day: dt.date | None, law: tuple[str, ...] = ()) -> Deadline:
    """The last day of the rule `name`, citing `law` in the place of the rule's own provisions if given."""
    rule = run.law.deadlines.deadlines[name]
    provisional = day is not None and run.calendar.provisional(min(start, day), day)
    return Deadline(day, provisional, law or (rule.provisions if rule.counted else run.cited(rule.provisions)))


def _counted(run: Run, name: str, start: dt.date, law: tuple[str, ...] = ()) -> Deadline:
    return _deadline(run, name, start, _last_day(run, run.law.deadlines.deadlines[name], start), law)


def last_day(law: ClockLaw, calendar: Calendar, name: str, start: dt.date) -> Deadline:
    """What the rule `name` makes due when its period begins with `start` (day 0), by the numbers of that day."""
    rule = law.deadlines.deadlines[name]
    day = _counted_on(calendar, rule, start, lambda number: law.number(number, start, start))
    return Deadline(day, calendar.provisional(start, day), rule.provisions)


def _last_day(run: Run, rule: DeadlineRule, start: dt.date) -> dt.date:
    return _counted_on(run.calendar, rule, start, lambda name: run.number(name, start))


def _counted_on(calendar: Calendar, rule: DeadlineRule, start: dt.date, number: Callable[[str], int]) -> dt.date:
    """Working days after `start`; or calendar days or months, a last day that is a rest day rolling on."""
    if rule.working_days is not None:
        return calendar.add(start, number(rule.working_days))
    if rule.calendar_days is not None:
        return calendar.on_or_after(start + dt.timedelta(days=number(rule.calendar_days)))
    assert rule.months is not None, "a counted deadline names its unit"
    return calendar.on_or_after(_months_after(start, number(rule.months)))


def _months_after(day: dt.date, months: int) -> dt.date:
    """The same day of the month `months` later, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
