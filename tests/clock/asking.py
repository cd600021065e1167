"""What the tests of the clock share: the type of the `clock` fixture and a short way to write events."""

from collections.abc import Callable
from typing import Any

import msgspec
from hypothesis import HealthCheck, settings

from ysq.domain.clock import Ledger
from ysq.rules.book import Book

Clock = Callable[..., Ledger]
LEAST = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


PUBLISHED_TO = 2026
"""The notice for this year is the last one that these tests know, whatever `rules/calendar/` has by now."""


def as_published(book: Book, last: int = PUBLISHED_TO) -> Book:
    """The book as it was when the notice for `last` was the newest one."""
    return msgspec.structs.replace(book, calendars=tuple(file for file in book.calendars if file.year <= last))


def examples(most: int) -> settings:
    """The same `most` random courses in every run, however slow the machine."""
    return settings(max_examples=most, derandomize=True, deadline=None, database=None, suppress_health_check=LEAST)


def course(*events: tuple[Any, ...], **more: Any) -> dict[str, Any]:
    """A course from `(type, date)` or `(type, date, {more fields})`; `as_of` and `policy` as keywords."""
    written = [{"type": event[0], "date": event[1], **(event[2] if len(event) > 2 else {})} for event in events]
    return {"events": written, **more}


def codes(ledger: Ledger) -> list[str]:
    """The codes of the findings, in order."""
    return [finding.code for finding in ledger.findings]
