"""Migrations go forward only, once, by the owner, and what was applied stays as it was."""

import asyncio
import shutil
from pathlib import Path

import asyncpg
import pytest
from tests.conftest import Database

from ysq.db.errors import MigrationError
from ysq.db.migrate import migrate, read_migrations
from ysq.db.schema import schema_picture
from ysq.resources import data_folder

SHIPPED = data_folder("migrations")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped migrations, to be changed by the test."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "migrations"))


def add(folder: Path, statements: str) -> str:
    name = f"{len(read_migrations(folder)) + 1:04}_add_thing.sql"
    (folder / name).write_text(statements, "utf-8")
    return name


async def test_a_second_run_finds_nothing_to_do(database: Database) -> None:
    assert await migrate(database.owner_dsn) == []


async def test_two_runs_at_once_apply_each_file_once(database: Database, folder: Path) -> None:
    add(folder, "create table thing (); select pg_sleep(0.2)")
    one, other = await asyncio.gather(migrate(database.owner_dsn, folder), migrate(database.owner_dsn, folder))
    assert sorted([len(one), len(other)]) == [0, 1]


async def test_a_new_file_is_applied_and_recorded(database: Database, folder: Path) -> None:
    add(folder, "create table thing (id integer)")
    applied = await migrate(database.owner_dsn, folder)
    assert [migration.name for migration in applied] == ["add_thing"]
    conn = await asyncpg.connect(database.owner_dsn)
    row = await conn.fetchrow("select * from migration order by number desc limit 1")
    assert row is not None
    assert (row["number"], row["name"], row["sha256"]) == (applied[0].number, "add_thing", applied[0].sha256)
    await conn.close()


async def test_an_applied_file_that_was_changed_is_refused(database: Database, folder: Path) -> None:
    changed = folder / "0002_create_stores.sql"
    changed.write_text(changed.read_text("utf-8") + "-- one more word\n", "utf-8")
    with pytest.raises(MigrationError, match="0002_create_stores was changed after it was applied"):
        await migrate(database.owner_dsn, folder)


async def test_a_database_of_a_newer_version_is_refused(database: Database, folder: Path) -> None:
    add(folder, "create table thing ()")
    await migrate(database.owner_dsn, folder)
    with pytest.raises(MigrationError, match="add_thing, unknown to this ysq"):
        await migrate(database.owner_dsn)


async def test_a_file_that_fails_leaves_nothing_behind(database: Database, folder: Path) -> None:
    name = add(folder, "create table thing (); select 1/0")
    with pytest.raises(MigrationError, match=f"{name.removesuffix('.sql')}: division by zero"):
        await migrate(database.owner_dsn, folder)
    conn = await asyncpg.connect(database.owner_dsn)
    assert await conn.fetchval("select to_regclass('thing')") is None
    await conn.close()


@pytest.mark.parametrize(("role", "says"), [("app", "migrate as ysq_owner"), ("admin", "is a superuser")])
async def test_only_the_owner_may_migrate(database: Database, role: str, says: str) -> None:
    with pytest.raises(MigrationError, match=says):
        await migrate(database.app_dsn if role == "app" else database.admin_dsn)


async def test_a_busy_table_delays_the_migration_and_nobody_else(database: Database, folder: Path) -> None:
    add(folder, "alter table case_view add column more text")
    holder = await asyncpg.connect(database.owner_dsn)
    transaction = holder.transaction()
    await transaction.start()
    await holder.fetch("select from case_view")
    running = asyncio.create_task(migrate(database.owner_dsn, folder))
    await asyncio.sleep(1.2)  # longer than the migration waits in the lock's queue
    assert not running.done()
    await transaction.commit()
    assert len(await running) == 1
    await holder.close()


def test_a_gap_in_the_numbers_is_refused(folder: Path) -> None:
    behind = len(list(folder.glob("[0-9]*.sql"))) + 2
    (folder / f"{behind:04d}_add_thing.sql").write_text("select 1")
    with pytest.raises(MigrationError, match="numbers have no gaps"):
        read_migrations(folder)


def test_a_file_with_another_kind_of_name_is_refused(folder: Path) -> None:
    (folder / "things.sql").write_text("select 1")
    with pytest.raises(MigrationError, match="NNNN_verb_object"):
        read_migrations(folder)


async def test_the_committed_picture_is_what_the_migrations_make(database: Database) -> None:
    picture = schema_picture(database.owner_dsn)
    committed = (SHIPPED / "schema.sql").read_text("utf-8")
    assert picture == committed, "run: python -m ysq.db.schema > migrations/schema.sql"
