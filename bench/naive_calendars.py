"""What share of receipt dates get a wrong due date from calendars that leave out made-up working days or holidays."""

import json
from datetime import date, timedelta

from ysq.domain.calendar import Calendar
from ysq.resources import data_folder
from ysq.rules import book as rule_book

FIRST, LAST = date(2019, 1, 1), date(2025, 12, 31)
PERIODS = (5, 7, 15, 20, 40)
DAY = timedelta(days=1)


def due(working: set[date], received: date, count: int) -> date:
    """The `count`-th day of `working` after `received`."""
    day = received
    while count:
        day += DAY
        count -= day in working
    return day


def main() -> None:
    calendar: Calendar = rule_book.read(data_folder("rules")).calendar()
    every = [FIRST + number * DAY for number in range((LAST - FIRST).days + 200)]
    real = {day for day in every if calendar.is_working(day)}
    weekends_only = {day for day in every if day.weekday() < 5}
    with_holidays = {day for day in real if day.weekday() < 5}
    received = [day for day in every if day <= LAST]
    for count in PERIODS:
        right = [due(real, day, count) for day in received]
        wrong = {
            name: sum(due(working, day, count) != then for day, then in zip(received, right, strict=True))
            for name, working in (("weekends_only", weekends_only), ("weekends_and_holidays", with_holidays))
        }
        shares = {name: round(number / len(received), 3) for name, number in wrong.items()}
        print(json.dumps({"bench": "naive_calendars", "working_days": count, "dates": len(received), **shares}))


if __name__ == "__main__":
    main()
