"""Whether a year's calendar, given as a published notice, can be one: what no notice has ever been like is refused."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ysq.domain.calendar import CalendarYear, Statutory

LONGEST_REST = 16
"""Days. The longest period off in the notices that are kept has ten (春节 2020, prolonged)."""
_ALWAYS = ("元旦", "春节", "劳动节", "国庆节")
_SINCE_2008 = ("清明节", "端午节", "中秋节")


def objection(year: CalendarYear, statutory: Statutory, today: dt.date) -> str | None:
    """What speaks against taking `year` as announced on `today`, and what to do; None when nothing does."""
    if not year.published or not year.notices:
        return "只能导入已经公布的安排，请写明 published: true 和所依据的通知。"
    for notice in year.notices:
        if notice.issued_on and notice.issued_on > today:
            return f"“{notice.title}”的印发日期{notice.issued_on}还没有到，请核对 issued_on。"
    for rest in year.rest:
        if (length := (rest.last - rest.first).days + 1) > LONGEST_REST:
            told = f"{rest.name}放假{length}天（{rest.first}至{rest.last}）"
            return f"{told}，以往没有超过{LONGEST_REST}天的，请核对起止日期。"
    return _left_out(year) or _worked(year, statutory)


def _left_out(year: CalendarYear) -> str | None:
    """The holiday that has no period off; two that fall together share one (国庆节、中秋节)."""
    named = "、".join(rest.name for rest in year.rest)
    wanted = _ALWAYS + (_SINCE_2008 if year.year >= 2008 else ())
    missing = next((name for name in wanted if name not in named), None)
    return f"{missing}没有放假安排，rest 中没有它，请对照通知补全。" if missing else None


def _worked(year: CalendarYear, statutory: Statutory) -> str | None:
    """The first statutory day that isn't off: a notice moves days around them and never leaves one out.

    Only for the years whose lunar days are kept: the table is that of the law in force, and older years had another.
    """
    if year.year not in statutory.lunar:
        return None
    off = {rest.first + dt.timedelta(days) for rest in year.rest for days in range((rest.last - rest.first).days + 1)}
    for day, name in sorted(statutory.days(year.year).items()):
        if day not in off:
            return f"{day}是法定节假日（{name}，{statutory.title}），rest 中没有这一天，请对照通知补全。"
    return None
