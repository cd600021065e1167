"""Decodes `when`: all, any, not and the comparisons, each checked against the fact's type."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec

from ysq.domain.findings import Operator
from ysq.rules.fields import Report, shown
from ysq.rules.rule import All, AnyOf, Comparison, Condition, Not
from ysq.rules.vocabulary import OPERATORS, Fact, Kind, Value, Vocabulary

MAX_DEPTH = 6
MAX_TEXT = 200
_OPERATORS = {str(operator): operator for operator in Operator}
_WORDS = "、".join(("all", "any", "not", *_OPERATORS))


class _Wrong(ValueError):
    """A condition that can't be read: the message; the place is where it was found."""


def condition_of(data: Any, place: str, vocabulary: Vocabulary, report: Report, depth: int = 1) -> Condition | None:
    """The condition in `data`, found at `place`; None when a fault was reported."""
    try:
        word, body = _split(data, depth)
        if word == "not":
            part = condition_of(body, f"{place}.not", vocabulary, report, depth + 1)
            return None if part is None else Not(part)
        if word in ("all", "any"):
            return _joined(word, body, place, vocabulary, report, depth)
        return _comparison(_OPERATORS[word], body, vocabulary)
    except _Wrong as fault:
        report(place, str(fault))
        return None


def _split(data: Any, depth: int) -> tuple[str, Any]:
    if depth > MAX_DEPTH:
        raise _Wrong(f"条件嵌套超过{MAX_DEPTH}层，请拆成几条规则")
    if not isinstance(data, dict) or len(data) != 1:
        raise _Wrong(f"每个条件只写一个词（{_WORDS}），例如 {{eq: [事实, 值]}}")
    ((word, body),) = data.items()
    if word not in ("all", "any", "not") and word not in _OPERATORS:
        raise _Wrong(f"不认识{shown(word)}，可以写：{_WORDS}")
    return word, body


def _joined(word: str, body: Any, place: str, vocabulary: Vocabulary, report: Report, depth: int) -> Condition | None:
    if not isinstance(body, list) or not body:
        raise _Wrong(f"{word}之后应当是至少有一个条件的列表")
    read = [
        condition_of(part, f"{place}.{word}[{number}]", vocabulary, report, depth + 1)
        for number, part in enumerate(body, 1)
    ]
    parts = tuple(part for part in read if part is not None)
    if len(parts) < len(read):
        return None
    return All(parts) if word == "all" else AnyOf(parts)


def _comparison(operator: Operator, body: Any, vocabulary: Vocabulary) -> Comparison:
    if operator in (Operator.EXISTS, Operator.MISSING):
        if not isinstance(body, str):
            raise _Wrong(f"{operator}之后只写事实的名称，例如 {{{operator}: record.separable}}")
        return Comparison(_fact(operator, body, vocabulary).name, operator)
    if not (isinstance(body, list) and len(body) == 2 and isinstance(body[0], str)):
        raise _Wrong(f"{operator}之后应当是 [事实, 值]，写的是{shown(body)}")
    fact = _fact(operator, body[0], vocabulary)
    if operator is Operator.IN:
        return Comparison(fact.name, operator, _values(fact, body[1]))
    return Comparison(fact.name, operator, _value(fact, body[1]))


def _fact(operator: Operator, name: str, vocabulary: Vocabulary) -> Fact:
    fact = vocabulary.get(name)
    if fact is None:
        raise _Wrong(f"没有{shown(name)}这一事实{_near(name, vocabulary)}；全部事实见 rules/README.md")
    if operator not in OPERATORS[fact.kind]:
        allowed = "、".join(word for word in Operator if word in OPERATORS[fact.kind])
        raise _Wrong(f"{name}（{fact.label}）是{fact.kind.zh}，不能用{operator}，可以用：{allowed}")
    return fact


def _values(fact: Fact, body: Any) -> tuple[Value, ...]:
    if not isinstance(body, list) or not body:
        raise _Wrong(f"in之后应当是 [{fact.name}, [值, 值]]，至少一个值")
    values = tuple(_value(fact, one) for one in body)
    if len(set(values)) < len(values):
        raise _Wrong("in列出的值有重复，请只保留一个")
    return values


def _value(fact: Fact, body: Any) -> Value:
    """`body` as a value of the fact's kind."""
    match fact.kind:
        case Kind.BOOL if isinstance(body, bool):
            return body
        case Kind.INT if isinstance(body, int) and not isinstance(body, bool):
            return body
        case Kind.DATE if isinstance(body, str):
            return _day(fact, body)
        case Kind.WORD | Kind.SET if isinstance(body, str) and body in fact.words:
            return body
        case Kind.TEXT if isinstance(body, str) and 0 < len(body) <= MAX_TEXT:
            return body
        case _:
            raise _misfit(fact, body)


def _day(fact: Fact, text: str) -> dt.date:
    try:
        return msgspec.convert(text, dt.date)
    except msgspec.ValidationError:
        raise _misfit(fact, text) from None


def _misfit(fact: Fact, body: Any) -> _Wrong:
    return _Wrong(f"{shown(body)}不是{fact.name}（{fact.label}）的值，{fact.wanted}")


def _near(name: str, vocabulary: Vocabulary) -> str:
    """The facts with the same last word, or of the same group, for a typo."""
    group, _dot, last = name.partition(".")
    same: Sequence[str] = [known for known in vocabulary if known.partition(".")[2] == last]
    near = same or [known for known in vocabulary if known.startswith(f"{group}.")]
    return f"，相近的有：{'、'.join(near)}" if near else ""
