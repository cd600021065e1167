"""The whole path on a real database: commands lead to events, refusals store nothing, one of many racers wins."""

import asyncio
from datetime import date

import pytest
from tests import builders as make

from ysq.cases import Ground, handle, load_case
from ysq.cases.freeze import Unprintable
from ysq.db import events as log
from ysq.db import views
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.terms import DeliveryVia, Role, Stage

DAY = date(2026, 3, 2)


async def test_a_case_goes_from_submission_to_the_archive(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    case = await make.give(ground, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    assert case.letters[0].letter_no == "石自然资依复〔2026〕1号"
    case = await make.give(ground, case_id, make.sending(case, DAY))
    assert case.stage is Stage.ARCHIVED
    assert case.archived is not None
    assert case.archived.archive_no == "0110-WS·2026-D30-BGS-0001"
    async with ground.pool.agencies([make.AGENCY]) as conn:
        stored = await log.load(conn, case_id)
        row = await views.row_of(conn, case_id)
    assert log.first_bad(stored) is None
    assert row is not None
    assert (row.stage, row.version, row.due_on) == ("archived", len(stored), date(2026, 3, 30))


async def test_a_refused_command_stores_no_event_no_text_and_uses_no_number(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, [c.RegisterRequest(DAY)])
    with pytest.raises(x.AlreadyDone):
        await make.give(ground, case_id, [c.RegisterRequest(DAY)])
    with pytest.raises(x.UnknownReference):
        await make.give(ground, case_id, [c.DraftDetermination(DAY, 9, "no_record", "查无此件")])
    other = await make.received(ground, DAY)
    case = await make.give(ground, other, [c.RegisterRequest(DAY)])
    assert case.register_no == "SZZRZY-2026-0002"
    async with ground.pool.agencies([make.AGENCY]) as conn:
        loaded = await load_case(conn, case_id)
        assert loaded is not None
        assert loaded[1].version == 2
        assert await conn.fetchval("select count(*) from text where case_id = $1", case_id) == 1


async def test_twenty_clerks_register_one_case_and_one_wins(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)

    async def register(number: int) -> bool:
        try:
            await handle(ground, case_id, c.RegisterRequest(DAY), make.actor(Role.CLERK, number=number), make.noon(DAY))
        except (x.AlreadyDone, x.Stale):
            return False
        return True

    assert sum(await asyncio.gather(*map(register, range(20)))) == 1
    async with ground.pool.agencies([make.AGENCY]) as conn:
        loaded = await load_case(conn, case_id)
        value = await conn.fetchval("select value from counter where series = 'register'")
    assert loaded is not None
    assert (loaded[1].version, value) == (2, 1)


async def test_another_agencys_clerk_finds_nothing(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    stranger = make.actor(Role.CLERK, agency=3)
    with pytest.raises(x.NotFound):
        await handle(ground, case_id, c.RegisterRequest(DAY), stranger, make.noon(DAY))


async def test_a_letter_that_cannot_be_printed_is_refused_by_name_and_its_number_is_free_again(ground: Ground) -> None:
    unprintable = chr(0x2B740)  # CJK Ext D: no font installed with pip has it
    case_id = await make.received(ground, DAY)
    path = make.refusal_path(DAY)
    path[1] = c.DraftDetermination(
        DAY, 1, "enforcement_file", f"涉及{unprintable}家村的执法案卷，案件尚未办结，全卷不能区分处理。"
    )
    await make.give(ground, case_id, path)
    with pytest.raises(Unprintable, match=unprintable):
        await make.give(ground, case_id, [c.IssueLetter(DAY, (1,))])
    mended = c.DraftDetermination(
        DAY, 1, "enforcement_file", "涉及该村的执法案卷，案件尚未办结，公开会妨碍调查取证；全卷不能区分处理。"
    )
    case = await make.give(ground, case_id, [mended, c.ApproveDetermination(DAY, 1), c.IssueLetter(DAY, (1,))])
    assert case.letters[0].letter_no.endswith("〔2026〕1号")


async def test_two_letters_answer_a_case_only_when_both_are_sent(ground: Ground) -> None:
    case_id = await make.received(ground, DAY, "讨论记录", "验收报告")
    reasons = "本局没有制作或者获取该报告。"
    search = c.RecordSearch(DAY, 2, "征地管理股", ("综合档案室",), ("验收报告",), found=False, result="没有查到")
    path = [*make.refusal_path(DAY), search, c.DraftDetermination(DAY, 2, "no_record", reasons)]
    case = await make.give(ground, case_id, [*path, c.ApproveDetermination(DAY, 2), c.IssueLetter(DAY, (1,))])
    case = await make.give(ground, case_id, [c.RecordDelivery(DAY, case.letters[0].letter_id, DeliveryVia.SIGNED)])
    assert case.stage is not Stage.ANSWERED
    late = date(2026, 4, 20)
    case = await make.give(ground, case_id, [c.IssueLetter(late, (2,))])
    case = await make.give(ground, case_id, [c.RecordDelivery(late, case.letters[1].letter_id, DeliveryVia.SIGNED)])
    assert case.stage is Stage.ANSWERED
    async with ground.pool.agencies([make.AGENCY]) as conn:
        row = await views.row_of(conn, case_id)
    assert row is not None
    assert row.due_on == date(2026, 3, 30)


async def test_words_that_cannot_be_kept_are_refused_and_nothing_is_stored(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, [c.RegisterRequest(DAY)])
    with pytest.raises(x.Refusal, match="NUL"):
        await make.give(ground, case_id, [c.AskClarification(DAY, "请写明\x00名称", 15)])
    async with ground.pool.agencies([make.AGENCY]) as conn:
        assert await conn.fetchval("select count(*) from event where stream = $1", case_id) == 2


@pytest.mark.parametrize("cut", ["person", "text"])
async def test_the_log_verifies_when_the_stores_are_emptied(ground: Ground, cut: str, database: object) -> None:
    import asyncpg

    case_id = await make.received(ground, DAY)
    admin = await asyncpg.connect(database.admin_dsn)  # type: ignore[attr-defined]
    await admin.execute(f"delete from {cut}")
    await admin.close()
    async with ground.pool.agencies([make.AGENCY]) as conn:
        assert log.first_bad(await log.load(conn, case_id)) is None
