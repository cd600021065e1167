"""Makes rules and facts for tests, and evaluates them a second way, on the plain data of the file."""

import datetime as dt
import operator
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from ysq.domain.findings import Sever
from ysq.domain.terms import Mark
from ysq.rules.book import Book
from ysq.rules.conditions import condition_of
from ysq.rules.examples import facts_from
from ysq.rules.facts import VOCABULARY, Facts
from ysq.rules.load import read_rules
from ysq.rules.rule import Condition, Fault, Rule
from ysq.rules.vocabulary import Fact, Kind, Vocabulary

Data = dict[str, Any]


def written(folder: Path, text: str, book: Book, vocabulary: Vocabulary = VOCABULARY) -> tuple[list[Rule], list[Fault]]:
    """The rules in `text`, read as the file some.yaml."""
    path = folder / "some.yaml"
    path.write_text(text, encoding="utf-8")
    rules, faults = read_rules([path], book.provisions, vocabulary)
    return list(rules), list(faults)


def rule_text(name: str = "some_rule", **changes: str | None) -> str:
    """A sound rule with some of its lines changed, or left out with None."""
    lines: dict[str, str | None] = {
        "title": "某种情形",
        "provisions": "[ogi.art36]",
        "effective_from": "2019-05-15",
        "when": "{eq: [nature.unclear, true]}",
        "then": "{outcome: sever}",
    }
    body = "".join(f"  {key}: {value}\n" for key, value in (lines | changes).items() if value is not None)
    return f"{name}:\n{body}"


def condition(data: Data) -> Condition:
    """A condition that must be readable."""
    faults: list[str] = []
    found = condition_of(data, "when", VOCABULARY, lambda place, message: faults.append(f"{place}: {message}"))
    assert found is not None, faults
    return found


def facts(written_facts: Data | None = None) -> Facts:
    return facts_from({name: value for name, value in (written_facts or {}).items() if value is not None})


_DAYS = ("2019-05-15", "2026-03-02", "2026-03-03", "2027-01-01")
_TEXTS = ("2025-1", "2025-2")


def _values(fact: Fact) -> list[Any]:
    match fact.kind:
        case Kind.BOOL:
            return [True, False]
        case Kind.INT:
            return [1, 2, 3, 10, 11]
        case Kind.DATE:
            return list(_DAYS)
        case Kind.TEXT:
            return list(_TEXTS)
        case _:
            return list(fact.words)


@st.composite
def tests_of(draw: st.DrawFn, names: tuple[str, ...]) -> Data:
    """One comparison as a rule file writes it, fit for its fact."""
    fact = VOCABULARY[draw(st.sampled_from(names))]
    words = {
        Kind.SET: ["has"],
        Kind.BOOL: ["eq", "ne"],
        Kind.WORD: ["eq", "ne", "in"],
        Kind.TEXT: ["eq", "ne", "in"],
    }.get(fact.kind, ["eq", "ne", "lt", "le", "gt", "ge", "in"])
    word = draw(st.sampled_from([*words, "exists", "missing"]))
    values = _values(fact)
    if word in ("exists", "missing"):
        return {word: fact.name}
    if word == "in":
        return {word: [fact.name, draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True))]}
    return {word: [fact.name, draw(st.sampled_from(values))]}


def conditions(names: tuple[str, ...] = tuple(VOCABULARY)) -> st.SearchStrategy[Data]:
    """Any condition over these facts, as a rule file writes it."""
    return st.recursive(tests_of(names), _deeper, max_leaves=6).filter(lambda data: _depth(data) <= 6)


def _deeper(inner: st.SearchStrategy[Data]) -> st.SearchStrategy[Data]:
    several = st.lists(inner, min_size=1, max_size=3)
    joined = st.builds(lambda word, parts: {word: parts}, st.sampled_from(["all", "any"]), several)
    return st.one_of(st.builds(lambda part: {"not": part}, inner), joined)


def _depth(data: Data) -> int:
    ((word, body),) = data.items()
    if word == "not":
        return 1 + _depth(body)
    return 1 + max(map(_depth, body)) if word in ("all", "any") else 1


def fact_values(names: tuple[str, ...] = tuple(VOCABULARY)) -> st.SearchStrategy[Data]:
    """Any values of these facts, missing (None) where they may be."""
    return st.fixed_dictionaries({name: _value(VOCABULARY[name]) for name in names})


def _value(fact: Fact) -> st.SearchStrategy[Any]:
    values: st.SearchStrategy[Any] = st.sampled_from(_values(fact))
    if fact.kind is Kind.SET:
        values = st.lists(values, unique=True, max_size=3)
    return st.one_of(st.none(), values) if fact.optional else values


_COMPARISONS = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge,
    "in": lambda value, among: value in among, "has": lambda value, word: word in value,
}  # fmt: skip


def naive(data: Data, values: Data) -> bool:
    """What the condition says of the values, read straight from the file's data (ISO dates compare as text)."""
    ((word, body),) = data.items()
    if word == "all":
        return min(naive(part, values) for part in body)
    if word == "any":
        return max(naive(part, values) for part in body)
    if word == "not":
        return not naive(body, values)
    if word in ("exists", "missing"):
        return (values[body] is None) == (word == "missing")
    name, expected = body
    return values[name] is not None and bool(_COMPARISONS[word](values[name], expected))


def rule(data: Data, name: str = "some_rule", **changes: Any) -> Rule:
    """A rule with this condition."""
    plain: Data = {
        "id": name, "title": "某种情形", "provisions": ("ogi.art36",), "effective_from": dt.date(2019, 5, 15),
        "effective_to": None, "applies_by": "receipt", "mark": Mark.SOURCE, "reason": "", "then": Sever(),
    }  # fmt: skip
    return Rule(when=condition(data), **(plain | changes))
