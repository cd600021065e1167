"""Starts services as processes, watches them end, fills disks: what the tests of the packaged server share."""

import asyncio
import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO
from uuid import UUID

import asyncpg
import pytest

import ysq
from ysq.db.embedded import Embedded
from ysq.db.events import NewEvent, append, first_bad, load
from ysq.db.pool import Pool

SERVICE = Path(__file__).with_name("service.py")
AS_ROOT = os.geteuid() == 0


class Service:
    """Runs service.py; gives the process and the number of its postgres; kills it in the end."""

    def __init__(self, python: str, data: Path, stream: UUID, user: int | None = None) -> None:
        self.process = subprocess.Popen(
            [python, SERVICE, str(data), str(stream)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd="/", user=user,
            extra_groups=None if user is None else [], env=python_path(),
        )  # fmt: skip

    def __enter__(self) -> tuple[subprocess.Popen[str], int]:
        word, _, pid = read_line(self.process).partition(" ")
        assert word == "ready"
        return self.process, int(pid)

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def read_line(process: subprocess.Popen[str]) -> str:
    stdout: IO[str] | None = process.stdout
    assert stdout is not None
    return stdout.readline().strip()


def python_path() -> dict[str, str]:
    """An environment without HOME, in which any Python of our version finds our packages."""
    places = [Path(ysq.__file__).parents[1], Path(asyncpg.__file__).parents[1]]
    return {"PYTHONPATH": os.pathsep.join(map(str, places)), "PYTHONDONTWRITEBYTECODE": "1"}


def candidates() -> list[str]:
    ours = f"python{sys.version_info.major}.{sys.version_info.minor}"
    return [sys.executable, f"/usr/bin/{ours}", f"/usr/local/bin/{ours}"]


def usable_by(uid: int) -> Callable[[str], bool]:
    def usable(python: str) -> bool:
        try:
            tried = subprocess.run(
                [python, "-c", "import ysq.db.embedded, ysq.db.events, asyncpg"],
                capture_output=True, check=False, user=uid, extra_groups=[], cwd="/", env=python_path(),
            )  # fmt: skip
        except OSError:
            return False
        return tried.returncode == 0

    return usable


def owner_of(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def ended(pid: int, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except (FileNotFoundError, ProcessLookupError):
            return True
        time.sleep(0.02)
    return False


def show(server: Embedded, *names: str) -> list[str]:
    async def read() -> list[str]:
        conn = await asyncpg.connect(server.admin_dsn)
        try:
            return [await conn.fetchval("select current_setting($1)", name) for name in names]
        finally:
            await conn.close()

    return asyncio.run(read())


def fill(path: Path) -> None:
    """Writes `path` until its disk is full."""
    handle = os.open(path, os.O_CREAT | os.O_WRONLY)
    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        while os.write(handle, bytes(4096)):
            pass
    os.close(handle)


async def add_event(pool: Pool, stream: UUID, version: int) -> None:
    event = NewEvent(type="request.received", date=date(2026, 3, 2), data={"note": os.urandom(8000).hex()})
    async with pool.agencies([1]) as conn:
        await append(
            conn, stream=stream, agency_id=1, expected_version=version, events=[event],
            at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC), actor="clerk",
        )  # fmt: skip


async def count_sound(pool: Pool, stream: UUID) -> int:
    async with pool.agencies([1]) as conn:
        events = await load(conn, stream)
    assert first_bad(events) is None
    return len(events)


async def count_in(server: Embedded, stream: UUID) -> int:
    async with await Pool.open(server.app_dsn) as pool:
        return await count_sound(pool, stream)
