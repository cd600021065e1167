"""A citizen applies: the whole way to the receipt, and back with what was typed when something is wrong."""

import re
from uuid import UUID

import httpx
import pytest
from tests.web.journeys import DAY, TYPED, applied, checked, opened, press
from tests.web.pages import Page

from ysq.cases import Ground, look_up
from ysq.web.guard import PROOF

CODE = re.compile(r'查询码</dt><dd class="code">([2-9A-Z]{10})<')
NUMBER = "SZZRZY-2026-S-0001"


async def test_a_citizen_applies_and_gets_number_code_and_due_date(client: httpx.AsyncClient) -> None:
    receipt = await applied(client)
    assert receipt.status_code == 200
    for words in (
        NUMBER,
        "2026年8月31日",
        "2026年9月28日",
        "石钟县自然资源局",
        "沿湖村七组的征地补偿安置方案",
        "0360-5550118",
    ):
        assert words in receipt.text
    assert CODE.search(receipt.text)
    # 7 working days after receipt: the last day to ask for a correction.
    assert "2026年9月9日" in receipt.text


async def test_what_was_typed_is_what_is_stored(client: httpx.AsyncClient, ground: Ground) -> None:
    typed = TYPED | {
        "kind": "legal_service",
        "name": "青石·艾孜买提𠮷法律援助中心",
        "contact_person": "尹玉兰",
        "email": "yin@example.cn",
        "description-1": "第一行\n\n  第三行 <b>&amp;</b>",
        "title-1": "关于湖滨的批复",
        "document_no-1": "石府〔2025〕7号",
    }
    text = (await applied(client, typed)).text
    found = CODE.search(text)
    assert found
    seen = await look_up(ground, NUMBER, found[1], DAY)
    assert seen.items == ("第一行\n\n  第三行 <b>&amp;</b>",)


async def test_every_missing_answer_is_named_at_its_field_and_in_the_summary(client: httpx.AsyncClient) -> None:
    response = await press(client, await opened(client, "/apply"), "/apply", "check")
    page = Page(response)
    assert response.status_code == 422
    assert page.title.startswith("错误：")
    wanted = ["agency", "kind-person", "name", "phone", "description-1", "medium-paper", "delivery-post"]
    summary = [link[1:] for link in page.links if link.startswith("#") and link != "#main"]
    assert summary == wanted
    assert set(wanted) <= set(page.ids)
    for field in wanted:
        assert f'id="{field}-wrong-1"' in response.text


async def test_errors_bring_back_what_was_typed(client: httpx.AsyncClient) -> None:
    typed = TYPED | {"name": "", "email": "没有圈", "id_number": '362"><script>', "description-1": "\n第一行\n第二行"}
    response = await press(client, await opened(client, "/apply"), "/apply", "check", **typed)
    form = Page(response).form()
    assert response.status_code == 422
    assert {name: form[name] for name in typed} == typed
    assert "电子邮箱应当像" in response.text


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"delivery": "post"}, "address", "请填写通信地址"),
        ({"delivery": "email"}, "email", "请填写电子邮箱"),
        ({"delivery": "fax", "phone": "", "email": "a@b.cn"}, "phone", "传真号码"),
        ({"phone": "无"}, "phone", "5个数字"),
        ({"agency": "NOBODY"}, "agency", "请选择受理机关"),
        ({"kind": "king"}, "kind-person", "请选择申请人类型"),
        ({"name": "长" * 201}, "name", "最多200个字，现有201个字"),
        ({"name": "换\n行"}, "name", "无法显示的字符"),
        ({"description-1": "夹\x00带"}, "description-1", "无法显示的字符"),
        ({"description-1": "", "title-1": "只有名称"}, "description-1", "请写明第1项"),
        ({"submission_id": "x"}, "", "请重新打开申请表"),
    ],
)
async def test_a_wrong_answer_is_told_at_its_field(
    client: httpx.AsyncClient, change: dict[str, str], field: str, words: str
) -> None:
    response = await press(client, await opened(client, "/apply"), "/apply", "check", **TYPED | change)
    assert response.status_code == 422
    assert words in response.text
    if field:
        assert f'href="#{field}"' in response.text


async def test_items_are_added_and_dropped_by_buttons_and_keep_their_words(client: httpx.AsyncClient) -> None:
    page = await opened(client, "/apply")
    page = Page(await press(client, page, "/apply", "add", **TYPED))
    page = Page(await press(client, page, "/apply", "add", **{"description-2": "第二"}))
    page = Page(await press(client, page, "/apply", "drop:1", **{"description-3": "第三", "title-3": "名"}))
    form = page.form()
    assert (form["items"], form["description-1"], form["description-2"], form["title-2"]) == ("2", "第二", "第三", "名")
    assert "description-3" not in form


async def test_no_more_than_fifty_items_can_be_added(client: httpx.AsyncClient) -> None:
    page = Page(await press(client, await opened(client, "/apply"), "/apply", "add", items="50"))
    assert page.form()["items"] == "50"
    assert "description-50" in page.form()


async def test_empty_items_are_left_out(client: httpx.AsyncClient) -> None:
    page = Page(await press(client, await opened(client, "/apply"), "/apply", "add", **TYPED))
    response = await press(client, page, "/apply", "check", **{"description-1": "", "description-2": "只有第二项"})
    assert response.status_code == 200
    assert "只有第二项" in response.text
    assert "<h2>第2项</h2>" not in response.text


async def test_checking_stores_nothing_and_change_goes_back_with_everything(
    client: httpx.AsyncClient, ground: Ground
) -> None:
    page = await checked(client)
    back = Page(await press(client, page, "/apply", "change"))
    assert {name: back.form()[name] for name in TYPED} == TYPED
    async with ground.pool.agencies([2]) as conn:
        assert await conn.fetchval("select count(*) from event") == 0


async def test_sending_twice_shows_the_same_receipt_and_stores_one_case(
    client: httpx.AsyncClient, ground: Ground
) -> None:
    page = await checked(client)
    await press(client, page, "/apply", "send")
    first = await client.get("/receipt")
    await press(client, page, "/apply", "send")
    second = await client.get("/receipt")
    assert CODE.findall(first.text) == CODE.findall(second.text)
    assert "这是同一份回执" in second.text
    assert "这是同一份回执" not in first.text
    async with ground.pool.agencies([2]) as conn:
        assert await conn.fetchval("select count(*) from event") == 1


async def test_the_same_form_sent_with_other_words_is_refused_and_shows_them(client: httpx.AsyncClient) -> None:
    page = await checked(client)
    await press(client, page, "/apply", "send")
    response = await press(client, page, "/apply", "send", **{"description-1": "另一件事"})
    assert response.status_code == 409
    assert "内容不同" in response.text
    assert Page(response).title.startswith("错误：")
    assert Page(response).form()["description-1"] == "另一件事"


async def test_an_expired_page_comes_back_filled_and_can_be_sent_again(client: httpx.AsyncClient) -> None:
    page = await opened(client, "/apply")
    client.cookies.clear()
    origin = {"origin": "https://ysq.example"}
    expired = await client.post("/apply", data=page.form() | TYPED | {"do": "send"}, headers=origin)
    again = Page(expired)
    assert expired.status_code == 403
    assert again.form()["description-1"] == TYPED["description-1"]
    assert again.form()[PROOF] != page.form()[PROOF]
    assert (await press(client, again, "/apply", "send")).status_code == 303


async def test_each_form_has_a_submission_id_of_its_own(client: httpx.AsyncClient) -> None:
    ids = {(await opened(client, "/apply")).form()["submission_id"] for _turn in range(3)}
    assert len({UUID(one) for one in ids}) == 3


async def test_the_access_code_never_stands_in_an_address_or_a_readable_cookie(client: httpx.AsyncClient) -> None:
    sent = await press(client, await checked(client), "/apply", "send")
    receipt = await client.get("/receipt")
    found = CODE.search(receipt.text)
    assert found
    assert found[1] not in sent.headers["location"]
    assert all(found[1] not in cookie for cookie in sent.headers.get_list("set-cookie"))
    assert all(found[1] not in link for link in Page(receipt).links)


async def test_the_form_offers_every_agency_once(client: httpx.AsyncClient) -> None:
    page = await client.get("/apply")
    assert re.findall(r'<option value="(\w*)"', page.text) == ["", "SZZFB", "SZZRZY", "SZCZJ", "JZSFB", "SZSTHJ"]
