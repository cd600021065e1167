"""What each kind of entry does to the clock, each setting both ways, each state, and both sides of each edge."""

from datetime import date
from typing import Any

import msgspec
import pytest
from tests.clock.asking import Clock, codes, course

from ysq.domain.calendar import Calendar
from ysq.domain.clock import ClockError, ClockLaw, Course, Deadlines, Ledger, Parameters, ledger
from ysq.rules.book import Book

RECEIVED = ("request.received", "2026-03-02", {"channel": "counter"})
"""A Monday; due on 03-30."""
ASKED = ("clarification.asked", "2026-03-05", {"working_days": 10})
ASKED_DELIVERED = ("clarification.delivered", "2026-03-06")
POSTED = ("letter.posted", "2026-03-27", {"carrier": "post"})
DUE = date(2026, 3, 30)


def sent(day: str, party: str = "甲", kind: str = "third_party") -> tuple[Any, ...]:
    return ("consultation.sent", day, {"party": party, "kind": kind})


def delivered(day: str, party: str = "甲") -> tuple[Any, ...]:
    return ("consultation.delivered", day, {"party": party})


def answered(day: str, party: str = "甲") -> tuple[Any, ...]:
    return ("consultation.answered", day, {"party": party})


def extended(day: str, days: int) -> tuple[Any, ...]:
    return ("deadline.extended", day, {"working_days": days})


# -- receipt


@pytest.mark.parametrize(
    ("channel", "confirmed", "received"),
    [
        ("counter", None, date(2026, 3, 2)),
        ("oral", None, date(2026, 3, 2)),
        ("registered_mail", "2026-03-05", date(2026, 3, 2)),
        ("ordinary_mail", "2026-03-05", date(2026, 3, 5)),
        ("ordinary_mail", None, date(2026, 3, 2)),
        ("fax", "2026-03-05", date(2026, 3, 5)),
        ("online", "2026-03-05", date(2026, 3, 2)),
        ("email", "2026-03-05", date(2026, 3, 2)),
    ],
)
def test_the_channel_decides_the_day_of_receipt(
    clock: Clock, channel: str, confirmed: str | None, received: date
) -> None:
    more = {"confirmed_on": confirmed} if confirmed else {}
    assert clock(course(("request.received", "2026-03-02", {"channel": channel, **more}))).received_on == received


@pytest.mark.parametrize("channel", ["online", "email"])
def test_the_setting_for_online_receipt_takes_the_confirmation(clock: Clock, channel: str) -> None:
    written = course(("request.received", "2026-03-02", {"channel": channel, "confirmed_on": "2026-03-05"}))
    found = clock(written | {"policy": {"online_receipt": "confirmation"}})
    assert (found.received_on, found.due_on) == (date(2026, 3, 5), date(2026, 4, 2))


def test_a_request_that_came_on_a_saturday_counts_from_sunday_or_from_the_next_working_day(clock: Clock) -> None:
    written = course(("request.received", "2026-03-07", {"channel": "counter"}))
    strict, later = clock(written), clock(written | {"policy": {"rest_day_receipt": "next_working_day"}})
    assert (strict.received_on, strict.due_on) == (date(2026, 3, 7), date(2026, 4, 3))
    assert (later.received_on, later.due_on) == (date(2026, 3, 9), date(2026, 4, 7))


# -- clarification


def test_a_clarification_waits_and_the_correction_begins_a_fresh_full_period(clock: Clock) -> None:
    waiting = clock(course(RECEIVED, ASKED))
    assert (waiting.state, waiting.due_on, "answer" in waiting.deadlines) == ("awaiting_requester", None, False)
    again = clock(course(RECEIVED, ASKED, ASKED_DELIVERED, ("clarification.received", "2026-03-16")))
    assert (again.state, again.due_on) == ("running", date(2026, 4, 14))
    assert again.received_on == date(2026, 3, 2)


def test_the_requester_s_period_runs_from_delivery_and_its_last_day_is_in_time(clock: Clock) -> None:
    events = course(RECEIVED, ASKED, ASKED_DELIVERED)
    assert clock(events).deadlines["clarification_response"].date == date(2026, 3, 20)
    assert clock(events | {"as_of": "2026-03-20"}).state == "awaiting_requester"
    assert clock(events | {"as_of": "2026-03-21"}).state == "lapse_due"
    assert clock(events).state == "lapse_due"


def test_a_lapsed_request_keeps_its_due_date(clock: Clock) -> None:
    found = clock(course(RECEIVED, ASKED, ASKED_DELIVERED))
    assert (found.due_on, found.deadlines["answer"].date, found.timely) == (DUE, DUE, None)


def test_a_late_correction_restarts_only_when_a_person_excused_it(clock: Clock) -> None:
    late = ("clarification.received", "2026-03-23")
    assert clock(course(RECEIVED, ASKED, ASKED_DELIVERED, late)).state == "lapse_due"
    excused = clock(course(RECEIVED, ASKED, ASKED_DELIVERED, (*late, {"excused": True})))
    assert (excused.state, excused.due_on) == ("running", date(2026, 4, 21))


@pytest.mark.parametrize(("days", "last"), [(15, date(2026, 3, 27)), (10, date(2026, 3, 20))])
def test_the_setting_gives_a_period_where_the_notice_names_none(clock: Clock, days: int, last: date) -> None:
    written = course(RECEIVED, ("clarification.asked", "2026-03-05"), ASKED_DELIVERED)
    found = clock(written | {"policy": {"clarification_response_working_days": days}})
    assert found.deadlines["clarification_response"].date == last


@pytest.mark.parametrize(("setting", "due"), [("no_restart", DUE), ("restart", date(2026, 4, 21))])
def test_a_late_clarification_restarts_only_where_the_setting_says_so(clock: Clock, setting: str, due: date) -> None:
    written = course(RECEIVED, ("clarification.asked", "2026-03-12"), ("clarification.received", "2026-03-23"))
    found = clock(written | {"policy": {"late_clarification": setting}})
    assert found.due_on == due
    assert "late_clarification_notice" in codes(found)


def test_a_correction_on_a_rest_day_follows_the_same_setting_as_receipt(clock: Clock) -> None:
    written = course(RECEIVED, ASKED, ("clarification.received", "2026-03-14"))
    assert clock(written).due_on == date(2026, 4, 13)
    assert clock(written | {"policy": {"rest_day_receipt": "next_working_day"}}).due_on == date(2026, 4, 14)


def test_an_answer_while_the_clock_waits_or_after_a_lapse_is_not_judged_by_a_due_date(clock: Clock) -> None:
    late_day = ("letter.posted", "2026-06-01", {"carrier": "post"})
    waited = clock(course(RECEIVED, ASKED, late_day, as_of="2026-07-01"))
    assert (waited.state, waited.due_on, waited.timely) == ("answered", None, None)
    assert (codes(waited), "answer" in waited.deadlines) == (["answer_while_waiting_clarification"], False)
    assert (waited.steps[-1].due_on, waited.deadlines["extension_notice"].date) == (None, None)
    assert (waited.days[-1].date, waited.days[-1].why) == (date(2026, 6, 1), "等待申请人补正")
    lapsed = clock(course(RECEIVED, ASKED, ASKED_DELIVERED, late_day))
    assert (lapsed.state, lapsed.due_on, lapsed.timely) == ("answered", DUE, None)
    assert codes(lapsed) == ["answer_after_lapse_clarification"]


def test_a_withdrawal_while_the_clock_waits_keeps_that_nothing_was_due(clock: Clock) -> None:
    found = clock(course(RECEIVED, ASKED, ("request.withdrawn", "2026-04-20")))
    assert (found.state, found.due_on, found.timely, codes(found)) == ("withdrawn", None, None, [])


def test_a_correction_before_the_confirmed_receipt_cannot_move_the_clock_before_it(clock: Clock) -> None:
    fax = ("request.received", "2026-03-02", {"channel": "fax", "confirmed_on": "2026-03-10"})
    found = clock(course(fax, ("clarification.asked", "2026-03-04"), ("clarification.received", "2026-03-06")))
    assert (found.received_on, found.due_on) == (date(2026, 3, 10), date(2026, 4, 8))
    assert [day.date for day in found.days[:2]] == [date(2026, 3, 10), date(2026, 3, 11)]


# -- consultation


def test_a_consultation_takes_out_the_days_after_sending_up_to_the_answer(clock: Clock) -> None:
    found = clock(course(RECEIVED, sent("2026-03-09"), answered("2026-03-16")))
    assert (found.due_on, found.tolled_working_days) == (date(2026, 4, 7), 5)
    tolled = found.steps[1].explanation
    assert "2026年3月10日起所需时间不计入" in tolled


def test_the_setting_may_take_out_the_sending_day_too(clock: Clock) -> None:
    written = course(RECEIVED, sent("2026-03-09"), answered("2026-03-16"))
    found = clock(written | {"policy": {"consultation_sending_day": "tolled"}})
    assert (found.due_on, found.tolled_working_days) == (date(2026, 4, 8), 6)


def test_a_silent_party_takes_out_fifteen_working_days_from_its_delivery_at_most(clock: Clock) -> None:
    events = course(RECEIVED, sent("2026-03-09"), delivered("2026-03-11"))
    found = clock(events)
    assert found.deadlines["consultation:甲"].date == date(2026, 4, 1)
    assert (found.state, found.tolled_working_days, found.due_on) == ("running", 17, date(2026, 4, 23))
    assert [step.rule for step in found.steps][-1] == "third_party_silent"
    late = clock(course(RECEIVED, sent("2026-03-09"), delivered("2026-03-11"), answered("2026-04-10")))
    assert (late.due_on, late.tolled_working_days) == (found.due_on, 17)


@pytest.mark.parametrize(
    ("as_of", "state", "silent"), [("2026-04-01", "tolled", False), ("2026-04-02", "running", True)]
)
def test_silence_begins_on_the_day_after_the_party_s_last_day(
    clock: Clock, as_of: str, state: str, *, silent: bool
) -> None:
    found = clock(course(RECEIVED, sent("2026-03-09"), delivered("2026-03-11"), as_of=as_of))
    assert found.state == state
    assert ("third_party_silent" in [step.rule for step in found.steps]) is silent


def test_silence_and_lapse_are_told_once_however_much_happens_afterwards(clock: Clock) -> None:
    events = (RECEIVED, sent("2026-03-03"), delivered("2026-03-04"), ASKED, ASKED_DELIVERED)
    later = (sent("2026-04-01", "乙"), answered("2026-04-03", "乙"), extended("2026-04-07", 1))
    rules = [step.rule for step in clock(course(*events, *later)).steps]
    assert rules.count("third_party_silent") == rules.count("clarification_lapses") == 1
    assert rules.index("clarification_lapses") < rules.index("third_party_silent") < rules.index("extension_adds")


@pytest.mark.parametrize(
    ("kind", "rule"), [("third_party", "third_party_silent"), ("co_producer", "co_producer_silent")]
)
def test_silence_is_told_apart_by_who_was_asked(clock: Clock, kind: str, rule: str) -> None:
    found = clock(course(RECEIVED, sent("2026-03-09", kind=kind), delivered("2026-03-11")))
    assert found.steps[-1].rule == rule


@pytest.mark.parametrize(("kind", "article"), [("third_party", "ogi.art32"), ("co_producer", "ogi.art34")])
def test_the_period_to_answer_cites_the_article_for_whom_was_asked(clock: Clock, kind: str, article: str) -> None:
    again = delivered("2026-03-12")
    found = clock(course(RECEIVED, sent("2026-03-09", kind=kind), delivered("2026-03-11"), again))
    assert found.deadlines["consultation:甲"].provisions == (article,)
    assert [step.provisions for step in found.steps if step.effect == "party_period"] == [(article,)]
    assert [(finding.code, finding.provisions) for finding in found.findings] == [("repeated_delivery", (article,))]
    cited = {name for part in (*found.steps, *found.deadlines.values()) for name in part.provisions}
    assert {"ogi.art32", "ogi.art34"} & cited == {article}


@pytest.mark.parametrize("events", [[], [delivered("2026-03-11")]])
def test_another_agency_has_no_period_and_the_due_date_is_unknown_until_it_answers(
    clock: Clock, events: list[tuple[Any, ...]]
) -> None:
    asked = sent("2026-03-09", kind="other_agency")
    found = clock(course(RECEIVED, asked, *events, as_of="2026-09-01"))
    assert (found.state, found.due_on, "consultation:甲" in found.deadlines) == ("tolled", None, False)
    closed = clock(course(RECEIVED, asked, *events, answered("2026-03-16")))
    assert (closed.due_on, closed.tolled_working_days) == (date(2026, 4, 7), 5)


def test_a_letter_to_a_third_party_that_never_arrived_leaves_the_due_date_unknown(clock: Clock) -> None:
    found = clock(course(RECEIVED, sent("2026-03-09"), as_of="2026-05-01"))
    assert (found.state, found.due_on) == ("tolled", None)


def test_a_letter_sent_again_is_limited_by_the_delivery_of_either(clock: Clock) -> None:
    found = clock(course(RECEIVED, sent("2026-03-09"), sent("2026-03-12"), delivered("2026-03-13")))
    assert found.deadlines["consultation:甲"].date == date(2026, 4, 3)
    assert (found.state, found.tolled_working_days) == ("running", 19)


def test_a_second_delivery_doesn_t_give_the_party_more_time(clock: Clock) -> None:
    once = course(RECEIVED, sent("2026-03-09"), delivered("2026-03-11"))
    again = course(RECEIVED, sent("2026-03-09"), delivered("2026-03-11"), delivered("2026-04-10"))
    assert clock(again).due_on == clock(once).due_on


def test_overlapping_consultations_count_once(clock: Clock) -> None:
    found = clock(
        course(
            RECEIVED,
            *(sent("2026-03-09", "甲"), sent("2026-03-11", "乙"), sent("2026-03-10", "丙")),
            *(answered("2026-03-16", "甲"), answered("2026-03-18", "乙"), answered("2026-03-12", "丙")),
        )
    )
    assert (found.tolled_working_days, found.due_on) == (7, date(2026, 4, 9))
    assert [day.why for day in found.days if day.date == date(2026, 3, 12)] == ["征求意见：甲、丙、乙"]


def test_a_consultation_after_the_due_date_revives_nothing(clock: Clock) -> None:
    found = clock(course(RECEIVED, sent("2026-04-09"), as_of="2026-04-20"))
    assert (found.due_on, found.state) == (DUE, "running")
    assert codes(found) == ["late_consultation", "overdue"]


@pytest.mark.parametrize(("setting", "due"), [("counted", DUE), ("tolled", None)])
def test_on_the_due_date_itself_only_a_tolled_sending_day_helps(clock: Clock, setting: str, due: date | None) -> None:
    written = course(RECEIVED, sent("2026-03-30", kind="other_agency"), as_of="2026-03-30")
    found = clock(written | {"policy": {"consultation_sending_day": setting}})
    assert (found.due_on, found.state) == (due, "running" if due else "tolled")


def test_a_window_still_open_at_a_restart_goes_on_taking_out_days(clock: Clock) -> None:
    found = clock(
        course(RECEIVED, sent("2026-03-04"), ASKED, ("clarification.received", "2026-03-10"), answered("2026-03-17"))
    )
    assert found.due_on == date(2026, 4, 15)
    assert found.tolled_working_days == 9


def test_under_the_first_regulation_only_third_parties_stop_the_clock(clock: Clock) -> None:
    old = ("request.received", "2011-06-01", {"channel": "counter"})
    other = clock(course(old, sent("2011-06-07", kind="other_agency"), answered("2011-06-14")))
    third = clock(course(old, sent("2011-06-07"), answered("2011-06-14")))
    assert (other.due_on, other.tolled_working_days) == (date(2011, 6, 23), 0)
    assert (third.due_on, third.tolled_working_days) == (date(2011, 6, 30), 5)


def test_an_answer_closes_a_consultation_that_was_still_open(clock: Clock) -> None:
    events = (RECEIVED, sent("2026-03-09", kind="other_agency"), ("letter.posted", "2026-03-16", {"carrier": "post"}))
    for as_of in ("2026-03-16", "2026-12-31"):
        found = clock(course(*events, as_of=as_of))
        assert (found.state, found.due_on, found.timely) == ("answered", date(2026, 4, 7), True)
        assert found.tolled_working_days == 5


# -- extension and deferral


@pytest.mark.parametrize(("day", "due"), [("2026-03-30", date(2026, 4, 14)), ("2026-03-31", DUE)])
def test_an_extension_counts_when_told_on_the_last_day_and_not_the_day_after(clock: Clock, day: str, due: date) -> None:
    found = clock(course(RECEIVED, extended(day, 10)))
    assert found.due_on == due
    assert found.deadlines["extension_notice"].date == DUE
    assert ("answer_before_extension" in found.deadlines) == (due != DUE)


def test_the_setting_lets_a_late_extension_count(clock: Clock) -> None:
    found = clock(course(RECEIVED, extended("2026-03-31", 10), policy={"late_extension": "counts"}))
    assert (found.due_on, codes(found)) == (date(2026, 4, 14), ["late_extension"])


def test_an_extension_told_while_tolled_is_added_to_the_running_due_date(clock: Clock) -> None:
    found = clock(course(RECEIVED, sent("2026-03-09"), extended("2026-04-01", 10), answered("2026-04-02")))
    assert found.due_on == date(2026, 5, 12)
    assert found.deadlines["answer_before_extension"].date == date(2026, 4, 24)


def test_an_extension_doesn_t_outlive_a_restart_and_may_then_be_told_again(clock: Clock) -> None:
    events = (RECEIVED, extended("2026-03-04", 10), ASKED, ("clarification.received", "2026-03-16"))
    found = clock(course(*events))
    assert (found.due_on, "answer_before_extension" in found.deadlines) == (date(2026, 4, 14), False)
    again = clock(course(*events, extended("2026-04-14", 1)))
    assert (again.due_on, codes(again)) == (date(2026, 4, 15), [])


def test_a_deferral_sets_the_date_and_rolls_off_a_rest_day(clock: Clock) -> None:
    found = clock(course(RECEIVED, ("deferral.notified", "2026-03-20", {"until": "2026-05-01"})))
    assert (found.due_on, found.deadlines["extension_notice"].date) == (date(2026, 5, 6), date(2026, 5, 6))
    assert codes(found) == ["deferral_on_rest_day"]


def with_law(book: Book, calendar: Calendar, written: dict[str, Any], old: str, new: str) -> Ledger:
    """The ledger of `written` under the book with `old` replaced by `new` in its deadlines and parameters."""
    parts = [(book.clock.deadlines, Deadlines), (book.clock.parameters, Parameters)]
    texts = [(msgspec.json.encode(part).decode(), shape) for part, shape in parts]
    assert any(old in text for text, _shape in texts)
    deadlines, parameters = (msgspec.json.decode(text.replace(old, new), type=shape) for text, shape in texts)
    return ledger(msgspec.convert(written, Course), ClockLaw(deadlines, parameters), calendar)


def test_the_reading_of_a_deferral_to_a_rest_day_is_read_from_the_book(book: Book, calendar: Calendar) -> None:
    written = course(RECEIVED, ("deferral.notified", "2026-03-20", {"until": "2026-05-01"}))
    found = with_law(book, calendar, written, '"default":"next_working_day"', '"default":"as_told"')
    assert (found.due_on, codes(found)) == (date(2026, 5, 1), [])


@pytest.mark.parametrize(("effect", "due"), [("start", date(2026, 3, 11)), ("restart", date(2026, 3, 17))])
def test_the_length_of_a_period_is_the_number_that_its_rule_names(
    book: Book, calendar: Calendar, effect: str, due: date
) -> None:
    again = (ASKED, ("clarification.received", "2026-03-06")) if effect == "restart" else ()
    named, other = ('"period":"answer_working_days"', '"period":"clarification_notice_working_days"')
    found = with_law(book, calendar, course(RECEIVED, *again), named, other)
    assert found.due_on == due


def test_a_deferred_date_is_moved_by_nothing_but_a_restart(clock: Clock) -> None:
    deferral = ("deferral.notified", "2026-03-20", {"until": "2026-05-29"})
    events = (RECEIVED, deferral, sent("2026-03-23"), extended("2026-03-24", 10))
    found = clock(course(*events, as_of="2026-03-25"))
    assert (found.due_on, found.state) == (date(2026, 5, 29), "running")
    assert codes(found) == ["fixed_by_deferral", "fixed_by_deferral"]
    restarted = clock(course(RECEIVED, deferral, ("fee.demanded", "2026-03-23"), ("fee.paid", "2026-03-24")))
    assert restarted.due_on == date(2026, 4, 22)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("第三方甲", "third_party"),
        ("共同制作机关乙", "co_producer"),
        ("其他机关", "other_agency"),
        ("甲", "third_party"),
    ],
)
def test_a_consultation_names_the_party_once_by_its_label(clock: Clock, label: str, kind: str) -> None:
    found = clock(course(RECEIVED, sent("2026-03-09", label, kind), delivered("2026-03-10", label)))
    for step in found.steps[1:]:
        for word in ("第三方第三方", "共同制作机关共同制作机关", "其他机关其他机关"):
            assert word not in step.explanation
    assert f"向{label}" in found.steps[1].explanation


# -- fees


def test_a_fee_waits_and_its_payment_restarts_from_the_day_after(clock: Clock) -> None:
    events = (RECEIVED, ("fee.demanded", "2026-03-20"), ("fee.delivered", "2026-03-23"))
    waiting = clock(course(*events, as_of="2026-03-24"))
    assert (waiting.state, waiting.due_on) == ("awaiting_requester", None)
    assert waiting.deadlines["fee_notice"].date == DUE
    assert waiting.deadlines["fee_payment"].date == date(2026, 4, 21)
    assert clock(course(*events, as_of="2026-04-22")).state == "lapse_due"
    paid = clock(course(*events, ("fee.paid", "2026-04-21")))
    assert (paid.state, paid.due_on) == ("running", date(2026, 5, 21))


def test_a_fee_demanded_before_the_rules_on_fees_were_in_force_stops_nothing(clock: Clock) -> None:
    received = ("request.received", "2020-12-21", {"channel": "counter"})
    after = (("fee.delivered", "2021-01-04"), ("fee.paid", "2021-01-06"))
    before = clock(course(received, ("fee.demanded", "2020-12-31"), *after))
    assert (before.state, before.due_on, codes(before)) == ("running", date(2021, 1, 19), ["not_in_force"] * 3)
    assert {"fee_notice", "fee_payment"} & set(before.deadlines) == set()
    since = clock(course(received, ("fee.demanded", "2021-01-01"), *after))
    assert (since.due_on, codes(since)) == (date(2021, 2, 3), [])
    assert since.deadlines["fee_payment"].date == date(2021, 2, 1)


@pytest.mark.parametrize("setting", ["strict", "next_working_day"])
def test_a_payment_on_a_rest_day_counts_from_the_day_after_under_either_setting(clock: Clock, setting: str) -> None:
    events = course(RECEIVED, ("fee.demanded", "2026-03-12"), ("fee.paid", "2026-03-14"))
    assert clock(events | {"policy": {"rest_day_receipt": setting}}).due_on == date(2026, 4, 13)


def test_the_last_day_for_a_fee_notice_is_the_extended_due_date(clock: Clock) -> None:
    found = clock(course(RECEIVED, extended("2026-03-27", 5), ("fee.demanded", "2026-04-07")))
    assert found.deadlines["fee_notice"].date == date(2026, 4, 7)
    assert found.state == "awaiting_requester"


def test_the_clock_waits_until_both_the_correction_and_the_payment_have_come(clock: Clock) -> None:
    events = (RECEIVED, ("fee.demanded", "2026-03-04"), ASKED)
    corrected = clock(course(*events, ("clarification.received", "2026-03-10")))
    assert (corrected.state, corrected.due_on) == ("awaiting_requester", None)
    both = clock(course(*events, ("clarification.received", "2026-03-10"), ("fee.paid", "2026-03-16")))
    assert (both.state, both.due_on, codes(both)) == ("running", date(2026, 4, 14), [])
    other_way = clock(course(*events, ("fee.paid", "2026-03-10"), ("clarification.received", "2026-03-16")))
    assert (other_way.due_on, codes(other_way)) == (date(2026, 4, 14), [])


# -- letters


@pytest.mark.parametrize(("day", "timely"), [("2026-03-30", True), ("2026-03-31", False)])
def test_the_day_of_posting_decides_whether_an_answer_is_in_time(clock: Clock, day: str, *, timely: bool) -> None:
    posted = ("letter.posted", day, {"carrier": "post"})
    found = clock(course(RECEIVED, posted, ("letter.delivered", "2026-04-08", {"via": "signed"})))
    assert (found.state, found.timely, found.due_on) == ("answered", timely, DUE)


@pytest.mark.parametrize("via", ["signed", "electronic", "collected", "entrusted", "inspected", "on_the_spot"])
def test_every_way_of_delivery_answers_on_its_day(clock: Clock, via: str) -> None:
    found = clock(course(RECEIVED, ("letter.delivered", "2026-03-02", {"via": via})))
    assert (found.state, found.timely) == ("answered", True)
    assert found.deadlines["review_application"].date == date(2026, 5, 6)


@pytest.mark.parametrize(
    ("setting", "timely", "review"),
    [("sent", True, date(2026, 5, 29)), ("confirmed", False, date(2026, 6, 1))],
)
def test_the_setting_decides_the_day_of_electronic_service(
    clock: Clock, setting: str, review: date, *, timely: bool
) -> None:
    delivery = ("letter.delivered", "2026-03-30", {"via": "electronic", "confirmed_on": "2026-04-01"})
    found = clock(course(RECEIVED, delivery, policy={"electronic_service": setting}))
    assert (found.timely, found.deadlines["review_application"].date) == (timely, review)


@pytest.mark.parametrize(("day", "timely"), [("2026-03-30", None), ("2026-03-31", False)])
def test_a_letter_only_issued_answers_nothing_but_its_own_date_can_be_too_late(
    clock: Clock, day: str, timely: bool | None
) -> None:
    found = clock(course(RECEIVED, ("letter.issued", day)))
    assert (found.state, found.timely) == ("running", timely)


def test_letters_that_answer_some_items_leave_the_clock_running_until_one_answers_all(clock: Clock) -> None:
    some = (
        RECEIVED,
        ("letter.issued", "2026-03-20", {"answers": [1]}),
        ("letter.posted", "2026-03-20", {"carrier": "post"}),
    )
    assert clock(course(*some)).state == "running"
    whole = clock(course(*some, ("letter.issued", "2026-03-26"), POSTED))
    assert (whole.state, whole.timely) == ("answered", True)
    supplement = clock(
        course(
            *(RECEIVED, ("letter.issued", "2026-03-26"), POSTED, ("letter.issued", "2026-03-30", {"answers": [2]})),
            ("letter.delivered", "2026-03-31", {"via": "signed"}),
        )
    )
    assert "review_application" in supplement.deadlines


def test_a_returned_letter_is_answered_in_time_but_opens_no_remedy(clock: Clock) -> None:
    returned = (RECEIVED, POSTED, ("letter.returned", "2026-04-08"))
    found = clock(course(*returned))
    assert (found.state, found.timely) == ("answered", True)
    assert "review_application" not in found.deadlines
    again = clock(course(*returned, ("letter.delivered", "2026-04-20", {"via": "signed"})))
    assert again.deadlines["review_application"].date == date(2026, 6, 22)


def test_a_withdrawal_stops_the_clock_and_keeps_the_due_date(clock: Clock) -> None:
    found = clock(course(RECEIVED, ("request.withdrawn", "2026-03-20"), as_of="2026-06-01"))
    assert (found.state, found.due_on, found.timely, codes(found)) == ("withdrawn", DUE, None, [])


# -- remedies, year end, days


@pytest.mark.parametrize(
    ("delivered_on", "review", "litigation"),
    [
        ("2025-08-29", date(2025, 10, 28), date(2026, 2, 28)),  # six months clamp to February, worked that Saturday
        ("2025-08-31", date(2025, 10, 30), date(2026, 2, 28)),
        ("2025-03-31", date(2025, 5, 30), date(2025, 9, 30)),
        ("2025-04-01", date(2025, 6, 3), date(2025, 10, 9)),  # both last days in a holiday: they roll on
        ("2023-08-30", date(2023, 10, 30), date(2024, 2, 29)),  # 10-29 is a Sunday; leap year
    ],
)
def test_remedies_are_sixty_days_and_six_months_and_roll_off_rest_days(
    clock: Clock, delivered_on: str, review: date, litigation: date
) -> None:
    received = ("request.received", delivered_on, {"channel": "counter"})
    found = clock(course(received, ("letter.delivered", delivered_on, {"via": "on_the_spot"})))
    assert found.deadlines["review_application"].date == review
    assert found.deadlines["litigation"].date == litigation


def test_the_law_of_a_remedy_differs_after_delivery_and_where_nothing_came(clock: Clock) -> None:
    told = clock(course(RECEIVED, ("letter.delivered", "2026-03-20", {"via": "signed"})))
    silent = clock(course(RECEIVED, as_of="2026-03-31"))
    assert told.deadlines["review_application"].provisions == ("review.art20.para1", "civil_procedure.art85")
    assert told.deadlines["litigation"].provisions == ("litigation.art46", "litigation_interp.art48")
    assert "review_rules.art16" in silent.deadlines["review_application"].provisions
    assert silent.deadlines["litigation"].provisions == ("litigation_interp.art66", "litigation_interp.art48")


def test_where_nothing_came_remedies_run_from_the_due_date_once_it_has_passed(clock: Clock) -> None:
    on_the_day, after = (clock(course(RECEIVED, as_of=day)) for day in ("2026-03-30", "2026-03-31"))
    assert "review_application" not in on_the_day.deadlines
    assert after.deadlines["review_application"].date == date(2026, 5, 29)
    assert after.deadlines["litigation"].date == date(2026, 9, 30)
    assert codes(after) == ["overdue"]


@pytest.mark.parametrize(
    ("received", "due", "provisional"),
    [("2026-12-03", date(2026, 12, 31), False), ("2026-12-04", date(2027, 1, 4), True)],
)
def test_a_due_date_in_a_year_without_a_calendar_is_provisional(
    clock: Clock, received: str, due: date, *, provisional: bool
) -> None:
    found = clock(course(("request.received", received, {"channel": "counter"})))
    assert (found.due_on, found.provisional) == (due, provisional)
    assert found.deadlines["answer"].provisional is provisional
    assert found.deadlines["clarification_notice"].provisional is False


def test_the_days_say_which_number_or_why_not(clock: Clock) -> None:
    written = course(
        RECEIVED, ASKED, ("clarification.received", "2026-03-10"), sent("2026-03-11"), answered("2026-03-12")
    )
    whys = {day.date: (day.number, day.why) for day in clock(written).days}
    assert whys[date(2026, 3, 2)] == (None, "收到申请之日，不计入")
    assert whys[date(2026, 3, 5)] == (3, "工作日")
    assert whys[date(2026, 3, 6)] == (None, "等待申请人补正")
    assert whys[date(2026, 3, 7)] == (None, "周六，休息日")
    assert whys[date(2026, 3, 10)] == (None, "期限重新起算之日，不计入")
    assert whys[date(2026, 3, 11)] == (1, "工作日")
    assert whys[date(2026, 3, 12)] == (None, "征求意见：甲")
    assert whys[date(2026, 4, 6)] == (None, "清明节放假")
    late = clock(
        course(
            RECEIVED, ("clarification.asked", "2026-03-12"), ("fee.demanded", "2026-03-20"), ("fee.paid", "2026-03-23")
        )
    )
    assert "等待申请人补正" not in {day.why for day in late.days}


def test_many_parties_on_one_day_are_counted_and_not_all_named(clock: Clock) -> None:
    found = clock(course(RECEIVED, *(sent("2026-03-09", f"第{n}方") for n in range(5)), as_of="2026-03-10"))
    assert found.days[-1].why == "征求意见：第0方、第1方、第2方等5方"


def test_a_late_notice_that_stops_nothing_takes_out_no_day(clock: Clock) -> None:
    late = ("clarification.asked", "2026-03-12")
    found = clock(course(RECEIVED, sent("2026-03-16", kind="other_agency"), late, as_of="2026-03-20"))
    assert [day.why for day in found.days][-4:] == ["征求意见：甲"] * 4
    assert [day.number for day in found.days if day.date == date(2026, 3, 13)] == [9]


def test_the_most_days_of_an_extension_come_from_the_book_alone(book: Book, calendar: Calendar) -> None:
    numbers = book.clock.parameters.numbers
    number = numbers["extension_max_working_days"]
    *earlier, today = number.values
    longer = msgspec.structs.replace(number, values=(*earlier, msgspec.structs.replace(today, value=30)))
    amended = Parameters(numbers | {"extension_max_working_days": longer}, book.clock.parameters.policies)
    written = course(RECEIVED, ("deadline.extended", "2026-03-23", {"working_days": 25}))
    told = msgspec.convert(msgspec.to_builtins(written), Course)
    assert ledger(told, ClockLaw(book.clock.deadlines, amended), calendar).steps[-1].working_days == 25
    with pytest.raises(ClockError, match="应当最多为20，实际是25"):
        ledger(told, book.clock, calendar)


def test_the_reading_of_a_late_payment_is_read_from_the_book(book: Book, calendar: Calendar) -> None:
    paid = (("fee.demanded", "2026-03-10"), ("fee.delivered", "2026-03-11"), ("fee.paid", "2026-04-10"))
    written = course(RECEIVED, *paid)
    restarted = with_law(book, calendar, written, '"default":"restart"', '"default":"restart"')
    assert (restarted.due_on, codes(restarted)) == (date(2026, 5, 12), ["late_payment"])
    left = with_law(book, calendar, written, '"default":"restart"', '"default":"no_restart"')
    assert (left.due_on, codes(left)) == (date(2026, 3, 30), ["late_payment"])


def test_silence_goes_to_review_first_where_the_book_reads_it_so(book: Book, calendar: Calendar) -> None:
    written = course(RECEIVED, as_of="2026-04-10")
    either = with_law(book, calendar, written, '"default":"either"', '"default":"either"')
    assert {"review_application", "litigation"} <= either.deadlines.keys()
    first = with_law(book, calendar, written, '"default":"either"', '"default":"review_first"')
    assert "litigation" not in first.deadlines
    assert first.deadlines["review_application"].provisions[-1] == "review.art23.para1.item3"
