"""Why not: the smallest changes of facts that would make the rules come to a conclusion."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, product

import msgspec

from ysq.domain.findings import Conclusion, Operator, Seen
from ysq.rules.disagree import followed, possible
from ysq.rules.evaluate import fulfils, seen
from ysq.rules.facts import VOCABULARY, Facts, FactValues, values_of
from ysq.rules.reach import Conjunction, Literal, conjunctions
from ysq.rules.rule import All, Comparison, Condition, Not, Rule
from ysq.rules.vocabulary import Fact, Kind, Value, Vocabulary

FIXED = frozenset({"request.received_on"})
"""Not to be changed: the day of receipt decides which law applies."""

NEVER = 1_000
"""The distance of a condition that no change of the facts fulfils."""

_TRIED = 64
"""How many equal choices of words are tried for one alternative of a condition."""

FactValue = Value | frozenset[str] | None


class Change(msgspec.Struct, frozen=True):
    """One fact, as it is recorded and as it would have to be; None is missing."""

    fact: str
    before: Seen
    after: Seen


class Way(msgspec.Struct, frozen=True):
    """A rule in force, and the fewest facts to change until it fires; none when it does already."""

    rule: Rule
    changes: tuple[Change, ...]


def ways(rules: Sequence[Rule], facts: Facts, wanted: Callable[[Conclusion], bool], today: dt.date) -> tuple[Way, ...]:
    """All the smallest ways to a conclusion that is `wanted`; empty when no rule in force can come to one.

    The size of a way is the number of facts changed; a set of words is one fact. A way is a course that the case may
    still take: nobody answers who isn't asked, and what was done isn't undone. Other rules' conclusions aren't looked
    at: whether something else stands against the outcome, their findings say.
    """
    values = values_of(facts)
    received_on = facts.request.received_on
    found = [
        Way(rule, changes)
        for rule in rules
        if wanted(rule.then) and rule.in_force(received_on, today)
        for changes in _smallest(_courses(rule.when, values))
    ]
    least = min((len(way.changes) for way in found), default=0)
    return tuple(way for way in found if len(way.changes) == least)


def distance(condition: Condition, values: FactValues, vocabulary: Vocabulary = VOCABULARY) -> int:
    """How many facts must change until the condition holds; 0 when it does, NEVER when it can't."""
    return min(map(len, _solutions(condition, values, vocabulary, frozenset())), default=NEVER)


def _courses(condition: Condition, values: FactValues) -> Iterator[tuple[Change, ...]]:
    for changed in _solutions(condition, values, VOCABULARY, FIXED):
        whole = followed(changed, values)
        if possible(whole, values) and fulfils(condition, values | whole):
            yield tuple(Change(name, seen(values[name]), seen(value)) for name, value in whole.items())


def _solutions(
    condition: Condition, values: FactValues, vocabulary: Vocabulary, fixed: frozenset[str]
) -> Iterator[FactValues]:
    """For each alternative of the condition, the values of the facts that must change."""
    for conjunction in conjunctions(condition, vocabulary):
        fit = _fitting(conjunction, values, vocabulary, fixed)
        if fit is not None:
            yield from (dict(zip(fit, chosen, strict=True)) for chosen in islice(product(*fit.values()), _TRIED))


def _smallest(found: Iterable[tuple[Change, ...]]) -> list[tuple[Change, ...]]:
    """The solutions of each smallest set of facts that record most, for a clerk can't un-know a fact."""
    solutions = list(found)
    least = min(map(len, solutions), default=0)
    best: dict[frozenset[str], list[tuple[Change, ...]]] = {}
    for changes in sorted((one for one in solutions if len(one) == least), key=_missing):
        equal = best.setdefault(frozenset(change.fact for change in changes), [changes])
        if changes not in equal and _missing(changes) == _missing(equal[0]):
            equal.append(changes)
    return [changes for equal in best.values() for changes in equal]


def _missing(changes: tuple[Change, ...]) -> int:
    return sum(change.after is None for change in changes)


def _fitting(
    conjunction: Conjunction, values: FactValues, vocabulary: Vocabulary, fixed: frozenset[str]
) -> dict[str, list[FactValue]] | None:
    """For each fact that must change, the values that make its literals true; None when a fixed fact is among them."""
    by_fact: dict[str, list[Literal]] = {}
    for literal in conjunction:
        by_fact.setdefault(literal.fact, []).append(literal)
    found: dict[str, list[FactValue]] = {}
    for name, literals in by_fact.items():
        asked = All(tuple(map(_condition, literals)))
        if fulfils(asked, values):
            continue
        candidates = _candidates(vocabulary[name], literals, values[name])
        fit = [one for one in candidates if fulfils(asked, values | {name: one})]
        absent: list[FactValue] = [None] if all(one.of_absence for one in literals) else []
        if name in fixed or not (fit or absent):
            return None
        found[name] = [*(fit if vocabulary[name].kind is Kind.WORD else fit[:1]), *absent]
    return found


def _condition(literal: Literal) -> Condition:
    comparison = Comparison(literal.fact, literal.operator, literal.expected)
    if not literal.negated:
        return comparison
    if literal.or_missing:
        return Not(comparison)
    return All((Comparison(literal.fact, Operator.EXISTS), Not(comparison)))


def _candidates(fact: Fact, literals: Sequence[Literal], current: FactValue) -> list[FactValue]:
    """Values worth trying: all that are few, those around the constants where they are many, the nearest first."""
    match fact.kind:
        case Kind.BOOL:
            return [True, False]
        case Kind.WORD:
            return list(fact.words)
        case Kind.SET:
            return [_amended(current, literals)]
        case Kind.TEXT:
            return [*_texts(literals), *(f"2025-{serial}" for serial in range(1, len(literals) + 2))]
        case Kind.DATE:
            return list(map(dt.date.fromordinal, _numbers(fact, literals, current)))
        case Kind.INT:
            return list(_numbers(fact, literals, current))


def _texts(literals: Iterable[Literal]) -> list[str]:
    return [one.expected for one in literals if isinstance(one.expected, str)]


def _amended(current: FactValue, literals: Iterable[Literal]) -> frozenset[str]:
    words = current if isinstance(current, frozenset) else frozenset[str]()
    compared = [one for one in literals if isinstance(one.expected, str)]
    wanted = {str(one.expected) for one in compared if not one.negated}
    return words - {str(one.expected) for one in compared if one.negated} | wanted


def _numbers(fact: Fact, literals: Iterable[Literal], current: FactValue) -> list[int]:
    named = [_number(one.expected) for one in literals if one.expected is not None]
    around = {number + step for number in named for step in range(-len(named), len(named) + 1)} | {fact.least or 1}
    start = _number(current) if isinstance(current, int | dt.date) else min(around)
    possible = [number for number in around if fact.least is None or number >= fact.least]
    return sorted(possible, key=lambda number: (abs(number - start), number))


def _number(value: object) -> int:
    if isinstance(value, dt.date):
        return value.toordinal()
    assert isinstance(value, int)
    return value
