"""Appends events to streams, loads them, and verifies the chain that holds each stream together."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg
import msgspec
from cryptography.hazmat.primitives.hashes import SM3, Hash

from ysq.db.errors import VersionConflict
from ysq.db.sql import sql

if TYPE_CHECKING:
    from ysq.db.pool import Connection

FIRST_PREV_HASH = bytes(32)
_TAKEN = "event_stream_version_key"
_JSON = msgspec.json.Encoder(order="sorted")


class NewEvent(msgspec.Struct, frozen=True):
    """Something that happened on `date` (in Asia/Shanghai), not yet recorded. `data` is a Struct or plain JSON data."""

    type: str
    date: date
    data: Any


class Record(msgspec.Struct, frozen=True):
    """What `StoredEvent.record` says; unknown fields are ignored, so that old code reads new events."""

    stream: UUID
    version: int
    agency_id: int
    type: str
    date: date
    at: datetime
    actor: str
    data: msgspec.Raw


_RECORD = msgspec.json.Decoder(Record)


class StoredEvent(msgspec.Struct, frozen=True, gc=False):
    """One row of the log. `at` is aware UTC; both hashes are 32 bytes of SM3."""

    stream: UUID
    version: int
    agency_id: int
    type: str
    date: date
    at: datetime
    actor: str
    record: bytes
    prev_hash: bytes
    hash: bytes

    @property
    def data(self) -> msgspec.Raw:
        """The event's own fields as JSON bytes, for the caller's decoder."""
        return _RECORD.decode(self.record).data


class Bad(msgspec.Struct, frozen=True):
    """The first record of a stream that isn't what was appended. `position` counts from 1."""

    stream: UUID
    position: int
    version: int
    why: str


async def append(
    conn: Connection,
    *,
    stream: UUID,
    agency_id: int,
    expected_version: int,
    events: Sequence[NewEvent],
    at: datetime,
    actor: str,
) -> list[StoredEvent]:
    """Adds `events` behind version `expected_version` (0: a new stream) of `stream`, inside the caller's transaction.

    `at` must be aware. Raises VersionConflict when the stream is elsewhere; the transaction must then end.
    """
    head = await conn.fetchrow(sql.stream_head, stream)
    version, prev_hash = (head["version"], head["hash"]) if head else (0, FIRST_PREV_HASH)
    if version != expected_version:
        raise VersionConflict(f"stream {stream} is at version {version}, not {expected_version}")
    stored = chained(
        events, stream=stream, agency_id=agency_id, at=at, actor=actor, version=version, prev_hash=prev_hash
    )
    await _insert(conn, stored)
    return stored


def chained(
    events: Sequence[NewEvent],
    *,
    stream: UUID,
    agency_id: int,
    at: datetime,
    actor: str,
    version: int = 0,
    prev_hash: bytes = FIRST_PREV_HASH,
) -> list[StoredEvent]:
    """`events` as they are stored behind `version` of `stream`, whose last hash is `prev_hash`. `at` must be aware."""
    stored: list[StoredEvent] = []
    for event in events:
        stored.append(_chained(event, stream, version + 1, agency_id, at, actor, prev_hash))
        version, prev_hash = stored[-1].version, stored[-1].hash
    return stored


def begun(event: NewEvent, *, stream: UUID, agency_id: int, at: datetime, actor: str) -> StoredEvent:
    """The first event of a new stream as it is to be stored. `at` must be aware."""
    return _chained(event, stream, 1, agency_id, at, actor, FIRST_PREV_HASH)


async def append_next(
    conn: Connection, *, stream: UUID, agency_id: int, events: Sequence[NewEvent], at: datetime, actor: str
) -> list[StoredEvent]:
    """Adds `events` behind whatever `stream` ends with; others who do the same wait for this transaction's end."""
    await hold(conn, stream)
    head = await conn.fetchrow(sql.stream_head, stream)
    return await append(
        conn, stream=stream, agency_id=agency_id, expected_version=head["version"] if head else 0, events=events,
        at=at, actor=actor,
    )  # fmt: skip


async def hold(conn: Connection, stream: UUID) -> None:
    """Others who append to `stream` by `append_next`, or hold it, wait for this transaction's end."""
    await conn.execute(sql.hold_stream, stream)


async def load(conn: Connection, stream: UUID) -> list[StoredEvent]:
    """All events of `stream` in order; none when the stream is unknown or outside the transaction's agencies."""
    return [StoredEvent(*row) for row in await conn.fetch(sql.load_stream, stream)]


async def load_all(conn: Connection, streams: Sequence[UUID]) -> dict[UUID, list[StoredEvent]]:
    """The events of each of `streams` in order; those that `load` wouldn't show are left out."""
    found: dict[UUID, list[StoredEvent]] = {}
    for row in await conn.fetch(sql.load_streams, streams):
        found.setdefault(row["stream"], []).append(StoredEvent(*row))
    return found


async def load_records(conn: Connection, streams: Sequence[UUID]) -> dict[UUID, tuple[int, list[bytes]]]:
    """The agency and the records alone of each of `streams`, for who only reads what happened."""
    found: dict[UUID, tuple[int, list[bytes]]] = {}
    for stream, agency_id, record in await conn.fetch(sql.records_of_streams, streams):
        found.setdefault(stream, (agency_id, []))[1].append(record)
    return found


async def readings(conn: Connection, most: int) -> list[StoredEvent]:
    """The newest readings of identities in the transaction's agencies."""
    return [StoredEvent(*row) for row in await conn.fetch(sql.readings, most)]


def chain_hash(prev: bytes, record: bytes) -> bytes:
    """SM3 (GB/T 32905) over the hash before and the record: 32 bytes."""
    digest = Hash(SM3())
    digest.update(prev + record)
    return digest.finalize()


def canonical_record(*, stream: UUID, version: int, agency_id: int, event: NewEvent, at: datetime, actor: str) -> bytes:
    """The bytes that are stored and hashed: JSON with sorted keys, `at` in UTC."""
    if at.tzinfo is None:
        raise ValueError("the instant of an event must be aware of its time zone")
    return _JSON.encode({
        "stream": stream, "version": version, "agency_id": agency_id, "type": event.type, "date": event.date,
        "at": at.astimezone(UTC), "actor": actor, "data": event.data,
    })  # fmt: skip


def first_bad(events: Iterable[StoredEvent]) -> Bad | None:
    """The first record of one whole stream that breaks the chain, or None.

    Finds changed, missing, added and reordered records. Records cut off at the end leave a chain that holds: the
    sealed daily heads find those.
    """
    prev_hash = FIRST_PREV_HASH
    stream: UUID | None = None
    for position, event in enumerate(events, start=1):
        stream = stream or event.stream
        why = _fault(event, stream, position, prev_hash)
        if why:
            return Bad(stream=event.stream, position=position, version=event.version, why=why)
        prev_hash = event.hash
    return None


async def _insert(conn: Connection, events: Sequence[StoredEvent]) -> None:
    try:
        await conn.executemany(sql.append_event, [msgspec.structs.astuple(event) for event in events])
    except asyncpg.UniqueViolationError as error:
        if error.constraint_name != _TAKEN:
            raise
        raise VersionConflict(f"stream {events[0].stream} got version {events[0].version} meanwhile") from error


def _chained(
    event: NewEvent, stream: UUID, version: int, agency_id: int, at: datetime, actor: str, prev_hash: bytes
) -> StoredEvent:
    record = canonical_record(stream=stream, version=version, agency_id=agency_id, event=event, at=at, actor=actor)
    return StoredEvent(
        stream=stream,
        version=version,
        agency_id=agency_id,
        type=event.type,
        date=event.date,
        at=at.astimezone(UTC),
        actor=actor,
        record=record,
        prev_hash=prev_hash,
        hash=chain_hash(prev_hash, record),
    )


def _fault(event: StoredEvent, stream: UUID, position: int, prev_hash: bytes) -> str | None:
    if event.stream != stream:
        return f"it belongs to another stream than the first, {stream}"
    if event.version != position:
        return f"version {position} was expected here: a record is missing, added or out of order"
    if event.prev_hash != prev_hash:
        return "it doesn't follow the record before it"
    if event.hash != chain_hash(event.prev_hash, event.record):
        return "its record isn't the one that was hashed"
    return _disagreement(event)


def _disagreement(event: StoredEvent) -> str | None:
    try:
        record = _RECORD.decode(event.record)
    except msgspec.MsgspecError as error:
        return f"its record can't be read: {error}"
    columns = ("stream", "version", "agency_id", "type", "date", "at", "actor")
    different = [name for name in columns if getattr(event, name) != getattr(record, name)]
    return f"its columns differ from its record: {', '.join(different)}" if different else None
