"""Rule books by their fingerprints: each one that was in use is kept once, and never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ysq.db.sql import sql

if TYPE_CHECKING:
    from ysq.db.pool import Connection


async def keep(conn: Connection, fingerprint: str, content: bytes) -> None:
    """Keep a book's content; `fingerprint` is its hex SHA-256. Nothing happens when it is kept already."""
    await conn.execute(sql.keep_rule_book, fingerprint, content)


async def content_of(conn: Connection, fingerprint: str) -> bytes | None:
    """The content kept under a fingerprint."""
    found: bytes | None = await conn.fetchval(sql.rule_book_content, fingerprint)
    return found
