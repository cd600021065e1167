"""A rule as a value: its condition, its conclusion, the law it stands on and the days it is in force."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

import msgspec

from ysq.domain.findings import Conclusion, Operator
from ysq.domain.terms import Mark
from ysq.rules.fields import visible
from ysq.rules.vocabulary import Value

AppliesBy = Literal["receipt", "event", "issue"]


class All(msgspec.Struct, frozen=True):
    """Every part holds."""

    parts: tuple["Condition", ...]


class AnyOf(msgspec.Struct, frozen=True):
    """At least one part holds."""

    parts: tuple["Condition", ...]


class Not(msgspec.Struct, frozen=True):
    """The part doesn't hold."""

    part: "Condition"


class Comparison(msgspec.Struct, frozen=True):
    """One fact compared with a value; `exists` and `missing` compare with None, `in` with a tuple."""

    fact: str
    operator: Operator
    expected: Value | tuple[Value, ...] | None = None


Condition = All | AnyOf | Not | Comparison


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every comparison in the condition, in the order written."""
    match condition:
        case Comparison():
            yield condition
        case Not(part):
            yield from comparisons(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from comparisons(part)


class Rule(msgspec.Struct, frozen=True):
    """One dated version of a rule. `applies_by` says which day decides whether it is in force.

    `concern` is what its file is about: triage, disclosure.
    """

    id: str
    title: str
    provisions: tuple[str, ...]
    effective_from: dt.date
    effective_to: dt.date | None
    applies_by: AppliesBy
    mark: Mark
    reason: str
    when: Condition
    then: Conclusion
    concern: str = ""

    def in_force(self, received_on: dt.date, today: dt.date) -> bool:
        """Whether it applies to a request of `received_on` that is looked at on `today`."""
        day = received_on if self.applies_by == "receipt" else today
        return self.effective_from <= day and (self.effective_to is None or day <= self.effective_to)


class Fault(msgspec.Struct, frozen=True):
    """What is wrong in a rule file: one line with file, rule, field and what to do."""

    file: str
    rule: str
    field: str
    message: str

    def __str__(self) -> str:
        """One line for people."""
        place = " ".join(part for part in (self.file, self.rule, self.field) if part)
        return visible(f"{place}：{self.message}")
