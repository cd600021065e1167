"""What holds for every course of events, whatever happened in it."""

from datetime import date, timedelta
from typing import Any

import chinese_calendar
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.clock.asking import Clock, course, examples
from tests.clock.oracle import WORKING
from tests.clock.strategies import PIECES, clarification, consultation, courses, days, extension, letters, order

from ysq.domain.calendar import Calendar
from ysq.domain.clock import ClockError, Course, Ledger, ledger
from ysq.rules.book import Book

DAY = timedelta(days=1)
MADE_UP = sorted(day for day in chinese_calendar.constants.workdays if day >= date(2008, 5, 1))


def possible(clock: Clock, written: dict[str, Any]) -> Ledger | None:
    try:
        return clock(written)
    except ClockError:
        return None


@examples(150)
@given(written=courses(pieces=tuple(piece for piece in PIECES if piece is not order)))
def test_a_due_date_is_never_a_rest_day(clock: Clock, written: dict[str, Any]) -> None:
    """But for one that a court set, which is kept as it was set."""
    if found := possible(clock, written):
        last_days = {name: deadline.date for name, deadline in found.deadlines.items() if deadline.date}
        assert {name for name, day in last_days.items() if day not in WORKING} == set()
        assert found.due_on is None or found.due_on in WORKING


@examples(150)
@given(written=courses(pieces=(consultation, consultation, clarification, extension, letters)))
def test_the_counted_days_are_the_number_of_the_law_and_the_last_is_the_due_date(
    clock: Clock, written: dict[str, Any]
) -> None:
    found = possible(clock, written)
    if found is None or found.due_on is None:
        return
    length = 15 if found.received_on < date(2019, 5, 15) else 20
    if "answer_before_extension" in found.deadlines:
        length += [step.working_days or 0 for step in found.steps if step.effect == "extend"][-1]
    fresh = [index for index, day in enumerate(found.days) if not day.counted and "之日，不计入" in day.why][-1]
    counted = [day.date for day in found.days[fresh:] if day.counted]
    assert len(counted) == length
    assert counted[-1] == found.days[-1].date == found.due_on
    assert set(counted) <= WORKING


@examples(150)
@given(written=courses())
def test_the_days_follow_each_other_without_gap_or_repetition_and_say_why(
    clock: Clock, written: dict[str, Any]
) -> None:
    if found := possible(clock, written):
        dates = [day.date for day in found.days]
        assert dates == [dates[0] + index * DAY for index in range(len(dates))]
        assert dates[0] == found.received_on
        for day in found.days:
            assert day.why
            assert day.counted == (day.number is not None)
            assert day.date in WORKING or not day.counted


@examples(150)
@given(data=st.data(), written=courses())
def test_the_order_of_the_file_matters_only_within_a_day(clock: Clock, data: Any, written: dict[str, Any]) -> None:
    events = written["events"]
    shuffled = data.draw(st.permutations(events))
    within_days = {day: iter([e for e in events if e["date"] == day]) for day in {e["date"] for e in events}}
    rewritten = written | {"events": [next(within_days[event["date"]]) for event in shuffled]}
    assert possible(clock, rewritten) == possible(clock, written)


@examples(100)
@given(start=days, offsets=st.lists(st.tuples(st.integers(0, 25), st.integers(0, 25)), min_size=1, max_size=6))
def test_overlapping_consultations_never_count_a_day_twice(
    clock: Clock, start: date, offsets: list[tuple[int, int]]
) -> None:
    received = max(start, date(2008, 5, 1))
    events: list[Any] = [("request.received", received, {"channel": "counter"})]
    union: set[date] = set()
    for index, (sent, length) in enumerate(offsets):
        first, last = received + sent * DAY, received + (sent + length) * DAY
        events.append(("consultation.sent", first, {"party": f"第{index}方", "kind": "third_party"}))
        events.append(("consultation.answered", last, {"party": f"第{index}方"}))
        union |= {first + n * DAY for n in range(1, length + 1)}
    found = clock(course(*events))
    assert found.tolled_working_days == len(union & WORKING)
    day, left = received, 15 if received < date(2019, 5, 15) else 20
    while left:
        day += DAY
        left -= day in WORKING - union
    assert found.due_on == day


@examples(100)
@given(written=courses(), later=st.integers(1, 300))
def test_what_happens_after_as_of_changes_nothing(clock: Clock, written: dict[str, Any], later: int) -> None:
    as_of = max(event["date"] for event in written["events"])
    known = possible(clock, written | {"as_of": as_of})
    after = {"type": "letter.posted", "date": as_of + later * DAY, "carrier": "post"}
    assert possible(clock, written | {"as_of": as_of, "events": [*written["events"], after]}) == known


@examples(100)
@given(written=courses())
def test_the_same_course_gives_the_same_bytes(clock: Clock, written: dict[str, Any]) -> None:
    if found := possible(clock, written):
        assert msgspec.json.encode(clock(written)) == msgspec.json.encode(found)


@pytest.fixture(scope="module")
def shorter(book: Book) -> Any:
    """A way to build the calendar, short and without one made-up day."""
    floor = msgspec.structs.replace(book.statutory, lunar={2027: book.statutory.lunar[2027]})

    def without(day: date | None) -> Calendar:
        kept = [
            msgspec.structs.replace(year, work=tuple(made for made in year.work if made.date != day))
            for year in book.calendars
        ]
        return Calendar(kept, floor)

    return without


def around(made_up: date) -> Course:
    receipt = {"type": "request.received", "date": made_up - DAY, "channel": "counter"}
    return msgspec.convert(msgspec.to_builtins({"events": [receipt]}), Course)


@pytest.mark.parametrize("made_up", [day for day in MADE_UP if day > date(2008, 5, 1)], ids=str)
def test_every_made_up_day_moves_a_due_date(made_up: date, book: Book, calendar: Calendar, shorter: Any) -> None:
    found = ledger(around(made_up), book.clock, calendar)
    day, left = made_up - DAY, 15 if made_up - DAY < date(2019, 5, 15) else 20
    while left:
        day += DAY
        left -= chinese_calendar.is_workday(day)
    assert found.due_on == day
    assert found.days[1].date == made_up
    assert found.days[1].number == 1
    without = ledger(around(made_up), book.clock, shorter(made_up))
    assert without.due_on is not None
    assert without.due_on > day
