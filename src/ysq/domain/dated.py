"""A table of the rule book whose entries are dated versions: the amended one stands beside the old, a day chooses."""

import datetime as dt
from typing import Generic, TypeVar

import msgspec


class Dated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One version of an entry, in force from `effective_from` (left out: always) to `effective_to`, both included."""

    effective_from: dt.date = dt.date.min
    effective_to: dt.date | None = None

    def in_force(self, day: dt.date) -> bool:
        """Whether the version applies on `day`."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


K = TypeVar("K")
V = TypeVar("V", bound=Dated)


class Table(msgspec.Struct, Generic[K, V], frozen=True):
    """The versions of each entry by its code, the oldest first; one is found by code and day, never by code alone."""

    versions: dict[K, tuple[V, ...]]

    def find(self, code: K, day: dt.date) -> V | None:
        """The version of an entry on a day; None when the table has none."""
        return next((version for version in self.versions.get(code, ()) if version.in_force(day)), None)

    def on(self, day: dt.date) -> dict[K, V]:
        """The entries that are in force on a day, in the order of the file."""
        found = ((code, self.find(code, day)) for code in self.versions)
        return {code: version for code, version in found if version is not None}
