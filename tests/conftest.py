"""Gives tests the real PostgreSQL: one server per worker, one database per test, copied from a migrated template."""

import itertools
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import msgspec
import pytest
import pytest_asyncio
from hypothesis import settings

from ysq.cases import Ground
from ysq.config import Settings
from ysq.db.agencies import seed
from ysq.db.embedded import Embedded
from ysq.db.migrate import migrate
from ysq.db.pool import Pool
from ysq.domain.agency import Agency
from ysq.passwords import Cost
from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.rules.book import Book
from ysq.start import lay_ground, read_agencies

# The same examples every time where a landing depends on it; elsewhere fresh ones, which is how new faults are found.
settings.register_profile("landing", derandomize=True, database=None)
if os.environ.get("CI"):
    settings.load_profile("landing")

AGENCIES = ((1, "A1", "青川市政府办公室"), (2, "A2", "青川市规划局"), (3, "A3", "青川市财政局"))
"""What every test database holds: id, code, name. Invented."""

CHEAP = Cost(memory_kib=8, passes=1)
"""Password hashes that cost nothing: no test waits for one."""

_numbers = itertools.count(1)


class Database(msgspec.Struct, frozen=True):
    """A migrated database of the test's own."""

    name: str
    app_dsn: str
    owner_dsn: str
    admin_dsn: str


@pytest.fixture(scope="session")
def server() -> Iterator[Embedded]:
    """The packaged PostgreSQL in a folder that goes away; quick instead of safe."""
    with (
        tempfile.TemporaryDirectory(prefix="ysq-test-") as folder,
        Embedded.start(Path(folder), durable=False) as embedded,
    ):
        yield embedded


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def template(server: Embedded) -> str:
    """The name of the migrated database that the others are copied from."""
    await migrate(server.owner_dsn)
    conn = await asyncpg.connect(server.owner_dsn)
    await conn.executemany("insert into agency (id, code, name) values ($1, $2, $3)", AGENCIES)
    await conn.close()
    return "ysq"


@pytest_asyncio.fixture
async def database(server: Embedded, template: str) -> AsyncIterator[Database]:
    """A database for one test, with the agencies 1, 2 and 3."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    admin = await asyncpg.connect(server.admin_dsn)
    await admin.execute(f"create database {name} template {template} owner ysq_owner strategy file_copy")
    yield Database(
        name=name,
        app_dsn=_at(server.app_dsn, name),
        owner_dsn=_at(server.owner_dsn, name),
        admin_dsn=_at(server.admin_dsn, name),
    )
    await admin.execute(f"drop database {name} with (force)")
    await admin.close()


@pytest_asyncio.fixture
async def pool(database: Database) -> AsyncIterator[Pool]:
    """The service's connections to the test's database."""
    async with await Pool.open(database.app_dsn, size=30) as opened:
        yield opened


def _at(dsn: str, name: str) -> str:
    return urlsplit(dsn)._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def book() -> Book:
    """The rule book, read once."""
    return rule_book.read(data_folder("rules"))


@pytest.fixture(scope="session")
def agencies() -> tuple[Agency, ...]:
    """The invented agencies of 石钟县."""
    return read_agencies(data_folder("examples") / "agencies.yaml")


@pytest_asyncio.fixture
async def ground(database: Database, pool: Pool, agencies: tuple[Agency, ...], tmp_path: Path) -> Ground:
    """A running system on the test's database, with the agencies of 石钟县."""
    owner = await asyncpg.connect(database.owner_dsn)
    await seed(owner, agencies)
    await owner.close()
    return await lay_ground(Settings(data=tmp_path), pool, CHEAP)
