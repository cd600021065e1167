"""What every response carries, and what happens to requests that make no sense."""

import asyncio
from collections.abc import AsyncIterator
from itertools import pairwise

import httpx
import pytest
from tests.web.journeys import TYPED, applied, opened
from tests.web.pages import Page

from ysq.web import forms
from ysq.web.edge import CONTENT_POLICY

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
REQUESTS = [
    ("GET", "/"),
    ("GET", "/apply"),
    ("GET", "/follow"),
    ("GET", "/receipt"),
    ("GET", "/clock"),
    ("GET", "/clock?received=2026-03-02"),
    ("GET", "/clock?received="),
    ("GET", "/clock?received=gestern"),
    ("GET", "/static/site.css"),
    ("GET", "/nowhere"),
    ("GET", "/follow/letters/none"),
    ("GET", "/api/v1/health"),
    ("GET", "/api/v1/openapi.json"),
    ("GET", "/api/v1/nowhere"),
    ("GET", "/api/v1/requests/SZZRZY-2026-S-0001"),
    ("POST", "/apply"),
    ("POST", "/api/v1/clock"),
    ("PUT", "/apply"),
    ("DELETE", "/api/v1/requests"),
    ("OPTIONS", "/apply"),
    ("PATCH", "/"),
]


@pytest.mark.parametrize(("method", "path"), REQUESTS)
async def test_every_response_carries_the_safe_headers(client: httpx.AsyncClient, method: str, path: str) -> None:
    response = await client.request(method, path)
    assert response.status_code < 500
    assert CONTENT_POLICY == POLICY
    assert response.headers.get_list("content-security-policy") == [POLICY]
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "same-origin"
    assert response.headers["strict-transport-security"] == "max-age=31536000"
    assert response.headers["cache-control"]


async def test_personal_pages_are_never_stored(client: httpx.AsyncClient) -> None:
    receipt = await applied(client)
    case = await client.get("/follow/case")
    for response in (receipt, case, await client.get("/apply")):
        assert response.headers["cache-control"] == "no-store"


async def test_the_style_sheet_may_be_kept_for_ever_under_its_own_name(client: httpx.AsyncClient) -> None:
    home = await client.get("/")
    address = home.text.split('rel="stylesheet" href="')[1].split('"')[0]
    sheet = await client.get(address)
    assert sheet.headers["content-type"] == "text/css; charset=utf-8"
    assert "immutable" in sheet.headers["cache-control"]
    assert len(sheet.content) < 16_000
    assert (await client.get("/static/site.000000000000.css")).status_code == 404


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("PUT", "/apply", 405)])
async def test_pages_about_problems_are_chinese_pages(
    client: httpx.AsyncClient, method: str, path: str, status: int
) -> None:
    response = await client.request(method, path)
    page = Page(response)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    assert page.lang == "zh-CN"
    assert [tag for tag, _words in page.heads].count("h1") == 1
    assert "返回首页" in response.text


async def test_a_refused_method_names_the_allowed_ones(client: httpx.AsyncClient) -> None:
    response = await client.put("/apply")
    assert {"GET", "POST"} <= set(response.headers["allow"].replace(" ", "").split(","))


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"a=1", "text/plain", 415),
        (b"--x\r\n", "multipart/form-data; boundary=x", 415),
        (b"\xff\xfe=1", "application/x-www-form-urlencoded", 400),
        (b"name=%FF%FE", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"f%d=1" % number for number in range(2001)), "application/x-www-form-urlencoded", 400),
        (b"a=" + b"x" * 1_048_576, "application/x-www-form-urlencoded", 413),
    ],
)
async def test_a_body_that_is_no_form_is_refused_cleanly(
    client: httpx.AsyncClient, body: bytes, content_type: str, status: int
) -> None:
    response = await client.post("/apply", content=body, headers={"content-type": content_type})
    assert response.status_code == status
    assert Page(response).lang == "zh-CN"


async def test_a_body_that_never_ends_is_given_up(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "BODY_SECONDS", 0.2)

    async def drops() -> AsyncIterator[bytes]:
        yield b"{"
        await asyncio.sleep(5)
        yield b"}"

    headers = {"content-type": "application/json"}
    begun = asyncio.get_running_loop().time()
    response = await client.post("/api/v1/clock", content=drops(), headers=headers)
    assert asyncio.get_running_loop().time() - begun < 2
    assert response.status_code == 408
    assert response.json()["code"] == "body_too_slow"


async def test_an_unexpected_error_shows_no_internals_and_logs_no_words(
    client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    words = "陶满仓"

    async def broken(*_given: object) -> None:
        raise RuntimeError(words)

    for module in ("apply", "api"):
        monkeypatch.setattr(f"ysq.web.{module}.agencies", broken)
    for path in ("/apply", "/api/v1/agencies"):
        response = await client.get(path)
        assert response.status_code == 500
        assert "错误编号" in response.text
        for inside in ("Traceback", "RuntimeError", words, "site-packages", ".py"):
            assert inside not in response.text
    assert "RuntimeError" in caplog.text
    assert "in show_form" in caplog.text
    assert words not in caplog.text


async def test_what_people_typed_is_shown_as_text_on_every_page(client: httpx.AsyncClient) -> None:
    hostile = "\"'><script>alert(1)</script>{{7*7}}{% raw %}</textarea><img src=x onerror=alert(1)>\u202e#set x\\\\"
    typed = TYPED | dict.fromkeys(("name", "id_number", "contact_person", "address", "title-1"), hostile)
    typed |= {"description-1": hostile}
    form = await client.post("/apply", data=(await opened(client, "/apply")).form() | typed | {"do": "change"})
    assert {name: Page(form).form()[name] for name in typed} == typed
    receipt = await applied(client, typed)
    case = await client.get("/follow/case")
    for response in (form, receipt, case):
        assert "<script" not in response.text
        assert "<img" not in response.text
        assert "{{7*7}}" in response.text


@pytest.mark.parametrize("path", ["/", "/apply", "/follow", "/receipt", "/clock", "/clock?received=2026-03-02"])
async def test_every_page_has_one_head_a_language_unique_ids_and_labelled_fields(
    client: httpx.AsyncClient, path: str
) -> None:
    page = await opened(client, path)
    assert page.lang == "zh-CN"
    assert page.title.endswith(" - 依申请公开")
    assert [tag for tag, _words in page.heads].count("h1") == 1
    assert len(page.ids) == len(set(page.ids))
    assert page.unlabelled == []
    assert page.fieldsets == page.legends
    levels = [int(tag[1]) for tag, _words in page.heads]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert all(link.startswith(("/", "#")) for link in page.links)
