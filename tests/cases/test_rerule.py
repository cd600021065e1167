"""A determination is looked at again under the rule book that it saw, and under today's."""

import hashlib
import shutil
from datetime import date
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from tests import builders as make

from ysq.cases import Ground
from ysq.cases.rerule import rerule
from ysq.db import books
from ysq.domain import commands as c
from ysq.domain.assessment import Assessment, Interest, NatureAssessment, RecordAssessment
from ysq.domain.errors import NotFound
from ysq.domain.letters import WithheldAspect
from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.rules.book import Book

DAY = date(2026, 3, 2)
SEEN = Assessment(record=RecordAssessment(interests=frozenset({Interest.DELIBERATIVE})))


def amended(folder: Path, *changes: tuple[str, str]) -> Book:
    """Today's book with words of disclosure.yaml changed."""
    shutil.copytree(data_folder("rules"), folder)
    path = folder / "disclosure.yaml"
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text, encoding="utf-8")
    return rule_book.read(folder)


async def under(ground: Ground, book: Book) -> Ground:
    """The ground of a start with this book."""
    async with ground.pool.agencies(()) as conn:
        await books.keep(conn, book.fingerprint, book.content)
    return msgspec.structs.replace(ground, book=book)


async def determined(ground: Ground, assessment: Assessment = SEEN) -> UUID:
    case_id = await make.received(ground, DAY)
    reasons = "方案尚未定稿，公开会妨碍论证。"
    await make.give(ground, case_id, [
        c.RegisterRequest(DAY),
        c.AssessItem(DAY, "经阅卷", 1, assessment),
        c.DraftDetermination(DAY, 1, "deliberative", reasons, WithheldAspect.DISCUSSION),
    ])  # fmt: skip
    return case_id


def rules_of(found: object) -> list[str]:
    assert isinstance(found, tuple)
    return [finding.rule for finding in found]


async def test_under_the_same_book_nothing_differs(ground: Ground) -> None:
    number, (one,) = await rerule(ground, str(await determined(ground)))
    assert number.startswith("SZZRZY-2026-S-")
    assert one.stored == one.then == one.today
    assert {"identity_missing", "deliberative", "separability_unjudged"} <= set(rules_of(one.today))
    assert (one.item, one.outcome, one.drafted_on, one.trouble) == (1, "deliberative", DAY, "")


async def test_a_case_determined_under_an_older_book_shows_what_today_changes(ground: Ground, tmp_path: Path) -> None:
    title = "讨论记录、过程稿、磋商信函、请示报告等过程性信息，可以不予公开"
    older = amended(
        tmp_path / "older",
        (title, "过程性信息，旧的说法"),
        ("  when: {has: [record.interests, state_secret]}", "  when: {has: [record.interests, deliberative]}"),
    )
    case_id = await determined(await under(ground, older))
    _number, (one,) = await rerule(ground, str(case_id))
    assert (one.book, one.trouble) == (older.fingerprint, "")
    assert one.then == one.stored
    assert set(rules_of(one.then)) - set(rules_of(one.today)) == {"state_secret"}
    old, new = ({found.rule: found for found in told}["deliberative"].title for told in (one.stored, one.today))
    assert (old, new) == ("过程性信息，旧的说法", title)


async def test_each_draft_is_seen_with_the_facts_known_when_it_was_drafted(ground: Ground) -> None:
    case_id = await determined(ground)
    later = date(2026, 3, 9)
    petition = msgspec.structs.replace(SEEN, nature=NatureAssessment(petition=True))
    await make.give(ground, case_id, [
        c.AssessItem(later, "经阅卷", 1, petition),
        c.DraftDetermination(later, 1, "deliberative", "公开会妨碍论证。", WithheldAspect.DRAFT),
    ])  # fmt: skip
    _number, (first, second) = await rerule(ground, str(case_id))
    assert "petition" not in rules_of(first.today)
    assert "petition" in rules_of(second.today)
    assert (first.stored, second.stored) == (first.today, second.today)


async def test_a_case_is_found_by_its_numbers_too(ground: Ground) -> None:
    case_id = await determined(ground)
    found = {(await rerule(ground, number))[0] for number in (str(case_id), "SZZRZY-2026-S-0001", " SZZRZY-2026-0001 ")}
    assert found == {"SZZRZY-2026-S-0001"}
    for wrong in ("SZZRZY-2026-S-0002", str(UUID(int=5)), "没有", ""):
        with pytest.raises(NotFound):
            await rerule(ground, wrong)


async def test_a_book_that_is_not_there_or_unreadable_is_said_and_the_rest_is_told(
    ground: Ground, tmp_path: Path
) -> None:
    lost = msgspec.structs.replace(ground, book=amended(tmp_path / "lost", ("effective_from", "effective_from ")))
    _number, (one,) = await rerule(ground, str(await determined(lost)))
    assert (one.then, one.trouble) == (None, "当时的规则书没有保存")
    assert one.stored == one.today
    older = amended(tmp_path / "older", ("effective_from", "effective_from  "))
    broken = older.content.replace(b"outcome: may_withhold", b"outcome: may_withhelp")
    name = hashlib.sha256(broken).hexdigest()
    strange = await under(ground, msgspec.structs.replace(older, content=broken, fingerprint=name))
    _number, (one,) = await rerule(ground, str(await determined(strange)))
    assert one.then is None
    assert one.trouble.startswith("当时的规则书已不能读取：outcomes.yaml")
    assert "may_withhelp" in one.trouble
    assert one.stored == one.today


async def test_a_ground_keeps_its_book_from_the_start(ground: Ground) -> None:
    async with ground.pool.agencies(()) as conn:
        assert await books.content_of(conn, ground.book.fingerprint) == ground.book.content


async def test_another_evaluator_answers_in_the_place_of_the_reference(ground: Ground) -> None:
    silent = msgspec.structs.replace(ground, evaluate=lambda _rules, _facts, _today: ())
    _number, (one,) = await rerule(ground, str(await determined(silent)))
    assert one.stored == ()
    assert one.today
