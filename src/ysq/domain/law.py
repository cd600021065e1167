"""The law as values: provisions, outcomes, parameters and the rules of the clock, dated and cited."""

from datetime import date

import msgspec

from ysq.domain.terms import Mark


class Provision(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One article, paragraph or item that may be cited; keyed by an id such as `ogi.art33.para2`."""

    title: str
    gist: str
    effective_from: date
    mark: Mark
    source: str
    effective_to: date | None = None

    def in_force(self, day: date) -> bool:
        """Whether the provision applies on `day` (both ends included)."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


class Outcome(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A decision code: its Chinese name, provisions, letter, remedy and annual-report row."""

    name: str
    provisions: tuple[str, ...]
    letter: str
    remedy: str
    remedy_provisions: tuple[str, ...]
    report_row: str
    report_label: str
    needs: tuple[str, ...]
    mark: Mark
    effective_from: date
    effective_to: date | None = None


class EventName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an event is called for people, and the provisions it stands on."""

    name: str
    provisions: tuple[str, ...]
