"""The service in the test's own process, alive between its start and its end, and a browser at it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from litestar import Litestar
from tests.web.journeys import BASE, Clock

from ysq.app import create_app
from ysq.cases import Ground


def made(ground: Ground, clock: Clock, *, loopback_http: bool = False) -> Litestar:
    """The service on `ground`."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Ground]:
        yield ground

    return create_app(opened, clock, loopback_http=loopback_http)


@asynccontextmanager
async def living(app: Litestar) -> AsyncIterator[None]:
    """The service between its start and its end, both in one task: a fixture may end in another than it began in."""
    started, ended = asyncio.Event(), asyncio.Event()

    async def live() -> None:
        async with app.lifespan():
            started.set()
            await ended.wait()

    life = asyncio.create_task(live())
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait({life, waiting}, return_when=asyncio.FIRST_COMPLETED)
    assert started.is_set(), life.exception()
    yield
    ended.set()
    await life


@asynccontextmanager
async def browser(app: Litestar, base: str = BASE) -> AsyncIterator[httpx.AsyncClient]:
    """A client that keeps cookies and doesn't follow redirects by itself."""
    transport = httpx.ASGITransport(app=app)
    async with living(app), httpx.AsyncClient(transport=transport, base_url=base) as opened:
        yield opened
