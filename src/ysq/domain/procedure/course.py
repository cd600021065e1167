"""What a procedure's clock is given, and what it answers."""

import datetime as dt
from typing import Annotated, Literal

import msgspec

from ysq.domain.clock.ledger import Day, Finding, Step
from ysq.domain.terms import Mark

MAX_ENTRIES = 1000


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that happened on `date`; `days` only where a period may be set shorter."""

    type: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    date: dt.date
    days: Annotated[int, msgspec.Meta(ge=1, le=250)] | None = None


class Course(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The entries in any order, those of one day as written; and a day to look from."""

    events: Annotated[tuple[Entry, ...], msgspec.Meta(min_length=1, max_length=MAX_ENTRIES)]
    as_of: dt.date | None = None


class Limit(msgspec.Struct, frozen=True):
    """The first day (`not_before`) or the last day (`not_after`) on which a period may end; None while it is paused.

    `met` says whether it ended rightly; None while it runs. `days` are the days of the period one by one.
    """

    title: str
    bound: Literal["not_before", "not_after"]
    date: dt.date | None
    met: bool | None
    provisional: bool
    provisions: tuple[str, ...]
    days: tuple[Day, ...]


class Unsure(msgspec.Struct, frozen=True):
    """A number that was not read in the text of a law: how sure we are of it."""

    title: str
    value: int
    mark: Mark
    provision: str


class ProcedureLedger(msgspec.Struct, frozen=True):
    """The answer: a limit for every period that was opened (the second of a kind is `name:2`), findings and steps."""

    procedure: str
    state: Literal["running", "ended"]
    provisional: bool
    deadlines: dict[str, Limit]
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    settings: tuple[Unsure, ...]
