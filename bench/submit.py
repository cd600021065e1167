"""Submitting over HTTP by 1 and by 16 clients, beside the same SQL by pgbench in the same run: `submit.py [COUNT]`."""

import asyncio
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID, uuid4

import serving
from ysq.db import stores
from ysq.db.events import StoredEvent
from ysq.db.home import packaged_programs
from ysq.db.sql import sql
from ysq.db.submissions import Opening, Submission, values_of
from ysq.db.views import CaseRow

AGENCY, NUMBER, COUNT = 2, "bench", int(sys.argv[1]) if len(sys.argv) > 1 else 200


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


def literal(value: object) -> str:
    """A value as SQL; ids are drawn anew in each transaction."""
    match value:
        case None:
            return "null"
        case UUID():
            return "gen_random_uuid()"
        case bytes():
            return f"'\\x{value.hex()}'::bytea"
        case list() | tuple():
            return f"array[{', '.join(map(literal, value))}]" if value else "'{}'"
        case bool() | int():
            return str(value).lower()
        case _:
            return f"'{value}'"


def script() -> str:
    """One submission's statements for pgbench: those of the program, with values in the places of its parameters."""
    values = [literal(value) for value in values_of(opening(NUMBER))]
    values[values.index(literal(NUMBER))] = "md5(random()::text)"
    numbered = {"1": str(AGENCY), "2": "'bench'", "3": "2026"}
    written = [
        sql.begin_in_agencies.format(mode=sql.mode_writing, agencies=AGENCY),
        re.sub(r"\$(\d+)", lambda found: numbered[found[1]], sql.next_number),
        re.sub(r"\$(\d+)", lambda found: values[int(found[1]) - 1], sql.open_submitted_case),
    ]
    return "".join(f"{one_line(one)};\n" for one in (*written, sql.keep_work))


def one_line(statement: str) -> str:
    lines = [line for line in statement.splitlines() if not line.lstrip().startswith("--")]
    return " ".join(" ".join(lines).rstrip("; ").split())


def pgbench(dsn: str, folder: Path, clients: int, each: int) -> tuple[list[float], float]:
    """Milliseconds of each transaction, and transactions a second, over the same durable commits."""
    (folder / "submit.sql").write_text(script(), "utf-8")
    command = [
        packaged_programs() / "pgbench",
        "-n",
        "-M",
        "prepared",
        "-f",
        "submit.sql",
        "-c",
        str(clients),
        "-t",
        str(each),
    ]
    done = subprocess.run([*command, "-l", dsn], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    logs = list(folder.glob("pgbench_log.*"))
    took = [int(line.split()[2]) / 1000 for log in logs for line in log.read_text("utf-8").splitlines()]
    for log in logs:
        log.unlink()
    rate = re.search(r"tps = ([0-9.]+)", done.stdout)
    assert rate, done.stdout
    return took, float(rate[1])


async def measured(call: Callable[[], Awaitable[object]]) -> tuple[list[float], float]:
    await serving.timed(call, COUNT // 6)
    return await serving.timed(call, COUNT), await serving.crowd(call, 16, COUNT // 5)


async def main() -> None:
    async with serving.served() as served:
        lines = serving.Lines(served.url)

        async def submit() -> None:
            status, body = await lines.ask("POST", "/api/v1/requests", {}, serving.application())
            assert status == 201, body

        took, rate = await measured(submit)
        with tempfile.TemporaryDirectory(prefix="ysq-pgbench-") as folder:
            alone = partial(asyncio.to_thread, pgbench, served.server.app_dsn, Path(folder))
            await alone(1, COUNT // 6)
            sql_took, _rate = await alone(1, COUNT)
            _took, sql_rate = await alone(16, COUNT // 5)
        async with served.ground.pool.agencies([AGENCY]) as conn:
            stored = await conn.fetchval("select count(*) from event where record = $1", bytes(900))
        assert stored == COUNT // 6 + COUNT + 16 * (COUNT // 5), "pgbench stored every submission"
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
