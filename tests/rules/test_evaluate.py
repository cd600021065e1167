"""The reference evaluator: what missing means, the trace, the order, and the same answer as a naive reading."""

from datetime import date
from itertools import permutations

import msgspec
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.rules.drawing import holds
from tests.rules.ruling import Data, condition, conditions, fact_values, facts, naive, rule

from ysq.domain.findings import Finding, Operator, Trace
from ysq.domain.terms import Mark
from ysq.rules.book import Book
from ysq.rules.evaluate import evaluate, why_not
from ysq.rules.facts import VOCABULARY, FactValues, values_of
from ysq.rules.reach import Conjunction, TooMany, conjunctions
from ysq.rules.words import sentence

TODAY = date(2026, 3, 2)
FEW = ("nature.unclear", "nature.duplicate_of", "request.items", "request.month_count", "consultation.reply",
       "record.interests", "request.received_on", "clarification.asked")  # fmt: skip


def fires(data: Data, values: Data) -> bool:
    return bool(evaluate([rule(data)], facts(values), TODAY))


@pytest.mark.parametrize(
    "comparison",
    [
        {"eq": ["nature.unclear", True]},
        {"eq": ["nature.unclear", False]},
        {"ne": ["nature.unclear", True]},
        {"gt": ["request.month_count", 0]},
        {"le": ["request.month_count", 10]},
        {"in": ["consultation.reply", ["agreed", "refused", "silent"]]},
        {"has": ["record.interests", "third_party"]},
        {"exists": "nature.unclear"},
    ],
    ids=str,
)
def test_a_comparison_on_a_missing_fact_is_false_and_not_of_it_is_true(comparison: Data) -> None:
    assert not fires(comparison, {})
    assert fires({"not": comparison}, {})


def test_missing_asks_for_absence_alone() -> None:
    asked = {"missing": "nature.unclear"}
    assert fires(asked, {})
    assert not fires(asked, {"nature.unclear": False})


def test_a_set_that_is_empty_is_there() -> None:
    assert fires({"exists": "record.interests"}, {"record.interests": []})
    assert not fires({"has": ["record.interests", "third_party"]}, {"record.interests": []})


def test_days_words_and_numbers_are_compared_by_their_kind() -> None:
    assert fires({"ge": ["request.received_on", "2026-03-02"]}, {})
    assert not fires({"gt": ["request.received_on", "2026-03-02"]}, {})
    assert fires({"in": ["request.channel", ["fax", "online"]]}, {})
    assert fires({"ne": ["request.channel", "fax"]}, {})
    assert fires({"le": ["request.items", 1]}, {})
    assert fires({"eq": ["nature.duplicate_of", "2025-0117"]}, {"nature.duplicate_of": "2025-0117"})


@settings(max_examples=400, deadline=None)
@given(conditions(FEW), fact_values(FEW))
def test_the_evaluator_agrees_with_a_naive_reading(data: Data, values: Data) -> None:
    assert fires(data, values) is naive(data, values)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_it_agrees_on_every_fact_there_is(data: st.DataObject) -> None:
    names = tuple(data.draw(st.lists(st.sampled_from(list(VOCABULARY)), min_size=1, max_size=4)))
    written, values = data.draw(conditions(names)), data.draw(fact_values(names))
    assert fires(written, values) is naive(written, values)


@settings(max_examples=300, deadline=None)
@given(conditions(FEW), fact_values(FEW))
def test_the_trace_holds_and_is_enough(data: Data, values: Data) -> None:
    asked, known = rule(data), facts(values)
    findings, missed = evaluate([asked], known, TODAY), why_not(asked, known)
    traces = findings[0].trace if findings else missed
    assert bool(findings) is not bool(missed)
    assert traces
    for trace in traces:
        assert trace.held is bool(findings)
        assert naive_trace(trace, values) is (trace.held is not trace.negated)


def naive_trace(trace: Trace, values: Data) -> bool:
    """The comparison that a trace tells, made again on the plain values."""
    if trace.operator in (Operator.EXISTS, Operator.MISSING):
        return naive({trace.operator.value: trace.field}, values)
    expected = trace.expected
    if isinstance(expected, tuple):
        expected = tuple(int(one) if isinstance(values[trace.field], int) else one for one in expected)
    return naive({trace.operator.value: [trace.field, expected]}, values)


@settings(max_examples=400, deadline=None)
@given(conditions(FEW), fact_values(FEW))
def test_the_conjunctions_say_what_the_condition_says(data: Data, values: Data) -> None:
    try:
        found = conjunctions(condition(data), VOCABULARY)
    except TooMany:
        assume(False)  # noqa: FBT003
    known = values_of(facts(values))
    assert any(fulfilled(conjunction, known) for conjunction in found) is naive(data, values)
    assert len({frozenset(conjunction) for conjunction in found}) == len(found)


def fulfilled(conjunction: Conjunction, values: FactValues) -> bool:
    return all(holds(literal, values[literal.fact]) for literal in conjunction)


def test_findings_come_in_the_order_of_the_rules() -> None:
    rules = [rule({"exists": "request.items"}, name) for name in ("third", "first", "second")]
    for order in permutations(rules):
        findings = evaluate(order, facts(), TODAY)
        assert [finding.rule for finding in findings] == [one.id for one in order]


def test_a_rule_applies_by_its_own_day() -> None:
    known = facts({"request.received_on": "2026-03-02"})
    first = {"effective_from": date(2026, 3, 3)}
    always = {"exists": "request.items"}
    assert not evaluate([rule(always, **first)], known, date(2026, 3, 9))
    assert evaluate([rule(always, applies_by="issue", **first)], known, date(2026, 3, 9))
    assert evaluate([rule(always, applies_by="event", **first)], known, date(2026, 3, 3))
    assert not evaluate([rule(always, applies_by="event", **first)], known, date(2026, 3, 2))
    ended = rule(always, effective_to=date(2026, 3, 1))
    assert not evaluate([ended], known, TODAY)


REFUSED: Data = {
    "record.interests": ["third_party", "deliberative"], "consultation.sent": True,
    "consultation.reply": "refused", "consultation.reasons_accepted": True,
}  # fmt: skip


def finding_of(book: Book, name: str, values: Data) -> Finding:
    (found,) = [one for one in evaluate(book.rules, facts(values), TODAY) if one.rule == name]
    return found


def test_a_finding_tells_the_law_the_conclusion_and_every_comparison(book: Book) -> None:
    found = finding_of(book, "third_party_refused", REFUSED)
    assert (found.version, found.provisions) == (date(2019, 5, 15), ("ogi.art15", "ogi.art32"))
    assert found.trace == (
        Trace("record.interests", Operator.HAS, "third_party", ("deliberative", "third_party"), held=True),
        Trace("consultation.reply", Operator.EQ, "refused", "refused", held=True),
        Trace("consultation.reasons_accepted", Operator.EQ, expected=True, actual=True, held=True),
        Trace("public_interest.override", Operator.EQ, expected=True, actual=None, held=True, negated=True),
    )
    assert [sentence(trace) for trace in found.trace] == [
        "信息·涉及的内容：要求包含“第三方商业秘密、个人隐私等”，记录为“过程性信息、第三方商业秘密、个人隐私等”，符合",
        "征求第三方意见·结果：要求等于“不同意公开”，记录为“不同意公开”，符合",
        "征求第三方意见·不同意的理由合理：要求等于“是”，记录为“是”，符合",
        "公共利益·不公开会造成重大影响：要求并非等于“是”，记录为未填写，符合",
    ]


def test_an_inference_comes_with_its_reason(book: Book) -> None:
    found = finding_of(book, "identity_missing", {"request.identity_given": False})
    assert found.mark is Mark.INFERENCE
    assert found.reason
    assert [trace.field for trace in found.trace] == ["request.identity_given", "clarification.asked"]


def test_a_set_stands_in_a_trace_in_one_order() -> None:
    every = list(VOCABULARY["record.interests"].words)
    (finding,) = evaluate([rule({"exists": "record.interests"})], facts({"record.interests": every}), TODAY)
    assert finding.trace[0].actual == tuple(sorted(every))


def test_why_not_names_the_comparisons_that_fail(book: Book) -> None:
    (refused,) = [one for one in book.rules if one.id == "third_party_refused"]
    missed = why_not(refused, facts(REFUSED | {"consultation.reply": "silent", "public_interest.override": True}))
    assert [(trace.field, trace.actual, trace.held) for trace in missed] == [
        ("consultation.reply", "silent", False),
        ("public_interest.override", True, False),
    ]
    assert why_not(refused, facts(REFUSED)) == ()


def test_a_finding_is_stored_and_read_again(book: Book) -> None:
    values = REFUSED | {"request.month_count": 11, "record.separable": True, "nature.question": True}
    found = evaluate(book.rules, facts(values), TODAY)
    assert len(found) >= 5
    assert msgspec.json.decode(msgspec.json.encode(found), type=tuple[Finding, ...]) == found


def test_an_older_request_has_no_rules_of_today(book: Book) -> None:
    found = evaluate(book.rules, facts(REFUSED | {"request.received_on": "2019-05-14"}), TODAY)
    assert [finding.rule for finding in found] == ["regulation_2007"]
