"""What the database itself refuses: changing the log, and seeing another agency."""

from datetime import UTC, date, datetime
from uuid import uuid4

import asyncpg
import pytest
from tests.conftest import Database

from ysq.db.errors import DatabaseMisused
from ysq.db.events import FIRST_PREV_HASH, NewEvent, StoredEvent, append, load
from ysq.db.numbers import next_number
from ysq.db.pool import Pool
from ysq.db.sql import sql

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
GROWING = ("event", "calendar_version")
CHANGES = ("update {} set actor = 'x'", "delete from {}", "truncate {} cascade")


async def add(pool: Pool, agency: int) -> StoredEvent:
    event = NewEvent(type="request.received", date=date(2026, 3, 2), data={})
    async with pool.agencies([agency]) as conn:
        (stored,) = await append(
            conn, stream=uuid4(), agency_id=agency, expected_version=0, events=[event], at=AT, actor="clerk"
        )
    return stored


@pytest.mark.parametrize("table", GROWING)
@pytest.mark.parametrize("change", CHANGES)
async def test_the_service_may_not_change_what_only_grows(pool: Pool, table: str, change: str) -> None:
    await add(pool, 1)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with pool.agencies([1]) as conn:
            await conn.execute(change.format(table))


@pytest.mark.parametrize("table", GROWING)
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", ["owner", "superuser"])
async def test_not_even_the_owner_changes_what_only_grows(
    pool: Pool, database: Database, table: str, change: str, role: str
) -> None:
    await add(pool, 1)
    conn = await asyncpg.connect(database.owner_dsn if role == "owner" else database.admin_dsn)
    with pytest.raises(asyncpg.RestrictViolationError, match=f"{table} only grows") as caught:
        await conn.execute(change.format(table))
    assert caught.value.constraint_name == f"{table}_only_grows"
    await conn.close()


async def test_an_insert_that_updates_on_conflict_is_refused(pool: Pool, database: Database) -> None:
    event = await add(pool, 1)
    conn = await asyncpg.connect(database.admin_dsn)
    with pytest.raises(asyncpg.RestrictViolationError):
        await conn.execute(
            "insert into event select * from event where stream = $1"
            " on conflict (stream, version) do update set actor = 'x'",
            event.stream,
        )
    await conn.close()


@pytest.mark.parametrize(
    ("version", "prev_hash", "agency"),
    [(1, b"\1" * 32, 1), (2, b"\1" * 32, 1), (3, None, 1), (2, None, 2)],
    ids=["a first that isn't", "a wrong link", "a gap", "another agency"],
)
async def test_the_database_refuses_an_event_out_of_its_chain(
    pool: Pool, version: int, prev_hash: bytes | None, agency: int
) -> None:
    event = await add(pool, 1)
    stream = uuid4() if version == 1 else event.stream
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as caught:
        async with pool.agencies([1, 2]) as conn:
            await conn.execute(
                sql.append_event, stream, version, agency, "x", event.date, AT, "clerk", b"{}",
                prev_hash or event.hash, bytes(32),
            )  # fmt: skip
    assert caught.value.constraint_name == "event_follows_chain"


async def test_the_first_event_starts_from_zeros(pool: Pool) -> None:
    assert (await add(pool, 1)).prev_hash == FIRST_PREV_HASH


async def test_a_transaction_sees_only_its_agencies(pool: Pool) -> None:
    events = {agency: await add(pool, agency) for agency in (1, 2, 3)}
    for view in ([1], [2, 3], [1, 2, 3], []):
        async with pool.agencies(view) as conn:
            seen = {row["agency_id"] for row in await conn.fetch("select agency_id from event")}
            assert seen == set(view)
            for agency, event in events.items():
                assert bool(await load(conn, event.stream)) is (agency in view)


async def test_nothing_is_seen_outside_the_pool_even_after_a_pooled_transaction(database: Database) -> None:
    async with await Pool.open(database.app_dsn, size=1) as pool:
        await add(pool, 1)
    conn = await asyncpg.connect(database.app_dsn)
    assert await conn.fetchval("select count(*) from event") == 0
    async with conn.transaction():
        await conn.execute("select set_config('app.agencies', '{1}', true)")
        assert await conn.fetchval("select count(*) from event") == 1
    assert await conn.fetchval("select current_setting('app.agencies', true)") == ""
    assert await conn.fetchval("select count(*) from event") == 0
    await conn.close()


async def test_one_may_not_write_for_another_agency(pool: Pool) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        async with pool.agencies([1]) as conn:
            await next_number(conn, agency_id=2, series="register", year=2026)


async def test_the_owner_is_bound_by_row_security_too(pool: Pool, database: Database) -> None:
    await add(pool, 1)
    conn = await asyncpg.connect(database.owner_dsn)
    assert await conn.fetchval("select count(*) from event") == 0
    await conn.close()


async def test_every_table_with_an_agency_is_walled(database: Database) -> None:
    conn = await asyncpg.connect(database.owner_dsn)
    rows = await conn.fetch(
        "select relname, relrowsecurity and relforcerowsecurity as walled from pg_class"
        " join pg_attribute on attrelid = pg_class.oid where attname = 'agency_id' and relkind = 'r'"
    )
    await conn.close()
    assert {row["relname"] for row in rows} >= {"event", "submission", "counter", "person", "text", "file", "case_view"}
    assert [row["relname"] for row in rows if not row["walled"]] == []


async def test_every_constraint_is_named_by_us(database: Database) -> None:
    conn = await asyncpg.connect(database.owner_dsn)
    rows = await conn.fetch(
        "select conname from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'"
        " and conname ~ '_check[0-9]*$'"
    )
    await conn.close()
    assert rows == []


async def test_the_service_role_has_no_powers_and_owns_nothing(database: Database) -> None:
    conn = await asyncpg.connect(database.admin_dsn)
    row = await conn.fetchrow(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication,"
        " exists (select from pg_auth_members where member = r.oid) as belongs,"
        " exists (select from pg_class where relowner = r.oid) as owns"
        " from pg_roles r where rolname = 'ysq_app'"
    )
    await conn.close()
    assert row is not None
    assert set(row.values()) == {False}


async def test_the_service_may_not_write_agencies_or_migrations(pool: Pool) -> None:
    for statement in ("update agency set name = 'x'", "insert into migration values (9, 'x', '')", "create table t ()"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with pool.agencies([1]) as conn:
                await conn.execute(statement)


@pytest.mark.parametrize("role", ["owner", "superuser"])
async def test_the_service_refuses_to_run_as_a_mighty_role(database: Database, role: str) -> None:
    with pytest.raises(DatabaseMisused, match="ysq_app"):
        await Pool.open(database.owner_dsn if role == "owner" else database.admin_dsn)
