"""Opens transactions as `ysq_app`, each confined to a set of agencies."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Self, TypeAlias

import asyncpg

from ysq.db.errors import DatabaseMisused, DatabaseUnavailable
from ysq.db.sql import sql

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Connection: TypeAlias = asyncpg.Connection[asyncpg.Record] | PoolConnectionProxy[asyncpg.Record]

_WAIT_SECONDS = 2.0  # for a free connection: a page that says "later" is better than one that never comes
_STATEMENT_SECONDS = 30.0
_UNREACHABLE = (
    OSError,  # includes a time-out and a socket that isn't there
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.InsufficientResourcesError,  # no connection free, or the disk full
)
_GONE = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,  # shutdown, crash of another backend
    asyncpg.InsufficientResourcesError,
    asyncpg.InternalClientError,  # what asyncpg says when a connection breaks between two of its steps
)


class Pool:
    """Connections of the service. Lost ones are replaced by themselves when the server is back."""

    def __init__(self, connections: asyncpg.Pool[asyncpg.Record]) -> None:
        self._connections = connections

    @classmethod
    async def open(cls, dsn: str, *, size: int = 10) -> Pool:
        """At most `size` connections to `dsn`. Raises DatabaseUnavailable, or DatabaseMisused for a mighty role."""
        try:
            connections = await asyncpg.create_pool(
                dsn,
                min_size=0,
                max_size=size,
                timeout=_WAIT_SECONDS,
                command_timeout=_STATEMENT_SECONDS,
                reset=_nothing_to_reset,
            )
        except _UNREACHABLE as error:
            raise _unavailable(error) from error
        pool = cls(connections)
        async with pool.agencies(()) as connection:
            row = await connection.fetchrow(sql.app_powers)
        if row is None or row["mighty"]:
            await pool.close()
            raise DatabaseMisused(
                "YSQ_DATABASE_URL 的角色权限过大（超级用户、可绕过行级安全或拥有数据表），请改用 ysq_app"
                " / the role of YSQ_DATABASE_URL is a superuser, bypasses row security or owns tables: use ysq_app"
            )
        return pool

    @asynccontextmanager
    async def agencies(self, ids: Iterable[int], *, read_only: bool = False) -> AsyncIterator[Connection]:
        """A transaction that sees and writes rows of the agencies `ids` only; none when it is empty.

        Commits when the block ends, undoes everything when it raises. Raises DatabaseUnavailable when the database
        can't be reached or is lost on the way. With `read_only` all see one snapshot and nothing is written.
        """
        mode = sql.mode_one_snapshot if read_only else sql.mode_writing
        async with self.outside() as connection, _confined(connection, ids, mode):
            yield connection

    @asynccontextmanager
    async def outside(self) -> AsyncIterator[Connection]:
        """A connection that sees rows of no agency, for what belongs to none: each statement stands for itself.

        Raises DatabaseUnavailable as `agencies` does.
        """
        try:
            connection = await self._connections.acquire(timeout=_WAIT_SECONDS)
        except _UNREACHABLE as error:
            raise _unavailable(error) from error
        try:
            yield connection
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError) as error:
            if isinstance(error, _GONE) or _is_lost(connection):
                raise _unavailable(error) from error
            raise
        finally:
            # What was committed stays committed; a connection that breaks only now is dropped by the pool.
            with suppress(*_UNREACHABLE, *_GONE):
                await self._connections.release(connection)

    async def close(self) -> None:
        """Waits for open transactions, then closes every connection."""
        await self._connections.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


@asynccontextmanager
async def _confined(connection: Connection, ids: Iterable[int], mode: str) -> AsyncIterator[None]:
    """A transaction that is begun and confined to agencies in one exchange: asyncpg's own would take two.

    Two statements in one can't have arguments; the ids are whole numbers of our own.
    """
    agencies, done = ",".join(f"{one:d}" for one in sorted(set(ids))), False
    try:
        await connection.execute(sql.begin_in_agencies.format(mode=mode, agencies=agencies))
        yield
        done = True
    finally:
        await connection.execute(sql.keep_work if done else sql.undo_work)


async def _nothing_to_reset(_connection: object) -> None:
    """Settings and locks end with their transaction, so asyncpg's clean-up would be a round trip for nothing."""


def _is_lost(connection: Connection) -> bool:
    try:
        return connection.is_closed()
    except asyncpg.InterfaceError:  # the pool has taken it back already
        return True


def _unavailable(error: Exception) -> DatabaseUnavailable:
    if isinstance(error, asyncpg.DiskFullError):
        return DatabaseUnavailable(
            "数据库所在的磁盘已满，没有存入，请腾出空间后重试 / the database's disk is full: make room and try again"
        )
    return DatabaseUnavailable(
        f"数据库暂时不可用，请稍后重试（{type(error).__name__}）"
        f" / the database is unavailable for now: try again later ({str(error).partition(chr(10))[0]})"
    )
