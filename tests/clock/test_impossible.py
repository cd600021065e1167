"""Courses of events that can't have happened, each with the entry and the field at fault."""

from typing import Any

import pytest
from tests.clock.asking import Clock, course

from ysq.domain.clock import ClockError

RECEIVED = ("request.received", "2026-03-02", {"channel": "counter"})
POSTED = ("letter.posted", "2026-03-27", {"carrier": "post"})


@pytest.mark.parametrize(
    ("written", "where"),
    [
        (course(), "events: "),
        (course(POSTED), "events: "),
        (course(RECEIVED, RECEIVED), "event 2: type: "),
        (course(("letter.posted", "2026-03-01", {"carrier": "post"}), RECEIVED), "event 1: date: "),
        (course(RECEIVED, ("request.withdrawn", "2026-02-27")), "event 2: date: "),
        (course(("request.withdrawn", "2026-03-02"), RECEIVED), "event 1: date: "),
        (course(RECEIVED, as_of="2026-03-01"), "as_of: "),
        (course(RECEIVED, as_of="9999-12-31"), "as_of: "),
        (course(("request.received", "2008-04-30", {"channel": "counter"})), "event 1: date: "),
        (course(("request.received", "0001-01-01", {"channel": "counter"})), "event 1: date: "),
        (course(("request.received", "9999-12-31", {"channel": "counter"})), "event 1: date: "),
        (course(("request.received", "2099-12-31", {"channel": "counter"})), "event 1: date: "),
        (
            course(("request.received", "2026-03-02", {"channel": "fax", "confirmed_on": "2026-03-01"})),
            "event 1: confirmed_on: ",
        ),
        (
            course(("request.received", "2026-03-02", {"channel": "fax", "confirmed_on": "9999-12-31"})),
            "event 1: confirmed_on: ",
        ),
        (course(RECEIVED, ("clarification.delivered", "2026-03-03")), "event 2: type: "),
        (course(RECEIVED, ("fee.delivered", "2026-03-03")), "event 2: type: "),
        (
            course(RECEIVED, ("deadline.extended", "2026-03-03", {"working_days": 21})),
            "event 2: working_days: 应当最多为20",
        ),
        (course(RECEIVED, ("fee.paid", "2026-03-03")), "event 2: type: "),
        (course(RECEIVED, ("consultation.delivered", "2026-03-03", {"party": "甲"})), "event 2: party: "),
        (course(RECEIVED, ("consultation.answered", "2026-03-03", {"party": "甲"})), "event 2: party: "),
        (
            course(
                *(RECEIVED, ("consultation.sent", "2026-03-04", {"party": "甲", "kind": "third_party"})),
                ("consultation.delivered", "2026-03-03", {"party": "甲"}),
            ),
            "event 3: party: ",
        ),
        (course(RECEIVED, ("deferral.notified", "2026-03-20", {"until": "2026-03-19"})), "event 2: until: "),
        (course(RECEIVED, ("deferral.notified", "2026-03-20", {"until": "9999-12-31"})), "event 2: until: "),
        (
            course(RECEIVED, ("letter.delivered", "2026-03-20", {"via": "electronic", "confirmed_on": "2026-03-19"})),
            "event 2: confirmed_on: ",
        ),
        (course(RECEIVED, ("letter.delivered", "2099-12-30", {"via": "signed"})), "date: "),
    ],
)
def test_an_impossible_course_is_refused_with_its_entry_and_field(
    clock: Clock, written: dict[str, Any], where: str
) -> None:
    with pytest.raises(ClockError) as refused:
        clock(written)
    assert str(refused.value).startswith(where)
    assert "\n" not in str(refused.value)


def test_what_came_before_receipt_and_what_was_written_above_it_are_told_apart(clock: Clock) -> None:
    before = course(("request.withdrawn", "2026-03-01"), RECEIVED)
    above = course(("request.withdrawn", "2026-03-02"), RECEIVED)
    with pytest.raises(ClockError, match="2026-03-01早于收到申请之日2026-03-02"):
        clock(before)
    with pytest.raises(ClockError, match="写在收到申请之前，请把收到申请写在前面"):
        clock(above)


def test_a_fax_before_the_first_regulation_that_was_confirmed_under_it_is_received_under_it(clock: Clock) -> None:
    fax = ("request.received", "2008-04-30", {"channel": "fax", "confirmed_on": "2008-05-05"})
    assert str(clock(course(fax)).received_on) == "2008-05-05"


def test_what_comes_after_as_of_cannot_be_wrong_yet(clock: Clock) -> None:
    unknown = ("consultation.answered", "2026-03-20", {"party": "甲"})
    assert clock(course(RECEIVED, unknown, as_of="2026-03-19")).state == "running"
