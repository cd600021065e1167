"""The calculator: dates in an address, every deadline and every day on the page, faults at their fields."""

import re
from urllib.parse import urlencode

import httpx
import pytest
from tests.web.journeys import DAY, opened
from tests.web.pages import Page

from ysq.domain import clock
from ysq.domain.terms import Channel
from ysq.rules.book import Book
from ysq.web.forms import Fields
from ysq.web.ledger_view import MAX_MONTHS, view_of


def address(**dates: str) -> str:
    return "/clock?" + urlencode({name.replace("_n_", "-"): text for name, text in dates.items()})


async def calculated(client: httpx.AsyncClient, query: str) -> httpx.Response:
    response = await client.get(query, follow_redirects=True)
    assert response.status_code == 200, response.text
    return response


async def test_a_date_alone_gives_the_due_date_its_steps_and_its_days(client: httpx.AsyncClient) -> None:
    response = await calculated(client, "/clock?received=2026-08-31")
    assert 'class="huge">2026年9月28日<' in response.text
    for words in (
        "收到之日2026年8月31日不计入",
        "第三十三条第二款",
        "补正告知的最后一日",
        "第20日",
        "国庆节调休上班",
        "中秋节放假",
    ):
        assert words in response.text
    assert 'class="provisional"' not in response.text


async def test_an_answer_given_while_the_clock_waited_leaves_no_day_to_come(client: httpx.AsyncClient) -> None:
    asked = "/clock?received=2026-03-02&asked=2026-03-04&asked_served=2026-03-05&asked_days=15&as_of=2026-03-12"
    waiting = await calculated(client, asked)
    assert 'class="huge">待定<' in waiting.text
    answered = await calculated(client, f"{asked}&issued=2026-03-10&posted-1=2026-03-10")
    assert 'class="huge">无（结束时期限正在等待申请人）<' in answered.text
    assert "待定" not in answered.text


async def test_the_page_and_the_json_face_say_the_same(client: httpx.AsyncClient) -> None:
    page = await calculated(
        client,
        address(received="2026-03-02", asked="2026-03-09", asked_served="2026-03-10", corrected="2026-03-18")
        + "&sent-1=2026-03-25&served-1=2026-03-27&answered-1=2026-04-08&extended=2026-04-15&extended_days=20",
    )
    events = [
        {"type": "request.received", "date": "2026-03-02", "channel": "online"},
        {"type": "clarification.asked", "date": "2026-03-09"},
        {"type": "clarification.delivered", "date": "2026-03-10"},
        {"type": "clarification.received", "date": "2026-03-18"},
        {"type": "consultation.sent", "date": "2026-03-25", "party": "第三方甲", "kind": "third_party"},
        {"type": "consultation.delivered", "date": "2026-03-27", "party": "第三方甲"},
        {"type": "consultation.answered", "date": "2026-04-08", "party": "第三方甲"},
        {"type": "deadline.extended", "date": "2026-04-15", "working_days": 20},
    ]
    answer = (await client.post("/api/v1/clock", json={"events": events})).json()
    year, month, day = map(int, answer["due_on"].split("-"))
    assert f'class="huge">{year}年{month}月{day}日<' in page.text
    for step in answer["steps"]:
        assert step["explanation"] in page.text
    numbered = {int(number) for number in re.findall(r"<span>第(\d+)日", page.text)}
    assert numbered == {day["number"] for day in answer["days"] if day["counted"]}


async def test_every_field_reaches_the_clock(client: httpx.AsyncClient) -> None:
    dates = {
        "received": "2026-03-02", "channel": "fax", "confirmed": "2026-03-03",
        "fee": "2026-03-09", "fee_served": "2026-03-10", "paid": "2026-03-16",
        "deferred": "2026-04-01", "until": "2026-05-20",
        "issued": "2026-05-08", "posted-1": "2026-05-11", "carrier-1": "courier", "returned-1": "2026-05-15",
        "posted-2": "2026-05-18", "delivered-2": "2026-05-21", "via-2": "signed", "mailings": "2",
        "as_of": "2026-06-30", "kind-1": "co_producer", "sent-1": "2026-03-17",
    }  # fmt: skip
    text = (await calculated(client, "/clock?" + urlencode(dates))).text
    for words in (
        "2026年3月3日", "信息处理费收费通知", "缴费完成", "延迟答复", "快递企业", "被退回", "共同制作机关甲",
        "申请行政复议的最后一日",
    ):  # fmt: skip
        assert words in text, words
    withdrawn = (await calculated(client, "/clock?received=2026-03-02&withdrawn=2026-03-05")).text
    assert "已撤回" in withdrawn


async def test_a_due_date_in_a_year_without_a_calendar_is_loudly_provisional(client: httpx.AsyncClient) -> None:
    text = (await calculated(client, "/clock?received=2026-12-20")).text
    assert 'class="provisional"><strong>暂定：' in text
    assert "provisional-mark" in text


async def test_a_due_date_just_before_a_year_without_a_calendar_is_told_with_its_caution(
    client: httpx.AsyncClient,
) -> None:
    text = (await calculated(client, "/clock?received=2026-12-02")).text
    assert "2026年12月30日" in text
    assert "<strong>可能调整：</strong>国务院办公厅尚未公布2027年的放假安排" in text
    assert "暂定：" not in text
    earlier = (await calculated(client, "/clock?received=2025-12-02")).text
    assert "可能调整" not in earlier, "the notice for 2026 is out"


async def test_what_was_inferred_for_an_old_case_is_marked_in_its_ledger(client: httpx.AsyncClient) -> None:
    text = (await calculated(client, "/clock?received=2018-03-01")).text
    assert '<p class="doubt">（推断）原条例没有这一期限；照现行第三十条列出，不据以认定逾期。</p>' in text
    assert "当时尚未施行，推断照此计算" in text


async def test_the_address_of_a_result_is_short_and_holds_only_what_was_filled(client: httpx.AsyncClient) -> None:
    page = await opened(client, "/clock")
    sent = page.form() | {"received": "2026-03-02", "name": "陶满仓"}
    response = await client.get("/clock", params=sent)
    assert response.status_code == 303
    assert response.headers["location"] == "/clock?received=2026-03-02&channel=online"
    assert (await client.get(response.headers["location"])).status_code == 200


async def test_the_form_comes_back_with_the_dates_and_open_where_they_are(client: httpx.AsyncClient) -> None:
    response = await calculated(client, "/clock?received=2026-03-02&channel=fax&extended=2026-03-20&extended_days=5")
    form = Page(response).form()
    assert {name: form[name] for name in ("received", "channel", "extended", "extended_days")} == {
        "received": "2026-03-02", "channel": "fax", "extended": "2026-03-20", "extended_days": "5",
    }  # fmt: skip
    assert response.text.count('<details class="card" open>') == 1


async def test_rows_are_added_by_buttons_up_to_ten_parties(client: httpx.AsyncClient) -> None:
    added = await client.get("/clock", params={"received": "2026-03-02", "parties": "1", "do": "add:parties"})
    assert added.headers["location"] == "/clock?parties=2&received=2026-03-02#parties"
    assert "sent-2" in (await opened(client, "/clock?parties=2&received=2026-03-02")).form()
    ten = await client.get("/clock", params={"parties": "10", "do": "add:parties"}, follow_redirects=True)
    assert "sent-10" in Page(ten).form()
    assert "add:parties" not in ten.text
    assert "sent-11" not in Page(ten).form()


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("received=gestern", "received", "应当像 2026-03-02"),
        ("received=2026-02-30", "received", "确有这一天"),
        ("asked=2026-03-02", "received", "请填写收到申请的日期"),
        ("received=2026-03-02&asked=2026-02-02", "asked", "早于收到申请之日"),
        ("received=2026-03-02&served-1=2026-03-05", "sent-1", "请填写发出"),
        ("received=2026-03-02&extended=2026-03-20", "extended_days", "工作日数"),
        ("received=2026-03-02&extended=2026-03-20&extended_days=21", "extended_days", "最多为20"),
        ("received=2026-03-02&deferred=2026-03-20", "until", "延迟到哪一天"),
        ("received=2026-03-02&channel=pigeon", "channel", "请从列出的选项中选择"),
        ("received=2026-03-02&late_extension=maybe", "late_extension", "请从列出的选项中选择"),
        ("received=2026-03-02&clarification_response_working_days=0", "clarification_response_working_days", "选项"),
        ("received=2026-03-02&as_of=2026-03-01", "as_of", "早于收到申请之日"),
        ("received=2007-03-02", "received", "2008年5月1日"),
        ("received=9999-12-31", "received", "日历范围"),
        ("received=2026-03-02&paid=2026-03-03&paid=0000-01-01", "paid", "确有这一天"),
    ],
)  # fmt: skip
async def test_a_fault_is_told_at_its_field(client: httpx.AsyncClient, query: str, field: str, words: str) -> None:
    response = await client.get(f"/clock?{query}", follow_redirects=True)
    page = Page(response)
    assert response.status_code == 422
    assert page.title.startswith("错误：")
    assert words in response.text
    assert f'href="#{field}"' in response.text
    assert field in page.ids


@pytest.mark.parametrize("text", ["2026-3-2", "2026/03/02", "2026年3月2日", "20260302", " 2026.3.2 "])
async def test_dates_are_taken_as_people_write_them(client: httpx.AsyncClient, text: str) -> None:
    assert "2026年3月30日" in (await calculated(client, "/clock?" + urlencode({"received": text}))).text


async def test_each_setting_is_shown_with_its_reason_and_mark_and_changes_the_result(
    client: httpx.AsyncClient, book: Book
) -> None:
    strict = (await calculated(client, "/clock?received=2026-03-01")).text
    for name in clock.Policy.__struct_fields__:
        setting = book.clock.parameters.policies[name]
        assert setting.title in strict
        assert setting.reason in strict
        assert setting.mark.zh in strict
    kind = (await calculated(client, "/clock?received=2026-03-01&rest_day_receipt=next_working_day")).text
    assert 'class="huge">2026年3月27日<' in strict
    assert 'class="huge">2026年3月30日<' in kind


async def test_the_calculator_needs_no_database_and_sets_no_cookie(client: httpx.AsyncClient) -> None:
    response = await calculated(client, "/clock?received=2026-03-02")
    assert "set-cookie" not in response.headers


def test_a_month_table_has_each_day_once_under_its_weekday_with_words(book: Book) -> None:
    course = clock.Course((clock.RequestReceived(DAY, Channel.ONLINE),))
    ledger = clock.ledger(course, book.clock, book.calendar())
    view = view_of(ledger, book, book.calendar())
    cells = [cell for month in view.months for week in month.weeks for cell in week if cell]
    assert [cell.date for cell in cells] == [day.date for day in ledger.days]
    assert all(cell.words for cell in cells)
    for month in view.months:
        for week in month.weeks:
            assert all(cell is None or cell.date.weekday() == place for place, cell in enumerate(week))
    assert [cell.date for cell in cells if cell.is_due] == [ledger.due_on]
    assert {cell.kind for cell in cells} == {"zero", "counted", "rest"}


async def test_a_case_that_waits_for_years_shows_two_of_them(client: httpx.AsyncClient) -> None:
    text = (
        await calculated(client, "/clock?received=2026-03-02&kind-1=other_agency&sent-1=2026-03-03&as_of=2031-03-01")
    ).text
    assert text.count('<table class="month">') == MAX_MONTHS
    assert "个月从略" in text
    assert "待定" in text


def test_fields_keep_the_last_of_equal_names_and_even_line_ends() -> None:
    fields = Fields.parse("a=1&a=2&b=x%0D%0Ay%0Dz")
    assert (fields.get("a"), fields.get("b"), fields.get("c")) == ("2", "x\ny\nz", "")
