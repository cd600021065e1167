"""The lamp of a case in the queue: how much of its period is left, as colour and words."""

import datetime as dt

import msgspec

from ysq.domain.calendar import Calendar
from ysq.domain.terms import Stage, Term

OPEN_STAGES = frozenset({
    Stage.RECEIVED, Stage.REGISTERED, Stage.AWAITING_REQUESTER, Stage.PROCESSING, Stage.APPROVED, Stage.ISSUED,
})  # fmt: skip
"""Stages in which the answer is still owed."""
_AMBER, _ORANGE = 5, 2


class Lamp(Term):
    """Working days left: more than 5, at most 5, at most 2, none; or the clock stands."""

    GREEN = "green", "期限充裕"
    AMBER = "amber", "临近期限"
    ORANGE = "orange", "即将届满"
    RED = "red", "已经逾期"
    GREY = "grey", "不计时"


class Light(msgspec.Struct, frozen=True):
    """A lamp and the working days left up to the due date; None where no clock runs."""

    lamp: Lamp | None
    working_days_left: int | None


def light(stage: Stage, due: dt.date | None, tolled_until: dt.date | None, today: dt.date, calendar: Calendar) -> Light:
    """The lamp of a case; none once it is answered or ended."""
    if stage not in OPEN_STAGES:
        return Light(None, None)
    if due is None or (tolled_until is not None and today <= tolled_until):
        return Light(Lamp.GREY, None)
    if today > due:
        return Light(Lamp.RED, 0)
    left = calendar.count(today, due)
    lamp = Lamp.ORANGE if left <= _ORANGE else Lamp.AMBER if left <= _AMBER else Lamp.GREEN
    return Light(lamp, left)


def last_days(today: dt.date, calendar: Calendar) -> tuple[dt.date, dt.date]:
    """The last due dates whose lamps are orange and amber on `today`."""
    day = dt.timedelta(days=1)
    return calendar.add(today, _ORANGE + 1) - day, calendar.add(today, _AMBER + 1) - day
