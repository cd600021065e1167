"""One entry with the rule that governs it: what every effect needs to move the clock."""

import datetime as dt
from typing import NamedTuple

from ysq.domain.clock.entries import Entry
from ysq.domain.clock.law import ClockRule
from ysq.domain.clock.run import Run


class Move(NamedTuple):
    """One entry with the rule that governs it; `number` is its place in the file, for errors."""

    run: Run
    entry: Entry
    number: int
    name: str
    rule: ClockRule

    @property
    def day(self) -> dt.date:
        """The day of the entry."""
        return self.entry.date

    def step(self, words: dict[str, str] | None = None, working_days: int | None = None) -> None:
        """Note the step that the entry made."""
        self.run.step(self.name, self.rule, self.day, words or {}, working_days)

    def refuse(self, code: str, limit: dt.date | int | None = None, **words: str) -> None:
        """Note that the entry has no effect, and why."""
        self.run.find(code, self.day, limit, self.rule.provisions, **words)
        self.run.note(self.name, self.rule, self.day)

    def too_late(self, limit: dt.date | None) -> bool:
        """Whether the entry missed `limit`: always a finding; no effect unless a setting says otherwise."""
        if limit is None or self.day <= limit or self.rule.late is None:
            return False
        self._missed(self.rule.late, limit)
        test = self.rule.late_counts
        if test is not None and getattr(self.run.policy, test.policy) == test.value:
            return False
        self.run.note(self.name, self.rule, self.day)
        return True

    def limit(self) -> dt.date | None:
        """The last day that is in time: `within` so many working days of receipt, or the running due date."""
        if self.rule.within is not None:
            return self.run.calendar.add(self.run.received_on, self.run.number(self.rule.within))
        return self.run.due()

    def _missed(self, code: str, limit: dt.date) -> None:
        run, within = self.run, self.rule.within
        words = {"doubt": ""}
        if within is not None:
            words = {"working_days": str(run.number(within)), "doubt": run.law.doubt(within, run.received_on)}
        self.run.find(code, self.day, limit, self.rule.provisions, **words)
