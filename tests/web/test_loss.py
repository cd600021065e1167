"""The database goes away and comes back: nothing pretends to be submitted, nothing typed is lost, no page hangs."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import monotonic

import httpx
import msgspec
import pytest_asyncio
from tests import builders as make
from tests.web.journeys import TYPED, Clock, checked, opened, press
from tests.web.pages import Page
from tests.web.service import browser, made

from ysq.cases import Ground
from ysq.config import Settings
from ysq.db.embedded import Embedded
from ysq.db.pool import Pool
from ysq.domain.agency import Agency
from ysq.start import lay_ground, prepare

PATIENCE = 2.5


class Losable:
    """A service whose database can be stopped and started."""

    def __init__(self, folder: Path, agencies: tuple[Agency, ...]) -> None:
        self._folder = folder
        self._agencies = agencies
        self._server: Embedded | None = None

    async def start(self) -> str:
        self._server = await asyncio.to_thread(Embedded.start, self._folder, durable=False)
        await prepare(self._server.owner_dsn, self._agencies)
        return self._server.app_dsn

    async def stop(self) -> None:
        if self._server is not None:
            await asyncio.to_thread(self._server.stop)
            self._server = None

    @asynccontextmanager
    async def ground(self) -> AsyncIterator[Ground]:
        async with await Pool.open(await self.start()) as pool:
            yield await lay_ground(Settings(data=self._folder), pool)


@pytest_asyncio.fixture
async def losable(agencies: tuple[Agency, ...]) -> AsyncIterator[Losable]:
    with tempfile.TemporaryDirectory(prefix="ysq-loss-") as folder:
        made_up = Losable(Path(folder), agencies)
        yield made_up
        await made_up.stop()


async def test_a_lost_database_loses_no_words_and_pretends_nothing(losable: Losable) -> None:
    async with losable.ground() as ground, browser(made(ground, Clock())) as client:
        check = await checked(client)
        await losable.stop()

        begun = monotonic()
        failed = await press(client, check, "/apply", "send")
        assert monotonic() - begun < PATIENCE
        assert failed.status_code == 503
        assert failed.headers["retry-after"] == "5"
        assert "未提交成功" in failed.text
        kept = Page(failed).form()
        assert kept["description-1"] == TYPED["description-1"]

        begun = monotonic()
        page = await client.get("/apply")
        assert monotonic() - begun < PATIENCE
        assert (page.status_code, page.headers["retry-after"]) == (503, "5")
        assert "暂时" in page.text

        asked = {"submission_id": kept["submission_id"], "agency": make.CODE}
        asked |= {"application": msgspec.to_builtins(make.application())}
        refused = await client.post("/api/v1/requests", json=asked)
        assert (refused.status_code, refused.json()["code"]) == (503, "not_submitted")
        assert "未提交成功" in refused.json()["detail"]
        health = await client.get("/api/v1/health")
        assert (health.status_code, health.json()["code"]) == (503, "unavailable")

        assert (await client.get("/clock?received=2026-03-02")).status_code == 200
        assert "无法读取受理机关" in (await client.get("/")).text


async def test_a_half_filled_form_survives_the_loss_too(losable: Losable) -> None:
    async with losable.ground() as ground, browser(made(ground, Clock())) as client:
        form = await opened(client, "/apply")
        await losable.stop()
        failed = Page(await press(client, form, "/apply", "add", **TYPED))
        await losable.start()
        again = Page(await press(client, failed, "/apply"))
        assert {name: again.form()[name] for name in TYPED} == TYPED
        assert again.form()["items"] == "2"


async def test_the_same_page_sends_when_the_database_is_back(losable: Losable) -> None:
    async with losable.ground() as ground, browser(made(ground, Clock())) as client:
        check = await checked(client)
        await losable.stop()
        failed = Page(await press(client, check, "/apply", "send"))
        await losable.start()
        sent = await press(client, failed, "/apply", "send")
        assert (sent.status_code, sent.headers["location"]) == (303, "/receipt")
        receipt: httpx.Response = await client.get("/receipt")
        assert "SZZRZY-2026-S-0001" in receipt.text
        assert "这是同一份回执" not in receipt.text
