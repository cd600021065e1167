"""A service for the tests, run as a process: starts the server of a folder and appends events until it is killed.

`service.py FOLDER STREAM` prints `ready <pid of postgres>`, then each version after it was acknowledged.
"""

import asyncio
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from ysq.db.embedded import Embedded
from ysq.db.events import NewEvent, append, load
from ysq.db.migrate import migrate
from ysq.db.pool import Pool

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
EVENT = NewEvent(type="request.received", date=date(2026, 3, 2), data={"channel": "online"})


async def write(server: Embedded, stream: UUID) -> None:
    await migrate(server.owner_dsn)
    async with await Pool.open(server.app_dsn) as pool:
        print("ready", server.pid, flush=True)
        async with pool.agencies([1]) as conn:
            version = len(await load(conn, stream))
        while True:
            async with pool.agencies([1]) as conn:
                await append(
                    conn, stream=stream, agency_id=1, expected_version=version, events=[EVENT], at=AT, actor="clerk"
                )
            version += 1
            print(version, flush=True)


if __name__ == "__main__":
    with Embedded.start(Path(sys.argv[1])) as running:
        asyncio.run(write(running, UUID(sys.argv[2])))
