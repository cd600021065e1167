"""Verifies the whole log against its own chains and against signed day digests, and names what was tampered with."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.db import agencies, digest
from ysq.db.digest import NOTHING_BEFORE, DayDigest, Head
from ysq.db.events import StoredEvent, first_bad
from ysq.db.sql import sql
from ysq.domain.terms import Term
from ysq.signing import is_signed

if TYPE_CHECKING:
    from ysq.db.pool import Connection, Pool

_MOST_FAULTS = 100


class FaultKind(Term):
    """What can be wrong with the log."""

    DIGEST = "digest", "每日封存不可信"
    DIGEST_MISSING = "digest_missing", "数据库缺少已经导出的每日封存：数据库被换成旧备份，或者封存被删除"
    STREAM_MISSING = "stream_missing", "整个记录流缺失"
    TAIL_CUT = "tail_cut", "记录流的结尾被截去"
    RECORD = "record", "记录被改动、删除、插入或者调换"
    REWRITTEN = "rewritten", "记录流在封存之后被整体改写"


class Fault(msgspec.Struct, frozen=True):
    """One thing that is wrong: the stream and the version of its first bad record, or the number of the digest."""

    kind: FaultKind
    why: str
    stream: UUID | None = None
    version: int | None = None
    digest: int | None = None


class Report(msgspec.Struct, frozen=True):
    """What was verified and what is wrong; at most 100 faults are told."""

    events: int
    streams: int
    days: int
    last_day: date | None
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    @property
    def first(self) -> Fault | None:
        """The first thing that is wrong: digests before streams, streams by id."""
        return self.faults[0] if self.faults else None


async def verify_log(pool: Pool, digests: Sequence[DayDigest] | None, public: bytes) -> Report:
    """Verify every stream of every agency against `digests`, or against those in the database when None.

    Give the exported files: who can rewrite the database can rewrite what it says of itself, but not sign with the
    key whose `public` half (32 bytes) the caller trusts. Reads one snapshot and holds one stream in memory.
    """
    async with pool.agencies(()) as conn:
        known = {agency.id for agency in await agencies.all_agencies(conn)}
        stored = await digest.kept(conn)
    faults, sound = _checked_digests(stored if digests is None else digests, public)
    faults += _missing_digests(sound, stored)
    sealed = digest.sealed_heads(sound)
    # Agency 0 has the streams that belong to no agency; one that is struck from the table must not hide its log.
    async with pool.agencies(known | {0} | {head.agency_id for head in sealed.values()}) as conn:
        events, seen, bad = await _walk(conn, sealed)
    missing = (_lost(head) for stream, head in sealed.items() if stream not in seen)
    told = [*faults, *sorted([*bad, *missing], key=lambda fault: str(fault.stream))]
    last = sound[-1].told.day if sound else None
    return Report(events, len(seen), len(sound), last, tuple(told[:_MOST_FAULTS]))


def _checked_digests(digests: Sequence[DayDigest], public: bytes) -> tuple[list[Fault], list[DayDigest]]:
    """What is wrong with the digests, and those that may be believed."""
    faults: list[Fault] = []
    sound: list[DayDigest] = []
    previous, number = NOTHING_BEFORE, 0
    for given in digests:
        if not is_signed(public, given.record, given.signature):
            faults.append(Fault(FaultKind.DIGEST, f"第{number + 1}份的签名不符", digest=number + 1))
            continue
        told = given.told
        if (told.number, told.previous) != (number + 1, previous):
            why = f"第{told.number}份与它前面的第{number}份接不上：中间有缺失或者顺序不对"
            faults.append(Fault(FaultKind.DIGEST, why, digest=told.number))
        sound.append(given)
        previous, number = given.hash, told.number
    return faults, sound


def _missing_digests(trusted: Sequence[DayDigest], stored: Sequence[DayDigest]) -> Iterator[Fault]:
    held = {one.record for one in stored}
    for given in trusted:
        if given.record not in held:
            told = given.told
            why = f"{told.day}的第{told.number}份封存不在数据库里，而它已经导出"
            yield Fault(FaultKind.DIGEST_MISSING, why, digest=told.number)


async def _walk(conn: Connection, sealed: Mapping[UUID, Head]) -> tuple[int, set[UUID], list[Fault]]:
    """The number of events, the streams there are, and what is wrong with them."""
    count, seen = 0, set()
    faults: list[Fault] = []
    async for events in _streams(conn):
        stream = events[0].stream
        count += len(events)
        seen.add(stream)
        fault = _fault(events, sealed.get(stream))
        if fault is not None:
            faults.append(fault)
    return count, seen, faults


async def _streams(conn: Connection) -> AsyncIterator[list[StoredEvent]]:
    """All events, stream by stream."""
    held: list[StoredEvent] = []
    async for row in conn.cursor(sql.all_events, prefetch=500):
        event = StoredEvent(*row)
        if held and held[0].stream != event.stream:
            yield held
            held = []
        held.append(event)
    if held:
        yield held


def _fault(events: Sequence[StoredEvent], head: Head | None) -> Fault | None:
    """What is wrong with one stream, its chain first; then whether it still holds what was sealed."""
    stream = events[0].stream
    bad = first_bad(events)
    if bad is not None:
        return Fault(FaultKind.RECORD, f"第{bad.position}条记录：{bad.why}", stream, bad.version)
    if head is None:
        return None
    if len(events) < head.version:
        why = f"封存时有{head.version}条记录，现在只有{len(events)}条"
        return Fault(FaultKind.TAIL_CUT, why, stream, len(events) + 1)
    if events[head.version - 1].hash.hex() != head.hash:
        why = f"第{head.version}条记录的摘要与封存的不同：它或者它前面的记录被改写，之后的摘要重新算过"
        return Fault(FaultKind.REWRITTEN, why, stream, head.version)
    return None


def _lost(head: Head) -> Fault:
    why = f"封存时有{head.version}条记录，现在一条也没有"
    return Fault(FaultKind.STREAM_MISSING, why, head.stream, 1)
