"""What the clock answers: the ledger, its steps, deadlines, findings and days."""

import datetime as dt

import msgspec

from ysq.domain.terms import ClockState


class ClockError(ValueError):
    """The entries can't be a course of events; `entry` is the number of the one at fault, from 1 (0: the whole)."""

    def __init__(self, entry: int, field: str, message: str) -> None:
        super().__init__(message)
        self.entry = entry
        self.field = field
        self.message = message

    def __str__(self) -> str:
        """`event 3: field: what is wrong`."""
        where = f"event {self.entry}: " if self.entry else ""
        return f"{where}{self.field}: {self.message}"


class Deadline(msgspec.Struct, frozen=True, gc=False):
    """A last day; `date` is None while it can't be known."""

    date: dt.date | None
    provisional: bool
    provisions: tuple[str, ...]


class Finding(msgspec.Struct, frozen=True, gc=False):
    """Something a person must be told: unlawful but possible, or to be confirmed."""

    code: str
    message: str
    provisions: tuple[str, ...]


class Step(msgspec.Struct, frozen=True, gc=False):
    """One move of the clock; `due_on` is the running due date after it, `working_days` what it added or set."""

    date: dt.date
    effect: str
    working_days: int | None
    due_on: dt.date | None
    rule: str
    provisions: tuple[str, ...]
    explanation: str


class Day(msgspec.Struct, frozen=True, gc=False):
    """One calendar day: counted, as which number, and why (not)."""

    date: dt.date
    counted: bool
    number: int | None
    why: str


class Ledger(msgspec.Struct, frozen=True, gc=False):
    """The answer of the clock (clock-contract.md, "Output")."""

    received_on: dt.date
    due_on: dt.date | None
    provisional: bool
    state: ClockState
    tolled_working_days: int
    timely: bool | None
    deadlines: dict[str, Deadline]
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    days: tuple[Day, ...]
