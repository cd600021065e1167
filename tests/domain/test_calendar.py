"""Working-day arithmetic against counting day by day, and calendars that must not be read."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import chinese_calendar
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ysq.domain.calendar import Calendar, CalendarYear, LunarYear, OutsideCalendar, Statutory
from ysq.rules.book import Book, read

DAY = timedelta(days=1)
FIRST, LAST = date(2004, 1, 1), date(2099, 12, 31)
PACKAGE_ERROR = date(2005, 12, 31)
"""The notice for 2006 has this Saturday worked; the package has it off."""
FLOOR_2027 = {
    *(date(2027, 1, 1), date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7), date(2027, 2, 8), date(2027, 4, 5)),
    *(date(2027, 5, 1), date(2027, 5, 2), date(2027, 6, 9), date(2027, 9, 15)),
    *(date(2027, 10, 1), date(2027, 10, 2), date(2027, 10, 3)),
}
EXAMPLES = settings(max_examples=300, derandomize=True, deadline=None, database=None)
known = st.dates(FIRST, date(2027, 12, 31))


def span(first: date, last: date) -> Iterator[date]:
    return (first + n * DAY for n in range((last - first).days + 1))


def is_worked(day: date) -> bool:
    """What the package says up to 2026, and the law's floor for 2027."""
    if day.year == 2027:
        return day.weekday() < 5 and day not in FLOOR_2027
    return day == PACKAGE_ERROR or chinese_calendar.is_workday(day)


WORKED = [day for day in span(FIRST, date(2027, 12, 31)) if is_worked(day)]


@pytest.fixture(scope="module")
def book() -> Book:
    return read(Path(__file__).parents[2] / "rules")


@pytest.fixture(scope="module")
def calendar(book: Book) -> Calendar:
    return book.calendar()


def test_every_day_from_2004_to_2027_is_what_the_notices_make_it(calendar: Calendar) -> None:
    assert [day for day in span(FIRST, date(2027, 12, 31)) if calendar.is_working(day)] == WORKED
    assert [day for day, working, _why in calendar.each(FIRST, date(2027, 12, 31)) if working] == [
        day for day in WORKED if day > FIRST
    ]


def test_counting_to_every_day_agrees_with_counting_one_by_one(calendar: Calendar) -> None:
    days = list(span(FIRST, date(2027, 12, 31)))
    one_by_one = accumulate(is_worked(day) for day in days[1:])
    assert [calendar.count(FIRST, day) for day in days[1:]] == list(one_by_one)


@EXAMPLES
@given(day=st.dates(FIRST, date(2026, 12, 31)), count=st.integers(1, 200))
def test_adding_working_days_walks_to_the_same_day(calendar: Calendar, day: date, count: int) -> None:
    walked, left = day, count
    while left:
        walked += DAY
        left -= is_worked(walked)
    found = calendar.add(day, count)
    assert found == walked
    assert calendar.count(day, found) == count
    assert calendar.count(day, found - DAY) == count - 1


@EXAMPLES
@given(first=known, second=known)
def test_counting_between_any_two_days_counts_the_days_listed_between_them(
    calendar: Calendar, first: date, second: date
) -> None:
    listed = sum(working for _day, working, _why in calendar.each(min(first, second), max(first, second)))
    assert calendar.count(min(first, second), max(first, second)) == listed
    assert calendar.count(max(first, second), min(first, second)) == 0


@EXAMPLES
@given(day=st.dates(FIRST, date(2026, 12, 31)))
def test_the_next_working_day_is_the_first_that_is_worked(calendar: Calendar, day: date) -> None:
    expected = next(other for other in span(day, date(2027, 12, 31)) if is_worked(other))
    assert calendar.on_or_after(day) == expected


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 3, 2), "工作日"),
        (date(2026, 3, 7), "周六，休息日"),
        (date(2026, 2, 17), "春节放假"),
        (date(2026, 2, 14), "周六，春节调休上班"),
        (date(2027, 2, 8), "春节放假"),
        (date(2018, 12, 29), "周六，元旦调休上班"),
        (date(2022, 12, 31), "元旦放假"),
    ],
)
def test_a_day_says_what_kind_it_is(calendar: Calendar, day: date, why: str) -> None:
    assert calendar.why(day) == why


def test_a_year_without_any_file_has_weekends_and_the_statutory_days_off(calendar: Calendar) -> None:
    off = [day for day in span(date(2028, 1, 1), date(2028, 12, 31)) if not calendar.is_working(day)]
    weekdays_off = [f"{day:%m-%d}" for day in off if day.weekday() < 5]
    spring = ["01-25", "01-26", "01-27", "01-28"]
    assert weekdays_off == [*spring, "04-04", "05-01", "05-02", "10-02", "10-03"]
    assert [day for day in span(date(2028, 1, 1), date(2028, 12, 31)) if day.weekday() >= 5 and day not in off] == []


@pytest.mark.parametrize(
    ("first", "last", "provisional"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), False),
        (date(2026, 12, 31), date(2027, 1, 1), True),
        (date(2027, 1, 1), date(2027, 1, 1), True),
        (date(2030, 1, 1), date(2030, 2, 1), True),
    ],
)
def test_a_count_that_touches_an_unpublished_year_is_provisional(
    calendar: Calendar, first: date, last: date, *, provisional: bool
) -> None:
    assert calendar.provisional(first, last) is provisional


@pytest.mark.parametrize(
    ("day", "by"),
    [
        (date(2026, 12, 23), None),
        (date(2026, 12, 24), 2027),
        (date(2026, 12, 31), 2027),
        (date(2027, 1, 4), None),
        (date(2027, 12, 30), None),
        (date(2025, 12, 31), None),
        (None, None),
    ],
)
def test_the_last_days_before_an_unpublished_year_may_still_move(
    calendar: Calendar, day: date | None, by: int | None
) -> None:
    assert calendar.unsettled_by(day) == by


def test_an_imported_notice_settles_the_last_days_of_the_year_before(book: Book) -> None:
    file = next(year for year in book.calendars if year.year == 2027)
    newer = msgspec.structs.replace(file, published=True)
    assert book.calendar().unsettled_by(date(2026, 12, 30)) == 2027
    assert book.calendar((newer,)).unsettled_by(date(2026, 12, 30)) is None
    assert book.calendar((newer,)).unsettled_by(date(2027, 12, 30)) == 2028


def test_an_imported_year_takes_the_place_of_the_provisional_one(book: Book) -> None:
    file = next(year for year in book.calendars if year.year == 2027)
    made_up = [{"date": "2027-01-09", "holiday": "元旦"}]
    newer = msgspec.convert(msgspec.to_builtins(file) | {"published": True, "work": made_up}, CalendarYear)
    calendar = book.calendar((newer,))
    assert calendar.is_working(date(2027, 1, 9))
    assert not calendar.provisional(date(2026, 12, 1), date(2027, 12, 31))
    assert calendar.provisional(date(2027, 12, 31), date(2028, 1, 1))


@pytest.mark.parametrize("day", [date(2003, 12, 31), date(2100, 1, 1), date.min, date.max])
def test_a_day_that_no_calendar_reaches_is_refused(calendar: Calendar, day: date) -> None:
    for ask in (calendar.is_working, calendar.why, calendar.on_or_after):
        with pytest.raises(OutsideCalendar, match=r"超出日历范围（2004-01-01至2099-12-31）"):
            ask(day)
    with pytest.raises(OutsideCalendar):
        calendar.add(day, 1)
    with pytest.raises(OutsideCalendar):
        calendar.count(min(day, FIRST), max(day, LAST))


@pytest.mark.parametrize("count", [0, -1])
def test_adding_no_working_day_is_refused(calendar: Calendar, count: int) -> None:
    with pytest.raises(ValueError, match="至少为1"):
        calendar.add(date(2026, 3, 2), count)


def test_adding_past_the_last_year_is_refused(calendar: Calendar) -> None:
    assert calendar.add(date(2099, 12, 30), 1) == LAST
    with pytest.raises(OutsideCalendar, match="之后2个工作日超出日历范围"):
        calendar.add(date(2099, 12, 30), 2)


YEAR = {"year": 2026, "published": True, "notices": [], "rest": [], "work": []}


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (
            {"rest": [{"name": "元旦", "from": "2026-01-03", "to": "2026-01-01"}]},
            "放假起日2026-01-03晚于止日2026-01-01",
        ),
        (
            {"rest": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-01"}]},
            "2027-01-01 不在2026年的放假安排范围内",
        ),
        (
            {"rest": [{"name": "元旦", "from": "2025-11-30", "to": "2026-01-01"}]},
            "2025-11-30 不在2026年的放假安排范围内",
        ),
        ({"work": [{"date": "2026-03-02", "holiday": "元旦"}]}, "2026-03-02 不是周六或周日"),
        (
            {
                "rest": [{"name": "元旦", "from": "2026-01-01", "to": "2026-01-04"}],
                "work": [{"date": "2026-01-04", "holiday": "元旦"}],
            },
            "2026-01-04 既是放假日又是调休上班日",
        ),
        ({"year": 0}, "Expected `int` >= 1990"),
        ({"rests": []}, "unknown field `rests`"),
    ],
)
def test_a_year_that_contradicts_itself_is_refused(fault: dict[str, object], words: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=words):
        msgspec.convert(YEAR | fault, CalendarYear)


def test_december_may_stand_in_the_file_of_the_next_year() -> None:
    rest = [{"name": "元旦", "from": "2025-12-31", "to": "2026-01-02"}]
    assert msgspec.convert(YEAR | {"rest": rest}, CalendarYear).rest[0].first == date(2025, 12, 31)


def years(*numbers: int, published: bool = True) -> list[CalendarYear]:
    return [msgspec.convert(YEAR | {"year": number, "published": published}, CalendarYear) for number in numbers]


def floor(book: Book, *numbers: int) -> Statutory:
    lunar: dict[int, LunarYear] = {number: book.statutory.lunar[number] for number in numbers}
    return msgspec.structs.replace(book.statutory, lunar=lunar)


def test_years_that_are_missing_or_given_twice_are_refused(book: Book) -> None:
    with pytest.raises(ValueError, match="没有任何年份"):
        Calendar([], floor(book, 2027))
    with pytest.raises(ValueError, match="有两份"):
        Calendar(years(2025, 2026, 2026), floor(book, 2027))
    with pytest.raises(ValueError, match="缺少2025年的日历"):
        Calendar(years(2024, 2026), floor(book, 2027))
    with pytest.raises(ValueError, match="缺少2026年的日历"):
        Calendar(years(2026, published=False), floor(book, 2027))


def test_a_calendar_needs_no_floor_when_every_year_is_published(book: Book) -> None:
    calendar = Calendar(years(2025, 2026), floor(book))
    assert (calendar.first, calendar.last) == (date(2025, 1, 1), date(2026, 12, 31))
