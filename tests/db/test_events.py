"""The log: one winner per version, and a chain in which every change shows."""

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID, uuid4

import msgspec
import pytest

from ysq.db.errors import VersionConflict
from ysq.db.events import FIRST_PREV_HASH, NewEvent, StoredEvent, append, canonical_record, chain_hash, first_bad, load
from ysq.db.pool import Pool

AT = datetime(2026, 3, 2, 9, 30, 0, 123456, tzinfo=timezone(timedelta(hours=8)))


def received(note: str = "补正") -> NewEvent:
    return NewEvent(type="request.received", date=date(2026, 3, 2), data={"note": note, "channel": "online"})


async def add(pool: Pool, stream: UUID, expected: int, *events: NewEvent) -> list[StoredEvent]:
    async with pool.agencies([1]) as conn:
        return await append(
            conn, stream=stream, agency_id=1, expected_version=expected, events=events, at=AT, actor="clerk"
        )


async def stored(pool: Pool, stream: UUID) -> list[StoredEvent]:
    async with pool.agencies([1]) as conn:
        return await load(conn, stream)


async def test_what_is_appended_is_what_is_loaded(pool: Pool) -> None:
    stream = uuid4()
    appended = await add(pool, stream, 0, received("一"), received("二"))
    appended += await add(pool, stream, 2, received("三"))
    loaded = await stored(pool, stream)
    assert loaded == appended
    assert [event.version for event in loaded] == [1, 2, 3]
    assert json.loads(bytes(loaded[2].data)) == {"note": "三", "channel": "online"}
    assert first_bad(loaded) is None


async def test_the_record_is_canonical_json_of_the_whole_event(pool: Pool) -> None:
    stream = uuid4()
    (event,) = await add(pool, stream, 0, received())
    assert event.record.decode() == (
        '{"actor":"clerk","agency_id":1,"at":"2026-03-02T01:30:00.123456Z",'
        '"data":{"channel":"online","note":"补正"},"date":"2026-03-02",'
        f'"stream":"{stream}","type":"request.received","version":1}}'
    )
    assert event.prev_hash == FIRST_PREV_HASH
    assert event.hash == chain_hash(FIRST_PREV_HASH, event.record)


def test_the_hash_is_sm3() -> None:
    # The first example of GB/T 32905-2016, appendix A: the message "abc".
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert chain_hash(b"a", b"bc").hex() == expected


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        canonical_record(
            stream=uuid4(),
            version=1,
            agency_id=1,
            event=received(),
            at=datetime(2026, 3, 2, 9, 0),  # noqa: DTZ001 - the point
            actor="clerk",
        )


async def test_an_expected_version_that_is_not_the_head_conflicts(pool: Pool) -> None:
    stream = uuid4()
    await add(pool, stream, 0, received())
    for expected in (0, 2):
        with pytest.raises(VersionConflict):
            await add(pool, stream, expected, received())
    assert len(await stored(pool, stream)) == 1


async def test_twenty_racers_have_one_winner(pool: Pool) -> None:
    stream = uuid4()
    await add(pool, stream, 0, received())
    start = asyncio.Barrier(20)

    async def race(number: int) -> bool:
        async with pool.agencies([1]) as conn:
            assert len(await load(conn, stream)) == 1
            await start.wait()
            await append(
                conn, stream=stream, agency_id=1, expected_version=1, events=[received(str(number))],
                at=AT, actor=f"clerk {number}",
            )  # fmt: skip
        return True

    results = await asyncio.gather(*(race(number) for number in range(20)), return_exceptions=True)
    assert results.count(True) == 1
    assert sum(isinstance(result, VersionConflict) for result in results) == 19
    events = await stored(pool, stream)
    assert len(events) == 2
    assert events[1].actor == f"clerk {results.index(True)}"
    assert first_bad(events) is None


async def test_every_flipped_byte_is_found(pool: Pool) -> None:
    events = await three(pool)
    for position, event in enumerate(events):
        for field in ("record", "prev_hash", "hash"):
            value: bytes = getattr(event, field)
            for index in range(len(value)):
                flipped = value[:index] + bytes([value[index] ^ 1]) + value[index + 1 :]
                bad = first_bad(with_change(events, position, **{field: flipped}))
                assert bad is not None, (field, index)
                assert bad.position == position + 1


CHANGES: dict[str, object] = {
    "agency_id": 2,
    "type": "request.abandoned",
    "date": date(2026, 3, 3),
    "at": AT.astimezone(UTC) + timedelta(microseconds=1),
    "actor": "somebody else",
}


@pytest.mark.parametrize("column", CHANGES)
async def test_a_changed_column_is_named(pool: Pool, column: str) -> None:
    bad = first_bad(with_change(await three(pool), 1, **{column: CHANGES[column]}))
    assert bad is not None
    assert bad.position == 2
    assert column in bad.why


async def test_a_record_rewritten_with_its_hash_breaks_the_next_link(pool: Pool) -> None:
    events = await three(pool)
    record = events[0].record.replace(b"online", b"post")
    bad = first_bad(with_change(events, 0, record=record, hash=chain_hash(events[0].prev_hash, record)))
    assert bad is not None
    assert (bad.position, bad.version) == (2, 2)
    assert "follow" in bad.why


REARRANGED: dict[str, tuple[Callable[[list[StoredEvent]], list[StoredEvent]], int]] = {
    "first missing": (lambda e: e[1:], 1),
    "middle missing": (lambda e: [e[0], e[2]], 2),
    "reordered": (lambda e: [e[0], e[2], e[1]], 2),
    "doubled": (lambda e: [e[0], e[1], e[1], e[2]], 3),
}


@pytest.mark.parametrize("case", REARRANGED)
async def test_a_rearranged_stream_is_found(pool: Pool, case: str) -> None:
    change, position = REARRANGED[case]
    bad = first_bad(change(await three(pool)))
    assert bad is not None
    assert bad.position == position
    assert "missing, added or out of order" in bad.why


async def test_a_record_of_another_stream_is_found(pool: Pool) -> None:
    one, other = await three(pool), await three(pool)
    bad = first_bad([one[0], other[1]])
    assert bad is not None
    assert "another stream" in bad.why


async def test_a_record_that_is_not_json_is_named() -> None:
    stream, record = uuid4(), b"not json"
    event = StoredEvent(
        stream=stream, version=1, agency_id=1, type="x", date=date(2026, 3, 2), at=AT, actor="clerk",
        record=record, prev_hash=FIRST_PREV_HASH, hash=chain_hash(FIRST_PREV_HASH, record),
    )  # fmt: skip
    bad = first_bad([event])
    assert bad is not None
    assert "can't be read" in bad.why


async def three(pool: Pool) -> list[StoredEvent]:
    return await add(pool, uuid4(), 0, received("一"), received("二"), received("三"))


def with_change(events: list[StoredEvent], position: int, **values: object) -> list[StoredEvent]:
    changed = msgspec.structs.replace(events[position], **values)
    return [*events[:position], changed, *events[position + 1 :]]
