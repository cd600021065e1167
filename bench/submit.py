"""Submitting over HTTP by 1 and by 16 clients, beside the same SQL by asyncpg in the same run."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg

import serving
from ysq.db.sql import sql

AGENCY = 2


async def plain(pool: "asyncpg.Pool[asyncpg.Record]") -> None:
    """The statements of one submission, and nothing else: one transaction with a durable commit."""
    case_id, now, number = uuid4(), datetime.now(UTC), uuid4().hex
    digest, today = bytes(32), datetime.now(UTC).date()
    async with pool.acquire() as conn, conn.transaction():
        await conn.execute(sql.set_agencies, [AGENCY])
        await conn.fetchval(sql.next_number, AGENCY, "bench", 2026)
        values = (
            uuid4(), AGENCY, case_id, number, digest, digest, now,
            uuid4(), "requester", bytes(300), digest, digest,
            [uuid4()], ["item"], ["沿湖村七组的征地补偿安置方案"], [bytes(16)],
            "request.received", today, now, "citizen", bytes(900), digest, digest,
            "received", today, today, False, None, None, 1,
        )  # fmt: skip
        await conn.fetchval(sql.open_submitted_case, *values)


async def measured(call: Callable[[], Awaitable[object]]) -> tuple[list[float], float]:
    await serving.timed(call, 30)
    return await serving.timed(call, 200), await serving.crowd(call, 16, 40)


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
