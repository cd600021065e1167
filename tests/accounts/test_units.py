"""Units are made and renamed by the system administrator, and the log tells it like every other administrative act."""

import pytest
from tests.accounts.conftest import AT, People, after
from tests.accounts.test_register import admin

from ysq.accounts import AccountRefused, read_people, seed_demo_people
from ysq.accounts.roll import NewUnit, keep_unit, units_below
from ysq.accounts.story import UnitAdded, UnitRenamed, story_of_units, units_stream
from ysq.db import accounts
from ysq.db import events as log
from ysq.db.verify import verify_log
from ysq.domain import errors as x
from ysq.resources import data_folder


async def test_a_unit_made_and_renamed_is_told_in_the_log_and_the_log_verifies(people: People) -> None:
    system, ground = await admin(people, "xitong"), people.ground
    await keep_unit(ground, system, NewUnit(3, "GHK", "规划股"), AT)
    await keep_unit(ground, system, NewUnit(3, "GHK", "空间规划股"), after(1))
    async with ground.pool.agencies([3]) as conn:
        told = await story_of_units(conn, 3)
        stored = await log.load(conn, units_stream(3))
    assert told[-2:] == (UnitAdded("GHK", "规划股"), UnitRenamed("GHK", "空间规划股", "规划股"))
    assert [one.actor for one in stored[-2:]] == [system.id, system.id]
    assert [one.at for one in stored[-2:]] == [AT, after(1)]
    report = await verify_log(ground.pool, None, ground.signer.public)
    assert report.first is None
    async with ground.pool.agencies([2]) as conn:
        assert await story_of_units(conn, 3) == (), "another agency doesn't see it"


async def test_the_demonstrations_units_are_told_once(people: People) -> None:
    told = read_people(data_folder("examples") / "people.yaml")
    await seed_demo_people(people.ground.pool, people.ground.passwords, told, after(1))
    for agency in {unit.agency_id for unit in told.units}:
        async with people.ground.pool.agencies([agency]) as conn:
            story = await story_of_units(conn, agency)
        assert [one.name for one in story] == [unit.name for unit in told.units if unit.agency_id == agency]


async def test_what_is_refused_leaves_no_trace(people: People) -> None:
    system, security = await admin(people, "xitong"), await admin(people, "anquan")
    known = next(unit for unit in await units_below(people.ground, system) if unit.agency_id == 2)
    async with people.ground.pool.agencies([2]) as conn:
        before = await story_of_units(conn, 2)
    same = NewUnit(2, known.code, known.name)
    for actor, wanted, refusal, words in (
        (security, NewUnit(2, "GHK", "规划股"), x.NotAllowed, "系统管理员"),
        (system, NewUnit(9, "GHK", "规划股"), x.NotAllowed, "系统管理员"),
        (system, NewUnit(2, "小", "规划股"), AccountRefused, "代码为2至8位"),
        (system, NewUnit(2, "GHK", " "), AccountRefused, "不合要求"),
        (system, NewUnit(2, "GHK", known.name), AccountRefused, "请换一个名称"),
        (system, same, x.AlreadyDone, "不必再写入"),
    ):
        with pytest.raises(refusal) as caught:
            await keep_unit(people.ground, actor, wanted, AT)
        assert words in str(caught.value)
    async with people.ground.pool.agencies([2]) as conn:
        assert await story_of_units(conn, 2) == before


async def test_a_renamed_unit_still_answers_to_the_name_it_was_asked_by(people: People) -> None:
    system, ground = await admin(people, "xitong"), people.ground
    await keep_unit(ground, system, NewUnit(3, "GHK", "规划股"), AT)
    for name in ("空间规划股", "国土规划股"):
        await keep_unit(ground, system, NewUnit(3, "GHK", name), AT)
    await keep_unit(ground, system, NewUnit(3, "XMK", "规划股"), AT)
    async with ground.pool.agencies([3]) as conn:
        assert await accounts.unit_names(conn, 3, "GHK") == {"GHK", "国土规划股", "空间规划股"}
        assert await accounts.unit_names(conn, 3, "XMK") == {"XMK", "规划股"}, "a name goes with who bears it now"


async def test_another_name_leaves_the_unit_above_it(people: People) -> None:
    system, ground = await admin(people, "xitong"), people.ground
    async with ground.pool.agencies([3]) as conn:
        for unit in (accounts.Unit(3, "ZH", None, "综合室"), accounts.Unit(3, "XX", "ZH", "信息组")):
            await accounts.keep_unit(conn, unit)
    await keep_unit(ground, system, NewUnit(3, "XX", "信息公开组"), AT)
    assert accounts.Unit(3, "XX", "ZH", "信息公开组") in await units_below(ground, system)
