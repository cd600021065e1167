"""Reads what was typed into a command's form: the command, or what is wrong with which field."""

import base64
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, TypeVar

import msgspec

from ysq.web.desk_fields import FormField, Kind
from ysq.web.forms import Fault, Fields, printable, read_day

S = TypeVar("S", bound=msgspec.Struct)
_ABSENT = msgspec.UNSET
_MOST_FEN = 10**12
_LINE = 200


class Reading(Generic[S]):
    """One reading of a form: the command, or the faults in the order of the page."""

    def __init__(
        self, kind: type[S], fields: tuple[FormField, ...], typed: Fields, messages: Mapping[str, str]
    ) -> None:
        self._typed, self._messages = typed, messages
        self.faults: list[Fault] = []
        values = self._values(fields)
        self.command: S | None = None
        if not self.faults:
            try:
                self.command = msgspec.convert(values, kind)
            except msgspec.ValidationError:
                self.faults.append(Fault("", messages["broken"]))

    def _values(self, fields: tuple[FormField, ...]) -> dict[str, Any]:
        read = ((field.key, self._value(field)) for field in fields)
        return {key: value for key, value in read if value is not _ABSENT}

    def _value(self, field: FormField) -> Any:
        readers = {
            Kind.LINE: self._line, Kind.AREA: self._line, Kind.DAY: self._day, Kind.WHOLE: self._whole,
            Kind.MONEY: self._money, Kind.CHOICE: self._choice, Kind.YES_NO: self._yes_no, Kind.FLAG: self._flag,
            Kind.CHECKS: self._checks, Kind.LINES: self._lines, Kind.GROUP: self._group,
            Kind.VARIANTS: self._variants, Kind.ROWS: self._rows, Kind.KEYED: self._keyed, Kind.REASONS: self._reasons,
            Kind.FILE: self._file,
        }  # fmt: skip
        return readers[field.kind](field)

    def _fault(self, field: FormField, code: str, **words: object) -> Any:
        self.faults.append(Fault(field.name, self._messages[code].format(label=field.label, **words)))
        return _ABSENT

    def _nothing(self, field: FormField, code: str = "required") -> Any:
        return self._fault(field, code) if field.required else _ABSENT

    def _line(self, field: FormField) -> Any:
        text = self._typed.line(field.name)
        if not text:
            return self._nothing(field)
        limit = field.high or _LINE
        if len(text) > limit:
            return self._fault(field, "too_long", limit=limit, length=len(text))
        if not printable(text) or (field.kind is Kind.LINE and "\n" in text):
            return self._fault(field, "unprintable")
        if field.pattern and not re.search(field.pattern, text):
            return self._fault(field, "pattern")
        return text

    def _day(self, field: FormField) -> Any:
        text = self._typed.line(field.name)
        if not text:
            return self._nothing(field)
        return read_day(text) or self._fault(field, "day")

    def _whole(self, field: FormField) -> Any:
        text = self._typed.line(field.name)
        if not text:
            return self._nothing(field)
        low, high = field.low or 0, field.high or _MOST_FEN
        if text.isascii() and text.isdigit() and len(text) < 13 and low <= int(text) <= high:
            return int(text)
        return self._fault(field, "whole", low=low, high=high)

    def _money(self, field: FormField) -> Any:
        """Yuan as typed, fen as kept."""
        text = self._typed.line(field.name)
        if not text:
            return self._nothing(field)
        try:
            fen = Decimal(text) * 100
        except InvalidOperation:
            return self._fault(field, "money")
        if not fen.is_finite() or fen != fen.to_integral_value() or not 0 < fen <= _MOST_FEN:
            return self._fault(field, "money")
        return int(fen)

    def _file(self, field: FormField) -> Any:
        """A file's content, which a form has in base64."""
        text = self._typed.line(field.name)
        if not text:
            return self._nothing(field, "file")
        try:
            content = base64.b64decode(text, validate=True)
        except ValueError:
            return self._fault(field, "file")
        if field.high and len(content) > field.high:
            return self._fault(field, "file_too_large", limit=field.high // 1000)
        return content

    def _choice(self, field: FormField) -> Any:
        text = self._typed.line(field.name)
        if not text:
            return self._nothing(field, "choose")
        if text not in {choice.value for choice in field.choices}:
            return self._fault(field, "choose")
        return int(text) if field.whole else text

    def _yes_no(self, field: FormField) -> Any:
        text = self._typed.line(field.name)
        return {"yes": True, "no": False}[text] if text in {"yes", "no"} else self._nothing(field, "choose")

    def _flag(self, field: FormField) -> Any:
        return True if self._typed.line(field.name) == "yes" else _ABSENT

    def _checks(self, field: FormField) -> Any:
        chosen = [one.value for one in field.choices if self._typed.line(f"{field.name}-{one.value}") == "yes"]
        if len(chosen) < field.fewest:
            return self._fault(field, "one_at_least")
        if not chosen:
            return self._nothing(field, "one_at_least")
        return [int(one) for one in chosen] if field.whole else chosen

    def _lines(self, field: FormField) -> Any:
        lines = [line.strip() for line in self._typed.get(field.name).split("\n") if line.strip()]
        if len(lines) < field.fewest:
            return self._fault(field, "one_at_least")
        if not all(printable(line) for line in lines):
            return self._fault(field, "unprintable")
        for line in lines:
            if len(line) > _LINE:
                return self._fault(field, "too_long", limit=_LINE, length=len(line))
        return lines

    def _group(self, field: FormField) -> Any:
        """Its values; an optional one of which nothing was filled in is left out."""
        if not field.required and not self._filled(field):
            return _ABSENT
        tag = dict([field.tag]) if field.tag else {}
        return self._values(field.parts) | tag

    def _variants(self, field: FormField) -> Any:
        chosen = self._typed.line(f"{field.name}-kind")
        for part in field.parts:
            if part.key == chosen:
                return self._group(part)
        return self._nothing(field, "choose") if not chosen else self._fault(field, "choose")

    def _rows(self, field: FormField) -> Any:
        rows = [self._values(part.parts) for part in field.parts if self._filled(part)]
        return self._fault(field, "one_at_least") if len(rows) < field.fewest else rows

    def _keyed(self, field: FormField) -> Any:
        found = {int(part.key): self._values(part.parts) for part in field.parts if self._filled(part)}
        return found or self._fault(field, "one_at_least")

    def _reasons(self, field: FormField) -> Any:
        """What was said, of each thing that anything was said of or must be."""
        return [value for value in map(self._group, field.parts) if value is not _ABSENT]

    def _filled(self, field: FormField) -> bool:
        if self._typed.line(field.name) or self._typed.line(f"{field.name}-kind"):
            return True
        if any(self._typed.line(f"{field.name}-{one.value}") for one in field.choices):
            return True
        return any(self._filled(part) for part in field.parts)
