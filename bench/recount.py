"""A calendar is imported over 100,000 open cases: how long until every one is counted again, and how much moved.

`python bench/recount.py [CASES]`: a smaller number for a test.
"""

import asyncio
import json
import os
import sys
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from uuid import uuid4

import msgspec

from ysq.cases import Ground, day_in_china, recount, replay
from ysq.cases.adopt import adopt
from ysq.cases.almanac import renewed
from ysq.cases.record import row_of
from ysq.config import Settings
from ysq.db import events as log
from ysq.db import recounts, views
from ysq.db.embedded import Embedded
from ysq.db.pool import Pool
from ysq.db.sql import sql
from ysq.domain import events as e
from ysq.domain.calendar import CalendarYear, Rest
from ysq.domain.fold import fold
from ysq.domain.terms import Channel, ConsulteeKind, DeliveryWish, Medium, RequesterKind
from ysq.resources import data_folder
from ysq.start import lay_ground, prepare, read_agencies

CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
FIRST, AGENCY, BATCH = date(2026, 11, 2), 2, 1000
CHANNELS = (Channel.ONLINE, Channel.COUNTER, Channel.REGISTERED_MAIL, Channel.EMAIL)
CHECKED, NOON = 2000, time(4, tzinfo=UTC)
"""As far as this, each case is counted once more by itself and compared."""
REF = e.Ref(uuid4(), "0" * 64)


def happened(number: int) -> list[e.CaseEvent]:
    """A case of its day: received, registered, acknowledged, a unit asked; of ten one is extended, two consult.

    Days, channels and pauses vary with the number, so that few cases have the same course.
    """
    day, channel = FIRST + timedelta(days=number % 43), CHANNELS[number % len(CHANNELS)]
    told, pause = day + timedelta(days=number % 3), timedelta(days=number // 43 % 11)
    said: list[e.CaseEvent] = [
        e.RequestReceived(
            day, "citizen", uuid4(), f"SZZRZY-2026-S-{number:06d}", channel, None, REF, RequesterKind.PERSON,
            (e.ReceivedItem(1, REF),), Medium.PAPER, DeliveryWish.POST, True,  # noqa: FBT003
        ),
        e.CaseRegistered(told, "clerk", f"SZZRZY-2026-{number:06d}"),
        e.AcknowledgementIssued(told, "clerk", uuid4(), f"石自然资公回〔2026〕{number}号", REF, 1),
        e.UnitAsked(told + pause, "clerk", "征地管理股", (1,), REF),
    ]  # fmt: skip
    if number % 10 in (1, 2):
        said.append(e.ConsultationSent(told + pause, "clerk", "A", ConsulteeKind.THIRD_PARTY, REF, REF))
        said.append(e.ConsultationDelivered(told + 2 * pause, "clerk", "A"))
    if number % 10 == 3:
        said += [e.ExtensionProposed(told + pause, "clerk", 10, REF), e.ExtensionApproved(told + pause, "head")]
        said.append(e.DeadlineExtended(told + pause, "clerk", 1 + number % 20))
    return said


async def fill(ground: Ground) -> int:
    """So many open cases with their logs and rows, by the statements of the service; the number of events."""
    count = 0
    for first in range(0, CASES, BATCH):
        events, rows = [], []
        for number in range(first, min(first + BATCH, CASES)):
            case_id, said = uuid4(), happened(number)
            at = datetime.combine(said[-1].date, NOON)
            new = [log.NewEvent(str(event.__struct_config__.tag), event.date, event) for event in said]
            events += log.chained(new, stream=case_id, agency_id=AGENCY, at=at, actor="clerk")
            rows.append(row_of(fold(case_id, AGENCY, said), ground, day_in_china(at)))
        async with ground.pool.agencies([AGENCY]) as conn:
            await conn.executemany(sql.append_event, list(map(msgspec.structs.astuple, events)))
            await views.show_all(conn, rows, 0)
        count += len(events)
    return count


def notice(ground: Ground) -> CalendarYear:
    """2027 as a notice may have it: the statutory days, and more days off around two of them."""
    statutory = [Rest(name, day, day) for day, name in ground.book.statutory.days(2027).items()]
    longer = (Rest("元旦", date(2027, 1, 2), date(2027, 1, 5)), Rest("春节", date(2027, 2, 9), date(2027, 2, 11)))
    announced = next(year for year in ground.book.calendars if year.year == 2026)
    return CalendarYear(2027, True, announced.notices, (*statutory, *longer))  # noqa: FBT003


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="ysq-bench-") as folder:
        Path(folder).chmod(0o755)
        data = Path(folder) / "data"
        with Embedded.start(data) as server:
            await prepare(server.owner_dsn, read_agencies(data_folder("examples") / "agencies.yaml"))
            async with await Pool.open(server.app_dsn) as pool:
                ground = await lay_ground(Settings(data=data), pool)
                events = await fill(ground)
                year = notice(ground)
                now = datetime(2027, 1, 26, tzinfo=UTC)
                added = await adopt(ground, "2027", msgspec.json.encode(year), "bench", now)
                fresh, load = await renewed(ground), os.getloadavg()[0]
                begun = perf_counter()
                await recount(fresh, lambda: now)
                took = perf_counter() - begun
                async with pool.agencies([AGENCY]) as conn:
                    (progress,) = await recounts.progress(conn, added.number)
                different = len((await replay(fresh, write=False)).different) if CASES <= CHECKED else None
    assert progress.done == CASES
    figures = {"events": events, "moved": progress.moved, "conflicting": progress.conflicting, "different": different}
    told = {"bench": "recount", "cases": CASES, **figures, "seconds": round(took, 1), "load": round(load, 1)}
    print(json.dumps(told | {"bar_seconds": 30}))


if __name__ == "__main__":
    asyncio.run(main())
