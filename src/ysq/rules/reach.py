"""Which facts can make a condition true: its conjunctions, without those that contradict themselves."""

import datetime as dt
from collections.abc import Iterable
from itertools import chain

import msgspec

from ysq.domain.findings import Operator
from ysq.rules.rule import All, AnyOf, Comparison, Condition, Not
from ysq.rules.vocabulary import Fact, Kind, Value, Vocabulary

MAX_CONJUNCTIONS = 48
_WORK = 1000
_FLIPPED = {Operator.LT: Operator.GE, Operator.GE: Operator.LT, Operator.LE: Operator.GT, Operator.GT: Operator.LE}


FEW = frozenset({Kind.BOOL, Kind.WORD, Kind.SET})
"""The kinds whose missing value the engine is told as a value of its own."""


class TooMany(ValueError):
    """The condition needs more conjunctions than one rule may have."""


class Literal(msgspec.Struct, frozen=True):
    """One comparison in a conjunction; `negated` means: there is a value, and the comparison doesn't hold of it.

    With `or_missing` a negated one also holds of a missing fact. Only eq, lt, le, gt, ge, has, exists and missing
    occur, the last two never negated.
    """

    fact: str
    operator: Operator
    expected: Value | None = None
    negated: bool = False
    or_missing: bool = False

    @property
    def of_absence(self) -> bool:
        """Whether it holds of a missing fact."""
        return self.or_missing or self.operator is Operator.MISSING


Conjunction = tuple[Literal, ...]


def conjunctions(condition: Condition, vocabulary: Vocabulary) -> tuple[Conjunction, ...]:
    """The condition as alternatives (DNF), in its own order, each once and possible; none: it never holds.

    A missing fact makes a comparison false, so `not` of one is "missing, or present and otherwise": one literal where
    the fact has few values, for a rule may hold in 48 ways only, and two where it is a number, a day or a text.
    Raises TooMany beyond 48.
    """
    return _bounded(_Unfolding(vocabulary).of(condition, negated=False))


def _bounded(found: list[Conjunction]) -> tuple[Conjunction, ...]:
    if len(found) > MAX_CONJUNCTIONS:
        raise TooMany
    return tuple(found)


def impossible(condition: Condition, place: str, vocabulary: Vocabulary) -> str | None:
    """The place of the smallest part that no facts can fulfil, if there is one.

    Raises TooMany as `conjunctions` does, if every part can be fulfilled.
    """
    unfolding = _Unfolding(vocabulary)
    if (found := _impossible(condition, place, unfolding)) is None:
        _bounded(unfolding.of(condition, negated=False))
    return found


def _impossible(condition: Condition, place: str, unfolding: "_Unfolding") -> str | None:
    for word, part in _parts(condition):
        if (found := _impossible(part, f"{place}.{word}", unfolding)) is not None:
            return found
    return None if unfolding.of(condition, negated=False) else place


def _parts(condition: Condition) -> Iterable[tuple[str, Condition]]:
    match condition:
        case All(parts) | AnyOf(parts):
            name = "all" if isinstance(condition, All) else "any"
            return ((f"{name}[{number}]", part) for number, part in enumerate(parts, 1))
        case Not(part):  # an impossible part under `not` says nothing, so it is a slip as well
            return (("not", part),)
        case _:
            return ()


class _Unfolding:
    """The alternatives of one condition and of its parts: each is unfolded once, however often it is asked for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._known: dict[tuple[int, bool], list[Conjunction]] = {}  # by identity: the condition outlives this

    def of(self, condition: Condition, *, negated: bool) -> list[Conjunction]:
        key = (id(condition), negated)
        if (known := self._known.get(key)) is None:
            known = self._known[key] = self._unfold(condition, negated=negated)
        return known

    def _unfold(self, condition: Condition, *, negated: bool) -> list[Conjunction]:
        match condition:
            case Comparison():
                kind = self._vocabulary[condition.fact].kind
                found = _once(_alternatives(condition, kind, negated=negated))
                return [one for one in found if satisfiable(one, self._vocabulary)]
            case Not(part):
                return self.of(part, negated=not negated)
            case All(parts) | AnyOf(parts):
                inner = [self.of(part, negated=negated) for part in parts]
                together = isinstance(condition, All) is not negated
                return _product(inner, self._vocabulary) if together else _once(chain.from_iterable(inner))


def _product(parts: list[list[Conjunction]], vocabulary: Vocabulary) -> list[Conjunction]:
    product: list[Conjunction] = [()]
    for part in parts:
        if len(product) * len(part) > _WORK:
            raise TooMany
        joined = _once(tuple(dict.fromkeys(left + right)) for left in product for right in part)
        product = [one for one in joined if _agree(one, vocabulary)]
    return product


def _alternatives(test: Comparison, kind: Kind, *, negated: bool) -> list[Conjunction]:
    operator, expected = test.operator, test.expected
    if operator in (Operator.EXISTS, Operator.MISSING):
        present = (operator is Operator.EXISTS) is not negated
        return [(Literal(test.fact, Operator.EXISTS if present else Operator.MISSING),)]
    if operator is Operator.NE:
        operator, other = Operator.EQ, not negated
    else:
        other = negated
    values = expected if isinstance(expected, tuple) else (expected,)
    operator = Operator.EQ if operator is Operator.IN else operator
    at_once = negated and other and kind in FEW
    literals = tuple(Literal(test.fact, operator, value, other, at_once) for value in values)
    found = [literals] if other else [(literal,) for literal in literals]
    absent = [(Literal(test.fact, Operator.MISSING),)] if negated and not at_once else []
    return [*absent, *found]


def _once(found: Iterable[Conjunction]) -> list[Conjunction]:
    return list({frozenset(one): one for one in found}.values())


def satisfiable(conjunction: Conjunction, vocabulary: Vocabulary) -> bool:
    """Whether some facts fulfil every literal."""
    return all(_reachable(vocabulary[name], literals) for name, literals in _by_fact(conjunction).items())


def _agree(conjunction: Conjunction, vocabulary: Vocabulary) -> bool:
    """The same of literals of which each alone can be fulfilled: only those on one fact can be at odds."""
    return all(
        len(literals) == 1 or _reachable(vocabulary[name], literals) for name, literals in _by_fact(conjunction).items()
    )


def _by_fact(conjunction: Conjunction) -> dict[str, list[Literal]]:
    found: dict[str, list[Literal]] = {}
    for literal in conjunction:
        found.setdefault(literal.fact, []).append(literal)
    return found


def _reachable(fact: Fact, literals: list[Literal]) -> bool:
    if any(literal.operator is Operator.MISSING for literal in literals):
        return fact.optional and all(literal.of_absence for literal in literals)
    if fact.optional and all(literal.or_missing for literal in literals):
        return True
    compared = [literal for literal in literals if literal.operator is not Operator.EXISTS]
    if fact.kind is Kind.SET:
        wanted = {literal.expected for literal in compared if not literal.negated}
        return not any(literal.negated and literal.expected in wanted for literal in compared)
    equal = {literal.expected for literal in compared if literal.operator is Operator.EQ and not literal.negated}
    unequal = {literal.expected for literal in compared if literal.operator is Operator.EQ and literal.negated}
    if len(equal) > 1 or equal & unequal:
        return False
    if fact.kind is Kind.BOOL:
        return len(unequal) < 2
    if fact.kind is Kind.WORD:
        return len(unequal) < len(fact.words)
    return fact.kind is Kind.TEXT or _in_range(fact, compared, equal, unequal)


def _in_range(fact: Fact, literals: list[Literal], equal: set[Value | None], unequal: set[Value | None]) -> bool:
    """Whether a whole number, or a day, fulfils the comparisons."""
    least, most = fact.least, None
    for bound in literals:
        operator = _FLIPPED.get(bound.operator, bound.operator) if bound.negated else bound.operator
        number = _number(bound.expected)
        if operator in (Operator.GE, Operator.GT):
            least = max(number + (operator is Operator.GT), number if least is None else least)
        elif operator in (Operator.LE, Operator.LT):
            most = min(number - (operator is Operator.LT), number if most is None else most)
    if equal:
        number = _number(next(iter(equal)))
        return (least is None or least <= number) and (most is None or number <= most)
    if least is None or most is None:
        return True
    excluded = {_number(value) for value in unequal}
    return any(number not in excluded for number in range(least, min(most, least + len(excluded)) + 1))


def _number(value: Value | None) -> int:
    if isinstance(value, dt.date):
        return value.toordinal()
    assert isinstance(value, int)
    return value
