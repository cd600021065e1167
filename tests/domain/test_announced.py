"""A notice that can't be one is refused with the day and the reason; every notice that was ever published passes."""

from datetime import date

import msgspec
import pytest

from ysq.domain.announced import objection
from ysq.domain.calendar import CalendarYear, MadeUp, Notice, Rest
from ysq.domain.terms import Mark
from ysq.resources import data_folder
from ysq.rules.book import Book, read

TODAY = date(2026, 12, 10)
NOTICE = Notice("国务院办公厅关于2027年部分节假日安排的通知", None, date(2026, 11, 20), Mark.SOURCE, "演示")
REST = (
    Rest("元旦", date(2027, 1, 1), date(2027, 1, 3)), Rest("春节", date(2027, 2, 5), date(2027, 2, 11)),
    Rest("清明节", date(2027, 4, 3), date(2027, 4, 5)), Rest("劳动节", date(2027, 5, 1), date(2027, 5, 5)),
    Rest("端午节", date(2027, 6, 9), date(2027, 6, 9)), Rest("中秋节", date(2027, 9, 15), date(2027, 9, 15)),
    Rest("国庆节", date(2027, 10, 1), date(2027, 10, 7)),
)  # fmt: skip
YEAR = CalendarYear(2027, published=True, notices=(NOTICE,), rest=REST, work=(MadeUp(date(2027, 2, 14), "春节"),))


@pytest.fixture(scope="module")
def book() -> Book:
    return read(data_folder("rules"))


def test_a_whole_notice_is_taken(book: Book) -> None:
    assert objection(YEAR, book.statutory, TODAY) is None


def test_every_notice_of_the_book_passes(book: Book) -> None:
    for year in book.calendars:
        if year.published:
            assert objection(year, book.statutory, TODAY) is None, year.year
    longest = max((rest.last - rest.first).days + 1 for year in book.calendars for rest in year.rest)
    assert longest == 10


@pytest.mark.parametrize("left_out", [rest.name for rest in REST])
def test_a_notice_without_one_of_the_seven_holidays_is_refused_with_its_name(book: Book, left_out: str) -> None:
    rest = tuple(one for one in REST if one.name != left_out)
    said = objection(msgspec.structs.replace(YEAR, rest=rest), book.statutory, TODAY)
    assert str(said).startswith(f"{left_out}没有放假安排")


def test_a_notice_that_works_on_a_statutory_day_is_refused_with_the_day(book: Book) -> None:
    rest = (REST[0], Rest("春节", date(2027, 2, 6), date(2027, 2, 11)), *REST[2:])
    said = objection(msgspec.structs.replace(YEAR, rest=rest), book.statutory, TODAY)
    assert str(said).startswith("2027-02-05是法定节假日（春节")


def test_a_period_two_months_long_a_notice_of_tomorrow_and_none_at_all_are_refused(book: Book) -> None:
    long = (*REST[:-1], Rest("国庆节", date(2027, 10, 1), date(2027, 11, 30)))
    assert "61天" in str(objection(msgspec.structs.replace(YEAR, rest=long), book.statutory, TODAY))
    tomorrow = msgspec.structs.replace(NOTICE, issued_on=date(2026, 12, 11))
    assert "还没有到" in str(objection(msgspec.structs.replace(YEAR, notices=(tomorrow,)), book.statutory, TODAY))
    today = msgspec.structs.replace(NOTICE, issued_on=TODAY)
    assert objection(msgspec.structs.replace(YEAR, notices=(today,)), book.statutory, TODAY) is None
    assert "published: true" in str(objection(msgspec.structs.replace(YEAR, notices=()), book.statutory, TODAY))
