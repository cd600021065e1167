"""A calendar is imported over 100,000 open cases: how long until every one is counted again, and how much moved."""

import asyncio
import json
import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import msgspec

from ysq.cases import Ground, day_in_china, recount
from ysq.cases.adopt import adopt
from ysq.cases.almanac import renewed
from ysq.cases.record import row_of
from ysq.config import Settings
from ysq.db import events as log
from ysq.db import recounts
from ysq.db.embedded import Embedded
from ysq.db.pool import Pool
from ysq.domain import events as e
from ysq.domain.calendar import CalendarYear, Rest
from ysq.domain.fold import fold
from ysq.domain.terms import Channel, ConsulteeKind, DeliveryWish, Medium, RequesterKind
from ysq.resources import data_folder
from ysq.start import lay_ground, prepare, read_agencies

CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
FIRST, AGENCY = date(2026, 11, 2), 2
REF = e.Ref(uuid4(), "0" * 64)


def happened(number: int) -> list[e.CaseEvent]:
    """A case of its day: received, registered, a unit asked; of ten one is extended and two wait for a third party."""
    day = FIRST + timedelta(days=number % 40)
    said: list[e.CaseEvent] = [
        e.RequestReceived(
            day, "citizen", uuid4(), f"SZZRZY-2026-S-{number:06d}", Channel.ONLINE, None, REF, RequesterKind.PERSON,
            (e.ReceivedItem(1, REF),), Medium.PAPER, DeliveryWish.POST, True,  # noqa: FBT003
        ),
        e.CaseRegistered(day, "clerk", f"SZZRZY-2026-{number:06d}"),
        e.UnitAsked(day, "clerk", "征地管理股", (1,), REF),
    ]  # fmt: skip
    if number % 10 in (1, 2):
        said.append(e.ConsultationSent(day, "clerk", "A", ConsulteeKind.THIRD_PARTY, REF, REF))
        said.append(e.ConsultationDelivered(day, "clerk", "A"))
    if number % 10 == 3:
        said += [e.ExtensionProposed(day, "clerk", 10, REF), e.ExtensionApproved(day, "head")]
        said.append(e.DeadlineExtended(day, "clerk", 10))
    return said


def chained(case_id: UUID, said: list[e.CaseEvent], at: datetime) -> list[tuple[object, ...]]:
    """The events as the log has them."""
    rows, previous = [], log.FIRST_PREV_HASH
    for version, event in enumerate(said, 1):
        new = log.NewEvent(str(event.__struct_config__.tag), event.date, event)
        record = log.canonical_record(
            stream=case_id, version=version, agency_id=AGENCY, event=new, at=at, actor=event.actor
        )
        digest = log.chain_hash(previous, record)
        rows.append((case_id, version, AGENCY, new.type, new.date, at, event.actor, record, previous, digest))
        previous = digest
    return rows


async def fill(ground: Ground, dsn: str) -> int:
    """So many open cases with their logs and rows; the number of events."""
    at, events, rows = datetime(2026, 11, 1, tzinfo=UTC), [], []
    for number in range(CASES):
        case_id, said = uuid4(), happened(number)
        events += chained(case_id, said, at)
        row = row_of(fold(case_id, AGENCY, said), ground, day_in_china(at))
        rows.append((*msgspec.structs.astuple(row), 0))
    conn = await asyncpg.connect(dsn)
    await conn.execute("set app.agencies = '{2}'; alter table event disable trigger all")
    await conn.execute(
        "alter table event no force row level security; alter table case_view no force row level security"
    )
    await conn.copy_records_to_table("event", records=events)
    columns = [*CASE_COLUMNS, "counted_under"]
    await conn.copy_records_to_table("case_view", records=rows, columns=columns)
    await conn.execute("alter table event force row level security; alter table case_view force row level security")
    await conn.execute("alter table event enable trigger all; analyze event; analyze case_view")
    await conn.close()
    return len(events)


CASE_COLUMNS = (
    "case_id", "agency_id", "request_no", "register_no", "stage", "received_on", "due_on", "provisional",
    "tolled_until", "next_change_on", "version", "channel", "units", "first_text", "item_count",
)  # fmt: skip


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ysq-bench-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        with Embedded.start(data) as server:
            await prepare(server.owner_dsn, read_agencies(data_folder("examples") / "agencies.yaml"))
            async with await Pool.open(server.app_dsn) as pool:
                ground = await lay_ground(Settings(data=data), pool)
                events = await fill(ground, server.owner_dsn)
                known = {year.year: year for year in ground.book.calendars}
                rest = (
                    Rest("元旦", date(2027, 1, 1), date(2027, 1, 5)),
                    Rest("春节", date(2027, 2, 5), date(2027, 2, 11)),
                )
                year = CalendarYear(2027, True, known[2026].notices, rest)  # noqa: FBT003
                now = datetime(2026, 12, 20, tzinfo=UTC)
                added = await adopt(ground, "2027", msgspec.json.encode(year), "bench", now)
                fresh, load = await renewed(ground), os.getloadavg()[0]
                begun = time.perf_counter()
                await recount(fresh, lambda: now)
                took = time.perf_counter() - begun
                async with pool.agencies([AGENCY]) as conn:
                    (progress,) = await recounts.progress(conn, added.number)
    assert progress.done == CASES
    figures = {"events": events, "moved": progress.moved, "conflicting": progress.conflicting}
    told = {"bench": "recount", "cases": CASES, **figures, "seconds": round(took, 1), "load": round(load, 1)}
    print(json.dumps(told | {"bar_seconds": 30}))


if __name__ == "__main__":
    asyncio.run(main())
