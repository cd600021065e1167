"""Forms that our own pages didn't send are refused, whatever route they take; the token can't be made by others."""

import httpx
import pytest
from litestar import Litestar
from litestar.routes import HTTPRoute
from tests.web.journeys import TYPED, Clock, applied, opened, press
from tests.web.service import browser, made

from ysq.cases import Ground
from ysq.web.guard import PROOF

FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "https://ysq.example.evil.example"},
    {"origin": "https://ysq.example:8443"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
]


def posting(app: Litestar) -> list[str]:
    """Every path outside the JSON face that takes a POST."""
    return [
        route.path
        for route in app.routes
        if isinstance(route, HTTPRoute) and "POST" in route.methods and not route.path.startswith("/api/")
    ]


async def test_every_form_of_the_site_is_known(app: Litestar) -> None:
    at_desk = {path for path in posting(app) if path.startswith("/desk/")}
    assert set(posting(app)) - at_desk == {
        "/apply", "/display", "/follow", "/follow/clarification", "/follow/leave", "/follow/withdrawal", "/receipt",
        "/verify",
    }  # fmt: skip
    case = "/desk/cases/{case_id:str}"
    assert at_desk == {
        "/desk/accounts", "/desk/accounts/{account_id:str}", "/desk/sign-in", "/desk/sign-out",
        "/desk/account/password", "/desk/account/appointment", "/desk/account/sessions", "/desk/intake",
        "/desk/calendars", f"{case}/reveal", f"{case}/package", f"{case}/papers", f"{case}/revise-draft",
        f"{case}/supply-record", f"{case}/{{noun:str}}",
    }  # fmt: skip


@pytest.mark.parametrize("headers", FOREIGN)
async def test_a_foreign_origin_is_refused_on_every_form_even_with_a_good_token(
    client: httpx.AsyncClient, app: Litestar, ground: Ground, headers: dict[str, str]
) -> None:
    form = (await opened(client, "/apply")).form() | TYPED | {"do": "send"}
    for path in posting(app):
        response = await client.post(path, data=form, headers=headers)
        assert response.status_code == 403, path
        assert "其他网站" in response.text
    async with ground.pool.agencies([2]) as conn:
        assert await conn.fetchval("select count(*) from event") == 0


@pytest.mark.parametrize("path", ["/apply", "/follow", "/receipt", "/follow/leave"])
async def test_a_form_without_its_token_is_refused_when_the_browser_says_nothing(
    client: httpx.AsyncClient, path: str
) -> None:
    form = (await opened(client, "/apply")).form() | TYPED
    for token in ("", "0" * 64, "é", form[PROOF][:-1]):
        response = await client.post(path, data=form | {PROOF: token, "do": "send"})
        assert response.status_code == 403
        assert "没有接收" in response.text


async def test_a_token_of_another_browser_is_refused(client: httpx.AsyncClient, app: Litestar) -> None:
    stolen = (await opened(client, "/apply")).form()[PROOF]
    client.cookies.clear()
    mine = (await opened(client, "/apply")).form()
    assert mine[PROOF] != stolen
    response = await client.post("/apply", data=mine | TYPED | {PROOF: stolen, "do": "send"})
    assert response.status_code == 403


async def test_forms_in_two_tabs_both_stay_good(client: httpx.AsyncClient) -> None:
    first, second = await opened(client, "/apply"), await opened(client, "/apply")
    for page in (first, second):
        assert (await press(client, page, "/apply", "send", **TYPED)).status_code == 303


async def test_cookies_are_host_bound_secure_and_unreadable_for_scripts(client: httpx.AsyncClient) -> None:
    await applied(client)
    page = await client.get("/apply")
    receipt = await client.get("/receipt")
    cookies = page.headers.get_list("set-cookie") + receipt.headers.get_list("set-cookie")
    sent = await press(client, await opened(client, "/apply"), "/apply", "send", **TYPED)
    cookies += sent.headers.get_list("set-cookie")
    names = {cookie.partition("=")[0] for cookie in cookies}
    assert names == {"__Host-ysq-form", "__Host-ysq-visit"}
    for cookie in cookies:
        for part in ("Secure", "HttpOnly", "Path=/", "SameSite="):
            assert part.lower() in cookie.lower()
        assert "domain" not in cookie.lower()


async def test_on_loopback_http_the_same_forms_work_without_secure_cookies(ground: Ground) -> None:
    async with browser(made(ground, Clock(), loopback_http=True), "http://127.0.0.1:8080") as client:
        page = await opened(client, "/apply")
        sent = await press(client, page, "/apply", "send", **TYPED)
        assert sent.status_code == 303
        assert all("secure" not in cookie.lower() for cookie in sent.headers.get_list("set-cookie"))
        assert "strict-transport-security" not in sent.headers
