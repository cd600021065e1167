"""The changes that `why not` names make the outcome supported, and no smaller set of changes does: by brute force."""

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from tests.rules.ruling import Data, condition, conditions, fact_values, facts, rule

from ysq.domain.findings import Conclusion, Disclose
from ysq.rules.book import Book
from ysq.rules.evaluate import fulfils
from ysq.rules.facts import VOCABULARY, FactValues, values_of
from ysq.rules.reach import TooMany, conjunctions
from ysq.rules.rule import Rule
from ysq.rules.tables import supports
from ysq.rules.vocabulary import Fact, Kind
from ysq.rules.whynot import FIXED, NEVER, Change, distance, ways

TODAY = dt.date(2026, 3, 2)
FEW = ("nature.unclear", "nature.duplicate_of", "request.month_count", "consultation.reply", "record.interests",
       "clarification.asked")  # fmt: skip
CONSTANTS = {Kind.INT: range(14), Kind.TEXT: ("2025-1", "2025-2", "2025-3", "A-1", "A-2")}


def all_values(fact: Fact) -> list[Any]:
    """Every value that could matter: all of a small kind, and more than the rules name of a large one."""
    match fact.kind:
        case Kind.BOOL:
            known: list[Any] = [True, False]
        case Kind.WORD:
            known = list(fact.words)
        case Kind.SET:
            words = list(fact.words)
            known = [frozenset(some) for size in range(len(words) + 1) for some in combinations(words, size)]
        case Kind.DATE:
            known = [dt.date(2019, 5, 14), dt.date(2019, 5, 15), TODAY, dt.date(2027, 1, 1)]
        case kind:
            known = [value for value in CONSTANTS[kind] if fact.least is None or value >= fact.least]
    return [*known, None] if fact.optional else known


def changed(values: FactValues, names: Sequence[str]) -> Iterator[FactValues]:
    """The facts with `names` changed, each to another value than it has."""
    choices = [[one for one in all_values(VOCABULARY[name]) if one != values[name]] for name in names]
    for chosen in product(*choices):
        yield values | dict(zip(names, chosen, strict=True))


RECORDED = {"consultation.reply": "consultation.sent", "co_producers.reply": "co_producers.sent",
            "search.found": "search.recorded", "other_agencies.reply": "other_agencies.sent", "fee.basis": "fee.demanded"}  # fmt: skip
TRUE = {"clarification.answered": "clarification.asked", "clarification.overdue": "clarification.asked",
        "fee.paid": "fee.demanded", "fee.overdue": "fee.demanded"}  # fmt: skip
"""What is recorded, or true, only after what: written once more."""


def course(values: FactValues, new: FactValues) -> FactValues | None:
    """`new` with the steps that its changes take for granted; None when it undoes a step."""
    steps = [before for after, before in RECORDED.items() if new[after] != values[after] and new[after] is not None]
    steps += [before for after, before in TRUE.items() if new[after] != values[after] and new[after] is True]
    if any(values[step] is True and new[step] is not True for step in (*RECORDED.values(), *TRUE.values())):
        return None
    return new | dict.fromkeys(steps, True)


def smallest(rules: Sequence[Rule], values: FactValues, names: Sequence[str], most: int) -> int:
    """The fewest facts whose change, `names` first of all, makes a rule fire, tried one by one; NEVER beyond `most`."""
    best = NEVER
    for size in range(most + 1):
        if best <= size:
            break
        for some in combinations(names, size):
            for new in changed(values, some):
                whole = course(values, new)
                if whole is not None and any(fulfils(one.when, whole) for one in rules):
                    best = min(best, sum(whole[name] != values[name] for name in whole))
    return best if best <= most else NEVER


def applied(values: FactValues, changes: Sequence[Change]) -> FactValues:
    found = dict(values)
    for one in changes:
        fact = VOCABULARY[one.fact]
        after: Any = frozenset(one.after) if fact.kind is Kind.SET and isinstance(one.after, tuple) else one.after
        found[one.fact] = dt.date.fromisoformat(after) if fact.kind is Kind.DATE and after else after
    return found


def possible(data: Data) -> bool:
    try:
        return bool(conjunctions(condition(data), VOCABULARY))
    except TooMany:
        return False


@settings(max_examples=150, deadline=None)
@given(conditions(FEW).filter(possible), fact_values(FEW))
def test_no_smaller_change_makes_any_condition_hold(data: Data, written: Data) -> None:
    asked = rule(data, then=Disclose())
    given_facts = facts(written)
    values = values_of(given_facts)
    found = ways([asked], given_facts, lambda conclusion: conclusion == Disclose(), TODAY)
    if not found:
        assert smallest([asked], values, FEW, MOST) == NEVER
        return
    size = len(found[0].changes)
    assert size == smallest([asked], values, FEW, size), [way.changes for way in found]
    for way in found:
        assert fulfils(asked.when, applied(values, way.changes))
        assert all(one.before != one.after for one in way.changes)
    assert distance(asked.when, values) <= size


STARTS: dict[str, Data] = {
    "an ordinary request": {},
    "found and reviewed": {"search.recorded": True, "search.found": True, "secrecy_review.releasable": True},
    "a third party refused": {
        "record.interests": ["third_party"], "consultation.sent": True, "consultation.reply": "refused",
    },
    "a petition that names a paper": {"nature.petition": True, "item.title_given": True},
    "correction asked and late": {"clarification.asked": True, "clarification.overdue": True,
                                  "clarification.late_reason_accepted": True},
    "much asked for": {"volume.excessive": True, "volume.reasons_asked": True, "request.month_count": 12},
}  # fmt: skip
MOST = 2
"""Brute force over every value of every pair of facts that the rules ask about."""


def named(rules: Sequence[Rule]) -> list[str]:
    literals = (literal for one in rules for case in conjunctions(one.when, VOCABULARY) for literal in case)
    return sorted({literal.fact for literal in literals} - FIXED)


@pytest.mark.parametrize("start", STARTS)
def test_no_smaller_change_makes_the_book_support_an_outcome(book: Book, start: str) -> None:
    given_facts = facts(STARTS[start])
    values = values_of(given_facts)
    for code, outcome in book.outcomes.on(TODAY).items():
        supporting = [one for one in book.rules if supports(outcome, one.then) and one.in_force(TODAY, TODAY)]
        found = ways(book.rules, given_facts, lambda then, wanted=outcome: supports(wanted, then), TODAY)  # type: ignore[misc]
        if not supporting:
            assert not found
            assert outcome.without_rule
            continue
        if not found:
            assert smallest(supporting, values, named(supporting), MOST) == NEVER
            continue
        size = len(found[0].changes)
        tried = min(size, MOST)
        expected = size if size <= MOST else NEVER
        assert smallest(supporting, values, named(supporting), tried) == expected, (code, found)
        for way in found:
            assert len(way.changes) == size
            assert fulfils(way.rule.when, applied(values, way.changes))


def test_a_rule_that_fires_already_asks_for_no_change(book: Book) -> None:
    unclear = facts({"nature.petition": True})
    found = ways(book.rules, unclear, lambda then: supports(book.outcomes.on(TODAY)["petition"], then), TODAY)
    assert [(way.rule.id, way.changes) for way in found] == [("petition", ())]


def test_the_day_of_receipt_is_never_changed(book: Book) -> None:
    old = facts({"request.received_on": "2019-01-07", "nature.petition": True})
    assert not ways(book.rules, old, lambda then: supports(book.outcomes.on(TODAY)["petition"], then), TODAY)
    later = rule({"ge": ["request.received_on", "2027-01-01"]}, then=Disclose())
    assert not ways([later], facts({}), lambda then: isinstance(then, Disclose), TODAY)
    assert distance(later.when, values_of(facts({}))) == 1


def test_a_fact_is_recorded_rather_than_forgotten() -> None:
    def wanted(then: Conclusion) -> bool:
        return isinstance(then, Disclose)

    no = rule({"not": {"eq": ["nature.unclear", True]}}, then=Disclose())
    (way,) = ways([no], facts({"nature.unclear": True}), wanted, TODAY)
    assert way.changes == (Change("nature.unclear", True, False),)  # noqa: FBT003
    gone = rule({"missing": "nature.unclear"}, then=Disclose())
    (way,) = ways([gone], facts({"nature.unclear": True}), wanted, TODAY)
    assert way.changes == (Change("nature.unclear", True, None),)  # noqa: FBT003


def test_an_answer_that_nobody_was_asked_for_is_struck_out_rather_than_asked_for() -> None:
    otherwise = rule({"not": {"eq": ["consultation.reply", "agreed"]}}, then=Disclose())
    given_facts = facts({"consultation.reply": "agreed"})
    (way,) = ways([otherwise], given_facts, lambda _conclusion: True, TODAY)
    assert [(one.fact, one.after) for one in way.changes] == [("consultation.reply", None)]


def test_a_number_moves_as_little_as_it_must() -> None:
    many = rule({"gt": ["request.month_count", 10]}, then=Disclose())
    (way,) = ways([many], facts({"request.month_count": 3}), lambda then: isinstance(then, Disclose), TODAY)
    assert way.changes == (Change("request.month_count", 3, 11),)


def test_words_are_added_to_those_there_are() -> None:
    asked = rule({"all": [{"has": ["record.interests", "third_party"]}, {"not": {"has": ["record.interests", "deliberative"]}}]},
                 then=Disclose())  # fmt: skip
    start = facts({"record.interests": ["deliberative", "state_secret"]})
    (way,) = ways([asked], start, lambda then: isinstance(then, Disclose), TODAY)
    assert way.changes == (
        Change("record.interests", ("deliberative", "state_secret"), ("state_secret", "third_party")),
    )


def test_a_course_is_proposed_with_the_step_before_it(book: Book) -> None:
    def ways_to(code: str, written: Data) -> list[dict[str, Any]]:
        found = ways(book.rules, facts(written), lambda then: supports(book.outcomes.on(TODAY)[code], then), TODAY)
        return [{one.fact: one.after for one in way.changes} for way in found]

    assert ways_to("lapsed_clarification", {}) == [{"clarification.asked": True, "clarification.overdue": True}]
    assert ways_to("no_record", {}) == [{"search.recorded": True, "search.found": False}]
    assert all("consultation.sent" in way for way in ways_to("third_party_interest", {}) if "consultation.reply" in way)


def test_what_was_done_is_never_undone(book: Book) -> None:
    asked = rule({"eq": ["clarification.asked", False]}, then=Disclose())
    assert not ways([asked], facts({"clarification.asked": True}), lambda then: isinstance(then, Disclose), TODAY)


def test_all_equal_ways_are_told(book: Book) -> None:
    found_record = {
        "search.recorded": True,
        "search.found": True,
        "secrecy_review.releasable": True,
        "record.separable": True,
    }
    found = ways(
        book.rules, facts(found_record), lambda then: supports(book.outcomes.on(TODAY)["partly_disclosed"], then), TODAY
    )
    assert {one.after for way in found for one in way.changes} == {
        (word,) for word in VOCABULARY["record.interests"].words if word != "third_party"
    }
    either = rule({"in": ["co_producers.reply", ["agreed", "silent"]]}, then=Disclose())
    begun = facts({"co_producers.sent": True})
    replies = ways([either], begun, lambda then: isinstance(then, Disclose), TODAY)
    assert [way.changes[0].after for way in replies] == ["agreed", "silent"]
