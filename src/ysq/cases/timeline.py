"""办理记录: who recorded what, when it happened, and when it was written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.events import StoredEvent


class Happened(msgspec.Struct, frozen=True):
    """One entry: `date` is the day it happened, `recorded_at` the instant it was recorded, `actor` an account."""

    version: int
    type: str
    name: str
    provisions: tuple[str, ...]
    date: date
    recorded_at: datetime
    actor: str


def timeline(ground: Ground, log: Iterable[StoredEvent]) -> tuple[Happened, ...]:
    """The entries in the order of recording."""
    return tuple(_happened(ground, one) for one in log)


def _happened(ground: Ground, one: StoredEvent) -> Happened:
    named = ground.book.event(one.type, one.date)
    return Happened(one.version, one.type, named.name, named.provisions, one.date, one.at, one.actor)
