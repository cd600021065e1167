"""However the clock's tables are changed, either a line tells what is wrong or every course is still answered."""

import copy
import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ysq import strict_yaml
from ysq.domain.calendar import Calendar
from ysq.domain.clock import ClockError, ClockLaw, Course, Deadlines, Parameters, ledger
from ysq.resources import data_folder
from ysq.rules.book import Book
from ysq.rules.read import misfits
from ysq.rules.sound_clock import faults_of_clock
from ysq.rules.sound_numbers import faults_of_parameters

RULES = data_folder("rules")
TABLES: dict[str, Any] = {
    name: strict_yaml.load((RULES / f"{name}.yaml").read_text("utf-8")) for name in ("deadlines", "parameters")
}
Path = tuple[str | int, ...]


def leaves(data: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value that is no mapping or list, and every mapping and list itself, by its place."""
    if path:
        yield path, data
    inner = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for name, value in inner:
        yield from leaves(value, (*path, name))


PLACES = [((table, *path), value) for table, data in TABLES.items() for path, value in leaves(data)]
BY_FIELD: dict[str | int, list[Any]] = {}
for place, found in PLACES:
    BY_FIELD.setdefault(place[-1], []).append(found)
WRONG = [
    "",
    "nonesuch",
    "{date}",
    "{party}{limit}{working_days}",
    0,
    -1,
    400,
    None,
    True,
    [],
    {},
    "2019-05-15",
    "2031-01-01",
]
COURSES = [
    msgspec.convert({name: vector[name] for name in ("events", "as_of", "policy") if name in vector}, Course)
    for path in sorted((RULES / "vectors").glob("*.json"))
    for vector in json.loads(path.read_text("utf-8"))["vectors"]
]


@st.composite
def amended(draw: Any) -> dict[str, Any]:
    """The tables with one to three values changed, left out, or named otherwise."""
    tables = copy.deepcopy(TABLES)
    for _ in range(draw(st.integers(1, 3))):
        path, _value = draw(st.sampled_from(PLACES))
        owner: Any = tables
        try:
            for step in path[:-1]:
                owner = owner[step]
            old = owner[path[-1]]
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took it away
        how = draw(st.sampled_from(["other", "wrong", "gone", "renamed"]))
        if how in ("gone", "renamed"):
            del owner[path[-1]]
            if how == "renamed" and isinstance(owner, dict):
                owner[draw(st.sampled_from(PLACES))[0][-1]] = old
        else:
            owner[path[-1]] = copy.deepcopy(draw(st.sampled_from(BY_FIELD[path[-1]] if how == "other" else WRONG)))
    return tables


@pytest.fixture(scope="module")
def calendar(book: Book) -> Calendar:
    return book.calendar()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(amended())
def test_a_changed_table_is_refused_or_answers_every_course(calendar: Calendar, tables: dict[str, Any]) -> None:
    wrong = [*misfits(tables["deadlines"], Deadlines), *misfits(tables["parameters"], Parameters)]
    if wrong:
        assert all("\n" not in words and re.search("[\u4e00-\u9fff]", words) for _entry, _field, words in wrong)
        return
    law = ClockLaw(
        msgspec.convert(tables["deadlines"], Deadlines),
        msgspec.convert(tables["parameters"], Parameters, str_keys=True),
    )
    months = {rule.months for rule in law.deadlines.deadlines.values() if rule.months is not None}
    if faults := [*faults_of_parameters(law.parameters, months), *faults_of_clock(law)]:
        assert all("\n" not in str(fault) for fault in faults)
        return
    for course in COURSES:
        try:
            ledger(course, law, calendar, with_days=False)
        except ClockError as error:
            # Where a notice is an entry no more, nothing can be delivered, and a smaller cap caps; else a course of the
            # pack can happen.
            assert re.search("超出日历范围|之前没有相应的告知|应当最多为", str(error))
