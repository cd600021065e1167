"""Counts again in a process of its own, case by case, until it is done or killed.

`python -m tests.cases.recounting DSN FOLDER` prints how many cases it has counted after each.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

from ysq.cases import recount
from ysq.cases.almanac import renewed
from ysq.config import Settings
from ysq.db.pool import Pool
from ysq.start import lay_ground

AT = datetime(2026, 9, 11, 4, tzinfo=UTC)


async def main(dsn: str, folder: Path) -> None:
    async with await Pool.open(dsn) as pool:
        ground = await renewed(await lay_ground(Settings(data=folder), pool))
        print("ready", flush=True)
        await recount(ground, lambda: AT, lambda counted: print(counted, flush=True), most=1)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
