"""The shape of `rules/procedures/<name>/procedure.yaml`: another procedure's entries, periods and needs, as data."""

import datetime as dt
from typing import Literal

import msgspec

from ysq.domain.clock.law import FindingText
from ysq.domain.clock.numbers import Parameters
from ysq.domain.law import Provision


class _Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Pause(_Law, frozen=True):
    """From `opens` to `closes` the days aren't counted; the day of `opens` still is, that of `closes` isn't."""

    opens: str
    closes: str
    why: str
    provisions: tuple[str, ...]


class Longer(_Law, frozen=True):
    """The entry that makes a period longer, once, by the number `by` of the parameters."""

    entry: str
    by: str
    late: str
    twice: str
    explanation: str
    provisions: tuple[str, ...]


class PeriodRule(_Law, frozen=True):
    """A period that `opens` begins and `closes` ends: not before, or not after, its length has run.

    The day of `opens` isn't counted. `missed` is the finding when the end came too early or too late; `shorter` the
    one to be confirmed when the opening entry sets fewer `days`, which nothing else may.
    """

    title: str
    opens: str
    closes: str
    bound: Literal["not_before", "not_after"]
    missed: str
    explanation: str
    provisions: tuple[str, ...]
    effective_from: dt.date
    effective_to: dt.date | None = None
    working_days: str | None = None
    calendar_days: str | None = None
    shorter: str | None = None
    overdue: str | None = None
    pause: Pause | None = None
    longer: Longer | None = None

    def __post_init__(self) -> None:
        """Refuse a period that is counted in no way, or in two."""
        if (self.working_days is None) == (self.calendar_days is None):
            raise ValueError(f"{self.title}：working_days 与 calendar_days 应当写一个，也只写一个")

    @property
    def length(self) -> str:
        """The number of the parameters that says how long."""
        return self.working_days or self.calendar_days or ""

    def in_force(self, day: dt.date) -> bool:
        """Whether a period opened on `day` is under this rule."""
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


class Need(_Law, frozen=True):
    """`entry` may come only after `needs`; else `missing` is found."""

    entry: str
    needs: str
    missing: str
    provisions: tuple[str, ...]


class Procedure(_Law, frozen=True):
    """`procedure.yaml`: entries by name with their titles, the first one, and what follows from them.

    `effective_from`: before that day there was no such procedure.
    """

    title: str
    effective_from: dt.date
    starts: str
    ends: str
    entries: dict[str, str]
    periods: dict[str, PeriodRule]
    needs: tuple[Need, ...]
    findings: dict[str, FindingText]

    def __post_init__(self) -> None:
        """Refuse a name that isn't defined, with the place where it is used."""
        named = [("starts", self.starts), ("ends", self.ends)]
        found: list[tuple[str, str | None]] = []
        for name, rule in self.periods.items():
            named += [(f"periods.{name}.opens", rule.opens), (f"periods.{name}.closes", rule.closes)]
            found += [(f"periods.{name}", code) for code in (rule.missed, rule.shorter, rule.overdue)]
            if rule.pause:
                named += [(f"periods.{name}.pause", entry) for entry in (rule.pause.opens, rule.pause.closes)]
            if rule.longer:
                named.append((f"periods.{name}.longer", rule.longer.entry))
                found += [(f"periods.{name}.longer", code) for code in (rule.longer.late, rule.longer.twice)]
        for need in self.needs:
            named += [("needs", need.entry), ("needs", need.needs)]
            found.append(("needs", need.missing))
        for place, entry in named:
            if entry not in self.entries:
                raise ValueError(f"{place}: 未定义的事项 {entry}")
        for place, code in found:
            if code is not None and code not in self.findings:
                raise ValueError(f"{place}: 未定义的结论 {code}")


class ProcedureLaw(msgspec.Struct, frozen=True):
    """A procedure with its numbers, each marked with how sure we are, and the provisions it cites."""

    name: str
    procedure: Procedure
    parameters: Parameters
    provisions: dict[str, Provision]

    def number(self, name: str, day: dt.date) -> int:
        """The number `name` for a period that opens on `day`."""
        return self.parameters.numbers[name].on(day).value
