"""Working days outside and inside the spans that consultations take out; overlaps count once."""

import datetime as dt
from collections.abc import Iterable

from ysq.domain.calendar import Calendar

ONE_DAY = dt.timedelta(days=1)
Span = tuple[dt.date, dt.date | None]
"""First and last day that aren't counted; None while open without a limit."""


def counted_day(calendar: Calendar, start: dt.date, working_days: int, spans: Iterable[Span]) -> dt.date | None:
    """The `working_days`-th working day after `start` outside all spans (overlaps count once), if it can be known."""
    position, left = start, working_days
    for first, last in spans:
        if last is not None and last <= position:
            continue
        before = first - ONE_DAY
        if before > position:
            available = calendar.count(position, before)
            if available >= left:
                return calendar.add(position, left)
            left -= available
        if last is None:
            return None
        position = max(position, last)
    return calendar.add(position, left)


def tolled_days(calendar: Calendar, spans: Iterable[Span], until: dt.date) -> int:
    """Working days in the union of all spans; open ones are counted to `until`."""
    total, position = 0, dt.date.min
    for first, last in spans:
        low, high = max(first - ONE_DAY, position), last or until
        if high > low:
            total += calendar.count(low, high)
            position = high
    return total
