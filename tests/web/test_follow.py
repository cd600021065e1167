"""A requester follows his own case with number and access code; nobody else learns that it exists."""

import re
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import unquote

import httpx
import pytest
from pypdf import PdfReader
from tests import builders as make
from tests.web.journeys import DAY, Clock, opened, press
from tests.web.pages import Page

from ysq.cases import Ground, Receipt, submit
from ysq.db.submissions import find_submission
from ysq.domain import commands as c


async def received(ground: Ground, *descriptions: str) -> Receipt:
    return await submit(ground, make.submission(DAY, *descriptions), make.noon(DAY))


async def answered(ground: Ground, receipt: Receipt) -> None:
    """Give the case a refusal letter that was posted."""
    async with ground.pool.agencies(()) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None
    case = await make.give(ground, found.case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    await make.give(ground, found.case_id, make.sending(case, DAY)[:1])


async def enter(client: httpx.AsyncClient, number: str, code: str, path: str = "/follow") -> httpx.Response:
    return await press(client, await opened(client, path), path, request_no=number, access_code=code)


async def test_number_and_code_lead_to_the_case_with_its_ledger(client: httpx.AsyncClient, ground: Ground) -> None:
    receipt = await received(ground, "湖滨路地块的出让合同")
    sent = await enter(client, receipt.request_no, receipt.access_code)
    assert (sent.status_code, sent.headers["location"]) == (303, "/follow/case")
    case = await client.get("/follow/case")
    for words in (
        "接收",
        "2026年9月28日",
        "还有20个工作日",
        "湖滨路地块的出让合同",
        "第三十三条第二款",
        "第20日",
        "国庆节调休上班",
    ):
        assert words in case.text


async def test_a_case_answered_while_it_waited_for_its_requester_has_no_day_to_come(
    client: httpx.AsyncClient, ground: Ground
) -> None:
    receipt = await received(ground)
    async with ground.pool.agencies(()) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None
    register, *decided = make.refusal_path(DAY)
    asked = [c.AskClarification(DAY, "写明年份", 10), c.RecordClarificationDelivery(DAY)]
    await make.give(ground, found.case_id, [register, *asked])
    await enter(client, receipt.request_no, receipt.access_code)
    assert "待定" in (await client.get("/follow/case")).text
    case = await make.give(ground, found.case_id, [*decided, c.IssueLetter(DAY, (1,))])
    await make.give(ground, found.case_id, make.sending(case, DAY)[:1])
    for page in ("/follow/case", "/receipt"):
        shown = (await client.get(page)).text
        assert "无（结束时期限正在等待申请人）" in shown
        assert "待定" not in shown


async def test_a_due_date_in_the_last_days_of_the_year_is_told_with_its_caution(
    client: httpx.AsyncClient, ground: Ground, clock: Clock
) -> None:
    day = date(2026, 12, 2)
    clock.at = make.noon(day)
    receipt = await submit(ground, make.submission(day), clock.at)
    shown = await enter(client, receipt.request_no, receipt.access_code)
    assert shown.status_code == 303
    case, told = (await client.get("/follow/case")).text, (await client.get("/receipt")).text
    for text in (case, told):
        assert "2026年12月30日" in text
        assert "国务院办公厅尚未公布2027年的放假安排，2026年12月的最后几日可能因此调整" in text
        assert "暂定：" not in text


async def test_number_and_code_are_taken_as_people_type_them(client: httpx.AsyncClient, ground: Ground) -> None:
    receipt = await received(ground)
    number = receipt.request_no.lower().replace("-", "－")
    code = f" {receipt.access_code[:5]} - {receipt.access_code[5:].lower()} "
    assert (await enter(client, number, code)).status_code == 303


async def test_a_wrong_code_and_an_unknown_number_look_alike(client: httpx.AsyncClient, ground: Ground) -> None:
    receipt = await received(ground)
    wrong = await enter(client, receipt.request_no, "2222222222")
    unknown = await enter(client, "SZZRZY-2026-S-9999", "2222222222")
    assert wrong.status_code == unknown.status_code == 404
    typed = 'value="SZZRZY-2026-S-9999"'
    assert wrong.text.replace(f'value="{receipt.request_no}"', "N") == unknown.text.replace(typed, "N")
    assert Page(wrong).title.startswith("错误：")


@pytest.mark.parametrize("path", ["/follow", "/receipt"])
async def test_guesses_on_the_form_lock_known_and_unknown_numbers_alike_and_both_faces_together(
    client: httpx.AsyncClient, ground: Ground, clock: Clock, path: str
) -> None:
    receipt = await received(ground)
    pages = []
    for number in (receipt.request_no, "SZZRZY-2026-S-9999"):
        answers = [await enter(client, number, "2222222222", path) for _turn in range(6)]
        assert [answer.status_code for answer in answers] == [404] * 5 + [429]
        assert answers[-1].headers["retry-after"] == "900"
        assert "查询码连续5次不正确，已经锁定，请15分钟后再试，或者联系受理机关。" in answers[-1].text
        pages.append(answers[-1].text.replace(f'value="{number}"', "N"))
    assert pages[0] == pages[1]
    assert (await enter(client, receipt.request_no, receipt.access_code, path)).status_code == 429
    url, right = f"/api/v1/requests/{receipt.request_no}", {"X-Access-Code": receipt.access_code}
    assert (await client.get(url, headers=right)).status_code == 429
    clock.at += timedelta(minutes=16)
    assert (await enter(client, receipt.request_no, receipt.access_code, path)).status_code == 303
    assert (await client.get(url, headers=right)).status_code == 200


async def test_guesses_at_the_json_face_count_on_the_form_and_a_right_code_forgives(
    client: httpx.AsyncClient, ground: Ground
) -> None:
    receipt = await received(ground)
    url, wrong = f"/api/v1/requests/{receipt.request_no}", {"X-Access-Code": "2222222222"}
    for _turn in range(4):
        assert (await client.get(url, headers=wrong)).status_code == 404
    assert (await enter(client, receipt.request_no, receipt.access_code)).status_code == 303
    for _turn in range(5):
        assert (await client.get(url, headers=wrong)).status_code == 404
    assert (await enter(client, receipt.request_no, receipt.access_code)).status_code == 429


async def test_empty_fields_are_named(client: httpx.AsyncClient) -> None:
    response = await enter(client, "", "")
    assert response.status_code == 422
    assert "请填写申请编号" in response.text
    assert "请填写查询码" in response.text


@pytest.mark.parametrize("path", ["/receipt", "/follow/case", "/follow/letters/00000000-0000-0000-0000-000000000000"])
async def test_without_a_visit_only_the_form_is_shown(client: httpx.AsyncClient, path: str) -> None:
    page = await opened(client, path)
    assert {"request_no", "access_code"} <= set(page.form())


async def test_the_receipt_is_shown_again_with_number_and_code(client: httpx.AsyncClient, ground: Ground) -> None:
    receipt = await received(ground)
    sent = await enter(client, receipt.request_no, receipt.access_code, "/receipt")
    assert sent.headers["location"] == "/receipt"
    shown = await client.get("/receipt")
    assert receipt.access_code in shown.text
    assert "这是同一份回执" not in shown.text


async def test_a_visit_ends_after_half_an_hour_and_by_the_button(
    client: httpx.AsyncClient, ground: Ground, clock: Clock
) -> None:
    receipt = await received(ground)
    await enter(client, receipt.request_no, receipt.access_code)
    clock.at += timedelta(minutes=29, seconds=59)
    assert receipt.request_no in (await client.get("/follow/case")).text
    clock.at += timedelta(seconds=1)
    assert receipt.request_no not in (await client.get("/follow/case")).text
    await enter(client, receipt.request_no, receipt.access_code)
    case = await opened(client, "/follow/case")
    left = await press(client, case, "/follow/leave")
    assert (left.status_code, left.headers["location"]) == (303, "/follow")
    assert receipt.request_no not in (await client.get("/follow/case")).text


async def test_a_changed_visit_cookie_opens_nothing(client: httpx.AsyncClient, ground: Ground) -> None:
    receipt = await received(ground)
    await enter(client, receipt.request_no, receipt.access_code)
    good = client.cookies["__Host-ysq-visit"]
    for bad in (good[:-2] + ("AA" if good[-2:] != "AA" else "BB"), good[:10], "", "%%%", "é" * 3):
        response = await client.get("/follow/case", headers={"cookie": f"__Host-ysq-visit={bad}".encode("latin-1")})
        assert response.status_code == 200
        assert receipt.request_no not in response.text


async def test_the_letter_can_be_downloaded_and_is_the_issued_pdf(client: httpx.AsyncClient, ground: Ground) -> None:
    receipt = await received(ground)
    await answered(ground, receipt)
    await enter(client, receipt.request_no, receipt.access_code)
    case = await opened(client, "/follow/case")
    link = next(link for link in case.links if link.startswith("/follow/letters/"))
    response = await client.get(link)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/pdf"
    assert response.headers["cache-control"] == "no-store"
    disposition = response.headers["content-disposition"]
    assert disposition.startswith("attachment;")
    assert unquote(disposition).endswith(".pdf")
    assert "石自然资依复〔2026〕1号" in PdfReader(BytesIO(response.content)).pages[0].extract_text()


async def test_a_letter_of_another_case_is_not_found(client: httpx.AsyncClient, ground: Ground) -> None:
    first, second = await received(ground), await received(ground, "另一件")
    await answered(ground, first)
    await enter(client, first.request_no, first.access_code)
    link = next(link for link in (await opened(client, "/follow/case")).links if "/letters/" in link)
    await enter(client, second.request_no, second.access_code)
    refused = await client.get(link)
    nothing = await client.get(re.sub(r"[0-9a-f-]{36}", "00000000-0000-0000-0000-000000000000", link))
    assert refused.status_code == nothing.status_code == 404
    assert refused.content == nothing.content


async def test_the_case_page_tells_that_an_answer_was_in_time(client: httpx.AsyncClient, ground: Ground) -> None:
    receipt = await received(ground)
    await answered(ground, receipt)
    await enter(client, receipt.request_no, receipt.access_code)
    text = (await client.get("/follow/case")).text
    assert "在期限内答复" in text
    assert "还有" not in text
    assert "石自然资依复〔2026〕1号" in text


async def test_an_expired_page_comes_back_with_the_number(client: httpx.AsyncClient) -> None:
    page = await opened(client, "/follow")
    client.cookies.clear()
    typed = page.form() | {"request_no": "SZZRZY-2026-S-0001", "access_code": "X"}
    response = await client.post("/follow", data=typed, headers={"origin": "https://ysq.example"})
    assert response.status_code == 403
    assert Page(response).form()["request_no"] == "SZZRZY-2026-S-0001"
