"""Fees against worked amounts: three from notices reported in the press, the rest by the formula."""

from datetime import date

import pytest

from ysq.domain.fees import FeeScale, amount
from ysq.domain.terms import FeeBasis
from ysq.rules.book import Book


def scale(book: Book, basis: FeeBasis) -> FeeScale:
    return book.fees.on(date(2026, 3, 2))[basis]


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [(30, 0), (31, 10), (100, 700), (101, 720), (200, 2700), (201, 2740), (1500, 54_700), (2219, 83_460), (4000, 154_700)],
)  # fmt: skip
def test_pages_are_charged_progressively(book: Book, pages: int, yuan: int) -> None:
    assert amount(scale(book, FeeBasis.BY_PAGE), pages) == yuan * 100


@pytest.mark.parametrize(
    ("items", "yuan"), [(1, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (50, 7000), (61, 11_500)]
)  # fmt: skip
def test_items_of_a_month_are_charged_progressively(book: Book, items: int, yuan: int) -> None:
    assert amount(scale(book, FeeBasis.BY_ITEM), items) == yuan * 100


def test_one_more_never_costs_less(book: Book) -> None:
    for basis in FeeBasis:
        amounts = [amount(scale(book, basis), count) for count in range(1, 400)]
        assert amounts == sorted(amounts)
