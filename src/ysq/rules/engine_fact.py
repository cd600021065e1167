"""Turns facts into the one flat, typed fact that the engine is told, and refuses what doesn't fit its type."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from ysq.rules.facts import FactValues
from ysq.rules.reach import FEW
from ysq.rules.vocabulary import Fact, Kind, Vocabulary

SESSION = "x"
RECEIVED = "~received"
TODAY = "~today"
RESERVED = ("sid", "id", "$s", RECEIVED, TODAY)
"""Names in the engine's fact that aren't facts of ours."""

MAX_NUMBER = 2**53

NO_FLAG = 2
NO_WORD = "~"
"""A missing fact of few values, so that one comparison says "not so, or missing": the engine's own need the field."""

Coded = int | str
Texts = dict[str, dict[str, int]]
"""By fact, the number that stands for each text that rules compare it with; 0 is any other text."""


class FactError(ValueError):
    """事实的值不合它的类型。The value itself isn't told: it may be personal."""


def flat(
    values: FactValues, received_on: dt.date, today: dt.date, vocabulary: Vocabulary, texts: Texts
) -> dict[str, Coded]:
    """The facts by engine name, missing ones of many values left out; FactError names the first that doesn't fit."""
    found: dict[str, Coded] = {}
    for name, fact in vocabulary.items():
        value = values[name]
        if value is None:
            if not fact.optional:
                raise _misfit(fact)
            if fact.kind in FEW:
                found |= dict.fromkeys(fact.engine_names, absent(fact))
        elif fact.least is not None and not (type(value) is int and value >= fact.least):
            raise _misfit(fact)
        elif fact.kind is Kind.SET:
            found |= _flags(fact, value)
        else:
            found[name] = code(fact, value, texts)
    return found | {RECEIVED: received_on.toordinal(), TODAY: today.toordinal()}


def code(fact: Fact, value: object, texts: Texts) -> Coded:
    """A value of a fact that isn't a set, as the engine compares it: a text is a number, a date its ordinal."""
    match fact.kind:
        case Kind.BOOL if isinstance(value, bool):
            return int(value)
        case Kind.INT if type(value) is int and abs(value) <= MAX_NUMBER:
            return value
        case Kind.DATE if type(value) is dt.date:
            return value.toordinal()
        case Kind.WORD if isinstance(value, str) and value in fact.words:
            return str(value)
        case Kind.TEXT if isinstance(value, str):
            return texts[fact.name].get(value, 0)
        case _:
            raise _misfit(fact)


def absent(fact: Fact) -> Coded:
    """What the engine is told of a missing fact of few values."""
    return NO_WORD if fact.kind is Kind.WORD else NO_FLAG


def _flags(fact: Fact, value: Any) -> Iterable[tuple[str, int]]:
    """A set as one flag a word, so that an empty one is there and a missing one isn't."""
    if not isinstance(value, frozenset) or not value <= fact.words.keys():
        raise _misfit(fact)
    return [(f"{fact.name}.{word}", int(word in value)) for word in fact.words]


def _misfit(fact: Fact) -> FactError:
    return FactError(f"{fact.name}（{fact.label}）的值不合类型，应当是{fact.kind.zh}，请核对事实的来源后再试")
