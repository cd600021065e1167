"""Working days as the State Council's notices make them: weekends, holidays and made-up working days (调休)."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import Annotated

import msgspec

from ysq.domain.terms import Mark

_WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
_LUNAR_NAMES = {"spring_festival": "春节", "qingming": "清明节", "dragon_boat": "端午节", "mid_autumn": "中秋节"}


class Notice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A 放假调休 notice of the State Council's office, and how sure we are of its particulars."""

    title: str
    number: str | None
    issued_on: dt.date | None
    mark: Mark
    source: str


class Rest(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """A period off, weekends inside it included."""

    name: str
    first: dt.date
    last: dt.date


class MadeUp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A Saturday or Sunday that is worked (调休上班)."""

    date: dt.date
    holiday: str


class CalendarYear(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of `rules/calendar/`: the days that the notices for `year` move."""

    year: Annotated[int, msgspec.Meta(ge=1990, le=2200)]
    published: bool
    notices: tuple[Notice, ...]
    rest: tuple[Rest, ...]
    work: tuple[MadeUp, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a day outside the year (its notice may reach into the December before it), or worked and off."""
        low, high = dt.date(self.year - 1, 12, 1), dt.date(self.year, 12, 31)
        days = [day for rest in self.rest for day in (rest.first, rest.last)] + [made.date for made in self.work]
        if outside := [day for day in days if not low <= day <= high]:
            raise ValueError(f"{outside[0]} 不在{self.year}年的放假安排范围内（{low}至{high}）")
        for rest in self.rest:
            if rest.first > rest.last:
                raise ValueError(f"{rest.name}：放假起日{rest.first}晚于止日{rest.last}")
        for made in self.work:
            if made.date.weekday() < 5:
                raise ValueError(f"{made.date} 不是周六或周日，不能是调休上班日")
            if any(rest.first <= made.date <= rest.last for rest in self.rest):
                raise ValueError(f"{made.date} 既是放假日又是调休上班日")


class FixedHoliday(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A statutory holiday on fixed days of the year, each `MM-DD`."""

    name: str
    days: tuple[str, ...]


class LunarYear(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The Gregorian dates of one year's lunar and solar-term holidays; `spring_festival` is 正月初一."""

    spring_festival: dt.date
    qingming: dt.date
    dragon_boat: dt.date
    mid_autumn: dt.date


class YearEnd(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From how many days before 1 January on the next year's notice may still rearrange a published year."""

    days: Annotated[int, msgspec.Meta(ge=1, le=31)]
    mark: Mark
    reason: Annotated[str, msgspec.Meta(min_length=1)]


class Statutory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """全国年节及纪念日放假办法: the floor for a year whose notice isn't published; `year_end` came with later books."""

    title: str
    provision: str
    mark: Mark
    source: str
    fixed: tuple[FixedHoliday, ...]
    lunar: dict[int, LunarYear]
    year_end: YearEnd | None = None

    def days(self, year: int) -> dict[dt.date, str]:
        """The statutory days of `year` and their names; 春节 is 除夕 to 初三."""
        found = {dt.date.fromisoformat(f"{year}-{day}"): holiday.name for holiday in self.fixed for day in holiday.days}
        lunar = self.lunar[year]
        for field, name in _LUNAR_NAMES.items():
            found[getattr(lunar, field)] = name
        for offset in (-1, 1, 2):
            found[lunar.spring_festival + dt.timedelta(days=offset)] = "春节"
        return found


class OutsideCalendar(ValueError):
    """A day that no calendar reaches."""


class Calendar:
    """Day arithmetic over prefix arrays: `add` and `count` cost one or two list look-ups.

    `published` are the years with a notice. Any other year up to `statutory`'s last has weekends and statutory
    days off and no made-up days, and is provisional.
    """

    __slots__ = (
        "_before",
        "_dates",
        "_first",
        "_is_working",
        "_why",
        "_working",
        "_year_end",
        "first",
        "last",
        "published",
    )

    def __init__(self, years: Iterable[CalendarYear], statutory: Statutory) -> None:
        """Build the arrays from 1 January of the first year to the end of the last statutory one."""
        files = sorted(years, key=lambda file: file.year)
        check_years(files, statutory)
        self.published = frozenset(file.year for file in files if file.published)
        self._year_end = statutory.year_end
        self.first = dt.date(files[0].year, 1, 1)
        self.last = dt.date(max([files[-1].year, *statutory.lunar]), 12, 31)
        self._first = self.first.toordinal()
        named = _named_days(files, statutory, range(self.first.year, self.last.year + 1))
        self._dates = [dt.date.fromordinal(o) for o in range(self._first, self.last.toordinal() + 1)]
        kinds = [_kind(day, named.get(self._first + index)) for index, day in enumerate(self._dates)]
        self._is_working = [working for working, _why in kinds]
        self._why = [why for _working, why in kinds]
        self._working = [day for day, working in zip(self._dates, self._is_working, strict=True) if working]
        self._before = [0, *accumulate(self._is_working)]

    def _index(self, day: dt.date) -> int:
        index = day.toordinal() - self._first
        if not 0 <= index < len(self._dates):
            raise OutsideCalendar(f"{day} 超出日历范围（{self.first}至{self.last}）")
        return index

    def is_working(self, day: dt.date) -> bool:
        """Whether `day` is a 工作日."""
        return self._is_working[self._index(day)]

    def why(self, day: dt.date) -> str:
        """What kind of day it is, in words for a ledger."""
        return self._why[self._index(day)]

    def add(self, day: dt.date, working_days: int) -> dt.date:
        """The `working_days`-th working day after `day`, which itself isn't counted (a number below 1 is refused)."""
        if working_days < 1:
            raise ValueError(f"工作日天数应当至少为1，收到的是{working_days}")
        try:
            return self._working[self._before[self._index(day) + 1] + working_days - 1]
        except IndexError:
            raise OutsideCalendar(f"{day} 之后{working_days}个工作日超出日历范围（至{self.last}）") from None

    def count(self, after: dt.date, until: dt.date) -> int:
        """Working days in (after, until]; 0 when `until` isn't later."""
        if until <= after:
            return 0
        low, high = after.toordinal() - self._first, until.toordinal() - self._first
        if low < 0 or high >= len(self._dates):
            low, high = self._index(after), self._index(until)
        return self._before[high + 1] - self._before[low + 1]

    def on_or_after(self, day: dt.date) -> dt.date:
        """`day` itself if worked, else the next working day (民诉法 art. 85: a last day that is a rest day)."""
        return day if self.is_working(day) else self.add(day, 1)

    def each(self, after: dt.date, until: dt.date) -> Iterator[tuple[dt.date, bool, str]]:
        """The days in (after, until]: the day, whether it is worked, and why."""
        low, high = self._index(after) + 1, self._index(until) + 1
        return zip(self._dates[low:high], self._is_working[low:high], self._why[low:high], strict=True)

    def provisional(self, first: dt.date, last: dt.date) -> bool:
        """Whether a count from `first` to `last` touches a year without a published calendar."""
        return any(year not in self.published for year in range(first.year, last.year + 1))

    def unsettled_by(self, day: dt.date | None) -> int | None:
        """The next year, if its notice isn't published and may still move a count to `day` of a published one.

        A day of an unpublished year is provisional, which says more; it isn't told twice.
        """
        if day is None or self._year_end is None or day.year not in self.published or day.year + 1 in self.published:
            return None
        new_year = dt.date(day.year + 1, 1, 1)
        return new_year.year if new_year - day <= dt.timedelta(days=self._year_end.days) else None


def check_years(files: Sequence[CalendarYear], statutory: Statutory) -> None:
    """ValueError for years (in their order) that are missing or given twice: a hole must not look like a year without
    holidays."""
    years = [file.year for file in files]
    if not years or len(set(years)) < len(years):
        raise ValueError("没有任何年份的日历" if not years else "同一年的日历有两份，请只保留一份")
    known = {file.year for file in files if file.published} | set(statutory.lunar)
    if missing := set(range(years[0], max(known | set(years)) + 1)) - known:
        raise ValueError(f"缺少{min(missing)}年的日历，也没有该年的法定节假日")


def _kind(day: dt.date, named: tuple[bool, str] | None) -> tuple[bool, str]:
    weekday = _WEEKDAYS[day.weekday()]
    if named is None:
        return (True, "工作日") if day.weekday() < 5 else (False, f"{weekday}，休息日")
    off, name = named
    return (False, f"{name}放假") if off else (True, f"{weekday}，{name}调休上班")


def _named_days(files: list[CalendarYear], statutory: Statutory, years: range) -> Mapping[int, tuple[bool, str]]:
    """Ordinal -> (off, holiday) for each day that isn't an ordinary weekday or weekend."""
    named: dict[int, tuple[bool, str]] = {}
    covered = {file.year for file in files if file.published}
    for year in years:
        if year not in covered:
            named.update({day.toordinal(): (True, name) for day, name in statutory.days(year).items()})
    for file in files:
        for rest in file.rest:
            days = range(rest.first.toordinal(), rest.last.toordinal() + 1)
            named.update(dict.fromkeys(days, (True, rest.name)))
    for file in files:
        named.update({made.date.toordinal(): (False, made.holiday) for made in file.work})
    return named
