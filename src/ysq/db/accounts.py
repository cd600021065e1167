"""Accounts, their appointments and passwords, and the units they work in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.db.sql import sql
from ysq.domain.terms import Role

if TYPE_CHECKING:
    from ysq.db.pool import Connection


class Unit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """科室: known by a short code within its agency."""

    agency_id: int
    code: str
    parent_code: str | None
    name: str


class Account(msgspec.Struct, frozen=True):
    """An account as administrators see it. `kind` is `staff` or the one administrative role it may have."""

    id: UUID
    agency_id: int
    kind: str
    login: str
    name: str
    disabled_at: datetime | None = None


class Appointment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """任职: a role in an agency, and the unit where it is exercised."""

    agency_id: int
    role: Role
    unit_code: str | None = None


class Credential(msgspec.Struct, frozen=True):
    """What signing in needs of an account, of any agency."""

    account_id: UUID
    agency_id: int
    password_hash: str
    must_change: bool
    changed_at: datetime
    disabled_at: datetime | None


class Attempt(msgspec.Struct, frozen=True):
    """A sign-in that is tried: keyed digest of the login, address, instant."""

    who: bytes
    address: str
    at: datetime


async def keep_unit(conn: Connection, unit: Unit) -> str | None:
    """Write or rename a unit; the name that it had before, None for a new one."""
    before: str | None = await conn.fetchval(sql.keep_unit, *msgspec.structs.astuple(unit))
    return before


async def units(conn: Connection) -> tuple[Unit, ...]:
    """The units of the transaction's agencies."""
    return tuple(Unit(*row) for row in await conn.fetch(sql.units))


async def unit_names(conn: Connection, agency_id: int, code: str) -> frozenset[str]:
    """What a unit is called in cases: its code, its name, and the names that it had."""
    return frozenset(row[0] for row in await conn.fetch(sql.unit_names, agency_id, code))


async def add(conn: Connection, account: Account, at: datetime) -> bool:
    """Whether the account is new; False when its login is taken, in whatever agency."""
    values = (account.id, account.agency_id, account.kind, account.login, account.name, at)
    return await conn.fetchval(sql.add_account, *values) is not None


async def account(conn: Connection, account_id: UUID) -> Account | None:
    """The account, if the transaction's agencies may see it."""
    row = await conn.fetchrow(sql.account, account_id)
    return Account(*row) if row else None


async def accounts(conn: Connection) -> tuple[Account, ...]:
    """The accounts of the transaction's agencies."""
    return tuple(Account(*row) for row in await conn.fetch(sql.accounts))


async def names(conn: Connection, account_ids: Collection[UUID]) -> dict[UUID, str]:
    """The names behind these accounts, as far as the transaction's agencies may see them."""
    return {row["id"]: row["name"] for row in await conn.fetch(sql.account_names, list(account_ids))}


async def set_disabled(conn: Connection, account_id: UUID, at: datetime | None) -> bool:
    """Disable (`at`) or enable (None); whether that changed anything."""
    return await conn.fetchval(sql.set_disabled, account_id, at) is not None


async def administrator_kinds(conn: Connection) -> frozenset[Role]:
    """The kinds of administrator of which an enabled account exists, in any agency."""
    return frozenset(Role(row["kind"]) for row in await conn.fetch(sql.administrator_kinds))


async def appoint(conn: Connection, account_id: UUID, given: Appointment, at: datetime) -> bool:
    """Whether the appointment is new."""
    values = (account_id, given.agency_id, given.role.value, given.unit_code, at)
    return await conn.fetchval(sql.add_appointment, *values) is not None


async def dismiss(conn: Connection, account_id: UUID, agency_id: int, role: Role) -> bool:
    """Whether there was such an appointment to take back."""
    return await conn.fetchval(sql.remove_appointment, account_id, agency_id, role.value) is not None


async def appointments(conn: Connection, account_id: UUID) -> tuple[Appointment, ...]:
    """An account's appointments in every agency, the oldest first."""
    rows = await conn.fetch(sql.appointments_of, account_id)
    return tuple(Appointment(row["agency_id"], Role(row["role"]), row["unit_code"]) for row in rows)


async def find_credential(conn: Connection, login: str) -> Credential | None:
    """The credential of the account with this login, of any agency: the one look-up that shows a hash."""
    row = await conn.fetchrow(sql.find_credential, login)
    return Credential(*row) if row else None


async def add_credential(
    conn: Connection, owner: Account, password_hash: str, at: datetime, *, must_change: bool
) -> None:
    """The first password of an account."""
    await conn.execute(sql.add_credential, owner.id, owner.agency_id, password_hash, must_change, at)


async def change_credential(
    conn: Connection, account_id: UUID, password_hash: str, at: datetime, *, must_change: bool
) -> None:
    """Another password."""
    await conn.execute(sql.change_credential, account_id, password_hash, must_change, at)


async def count_attempt(conn: Connection, attempt: Attempt, within: timedelta, most: int) -> bool:
    """Count one more attempt in the last `within`, before it is checked; whether it is one of the first `most`."""
    count: int = await conn.fetchval(sql.count_attempt, attempt.who, attempt.address, attempt.at, within, most)
    return count <= most


async def forgive(conn: Connection, attempt: Attempt) -> None:
    """Forget the attempts of this login from this address: one succeeded."""
    await conn.execute(sql.forgive_attempts, attempt.who, attempt.address)


async def forget_attempts(conn: Connection, before: datetime) -> None:
    """Drop what was counted up to `before`."""
    await conn.execute(sql.forget_attempts, before)
