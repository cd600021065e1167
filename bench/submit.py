"""Submitting over HTTP by 1 and by 16 clients, beside the same SQL by asyncpg in the same run: `submit.py [COUNT]`."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg

import serving
from ysq.db import stores
from ysq.db.events import StoredEvent
from ysq.db.sql import sql
from ysq.db.submissions import Opening, Submission, open_case
from ysq.db.views import CaseRow

AGENCY, COUNT = 2, int(sys.argv[1]) if len(sys.argv) > 1 else 200


def opening(number: str) -> Opening:
    """What one submission writes, of the program's own shapes, so that it is always the same SQL."""
    case_id, now, digest = uuid4(), datetime.now(UTC), bytes(32)
    text = stores.TextRow(uuid4(), "item", "沿湖村七组的征地补偿安置方案", bytes(16))
    return Opening(
        submission=Submission(uuid4(), AGENCY, case_id, number, digest, digest, now),
        person=stores.PersonRow(uuid4(), "requester", bytes(300)),
        index=stores.PersonIndex(digest, digest),
        texts=(text,),
        event=StoredEvent(
            case_id, 1, AGENCY, "request.received", now.date(), now, "citizen", bytes(900), digest, digest
        ),
        row=CaseRow(
            case_id, AGENCY, number, None, "received", now.date(), now.date(), provisional=False,
            tolled_until=None, next_change_on=None, version=1, channel="online", first_text=text.id, item_count=1,
            waits=("register",),
        ),
        counted_under=1,
    )  # fmt: skip


async def plain(pool: "asyncpg.Pool[asyncpg.Record]") -> None:
    """The statements of one submission, and nothing else: one transaction with a durable commit."""
    async with pool.acquire() as conn, conn.transaction():
        await conn.execute(sql.set_agencies, [AGENCY])
        await conn.fetchval(sql.next_number, AGENCY, "bench", 2026)
        assert await open_case(conn, opening(uuid4().hex))


async def measured(call: Callable[[], Awaitable[object]]) -> tuple[list[float], float]:
    await serving.timed(call, COUNT // 6)
    return await serving.timed(call, COUNT), await serving.crowd(call, 16, COUNT // 5)


async def main() -> None:
    async with serving.served() as served:
        lines = serving.Lines(served.url)

        async def submit() -> None:
            status, body = await lines.ask("POST", "/api/v1/requests", {}, serving.application())
            assert status == 201, body

        async with asyncpg.create_pool(served.server.app_dsn, min_size=10, max_size=10) as pool:
            took, rate = await measured(submit)
            sql_took, sql_rate = await measured(lambda: plain(pool))
    print(
        json.dumps({
            "bench": "submit",
            "p50_ms": serving.p(took, 50), "p95_ms": serving.p(took, 95), "bar_p50_ms": 10,
            "per_second_16": round(rate), "bar_per_second_16": 150,
            "sql_p50_ms": serving.p(sql_took, 50), "sql_per_second_16": round(sql_rate),
            "ratio_p50": round(serving.p(took, 50) / serving.p(sql_took, 50), 1),
            "ratio_rate": round(sql_rate / rate, 1),
        })
    )  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main())
