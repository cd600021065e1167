"""The sealed days: whatever is done to the log behind the service's back is named, down to the record."""

import asyncio
import subprocess
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
import pytest_asyncio
from tests.conftest import Database

from ysq.cases import Ground, export_digest, read_digests, seal_day
from ysq.db import digest
from ysq.db.digest import DayDigest
from ysq.db.embedded import Embedded
from ysq.db.events import NewEvent, append_next, canonical_record, chain_hash
from ysq.db.pool import Pool
from ysq.db.verify import FaultKind, Report, verify_log
from ysq.domain import errors as x
from ysq.sealing import SealError
from ysq.signing import Signer, read_public_pem

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 16, 0, tzinfo=UTC)
FIRST, SECOND, THIRD = (UUID(int=number) for number in (1, 2, 3))


async def happen(pool: Pool, stream: UUID, agency: int = 1, times: int = 1, at: datetime = AT) -> None:
    events = [NewEvent("something.happened", DAY, {"n": number}) for number in range(times)]
    async with pool.agencies([agency]) as conn:
        await append_next(conn, stream=stream, agency_id=agency, events=events, at=at, actor="clerk")


async def verified(ground: Ground, digests: list[DayDigest] | None = None) -> Report:
    return await verify_log(ground.pool, digests, ground.signer.public)


class Vandal:
    """Somebody with every right in the database, and without the key."""

    def __init__(self, conn: "asyncpg.Connection[asyncpg.Record]") -> None:
        self.conn = conn

    async def do(self, *statements: str) -> None:
        for table in ("event", "day_digest"):
            await self.conn.execute(f"alter table {table} disable trigger all")
        for statement in statements:
            await self.conn.execute(statement)

    async def rewrite(self, stream: UUID, version: int, actor: str) -> None:
        """Change one record and compute every later hash again, so that the chain holds."""
        rows = await self.conn.fetch("select * from event where stream = $1 order by version", stream)
        previous = rows[version - 2]["hash"] if version > 1 else bytes(32)
        for row in rows[version - 1 :]:
            who = actor if row["version"] == version else row["actor"]
            record = canonical_record(
                stream=stream, version=row["version"], agency_id=row["agency_id"],
                event=NewEvent(row["type"], row["date"], {"n": 9}), at=row["at"], actor=who,
            )  # fmt: skip
            await self.conn.execute(
                "update event set actor = $3, record = $4, prev_hash = $5, hash = $6"
                " where stream = $1 and version = $2",
                stream, row["version"], who, record, previous, chain_hash(previous, record),
            )  # fmt: skip
            previous = chain_hash(previous, record)


@pytest_asyncio.fixture
async def vandal(database: Database) -> AsyncIterator[Vandal]:
    conn = await asyncpg.connect(database.admin_dsn)
    yield Vandal(conn)
    await conn.close()


@pytest_asyncio.fixture
async def sealed(ground: Ground) -> Ground:
    """Three streams of three agencies in two sealed days: the first has 3 and then 5 records, the others 2."""
    await happen(ground.pool, FIRST, times=3)
    await happen(ground.pool, SECOND, agency=2, times=2)
    await happen(ground.pool, THIRD, agency=3, times=2)
    await seal_day(ground, DAY, AT)
    await happen(ground.pool, FIRST, times=2)
    await seal_day(ground, DAY + timedelta(1), AT + timedelta(1))
    return ground


async def exported(ground: Ground) -> list[DayDigest]:
    async with ground.pool.agencies(()) as conn:
        return list(await digest.kept(conn))


async def test_an_untouched_log_verifies_and_is_counted(sealed: Ground) -> None:
    await happen(sealed.pool, uuid4(), agency=2)
    report = await verified(sealed)
    assert report.ok
    assert (report.events, report.streams, report.days, report.last_day) == (10, 4, 2, DAY + timedelta(1))


async def test_a_digest_names_only_the_streams_that_moved_and_chains_to_the_one_before(sealed: Ground) -> None:
    first, second = [one.told for one in await exported(sealed)]
    assert [(head.stream, head.version) for head in first.heads] == [(FIRST, 3), (SECOND, 2), (THIRD, 2)]
    assert [(head.stream, head.version) for head in second.heads] == [(FIRST, 5)]
    assert (second.number, second.streams, second.previous) == (2, 3, (await exported(sealed))[0].hash)


async def test_a_record_is_canonical_bytes(sealed: Ground) -> None:
    for one in await exported(sealed):
        assert msgspec.json.encode(msgspec.json.decode(one.record), order="sorted") == one.record


async def test_sealing_a_day_again_gives_the_same_digest_also_to_many_at_once(ground: Ground) -> None:
    await asyncio.gather(*(happen(ground.pool, uuid4()) for _stream in range(100)))  # every connection is open now
    digests = await asyncio.gather(*(seal_day(ground, DAY, AT) for _job in range(20)))
    await happen(ground.pool, FIRST)
    digests.append(await seal_day(ground, DAY, AT + timedelta(1)))
    assert len({one.record for one in digests}) == 1


async def test_a_day_without_work_is_sealed_and_an_earlier_day_no_more(sealed: Ground) -> None:
    idle = await seal_day(sealed, DAY + timedelta(5), AT)
    assert idle.told.heads == ()
    with pytest.raises(x.DateRefused, match="已经封存"):
        await seal_day(sealed, DAY + timedelta(3), AT)
    assert (await verified(sealed)).ok


async def test_what_was_recorded_late_under_an_early_instant_is_sealed_with_the_next_day(sealed: Ground) -> None:
    """A transaction may commit after the seal with an instant before it."""
    late = uuid4()
    await happen(sealed.pool, late, at=AT - timedelta(days=3))
    assert [head.stream for head in (await seal_day(sealed, DAY + timedelta(2), AT)).told.heads] == [late]


TAMPERING: list[tuple[str, list[str], FaultKind, UUID, int]] = [
    ("a record", [f"update event set record = '{{}}' where stream = '{FIRST}' and version = 2"],
     FaultKind.RECORD, FIRST, 2),
    ("a column", [f"update event set actor = 'other' where stream = '{THIRD}' and version = 1"],
     FaultKind.RECORD, THIRD, 1),
    ("a hash", [f"update event set hash = sha256('x') where stream = '{SECOND}' and version = 1"],
     FaultKind.RECORD, SECOND, 1),
    ("the middle", [f"delete from event where stream = '{FIRST}' and version = 3"], FaultKind.RECORD, FIRST, 4),
    ("the beginning", [f"delete from event where stream = '{FIRST}' and version = 1"], FaultKind.RECORD, FIRST, 2),
    ("the tail", [f"delete from event where stream = '{FIRST}' and version > 3"], FaultKind.TAIL_CUT, FIRST, 4),
    ("a stream", [f"delete from event where stream = '{SECOND}'"], FaultKind.STREAM_MISSING, SECOND, 1),
    ("the agency", [f"update event set agency_id = 3 where stream = '{SECOND}'"], FaultKind.RECORD, SECOND, 1),
]  # fmt: skip


@pytest.mark.parametrize("row", TAMPERING, ids=[row[0] for row in TAMPERING])
async def test_what_was_tampered_with_is_named(
    sealed: Ground, vandal: Vandal, row: tuple[str, list[str], FaultKind, UUID, int]
) -> None:
    _name, statements, kind, stream, version = row
    await vandal.do(*statements)
    for digests in (None, await exported(sealed)):
        report = await verified(sealed, digests)
        assert report.first is not None
        assert [(fault.kind, fault.stream, fault.version) for fault in report.faults] == [(kind, stream, version)]
        assert report.first.why


async def test_several_faults_are_told_by_stream(sealed: Ground, vandal: Vandal) -> None:
    await vandal.do(f"delete from event where stream = '{SECOND}'", "update event set actor = 'x' where version = 2")
    report = await verified(sealed)
    assert [(fault.stream, fault.kind) for fault in report.faults] == [
        (FIRST, FaultKind.RECORD),
        (SECOND, FaultKind.STREAM_MISSING),
        (THIRD, FaultKind.RECORD),
    ]


@pytest.mark.parametrize("version", [1, 3])
async def test_a_history_that_was_rewritten_with_all_its_hashes_is_named(
    sealed: Ground, vandal: Vandal, version: int
) -> None:
    await vandal.do()
    await vandal.rewrite(FIRST, version, "somebody else")
    report = await verified(sealed)
    assert [(fault.kind, fault.stream, fault.version) for fault in report.faults] == [(FaultKind.REWRITTEN, FIRST, 5)]


async def test_an_agency_that_is_struck_off_does_not_hide_its_log(sealed: Ground, vandal: Vandal) -> None:
    await vandal.do("delete from agency where id = 3")
    assert (await verified(sealed)).streams == 3
    await vandal.do(f"delete from event where stream = '{THIRD}'")
    assert [(fault.kind, fault.stream) for fault in (await verified(sealed)).faults] == [
        (FaultKind.STREAM_MISSING, THIRD)
    ]


async def test_an_old_backup_put_back_is_named_by_the_exported_digests(
    sealed: Ground, database: Database, server: Embedded
) -> None:
    """The database of yesterday is whole in itself: only what left it tells."""
    old = f"{database.name}_old"
    await sealed.pool.close()
    conn = await asyncpg.connect(server.admin_dsn)
    await conn.execute(f"create database {old} template {database.name} owner ysq_owner strategy file_copy")
    async with await Pool.open(database.app_dsn) as pool:
        now = msgspec.structs.replace(sealed, pool=pool)
        await happen(pool, FIRST, times=1)
        await happen(pool, newcomer := UUID(int=4), agency=2)
        await seal_day(now, DAY + timedelta(2), AT)
        outside = await exported(now)
    async with await Pool.open(database.app_dsn.replace(database.name, old)) as pool:
        restored = msgspec.structs.replace(sealed, pool=pool)
        alone, report = await verified(restored), await verified(restored, outside)
    await conn.execute(f"drop database {old} with (force)")
    await conn.close()
    assert alone.ok
    assert [(fault.kind, fault.digest, fault.stream, fault.version) for fault in report.faults] == [
        (FaultKind.DIGEST_MISSING, 3, None, None),
        (FaultKind.TAIL_CUT, None, FIRST, 6),
        (FaultKind.STREAM_MISSING, None, newcomer, 1),
    ]


async def test_a_digest_that_was_changed_removed_or_signed_by_another_is_named(
    sealed: Ground, vandal: Vandal, tmp_path: Path
) -> None:
    first, second = await exported(sealed)
    stranger = Signer.read_or_make(tmp_path / "other.key")
    forged = DayDigest(second.record, stranger.sign(second.record))
    changed = DayDigest(second.record.replace(b'"version"', b'"versiom"').replace(b"5", b"4"), second.signature)
    for digests, number in (([first, forged], 2), ([first, changed], 2), ([second], 2), ([second, first], 2)):
        report = await verified(sealed, digests)
        assert report.first is not None
        assert (report.first.kind, report.first.digest) == (FaultKind.DIGEST, number)
    await vandal.do("delete from day_digest where number = 1")
    assert [fault.kind for fault in (await verified(sealed)).faults] == [FaultKind.DIGEST]
    assert [fault.kind for fault in (await verified(sealed, [first, second])).faults] == [FaultKind.DIGEST_MISSING]


async def test_only_what_is_not_sealed_yet_can_be_cut_unseen(sealed: Ground, vandal: Vandal) -> None:
    await happen(sealed.pool, FIRST)
    await vandal.do(f"delete from event where stream = '{FIRST}' and version = 6")
    assert (await verified(sealed)).ok


async def test_digests_leave_as_files_and_come_back_byte_for_byte(sealed: Ground, tmp_path: Path) -> None:
    digests = await exported(sealed)
    paths = [export_digest(tmp_path / "digests", one) for one in digests * 2]
    assert {path.name for path in paths} == {"0001-2026-03-02.json", "0002-2026-03-03.json"}
    assert read_digests(tmp_path / "digests") == tuple(digests)
    assert (await verified(sealed, list(read_digests(tmp_path / "digests")))).ok
    paths[0].write_text("{}")
    with pytest.raises(ValueError, match="0001-2026-03-02"):
        read_digests(tmp_path / "digests")


async def test_a_signature_is_verified_by_openssl_with_the_public_key_alone(sealed: Ground, tmp_path: Path) -> None:
    one = (await exported(sealed))[0]
    for name, content in (("key.pem", sealed.signer.public_pem), ("record", one.record), ("sig", one.signature)):
        (tmp_path / name).write_bytes(content)
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin", "-in", "record", "-sigfile"]
    try:
        done = subprocess.run([*command, "sig"], cwd=tmp_path, capture_output=True, check=False)
    except FileNotFoundError:
        pytest.skip("openssl isn't installed here")
    assert done.returncode == 0, done.stderr


def test_a_public_key_file_is_read_and_a_wrong_one_refused(tmp_path: Path) -> None:
    signer = Signer.read_or_make(tmp_path / "digest.key")
    assert (tmp_path / "digest.key").stat().st_mode & 0o777 == 0o600
    assert Signer.read_or_make(tmp_path / "digest.key").public == signer.public
    assert read_public_pem(signer.public_pem) == signer.public
    with pytest.raises(SealError, match="PEM"):
        read_public_pem(b"not a key")


async def test_nobody_changes_a_digest(sealed: Ground, database: Database) -> None:
    for change in ("update day_digest set day = day - 1", "delete from day_digest", "truncate day_digest"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with sealed.pool.agencies([1]) as conn:
                await conn.execute(change)
        for dsn in (database.owner_dsn, database.admin_dsn):
            mighty = await asyncpg.connect(dsn)
            with pytest.raises(asyncpg.RestrictViolationError):
                await mighty.execute(change)
            await mighty.close()
