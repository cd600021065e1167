"""Puts the web service together: the only module here that reads the clock and the environment."""

import asyncio
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess

from litestar import Litestar
from litestar.datastructures import State
from litestar.di import Provide
from litestar.template import TemplateConfig

from ysq.cases import Ground
from ysq.config import Settings
from ysq.db.pool import Pool
from ysq.jobs import keep_calendars, keep_house
from ysq.resources import data_folder
from ysq.start import lay_ground
from ysq.web.api import api_router
from ysq.web.calendars import calendars_router
from ysq.web.desk import desk_router
from ysq.web.desk_accounts import desk_accounts_router
from ysq.web.desk_calendars import desk_calendars_router
from ysq.web.desk_case import desk_case_router
from ysq.web.desk_draft import desk_draft_router
from ysq.web.desk_give import desk_give_router
from ysq.web.desk_intake import desk_intake_router
from ysq.web.desk_papers import desk_papers_router
from ysq.web.desk_roles import desk_roles_router
from ysq.web.desk_session import desk_session_router
from ysq.web.desk_tasks import desk_tasks_router
from ysq.web.edge import headers
from ysq.web.forms import BODY_BYTES
from ysq.web.guard import Guard
from ysq.web.openapi import document
from ysq.web.pages import Sheets, engine
from ysq.web.problems import boundary
from ysq.web.public import public_router
from ysq.web.staff_accounts import accounts_router
from ysq.web.staff_cases import cases_router
from ysq.web.staff_commands import commands_router
from ysq.web.staff_drafts import drafts_router
from ysq.web.staff_letters import letters_router
from ysq.web.staff_session import session_router
from ysq.web.words import read_desk_words, read_words

_DESK = (
    desk_session_router, desk_router, desk_tasks_router, desk_intake_router, desk_case_router, desk_papers_router,
    desk_draft_router, desk_give_router, desk_calendars_router, desk_accounts_router, desk_roles_router,
)  # fmt: skip
_API = (
    api_router,
    session_router,
    cases_router,
    letters_router,
    drafts_router,
    commands_router,
    calendars_router,
    accounts_router,
)
OpenGround = Callable[[], AbstractAsyncContextManager[Ground]]
_PR_SET_PDEATHSIG = 1


def create_app(open_ground: OpenGround, now: Callable[[], datetime], *, loopback_http: bool = False) -> Litestar:
    """The web service on the ground that `open_ground` opens at its start; `now` gives aware instants.

    `loopback_http` leaves out Secure cookies and HSTS, for plain http on this machine only.
    """

    @asynccontextmanager
    async def grounded(app: Litestar) -> AsyncIterator[None]:
        async with open_ground() as ground:
            app.state.ground = ground
            app.state.guard = Guard(ground.vault, secure=not loopback_http)
            async with _until_left(keep_calendars(app.state, now)):
                yield

    folder = data_folder("templates") / "pages"
    sheets, words, desk_words = Sheets.read(folder), read_words(folder), read_desk_words(folder)
    described = document(words)
    return Litestar(
        route_handlers=[public_router, *_API, *_DESK],
        dependencies={
            "ground": Provide(_ground, sync_to_thread=False),
            "guard": Provide(_guard, sync_to_thread=False),
            "now": Provide(now, sync_to_thread=False),
            "sheets": Provide(lambda: sheets, sync_to_thread=False),
            "words": Provide(lambda: words, sync_to_thread=False),
            "desk_words": Provide(lambda: desk_words, sync_to_thread=False),
            "openapi": Provide(lambda: described, sync_to_thread=False),
        },
        exception_handlers={Exception: boundary(words)},
        before_send=[headers(secure=not loopback_http)],
        lifespan=[grounded],
        template_config=TemplateConfig(engine=engine(folder, sheets)),
        openapi_config=None,
        logging_config=None,
        request_max_body_size=BODY_BYTES,
        debug=False,
    )


def service() -> Litestar:
    """What a granian worker serves: settings from the environment, the host's clock; it ends when its parent does."""
    _end_with(multiprocessing.parent_process())
    settings = Settings.from_env(os.environ)

    @asynccontextmanager
    async def open_ground() -> AsyncIterator[Ground]:
        assert settings.database_url, "`ysq serve` tells its workers where the database is"
        async with await Pool.open(settings.database_url) as pool:
            ground = await lay_ground(settings, pool)
            _keep_for_good()
            async with _until_left(keep_house(ground, settings.digest_folder, _utc_now)):
                yield ground

    return create_app(open_ground, _utc_now, loopback_http=settings.loopback_http)


@asynccontextmanager
async def _until_left(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """`work` goes on beside the block, and ends with it."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _end_with(parent: BaseProcess | None) -> None:
    """Ties this process's life to `parent`, which only kill -9 ends before us, its database with it."""
    if parent is None or sys.platform != "linux":
        return
    # SIGKILL: with its database gone, a worker that stops in good order would wait for answers that never come.
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent.pid:
        sys.exit("the service ended while its worker was starting")


def openapi_document() -> bytes:
    """`openapi/openapi.json`: the JSON face described, in a stable order."""
    return document(read_words(data_folder("templates") / "pages"))


def _keep_for_good() -> None:
    """What stands now, the law and the code, stays until the end: collecting garbage never looks at it again.

    Looking through all of it held up every page at once for some 75 ms.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)  # a page makes some thousand objects, nearly none of them garbage in a ring


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _ground(state: State) -> Ground:
    ground: Ground = state.ground
    return ground


def _guard(state: State) -> Guard:
    guard: Guard = state.guard
    return guard
