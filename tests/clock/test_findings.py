"""Each finding: a course in which it fires, and a near miss in which it doesn't."""

from typing import Any

import pytest
from tests.clock.asking import Clock, codes, course

from ysq.rules.book import Book

RECEIVED = ("request.received", "2026-03-02", {"channel": "counter"})
"""Due on 03-30; a clarification has to be asked by 03-11."""
OLD = ("request.received", "2011-06-01", {"channel": "counter"})
SENT = ("consultation.sent", "2026-03-09", {"party": "甲", "kind": "third_party"})
DELIVERED = ("consultation.delivered", "2026-03-10", {"party": "甲"})
ASKED = ("clarification.asked", "2026-03-03", {"working_days": 5})
ASKED_DELIVERED = ("clarification.delivered", "2026-03-04")
DEFERRED = ("deferral.notified", "2026-03-20", {"until": "2026-05-29"})
FEE = ("fee.demanded", "2026-03-10")
LATE = ("letter.posted", "2026-05-11", {"carrier": "post"})
POSTED = ("letter.posted", "2026-03-27", {"carrier": "post"})

ORDERED = ("answer.ordered", "2026-05-08", {"until": "2026-06-05"})


def answered(day: str) -> tuple[Any, ...]:
    return ("consultation.answered", day, {"party": "甲"})


def extended(day: str, days: int = 10) -> tuple[Any, ...]:
    return ("deadline.extended", day, {"working_days": days})


def electronic(**more: str) -> dict[str, Any]:
    delivered = ("letter.delivered", "2026-03-20", {"via": "electronic", **more})
    return course(RECEIVED, delivered, policy={"electronic_service": "confirmed"})


CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "receipt_unconfirmed": (
        course(("request.received", "2026-03-02", {"channel": "fax"})),
        course(("request.received", "2026-03-02", {"channel": "fax", "confirmed_on": "2026-03-02"})),
    ),
    "late_clarification_notice": (
        course(RECEIVED, ("clarification.asked", "2026-03-12")),
        course(RECEIVED, ("clarification.asked", "2026-03-11")),
    ),
    "second_clarification": (
        course(RECEIVED, ASKED, ("clarification.asked", "2026-03-05")),
        course(RECEIVED, ASKED),
    ),
    "late_correction": (
        course(RECEIVED, ASKED, ASKED_DELIVERED, ("clarification.received", "2026-03-12")),
        course(RECEIVED, ASKED, ASKED_DELIVERED, ("clarification.received", "2026-03-11")),
    ),
    "unasked_correction": (
        course(RECEIVED, ("clarification.received", "2026-03-12")),
        course(RECEIVED, ASKED, ("clarification.received", "2026-03-12")),
    ),
    "repeated_answer": (
        course(RECEIVED, SENT, answered("2026-03-16"), answered("2026-03-17")),
        course(RECEIVED, SENT, answered("2026-03-16")),
    ),
    "opinion_after_period": (
        course(RECEIVED, SENT, DELIVERED, answered("2026-04-01")),
        course(RECEIVED, SENT, DELIVERED, answered("2026-03-31")),
    ),
    "late_consultation": (
        course(RECEIVED, ("consultation.sent", "2026-03-30", {"party": "甲", "kind": "third_party"})),
        course(RECEIVED, ("consultation.sent", "2026-03-29", {"party": "甲", "kind": "third_party"})),
    ),
    "repeated_delivery": (
        course(RECEIVED, SENT, DELIVERED, ("consultation.delivered", "2026-03-11", {"party": "甲"})),
        course(RECEIVED, SENT, DELIVERED),
    ),
    "late_extension": (course(RECEIVED, extended("2026-03-31")), course(RECEIVED, extended("2026-03-30"))),
    "second_extension": (
        course(RECEIVED, extended("2026-03-20"), extended("2026-03-23")),
        course(RECEIVED, extended("2026-03-20")),
    ),
    "extension_too_long": (course(OLD, extended("2011-06-10", 16)), course(OLD, extended("2011-06-10", 15))),
    "late_deferral": (
        course(RECEIVED, ("deferral.notified", "2026-03-31", {"until": "2026-05-29"})),
        course(RECEIVED, ("deferral.notified", "2026-03-30", {"until": "2026-05-29"})),
    ),
    "deferral_not_later": (
        course(RECEIVED, ("deferral.notified", "2026-03-20", {"until": "2026-03-30"})),
        course(RECEIVED, ("deferral.notified", "2026-03-20", {"until": "2026-03-31"})),
    ),
    "deferral_on_rest_day": (
        course(RECEIVED, ("deferral.notified", "2026-03-20", {"until": "2026-04-06"})),
        course(RECEIVED, ("deferral.notified", "2026-03-20", {"until": "2026-04-07"})),
    ),
    "fixed_by_deferral": (
        course(RECEIVED, DEFERRED, extended("2026-03-23")),
        course(RECEIVED, extended("2026-03-19"), DEFERRED),
    ),
    "fixed_by_order": (
        course(RECEIVED, POSTED, ORDERED, extended("2026-05-20")),
        course(RECEIVED, extended("2026-03-20"), POSTED, ORDERED),
    ),
    "earlier_day_stands": (
        course(RECEIVED, ("answer.ordered", "2026-03-20", {"until": "2026-03-31", "answers": [1]})),
        course(RECEIVED, ("answer.ordered", "2026-03-20", {"until": "2026-03-30", "answers": [1]})),
    ),
    "late_fee_notice": (
        course(RECEIVED, ("fee.demanded", "2026-03-31")),
        course(RECEIVED, ("fee.demanded", "2026-03-30")),
    ),
    "repeated_fee_notice": (
        course(RECEIVED, FEE, ("fee.demanded", "2026-03-11")),
        course(RECEIVED, FEE, ("fee.paid", "2026-03-11"), ("fee.demanded", "2026-03-12")),
    ),
    "unawaited_payment": (
        course(RECEIVED, ("fee.demanded", "2026-03-31"), ("fee.paid", "2026-04-01")),
        course(RECEIVED, ("fee.demanded", "2026-03-30"), ("fee.paid", "2026-04-01")),
    ),
    "late_payment": (
        course(RECEIVED, FEE, ("fee.delivered", "2026-03-11"), ("fee.paid", "2026-04-10")),
        course(RECEIVED, FEE, ("fee.delivered", "2026-03-11"), ("fee.paid", "2026-04-09")),
    ),
    "late_answer": (
        course(RECEIVED, ("letter.posted", "2026-03-31", {"carrier": "post"})),
        course(RECEIVED, ("letter.posted", "2026-03-30", {"carrier": "post"})),
    ),
    "answer_while_waiting_clarification": (course(RECEIVED, ASKED, LATE), course(RECEIVED, LATE)),
    "answer_after_lapse_clarification": (course(RECEIVED, ASKED, ASKED_DELIVERED, LATE), course(RECEIVED, ASKED, LATE)),
    "answer_while_waiting_fee": (course(RECEIVED, FEE, LATE), course(RECEIVED, FEE, ("fee.paid", "2026-03-11"), LATE)),
    "answer_after_lapse_fee": (
        course(RECEIVED, FEE, ("fee.delivered", "2026-03-11"), LATE),
        course(RECEIVED, FEE, LATE),
    ),
    "overdue": (course(RECEIVED, as_of="2026-03-31"), course(RECEIVED, as_of="2026-03-30")),
    "partial_answer": (
        course(RECEIVED, ("letter.issued", "2026-03-26", {"answers": [1, "二"]}), POSTED),
        course(RECEIVED, ("letter.issued", "2026-03-26", {"answers": "all"}), POSTED),
    ),
    "courier": (course(RECEIVED, ("letter.posted", "2026-03-27", {"carrier": "courier"})), course(RECEIVED, POSTED)),
    "letter_returned": (course(RECEIVED, POSTED, ("letter.returned", "2026-04-02")), course(RECEIVED, POSTED)),
    "delivery_unconfirmed": (electronic(), electronic(confirmed_on="2026-03-23")),
    "after_end": (
        course(RECEIVED, ("request.withdrawn", "2026-03-20"), extended("2026-03-23")),
        course(RECEIVED, extended("2026-03-19"), ("request.withdrawn", "2026-03-20")),
    ),
    "not_in_force": (
        course(OLD, ("consultation.sent", "2011-06-08", {"party": "甲", "kind": "other_agency"})),
        course(OLD, ("consultation.sent", "2011-06-08", {"party": "甲", "kind": "third_party"})),
    ),
}


def test_every_finding_has_its_two_courses(book: Book) -> None:
    by_calendars = {"told_date_moved", "provisional_date_moved", "answer_now_late", "answer_now_timely"}
    assert set(CASES) == set(book.clock.deadlines.findings) - by_calendars, "those are tests/cases/test_recount.py's"


@pytest.mark.parametrize("code", CASES)
def test_a_finding_fires_where_it_should_and_not_a_step_before(clock: Clock, code: str) -> None:
    fires, near_miss = CASES[code]
    found = [finding for finding in clock(fires).findings if finding.code == code]
    assert len(found) == 1
    assert "{" not in found[0].message
    assert found[0].provisions
    assert code not in codes(clock(near_miss))


def test_the_number_in_the_words_of_a_late_clarification_is_the_parameter(clock: Clock) -> None:
    found = clock(CASES["late_clarification_notice"][0]).findings[0].message
    assert found == "补正告知于2026年3月12日作出，已超过收到申请之日起7个工作日（最迟2026年3月11日）。"


def test_a_late_clarification_before_the_regulation_of_2019_asserts_no_breach(clock: Clock) -> None:
    asked = ("clarification.asked", "2018-03-15")
    (found,) = clock(course(("request.received", "2018-03-01", {"channel": "counter"}), asked)).findings
    assert found.message.endswith(
        "（最迟2018年3月12日）；当时的条例没有核对到这一期限，是比照现行条例的推断，不能据以认定违法。"
    )
    assert found.provisions == ("ogi2007",)


def test_letters_for_items_one_and_two_are_told_how_to_end_the_case(clock: Clock) -> None:
    letters = [("letter.issued", "2026-03-26", {"answers": [item]}) for item in (1, 2)]
    found = clock(course(RECEIVED, letters[0], POSTED, letters[1], POSTED))
    assert found.state == "running"
    assert found.findings[-1].message.endswith("没有尚未答复的事项的，最后一份答复书应当写明 answers: all。")


@pytest.mark.parametrize("code", CASES)
def test_everything_cited_is_in_the_book(clock: Clock, book: Book, code: str) -> None:
    for written in CASES[code]:
        found = clock(written)
        parts = [*found.steps, *found.findings, *found.deadlines.values()]
        assert {name for part in parts for name in part.provisions} <= set(book.provisions)


def test_a_late_answer_is_found_exactly_when_the_answer_is_not_timely(clock: Clock) -> None:
    for fires, near_miss in CASES.values():
        for written in (fires, near_miss):
            found = clock(written)
            assert ("late_answer" in codes(found)) == (found.timely is False)
