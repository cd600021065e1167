"""The same schema on a PostgreSQL 15 that somebody else runs, when its programs are installed here."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
import pytest_asyncio

from ysq.db.errors import MigrationError
from ysq.db.events import NewEvent, append, first_bad, load
from ysq.db.migrate import migrate
from ysq.db.pool import Pool

PROGRAMS = Path("/usr/lib/postgresql/15/bin")

pytestmark = pytest.mark.skipif(not (PROGRAMS / "initdb").exists(), reason="PostgreSQL 15 isn't installed here")


def run(program: str, *arguments: str) -> None:
    account = None
    if os.geteuid() == 0:
        account = pwd.getpwnam("nobody")
    subprocess.run(
        [PROGRAMS / program, *arguments], check=True, stdout=subprocess.DEVNULL, cwd="/",
        user=account.pw_uid if account else None, group=account.pw_gid if account else None,
        extra_groups=[] if account else None, env={"LC_ALL": "C"},
    )  # fmt: skip


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The socket folder of a server whose superuser is `dba`."""
    with tempfile.TemporaryDirectory(prefix="ysq-test-") as folder:
        options = f"-F -k {folder} -c listen_addresses=''"
        if os.geteuid() == 0:
            account = pwd.getpwnam("nobody")
            os.chown(folder, account.pw_uid, account.pw_gid)
        cluster = f"{folder}/pg"
        run("initdb", "-D", cluster, "-U", "dba", "-A", "trust", "-E", "UTF8", "--no-sync")
        run("pg_ctl", "-D", cluster, "-w", "-l", f"{folder}/log", "-o", options, "start")
        yield folder
        run("pg_ctl", "-D", cluster, "-w", "-m", "immediate", "stop")


@pytest_asyncio.fixture
async def admin(host: str) -> AsyncIterator[asyncpg.Connection[asyncpg.Record]]:
    conn = await asyncpg.connect(f"postgresql://dba@/postgres?host={host}")
    yield conn
    await conn.close()


async def test_an_owner_that_may_not_make_roles_is_told_what_to_do(
    host: str, admin: asyncpg.Connection[asyncpg.Record]
) -> None:
    await admin.execute("create role weak_owner login")
    await admin.execute("create database weak owner weak_owner")
    with pytest.raises(MigrationError, match="create role ysq_app login password"):
        await migrate(f"postgresql://weak_owner@/weak?host={host}")


async def test_the_schema_works_on_a_server_of_ones_own(host: str, admin: asyncpg.Connection[asyncpg.Record]) -> None:
    await admin.execute("create role their_owner login createrole")
    await admin.execute("create database ysq owner their_owner")
    owner_dsn = f"postgresql://their_owner@/ysq?host={host}"
    assert await migrate(owner_dsn)
    assert await migrate(owner_dsn) == []
    stream = uuid4()
    event = NewEvent(type="request.received", date=date(2026, 3, 2), data={})
    async with await Pool.open(f"postgresql://ysq_app@/ysq?host={host}") as pool:
        async with pool.agencies([1]) as conn:
            await append(
                conn, stream=stream, agency_id=1, expected_version=0, events=[event, event],
                at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC), actor="clerk",
            )  # fmt: skip
        async with pool.agencies([1]) as conn:
            events = await load(conn, stream)
        async with pool.agencies([2]) as conn:
            assert await load(conn, stream) == []
    assert len(events) == 2
    assert first_bad(events) is None
