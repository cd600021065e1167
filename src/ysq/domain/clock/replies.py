"""What letters do to the clock: an answer that is posted or delivered stops it, its paper alone doesn't."""

import datetime as dt

from ysq.domain.clock import entries as en
from ysq.domain.clock.ledger import ClockError
from ysq.domain.clock.move import Move
from ysq.domain.clock.run import cn
from ysq.domain.terms import Carrier, ClockState, DeliveryVia


def issue(move: Move) -> None:
    """签发: which items the next letter answers, and the day on its paper."""
    assert isinstance(move.entry, en.LetterIssued)
    run = move.run
    if run.ended is None:
        run.partial = move.entry.answers != "all"
        run.issued_on = run.issued_on if run.partial else move.day
    move.step()


def answer(move: Move) -> None:
    """交邮, 送达: the day of the answer, unless the letter answers only some of the items."""
    run, entry = move.run, move.entry
    words = _words(move)
    if run.partial:
        move.refuse("partial_answer")
        return
    day = _service_day(move)
    if isinstance(entry, en.LetterDelivered):
        run.delivered_on = run.delivered_on or day
    if run.ended is None:
        _tell_waiting(move)
        run.stop(ClockState.ANSWERED, day)
    elif run.ended.state is ClockState.WITHDRAWN:
        run.find("after_end", move.day)
    move.step(words)


def _tell_waiting(move: Move) -> None:
    """An answer while the clock waits for the requester, or after a lapse, isn't judged by a due date."""
    waiting = move.run.waiting
    if waiting is not None:
        when = "after_lapse" if waiting.lapsed else "while_waiting"
        move.run.find(f"answer_{when}_{waiting.what}", move.day, waiting.until)


def _words(move: Move) -> dict[str, str]:
    """How the letter went; one by courier is a finding (235号 art. 2)."""
    entry = move.entry
    if isinstance(entry, en.LetterPosted):
        if entry.carrier is Carrier.COURIER:
            move.run.find("courier", move.day)
        return {"carrier": entry.carrier.zh}
    assert isinstance(entry, en.LetterDelivered)
    return {"via": entry.via.zh}


def _service_day(move: Move) -> dt.date:
    entry = move.entry
    if not isinstance(entry, en.LetterDelivered):
        return move.day
    if entry.confirmed_on is not None and entry.confirmed_on < move.day:
        raise ClockError(move.number, "confirmed_on", f"确认收到的日期{entry.confirmed_on}早于发出之日{move.day}")
    if entry.via is not DeliveryVia.ELECTRONIC or move.run.policy.electronic_service == "sent":
        return move.day
    if entry.confirmed_on is None:
        move.run.find("delivery_unconfirmed", move.day)
        return move.day
    return entry.confirmed_on


def order(move: Move) -> None:
    """责令重新答复: a fixed day takes the place of the period; one that runs out earlier stands for the other items."""
    assert isinstance(move.entry, en.AnswerOrdered)
    run, entry, before = move.run, move.entry, move.run.due()
    if entry.until < move.day:
        raise ClockError(move.number, "until", f"重新答复的期限{entry.until}早于责令之日{move.day}")
    if run.ended is None and entry.answers != "all" and before is not None and before < entry.until:
        move.refuse("earlier_day_stands", before)
        return
    _tell_lateness(move, before)
    for asked in run.requests:
        if asked.open:
            asked.ended = move.day
    run.begin_again(move.day, 0)
    run.ended, run.issued_on, run.partial, run.delivered_on = None, None, False, None
    run.deferred, run.ordered = entry.until, move.rule.provisions
    move.step({"due_before": cn(before)})


def _tell_lateness(move: Move, due: dt.date | None) -> None:
    """What was late before the order stays told: the new day doesn't heal it."""
    run = move.run
    if run.ended is not None and run.ended.timely is False:
        run.find("late_answer", run.ended.on, due)
    elif run.ended is None and due is not None and move.day > due:
        run.find("overdue", move.day, due)


def returned(move: Move) -> None:
    """退回: not delivered; the day it was posted stays the day of the answer (235号 art. 4)."""
    move.run.delivered_on = None
    move.run.find("letter_returned", move.day)
    move.step()
