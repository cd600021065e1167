"""The shape of `rules/parameters.yaml`: dated numbers of the law, and settings where it is silent."""

import datetime as dt
from typing import Literal

import msgspec

from ysq.domain.terms import Mark


class Value(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"first": "from", "last": "to"}):
    """A number in force from a day to a day, with its provision, and why where its text wasn't read."""

    first: dt.date
    value: int
    provision: str
    mark: Mark
    last: dt.date | None = None
    reason: str = ""


class Number(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number of the law, dated: by the day of receipt, or of the event that its period runs from."""

    title: str
    applies_by: Literal["receipt", "event"]
    values: tuple[Value, ...]

    @property
    def most(self) -> int:
        """The largest value that any day has."""
        return max(value.value for value in self.values)

    def on(self, day: dt.date) -> Value:
        """The value in force on `day`."""
        for value in self.values:
            if value.first <= day and (value.last is None or day <= value.last):
                return value
        raise ValueError(f"{self.title}：{day}没有施行中的数值")

    def unsure(self, first: dt.date, last: dt.date) -> Value | None:
        """The value of one of these days whose text wasn't read, if there is one."""
        return next((value for value in map(self.on, (first, max(first, last))) if value.mark is not Mark.SOURCE), None)

    def since(self, day: dt.date) -> tuple[Value, ...]:
        """The values that may be asked for from `day` on."""
        return tuple(value for value in self.values if value.last is None or day <= value.last)


class PolicySetting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A setting where the law is silent: its choices, default, mark and reason."""

    title: str
    default: str | int
    mark: Mark
    reason: str
    provisions: tuple[str, ...]
    choices: dict[str, str] = {}


class Parameters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`rules/parameters.yaml`."""

    numbers: dict[str, Number]
    policies: dict[str, PolicySetting]
