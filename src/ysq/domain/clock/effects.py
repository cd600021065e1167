"""What each effect named in `rules/deadlines.yaml` does to the running clock."""

import datetime as dt
from collections.abc import Callable

from ysq.domain.clock import entries as en
from ysq.domain.clock import replies
from ysq.domain.clock.law import ClockRule
from ysq.domain.clock.ledger import ClockError
from ysq.domain.clock.move import Move
from ysq.domain.clock.receipt import receipt_day
from ysq.domain.clock.run import Run, Waiting, Window, cn
from ysq.domain.terms import ClockState, ConsulteeKind

_AFTER_END = (en.LetterIssued, en.LetterPosted, en.LetterDelivered, en.LetterReturned, en.AnswerOrdered)
"""What still counts once the clock has stopped: letters, and the order to answer anew."""
_OPINIONS = (en.ConsultationDelivered, en.ConsultationAnswered)


def apply(run: Run, entry: en.Entry, number: int) -> None:
    """Move the clock by one entry; `number` is its place in the file, for errors."""
    kind = _consultee(run, entry, number)
    found = run.law.rule(str(entry.__struct_config__.tag), kind, run.received_on, _law_day(run, entry))
    if found is None or (run.ended is not None and not isinstance(entry, _AFTER_END)):
        if isinstance(entry, en.ConsultationSent):
            _open(run, entry, counts=False)
        elif isinstance(entry, en.FeeDemanded) and found is None:
            run.requests.append(Waiting("fee", entry.date, counts=False))
        if isinstance(entry, _OPINIONS):
            _reached(run, entry, found)
        else:
            run.find("after_end" if found else "not_in_force", entry.date)
        return
    if isinstance(entry, _OPINIONS) and not run.windows[entry.party][-1].counts:
        _reached(run, entry, found)
        return
    _EFFECTS[found[1].effect](Move(run, entry, number, *found))


def _reached(
    run: Run, entry: en.ConsultationDelivered | en.ConsultationAnswered, found: tuple[str, ClockRule] | None
) -> None:
    """A party's own period runs from delivery also where it takes nothing out of the answer's."""
    window = run.windows[entry.party][-1]
    starts = found is not None and found[1].effect == "party_period"
    if starts and window.delivered is None and isinstance(entry, en.ConsultationDelivered):
        window.delivered = entry.date


def _law_day(run: Run, entry: en.Entry) -> dt.date:
    """The day whose law an entry is under: a fee's delivery and payment follow the demand."""
    demand = run.request("fee") if isinstance(entry, en.FeeDelivered | en.FeePaid) else None
    return demand.since if demand is not None else entry.date


def _consultee(run: Run, entry: en.Entry, number: int) -> ConsulteeKind | None:
    if isinstance(entry, en.ConsultationSent):
        return entry.kind
    if isinstance(entry, _OPINIONS):
        if entry.party not in run.windows:
            before = f"在{entry.date}之前没有发出过征求意见书"
            raise ClockError(number, "party", f"“{entry.party}”{before}，请核对名称和日期")
        return run.windows[entry.party][-1].kind
    return None


def _open(run: Run, entry: en.ConsultationSent, *, counts: bool = True) -> None:
    window = Window(entry.party, entry.kind, entry.date, run.first_day_off(entry.date), counts=counts)
    run.windows.setdefault(entry.party, []).append(window)
    if counts:
        run.tolling.append(window)


def _wait(move: Move) -> None:
    run, what = move.run, move.rule.event.split(".")[0]
    days = move.entry.working_days if isinstance(move.entry, en.ClarificationAsked) else None
    earlier = run.request(what)
    if earlier is not None and move.rule.once is not None:
        move.refuse(move.rule.once)
        return
    if earlier is not None and earlier.open and not earlier.lapsed and move.rule.again is not None:
        move.refuse(move.rule.again)
        return
    waiting = Waiting(what, move.day, days)
    if run.ordered:
        waiting.counts = what != "fee"
        run.requests.append(waiting)
        move.refuse("fixed_by_order", run.deferred)
        return
    if what == "fee":
        run.fee_notice = run.due()
    waiting.stops = not move.too_late(move.limit())
    if waiting.stops and earlier is not None and earlier.open:
        earlier.ended = move.day
    run.requests.append(waiting)
    if waiting.stops:
        move.step()


def _requester_period(move: Move) -> None:
    run, what = move.run, move.rule.event.split(".")[0]
    waiting = run.request(what)
    if waiting is None:
        raise ClockError(move.number, "type", f"{move.day}之前没有相应的告知，不能登记送达")
    if waiting.delivered is not None and move.rule.once is not None:
        move.refuse(move.rule.once)
        return
    days = run.number(move.rule.period, waiting.since) if move.rule.period else waiting.working_days
    waiting.working_days = days or run.policy.clarification_response_working_days
    waiting.delivered = move.day
    waiting.until = run.calendar.add(move.day, waiting.working_days)
    move.step({"period_end": cn(waiting.until)}, waiting.working_days)


def _restart(move: Move) -> None:
    run, what = move.run, move.rule.event.split(".")[0]
    waiting = run.request(what)
    if waiting is None and what == "fee":
        raise ClockError(move.number, "type", f"{move.day}之前没有发出收费通知，不能登记缴费")
    if waiting is None or not waiting.open:
        move.refuse(move.rule.unasked or "after_end")
        return
    excused = isinstance(move.entry, en.ClarificationReceived) and move.entry.excused
    if waiting.lapsed and not excused and move.rule.late is not None:
        if what == "clarification" or run.law.reading("late_payment") == "no_restart":
            move.refuse(move.rule.late, waiting.until)
            return
        run.find(move.rule.late, move.day, waiting.until)
    start = receipt_day(run.policy, run.calendar, move.day) if what == "clarification" else move.day
    waiting.ended = run.begin_again(start, run.number(move.rule.length))
    move.step({"received_on": cn(run.start)}, run.length)


def _toll(move: Move) -> None:
    run, entry, due = move.run, move.entry, move.limit()
    assert isinstance(entry, en.ConsultationSent)
    toll_from = run.first_day_off(move.day)
    _open(run, entry)
    if run.waiting is None and due is not None and toll_from > due and move.rule.late is not None:
        move.refuse(move.rule.late, due, party=entry.party)
    elif run.waiting is None and run.fixed is not None:
        move.refuse(run.fixed, run.deferred)
    else:
        move.step({"party": entry.party, "kind": entry.kind.zh, "toll_from": cn(toll_from)})


def _party_period(move: Move) -> None:
    """The first delivery opens the period of every letter to the party that was still on its way."""
    assert isinstance(move.entry, en.ConsultationDelivered)
    run, party = move.run, move.entry.party
    on_the_way = [window for window in run.windows[party] if window.delivered is None]
    if not on_the_way and move.rule.once is not None:
        move.refuse(move.rule.once)
        return
    days = run.number(move.rule.length)
    limit = run.calendar.add(move.day, days)
    for window in on_the_way:
        window.delivered, window.limit = move.day, limit
    move.step({"party": party, "period_end": cn(limit)}, days)


def _resume(move: Move) -> None:
    assert isinstance(move.entry, en.ConsultationAnswered)
    party = move.entry.party
    windows = [window for window in move.run.windows[party] if window.answered is None]
    if not windows:
        move.refuse("repeated_answer", party=party)
        return
    for window in windows:
        window.answered = move.day
    if windows[-1].silent:
        move.refuse("opinion_after_period", windows[-1].limit, party=party)
        return
    move.step({"party": party, "period_end": cn(windows[-1].end)})


def _extend(move: Move) -> None:
    assert isinstance(move.entry, en.DeadlineExtended)
    run, before = move.run, move.limit()
    _check_extension(move)
    if run.extra and move.rule.once:
        move.refuse(move.rule.once)
        return
    if move.too_late(before):
        return
    if run.fixed is not None:
        move.refuse(run.fixed, run.deferred)
        return
    most = run.number(move.rule.length)
    if move.entry.working_days > most:
        run.find("extension_too_long", move.day, most)
    run.extra = min(move.entry.working_days, most)
    move.step({"due_before": cn(before)}, run.extra)


def _check_extension(move: Move) -> None:
    """More days than any version of the law ever allowed are a slip of the pen, not a breach."""
    assert isinstance(move.entry, en.DeadlineExtended)
    told, most = move.entry.working_days, move.run.law.parameters.numbers[move.rule.length].most
    if told > most:
        raise ClockError(move.number, "working_days", f"应当最多为{most}，实际是{told}，请改正")


def _defer(move: Move) -> None:
    assert isinstance(move.entry, en.DeferralNotified)
    run, before, until = move.run, move.limit(), move.entry.until
    if until < move.day:
        raise ClockError(move.number, "until", f"延迟答复的日期{until}早于告知之日{move.day}")
    if move.too_late(before):
        return
    if run.ordered:
        move.refuse("fixed_by_order", run.deferred)
        return
    rolls = run.law.reading("deferral_rest_day") == "next_working_day"
    run.deferred = run.calendar.on_or_after(until) if rolls else until
    if run.deferred != until:
        run.find("deferral_on_rest_day", move.day, run.deferred)
    if before is not None and run.deferred <= before:
        run.find("deferral_not_later", move.day, before)
    move.step({"due_before": cn(before)})


def _stop(move: Move) -> None:
    move.run.stop(ClockState.WITHDRAWN, move.day)
    move.step()


_EFFECTS: dict[str, Callable[[Move], None]] = {
    "wait": _wait,
    "requester_period": _requester_period,
    "restart": _restart,
    "toll": _toll,
    "party_period": _party_period,
    "resume": _resume,
    "extend": _extend,
    "defer": _defer,
    "order": replies.order,
    "issue": replies.issue,
    "answer": replies.answer,
    "return": replies.returned,
    "stop": _stop,
    "note": lambda move: move.step({"party": getattr(move.entry, "party", "")}),
}
