"""The clocks of major decisions, told wholly by data: dates counted by hand, and near misses."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from ysq.domain.calendar import Calendar
from ysq.domain.clock import ClockError
from ysq.domain.procedure import Course, ProcedureLaw, ProcedureLedger, procedure_ledger
from ysq.rules import book as rule_book
from ysq.rules.procedures import names, read_procedure

RULES = Path(__file__).parents[2] / "rules"
START = ("decision.started", "2026-03-02")


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    return rule_book.read(RULES).calendar()


@pytest.fixture(scope="module")
def law() -> ProcedureLaw:
    return read_procedure(RULES, "decision", rule_book.read(RULES).provisions)


def run(law: ProcedureLaw, calendar: Calendar, *entries: tuple[Any, ...], as_of: str | None = None) -> ProcedureLedger:
    written = [{"type": one[0], "date": one[1], **(one[2] if len(one) > 2 else {})} for one in entries]
    course = msgspec.convert({"events": written, **({"as_of": as_of} if as_of else {})}, Course)
    return procedure_ledger(course, law, calendar)


def codes(found: ProcedureLedger) -> list[str]:
    return [finding.code for finding in found.findings]


def test_it_is_the_only_other_procedure_so_far() -> None:
    assert names(RULES) == ("decision",)


@pytest.mark.parametrize(("closed", "wrong"), [("2026-04-02", []), ("2026-04-01", ["comment_too_short"])])
def test_thirty_days_of_comment_and_the_near_miss(
    law: ProcedureLaw, calendar: Calendar, closed: str, wrong: list[str]
) -> None:
    found = run(law, calendar, START, ("comment.published", "2026-03-03"), ("comment.closed", closed))
    limit = found.deadlines["public_comment"]
    assert (limit.date, limit.bound, limit.met) == (date(2026, 4, 2), "not_before", not wrong)
    assert codes(found) == wrong
    assert len([day for day in limit.days if day.counted]) == 30


def test_a_shorter_period_must_be_confirmed_and_is_then_the_bound(law: ProcedureLaw, calendar: Calendar) -> None:
    short = ("comment.published", "2026-03-03", {"days": 15})
    found = run(law, calendar, START, short, ("comment.closed", "2026-03-18"))
    assert codes(found) == ["comment_shortened"]
    assert found.deadlines["public_comment"].met is True


@pytest.mark.parametrize(
    ("held", "wrong"),
    [
        ("2026-03-16", []),
        ("2026-03-13", ["hearing_notice_too_short"]),
        ("2026-03-11", ["hearing_notice_too_short"]),
        ("2026-03-10", ["hearing_notice_too_short", "hearing_materials_too_late"]),
    ],
)
def test_a_hearing_needs_ten_days_of_notice_and_seven_days_for_its_materials(
    law: ProcedureLaw, calendar: Calendar, held: str, wrong: list[str]
) -> None:
    found = run(
        law, calendar, START,
        ("hearing.announced", "2026-03-04"), ("hearing.materials_sent", "2026-03-04"), ("hearing.held", held),
    )  # fmt: skip
    assert found.deadlines["hearing_notice"].date == date(2026, 3, 14)
    assert found.deadlines["hearing_materials"].date == date(2026, 3, 11)
    assert codes(found) == wrong


def test_a_hearing_without_notice_is_found(law: ProcedureLaw, calendar: Calendar) -> None:
    found = codes(run(law, calendar, START, ("hearing.held", "2026-03-16")))
    assert found == ["no_hearing_notice", "no_hearing_materials"]


@pytest.mark.parametrize(
    ("closing", "missing"), [("comment.closed", "no_draft_published"), ("review.opined", "not_submitted_for_review")]
)
def test_what_closes_without_having_been_opened_is_found(
    law: ProcedureLaw, calendar: Calendar, closing: str, missing: str
) -> None:
    assert codes(run(law, calendar, START, (closing, "2026-03-16"))) == [missing]


def test_a_review_in_less_than_seven_working_days_must_be_confirmed(law: ProcedureLaw, calendar: Calendar) -> None:
    submitted = ("review.submitted", "2026-03-09")
    assert codes(run(law, calendar, START, submitted, ("review.opined", "2026-03-17"))) == ["review_hurried"]
    assert codes(run(law, calendar, START, submitted, ("review.opined", "2026-03-18"))) == []


def test_the_review_has_seven_working_days_and_a_made_up_sunday_counts(law: ProcedureLaw, calendar: Calendar) -> None:
    submitted = ("review.submitted", "2026-09-16")
    found = run(law, calendar, START, submitted)
    limit = found.deadlines["legality_review"]
    assert limit.date == date(2026, 9, 24)
    assert [day.date for day in limit.days if day.counted and day.date.weekday() >= 5] == [date(2026, 9, 20)]
    assert codes(run(law, calendar, START, submitted, ("review.opined", "2026-09-24"))) == []
    assert codes(run(law, calendar, START, submitted, ("review.opined", "2026-09-28"))) == ["review_late"]


def test_supplements_are_left_out_and_three_working_days_are_added_once(law: ProcedureLaw, calendar: Calendar) -> None:
    course: list[tuple[Any, ...]] = [
        START,
        ("review.submitted", "2026-03-09"),
        ("review.supplement_asked", "2026-03-11"),
    ]
    waiting = run(law, calendar, *course)
    assert waiting.deadlines["legality_review"].date is None
    course += [("review.supplement_received", "2026-03-16")]
    assert run(law, calendar, *course).deadlines["legality_review"].date == date(2026, 3, 23)
    course += [("review.extended", "2026-03-20")]
    assert run(law, calendar, *course).deadlines["legality_review"].date == date(2026, 3, 26)
    twice = run(law, calendar, *course, ("review.extended", "2026-03-24"))
    assert twice.deadlines["legality_review"].date == date(2026, 3, 26)
    assert codes(twice) == ["extended_twice"]


def test_an_extension_after_the_end_has_no_effect(law: ProcedureLaw, calendar: Calendar) -> None:
    found = run(law, calendar, START, ("review.submitted", "2026-03-09"), ("review.extended", "2026-03-19"))
    assert codes(found) == ["extension_after_end"]
    assert found.deadlines["legality_review"].date == date(2026, 3, 18)


def test_an_overdue_review_and_publication_are_told_as_of_a_day(law: ProcedureLaw, calendar: Calendar) -> None:
    submitted = ("review.submitted", "2026-03-09")
    assert codes(run(law, calendar, START, submitted, as_of="2026-03-18")) == []
    assert codes(run(law, calendar, START, submitted, as_of="2026-03-19")) == ["review_overdue"]


def test_a_discussion_without_comment_or_review_and_a_decision_without_discussion_are_found(
    law: ProcedureLaw, calendar: Calendar
) -> None:
    found = run(law, calendar, START, ("decision.discussed", "2026-03-10"), ("decision.made", "2026-03-10"))
    assert codes(found) == ["no_public_comment", "no_legality_review"]
    assert codes(run(law, calendar, START, ("decision.made", "2026-03-10"))) == ["no_discussion"]


def test_every_number_that_is_no_law_text_is_shown_with_its_mark(law: ProcedureLaw, calendar: Calendar) -> None:
    found = run(law, calendar, START, ("review.submitted", "2026-03-09"), ("decision.made", "2026-03-09"))
    assert {(one.value, one.mark) for one in found.settings} == {(7, "policy"), (20, "inference")}


def test_a_second_review_is_a_period_of_its_own(law: ProcedureLaw, calendar: Calendar) -> None:
    first = [("review.submitted", "2026-03-09"), ("review.opined", "2026-03-12")]
    found = run(law, calendar, START, *first, ("review.submitted", "2026-03-16"))
    assert found.deadlines["legality_review"].met is True
    assert found.deadlines["legality_review:2"].date == date(2026, 3, 25)


@pytest.mark.parametrize(
    ("entries", "field", "words"),
    [
        ([("comment.published", "2026-03-03")], "type", "开始"),
        ([START, START], "type", "只能有一次"),
        ([("decision.started", "2019-08-31")], "date", "尚无重大行政决策程序的规定（2019年9月1日起施行）"),
        ([START, ("comment.opened", "2026-03-03")], "type", "不是"),
        ([START, ("expert.opined", "2026-03-03")], "type", "没有开始"),
        ([START, ("review.submitted", "2026-03-03", {"days": 3})], "days", "不能另定天数"),
        ([START, ("review.submitted", "2199-03-03")], "date", "日历范围"),
    ],
)
def test_an_impossible_course_is_refused_with_its_entry(
    law: ProcedureLaw, calendar: Calendar, entries: list[tuple[Any, ...]], field: str, words: str
) -> None:
    with pytest.raises(ClockError) as refused:
        run(law, calendar, *entries)
    assert refused.value.field == field
    assert words in refused.value.message
