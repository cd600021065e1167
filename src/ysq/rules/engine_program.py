"""Compiles rules into the part of durable-rules that is sound: one flat fact, one engine rule a conjunction."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from ysq.domain.findings import Operator
from ysq.rules.engine_fact import RECEIVED, TODAY, Texts, absent, code
from ysq.rules.reach import FEW, Conjunction, Literal, conjunctions
from ysq.rules.rule import Rule, comparisons
from ysq.rules.vocabulary import Fact, Kind, Vocabulary

END = "~end"
MAX_CONJUNCTIONS = 59
"""In one ruleset, beside its sentinel: more than 64 conditions true at once break the engine."""

Version = tuple[str, dt.date]
"""A version of a rule: its id, and the day from which it is in force."""

_WORDS = {
    Operator.EQ: "$eq", Operator.LT: "$lt", Operator.LE: "$lte", Operator.GT: "$gt", Operator.GE: "$gte",
}  # fmt: skip
_NEGATED = {
    Operator.EQ: "$neq", Operator.LT: "$gte", Operator.LE: "$gt", Operator.GT: "$lte", Operator.GE: "$lt",
}  # fmt: skip

Test = dict[str, dict[str, Any]]


class Program(msgspec.Struct, frozen=True):
    """One ruleset: its definition as JSON, the fields that it asks for, and the version each engine rule stands for."""

    definition: str
    fields: frozenset[str]
    versions: dict[str, Version]


def programs(rules: Sequence[Rule], vocabulary: Vocabulary, texts: Texts) -> tuple[Program, ...]:
    """The rulesets for `rules`, each version of which stands there once; TooMany beyond 48 conjunctions in one."""
    named = [
        (f"{rule.id}@{rule.effective_from}#{number}", rule, conjunction)
        for rule in rules
        for number, conjunction in enumerate(conjunctions(rule.when, vocabulary), 1)
    ]
    parts = [named[first : first + MAX_CONJUNCTIONS] for first in range(0, len(named), MAX_CONJUNCTIONS)]
    return tuple(_program(part, vocabulary, texts) for part in parts)


def _program(named: Sequence[tuple[str, Rule, Conjunction]], vocabulary: Vocabulary, texts: Texts) -> Program:
    tests = {name: [*_in_force(rule), *_tests(found, vocabulary, texts)] for name, rule, found in named}
    tests[END] = [{"$ex": {TODAY: 1}}]
    definition = {
        name: {"pri": order, "all": [{"m": {"$and": tested}}]} for order, (name, tested) in enumerate(tests.items())
    }
    fields = {field for tested in tests.values() for test in tested for body in test.values() for field in body}
    versions = {name: (rule.id, rule.effective_from) for name, rule, _found in named}
    return Program(msgspec.json.encode(definition).decode(), frozenset(fields), versions)


def _in_force(rule: Rule) -> Iterator[Test]:
    """The rule's days. First in every conjunction, for `missing` alone would hold on a fact of the engine's own."""
    day = RECEIVED if rule.applies_by == "receipt" else TODAY
    yield {"$gte": {day: rule.effective_from.toordinal()}}
    if rule.effective_to is not None:
        yield {"$lte": {day: rule.effective_to.toordinal()}}


def _tests(conjunction: Conjunction, vocabulary: Vocabulary, texts: Texts) -> Iterator[Test]:
    for literal in conjunction:
        fact = vocabulary[literal.fact]
        if literal.operator in (Operator.EXISTS, Operator.MISSING):
            yield _presence(fact, there=literal.operator is Operator.EXISTS)
            continue
        yield _test(literal, fact, texts)
        if literal.negated and not literal.or_missing and fact.kind in FEW:
            yield _presence(fact, there=True)


def _presence(fact: Fact, *, there: bool) -> Test:
    name = fact.engine_names[0]
    if fact.kind in FEW:
        return {"$neq" if there else "$eq": {name: absent(fact)}}
    return {"$ex" if there else "$nex": {name: 1}}


def _test(literal: Literal, fact: Fact, texts: Texts) -> Test:
    words = _NEGATED if literal.negated else _WORDS
    if literal.operator is Operator.HAS:
        return {words[Operator.EQ]: {f"{fact.name}.{literal.expected}": 1}}
    return {words[literal.operator]: {fact.name: code(fact, literal.expected, texts)}}


def texts_of(rules: Sequence[Rule], vocabulary: Vocabulary) -> Texts:
    """A number for each text that a rule compares a fact with, by fact: the engine is told numbers, never texts."""
    found: Texts = {fact.name: {} for fact in vocabulary.values() if fact.kind is Kind.TEXT}
    for test in (test for rule in rules for test in comparisons(rule.when)):
        if test.fact in found:
            values = test.expected if isinstance(test.expected, tuple) else (test.expected,)
            for text in values:
                if isinstance(text, str):
                    found[test.fact].setdefault(text, len(found[test.fact]) + 1)
    return found
