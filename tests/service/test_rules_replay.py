"""`ysq rules` as people use it: replay of a case in a data folder, and the list of facts."""

import asyncio
import re
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest
from tests import builders as make
from tests.service.test_commands import ysq

from ysq.cases import Ground
from ysq.config import Settings
from ysq.domain import commands as c
from ysq.domain.assessment import Assessment, Interest, NatureAssessment, RecordAssessment
from ysq.domain.letters import WithheldAspect
from ysq.resources import data_folder
from ysq.rules.book import Book
from ysq.start import read_agencies, started

DAY = date(2026, 3, 2)
SEEN = Assessment(
    nature=NatureAssessment(petition=True), record=RecordAssessment(interests=frozenset({Interest.DELIBERATIVE}))
)


async def determined(folder: Path) -> None:
    """Two cases: one seen under today's book, one by a program that knew no petition and kept no book."""
    agencies = read_agencies(data_folder("examples") / "agencies.yaml")
    async with started(Settings(data=folder), agencies, durable=False) as ground:
        await case(ground)
        known: Book = msgspec.structs.replace(
            ground.book,
            rules=tuple(rule for rule in ground.book.rules if rule.id != "petition"),
            fingerprint="f" * 64,
        )
        await case(msgspec.structs.replace(ground, book=known))


async def case(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, [
        c.RegisterRequest(DAY),
        c.AssessItem(DAY, "经阅卷", 1, SEEN),
        c.DraftDetermination(DAY, 1, "deliberative", "公开会妨碍论证。", WithheldAspect.DISCUSSION),
    ])  # fmt: skip


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ysq-replayed-") as folder:
        asyncio.run(determined(Path(folder)))
        yield Path(folder)


def replayed(data: Path, number: str) -> subprocess.CompletedProcess[str]:
    return ysq("rules", "replay", number, YSQ_DATA=str(data))


def test_a_case_under_its_own_book_shows_no_change(data: Path) -> None:
    done = replayed(data, "SZZRZY-2026-S-0001")
    assert done.returncode == 0, done.stderr
    first, second, third, fourth = done.stdout.splitlines()
    assert first.startswith("SZZRZY-2026-S-0001：1次拟办，今天的规则书")
    assert second == "第1项  2026-03-02拟办：不予公开（过程性信息）"
    assert third.endswith("，与今天的相同")
    assert re.fullmatch(r"  [1-9]\d*条规则结论，没有变化", fourth)


def test_what_today_finds_and_the_book_of_then_did_not_is_a_line_with_its_reason(data: Path) -> None:
    done = replayed(data, "SZZRZY-2026-0002")
    assert done.returncode == 0, done.stderr
    assert "当时的规则书没有保存，以当时保存的规则结论比较" in done.stdout
    (new,) = [line for line in done.stdout.splitlines() if "今天有、当时没有" in line]
    assert "以申请形式进行信访、投诉、举报等活动的" in new
    assert (
        "（petition，2019-05-15起；ogi.art39.para1；性质·实为信访、投诉、举报：要求等于“是”，记录为“是”，符合）" in new
    )


def test_a_case_that_is_not_there_is_one_line(data: Path) -> None:
    done = replayed(data, "SZZRZY-2026-S-0099")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "没有编号为“SZZRZY-2026-S-0099”的办件，请核对申请编号、登记编号。\n"


def test_the_facts_are_listed() -> None:
    assert "| `nature.unclear` |" in ysq("rules", "facts").stdout
