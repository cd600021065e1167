"""The days of a ledger, one by one: counted as which number, or why not."""

import datetime as dt
from itertools import pairwise

from ysq.domain.clock.ledger import Day
from ysq.domain.clock.run import Run, Waiting
from ysq.domain.clock.spans import ONE_DAY

_WAITING = {"clarification": "等待申请人补正", "fee": "等待申请人缴费"}
_DAY_ZERO = "收到申请之日，不计入"
_DAY_ZERO_AGAIN = "期限重新起算之日，不计入"
_NAMED = 3
"""So many parties are named on a day; more are only counted."""


def days(run: Run, until: dt.date) -> tuple[Day, ...]:
    """Every day from receipt to `until`, each once; the numbers begin again with each fresh period."""
    reasons = _excluded(run, until)
    found: list[Day] = []
    why = _DAY_ZERO
    for start, end in [*run.periods, (run.start, until + ONE_DAY)]:
        if start == end:
            continue
        found.append(Day(date=start, counted=False, number=None, why=why))
        found += _period(run, start, end - ONE_DAY, reasons)
        why = _DAY_ZERO_AGAIN
    return tuple(found)


def _period(run: Run, start: dt.date, until: dt.date, reasons: dict[dt.date, str]) -> list[Day]:
    """The days in (start, until], numbered from 1."""
    number = 0
    found = []
    for day, working, why in run.calendar.each(start, until):
        if working and day not in reasons:
            number += 1
            found.append(Day(day, True, number, why))  # noqa: FBT003 - the fields in their order
        else:
            found.append(Day(day, False, None, reasons[day] if working else why))  # noqa: FBT003
    return found


def _excluded(run: Run, until: dt.date) -> dict[dt.date, str]:
    """Day -> reason for the days that waiting and consultations take out."""
    reasons = _consulted(run, until)
    for asked in run.requests:
        last = _waited_until(run, asked, until)
        if asked.stops and last is not None and last > asked.since:
            for day, _working, _why in run.calendar.each(asked.since, last):
                reasons[day] = _WAITING[asked.what]
    return reasons


def _consulted(run: Run, until: dt.date) -> dict[dt.date, str]:
    """Between two days on which a window opens or closes the reason stays the same."""
    if not run.tolling:
        return {}
    spans = zip(run.tolling, run.spans(), strict=True)
    closed = [(first, min(last or until, until), window.party) for window, (first, last) in spans]
    edges = sorted({first for first, _last, _party in closed} | {last + ONE_DAY for _first, last, _party in closed})
    reasons: dict[dt.date, str] = {}
    for start, end in pairwise(edges):
        if parties := list(dict.fromkeys(party for first, last, party in closed if first <= start <= last)):
            reason = _words(parties)
            reasons |= {day: reason for day, _working, _why in run.calendar.each(start - ONE_DAY, end - ONE_DAY)}
    return reasons


def _words(parties: list[str]) -> str:
    named = "、".join(parties[:_NAMED])
    return f"征求意见：{named}" + (f"等{len(parties)}方" if len(parties) > _NAMED else "")


def _waited_until(run: Run, asked: Waiting, until: dt.date) -> dt.date | None:
    """The last day that `asked` took out: to the restart, or to `until` while the clock waits for it."""
    return asked.ended or (until if run.due() is None else None)
