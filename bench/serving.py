"""What the benches over HTTP share: one durable `ysq` service on a folder of its own, its database, and figures."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import msgspec

from ysq.accounts import read_people, seed_demo_people
from ysq.cases import Ground
from ysq.config import Settings
from ysq.db.embedded import Embedded
from ysq.db.pool import Pool
from ysq.passwords import Cost
from ysq.resources import data_folder
from ysq.start import lay_ground, prepare, read_agencies

CHEAP = Cost(memory_kib=8, passes=1)


class Served(msgspec.Struct, frozen=True):
    """The address of the service, the ground under it in this process, and login -> password."""

    url: str
    ground: Ground
    server: Embedded
    passwords: dict[str, str]

    @property
    def clerk(self) -> tuple[str, str]:
        return "jingban", self.passwords["jingban"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def worker(data: Path, server: Embedded) -> Iterator[str]:
    """A granian worker as `ysq serve` starts it, on the durable database of this process."""
    port = free_port()
    environment = os.environ | {
        "YSQ_DATA": str(data), "YSQ_DATABASE_URL": server.app_dsn, "YSQ_OWNER_DATABASE_URL": server.owner_dsn,
        "YSQ_LOOPBACK_HTTP": "1",
    }  # fmt: skip
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--no-ws", "--port", str(port)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen([*command, "ysq.app:service"], env=environment, stdout=quiet, stderr=quiet)
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with suppress(httpx.HTTPError):
                httpx.get(f"http://127.0.0.1:{port}/api/v1/health", timeout=2)
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


@asynccontextmanager
async def served() -> AsyncIterator[Served]:
    """Everything, with the invented people of 石钟县; its folder goes away."""
    with tempfile.TemporaryDirectory(prefix="ysq-bench-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        with Embedded.start(data) as server:
            await prepare(server.owner_dsn, read_agencies(data_folder("examples") / "agencies.yaml"))
            async with await Pool.open(server.app_dsn) as pool:
                ground = await lay_ground(Settings(data=data), pool, CHEAP)
                people = read_people(data_folder("examples") / "people.yaml")
                shown = dict(await seed_demo_people(pool, ground.passwords, people, datetime.now(UTC)))
                with worker(data, server) as url:
                    yield Served(url, ground, server, shown)


class Lines:
    """Connections to the service that are used again; plain sockets, because a client library costs more than ysq."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.host, self.port = str(parts.hostname), int(parts.port or 80)
        self.free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def ask(self, method: str, path: str, headers: dict[str, str], body: object = None) -> tuple[int, bytes]:
        """Status and body of the answer."""
        line = self.free.pop() if self.free else await asyncio.open_connection(self.host, self.port)
        content = msgspec.json.encode(body) if body is not None else b""
        told = {"Host": self.host, "Content-Type": "application/json", "Content-Length": str(len(content)), **headers}
        head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
        line[1].write(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + content)
        answer = await line[0].readuntil(b"\r\n\r\n")
        length = next(
            int(field.split(b":")[1]) for field in answer.split(b"\r\n") if field.lower().startswith(b"content-length")
        )
        received = await line[0].readexactly(length)
        self.free.append(line)
        return int(answer.split(b" ", 2)[1]), received


async def signed_in(served: Served) -> dict[str, str]:
    """Headers of the clerk's session."""
    async with httpx.AsyncClient() as client:
        login = {"login": served.clerk[0], "password": served.clerk[1]}
        answer = await client.post(f"{served.url}/api/v1/session", json=login)
        return {"Authorization": f"Bearer {answer.json()['token']}"}


def application() -> dict[str, object]:
    """The body of a submission of its own."""
    requester = {"kind": "person", "name": "陶满仓", "address": "石钟县双钟镇沿湖村七组"}
    asked = {"requester": requester, "items": [{"description": "沿湖村七组的征地补偿安置方案"}]}
    return {
        "submission_id": str(uuid4()),
        "agency": "SZZRZY",
        "application": asked | {"medium": "paper", "delivery": "post"},
    }


async def timed(call: Callable[[], Awaitable[object]], times: int) -> list[float]:
    """Milliseconds of each of `times` calls, one after the other."""
    took = []
    for _turn in range(times):
        begun = time.perf_counter()
        await call()
        took.append((time.perf_counter() - begun) * 1000)
    return took


async def crowd(call: Callable[[], Awaitable[object]], clients: int, times: int) -> float:
    """Calls a second, `clients` at a time, `times` each."""
    begun = time.perf_counter()
    await asyncio.gather(*(timed(call, times) for _client in range(clients)))
    return clients * times / (time.perf_counter() - begun)


def p(values: Sequence[float], share: int) -> float:
    """The percentile of milliseconds, to a tenth."""
    return round(sorted(values)[min(len(values) - 1, len(values) * share // 100)], 1)
