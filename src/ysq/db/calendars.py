"""Calendars imported after the rule book was made: versions that only grow, the newest of a year wins."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from ysq.db.sql import sql

if TYPE_CHECKING:
    from ysq.db.pool import Connection


class CalendarRow(msgspec.Struct, frozen=True):
    """An imported year: `number` counts all imports, `version` those of its year; `content` is the file's bytes."""

    number: int
    year: int
    version: int
    content: bytes
    at: datetime


class Added(msgspec.Struct, frozen=True):
    """Where an import came to stand."""

    number: int
    year: int
    version: int


async def imports(conn: Connection) -> tuple[CalendarRow, ...]:
    """Every imported calendar, in the order of import."""
    return tuple(CalendarRow(*row) for row in await conn.fetch(sql.calendar_imports))


async def add(conn: Connection, year: int, content: bytes, at: datetime, actor: str) -> Added:
    """Keep a further version of a year's calendar. The caller holds the calendars' stream: numbers grow in order."""
    digest = hashlib.sha256(content).digest()
    (row,) = await conn.fetch(sql.add_calendar, year, content, digest, at, actor)
    return Added(*row)


async def mark(conn: Connection) -> int:
    """The number of the newest import; 0 when there is none."""
    number: int = await conn.fetchval(sql.calendars_mark)
    return number
