"""Draws facts and rules from the vocabulary by a seed: typed, within bounds, missing where they may be, and quick."""

import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random
from typing import Any

import msgspec
from msgspec.structs import replace
from tests.rules.ruling import Data, rule

from ysq.domain.findings import Operator
from ysq.rules.facts import VOCABULARY, Facts
from ysq.rules.reach import Conjunction, Literal, TooMany, conjunctions
from ysq.rules.rule import Rule
from ysq.rules.vocabulary import Fact, Kind

DAYS = [
    dt.date(*day) for day in ((2019, 5, 14), (2019, 5, 15), (2024, 2, 29), (2026, 3, 2), (2026, 3, 3), (2099, 1, 1))
]
NUMBERS = [1, 2, 3, 9, 10, 11, 12, 2**31, 2**53]
TEXTS = [
    "A-1",
    "A-2",
    "a-1",
    "A-1 ",
    '"',
    "\\",
    "'",
    '","x":1}',
    "\x00",
    "\n\x7f",
    "规则",
    "\U0001f600",
    "é" * 40,
    "true",
    "0",
]

_HOLDS: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.EQ: lambda value, expected: value == expected,
    Operator.LT: lambda value, expected: value < expected,
    Operator.LE: lambda value, expected: value <= expected,
    Operator.GT: lambda value, expected: value > expected,
    Operator.GE: lambda value, expected: value >= expected,
    Operator.HAS: lambda value, expected: expected in value,
    Operator.EXISTS: lambda _value, _expected: True,
}


def holds(literal: Literal, value: object) -> bool:
    """What one comparison of a conjunction says of a value, None when missing."""
    if value is None or literal.operator is Operator.MISSING:
        return value is None and literal.of_absence
    return _HOLDS[literal.operator](value, literal.expected) is not literal.negated


def draw_value(random: Random, fact: Fact) -> Any:
    if fact.optional and random.random() < 0.4:
        return None
    match fact.kind:
        case Kind.BOOL:
            return random.random() < 0.5
        case Kind.INT:
            return random.choice(NUMBERS)
        case Kind.DATE:
            return random.choice(DAYS)
        case Kind.TEXT:
            return random.choice(TEXTS)
        case Kind.WORD:
            return random.choice(list(fact.words))
        case Kind.SET:
            return frozenset(random.sample(list(fact.words), random.choice((0, 1, 1, 2, len(fact.words)))))


def facts_with(values: Data) -> Facts:
    """Texts are put in afterwards: the engine must bear any, although reading admits the form of a number only."""
    groups: dict[str, Data] = {}
    texts: dict[str, Data] = {}
    for name, value in values.items():
        group, _dot, last = name.partition(".")
        kept = texts if name in VOCABULARY and VOCABULARY[name].kind is Kind.TEXT else groups
        kept.setdefault(group, {})[last] = value
    facts = msgspec.convert(groups, Facts)
    inner = {group: replace(getattr(facts, group), **given) for group, given in texts.items()}
    return replace(facts, **inner)


def draw_facts(random: Random, wanted: Sequence[Conjunction] = ()) -> Facts:
    """Facts at random; mostly such that one of `wanted` holds, or all of it but one comparison."""
    values = {name: draw_value(random, fact) for name, fact in VOCABULARY.items()}
    if wanted and random.random() < 0.8:
        conjunction = random.choice(wanted)
        spared = random.choice(conjunction) if random.random() < 0.4 else None
        for name in {literal.fact for literal in conjunction}:
            asked = [literal for literal in conjunction if literal.fact == name and literal is not spared]
            for _try in range(60):
                if all(holds(literal, values[name]) for literal in asked):
                    break
                values[name] = draw_value(random, VOCABULARY[name])
    return facts_with(values)


def draw_condition(random: Random, names: Sequence[str], depth: int = 1) -> Data:
    """A condition as a rule file writes it, at most 6 deep."""
    shape = random.choice(("test", "test", "all", "any", "not")) if depth < 6 else "test"
    if shape == "not":
        return {"not": draw_condition(random, names, depth + 1)}
    if shape != "test":
        return {shape: [draw_condition(random, names, depth + 1) for _part in range(random.randint(1, 4))]}
    fact = VOCABULARY[random.choice(names)]
    words = {Kind.SET: ["has"], Kind.BOOL: ["eq", "ne"], Kind.WORD: ["eq", "ne", "in"], Kind.TEXT: ["eq", "ne", "in"]}
    word = random.choice([*words.get(fact.kind, ["eq", "ne", "lt", "le", "gt", "ge", "in"]), "exists", "missing"])
    if word in ("exists", "missing"):
        return {word: fact.name}
    values = {Kind.BOOL: [True, False], Kind.INT: NUMBERS[:-2], Kind.TEXT: TEXTS,
              Kind.DATE: [day.isoformat() for day in DAYS]}.get(fact.kind, list(fact.words))  # fmt: skip
    return {word: [fact.name, random.sample(values, 2) if word == "in" else random.choice(values)]}


def draw_rules(random: Random, count: int, names: Sequence[str] = tuple(VOCABULARY)) -> list[Rule]:
    """Rules at random, some in two versions, in force by either day."""
    rules: list[Rule] = []
    while len(rules) < count:
        name, until = f"rule_{len(rules)}", random.choice(DAYS[2:5])
        data, applies_by = draw_condition(random, names), random.choice(("receipt", "event", "issue"))
        first = rule(data, name, effective_to=random.choice((None, until)), applies_by=applies_by)
        versions = [first]
        if first.effective_to is not None:
            later = first.effective_to + dt.timedelta(days=1)
            versions.append(rule(draw_condition(random, names), name, effective_from=later, applies_by=applies_by))
        with suppress(TooMany):
            if all(map(_may_hold, versions)):
                rules += versions
    return rules


def _may_hold(asked: Rule) -> bool:
    return bool(conjunctions(asked.when, VOCABULARY))


def wanted_of(rules: Sequence[Rule]) -> list[Conjunction]:
    """What facts must fulfil to let a rule fire."""
    return [one for asked in rules for one in conjunctions(asked.when, VOCABULARY)]
