"""Due dates that courts and published cases state, or that follow from their dates."""

from datetime import date

import pytest
from tests.clock.asking import Clock, codes, course


@pytest.mark.parametrize(
    ("received", "channel", "due"),
    [
        ("2022-09-30", "registered_mail", date(2022, 11, 2)),  # a court's own words: signed 09-30, last day 11-02
        ("2011-06-01", "online", date(2011, 6, 23)),  # guiding case 26: 15 working days
        ("2015-06-25", "counter", date(2015, 7, 16)),  # an answer of 07-20 was held late
        ("2021-11-24", "online", date(2021, 12, 22)),  # by the day it was filed
    ],
)
def test_a_date_from_a_case_comes_out(clock: Clock, received: str, channel: str, due: date) -> None:
    found = clock(course(("request.received", received, {"channel": channel})))
    assert found.due_on == due
    assert not found.provisional


def test_a_sunday_e_mail_counts_from_monday_where_the_setting_says_so(clock: Clock) -> None:
    sunday = course(("request.received", "2017-06-18", {"channel": "email"}))
    assert clock(sunday).due_on == date(2017, 7, 7)
    found = clock(sunday | {"policy": {"rest_day_receipt": "next_working_day"}})
    assert (found.received_on, found.due_on) == (date(2017, 6, 19), date(2017, 7, 10))


def test_an_answer_of_28_december_2021_is_late_by_filing_and_timely_by_confirmation(clock: Clock) -> None:
    events = course(
        ("request.received", "2021-11-24", {"channel": "online", "confirmed_on": "2021-12-02"}),
        ("letter.posted", "2021-12-28", {"carrier": "post"}),
    )
    by_filing, by_confirmation = clock(events), clock(events | {"policy": {"online_receipt": "confirmation"}})
    assert (by_filing.due_on, by_filing.timely, codes(by_filing)) == (date(2021, 12, 22), False, ["late_answer"])
    assert (by_confirmation.due_on, by_confirmation.timely) == (date(2021, 12, 30), True)


@pytest.mark.parametrize(
    ("received", "due", "days"),
    [
        ("2019-05-14", date(2019, 6, 4), 15),
        ("2019-05-15", date(2019, 6, 13), 20),
        ("2008-05-01", date(2008, 5, 22), 15),
    ],
)
def test_the_regulation_is_chosen_by_the_day_of_receipt(clock: Clock, received: str, due: date, days: int) -> None:
    found = clock(course(("request.received", received, {"channel": "counter"})))
    assert found.due_on == due
    assert found.steps[0].working_days == days


def test_an_old_case_cites_the_regulation_of_its_day(clock: Clock) -> None:
    found = clock(course(("request.received", "2011-06-01", {"channel": "online"}), as_of="2011-07-01"))
    assert found.steps[0].provisions == ("ogi2007.art24",)
    assert found.deadlines["answer"].provisions == ("ogi2007.art24",)
    assert found.findings[0].provisions == ("ogi2007.art24",)


OLD = ("request.received", "2018-03-01", {"channel": "counter"})


def test_asking_for_a_correction_after_seven_days_wasn_t_late_under_the_regulation_of_2008(clock: Clock) -> None:
    asked, served = ("clarification.asked", "2018-03-15"), ("clarification.delivered", "2018-03-15")
    corrected, posted = ("clarification.received", "2018-03-20"), ("letter.posted", "2018-04-10", {"carrier": "post"})
    found = clock(course(OLD, asked, served, corrected, posted))
    assert (found.due_on, found.timely, codes(found)) == (date(2018, 4, 11), True, [])
    every = {law for step in found.steps for law in step.provisions} | set(found.deadlines["answer"].provisions)
    assert "ogi.art30" not in every, "art. 30 wasn't in force"
    today = clock(
        course(("request.received", "2026-03-02", {"channel": "counter"}), ("clarification.asked", "2026-03-16"))
    )
    assert codes(today) == ["late_clarification_notice"]


def test_under_the_regulation_of_2008_asking_after_the_answer_was_due_moves_nothing(clock: Clock) -> None:
    last_day = clock(course(OLD, ("clarification.asked", "2018-03-22")))
    after = course(OLD, ("clarification.asked", "2018-03-23"))
    assert (last_day.state.value, codes(last_day)) == ("awaiting_requester", [])
    found = clock(after)
    assert (found.due_on, codes(found)) == (date(2018, 3, 22), ["clarification_after_due"])
    assert found.findings[0].provisions == ("ogi2007.art24",)
    assert clock(after | {"policy": {"late_clarification": "restart"}}).state.value == "awaiting_requester"


def test_no_finding_of_an_old_case_names_a_breach_of_article_30(clock: Clock) -> None:
    twice = course(OLD, ("clarification.asked", "2018-03-05"), ("clarification.asked", "2018-03-07"))
    found = clock(twice)
    assert codes(found) == ["second_clarification_2008"]
    assert found.findings[0].provisions == ("ogi2007",)
