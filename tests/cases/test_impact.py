"""What another rule book would change is told case by case, and nothing is written to tell it."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import msgspec
import pytest
from tests import builders as make
from tests.cases.test_recount import GOLDEN_WEEK, announced, imported
from tests.conftest import Database
from tests.rules.amendment import amended, spoil

from ysq.cases import Ground
from ysq.cases.impact import Change, Impacted, Touched, impact
from ysq.db import views
from ysq.db.pool import Pool
from ysq.domain import commands as c
from ysq.domain.assessment import Assessment, Interest, RecordAssessment
from ysq.domain.clock import Course, ledger
from ysq.domain.letters import WithheldAspect
from ysq.rules import book as rule_book
from ysq.rules.book import Book

SINCE = date(2026, 9, 10)
BEFORE = SINCE - timedelta(days=1)


async def impacted(ground: Ground, book: Book, on: date = SINCE) -> list[Impacted]:
    return [one async for one in impact(ground, book, make.noon(on), most=2) if one is not None]


async def content_of(database: Database) -> dict[str, list[object]]:
    """Every row of every table."""
    conn = await asyncpg.connect(database.admin_dsn)
    names = await conn.fetch(
        "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace"
    )
    found = {name: await conn.fetch(f"select t::text from {name} t order by 1") for (name,) in names}
    await conn.close()
    return {name: [row[0] for row in rows] for name, rows in found.items()}


async def row_of(ground: Ground, case_id: UUID) -> views.CaseRow:
    async with ground.pool.agencies([make.AGENCY]) as conn:
        row = await views.row_of(conn, case_id)
    assert row is not None
    return row


async def test_an_amendment_by_data_alone_gives_each_case_the_number_of_its_day(ground: Ground, tmp_path: Path) -> None:
    book = amended(tmp_path / "rules", SINCE, 15)
    under = msgspec.structs.replace(ground, book=book)
    old, new = await make.received(under, BEFORE), await make.received(under, SINCE)
    assert (await row_of(under, old)).due_on == ground.calendar.add(BEFORE, 20)
    assert (await row_of(under, new)).due_on == ground.calendar.add(SINCE, 15)
    case = await make.give(under, new, [c.RegisterRequest(SINCE)])
    (start,) = ledger(Course(case.course, SINCE), book.clock, ground.calendar).steps
    assert start.provisions == ("ogi.art31", "ogi.amended.art33.para2")
    assert "15个工作日" in start.explanation


async def test_impact_lists_the_cases_that_the_amendment_moves_and_no_other(ground: Ground, tmp_path: Path) -> None:
    book = amended(tmp_path / "rules", SINCE, 15)
    for day in (BEFORE, BEFORE, SINCE, SINCE, SINCE):
        await make.received(ground, day)
    found = await impacted(ground, book)
    before, after = (str(ground.calendar.add(SINCE, days)) for days in (20, 15))
    law = ("ogi.art31", "ogi.amended.art33.para2")
    assert [one.changes for one in found] == [(Change(Touched.DUE, None, before, after, law),)] * 3
    assert {one.request_no[-4:] for one in found} == {"0003", "0004", "0005"}


async def test_a_moved_date_is_told_by_the_provision_that_moved_it_and_not_by_the_last_step(
    ground: Ground, tmp_path: Path
) -> None:
    case_id = await make.received(ground, SINCE)
    longer = [c.ProposeExtension(SINCE, 10, "材料较多"), c.ApproveExtension(SINCE)]
    await make.give(ground, case_id, [c.RegisterRequest(SINCE), *longer])
    (one,) = await impacted(ground, amended(tmp_path / "rules", SINCE, 15))
    assert one.changes[0].provisions == ("ogi.art31", "ogi.amended.art33.para2")


async def test_before_its_day_an_amendment_changes_nothing(ground: Ground, tmp_path: Path) -> None:
    await make.received(ground, BEFORE)
    assert await impacted(ground, amended(tmp_path / "rules", SINCE, 15), BEFORE) == []


async def test_the_book_in_use_changes_nothing(ground: Ground) -> None:
    await determined(ground)
    assert await impacted(ground, ground.book) == []


async def test_imported_calendars_count_under_the_other_book_as_well(ground: Ground, tmp_path: Path) -> None:
    await make.received(ground, SINCE)
    fresh, _progress = await imported(ground, announced(ground, 2026, GOLDEN_WEEK), make.noon(SINCE))
    (one,) = await impacted(fresh, amended(tmp_path / "rules", SINCE, 15))
    assert one.changes[0].after == str(fresh.calendar.add(SINCE, 15)) != str(ground.calendar.add(SINCE, 15))


async def determined(ground: Ground) -> UUID:
    case_id = await make.received(ground, SINCE)
    seen = Assessment(record=RecordAssessment(interests=frozenset({Interest.DELIBERATIVE})))
    await make.give(ground, case_id, [
        c.RegisterRequest(SINCE),
        c.AssessItem(SINCE, "经阅卷", 1, seen),
        c.DraftDetermination(SINCE, 1, "deliberative", "公开会妨碍论证。", WithheldAspect.DISCUSSION),
    ])  # fmt: skip
    return case_id


async def test_impact_tells_rules_that_come_and_what_they_mean_for_outcome_and_proposal(
    ground: Ground, tmp_path: Path
) -> None:
    await determined(ground)
    folder = tmp_path / "rules"
    amended(folder, SINCE + timedelta(days=99), 15)
    when = "  when: {has: [record.interests, state_secret]}"
    spoil(folder / "disclosure.yaml", when, "  when: {has: [record.interests, deliberative]}")
    (one,) = await impacted(ground, rule_book.read(folder))
    changes = {change.what: change for change in one.changes}
    assert set(changes) == {Touched.FINDING, Touched.SUPPORT, Touched.DETERMINATION}
    finding = changes[Touched.FINDING]
    assert (finding.item, finding.before) == (1, "")
    assert "（state_secret）" in finding.after
    assert finding.provisions
    assert "不予公开（国家秘密）" in changes[Touched.SUPPORT].after
    assert "不予公开（国家秘密）" not in changes[Touched.SUPPORT].before
    assert "（state_secret）" in changes[Touched.DETERMINATION].after


async def test_a_case_that_the_other_book_cannot_count_is_told_with_the_reason(ground: Ground, tmp_path: Path) -> None:
    await make.received(ground, SINCE)
    folder = tmp_path / "rules"
    amended(folder, SINCE, 15)
    spoil(folder / "parameters.yaml", f"{{from: {SINCE}, value: 15", f"{{from: {SINCE}, value: 90000")
    (one,) = await impacted(ground, rule_book.read(folder))
    assert one.changes[0].after.startswith("不能计算：")


async def test_nothing_is_written_to_tell_it(ground: Ground, database: Database, tmp_path: Path) -> None:
    await make.received(ground, SINCE)
    await determined(ground)
    before = await content_of(database)
    assert await impacted(ground, amended(tmp_path / "rules", SINCE, 15))
    assert await content_of(database) == before


async def test_the_transaction_that_it_reads_in_refuses_to_write(pool: Pool) -> None:
    async with pool.agencies([1], read_only=True) as conn:
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await conn.execute("insert into counter values (1, 'x', 2026, 1)")
