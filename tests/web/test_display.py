"""The display's choice is kept in a cookie and leads back to the page, and nowhere else."""

import httpx
import pytest
from tests.web.journeys import opened


async def choose(client: httpx.AsyncClient, mode: str, back: str) -> httpx.Response:
    return await client.post("/display", data={"mode": mode, "back": back})


@pytest.mark.parametrize("mode", ["large", "contrast"])
async def test_a_choice_is_kept_on_every_page(client: httpx.AsyncClient, mode: str) -> None:
    chosen = await choose(client, mode, "/clock?received=2026-03-02")
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/clock?received=2026-03-02")
    for path in ("/", "/apply", "/clock", "/follow"):
        assert f'<html lang="zh-CN" class="{mode}">' in (await client.get(path)).text
    await choose(client, "standard", "/")
    assert '<html lang="zh-CN">' in (await client.get("/")).text


async def test_the_switch_carries_the_address_of_its_page(client: httpx.AsyncClient) -> None:
    page = await opened(client, "/clock?received=2026-03-02&channel=fax")
    assert page.form()["back"] == "/clock?received=2026-03-02&channel=fax"


async def test_a_page_with_unsent_words_has_no_switch(client: httpx.AsyncClient) -> None:
    assert "back" not in (await opened(client, "/apply")).form()
    failed = await client.post("/follow", data={}, headers={"origin": "https://ysq.example"})
    assert 'name="back"' not in failed.text


@pytest.mark.parametrize(
    "back",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\r\nx: y", "/\u516c"],
)
async def test_it_leads_to_no_foreign_address(client: httpx.AsyncClient, back: str) -> None:
    assert (await choose(client, "large", back)).headers["location"] == "/"


async def test_an_unknown_choice_is_the_standard(client: httpx.AsyncClient) -> None:
    await choose(client, 'huge"><script>', "/")
    assert '<html lang="zh-CN">' in (await client.get("/")).text
