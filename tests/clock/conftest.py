"""The real rule book and calendars, and a short way to write a course of events."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.clock.asking import Clock, as_published

from ysq.domain.calendar import Calendar
from ysq.domain.clock import Course, Ledger, ledger
from ysq.rules.book import Book, read


@pytest.fixture(scope="session")
def book() -> Book:
    return as_published(read(Path(__file__).parents[2] / "rules"))


@pytest.fixture(scope="session")
def calendar(book: Book) -> Calendar:
    return book.calendar()


@pytest.fixture(scope="session")
def clock(book: Book, calendar: Calendar) -> Clock:
    """`clock(course)` for a course as a file writes it; dates may be strings or `date`s."""

    def run(course: dict[str, Any]) -> Ledger:
        plain = msgspec.to_builtins(course)
        return ledger(msgspec.convert(plain, Course), book.clock, calendar)

    return run
