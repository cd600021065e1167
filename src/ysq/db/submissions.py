"""Remembers each submission by the number that its sender made, so that a repetition finds the first."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec
from msgspec.structs import astuple

from ysq.db import stores
from ysq.db.events import StoredEvent
from ysq.db.sql import sql
from ysq.db.views import CaseRow

if TYPE_CHECKING:
    from ysq.db.pool import Connection


class Submission(msgspec.Struct, frozen=True):
    """One submission. `body_digest` tells repetitions from changed bodies; of the access code only a hash is kept."""

    submission_id: UUID
    agency_id: int
    case_id: UUID
    request_no: str
    body_digest: bytes
    access_hash: bytes
    at: datetime


class Found(msgspec.Struct, frozen=True):
    """What a look-up without an agency shows."""

    agency_id: int
    case_id: UUID
    access_hash: bytes
    body_digest: bytes
    request_no: str


async def add_submission(conn: Connection, submission: Submission) -> bool:
    """Whether `submission` is new; False when its id is taken, also by a transaction that just committed."""
    return await conn.fetchval(sql.add_submission, *msgspec.structs.astuple(submission)) is not None


class Opening(msgspec.Struct, frozen=True):
    """Everything that a submission writes: itself, its requester, its texts, its first event, its row in the queue."""

    submission: Submission
    person: stores.PersonRow
    index: stores.PersonIndex
    texts: tuple[stores.TextRow, ...]
    event: StoredEvent
    row: CaseRow
    counted_under: int


def values_of(opening: Opening) -> tuple[object, ...]:
    """The values of the statement `open_submitted_case`, in their order."""
    person, texts = opening.person, opening.texts
    return (
        *astuple(opening.submission), person.id, person.role, person.sealed, *astuple(opening.index),
        [row.id for row in texts], [row.kind for row in texts], [row.body for row in texts],
        [row.salt for row in texts], *astuple(opening.event)[3:], *astuple(opening.row)[4:],
        opening.counted_under,
    )  # fmt: skip


async def open_case(conn: Connection, opening: Opening) -> bool:
    """Write it all in one statement, or nothing when the submission's id is taken; whether it was new."""
    return await conn.fetchval(sql.open_submitted_case, *values_of(opening)) is not None


async def find_submission(conn: Connection, request_no: str) -> Found | None:
    """The submission with `request_no`, of any agency."""
    row = await conn.fetchrow(sql.find_submission, request_no)
    return Found(*row) if row else None


async def find_submission_by_id(conn: Connection, submission_id: UUID) -> Found | None:
    """The submission with `submission_id`, of any agency."""
    row = await conn.fetchrow(sql.find_submission_by_id, submission_id)
    return Found(*row) if row else None
