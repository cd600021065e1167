"""The reference evaluator: which rules fire on the facts, and the trace of why. Pure, and the judge of any engine.

A comparison on a missing fact is false, also `ne`; so `not` of it is true. `exists` and `missing` ask for presence.
"""

import datetime as dt
import operator as compare
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ysq.domain.findings import Finding, Operator, Seen, Trace
from ysq.rules.facts import Facts, FactValues, values_of
from ysq.rules.rule import All, AnyOf, Comparison, Condition, Not, Rule

_COMPARE: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.NE: compare.ne,
    Operator.LT: compare.lt,
    Operator.LE: compare.le,
    Operator.GT: compare.gt,
    Operator.GE: compare.ge,
    Operator.IN: lambda actual, expected: actual in expected,
    Operator.HAS: lambda actual, expected: expected in actual,
    Operator.EXISTS: lambda _actual, _expected: True,
}
"""How a recorded fact is compared; `missing` isn't here, for a recorded fact is never missing, nor is `eq`."""


Evaluator = Callable[[Sequence[Rule], Facts, dt.date], tuple[Finding, ...]]
"""What answers for the rules: `evaluate`, or an engine that agrees with it; handed on as a value."""


def evaluate(rules: Sequence[Rule], facts: Facts, today: dt.date) -> tuple[Finding, ...]:
    """The findings of the rules in force, in the order of the rules; `today` is the day the facts are looked at."""
    values = values_of(facts)
    received_on = facts.request.received_on
    return tuple(
        _finding(rule, values) for rule in rules if rule.in_force(received_on, today) and fulfils(rule.when, values)
    )


def why_not(rule: Rule, facts: Facts) -> tuple[Trace, ...]:
    """The comparisons that keep the rule from firing; empty when it fires."""
    values = values_of(facts)
    return () if fulfils(rule.when, values) else _reasons(rule.when, values, holds=False)


def fulfils(condition: Condition, values: FactValues) -> bool:
    """Whether the condition is true of the facts by name."""
    # Asked some hundred times an evaluation: plain checks and a loop take half the time of `match` and `all`, and
    # to look an operator up takes longer than to compare.
    if isinstance(condition, Comparison):
        actual, asked = values[condition.fact], condition.operator
        if actual is None:
            return asked is Operator.MISSING
        if asked is Operator.EQ:
            return bool(actual == condition.expected)
        compared = _COMPARE.get(asked)
        return compared is not None and compared(actual, condition.expected)
    if isinstance(condition, Not):
        return not fulfils(condition.part, values)
    decides = isinstance(condition, AnyOf)
    for part in condition.parts:
        if fulfils(part, values) is decides:
            return decides
    return not decides


def _finding(rule: Rule, values: FactValues) -> Finding:
    return Finding(
        rule=rule.id,
        version=rule.effective_from,
        title=rule.title,
        provisions=rule.provisions,
        conclusion=rule.then,
        trace=_reasons(rule.when, values, holds=True),
        mark=rule.mark,
        reason=rule.reason,
        concern=rule.concern,
    )


def _reasons(condition: Condition, values: FactValues, *, holds: bool, negated: bool = False) -> tuple[Trace, ...]:
    """Why `condition` holds, or doesn't: the comparisons that decide it, each once, in the order written."""
    match condition:
        case Comparison(fact, operator, expected):
            return (Trace(fact, operator, seen(expected), seen(values[fact]), holds is not negated, negated),)
        case Not(part):
            return _reasons(part, values, holds=not holds, negated=not negated)
        case All(parts) | AnyOf(parts):
            return _joined(parts, values, holds=holds, negated=negated)


def _joined(parts: Iterable[Condition], values: FactValues, *, holds: bool, negated: bool) -> tuple[Trace, ...]:
    """The parts that came out as the whole did: those decide."""
    deciding = (part for part in parts if fulfils(part, values) is holds)
    return tuple(
        dict.fromkeys(trace for part in deciding for trace in _reasons(part, values, holds=holds, negated=negated))
    )


def seen(value: Any) -> Seen:
    """A value as a trace keeps it: plain, ordered, and readable later without the vocabulary."""
    if isinstance(value, tuple):
        return tuple(str(one) for one in value)
    if isinstance(value, frozenset):
        return tuple(sorted(str(one) for one in value))
    return value if value is None or isinstance(value, bool | int) else str(value)
