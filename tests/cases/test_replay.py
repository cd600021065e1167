"""The log is enough: replayed rows equal the live ones, and a case is seen as of any day, as known at any time."""

import random
from datetime import date, timedelta

import asyncpg
import pytest
from tests import builders as make
from tests.conftest import Database

from ysq.cases import Ground, case_as_of, load_case, replay
from ysq.cases.rerule import rerule
from ysq.domain import commands as c
from ysq.domain.assessment import Assessment, Interest, NatureAssessment, RecordAssessment
from ysq.domain.clock import ClockError
from ysq.domain.errors import Refusal
from ysq.domain.letters import WithheldAspect
from ysq.domain.people import Identity, RequestedItem
from ysq.domain.terms import ConsulteeKind, DeliveryVia, Reply, RequesterKind, Retention, Stage

DAY = date(2026, 3, 2)
PARTY = Identity(RequesterKind.BUSINESS, "石钟县石矿有限公司", phone="0360-5550190")
EVERYONE = [1, 2, 3, 4]
ASSESSMENTS = (
    Assessment(),
    Assessment(nature=NatureAssessment(petition=True, duplicate_of="2025-0117")),
    Assessment(record=RecordAssessment(interests=frozenset({Interest.DELIBERATIVE, Interest.THIRD_PARTY}))),
)


def anything(day: date, chance: random.Random) -> c.CaseCommand:
    """A command, lawful or not."""
    reasons = "该记录形成于尚未定稿的方案论证阶段，公开会妨碍后续论证；全文均为发言，不能区分处理。"
    return chance.choice([
        c.RegisterRequest(day),
        c.AskClarification(day, "请写明所需信息的名称。", 15),
        c.RecordClarificationDelivery(day),
        c.ReceiveClarification(day, {1: RequestedItem("沿湖村七组的征地补偿方案")}),
        c.AssessItem(day, "经阅卷", 1, chance.choice(ASSESSMENTS)),
        c.RecordSearch(day, 1, "征地管理股", ("综合档案室",), ("方案",), found=False, result="没有查到"),
        c.RecordSecrecyReview(day, 1, releasable=True, opinion="可以公开"),
        c.Consult(day, "甲", ConsulteeKind.THIRD_PARTY, PARTY, "请提出意见"),
        c.RecordConsultationDelivery(day, "甲"),
        c.RecordConsultationAnswer(day, "甲", chance.choice(list(Reply)), "见来函"),
        c.ProposeExtension(day, chance.randint(1, 20), "年代久远"),
        c.ApproveExtension(day),
        c.TellExtension(day),
        c.DraftDetermination(day, 1, "deliberative", reasons, WithheldAspect.DISCUSSION),
        c.DraftDetermination(day, 1, "no_record", "本机关没有制作或者获取。"),
        c.ApproveDetermination(day, 1),
        c.ArchiveCase(day, Retention.TEN_YEARS),
    ])  # fmt: skip


async def walk(ground: Ground, seed: int, steps: int = 25) -> int:
    """One case on a random way; the number of commands that were taken."""
    chance = random.Random(seed)
    day, taken = DAY + timedelta(chance.randint(0, 30)), 0
    case_id = await make.received(ground, day)
    for _step in range(steps):
        day += timedelta(chance.choice((0, 0, 1, 3)))
        try:
            await make.give(ground, case_id, [anything(day, chance)])
            taken += 1
        except (Refusal, ClockError):
            continue
    return taken


async def test_replayed_rows_equal_the_live_ones_after_random_walks(ground: Ground) -> None:
    taken = sum([await walk(ground, seed) for seed in range(12)])
    answered = await make.received(ground, DAY)
    case = await make.give(ground, answered, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    await make.give(ground, answered, make.sending(case, DAY))
    assert taken > 40
    replayed = await replay(ground, write=False)
    assert (replayed.cases, replayed.different) == (13, ())


async def rows(database: Database) -> list[tuple[object, ...]]:
    conn = await asyncpg.connect(database.admin_dsn)
    found = [tuple(row) for row in await conn.fetch("select * from case_view order by case_id")]
    await conn.close()
    return found


async def test_rows_that_were_lost_changed_or_made_up_are_put_right(ground: Ground, database: Database) -> None:
    for seed in range(4):
        await walk(ground, seed, steps=8)
    before = await rows(database)
    conn = await asyncpg.connect(database.admin_dsn)
    ids = [row[0] for row in before]
    await conn.execute("delete from case_view where case_id = $1", ids[0])
    await conn.execute("update case_view set due_on = coalesce(due_on, received_on) + 7 where case_id = $1", ids[1])
    await conn.execute("update case_view set version = 99, stage = 'archived' where case_id = $1", ids[2])
    await conn.execute(
        "insert into case_view (case_id, agency_id, request_no, stage, received_on, version)"
        " values (gen_random_uuid(), 2, 'X', 'received', '2026-03-02', 1)"
    )
    await conn.close()
    seen = await replay(ground, write=False)
    assert len(seen.different) == 4
    assert {(one.live is None, one.rebuilt is None) for one in seen.different} == {
        (True, False), (False, False), (False, True),
    }  # fmt: skip
    assert await replay(ground) == seen
    assert await rows(database) == before
    assert (await replay(ground)).different == ()


async def test_everything_thrown_away_is_rebuilt(ground: Ground, database: Database) -> None:
    for seed in range(3):
        await walk(ground, seed, steps=10)
    before = await rows(database)
    conn = await asyncpg.connect(database.admin_dsn)
    await conn.execute("truncate case_view")
    await conn.close()
    assert len((await replay(ground)).different) == 3
    assert await rows(database) == before


async def test_a_case_is_seen_as_it_stood_on_every_day(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    days = [DAY + timedelta(number) for number in range(1, 5)]
    reasons = "该记录形成于尚未定稿的方案论证阶段，公开会妨碍后续论证；全文均为发言，不能区分处理。"
    case = await make.give(ground, case_id, [
        c.RegisterRequest(days[0]),
        c.DraftDetermination(days[1], 1, "deliberative", reasons, WithheldAspect.DISCUSSION),
        c.ApproveDetermination(days[2], 1),
        c.IssueLetter(days[3], (1,)),
    ])  # fmt: skip
    async with ground.pool.agencies([2]) as conn:
        loaded = await load_case(conn, case_id)
    assert loaded is not None
    log, end = loaded[0], make.noon(date(2027, 1, 1))
    stages = [getattr(case_as_of(log, day, end), "stage", None) for day in (DAY - timedelta(1), DAY, *days)]
    assert stages == [
        None, Stage.RECEIVED, Stage.REGISTERED, Stage.PROCESSING, Stage.APPROVED, Stage.ISSUED,
    ]  # fmt: skip
    assert case_as_of(log, days[3], end) == loaded[1] == case


async def test_what_was_recorded_later_was_not_known_before(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    case = await make.give(ground, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    delivered = c.RecordDelivery(DAY + timedelta(2), case.letters[0].letter_id, DeliveryVia.SIGNED)
    await make.handle(ground, case_id, delivered, make.actor(make.Role.CLERK), make.noon(DAY + timedelta(9)))
    async with ground.pool.agencies([2]) as conn:
        loaded = await load_case(conn, case_id)
    assert loaded is not None
    day = DAY + timedelta(5)
    then, now = (case_as_of(loaded[0], day, make.noon(known)) for known in (day, DAY + timedelta(9)))
    assert then is not None
    assert now is not None
    assert (then.stage, now.stage) == (Stage.ISSUED, Stage.ANSWERED)
    assert case_as_of(loaded[0], day, make.noon(DAY - timedelta(1))) is None


async def test_an_event_dated_before_what_it_builds_on_breaks_no_view(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    later, earlier = DAY + timedelta(6), DAY + timedelta(3)
    path: list[c.CaseCommand] = [c.RegisterRequest(DAY), c.ProposeExtension(later, 10, "年代久远")]
    await make.give(ground, case_id, path)
    try:
        approval = c.ApproveExtension(earlier)
        await make.handle(ground, case_id, approval, make.actor(make.Role.OFFICE_HEAD), make.noon(later))
    except Refusal:
        pytest.skip("such a date is refused when it is recorded")
    async with ground.pool.agencies([2]) as conn:
        loaded = await load_case(conn, case_id)
    assert loaded is not None
    seen = case_as_of(loaded[0], earlier, make.noon(later))
    assert seen is not None
    assert seen.extension is None
    whole = case_as_of(loaded[0], later, make.noon(later))
    assert whole is not None
    assert whole.extension is not None


async def test_every_cut_of_a_random_walk_can_be_seen(ground: Ground) -> None:
    for seed in range(5):
        await walk(ground, 100 + seed)
    async with ground.pool.agencies(EVERYONE) as conn:
        ids = [row["case_id"] for row in await conn.fetch("select case_id from case_view")]
        logs = [loaded for case_id in ids if (loaded := await load_case(conn, case_id))]
    for log, case in logs:
        instants = sorted({event.at for event in log})
        for day in {event.date for event in log}:
            for known in instants:
                seen = case_as_of(log, day, known)
                assert seen is None or seen.version <= case.version
        assert case_as_of(log, case.last_on, instants[-1]) == case
        assert case.version == len(log)


async def test_every_determination_of_a_random_walk_finds_again_what_it_saw(ground: Ground) -> None:
    for seed in range(6):
        await walk(ground, 200 + seed)
    async with ground.pool.agencies(EVERYONE) as conn:
        ids = [row["case_id"] for row in await conn.fetch("select case_id from case_view")]
    drafts = [one for case_id in ids for one in (await rerule(ground, str(case_id)))[1]]
    assert len(drafts) > 6
    assert any(one.stored for one in drafts)
    for one in drafts:
        assert one.stored == one.then == one.today
