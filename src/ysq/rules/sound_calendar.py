"""Checks the calendar files together: one for each year, and statutory days that there are in every year."""

import datetime as dt
from collections.abc import Iterator, Sequence

from ysq.domain.calendar import CalendarYear, Statutory, check_years
from ysq.rules.fields import shown
from ysq.rules.rule import Fault

_COMMON_YEAR = 2023


def faults_of_calendar(years: Sequence[CalendarYear], statutory: Statutory) -> Iterator[Fault]:
    """What keeps the files from being one calendar."""
    found = list(_of_statutory(statutory))
    yield from found
    if found:
        return
    try:
        check_years(sorted(years, key=lambda file: file.year), statutory)
    except ValueError as error:
        yield Fault("calendar", "", "", str(error))


def _of_statutory(statutory: Statutory) -> Iterator[Fault]:
    for holiday in statutory.fixed:
        for day in holiday.days:
            try:
                dt.date.fromisoformat(f"{_COMMON_YEAR}-{day}")
            except ValueError:
                yield Fault("statutory.yaml", "fixed", holiday.name, f"{shown(day)}不是每年都有的日子，写成 MM-DD")
    for year, lunar in statutory.lunar.items():
        for name in lunar.__struct_fields__:
            if (day := getattr(lunar, name)).year != year:
                yield Fault("statutory.yaml", f"lunar.{year}", name, f"应当在{year}年，写的是{day}")
