"""Calendars imported after the rule book was made: versions that only grow, the newest of a year wins."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING

from ysq.db.sql import sql

if TYPE_CHECKING:
    from ysq.db.pool import Connection


async def newest(conn: Connection) -> tuple[tuple[int, bytes], ...]:
    """(year, the file's bytes) of the newest version of each imported year."""
    return tuple((row["year"], row["content"]) for row in await conn.fetch(sql.newest_calendars))


async def add(conn: Connection, year: int, content: bytes, at: datetime, actor: str) -> int:
    """Keep a further version of a year's calendar; returns its number, from 1."""
    digest = hashlib.sha256(content).digest()
    version: int = await conn.fetchval(sql.add_calendar, year, content, digest, at, actor)
    return version


async def mark(conn: Connection) -> int:
    """A number that changes when a calendar was imported."""
    count: int = await conn.fetchval(sql.calendars_mark)
    return count
