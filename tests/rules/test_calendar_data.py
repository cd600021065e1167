"""The calendar files against chinesecalendar, lunar_python, dates stated by courts, and themselves."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import chinese_calendar
import pytest
import yaml
from lunar_python import Lunar

FOLDER = Path(__file__).parents[2] / "rules" / "calendar"
PUBLISHED = range(2004, 2027)
STATUTORY = range(2027, 2100)
NOTICE_KEYS = {"title", "number", "issued_on", "mark", "source"}
LUNAR_KEYS = {"spring_festival", "qingming", "dragon_boat", "mid_autumn"}
# The notice for 2006 says 12月31日（星期六）上班; the package (1.11.0) has that Saturday as a day off.
PACKAGE_ERRORS = frozenset({date(2005, 12, 31)})

Calendar = dict[str, Any]


def load(name: str) -> Calendar:
    loaded = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


FILES = {year: load(f"{year}.yaml") for year in (*PUBLISHED, 2027)}
FLOOR = load("statutory.yaml")
ENTRIES = [
    (year, kind, index) for year in PUBLISHED for kind in ("rest", "work") for index in range(len(FILES[year][kind]))
]


def span(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


HORIZON = frozenset(span(date(2004, 1, 1), date(2026, 12, 31)))
WEEKDAYS = frozenset(day for day in HORIZON if day.weekday() < 5)
PACKAGE_WORKS = frozenset(day for day in HORIZON if chinese_calendar.is_workday(day))
PACKAGE_HOLIDAYS = frozenset(day for day in chinese_calendar.constants.holidays if day.year in PUBLISHED)


def days_off(files: dict[int, Calendar]) -> set[date]:
    return {day for file in files.values() for entry in file["rest"] for day in span(entry["from"], entry["to"])}


def days_made_up(files: dict[int, Calendar]) -> set[date]:
    return {entry["date"] for file in files.values() for entry in file["work"]}


def differences(files: dict[int, Calendar]) -> frozenset[date]:
    """Days on which the files and the package disagree: worked or not, and named holidays (weekends too) not given."""
    off = days_off(files)
    works = (WEEKDAYS - off) | (days_made_up(files) & HORIZON)
    return (PACKAGE_WORKS ^ works) | (PACKAGE_HOLIDAYS - off)


def working_day_after(day: date, count: int) -> date:
    off, made_up = days_off(FILES), days_made_up(FILES)
    while count:
        day += timedelta(days=1)
        count -= day in made_up or (day.weekday() < 5 and day not in off)
    return day


def lunar_dates(year: int) -> dict[str, date]:
    first, fifth, eighth = (Lunar.fromYmd(year, month, day) for month, day in ((1, 1), (5, 5), (8, 15)))
    return {
        "spring_festival": date.fromisoformat(first.getSolar().toYmd()),
        "qingming": date.fromisoformat(first.getJieQiTable()["清明"].toYmd()),
        "dragon_boat": date.fromisoformat(fifth.getSolar().toYmd()),
        "mid_autumn": date.fromisoformat(eighth.getSolar().toYmd()),
    }


def statutory_days(year: int, dates: dict[str, date]) -> set[date]:
    fixed = {date.fromisoformat(f"{year}-{day}") for entry in FLOOR["fixed"] for day in entry["days"]}
    first = dates["spring_festival"]
    spring = set(span(first - timedelta(days=1), first + timedelta(days=2)))
    return fixed | spring | {dates["qingming"], dates["dragon_boat"], dates["mid_autumn"]}


def test_every_year_from_2004_to_2027_has_a_file_and_there_is_no_other() -> None:
    names = {path.name for path in FOLDER.iterdir()}
    assert names == {f"{year}.yaml" for year in range(2004, 2028)} | {"statutory.yaml"}


@pytest.mark.parametrize("year", FILES)
def test_a_year_file_has_exactly_the_agreed_keys_and_types(year: int) -> None:
    file = FILES[year]
    assert set(file) == {"year", "published", "notices", "rest", "work"}
    assert file["year"] == year
    assert file["published"] is (year in PUBLISHED)
    for entry in file["rest"]:
        assert set(entry) == {"name", "from", "to"}
        assert type(entry["name"]) is str
        assert type(entry["from"]) is date
        assert type(entry["to"]) is date
    for entry in file["work"]:
        assert set(entry) == {"date", "holiday"}
        assert type(entry["date"]) is date
        assert entry["holiday"] in {rest["name"] for rest in file["rest"]}


@pytest.mark.parametrize("year", PUBLISHED)
def test_a_published_year_names_its_notice_and_invents_nothing(year: int) -> None:
    assert FILES[year]["notices"][0]["title"] == f"国务院办公厅关于{year}年部分节假日安排的通知"
    for notice in FILES[year]["notices"]:
        assert set(notice) == NOTICE_KEYS
        assert notice["mark"] in {"source", "memory"}
        assert notice["source"]
        assert notice["mark"] == "source" or (notice["number"] is None and notice["issued_on"] is None)
        numbered = re.fullmatch(r"国(?:办)?发明电〔(\d{4})〕[1-9]\d*号", notice["number"])
        assert numbered
        assert notice["issued_on"] is None or notice["issued_on"].year == int(numbered[1])


def test_only_a_notice_of_the_same_year_changes_a_calendar_once_it_runs() -> None:
    later = {year: len(FILES[year]["notices"]) for year in PUBLISHED if len(FILES[year]["notices"]) > 1}
    assert later == {2015: 2, 2019: 2, 2020: 2}
    for year in PUBLISHED:
        first, *others = FILES[year]["notices"]
        assert first["issued_on"] is None or first["issued_on"].year == year - 1
        assert all(notice["issued_on"].year == year for notice in others)


def test_rest_periods_run_forward_and_never_overlap() -> None:
    periods = [(entry["from"], entry["to"]) for file in FILES.values() for entry in file["rest"]]
    assert all(first <= last for first, last in periods)
    assert all(earlier[1] < later[0] for earlier, later in pairwise(periods))


def test_a_made_up_day_is_a_weekend_day_outside_every_rest_period() -> None:
    listed = [entry["date"] for file in FILES.values() for entry in file["work"]]
    assert len(listed) == len(set(listed))
    assert all(day.weekday() >= 5 for day in listed)
    assert not days_off(FILES) & set(listed)


def test_only_the_last_days_of_december_may_stand_in_the_file_of_the_next_year() -> None:
    for year, file in FILES.items():
        days = days_off({year: file}) | days_made_up({year: file})
        assert all(day.year == year or (day.year == year - 1 and (day.month, day.day) >= (12, 29)) for day in days)


def test_the_files_agree_day_by_day_with_the_package_but_for_its_known_error() -> None:
    assert differences(FILES) == PACKAGE_ERRORS


def test_losing_any_single_entry_is_noticed() -> None:
    assert len(ENTRIES) > 280
    for year, kind, index in ENTRIES:
        kept = [entry for at, entry in enumerate(FILES[year][kind]) if at != index]
        mutated = {**FILES, year: {**FILES[year], kind: kept}}
        assert differences(mutated) != PACKAGE_ERRORS, FILES[year][kind][index]


@pytest.mark.parametrize(
    ("received", "count", "due"),
    [
        (date(2022, 9, 30), 20, date(2022, 11, 2)),
        (date(2011, 6, 1), 15, date(2011, 6, 23)),
        (date(2017, 6, 19), 15, date(2017, 7, 10)),
    ],
)
def test_a_last_day_accepted_by_a_court_comes_out_of_the_files(received: date, count: int, due: date) -> None:
    assert working_day_after(received, count) == due


def test_a_notice_that_changed_another_one_is_the_one_that_counts() -> None:
    off, made_up = days_off(FILES), days_made_up(FILES)
    assert date(2020, 2, 1) in off
    assert date(2020, 2, 1) not in made_up
    assert date(2019, 5, 3) in off
    assert {date(2019, 4, 28), date(2019, 5, 5)} <= made_up
    assert date(2015, 9, 4) in off
    assert date(2015, 9, 6) in made_up
    assert date(2024, 2, 9) not in off


def test_the_statutory_floor_has_exactly_the_agreed_keys_and_years() -> None:
    assert set(FLOOR) == {"title", "provision", "mark", "source", "fixed", "lunar", "year_end"}
    assert FLOOR["provision"] == "holidays.art2"
    assert list(FLOOR["lunar"]) == list(STATUTORY)
    assert all(set(dates) == LUNAR_KEYS for dates in FLOOR["lunar"].values())
    assert {entry["name"]: entry["days"] for entry in FLOOR["fixed"]} == {
        "元旦": ["01-01"],
        "劳动节": ["05-01", "05-02"],
        "国庆节": ["10-01", "10-02", "10-03"],
    }


def test_the_days_before_the_new_year_reach_back_to_all_that_notices_ever_moved() -> None:
    assert FLOOR["year_end"]["mark"] == "inference"
    for year, file in FILES.items():
        early = [day for day in days_off({year: file}) | days_made_up({year: file}) if day.year < year]
        assert all(date(year, 1, 1) - day <= timedelta(days=FLOOR["year_end"]["days"]) for day in early)


def test_the_lunar_dates_of_the_floor_agree_with_lunar_python_in_every_year() -> None:
    assert FLOOR["lunar"] == {year: lunar_dates(year) for year in STATUTORY}


def test_the_provisional_file_for_2027_is_the_floor_of_thirteen_days_and_nothing_more() -> None:
    assert days_off({2027: FILES[2027]}) == statutory_days(2027, FLOOR["lunar"][2027])
    assert len(days_off({2027: FILES[2027]})) == 13
    assert FILES[2027]["notices"] == FILES[2027]["work"] == []


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_statutory_days_are_within_the_published_days_off(year: int) -> None:
    statutory = statutory_days(year, lunar_dates(year))
    assert len(statutory) == 13
    assert statutory <= days_off({year: FILES[year]})
