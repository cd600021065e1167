"""The pool tells a lost database from a wrong statement, and recovers by itself."""

import asyncio
import time
from pathlib import Path

import asyncpg
import pytest
from tests.conftest import Database

from ysq.db.errors import DatabaseUnavailable
from ysq.db.pool import Pool


async def test_an_absent_server_is_unavailable(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="数据库暂时不可用"):
        await Pool.open(f"postgresql://ysq_app@/ysq?host={tmp_path}")


async def test_a_connection_cut_in_a_transaction_is_unavailable_and_replaced(pool: Pool, database: Database) -> None:
    admin = await asyncpg.connect(database.admin_dsn)
    with pytest.raises(DatabaseUnavailable):
        async with pool.agencies([1]) as conn:
            pid = await conn.fetchval("select pg_backend_pid()")
            await admin.execute("select pg_terminate_backend($1, 2000)", pid)
            await conn.fetchval("select 1")
    await admin.close()
    async with pool.agencies([1]) as conn:
        assert await conn.fetchval("select pg_backend_pid()") != pid


async def test_a_wrong_statement_is_not_taken_for_a_lost_database(pool: Pool) -> None:
    with pytest.raises(asyncpg.UndefinedTableError):
        async with pool.agencies([1]) as conn:
            await conn.execute("select from nowhere")


async def test_the_callers_own_file_error_passes_through(pool: Pool) -> None:
    with pytest.raises(FileNotFoundError):
        async with pool.agencies([1]):
            Path("/nowhere/at/all").read_bytes()


async def test_a_block_that_raises_leaves_nothing_behind(pool: Pool) -> None:
    with pytest.raises(KeyError):
        async with pool.agencies([1]) as conn:
            await conn.execute("insert into counter values (1, 'register', 2026, 1)")
            raise KeyError
    async with pool.agencies([1]) as conn:
        assert await conn.fetchval("select count(*) from counter") == 0


async def test_a_full_pool_gives_up_within_seconds(database: Database) -> None:
    async with await Pool.open(database.app_dsn, size=1) as pool, pool.agencies([1]):
        begun = time.monotonic()
        with pytest.raises(DatabaseUnavailable):
            async with pool.agencies([1]):
                pass
        assert time.monotonic() - begun < 4


async def test_a_cancelled_request_gives_its_connection_back(database: Database) -> None:
    async with await Pool.open(database.app_dsn, size=1) as pool:

        async def sleep_in_database() -> None:
            async with pool.agencies([1]) as conn:
                await conn.execute("select pg_sleep(30)")

        task = asyncio.create_task(sleep_in_database())
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with pool.agencies([1]) as conn:
            assert await conn.fetchval("select 1") == 1


async def test_what_only_reads_sees_one_snapshot_and_writes_nothing(pool: Pool) -> None:
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with pool.agencies([1], read_only=True) as conn:
            await conn.execute("insert into counter values (1, 'register', 2026, 1)")
    async with pool.agencies([1, 2], read_only=True) as conn:
        assert await conn.fetchval("show transaction_isolation") == "repeatable read"
        async with pool.agencies([1]) as other:
            assert await other.fetchval("show transaction_isolation") == "read committed"
            await other.execute("insert into counter values (1, 'register', 2026, 1)")
        assert await conn.fetchval("select count(*) from counter") == 0


@pytest.mark.parametrize("steps", range(1, 8))
async def test_a_request_cancelled_while_it_begins_leaves_nothing_to_the_next(database: Database, steps: int) -> None:
    async with await Pool.open(database.app_dsn, size=1) as pool:

        async def begin() -> None:
            async with pool.agencies([2, 3]) as conn:
                await conn.execute("select pg_sleep(30)")

        task = asyncio.create_task(begin())
        for _step in range(steps):
            await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        async with pool.agencies([1]) as conn:
            assert await conn.fetchval("select current_setting('app.agencies')") == "{1}"


async def test_no_agency_sees_nothing_and_breaks_nothing(pool: Pool) -> None:
    async with pool.agencies(()) as conn:
        assert await conn.fetchval("select count(*) from event") == 0


async def test_outside_of_the_agencies_nothing_is_seen_whoever_had_the_connection(database: Database) -> None:
    async with await Pool.open(database.app_dsn, size=1) as pool:
        async with pool.agencies([1]) as conn:
            await conn.execute("insert into counter values (1, 'register', 2026, 1)")
        async with pool.outside() as conn:
            assert await conn.fetchval("select count(*) from counter") == 0
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
                await conn.execute("insert into counter values (1, 'letter', 2026, 1)")
            assert await conn.fetchval("select count(*) from agency") == 3
        async with pool.agencies([1]) as conn:
            assert await conn.fetchval("select count(*) from counter") == 1


async def test_a_connection_cut_outside_of_the_agencies_is_unavailable(pool: Pool, database: Database) -> None:
    admin = await asyncpg.connect(database.admin_dsn)
    with pytest.raises(DatabaseUnavailable):
        async with pool.outside() as conn:
            await admin.execute("select pg_terminate_backend($1, 2000)", await conn.fetchval("select pg_backend_pid()"))
            await conn.fetchval("select 1")
    await admin.close()
    async with pool.outside() as conn:
        assert await conn.fetchval("select 1") == 1
