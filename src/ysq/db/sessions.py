"""Sessions as rows: found by the keyed digest of a token, touched, pointed to another appointment, ended."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.db.accounts import Appointment
from ysq.db.sql import sql
from ysq.domain.terms import Role

if TYPE_CHECKING:
    from ysq.db.pool import Connection


class NewSession(msgspec.Struct, frozen=True):
    """A session to be opened; of its token only the keyed digest is stored."""

    id: UUID
    agency_id: int
    account_id: UUID
    token_hash: bytes
    acts_in: int
    role: str
    address: str
    at: datetime


class FoundSession(msgspec.Struct, frozen=True):
    """A session with its account, of any agency; found only while its appointment stands."""

    id: UUID
    agency_id: int
    account_id: UUID
    acts_in: int
    role: Role
    unit_code: str | None
    login: str
    name: str
    must_change: bool
    changed_at: datetime
    disabled_at: datetime | None
    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None


class ListedSession(msgspec.Struct, frozen=True):
    """A session on the account's page."""

    id: UUID
    acts_in: int
    role: Role
    address: str
    created_at: datetime
    seen_at: datetime
    ended_at: datetime | None


async def add(conn: Connection, session: NewSession) -> None:
    """Open a session."""
    await conn.execute(sql.add_session, *msgspec.structs.astuple(session))


async def find(conn: Connection, token_hash: bytes) -> FoundSession | None:
    """The session of a token, whether alive or not."""
    row = await conn.fetchrow(sql.find_session, token_hash)
    return msgspec.convert(dict(row), FoundSession) if row else None


async def touch(conn: Connection, session_id: UUID, at: datetime) -> None:
    """It was used at `at`."""
    await conn.execute(sql.touch_session, session_id, at)


async def point(conn: Connection, session_id: UUID, appointment: Appointment) -> None:
    """Act under another appointment."""
    await conn.execute(sql.point_session, session_id, appointment.agency_id, appointment.role.value)


async def of_account(conn: Connection, account_id: UUID) -> tuple[ListedSession, ...]:
    """The newest hundred sessions of an account."""
    rows = await conn.fetch(sql.sessions_of, account_id)
    return tuple(msgspec.convert(dict(row), ListedSession) for row in rows)


async def end(conn: Connection, account_id: UUID, session_id: UUID, at: datetime) -> bool:
    """Whether the account had this session open; it is ended."""
    return await conn.fetchval(sql.end_session, account_id, session_id, at) is not None


async def end_all(conn: Connection, account_id: UUID, at: datetime, *, but: UUID | None = None) -> None:
    """End every session of an account, but one."""
    await conn.execute(sql.end_sessions, account_id, but, at)
