"""Ledgers that are asked for again and again while one case is looked at, each counted once."""

from ysq.domain.calendar import Calendar
from ysq.domain.clock.entries import Course
from ysq.domain.clock.fold import ledger
from ysq.domain.clock.law import ClockLaw
from ysq.domain.clock.ledger import Ledger


class Ledgers:
    """What `ledger` answers, kept as long as the case that was loaded or the decision that is made."""

    def __init__(self) -> None:
        self._counted: dict[tuple[Course, int, int], tuple[Ledger, ClockLaw, Calendar]] = {}

    def of(self, course: Course, law: ClockLaw, calendar: Calendar) -> Ledger:
        """The ledger of `course`, day by day; ClockError as `ledger` raises it."""
        key = (course, id(law), id(calendar))
        found = self._counted.get(key)
        if found is None:
            # Kept beside the ledger, so that their ids are nobody else's meanwhile.
            found = self._counted[key] = (ledger(course, law, calendar), law, calendar)
        return found[0]
