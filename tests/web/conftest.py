"""The real web service on the test's database, spoken to in HTTP; and as a granian process of its own."""

import asyncio
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import httpx
import msgspec
import pytest
import pytest_asyncio
from litestar import Litestar
from tests import builders as make
from tests.conftest import CHEAP
from tests.web import staff
from tests.web.journeys import DAY, Clock
from tests.web.service import browser, made
from tests.web.staff import Desks

from ysq.accounts import read_people, seed_demo_people
from ysq.cases import Ground
from ysq.db.agencies import seed
from ysq.db.embedded import Embedded
from ysq.db.pool import Pool
from ysq.domain.agency import Agency
from ysq.passwords import Passwords, Profile
from ysq.resources import data_folder


@pytest.fixture
def clock() -> Clock:
    """Noon of DAY."""
    return Clock()


@pytest.fixture
def app(ground: Ground, clock: Clock) -> Litestar:
    """The service as it runs behind https."""
    return made(ground, clock)


@pytest_asyncio.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A fresh browser at the service."""
    async with browser(app) as opened:
        yield opened


@pytest_asyncio.fixture
async def desks(ground: Ground, clock: Clock) -> AsyncIterator[Desks]:
    """The whole office at the desk."""
    async with staff.opened(ground, clock) as opened:
        yield opened


@pytest.fixture(scope="session")
def served(server: Embedded, template: str, agencies: tuple[Agency, ...]) -> Iterator[str]:
    """The address of a granian process that serves a database of its own, over plain http on loopback."""
    dsns = asyncio.run(_database(server, template, agencies))
    with tempfile.TemporaryDirectory(prefix="ysq-web-") as folder:
        port = _free_port()
        environment = os.environ | {
            "YSQ_DATA": folder,
            "YSQ_DATABASE_URL": dsns[0],
            "YSQ_OWNER_DATABASE_URL": dsns[1],
            "YSQ_LOOPBACK_HTTP": "1",
        }
        command = [sys.executable, "-m", "granian", "--interface", "asgi", "--factory", "--no-ws"]
        log = Path(folder) / "granian.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [*command, "--port", str(port), "ysq.app:service"], env=environment, stdout=out, stderr=out
            )
        try:
            _wait(process, port, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


class Office(msgspec.Struct, frozen=True):
    """The served desk: its address, everybody's password, and the number of a case in its list."""

    address: str
    passwords: dict[str, str]
    number: str


@pytest.fixture(scope="session")
def office(served: str, server: Embedded) -> Office:
    path = f"/served_{os.getpid()}"
    passwords = asyncio.run(_people(urlsplit(server.app_dsn)._replace(path=path).geturl()))
    body = {"submission_id": "11111111-2222-4333-8444-555555555555", "agency": "SZZRZY",
            "application": msgspec.to_builtins(make.application("沿湖村七组的征地补偿安置方案", "征地公告"))}  # fmt: skip
    sent = httpx.post(f"{served}/api/v1/requests", json=body)
    assert sent.status_code in {200, 201}, sent.text
    return Office(served, passwords, sent.json()["request_no"])


async def _people(dsn: str) -> dict[str, str]:
    people = read_people(data_folder("examples") / "people.yaml")
    async with await Pool.open(dsn) as pool:
        return dict(await seed_demo_people(pool, Passwords(CHEAP, Profile.ASVS), people, make.noon(DAY)))


async def _database(server: Embedded, template: str, agencies: tuple[Agency, ...]) -> tuple[str, str]:
    name = f"served_{os.getpid()}"
    admin = await asyncpg.connect(server.admin_dsn)
    await admin.execute(f"create database {name} template {template} owner ysq_owner strategy file_copy")
    await admin.close()
    app, owner = (urlsplit(dsn)._replace(path=f"/{name}").geturl() for dsn in (server.app_dsn, server.owner_dsn))
    connection = await asyncpg.connect(owner)
    await seed(connection, agencies)
    await connection.close()
    return app, owner


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    for _turn in range(600):
        assert process.poll() is None, log.read_text("utf-8")
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise AssertionError(log.read_text("utf-8"))
