"""Which facts can make a condition true: its conjunctions, without those that contradict themselves."""

import datetime as dt
from collections.abc import Iterable

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

    With `or_missing` a negated one also holds of a missing fact. Only eq, lt, le, gt, ge, has, exists and missing occur,
    the last two never negated.
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
    found = _expand(condition, vocabulary, negated=False)
    if len(found) > MAX_CONJUNCTIONS:
        raise TooMany
    return tuple(found)


def impossible(condition: Condition, place: str, vocabulary: Vocabulary) -> str | None:
    """The place of the smallest part that no facts can fulfil, if there is one."""
    for word, part in _parts(condition):
        if (found := impossible(part, f"{place}.{word}", vocabulary)) is not None:
            return found
    return None if _expand(condition, vocabulary, negated=False) else place


def _parts(condition: Condition) -> Iterable[tuple[str, Condition]]:
    match condition:
        case All(parts) | AnyOf(parts):
            name = "all" if isinstance(condition, All) else "any"
            return ((f"{name}[{number}]", part) for number, part in enumerate(parts, 1))
        case Not(part):  # an impossible part under `not` says nothing, so it is a slip as well
            return (("not", part),)
        case _:
            return ()


def _expand(condition: Condition, vocabulary: Vocabulary, *, negated: bool) -> list[Conjunction]:
    match condition:
        case Comparison():
            return _possible(_alternatives(condition, vocabulary[condition.fact].kind, negated=negated), vocabulary)
        case Not(part):
            return _expand(part, vocabulary, negated=not negated)
        case All(parts) | AnyOf(parts):
            expanded = [_expand(part, vocabulary, negated=negated) for part in parts]
            together = isinstance(condition, All) is not negated
            return _product(expanded, vocabulary) if together else _once(one for part in expanded for one in part)


def _product(parts: list[list[Conjunction]], vocabulary: Vocabulary) -> list[Conjunction]:
    product: list[Conjunction] = [()]
    for part in parts:
        if len(product) * len(part) > _WORK:
            raise TooMany
        product = _possible((tuple(dict.fromkeys(left + right)) for left in product for right in part), vocabulary)
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


def _possible(found: Iterable[Conjunction], vocabulary: Vocabulary) -> list[Conjunction]:
    return [one for one in _once(found) if satisfiable(one, vocabulary)]


def _once(found: Iterable[Conjunction]) -> list[Conjunction]:
    return list({frozenset(one): one for one in found}.values())


def satisfiable(conjunction: Conjunction, vocabulary: Vocabulary) -> bool:
    """Whether some facts fulfil every literal."""
    by_fact: dict[str, list[Literal]] = {}
    for literal in conjunction:
        by_fact.setdefault(literal.fact, []).append(literal)
    return all(_reachable(vocabulary[name], literals) for name, literals in by_fact.items())


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
