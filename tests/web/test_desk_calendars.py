"""The supervisor pastes a year's notice at the desk and sees what it moves, without a script."""

import asyncio
from datetime import timedelta

from tests import builders as make
from tests.cases.test_recount import announced
from tests.web.journeys import DAY, Clock
from tests.web.staff import Desk, Desks

from ysq.domain import commands as c
from ysq.domain.calendar import Rest

OFF = Rest("临时放假", DAY + timedelta(days=7), DAY + timedelta(days=7))


async def finished(desk: Desk, path: str) -> str:
    for _turn in range(600):
        text = await desk.see(path)
        if "重新计算完毕" in text:
            return text
        await asyncio.sleep(0.05)
    raise AssertionError("the job doesn't end")


async def test_a_pasted_notice_is_imported_and_its_page_lists_what_it_moved_and_contradicts(
    desks: Desks, clock: Clock
) -> None:
    case_id = await desks.case()
    commands = [c.RegisterRequest(DAY), c.ProposeExtension(DAY, 10, "材料较多"), c.ApproveExtension(DAY)]
    await make.give(desks.ground, case_id, [*commands, c.TellExtension(DAY)])
    desk, clerk = await desks.sit("supervisor"), await desks.sit("clerk")
    clock.at += timedelta(minutes=5)
    assert "放假安排" in await desk.see("/desk/calendars")
    pasted = announced(desks.ground, DAY.year, OFF).decode()
    sent = await desk.post("/desk/calendars", content=pasted)
    assert (sent.status_code, sent.headers["location"]) == (303, "/desk/calendars/1"), sent.text
    text = await finished(desk, "/desk/calendars/1")
    assert "期限有变化的1件，与已经发出的文书不符的1件" in text
    assert "请书面告知申请人" in text
    assert f"{DAY.year}年，第1版" in await desk.see("/desk/calendars")
    assert "请书面告知申请人" in await clerk.see(f"/desk/cases/{case_id}/ledger")


async def test_what_cannot_be_imported_comes_back_as_it_was_typed_with_the_reason(desks: Desks) -> None:
    desk = await desks.sit("supervisor")
    good = announced(desks.ground, DAY.year, OFF).decode()
    for bad, words in (
        ("", "请粘贴"),
        ("year: [", "YAML"),
        (good.replace('"published":true', '"published":false'), "只能导入已经公布的安排"),
        (good.replace(f'"year":{DAY.year}', '"year":2150'), "2150"),
    ):
        refused = await desk.post("/desk/calendars", content=bad)
        assert refused.status_code == 422
        assert words in refused.text
        assert "错误：" in refused.text
    assert "第1版" not in await desk.see("/desk/calendars")
