"""A command's form, made from the shape of the command itself: which fields, of which kind, with which words."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from functools import lru_cache

import msgspec
from msgspec import NODEFAULT, inspect

from ysq.domain.terms import Term
from ysq.web.forms import Fields
from ysq.web.words import DeskWords, FieldWords

MAX_ROWS = 50
_SPARE_ROWS = 2
_FEWEST_ROWS = 3
_LINE = 200


class Kind(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    AREA = "area"
    DAY = "day"
    WHOLE = "whole"
    MONEY = "money"
    CHOICE = "choice"
    YES_NO = "yes_no"
    FLAG = "flag"
    CHECKS = "checks"
    LINES = "lines"
    GROUP = "group"
    VARIANTS = "variants"
    ROWS = "rows"
    KEYED = "keyed"
    REASONS = "reasons"
    FILE = "file"


class Choice(msgspec.Struct, frozen=True):
    """One of several values, in words; `hint` what to know of it, `required` that something must be said of it."""

    value: str
    words: str
    hint: str = ""
    required: bool = False


class FormField(msgspec.Struct, frozen=True):
    """A field: `key` is its name in the command, `name` its path in the form. `parts` are fields inside it."""

    key: str
    name: str
    kind: Kind
    label: str
    hint: str
    required: bool
    choices: tuple[Choice, ...] = ()
    parts: tuple["FormField", ...] = ()
    whole: bool = False
    low: int | None = None
    high: int | None = None
    pattern: str = ""
    fewest: int = 0
    tag: tuple[str, str] | None = None


Offered = Callable[[str], Sequence[Choice] | None]
"""The values that the case has for the field of this path; None where any may be typed."""


@lru_cache(maxsize=128)
def _parts_of(kind: type[msgspec.Struct]) -> tuple[inspect.Field, ...]:
    """The fields of a command's class, which never change while the service runs."""
    found = inspect.type_info(kind)
    assert isinstance(found, inspect.StructType), "a command is a Struct"
    return found.fields


class FormMaker:
    """Makes the fields of one command for one case."""

    def __init__(self, kind: type[msgspec.Struct], words: DeskWords, offered: Offered, typed: Fields) -> None:
        self._words, self._offered, self._typed = words, offered, typed
        self._own = words.commands[str(kind.__struct_config__.tag)].fields
        # Struct inheritance puts the words before what they are about; people fill them in last.
        ordered = sorted(_parts_of(kind), key=lambda one: one.name == "text")
        self.fields = tuple(self._field(one, "") for one in ordered)

    def _field(self, one: inspect.Field, prefix: str) -> FormField:
        required = one.default is NODEFAULT and one.default_factory is NODEFAULT
        return self._made(one.name, f"{prefix}{one.name}", one.type, required=required)

    def _made(self, key: str, name: str, kind: inspect.Type, *, required: bool, title: str = "") -> FormField:
        if isinstance(kind, inspect.Metadata):
            title = str((kind.extra_json_schema or {}).get("title", ""))
            return self._made(key, name, kind.type, required=required, title=title)
        words = self._words_of(name, title)
        plain = FormField(key, name, Kind.LINE, words.label, words.hint, required)
        offered = self._offered(name)
        if isinstance(kind, inspect.UnionType):
            return self._union(plain, kind)
        if offered is not None and not _has_parts(kind):
            return _of_choices(plain, kind, tuple(offered))
        if words.shown_as == "money":
            return msgspec.structs.replace(plain, kind=Kind.MONEY)
        return _simple(plain, kind) or self._composed(plain, kind)

    def _words_of(self, name: str, title: str) -> FieldWords:
        """The command's own words for the path, the general ones for the path or its last part, or the field's title.

        Row and item numbers are no part of the path that words are kept under.
        """
        path = "-".join(part for part in name.split("-") if not part.isdigit())
        last = path.rpartition("-")[2]
        found = self._own.get(path) or (FieldWords(title) if title else None)
        return found or self._words.fields.get(path) or self._words.fields.get(last) or FieldWords(last)

    def _union(self, plain: FormField, kind: inspect.UnionType) -> FormField:
        """Something or nothing; or one of several tagged things."""
        given = [one for one in kind.types if not isinstance(one, inspect.NoneType)]
        if len(given) == 1 and isinstance(given[0], inspect.BoolType):
            return msgspec.structs.replace(plain, kind=Kind.YES_NO)
        if len(given) == 1:
            made = self._made(plain.key, plain.name, given[0], required=False)
            return msgspec.structs.replace(made, label=plain.label, hint=plain.hint)
        parts = tuple(self._variant(plain.name, one) for one in given if isinstance(one, inspect.StructType))
        choices = tuple(Choice(part.key, part.label) for part in parts)
        return msgspec.structs.replace(plain, kind=Kind.VARIANTS, parts=parts, choices=choices)

    def _variant(self, name: str, kind: inspect.StructType) -> FormField:
        tag = str(kind.tag)
        parts = tuple(self._field(one, f"{name}-{tag}-") for one in kind.fields)
        label = self._words.variants.get(tag, tag)
        return FormField(
            tag, f"{name}-{tag}", Kind.GROUP, label, "", required=True, parts=parts, tag=(kind.tag_field or "kind", tag)
        )

    def _composed(self, plain: FormField, kind: inspect.Type) -> FormField:
        match kind:
            case inspect.StructType(fields=fields):
                parts = tuple(self._field(one, f"{plain.name}-") for one in fields)
                return msgspec.structs.replace(plain, kind=Kind.GROUP, parts=parts)
            case inspect.DictType(value_type=inspect.StructType() as value):
                parts = tuple(
                    self._part(plain.name, one.value, one.words, value) for one in self._offered(plain.name) or ()
                )
                return msgspec.structs.replace(plain, kind=Kind.KEYED, parts=parts)
            case inspect.VarTupleType(item_type=inspect.StructType() as row) if self._offered(plain.name) is not None:
                parts = tuple(self._reason(plain.name, one, row) for one in self._offered(plain.name) or ())
                return msgspec.structs.replace(plain, kind=Kind.REASONS, parts=parts)
            case inspect.VarTupleType(item_type=inspect.StructType() as row, min_length=fewest):
                numbers = range(1, self._rows(plain.name) + 1)
                parts = tuple(self._part(plain.name, str(n), f"{plain.label}（{n}）", row) for n in numbers)
                return msgspec.structs.replace(plain, kind=Kind.ROWS, parts=parts, fewest=fewest or 0)
            case _:
                raise TypeError(f"{plain.name}: no form for {kind}")

    def _part(self, name: str, key: str, label: str, kind: inspect.StructType) -> FormField:
        parts = tuple(self._field(one, f"{name}-{key}-") for one in kind.fields)
        return FormField(key, f"{name}-{key}", Kind.GROUP, label, "", required=False, parts=parts)

    def _reason(self, name: str, about: Choice, row: inspect.StructType) -> FormField:
        """What is said of one given thing: the row's first field names it, its last one is asked for."""
        said = self._field(row.fields[-1], f"{name}-{about.value}-")
        words = {"label": about.words, "hint": about.hint, "required": about.required}
        part = self._part(name, about.value, about.words, row)
        tag, parts = (row.fields[0].name, about.value), (msgspec.structs.replace(said, **words),)
        return msgspec.structs.replace(part, required=about.required, parts=parts, tag=tag)

    def _rows(self, name: str) -> int:
        """Room for what was typed and two more."""
        numbers = (field.removeprefix(f"{name}-").partition("-")[0] for field, text in self._typed
                   if field.startswith(f"{name}-") and text.strip())  # fmt: skip
        filled = max((int(number) for number in numbers if number.isascii() and number.isdigit()), default=0)
        return min(max(filled + _SPARE_ROWS, _FEWEST_ROWS), MAX_ROWS)


def _has_parts(kind: inspect.Type) -> bool:
    inner = kind.item_type if isinstance(kind, inspect.VarTupleType) else kind
    return isinstance(inner, inspect.DictType | inspect.StructType)


def _of_choices(plain: FormField, kind: inspect.Type, choices: tuple[Choice, ...]) -> FormField:
    many = isinstance(kind, inspect.VarTupleType)
    inner = kind.item_type if isinstance(kind, inspect.VarTupleType) else kind
    return msgspec.structs.replace(
        plain,
        kind=Kind.CHECKS if many else Kind.CHOICE,
        choices=choices,
        whole=isinstance(inner, inspect.IntType),
        fewest=(kind.min_length or 0) if isinstance(kind, inspect.VarTupleType) else 0,
    )


def _simple(plain: FormField, kind: inspect.Type) -> FormField | None:
    """A field without fields inside it."""
    replaced = msgspec.structs.replace
    match kind:
        case inspect.DateType():
            return replaced(plain, kind=Kind.DAY)
        case inspect.BoolType():
            return replaced(plain, kind=Kind.YES_NO if plain.required else Kind.FLAG)
        case inspect.IntType(ge=low, le=high):
            return replaced(plain, kind=Kind.WHOLE, low=low, high=high)
        case inspect.BytesType(max_length=longest):
            return replaced(plain, kind=Kind.FILE, high=longest)
        case inspect.EnumType(cls=cls):
            return replaced(plain, kind=Kind.CHOICE, choices=_terms(cls))
        case inspect.FrozenSetType(item_type=inspect.EnumType(cls=cls)):
            return replaced(plain, kind=Kind.CHECKS, choices=_terms(cls))
        case inspect.StrType(max_length=longest, pattern=pattern):
            area = longest is not None and longest > _LINE
            return replaced(plain, kind=Kind.AREA if area else Kind.LINE, high=longest, pattern=pattern or "")
        case inspect.VarTupleType(item_type=inspect.StrType(), min_length=fewest, max_length=most):
            return replaced(plain, kind=Kind.LINES, fewest=fewest or 0, high=most)
        case _:
            return None


def _terms(cls: type[object]) -> tuple[Choice, ...]:
    assert issubclass(cls, Term), "every closed vocabulary has Chinese names"
    return tuple(Choice(term.value, term.zh) for term in cls)
