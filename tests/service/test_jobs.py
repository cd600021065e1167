"""The day is sealed by itself when it is over: once, by however many services, and written when the disk allows."""

import asyncio
from datetime import date, datetime, timedelta
from pathlib import Path

from tests import builders as make
from tests.cases.test_recount import GOLDEN_WEEK, announced

from ysq.cases import Ground, digest_path, read_digests, seal_day
from ysq.cases.adopt import adopt
from ysq.cases.almanac import renewed
from ysq.db import digest, recounts
from ysq.domain import commands as c
from ysq.jobs import keep_calendars, keep_house, seal_over

DAY = date(2026, 3, 2)


class Host:
    """A clock that a test moves."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


async def days_sealed(ground: Ground) -> list[date]:
    async with ground.pool.agencies(()) as conn:
        return [one.told.day for one in await digest.kept(conn)]


async def until_sealed(ground: Ground, day: date) -> None:
    for _turn in range(500):
        if day in await days_sealed(ground):
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{day} isn't sealed")


async def test_each_day_is_sealed_after_midnight_in_china_and_two_services_dont_double_it(
    ground: Ground, tmp_path: Path
) -> None:
    host = Host(make.noon(DAY))
    await make.received(ground, DAY)
    services = [asyncio.create_task(keep_house(ground, tmp_path / "kept", host.now, 0.01)) for _number in range(2)]
    await until_sealed(ground, DAY - timedelta(days=1))
    host.at = make.noon(DAY) + timedelta(hours=11, minutes=59)  # 23:59 in China
    await asyncio.sleep(0.1)
    assert DAY not in await days_sealed(ground)
    host.at += timedelta(minutes=2)
    await until_sealed(ground, DAY)
    await asyncio.sleep(0.1)
    for service in services:
        service.cancel()
    await asyncio.gather(*services, return_exceptions=True)
    assert await days_sealed(ground) == [DAY - timedelta(days=1), DAY]
    assert [one.told.day for one in read_digests(tmp_path / "kept")] == [DAY - timedelta(days=1), DAY]


async def test_a_folder_that_cannot_be_written_is_tried_again_and_gets_every_day(
    ground: Ground, tmp_path: Path
) -> None:
    folder, host = tmp_path / "kept", Host(make.noon(DAY))
    folder.write_text("not a folder", "utf-8")
    service = asyncio.create_task(keep_house(ground, folder, host.now, 0.01))
    await until_sealed(ground, DAY - timedelta(days=1))
    host.at += timedelta(days=1)
    await until_sealed(ground, DAY)
    assert not service.done()
    folder.unlink()
    for _turn in range(500):
        if folder.is_dir() and len(list(folder.glob("*.json"))) == 2:
            break
        await asyncio.sleep(0.01)
    service.cancel()
    await asyncio.gather(service, return_exceptions=True)
    assert [one.told.number for one in read_digests(folder)] == [1, 2]


async def test_what_happened_while_nothing_ran_is_in_the_next_seal(ground: Ground, tmp_path: Path) -> None:
    await seal_over(ground, tmp_path, make.noon(DAY))
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, [c.RegisterRequest(DAY)])
    written = await seal_over(ground, tmp_path, make.noon(DAY + timedelta(days=9)))
    (sealed,) = [one for one in read_digests(tmp_path) if digest_path(tmp_path, one) in written]
    assert sealed.told.day == DAY + timedelta(days=8)
    assert [(head.stream, head.version) for head in sealed.told.heads] == [(case_id, 2)]


async def test_a_later_day_sealed_by_hand_stops_nothing(ground: Ground, tmp_path: Path) -> None:
    await seal_day(ground, DAY + timedelta(days=3), make.noon(DAY))
    written = await seal_over(ground, tmp_path, make.noon(DAY))
    assert [path.name for path in written] == [f"0001-{DAY + timedelta(days=3)}.json"]
    assert (tmp_path / "public.pem").read_bytes() == ground.signer.public_pem


class Stand:
    """What the service stands on; a request may put another ground there."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground


async def test_a_calendar_that_a_request_took_is_counted_long_after_the_start(ground: Ground) -> None:
    standing, at = Stand(ground), make.noon(date(2026, 9, 10))
    await make.received(ground, date(2026, 9, 10))
    job = asyncio.create_task(keep_calendars(standing, lambda: at, 0.01))
    await asyncio.sleep(0.3)  # the looks of the start are over
    added = await adopt(ground, "日历", announced(ground, 2026, GOLDEN_WEEK), "supervisor", at)
    standing.ground = await renewed(ground)
    for _turn in range(500):
        async with ground.pool.agencies([make.AGENCY]) as conn:
            (found,) = await recounts.progress(conn, added.number)
        if found.ended_at is not None:
            break
        await asyncio.sleep(0.01)
    job.cancel()
    await asyncio.gather(job, return_exceptions=True)
    assert (found.done, found.moved) == (1, 1)
