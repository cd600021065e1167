"""`ysq serve`: the database in this process's care, the web service in a worker that never outlives it."""

import asyncio
import multiprocessing
import socket
from collections.abc import MutableMapping
from datetime import datetime
from typing import TextIO

from granian import Granian
from granian.constants import Interfaces
from granian.http import HTTP1Settings

from ysq.accounts import missing_administrators
from ysq.config import ConfigError, Settings
from ysq.db.pool import Pool
from ysq.demo import furnish_demo, require_demo, require_real
from ysq.faults import cause
from ysq.resources import data_folder
from ysq.start import Dsns, database, lay_ground, prepare, read_agencies, write_agencies

_HEADER_MILLISECONDS = 5000
_STOP_SECONDS = 10


def serve(settings: Settings, *, demo: bool, environment: MutableMapping[str, str], at: datetime, out: TextIO) -> int:
    """Serve until Ctrl-C or SIGTERM; the worker is told where the database is through `environment`.

    What people must know is written to `out`; `at` is now. Raises ConfigError or StartError with one line when it
    can't begin.
    """
    _require_free(settings.host, settings.port)
    with database(settings) as dsns:
        asyncio.run(_furnished(settings, dsns, at, out) if demo else _checked(dsns, out))
        told = {"YSQ_DATABASE_URL": dsns.app, "YSQ_OWNER_DATABASE_URL": dsns.owner, "YSQ_DATA": str(settings.data)}
        environment.update(told)
        # A forked worker would hold the data folder's lock as we do, and keep it after a kill -9 of this process.
        multiprocessing.set_start_method("spawn", force=True)
        Granian(
            "ysq.app:service",
            address=settings.host,
            port=settings.port,
            interface=Interfaces.ASGI,
            factory=True,
            websockets=False,
            http1_settings=HTTP1Settings(header_read_timeout=_HEADER_MILLISECONDS),
            respawn_failed_workers=True,
            workers_kill_timeout=_STOP_SECONDS,
        ).serve()
    return 0


async def _furnished(settings: Settings, dsns: Dsns, at: datetime, out: TextIO) -> None:
    """The demonstration on the database, which must be one or hold nothing."""
    examples = data_folder("examples")
    invented = read_agencies(examples / "agencies.yaml")
    await prepare(dsns.owner)
    await require_demo(dsns.owner, invented)
    await write_agencies(dsns.owner, invented)
    async with await Pool.open(dsns.app) as pool:
        await furnish_demo(await lay_ground(settings, pool), examples, at, out)


async def _checked(dsns: Dsns, out: TextIO) -> None:
    """The database up to date and no demonstration; say which administrators there must be."""
    await prepare(dsns.owner)
    await require_real(dsns.owner, read_agencies(data_folder("examples") / "agencies.yaml"))
    async with await Pool.open(dsns.app) as pool:
        missing = await missing_administrators(pool)
    if missing:
        kinds = "、".join(f"{role.zh}（{role.value}）" for role in missing)
        out.write(f"还没有{kinds}：请用 ysq agency import 写入机关，再用 ysq account add-admin 建立\n")
        out.flush()


def _require_free(host: str, port: int) -> None:
    """Refuse a port that somebody listens on: granian would share it in silence."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ConfigError(
                f"无法在 {host}:{port} 上监听（{cause(error)}），请停止占用它的程序，或用 YSQ_PORT 另选端口"
                f" / can't listen on {host}:{port}: stop what uses it, or set YSQ_PORT"
            ) from None
