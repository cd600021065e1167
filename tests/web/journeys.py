"""What a citizen does, step by step, in HTTP."""

from collections.abc import Mapping
from datetime import date, datetime

import httpx
from tests.builders import noon
from tests.web.pages import Page

DAY = date(2026, 8, 31)
"""The day on which the tests' clock stands: 20 working days later is 2026-09-28."""
BASE = "https://ysq.example"
TYPED = {
    "agency": "SZZRZY",
    "kind": "person",
    "name": "陶满仓",
    "phone": "13900000000",
    "description-1": "沿湖村七组的征地补偿安置方案",
    "medium": "paper",
    "delivery": "collect",
}


class Clock:
    """The clock that a test gives the service: it stands until it is set."""

    def __init__(self) -> None:
        self.at = noon(DAY)

    def __call__(self) -> datetime:
        return self.at


async def opened(client: httpx.AsyncClient, path: str) -> Page:
    """The page at `path`, which must be there."""
    response = await client.get(path)
    assert response.status_code == 200, response.text
    return Page(response)


async def press(client: httpx.AsyncClient, page: Page, path: str, do: str = "", **typed: str) -> httpx.Response:
    """Send the page's form with what was typed and the button pressed."""
    button = {"do": do} if do else {}
    return await client.post(path, data=page.form() | typed | button)


async def checked(client: httpx.AsyncClient, typed: Mapping[str, str] = TYPED) -> Page:
    """The page to check, after the form was filled in."""
    response = await press(client, await opened(client, "/apply"), "/apply", "check", **typed)
    assert response.status_code == 200, response.text
    return Page(response)


async def applied(client: httpx.AsyncClient, typed: Mapping[str, str] = TYPED) -> httpx.Response:
    """The receipt's page, after everything was sent."""
    sent = await press(client, await checked(client, typed), "/apply", "send")
    assert (sent.status_code, sent.headers["location"]) == (303, "/receipt"), sent.text
    return await client.get("/receipt")
