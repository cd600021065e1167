"""No page is forgotten: axe and the width of a phone over every address that can be opened, and every command's form.

The list of addresses is the service's own: a new page fails here until somebody looks at it.
"""

import io
import re
from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import msgspec
import pypdf
import pytest
from axe_playwright_python.sync_playwright import Axe
from litestar.routes import HTTPRoute
from playwright.sync_api import Browser, BrowserContext, Page
from tests import builders as make
from tests.api.conftest import LOGINS
from tests.web.conftest import Office
from tests.web.journeys import Clock
from tests.web.test_browser import NARROW, RESULT, WIDE, chromium, fill, pytestmark
from tests.web.test_desk_browser import signed_in

from ysq.app import create_app
from ysq.domain import access
from ysq.resources import data_folder
from ysq.web.giving import NOUNS

__all__ = ["chromium", "pytestmark"]

CASE = "/desk/cases/{case_id}"
FILES = {
    "/static/{name}", "/follow/letters/{letter_id}", "/follow/letters/{letter_id}/merged",
    "/follow/letters/{letter_id}/attachments/{file_id}",
    f"{CASE}/letters/{{letter_id}}", f"{CASE}/letters/{{letter_id}}/merged", f"{CASE}/draft.docx",
    f"{CASE}/drafts/{{file_id}}",
}  # fmt: skip
"""Addresses that answer with a file and no page."""
_OPEN = "document.querySelectorAll('details').forEach(one => { one.open = true })"
_AXE = "rules => axe.run({resultTypes: ['violations'], ...rules}).then(found => found.violations)"
_BY_LAYOUT = {"runOnly": {"type": "rule", "values": [
    "color-contrast", "target-size", "scrollable-region-focusable", "th-has-data-cells", "td-headers-attr",
    "aria-hidden-focus", "link-in-text-block",
]}}  # fmt: skip
"""What the width can change: the phone is looked at with every rule, the desk's screen with these."""
_SEND = "path => { const form = document.querySelector('form[action=\"/desk/sign-out\"]'); form.action = path; form.submit() }"


@asynccontextmanager
async def _nowhere() -> Any:
    raise AssertionError("the service is asked for its addresses, and never started")
    yield


def addresses(desk: bool) -> set[str]:
    """Every address that can be opened in a browser, of the desk or of the citizen's side."""
    routes = (route for route in create_app(_nowhere, Clock()).routes if isinstance(route, HTTPRoute))
    opened = {route.path_format for route in routes if "GET" in route.methods and not route.path.startswith("/api/")}
    return {path for path in opened - FILES if path.startswith("/desk") == desk}


class Eyes:
    """Looks at each page in both widths, with everything unfolded; keeps what is wrong and where it has been."""

    def __init__(self, known: set[str]) -> None:
        self.wrong: dict[str, list[str]] = {}
        self.seen: set[str] = set()
        self._known = sorted(known, key=lambda path: path.count("{"))

    def look(self, page: Page, path: str = "") -> None:
        """Open `path`, or stay; the status doesn't matter, the page does."""
        if path:
            page.goto(path)
        here = urlsplit(page.url).path
        self.seen.update([one for one in self._known if re.fullmatch(re.sub(r"{\w+}", "[^/]+", one), here)][:1])
        page.evaluate(_OPEN)
        for width, rules in ((NARROW, {}), (WIDE, _BY_LAYOUT)):
            page.set_viewport_size({"width": width, "height": 700})
            found = [f"{one['id']}: {one['nodes'][0]['html']}" for one in page.evaluate(_AXE, rules)
                     if one["impact"] in {"serious", "critical"}]  # fmt: skip
            if page.evaluate("document.documentElement.scrollWidth") > width:
                found.append("sticks out sideways")
            if found:
                self.wrong[f"{here} {page.title()} {width}"] = found


@pytest.fixture
def context(chromium: Browser, office: Office) -> Iterator[BrowserContext]:
    """A browser that brings axe along; scripts are on for axe alone."""
    opened = chromium.new_context(base_url=office.address, bypass_csp=True, locale="zh-CN")
    opened.add_init_script(Axe().axe_script)
    opened.set_default_timeout(30_000)
    yield opened
    opened.close()


class Answered(msgspec.Struct, frozen=True):
    """A case that went its way to a posted letter; `code` verifies the letter."""

    number: str
    access_code: str
    case_id: str
    code: str


@pytest.fixture(scope="module")
def answered(office: Office) -> Iterator[Answered]:
    with httpx.Client(base_url=f"{office.address}/api/v1") as client:
        yield _answered(client, office)


def _answered(client: httpx.Client, office: Office) -> Answered:
    body = {"submission_id": "11111111-2222-4333-8444-666666666666", "agency": "SZZRZY",
            "application": msgspec.to_builtins(make.application("沿湖村七组的征地补偿安置方案", "征地公告"))}  # fmt: skip
    taken = client.post("/requests", json=body).json()

    def token(login: str) -> dict[str, str]:
        given = client.post("/session", json={"login": login, "password": office.passwords[login]}).json()
        return {"Authorization": f"Bearer {given['token']}"}

    clerk, found = token("jingban"), {"number": taken["request_no"]}
    case_id = client.get("/cases", params=found, headers=clerk).json()["cases"][0]["case_id"]
    letter: list[str] = []
    for noun, by, said in (
        ("register", clerk, {}),
        ("ask-unit", clerk, {"unit": "征地管理股", "items": [1], "text": "请检索"}),
        ("record-search", clerk, {"item": 1, "unit": "办公室", "places": ["档案室"], "keywords": ["征地"], "found": True,
                                  "result": "查得一份"}),
        ("draft-determination", clerk, {"item": 1, "outcome": "disclosed", "reasons": "",
                                        "attachments": [{"name": "方案", "pages": 3}]}),
        ("record-secrecy-review", token("baomi"), {"item": 1, "releasable": True, "opinion": "可以公开"}),
        ("approve-determination", token("qianfa"), {"item": 1}),
        ("issue-letter", clerk, {"items": [1]}),
        ("record-posting", clerk, {"letter_id": letter, "carrier": "post"}),
    ):  # fmt: skip
        sheet = client.get(f"/cases/{case_id}", headers=clerk)
        letter[:] = [one["letter_id"] for one in sheet.json()["letters"]]
        said = said | ({"letter_id": letter[0]} if letter else {})
        given = client.post(f"/cases/{case_id}/{noun}", json={"on": taken["received_on"]} | said,
                            headers=by | {"If-Match": sheet.headers["ETag"]})  # fmt: skip
        assert given.status_code == 200, given.text
    pdf = client.get(f"/cases/{case_id}/letters/{letter[0]}", headers=clerk).content
    printed = pypdf.PdfReader(io.BytesIO(pdf)).pages[0].extract_text()
    code = re.search(r"核验码：([0-9a-f ]{35})", printed)
    assert code is not None
    return Answered(taken["request_no"], taken["access_code"], case_id, code[1].replace(" ", ""))


def test_no_page_of_the_citizens_side_has_a_barrier(context: BrowserContext, answered: Answered) -> None:
    page, eyes = context.new_page(), Eyes(addresses(desk=False))
    for path in ("/", "/apply", "/receipt", "/follow", "/clock", RESULT, "/clock?received=x", "/verify",
                 "/verify/" + "0" * 32, f"/verify/{answered.code}", "/nowhere"):  # fmt: skip
        eyes.look(page, path)
    for form in ("/apply", "/follow", "/verify"):
        page.goto(form)
        page.click("button.main")
        eyes.look(page)
    fill(page)
    page.click("button.main")
    eyes.look(page)
    page.click("button[value=send]")
    eyes.look(page)
    for path in ("/follow/case", "/follow/withdrawal", "/follow/clarification"):
        eyes.look(page, path)
    page.click("text=返回办理情况")
    page.goto("/follow/withdrawal")
    page.click("button.main")
    eyes.look(page)
    page.goto("/follow")
    page.fill("#request_no", answered.number)
    page.fill("#access_code", answered.access_code)
    page.click("button.main")
    assert "答复书" in page.inner_text("main")
    eyes.look(page)
    assert not eyes.wrong
    assert eyes.seen == addresses(desk=False)


def test_no_page_of_the_desk_has_a_barrier(context: BrowserContext, office: Office, answered: Answered) -> None:
    eyes, case = Eyes(addresses(desk=True)), f"/desk/cases/{answered.case_id}"
    page = context.new_page()
    eyes.look(page, "/desk/sign-in")
    page.click("button.main")
    eyes.look(page)
    for login, paths in {
        "jingban": ("/desk", "/desk?view=done", "/desk?number=none&from=x", "/desk/tasks", "/desk/intake", case,
                    f"{case}/ledger", f"{case}/record-delivery", f"{case}/approve-determination",
                    f"{case}/draft-determination", f"{case}/revise-draft", f"{case}/supply-record",
                    "/desk/cases/none", "/desk/account"),
        "falv": ("/desk/tasks", case),
        "zhuguan": ("/desk/overview", "/desk", "/desk/calendars", case),
        "xitong": ("/desk/accounts",),
        "anquan": ("/desk/account", "/desk", "/desk/accounts"),
    }.items():  # fmt: skip
        context.clear_cookies()
        page = signed_in(context, office, login)
        for path in paths:
            eyes.look(page, path)
        if login == "jingban":
            page.goto("/desk/intake")
            page.click("button.main")
            eyes.look(page)
        if login == "anquan":
            page.click("tbody th a >> nth=0")
            eyes.look(page)
        if login == "zhuguan":
            page.goto("/desk/calendars")
            page.fill("#content", (data_folder("rules") / "calendar" / "2026.yaml").read_text("utf-8"))
            page.click("button.main")
            eyes.look(page)
    assert not eyes.wrong
    assert eyes.seen == addresses(desk=True)


def test_no_form_of_a_command_has_a_barrier(context: BrowserContext, office: Office, answered: Answered) -> None:
    """An empty form sent in is shown with all its fields and everything that is wrong with it, at any stage."""
    eyes, looked = Eyes(set()), set()
    for role in ("clerk", "unit_officer", "secrecy_reviewer", "legal", "office_head", "signer", "archivist"):
        nouns = [noun for noun, kind in NOUNS.items() if role in access.MAY[kind] and noun not in looked]
        if not nouns:
            continue
        context.clear_cookies()
        page = signed_in(context, office, LOGINS[role])
        for noun in nouns:
            if not page.locator("form[action='/desk/sign-out']").count():
                page.goto("/desk")
            with page.expect_navigation():
                page.evaluate(_SEND, f"/desk/cases/{answered.case_id}/{noun}")
            # A letter is edited on a page of its own, which there isn't when the letter has left: test_desk_draft looks.
            assert page.title().startswith("错误：" if noun != "revise-draft" else "没有办理"), noun
            eyes.look(page)
        looked.update(nouns)
    assert not eyes.wrong
    assert looked == set(NOUNS)
