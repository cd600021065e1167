"""One period at work: when it opened, what isn't counted, when it may end."""

import datetime as dt

from ysq.domain.calendar import Calendar
from ysq.domain.clock.ledger import Day
from ysq.domain.clock.spans import ONE_DAY, Span, counted_day
from ysq.domain.procedure.course import Limit
from ysq.domain.procedure.law import PeriodRule


class Period:
    """A period that an entry of `opened` began under `rule`, for `length` days."""

    __slots__ = ("_calendar", "closed", "extra", "length", "name", "opened", "paused", "rule")

    def __init__(self, name: str, rule: PeriodRule, opened: dt.date, length: int, calendar: Calendar) -> None:
        self.name, self.rule, self.opened, self.length = name, rule, opened, length
        self.extra = 0
        self.paused: list[Span] = []
        self.closed: dt.date | None = None
        self._calendar = calendar

    @property
    def waiting(self) -> bool:
        """Whether the period stands still."""
        return bool(self.paused) and self.paused[-1][1] is None

    def pause(self, day: dt.date) -> None:
        """The days after `day` aren't counted."""
        self.paused.append((day + ONE_DAY, None))

    def resume(self, day: dt.date) -> None:
        """The days after `day` are counted again."""
        self.paused[-1] = (self.paused[-1][0], day)

    def limit_day(self) -> dt.date | None:
        """The day on which the length has run; None while it waits."""
        days = self.length + self.extra
        if self.rule.working_days is not None:
            return counted_day(self._calendar, self.opened, days, self.paused)
        # Only whole calendar days: a pause moves the end by the days that it took.
        if self.waiting:
            return None
        lost = sum((last - first).days + 1 for first, last in self.paused if last is not None and last >= first)
        return self.opened + (days + lost) * ONE_DAY

    def kept(self, day: dt.date) -> bool:
        """Whether an end on `day` keeps the bound."""
        limit = self.limit_day()
        if limit is None:
            return self.rule.bound == "not_after"
        return day >= limit if self.rule.bound == "not_before" else day <= limit

    def shown(self) -> Limit:
        """The period as the ledger tells it."""
        limit = self.limit_day()
        met = None if self.closed is None else self.kept(self.closed)
        rule = self.rule
        by_calendar = limit is not None and rule.working_days is not None
        provisional = by_calendar and limit is not None and self._calendar.provisional(self.opened, limit)
        return Limit(rule.title, rule.bound, limit, met, provisional, rule.provisions, self._days(limit))

    def _days(self, limit: dt.date | None) -> tuple[Day, ...]:
        """Each day to the limit (while it waits: to its pause), counted as which number or why not."""
        until = limit or self.paused[-1][0] - ONE_DAY
        found, number = [Day(self.opened, False, None, "起算之日，不计入")], 0  # noqa: FBT003 - the fields in order
        for day, working, why in self._calendar.each(self.opened, until):
            paused = any(first <= day and (last is None or day <= last) for first, last in self.paused)
            counts = not paused and (working or self.rule.calendar_days is not None)
            number += counts
            told = self.rule.pause.why if paused and self.rule.pause else "按日计算" if self.rule.calendar_days else why
            found.append(Day(day, counts, number if counts else None, told))
        return tuple(found)
