"""Texts, people and files of a case: rows that events point to and that can be destroyed without breaking the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.db.sql import sql

if TYPE_CHECKING:
    from ysq.db.pool import Connection


class Place(msgspec.Struct, frozen=True):
    """Where a row belongs, and when it was written."""

    agency_id: int
    case_id: UUID
    at: datetime


class TextRow(msgspec.Struct, frozen=True):
    """Words, with the 16-byte salt of their digest."""

    id: UUID
    kind: str
    body: str
    salt: bytes


class PersonRow(msgspec.Struct, frozen=True):
    """A sealed person."""

    id: UUID
    role: str
    sealed: bytes


class PersonIndex(msgspec.Struct, frozen=True):
    """Keyed digests of an identity number and a telephone number; None where none was given."""

    id_number: bytes | None = None
    phone: bytes | None = None


class FileRow(msgspec.Struct, frozen=True):
    """What is known of a file whose bytes are in the file store; `digest` is hex SM3 over salt and content."""

    id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    digest: str
    salt: bytes


class FoundLetter(msgspec.Struct, frozen=True):
    """Where an issued letter is, and the digest of its bytes with its salt."""

    agency_id: int
    case_id: UUID
    digest: str
    salt: bytes


async def find_letter(conn: Connection, letter_id: UUID) -> FoundLetter | None:
    """The letter with this id, of whatever agency."""
    row = await conn.fetchrow(sql.find_letter, letter_id)
    return FoundLetter(*row) if row else None


async def add_text(conn: Connection, place: Place, row: TextRow) -> None:
    """Keep a text."""
    await conn.execute(sql.add_text, row.id, place.agency_id, place.case_id, row.kind, row.body, row.salt, place.at)


async def add_person(conn: Connection, place: Place, row: PersonRow, index: PersonIndex) -> None:
    """Keep a sealed person, to be found by what is in `index`."""
    await conn.execute(
        sql.add_person, row.id, place.agency_id, place.case_id, row.role, row.sealed, place.at, index.id_number,
        index.phone,
    )  # fmt: skip


async def add_file(conn: Connection, place: Place, row: FileRow) -> None:
    """Name a file that is in the file store already."""
    await conn.execute(
        sql.add_file, row.id, place.agency_id, place.case_id, row.kind, row.name, row.media_type, row.size,
        row.digest, row.salt, place.at,
    )  # fmt: skip


async def texts_of(conn: Connection, ids: Sequence[UUID]) -> dict[UUID, TextRow]:
    """These texts by id, whatever case they are of."""
    return {row["id"]: TextRow(*row) for row in await conn.fetch(sql.texts_by_id, ids)}


async def person(conn: Connection, case_id: UUID, person_id: UUID) -> PersonRow | None:
    """One person of a case, sealed."""
    row = await conn.fetchrow(sql.person_of_case, person_id, case_id)
    return PersonRow(*row) if row else None


async def requesters(conn: Connection, case_ids: Sequence[UUID]) -> dict[UUID, PersonRow]:
    """The requester of each case, sealed, by case."""
    rows = await conn.fetch(sql.requesters_of_cases, case_ids)
    return {row["case_id"]: PersonRow(row["id"], row["role"], row["sealed"]) for row in rows}


async def cases_of(conn: Connection, index: PersonIndex) -> tuple[UUID, ...]:
    """The cases of the transaction's agencies with a person of this index, the newest first, each once."""
    rows = [] if index.id_number is None else await conn.fetch(sql.cases_by_id_index, index.id_number)
    rows += [] if index.phone is None else await conn.fetch(sql.cases_by_phone_index, index.phone)
    return tuple(dict.fromkeys(row["case_id"] for row in rows))


async def requests_of_the_month(conn: Connection, case_id: UUID) -> tuple[datetime, ...]:
    """When each request of this case's requester to its agency in its month was stored, this one's included.

    Empty when the requester gave neither an identity number nor a telephone number.
    """
    return (await requests_of_the_months(conn, [case_id]))[case_id]


async def texts_of_cases(conn: Connection, case_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, TextRow]]:
    """All texts of each case, by case and id."""
    found: dict[UUID, dict[UUID, TextRow]] = {case_id: {} for case_id in case_ids}
    for case_id, *row in await conn.fetch(sql.texts_of_cases, case_ids):
        found[case_id][row[0]] = TextRow(*row)
    return found


async def persons_of_cases(conn: Connection, case_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, PersonRow]]:
    """All persons of each case, sealed, by case and id."""
    found: dict[UUID, dict[UUID, PersonRow]] = {case_id: {} for case_id in case_ids}
    for case_id, *row in await conn.fetch(sql.persons_of_cases, case_ids):
        found[case_id][row[0]] = PersonRow(*row)
    return found


async def requests_of_the_months(conn: Connection, case_ids: Sequence[UUID]) -> dict[UUID, tuple[datetime, ...]]:
    """What `requests_of_the_month` says of each case."""
    found: dict[UUID, tuple[datetime, ...]] = dict.fromkeys(case_ids, ())
    for case_id, at in await conn.fetch(sql.requests_of_the_months, case_ids):
        found[case_id] = (*found[case_id], at)
    return found


async def files(conn: Connection, case_id: UUID) -> dict[UUID, FileRow]:
    """All files of a case by id."""
    return {row["id"]: FileRow(*row) for row in await conn.fetch(sql.files_of_case, case_id)}


async def any_submission(conn: Connection) -> bool:
    """Whether anything was ever submitted, in any agency: then the keys that sealed it must be there."""
    found: bool = await conn.fetchval(sql.any_submission)
    return found
