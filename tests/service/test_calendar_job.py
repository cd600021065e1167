"""An import beside the running service, and one whose job was left undone: the service takes both by itself."""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import httpx
import pytest
from tests import builders as make
from tests.rules.amendment import amended, spoil
from tests.service.running import Service, ysq
from tests.service.test_commands import ysq as command

from ysq.cases.adopt import adopt
from ysq.config import Settings
from ysq.db import recounts
from ysq.db.recounts import Progress
from ysq.resources import data_folder
from ysq.start import read_agencies, started

DAY = date(2026, 12, 10)
REQUEST = {"as_of": "2026-12-11", "events": [{"type": "request.received", "date": str(DAY), "channel": "counter"}]}
NOTICE = "{title: 测试用安排, number: null, issued_on: null, mark: memory, source: 测试}"
YEAR = (
    f"year: 2027\npublished: true\nnotices: [{NOTICE}]\n"
    "rest: [{name: 元旦, from: 2027-01-01, to: 2027-01-05}, {name: 春节, from: 2027-02-05, to: 2027-02-11},\n"
    "  {name: 清明节, from: 2027-04-03, to: 2027-04-05}, {name: 劳动节, from: 2027-05-01, to: 2027-05-05},\n"
    "  {name: 端午节, from: 2027-06-09, to: 2027-06-09}, {name: 中秋节, from: 2027-09-15, to: 2027-09-15},\n"
    "  {name: 国庆节, from: 2027-10-01, to: 2027-10-07}]\nwork: []\n"
)


def due(service: Service) -> tuple[str, bool]:
    told = httpx.post(f"{service.url}/api/v1/clock", json=REQUEST).json()
    return told["due_on"], told["provisional"]


def test_a_calendar_imported_beside_the_running_service_is_taken_without_a_restart(data: Path, port: int) -> None:
    service, year = Service(data, port), data.parent / "2027.yaml"
    year.write_text(YEAR, "utf-8")
    try:
        service.wait()
        before = due(service)
        assert before[1]
        done = ysq("calendar", "import", year, YSQ_DATA=str(data))
        assert done.returncode == 0, done.stdout + done.stderr
        assert "第1版" in done.stdout
        assert "不必重新启动" in done.stdout
        for _turn in range(200):
            if due(service) != before:
                break
            time.sleep(0.05)
        after, provisional = due(service)
        assert after > before[0]
        assert not provisional
    finally:
        service.stop()


@pytest.fixture
def undone() -> Iterator[Path]:
    """A data folder with a case and an import whose job hasn't run: as after a kill."""
    with tempfile.TemporaryDirectory(prefix="ysq-undone-") as folder:
        Path(folder).chmod(0o755)
        asyncio.run(_left(Path(folder) / "data"))
        yield Path(folder) / "data"


async def _left(data: Path) -> None:
    agencies = read_agencies(data_folder("examples") / "agencies.yaml")
    async with started(Settings(data=data), agencies, durable=False) as ground:
        await make.received(ground, DAY)
        await adopt(ground, "2027.yaml", YEAR.encode(), "operator", datetime(2026, 12, 10, 9, tzinfo=UTC))


async def _progress(data: Path) -> Progress:
    async with started(Settings(data=data), durable=False) as ground, ground.pool.agencies([make.AGENCY]) as conn:
        (found,) = await recounts.progress(conn)
        return found


def test_a_job_that_a_kill_left_undone_is_done_when_the_service_starts_again(undone: Path, port: int) -> None:
    left = asyncio.run(_progress(undone))
    assert (left.total, left.done, left.ended_at) == (1, 0, None)
    service = Service(undone, port)
    try:
        service.wait()
        time.sleep(1.0)
    finally:
        service.stop()
    done = asyncio.run(_progress(undone))
    assert (done.done, done.moved, done.ended_at is not None) == (1, 1, True)


def test_impact_tells_a_line_a_case_and_a_book_with_faults_is_2(undone: Path, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    amended(folder, DAY, 15)
    text = command("rules", "impact", folder, YSQ_DATA=str(undone))
    assert text.returncode == 0, text.stderr
    line, summary = text.stdout.splitlines()
    assert line.startswith("SZZRZY-2026-S-0001：答复期限由2027-01-12变为2026-12-31")
    assert "（虚构修订）第三十三条第二款" in line
    assert summary == "看了未归档的1件，1件会有变化；没有写入任何内容"
    (told,) = command("rules", "impact", folder, "--json", YSQ_DATA=str(undone)).stdout.splitlines()
    assert json.loads(told)["changes"][0]["what"] == "due"
    spoil(folder / "triage.yaml", "{eq: [nature.unclear, true]}", "{eq: [nature.uncler, true]}")
    faulty = command("rules", "impact", folder, YSQ_DATA=str(undone))
    assert (faulty.returncode, faulty.stdout) == (2, "")
    assert "triage.yaml description_unclear" in faulty.stderr
