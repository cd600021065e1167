"""Brings the schema up to date: forward only, one transaction per file, each file recorded with its digest."""

from __future__ import annotations

import asyncio
import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import msgspec

from ysq.db.errors import MigrationError
from ysq.db.sql import sql
from ysq.resources import data_folder

if TYPE_CHECKING:
    from ysq.db.pool import Connection

_FILE = re.compile(r"([0-9]{4})_([a-z0-9]+(?:_[a-z0-9]+)+)\.sql")
_ATTEMPTS = 20


class Migration(msgspec.Struct, frozen=True):
    """One file `NNNN_verb_object.sql`."""

    number: int
    name: str
    text: str

    @property
    def sha256(self) -> bytes:
        """The digest that keeps an applied file from being changed."""
        return hashlib.sha256(self.text.encode()).digest()


def read_migrations(folder: Path) -> list[Migration]:
    """The migrations in `folder`, in order. Raises MigrationError for a wrong name, a gap or a number used twice."""
    found: list[Migration] = []
    for path in sorted(folder.glob("*.sql")):
        if path.name == "schema.sql":
            continue
        match = _FILE.fullmatch(path.name)
        if match is None:
            raise MigrationError(f"{path.name}: name migrations NNNN_verb_object.sql")
        if int(match[1]) != len(found) + 1:
            raise MigrationError(f"{path.name}: number {len(found) + 1:04} was expected; numbers have no gaps")
        found.append(Migration(int(match[1]), match[2], path.read_text("utf-8")))
    return found


async def migrate(dsn: str, folder: Path | None = None) -> list[Migration]:
    """Applies to the owner's database `dsn` what is missing and returns it. Raises MigrationError.

    `folder` is for tests; the shipped migrations are the default. Safe to run twice at once: the second waits.
    """
    migrations = read_migrations(folder or data_folder("migrations"))
    conn = await asyncpg.connect(dsn)
    try:
        await conn.execute(sql.lock_migrations)
        missing = await _missing(conn, migrations)
        for migration in missing:
            await _apply_patiently(conn, migration)
    finally:
        await conn.close()  # gives the lock back, too
    return missing


async def _missing(conn: Connection, migrations: list[Migration]) -> list[Migration]:
    await _refuse_wrong_role(conn)
    fresh = await conn.fetchval(sql.has_no_migrations)
    applied = [] if fresh else await conn.fetch(sql.applied_migrations)
    by_number = {migration.number: migration for migration in migrations}
    for number, name, sha256 in applied:
        ours = by_number.get(number)
        if ours is None:
            raise MigrationError(
                f"数据库已执行的迁移 {number:04}_{name} 不在本版本中，请使用较新的 ysq"
                f" / the database has migration {number:04}_{name}, unknown to this ysq: use the newer version"
            )
        if ours.sha256 != sha256:
            raise MigrationError(
                f"迁移 {number:04}_{name} 执行后被改动，请恢复原文件，改动写成新的迁移"
                f" / {number:04}_{name} was changed after it was applied: restore it and write a new migration"
            )
    return [migration for migration in migrations if migration.number > len(applied)]


async def _refuse_wrong_role(conn: Connection) -> None:
    row = await conn.fetchrow(sql.migrator)
    assert row is not None
    if row["superuser"]:
        raise MigrationError(
            f"{row['role']} 是超级用户，不受行级安全约束，请用数据库属主（如 ysq_owner）执行迁移"
            f" / {row['role']} is a superuser, whom row security doesn't bind: migrate as the owner, e.g. ysq_owner"
        )
    if row["owner"] not in {None, row["role"]} or not row["may_create"]:
        owner = row["owner"] or "ysq_owner"
        raise MigrationError(
            f"{row['role']} 不是数据库属主，请用 {owner} 执行迁移（YSQ_OWNER_DATABASE_URL）"
            f" / {row['role']} doesn't own the database: migrate as {owner} (YSQ_OWNER_DATABASE_URL)"
        )


async def _apply_patiently(conn: Connection, migration: Migration) -> None:
    for _ in range(_ATTEMPTS):
        try:
            return await _apply(conn, migration)
        except asyncpg.LockNotAvailableError:
            # Waiting in the lock's queue would hold up everybody behind us, so let them pass and come again.
            await asyncio.sleep(0.5)
    raise MigrationError(
        f"迁移 {migration.number:04}_{migration.name} 等不到数据表空闲，请稍后重试"
        f" / {migration.number:04}_{migration.name} found the tables busy {_ATTEMPTS} times: try again later"
    )


async def _apply(conn: Connection, migration: Migration) -> None:
    try:
        async with conn.transaction():
            await conn.execute(sql.set_lock_timeout)
            await conn.execute(migration.text)
            await conn.execute(sql.record_migration, migration.number, migration.name, migration.sha256)
    except asyncpg.LockNotAvailableError:
        raise
    except asyncpg.PostgresError as error:
        raise MigrationError(f"{migration.number:04}_{migration.name}: {error}") from error
