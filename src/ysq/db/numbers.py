"""Takes the next number of a series, without gaps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ysq.db.sql import sql

if TYPE_CHECKING:
    from ysq.db.pool import Connection


async def next_number(conn: Connection, *, agency_id: int, series: str, year: int) -> int:
    """1, 2, 3, … per agency, series and year. Undone with its transaction, which others of the series wait for."""
    number: int = await conn.fetchval(sql.next_number, agency_id, series, year)
    return number
