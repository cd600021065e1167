"""The job of an import is killed with -9 again and again: every case is counted once, and nothing is doubled."""

import asyncio
import random
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import asyncpg
import msgspec
import pytest
from tests import builders as make
from tests.cases.test_recount import DAY, EVERYONE, GOLDEN_WEEK, announced, progress_of, results_of
from tests.conftest import Database

from ysq.cases import Ground, replay
from ysq.cases.adopt import adopt
from ysq.cases.almanac import renewed
from ysq.db import recounts
from ysq.db.verify import verify_log

CASES = 60
ROOT = Path(__file__).resolve().parents[2]
MOVED = date(2026, 10, 16)


class Left(msgspec.Struct, frozen=True):
    """What is stored at one instant: rows counted, what the job says of itself, cases it lists, events."""

    counted: int
    done: int
    listed: int
    events: int


async def left(database: Database, ground: Ground, number: int) -> Left:
    """Read in one snapshot: no batch may be half in it."""
    async with ground.pool.agencies(EVERYONE, read_only=True) as conn:
        counted = await conn.fetchval("select count(*) from case_view where counted_under = $1", number)
        (progress,) = await recounts.progress(conn, number)
        listed = await recounts.results(conn, number, CASES + 1)
        events = await conn.fetchval("select count(*) from event")
    return Left(counted, progress.done, len(listed), events)


async def run(database: Database, folder: Path, lines: int | None, pause: float = 0.0) -> int:
    """Let the job tell so many `lines` (None: all), and kill it `pause` seconds later; how many it told."""
    command = ("-m", "tests.cases.recounting", database.app_dsn, str(folder))
    child = await asyncio.create_subprocess_exec(sys.executable, *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert child.stdout is not None
    assert await child.stdout.readline() == b"ready\n"
    told = 0
    while lines is None or told < lines:
        if not await child.stdout.readline():
            break
        told += 1
    if lines is not None:
        await asyncio.sleep(pause)
        child.kill()
    await child.stdout.read()
    assert await child.wait() == (0 if lines is None else -9)
    return told


async def gone(database: Database) -> None:
    """Until the server has done with the killed process's connections: a commit may be on its way."""
    conn = await asyncpg.connect(database.admin_dsn)
    busy = "select count(*) from pg_stat_activity where datname = current_database() and state like '%transaction%'"
    while await conn.fetchval(busy):
        await asyncio.sleep(0.01)
    await conn.close()


@pytest.mark.parametrize("seed", [1, 2])
async def test_a_job_killed_in_the_middle_again_and_again_counts_every_case_once(
    ground: Ground, database: Database, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    cases = {await make.received(ground, DAY) for _number in range(CASES)}
    added = await adopt(ground, "日历", announced(ground, 2026, GOLDEN_WEEK), "operator", make.noon(DAY))
    begun = await left(database, ground, added.number)
    reached = 0
    for lines in (1, 7, 3):
        await run(database, tmp_path, lines, chance.uniform(0, 0.02))
        await gone(database)
        now = await left(database, ground, added.number)
        assert now == Left(now.counted, now.counted, now.counted, begun.events)
        assert reached + lines <= now.counted < CASES
        reached = now.counted
    assert await run(database, tmp_path, None) == CASES - reached
    assert await left(database, ground, added.number) == Left(CASES, CASES, CASES, begun.events)
    progress = await progress_of(ground, added.number)
    assert (progress.total, progress.done, progress.moved) == (CASES, CASES, CASES)
    assert progress.ended_at == datetime(2026, 9, 11, 4, tzinfo=UTC)
    assert {(one.case_id, one.due_after) for one in await results_of(ground, added.number)} == {
        (case_id, MOVED) for case_id in cases
    }
    assert (await replay(await renewed(ground), write=False)).different == ()
    assert (await verify_log(ground.pool, None, ground.signer.public)).ok
