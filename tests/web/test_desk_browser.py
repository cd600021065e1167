"""The desk in a real browser without scripts, at 320 px and wide: nothing sticks out, the keyboard reaches it all."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from tests.web.conftest import Office
from tests.web.test_browser import NARROW, WIDE, chromium, fits, press_enter, pytestmark

__all__ = ["chromium", "pytestmark"]


def signed_in(context: BrowserContext, office: Office, login: str) -> Page:
    page = context.new_page()
    page.goto("/desk")
    page.fill("#login", login)
    page.fill("#password", office.passwords[login])
    press_enter(page)
    return page


@pytest.fixture(params=[NARROW, WIDE])
def context(request: pytest.FixtureRequest, chromium: Browser, office: Office) -> Iterator[BrowserContext]:
    opened = chromium.new_context(
        viewport={"width": request.param, "height": 700}, java_script_enabled=False, base_url=office.address,
        locale="zh-CN",
    )  # fmt: skip
    opened.set_default_timeout(20_000)
    yield opened
    opened.close()


def test_a_clerk_finds_registers_and_works_on_a_case_without_scripts(context: BrowserContext, office: Office) -> None:
    page = signed_in(context, office, "jingban")
    assert page.inner_text("h1") == "办件"
    assert fits(page)
    page.click("summary:has-text('查找')")
    page.fill("#number", office.number)
    press_enter(page)
    page.click("tbody th a")
    assert fits(page)
    if page.locator("aside >> text=登记 >> nth=0").count() and page.locator("a[href$='/register']").count():
        page.click("a[href$='/register']")
        assert fits(page)
        page.focus("#on")
        press_enter(page)
        assert "已经办理：登记" in page.inner_text("main")
    case = page.url.split("?")[0]
    for noun in ("draft-determination", "receive-clarification", "consult", "amend-entry", "record-search"):
        page.goto(f"{case}/{noun}")
        assert fits(page), noun
    page.goto(f"{case}/draft-determination")
    page.check("#item-1")
    page.select_option("#outcome", "no_record")
    page.fill("#reasons", "经检索没有查到。")
    page.click("button.main")
    assert "已经办理：拟办" in page.inner_text("main")
    page.goto(f"{case}/ledger")
    assert fits(page)


def test_every_page_of_every_role_fits(context: BrowserContext, office: Office) -> None:
    for login, paths in (
        ("jingban", ("/desk/intake", "/desk/account", "/desk/tasks")),
        ("falv", ("/desk/tasks",)),
        ("zhuguan", ("/desk/overview", "/desk")),
    ):
        page = signed_in(context, office, login)
        for path in paths:
            page.goto(path)
            assert fits(page), path
        page.click("text=退出")
        assert page.inner_text("h1") == "登录"
        page.close()


def test_the_keyboard_reaches_the_list_first(context: BrowserContext, office: Office) -> None:
    page = signed_in(context, office, "jingban")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    assert focused.get_attribute("href") == "/desk?view=open"
    assert focused.evaluate("node => getComputedStyle(node).outlineStyle") == "solid"


@pytest.mark.parametrize(("width", "mode"), [(WIDE, "standard"), (NARROW, "contrast")])
def test_axe_finds_no_serious_barrier_at_the_desk(chromium: Browser, office: Office, width: int, mode: str) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 700}, base_url=office.address, bypass_csp=True, locale="zh-CN"
    )
    context.set_default_timeout(20_000)
    axe, found = Axe(), {}

    def look(page: Page, name: str) -> None:
        violations = axe.run(page).response["violations"]
        bad = [
            f"{one['id']}: {one['nodes'][0]['html']}" for one in violations if one["impact"] in {"serious", "critical"}
        ]
        found.update({name: bad} if bad else {})

    page = context.new_page()
    page.goto("/desk/sign-in")
    look(page, "sign-in")
    page.close()
    page = signed_in(context, office, "jingban")
    page.click(f"button[value={mode}]")
    look(page, "list")
    page.goto(f"/desk?number={office.number}")
    page.click("tbody th a")
    case = page.url
    look(page, "case")
    if page.locator("a[href$='/register']").count():
        page.goto(f"{case}/register")
        page.click("button.main")
    for path in ("/desk/intake", "/desk/account", "/desk/tasks", f"{case}/ledger", f"{case}/draft-determination",
                 f"{case}/consult", f"{case}/record-search", f"{case}/add-record"):  # fmt: skip
        page.goto(path)
        look(page, path.rpartition("/")[2])
    page.goto(f"{case}/consult")
    page.click("button.main")
    look(page, "errors")
    context.close()
    assert not found
