"""How long the clock takes: one JSON line, microseconds an operation (best and median of five runs), and ratios."""

import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import msgspec

from ysq.course import course_from_json
from ysq.domain.calendar import Calendar
from ysq.domain.clock import Course, ledger
from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.rules.book import Book

REPEATS = 5
DAY = timedelta(days=1)
BARS = {"ledger_of_10": 300.0, "add_20_working_days": 1.0}
"""Microseconds: slower than this is a failure."""
TEN = {
    "as_of": "2026-12-20",
    "events": [
        {"type": "request.received", "date": "2026-09-14", "channel": "online", "confirmed_on": "2026-09-15"},
        {"type": "clarification.asked", "date": "2026-09-18", "working_days": 10},
        {"type": "clarification.delivered", "date": "2026-09-21"},
        {"type": "clarification.received", "date": "2026-09-30"},
        {"type": "consultation.sent", "date": "2026-10-12", "party": "甲", "kind": "third_party"},
        {"type": "consultation.delivered", "date": "2026-10-14", "party": "甲"},
        {"type": "consultation.sent", "date": "2026-10-19", "party": "乙", "kind": "other_agency"},
        {"type": "consultation.answered", "date": "2026-10-26", "party": "乙"},
        {"type": "deadline.extended", "date": "2026-11-20", "working_days": 15},
        {"type": "letter.posted", "date": "2026-12-16", "carrier": "post"},
    ],
}


def measured(operation: Callable[[], Any], times: int) -> dict[str, float]:
    """Microseconds for one `operation`."""
    runs = []
    for _ in range(REPEATS):
        started = time.perf_counter()
        for _ in range(times):
            operation()
        runs.append((time.perf_counter() - started) / times * 1e6)
    return {"best": round(min(runs), 3), "median": round(statistics.median(runs), 3)}


def figures(book: Book, calendar: Calendar) -> dict[str, dict[str, float]]:
    """Each operation's best and median."""
    start, end = date(2026, 9, 14), date(2026, 12, 24)
    rest = frozenset(start + n * DAY for n in range(800) if not calendar.is_working(start + n * DAY))

    def naive() -> date:
        day, left = start, 20
        while left:
            day += DAY
            left -= day not in rest
        return day

    assert naive() == calendar.add(start, 20)
    course = msgspec.convert(TEN, Course)
    body, found = json.dumps(TEN).encode(), ledger(course, book.clock, calendar)
    return {
        "ledger_of_10": measured(lambda: ledger(course, book.clock, calendar), 500),
        "add_20_working_days": measured(lambda: calendar.add(start, 20), 50_000),
        "count_working_days": measured(lambda: calendar.count(start, end), 50_000),
        "add_20_day_by_day": measured(naive, 5_000),
        "read_json": measured(lambda: course_from_json(body), 1_000),
        "encode_json": measured(lambda: msgspec.json.encode(found), 2_000),
    }


def main() -> int:
    book = rule_book.read(data_folder("rules"))
    found = figures(book, book.calendar())
    best = {name: figure["best"] for name, figure in found.items()}
    slow = [name for name, bar in BARS.items() if best[name] > bar]
    line = {
        "bench": "clock",
        "microseconds": found,
        "day_by_day_over_add": round(best["add_20_day_by_day"] / best["add_20_working_days"], 1),
        "ledger_over_day_by_day": round(best["ledger_of_10"] / best["add_20_day_by_day"], 1),
        "bars": BARS,
        "over_the_bar": slow,
    }
    print(json.dumps(line))
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
