"""Reads from the fact Structs what a rule may ask: each fact's name, Chinese label, kind and words."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec
from msgspec import inspect

from ysq.domain.findings import Operator
from ysq.domain.terms import Term

Value = bool | int | str | dt.date


class Kind(Term):
    """The types a fact may have, as a rule's author sees them."""

    BOOL = "bool", "是或否"
    INT = "int", "整数"
    DATE = "date", "日期"
    WORD = "word", "规定的词"
    TEXT = "text", "短文字"
    SET = "set", "若干规定的词"


_EQUAL = frozenset({Operator.EQ, Operator.NE})
_PRESENT = frozenset({Operator.EXISTS, Operator.MISSING})
_ORDERED = _EQUAL | {Operator.LT, Operator.LE, Operator.GT, Operator.GE, Operator.IN}
OPERATORS: dict[Kind, frozenset[Operator]] = {
    Kind.BOOL: _EQUAL | _PRESENT,
    Kind.INT: _ORDERED | _PRESENT,
    Kind.DATE: _ORDERED | _PRESENT,
    Kind.WORD: _EQUAL | _PRESENT | {Operator.IN},
    Kind.TEXT: _EQUAL | _PRESENT | {Operator.IN},
    Kind.SET: _PRESENT | {Operator.HAS},
}
"""Which comparison suits which kind."""


YES_OR_NO = "true（是）或者 false（否）"


class Fact(msgspec.Struct, frozen=True):
    """One fact: `words` are its values with Chinese names, `form` how a text looks; `optional`: it may be missing."""

    name: str
    label: str
    kind: Kind
    optional: bool
    words: dict[str, str] = {}
    least: int | None = None
    form: str = ""

    @property
    def engine_names(self) -> tuple[str, ...]:
        """The names under which the engine knows the fact: a set becomes one flag a word."""
        if self.kind is Kind.SET:
            return tuple(f"{self.name}.{word}" for word in self.words)
        return (self.name,)

    @property
    def wanted(self) -> str:
        """What to write as its value, in Chinese."""
        if self.kind is Kind.BOOL:
            return f"应当写 {YES_OR_NO}"
        named = "、".join(f"{word}（{zh}）" for word, zh in self.words.items())
        more = f"，可以写：{named}" if named else f"，{self.form}" if self.form else ""
        return f"应当是{self.kind.zh}{more}"


Vocabulary = dict[str, Fact]


def vocabulary_of(facts: type[msgspec.Struct]) -> Vocabulary:
    """Every fact of `facts`: a Struct of groups, each a Struct of facts, all with a Chinese `title`."""
    found: Vocabulary = {}
    for group in _fields(facts):
        group_type, group_label = _titled(group.type)
        assert isinstance(group_type, inspect.StructType)
        for field in group_type.fields:
            fact_type, label = _titled(field.type)
            name = f"{group.name}.{field.name}"
            form = _titled_with(field.type, "description")
            found[name] = msgspec.structs.replace(_fact(name, f"{group_label}·{label}", fact_type), form=form)
    return found


def colliding(names: Iterable[str]) -> tuple[str, str] | None:
    """Two different names with one 32-bit FNV-1a hash, which the engine couldn't tell apart."""
    seen: dict[int, str] = {}
    for name in names:
        other = seen.setdefault(_fnv1a(name.encode()), name)
        if other != name:
            return other, name
    return None


def _fnv1a(name: bytes) -> int:
    value = 0x811C9DC5
    for byte in name:
        value = (value ^ byte) * 0x01000193 & 0xFFFFFFFF
    return value


def _fields(facts: type[msgspec.Struct]) -> tuple[inspect.Field, ...]:
    shape = inspect.type_info(facts)
    assert isinstance(shape, inspect.StructType)
    return shape.fields


def _titled(found: inspect.Type) -> tuple[inspect.Type, str]:
    assert isinstance(found, inspect.Metadata), "every fact and group has a Chinese title"
    return found.type, (found.extra_json_schema or {})["title"]


def _titled_with(found: inspect.Type, key: str) -> str:
    schema = found.extra_json_schema if isinstance(found, inspect.Metadata) else None
    return str((schema or {}).get(key, ""))


def _fact(name: str, label: str, found: inspect.Type) -> Fact:
    optional = isinstance(found, inspect.UnionType)
    plain = next(kind for kind in _members(found) if not isinstance(kind, inspect.NoneType))
    match plain:
        case inspect.BoolType():
            return Fact(name, label, Kind.BOOL, optional)
        case inspect.IntType(ge=least):
            return Fact(name, label, Kind.INT, optional, least=least)
        case inspect.DateType():
            return Fact(name, label, Kind.DATE, optional)
        case inspect.StrType():
            return Fact(name, label, Kind.TEXT, optional)
        case inspect.EnumType(cls=words):
            return Fact(name, label, Kind.WORD, optional, _words(words))
        case inspect.FrozenSetType(item_type=inspect.EnumType(cls=words)):
            return Fact(name, label, Kind.SET, optional, _words(words))
        case _:
            raise TypeError(f"{name}: a fact is a bool, int, date, short str, Term or frozenset of a Term, not {found}")


def _members(found: inspect.Type) -> tuple[inspect.Type, ...]:
    return found.types if isinstance(found, inspect.UnionType) else (found,)


def _words(term: Any) -> dict[str, str]:
    return {member.value: member.zh for member in term}
