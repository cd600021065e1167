"""Day digests: the heads of the streams that moved, chained day by day and signed, to be kept outside the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.db.events import chain_hash
from ysq.db.sql import sql

if TYPE_CHECKING:
    from ysq.db.pool import Connection

NOTHING_BEFORE = bytes(32).hex()
_JSON = msgspec.json.Encoder(order="sorted")


class Head(msgspec.Struct, frozen=True, array_like=True):
    """The end of a stream: its version and that event's hash (hex)."""

    stream: UUID
    version: int
    agency_id: int
    hash: str


class DayRecord(msgspec.Struct, frozen=True):
    """What a day digest says; unknown fields are ignored.

    `previous` is SM3 over zeros and the record before it (hex), `heads` the streams that moved since that record, by
    id; `streams` counts all there were.
    """

    number: int
    day: date
    at: datetime
    previous: str
    streams: int
    heads: tuple[Head, ...]


class DayDigest(msgspec.Struct, frozen=True):
    """A signed day: the canonical bytes of its record, and 64 bytes of Ed25519 over them."""

    record: bytes
    signature: bytes

    @property
    def told(self) -> DayRecord:
        """The record, decoded. Raises msgspec.MsgspecError when it isn't one."""
        return msgspec.json.decode(self.record, type=DayRecord)

    @property
    def hash(self) -> str:
        """What the next record names as `previous`."""
        return chain_hash(bytes(32), self.record).hex()


class DigestFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A day digest as a file: the record as text, the signature in hex."""

    record: str
    signature: str


def next_record(before: Sequence[DayDigest], heads: Sequence[Head], day: date, at: datetime) -> bytes:
    """The canonical bytes of the day that follows `before`: JSON with sorted keys, no spaces, instants in UTC."""
    sealed = sealed_heads(before)
    moved = tuple(head for head in heads if sealed.get(head.stream) != head)
    previous = before[-1].hash if before else NOTHING_BEFORE
    return _JSON.encode(DayRecord(len(before) + 1, day, at.astimezone(UTC), previous, len(heads), moved))


def sealed_heads(digests: Sequence[DayDigest]) -> Mapping[UUID, Head]:
    """The newest sealed head of every stream."""
    found: dict[UUID, Head] = {}
    for digest in digests:
        found.update((head.stream, head) for head in digest.told.heads)
    return found


def file_of(digest: DayDigest) -> bytes:
    """The digest as the bytes of a file."""
    return _JSON.encode(DigestFile(digest.record.decode(), digest.signature.hex())) + b"\n"


def read_file(content: bytes) -> DayDigest:
    """The digest in a file's bytes; ValueError when it isn't one."""
    told = msgspec.json.decode(content, type=DigestFile)
    return DayDigest(told.record.encode(), bytes.fromhex(told.signature))


async def heads(conn: Connection) -> tuple[Head, ...]:
    """The heads of all streams of the transaction's agencies, by id."""
    rows = await conn.fetch(sql.stream_heads)
    return tuple(Head(row["stream"], row["version"], row["agency_id"], row["hash"].hex()) for row in rows)


async def kept(conn: Connection) -> tuple[DayDigest, ...]:
    """The digests that the database holds, in order."""
    return tuple(DayDigest(*row) for row in await conn.fetch(sql.digests))


async def keep(conn: Connection, digest: DayDigest) -> None:
    """Add a digest."""
    told = digest.told
    await conn.execute(sql.add_digest, told.number, told.day, digest.record, digest.signature)


async def hold(conn: Connection) -> None:
    """One seals at a time: others wait for this transaction's end."""
    await conn.execute(sql.lock_digests)
