"""The packaged server against kill -9, leftovers and full disks: nothing acknowledged is lost, nobody repairs."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from tests.db.running import AS_ROOT, Service, add_event, count_in, count_sound, ended, fill, owner_of, read_line, show

from ysq.db.embedded import Embedded
from ysq.db.errors import DatabaseUnavailable, StartError
from ysq.db.migrate import migrate
from ysq.db.pool import Pool


def test_a_killed_server_is_back_by_itself_and_the_pool_survives(made: Path) -> None:
    async def kill_and_wait(server: Embedded) -> float:
        async with await Pool.open(server.app_dsn) as pool:
            killed = server.pid
            os.kill(killed, signal.SIGKILL)
            begun = time.monotonic()
            while True:
                try:
                    async with pool.agencies([]) as conn:
                        await conn.fetchval("select 1")
                    if server.pid != killed:
                        return time.monotonic() - begun
                except DatabaseUnavailable:
                    pass
                await asyncio.sleep(0.02)

    with Embedded.start(made) as server:
        assert asyncio.run(asyncio.wait_for(kill_and_wait(server), 10)) < 10


def test_children_of_a_killed_server_do_not_block_the_next(made: Path) -> None:
    async def kill_under_a_busy_child(server: Embedded) -> None:
        conn = await asyncpg.connect(server.admin_dsn)
        # Busy inside one call, the child doesn't notice that its parent is gone.
        busy = asyncio.create_task(conn.execute("select count(*) from generate_series(1, 1e9)"))
        await asyncio.sleep(0.3)
        killed = server.pid
        os.kill(killed, signal.SIGKILL)
        while server.pid == killed:
            await asyncio.sleep(0.05)
        with pytest.raises((asyncpg.PostgresError, OSError)):
            await busy

    with Embedded.start(made) as server:
        asyncio.run(asyncio.wait_for(kill_under_a_busy_child(server), 10))
        assert show(server, "fsync") == ["on"]


def test_a_leftover_mark_with_the_number_of_a_living_process_is_no_obstacle(made: Path) -> None:
    server = Embedded.start(made)
    account = owner_of(server.pid)
    mark = (made / "pg" / "postmaster.pid").read_text().splitlines()
    server.stop()
    with subprocess.Popen(["sleep", "60"], user=account if AS_ROOT else None) as other:
        (made / "pg" / "postmaster.pid").write_text("\n".join([str(other.pid), *mark[1:]]))
        Embedded.start(made).stop()
        assert other.poll() is None
        other.kill()


def test_a_start_broken_off_half_way_is_repeated(empty: Path) -> None:
    Embedded.start(empty).stop()
    shutil.rmtree(empty / "pg" / "base")
    (empty / "pg").rename(empty / "pg.new")
    with Embedded.start(empty) as server:
        assert show(server, "fsync") == ["on"]


def test_killing_the_service_loses_nothing_that_was_acknowledged(empty: Path) -> None:
    stream = uuid4()
    acknowledged = 0
    for _ in range(3):
        with Service(sys.executable, empty, stream) as (process, pid):
            for _ in range(20):
                acknowledged = int(read_line(process))
            process.kill()
        assert ended(pid), "postgres went on after its service was killed"
    with Embedded.start(empty) as server:
        assert asyncio.run(count_in(server, stream)) >= acknowledged


def test_killing_postgres_loses_nothing_that_was_acknowledged(empty: Path) -> None:
    stream = uuid4()
    with Service(sys.executable, empty, stream) as (process, pid):
        for _ in range(20):
            acknowledged = int(read_line(process))
        os.kill(pid, signal.SIGKILL)
        rest = process.stdout.read().split() if process.stdout else []
        acknowledged = max([acknowledged, *map(int, rest)])
    with Embedded.start(empty) as server:
        assert asyncio.run(count_in(server, stream)) >= acknowledged


def test_a_terminated_service_stops_its_server(empty: Path) -> None:
    with Service(sys.executable, empty, uuid4()) as (process, pid):
        process.send_signal(signal.SIGINT)
        process.wait(20)
        assert ended(pid)
    assert "database system is shut down" in (empty / "pg.log").read_text().splitlines()[-1]


async def test_a_full_disk_refuses_writing_goes_on_reading_and_needs_no_repair(small_disk: Path) -> None:
    stream = uuid4()
    with Embedded.start(small_disk) as server:
        await migrate(server.owner_dsn)
        async with await Pool.open(server.app_dsn) as pool:
            await add_event(pool, stream, 0)
            fill(small_disk / "filling")
            with pytest.raises(DatabaseUnavailable):
                for version in range(1, 100):
                    await add_event(pool, stream, version)
            held = await count_sound(pool, stream)
            assert 1 <= held < 100
            (small_disk / "filling").unlink()
            await add_event(pool, stream, held)
            assert await count_sound(pool, stream) == held + 1


def test_a_disk_too_small_to_begin_on_is_one_clear_line(small_disk: Path) -> None:
    Embedded.start(small_disk).stop()
    shutil.rmtree(small_disk / "pg")
    fill(small_disk / "filling")
    with pytest.raises(StartError, match="磁盘已满") as caught:
        Embedded.start(small_disk)
    assert "\n" not in str(caught.value)
    (small_disk / "filling").unlink()
    Embedded.start(small_disk).stop()
