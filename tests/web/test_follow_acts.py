"""A requester corrects or withdraws his own request in the browser; what he typed is never lost."""

from datetime import timedelta

import httpx
import pytest
from tests import builders as make
from tests.web.journeys import DAY, Clock, opened, press
from tests.web.pages import Page
from tests.web.test_follow import enter, received

from ysq.cases import Ground, Receipt
from ysq.db.submissions import find_submission
from ysq.domain import commands as c
from ysq.domain.people import Identity
from ysq.domain.terms import PersonRole, RequesterKind

WHAT = "请写明所需会议纪要的年份。"


async def asked(ground: Ground, receipt: Receipt) -> None:
    """Ask for a correction, and deliver the notice."""
    async with ground.pool.agencies(()) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None
    path = [c.RegisterRequest(DAY), c.AskClarification(DAY, WHAT, 10), c.RecordClarificationDelivery(DAY)]
    await make.give(ground, found.case_id, path)


async def visited(client: httpx.AsyncClient, ground: Ground, *descriptions: str, ask: bool = False) -> None:
    receipt = await received(ground, *descriptions)
    if ask:
        await asked(ground, receipt)
    assert (await enter(client, receipt.request_no, receipt.access_code)).status_code == 303


async def test_the_case_tells_what_is_asked_and_leads_to_the_correction(
    client: httpx.AsyncClient, ground: Ground
) -> None:
    await visited(client, ground, "会议纪要", ask=True)
    case = await client.get("/follow/case")
    assert WHAT in case.text
    assert "/follow/clarification" in Page(case).links
    form = await client.get("/follow/clarification")
    assert "2026年9月14日" in case.text, "the last day stands where the correction is asked for"
    assert "2026年9月14日" in form.text, "the tenth working day after the notice was delivered"
    assert Page(form).form()["description-1"] == "会议纪要"
    assert not Page(form).unlabelled


async def test_a_correction_restarts_the_period_and_shows_in_the_case(
    client: httpx.AsyncClient, ground: Ground
) -> None:
    await visited(client, ground, "会议纪要", "沿湖村七组的补偿方案", ask=True)
    page = await opened(client, "/follow/clarification")
    sent = await press(client, page, "/follow/clarification", **{"description-1": "2024年的会议纪要"})
    assert (sent.status_code, sent.headers["location"]) == (303, "/follow/case?done=clarification")
    case = await client.get(sent.headers["location"])
    assert "补正已经收到" in case.text
    assert "2024年的会议纪要" in case.text
    assert "沿湖村七组的补偿方案" in case.text
    assert WHAT not in case.text
    again = await client.get("/follow/clarification")
    assert "没有需要您补正的内容" in again.text


async def test_an_unchanged_or_empty_correction_is_named_and_nothing_is_stored(
    client: httpx.AsyncClient, ground: Ground
) -> None:
    await visited(client, ground, "会议纪要", ask=True)
    page = await opened(client, "/follow/clarification")
    same = await press(client, page, "/follow/clarification")
    empty = await press(client, page, "/follow/clarification", **{"description-1": " "})
    assert (same.status_code, empty.status_code) == (422, 422)
    assert "申请内容没有修改" in same.text
    assert Page(empty).title.startswith("错误：")
    assert WHAT in (await client.get("/follow/case")).text


async def test_a_late_correction_is_refused_with_what_to_do_and_keeps_what_was_typed(
    client: httpx.AsyncClient, ground: Ground, clock: Clock
) -> None:
    receipt = await received(ground, "会议纪要")
    await asked(ground, receipt)
    clock.at = make.noon(DAY + timedelta(days=40))
    assert (await enter(client, receipt.request_no, receipt.access_code)).status_code == 303
    page = await opened(client, "/follow/clarification")
    late = await press(client, page, "/follow/clarification", **{"description-1": "2024年的会议纪要"})
    assert late.status_code == 409
    assert "期限" in late.text
    assert Page(late).form()["description-1"] == "2024年的会议纪要"


async def test_an_unasked_correction_is_not_offered(client: httpx.AsyncClient, ground: Ground) -> None:
    await visited(client, ground, "会议纪要")
    assert "/follow/clarification" not in Page(await client.get("/follow/case")).links
    assert "没有需要您补正的内容" in (await client.get("/follow/clarification")).text


async def test_one_of_two_items_is_withdrawn(client: httpx.AsyncClient, ground: Ground) -> None:
    await visited(client, ground, "会议纪要", "沿湖村七组的补偿方案")
    page = await opened(client, "/follow/withdrawal")
    typed = {"item-2": "yes", "reason": "已经从村里取得。"}
    sent = await press(client, page, "/follow/withdrawal", **typed)
    assert (sent.status_code, sent.headers["location"]) == (303, "/follow/case?done=withdrawal")
    case = (await client.get(sent.headers["location"])).text
    assert "撤回已经登记" in case
    assert case.count("（已撤回）") == 1, "the item that was withdrawn is marked, the other isn't"
    left = Page(await client.get("/follow/withdrawal"))
    names = {control.get("name") for control in left.controls}
    assert "item-1" in names
    assert "item-2" not in names


async def test_a_withdrawal_of_everything_ends_the_case(client: httpx.AsyncClient, ground: Ground) -> None:
    await visited(client, ground, "会议纪要")
    page = await opened(client, "/follow/withdrawal")
    await press(client, page, "/follow/withdrawal", **{"item-1": "yes", "reason": "不需要了。"})
    assert "没有可以撤回的" in (await client.get("/follow/withdrawal")).text
    assert "/follow/withdrawal" not in Page(await client.get("/follow/case")).links


async def joined(ground: Ground, receipt: Receipt) -> None:
    """Register, with a joint requester."""
    async with ground.pool.agencies(()) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None
    wife = Identity(RequesterKind.PERSON, "余秋禾", phone="13900000001")
    await make.give(ground, found.case_id, [c.RegisterRequest(DAY), c.AddPerson(DAY, wife, PersonRole.JOINT_REQUESTER)])


async def test_one_of_several_requesters_withdraws_for_himself_alone(client: httpx.AsyncClient, ground: Ground) -> None:
    receipt = await received(ground, "会议纪要", "沿湖村七组的补偿方案")
    await joined(ground, receipt)
    await enter(client, receipt.request_no, receipt.access_code)
    page = await opened(client, "/follow/withdrawal")
    shown = (await client.get("/follow/withdrawal")).text
    assert "您本人退出申请，其他人的申请继续办理" in shown
    one = await press(client, page, "/follow/withdrawal", **{"item-1": "yes", "reason": "不需要了。"})
    assert (one.status_code, "全体一致" in one.text) == (409, True)
    both = {"item-1": "yes", "item-2": "yes", "reason": "不需要了。"}
    sent = await press(client, page, "/follow/withdrawal", **both)
    assert sent.headers["location"] == "/follow/case?done=left"
    case = await client.get(sent.headers["location"])
    assert "您已经退出这份申请" in case.text
    assert "（已撤回）" not in case.text
    assert "/follow/withdrawal" not in Page(case).links


async def test_who_has_left_has_no_say_in_what_the_others_ask(client: httpx.AsyncClient, ground: Ground) -> None:
    receipt = await received(ground, "会议纪要")
    await joined(ground, receipt)
    await enter(client, receipt.request_no, receipt.access_code)
    page = await opened(client, "/follow/withdrawal")
    await press(client, page, "/follow/withdrawal", **{"item-1": "yes", "reason": "不需要了。"})
    again = await press(client, page, "/follow/withdrawal", **{"item-1": "yes", "reason": "都不要了。"})
    assert again.status_code == 409
    assert "已经退出这份申请" in again.text
    assert "（已撤回）" not in (await client.get("/follow/case")).text


async def test_a_withdrawal_needs_an_item_and_words(client: httpx.AsyncClient, ground: Ground) -> None:
    await visited(client, ground, "会议纪要")
    page = await opened(client, "/follow/withdrawal")
    response = await press(client, page, "/follow/withdrawal")
    assert response.status_code == 422
    assert "请选择要撤回的内容" in response.text
    assert "请写明撤回的说明" in response.text


@pytest.mark.parametrize("path", ["/follow/clarification", "/follow/withdrawal"])
async def test_without_a_visit_or_a_token_nothing_happens(client: httpx.AsyncClient, ground: Ground, path: str) -> None:
    assert (await client.get(path)).headers["location"] == "/follow"
    assert (await client.post(path, data={"item-1": "yes", "reason": "x"})).headers["location"] == "/follow"
    await visited(client, ground, "会议纪要", ask=True)
    stranger = await client.post(path, data={"item-1": "yes", "reason": "x"})
    assert stranger.status_code == 403
