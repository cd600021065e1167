"""Rule books are kept once under their fingerprints, and nobody changes them."""

import hashlib

import asyncpg
import pytest
from tests.conftest import Database

from ysq.db import books
from ysq.db.pool import Pool

CONTENT = "规则".encode()
NAME = hashlib.sha256(CONTENT).hexdigest()


async def keep(pool: Pool, name: str = NAME, content: bytes = CONTENT) -> None:
    async with pool.agencies(()) as conn:
        await books.keep(conn, name, content)


async def test_a_book_is_kept_once_and_read_by_its_fingerprint(pool: Pool) -> None:
    await keep(pool)
    await keep(pool)
    async with pool.agencies(()) as conn:
        assert await books.content_of(conn, NAME) == CONTENT
        assert await books.content_of(conn, "0" * 64) is None
        assert await conn.fetchval("select count(*) from rule_book") == 1


async def test_a_content_under_another_fingerprint_is_refused(pool: Pool) -> None:
    with pytest.raises(asyncpg.CheckViolationError) as caught:
        await keep(pool, content=CONTENT + b"x")
    assert caught.value.constraint_name == "rule_book_is_its_fingerprint"


@pytest.mark.parametrize("change", ["update rule_book set at = now()", "delete from rule_book", "truncate rule_book"])
async def test_a_kept_book_is_changed_by_nobody(pool: Pool, database: Database, change: str) -> None:
    await keep(pool)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with pool.agencies(()) as conn:
            await conn.execute(change)
    for dsn in (database.owner_dsn, database.admin_dsn):
        conn = await asyncpg.connect(dsn)
        with pytest.raises(asyncpg.RestrictViolationError, match="rule_book only grows"):
            await conn.execute(change)
        await conn.close()
