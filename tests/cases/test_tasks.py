"""待我办理: what a case waits for, for whom, and that nothing is waited for that can't be done."""

import random
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest
from tests import builders as make
from tests.conftest import Database
from tests.web.journeys import DAY

from ysq.cases import Ground, replay
from ysq.cases.directory import Directory
from ysq.cases.dossier import load_cases
from ysq.cases.queue import CursorRefused
from ysq.cases.tasks import _mine, tasks_of, work_of
from ysq.db import views
from ysq.db.sql import sql
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.actor import Actor
from ysq.domain.case import Case
from ysq.domain.people import RequestedItem
from ysq.domain.powers import HOLDERS, Power
from ysq.domain.tasks import LATER, USUAL, Task, Waiting
from ysq.domain.terms import Attribute, Carrier, Legality, Role


async def names(ground: Ground, case: object) -> list[tuple[str, str]]:
    found = await tasks_of(ground, case, DAY)  # type: ignore[arg-type]
    return [(task.task.value, task.roles[0].value) for task in found]


async def test_a_case_waits_for_one_role_after_another(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    case = await make.give(ground, case_id, [c.RegisterRequest(DAY)])
    assert await names(ground, case) == [("draft_determination", "clerk")]
    case = await make.give(ground, case_id, [c.AskUnit(DAY, "请检索", "征地管理股", (1,))])
    assert ("record_unit_answer", "unit_officer") in await names(ground, case)
    case = await make.give(ground, case_id, [
        c.RecordUnitAnswer(DAY, "没有", "征地管理股"), c.AddRecord(DAY, 1, "方案", Attribute.UNKNOWN, marked_secret=False),
    ])  # fmt: skip
    assert ("record_secrecy_review", "secrecy_reviewer") in await names(ground, case)
    case = await make.give(ground, case_id, [c.RecordSecrecyReview(DAY, 1, releasable=True, opinion="可以")])
    case = await make.give(ground, case_id, [make.refusal_path(DAY)[1]])
    assert await names(ground, case) == [("review_legality", "legal"), ("approve_determination", "office_head")]
    case = await make.give(ground, case_id, [c.ReviewLegality(DAY, "合法", 1, Legality.LAWFUL)], Role.LEGAL)
    assert await names(ground, case) == [("approve_determination", "office_head")]
    case = await make.give(ground, case_id, [c.ApproveDetermination(DAY, 1)])
    assert await names(ground, case) == [("issue_letter", "clerk")]
    case = await make.give(ground, case_id, [c.IssueLetter(DAY, (1,))])
    assert await names(ground, case) == [("record_posting", "clerk")]
    case = await make.give(ground, case_id, [c.RecordPosting(DAY, case.letters[0].letter_id, Carrier.POST)])
    assert await names(ground, case) == [("archive", "archivist")]


async def test_nobody_is_asked_to_approve_before_the_secrecy_review(ground: Ground) -> None:
    """Art. 17: a release that nobody has reviewed can't be approved, and so doesn't wait for the head."""
    case_id = await make.received(ground, DAY)
    supplied = (c.SuppliedRecord("方案", 3),)
    case = await make.give(ground, case_id, [
        c.RegisterRequest(DAY), c.DraftDetermination(DAY, 1, "disclosed", "", attachments=supplied),
    ])  # fmt: skip
    approval = next(task for task in await tasks_of(ground, case, DAY) if task.task is Task.APPROVE)
    assert approval.after is Task.REVIEW_SECRECY
    assert (await work_of(ground, make.actor(Role.SIGNER), make.noon(DAY))).work == ()
    assert len((await work_of(ground, make.actor(Role.SECRECY_REVIEWER), make.noon(DAY))).work) == 1
    await make.give(ground, case_id, [c.RecordSecrecyReview(DAY, 1, releasable=True, opinion="可以")])
    assert len((await work_of(ground, make.actor(Role.SIGNER), make.noon(DAY))).work) == 1


async def test_time_alone_brings_the_head_a_judgement(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    case = await make.give(ground, case_id, [
        c.RegisterRequest(DAY), c.AskClarification(DAY, "写明年份", 5), c.RecordClarificationDelivery(DAY),
    ])  # fmt: skip
    assert await names(ground, case) == []
    later = await tasks_of(ground, case, DAY + timedelta(days=30))
    assert [task.task for task in later] == [Task.JUDGE_LAPSE]
    at = make.noon(DAY + timedelta(days=30))
    for role, count in ((Role.OFFICE_HEAD, 1), (Role.SIGNER, 1), (Role.CLERK, 0), (Role.LEGAL, 0)):
        assert len((await work_of(ground, make.actor(role), at)).work) == count


async def test_a_unit_is_shown_only_what_it_was_asked(ground: Ground) -> None:
    for unit in ("征地管理股", "办公室"):
        case_id = await make.received(ground, DAY)
        await make.give(ground, case_id, [c.RegisterRequest(DAY), c.AskUnit(DAY, "请检索", unit, (1,))])
    officer = msgspec.structs.replace(make.actor(Role.UNIT_OFFICER), units=frozenset({"征地管理股", "ZDGL"}))
    found = await work_of(ground, officer, make.noon(DAY))
    assert [task.unit for one in found.work for task in one.tasks] == ["征地管理股"]
    nowhere = msgspec.structs.replace(officer, units=frozenset())
    assert (await work_of(ground, nowhere, make.noon(DAY))).work == ()


async def test_pages_of_tasks_meet_and_don_t_overlap(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ysq.cases.tasks.PAGE", 2)
    monkeypatch.setattr("ysq.cases.tasks._LOOKED_AT", 3)
    wanted = [await make.received(ground, DAY - timedelta(days=days)) for days in range(5)]
    clerk, after, seen = make.actor(Role.CLERK), None, []
    while True:
        page = await work_of(ground, clerk, make.noon(DAY), after)
        seen += [one.case.case_id for one in page.work]
        after = page.next
        if after is None:
            break
    assert sorted(seen) == sorted(wanted)
    with pytest.raises(CursorRefused):
        await work_of(ground, clerk, make.noon(DAY), "???")


ROUTES: tuple[tuple[Role, ...], ...] = (
    (), (Role.UNIT_OFFICER, Role.LEGAL, Role.OFFICE_HEAD), (Role.OFFICE_HEAD, Role.SECRECY_REVIEWER),
)  # fmt: skip


async def agency_with(database: Database, route: tuple[Role, ...]) -> None:
    """The agency changes its route; what is stored of its cases isn't touched."""
    conn = await asyncpg.connect(database.admin_dsn)
    await conn.execute(
        "update agency set profile = jsonb_set(profile::jsonb, '{route}', $1::jsonb) where id = 2",
        msgspec.json.encode(route).decode(),
    )
    await conn.close()


async def everything(ground: Ground, actor: Actor, day: date) -> dict[UUID, tuple[Waiting, ...]]:
    """What waits for an actor in every case there is, without the rows' keys."""
    async with ground.pool.agencies([2]) as conn:
        cases = await load_cases(conn, await views.case_ids(conn))
    found = {}
    for case in cases.values():
        if actor.units is None or actor.units & set(case.at_work):
            mine = tuple(_mine(await tasks_of(ground, case, day), actor))
            found |= {case.case_id: mine} if mine else {}
    return found


async def work_through_a_case(ground: Ground, chance: random.Random) -> None:
    """A case on its way to an answer, stopped somewhere."""
    case_id = await make.received(ground, DAY)
    unit = chance.choice(("征地管理股", "办公室"))
    steps: list[tuple[c.CaseCommand, Role]] = [
        (c.RegisterRequest(DAY), Role.CLERK),
        (c.AskClarification(DAY, "写明年份", 5), Role.CLERK),
        (c.RecordClarificationDelivery(DAY), Role.CLERK),
        (c.ReceiveClarification(DAY, {1: RequestedItem("方案")}), Role.CLERK),
        (c.AskUnit(DAY, "请检索", unit, (1,)), Role.CLERK),
        (c.ProposeExtension(DAY, 5, "年代久远"), Role.CLERK),
        (c.RecordUnitAnswer(DAY, "没有", unit), Role.CLERK),
        (c.AddRecord(DAY, 1, "方案", Attribute.UNKNOWN, marked_secret=False), Role.CLERK),
        (c.ApproveExtension(DAY), Role.OFFICE_HEAD),
        (make.refusal_path(DAY)[1], Role.CLERK),
        *[(c.Endorse(DAY, "同意", 1), role) for role in (Role.UNIT_OFFICER, Role.OFFICE_HEAD, Role.SECRECY_REVIEWER)],
        (c.ReviewLegality(DAY, "合法", 1, Legality.LAWFUL), Role.LEGAL),
        (c.ApproveDetermination(DAY, 1), Role.OFFICE_HEAD),
        (c.IssueLetter(DAY, (1,)), Role.CLERK),
    ]  # fmt: skip
    for command, role in steps[: chance.randint(0, len(steps))]:
        if chance.random() < 0.75:
            with suppress(x.Refusal):
                await make.handle(ground, case_id, command, make.actor(role), make.noon(DAY))


async def test_every_role_finds_by_its_rows_keys_what_it_would_find_in_all_cases(
    ground: Ground, database: Database
) -> None:
    await agency_with(database, ROUTES[1])
    chance = random.Random(20)
    for _case in range(30):
        await work_through_a_case(ground, chance)
    seen: set[Task] = set()
    for route in ROUTES:
        await agency_with(database, route)
        ground = msgspec.structs.replace(ground, directory=Directory())
        for role, units in [*((role, None) for role in Role), (Role.UNIT_OFFICER, frozenset({"征地管理股"}))]:
            if role not in HOLDERS[Power.READ_CASES]:
                continue
            actor = msgspec.structs.replace(make.actor(role), units=units)
            for day in (DAY, DAY + timedelta(days=60)):
                page = await work_of(ground, actor, make.noon(day))
                assert page.next is None
                shown = {one.case.case_id: one.tasks for one in page.work}
                assert shown == await everything(ground, actor, day), (role, route)
                seen |= {task.task for tasks in shown.values() for task in tasks}
    assert len(seen) > 9


async def test_a_page_opens_no_case_that_waits_for_others(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        case_id = await make.received(ground, DAY)
        await make.give(ground, case_id, [c.RegisterRequest(DAY), *make.refusal_path(DAY)[1 : 2 if number else 1]])
    opened: list[int] = []

    async def counted(conn: Any, case_ids: Sequence[UUID]) -> dict[UUID, Case]:
        opened.append(len(case_ids))
        return await load_cases(conn, case_ids)

    monkeypatch.setattr("ysq.cases.tasks.load_cases", counted)
    expected = {Role.CLERK: [1], Role.LEGAL: [5], Role.SIGNER: [5], Role.SECRECY_REVIEWER: [0], Role.ARCHIVIST: [0]}
    for role, count in expected.items():
        opened.clear()
        await work_of(ground, make.actor(role), make.noon(DAY))
        assert opened == count, role


async def test_who_seldom_has_a_task_is_served_by_the_index_of_those_cases(database: Database) -> None:
    conn = await asyncpg.connect(database.app_dsn)
    async with conn.transaction():
        await conn.execute("select set_config('app.agencies', '{2}', true)")
        await conn.execute("set local enable_seqscan = off; set local enable_bitmapscan = off")
        for query, index in ((sql.waiting_cases, "unarchived"), (sql.cases_handed_on, "handed_on")):
            args = [2, ["endorse"], [LATER], DAY, None, date.min, UUID(int=0), 31]
            plan = await conn.fetch(f"explain {query}", *args)
            lines = "".join(row[0] for row in plan)
            assert f"Index Scan using case_view_{index}_idx" in lines
            assert re.search(r"Index Cond: .*ROW\(sorted_on, case_id\) >", lines), "a page begins where the last ended"
    await conn.close()
    (pinned,) = set(re.findall(r"waits <@ '{(.+?)}'", sql.cases_handed_on))
    assert set(pinned.split(",")) == USUAL


async def test_a_row_written_before_there_were_keys_is_looked_at(ground: Ground, database: Database) -> None:
    case_id = await make.received(ground, DAY)
    conn = await asyncpg.connect(database.admin_dsn)
    await conn.execute("update case_view set waits = null")
    await conn.close()
    found = await work_of(ground, make.actor(Role.CLERK), make.noon(DAY))
    assert [one.case.case_id for one in found.work] == [case_id]
    assert (await work_of(ground, make.actor(Role.LEGAL), make.noon(DAY))).work == ()
    assert len((await replay(ground)).different) == 1
    assert (await replay(ground)).different == ()


async def test_who_reads_no_cases_has_no_tasks(ground: Ground) -> None:
    with pytest.raises(x.NotAllowed):
        await work_of(ground, make.actor(Role.AUDIT_ADMIN), make.noon(DAY))
    assert (await work_of(ground, make.actor(Role.SUPERVISOR), make.noon(DAY))).work == ()
