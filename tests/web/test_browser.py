"""A real browser, JavaScript off, at 320 px and wide: the whole journey, nothing sticks out, no barrier by axe."""

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
NARROW, WIDE = 320, 1280
RESULT = (
    "/clock?received=2026-03-02&asked=2026-03-09&asked_served=2026-03-10&corrected=2026-03-18&sent-1=2026-03-25"
    "&served-1=2026-03-27&answered-1=2026-04-08&extended=2026-04-15&extended_days=20&as_of=2026-12-20"
)
pytestmark = pytest.mark.skipif(not os.access(CHROMIUM, os.X_OK), reason="no chromium: apt-get install chromium")


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    sandbox = [] if os.geteuid() else ["--no-sandbox"]  # chromium refuses its sandbox to root
    home = {"HOME": str(tmp_path_factory.mktemp("home"))}  # its crash reports and caches are no part of anybody's home
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=sandbox, env=dict(os.environ) | home)
        yield browser
        browser.close()


@pytest.fixture(params=[NARROW, WIDE])
def context(request: pytest.FixtureRequest, chromium: Browser, served: str) -> Iterator[BrowserContext]:
    opened = chromium.new_context(
        viewport={"width": request.param, "height": 700}, java_script_enabled=False, base_url=served, locale="zh-CN"
    )
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


def fill(page: Page) -> None:
    page.goto("/apply")
    page.select_option("#agency", "SZZRZY")
    page.check("#kind-legal_service")
    page.fill("#name", "青石法律援助中心")
    page.fill("#contact_person", "尹玉兰")
    page.fill("#phone", "0360-5550199")
    page.fill("#description-1", "湖滨路地块的出让合同\n以及规划条件")
    page.click("button[value=add]")
    page.fill("#description-2", "2025年度地价评估报告")
    page.check("#medium-electronic")
    page.check("#delivery-collect")


def fits(page: Page) -> bool:
    """Whether nothing sticks out sideways: a picture of the full page is as wide as all that can be scrolled to."""
    assert page.viewport_size
    width = int.from_bytes(page.screenshot(full_page=True)[16:20], "big")
    return width == page.viewport_size["width"]


def press_enter(page: Page) -> None:
    """Send the form that has the focus."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_whole_journey_works_without_scripts(context: BrowserContext) -> None:
    page = context.new_page()
    fill(page)
    page.click("button.main")
    assert "现在还没有提交" in page.inner_text("main")
    assert fits(page)
    page.click("button[value=change]")
    assert page.input_value("#description-1") == "湖滨路地块的出让合同\n以及规划条件"
    page.click("button.main")
    page.click("button[value=send]")
    number, code = page.locator(".panel .code").all_inner_texts()
    assert number.startswith("SZZRZY-")
    assert code not in page.url
    assert fits(page)
    page.click("text=结束查看")
    page.fill("#request_no", number.lower())
    page.fill("#access_code", code.lower())
    press_enter(page)
    assert page.inner_text("h1") == "办理情况"
    assert number in page.inner_text("main")
    assert fits(page)


def test_enter_in_a_field_checks_and_never_drops_an_item(context: BrowserContext) -> None:
    page = context.new_page()
    fill(page)
    page.focus("#title-1")
    press_enter(page)
    assert "现在还没有提交" in page.inner_text("main")
    assert "2025年度地价评估报告" in page.inner_text("main")


def test_the_keyboard_alone_reaches_the_content_first(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/apply")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "跳到正文"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.locator(":focus").get_attribute("id") == "agency"


def test_the_calculator_works_without_scripts(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/clock")
    page.fill("#received", "2026-08-31")
    press_enter(page)
    assert "2026年9月28日" in page.inner_text(".panel")
    assert fits(page)
    page.click("#parties summary")
    page.click("button[value='add:parties']")
    page.fill("#sent-2", "2026-09-02")
    page.click("button.main")
    assert "向第三方乙发出征求意见书" in page.inner_text("main")


@pytest.mark.parametrize("path", ["/", "/apply", "/follow", "/clock", RESULT, "/nowhere"])
def test_a_page_is_as_wide_as_the_window(context: BrowserContext, path: str) -> None:
    page = context.new_page()
    page.goto(path)
    assert fits(page)


@pytest.mark.parametrize("mode", ["大字", "高对比"])
def test_the_display_can_be_changed_without_scripts_and_still_fits(context: BrowserContext, mode: str) -> None:
    page = context.new_page()
    page.goto(RESULT)
    before = page.url
    page.click(f"button:text-is('{mode}')")
    assert page.url == before
    assert page.get_attribute(f"button:text-is('{mode}')", "aria-pressed") == "true"
    for path in (RESULT, "/", "/apply", "/follow"):
        page.goto(path)
        assert fits(page)


def test_touch_targets_are_at_least_48_pixels_high(context: BrowserContext) -> None:
    page = context.new_page()
    for path in ("/apply", "/clock"):
        page.goto(path)
        for element in page.query_selector_all("button:not(.hidden), select, textarea, summary, nav a, input.day"):
            box = element.bounding_box()
            assert box is None or box["height"] >= 48, element.evaluate("node => node.outerHTML")


@pytest.mark.parametrize(("width", "mode"), [(WIDE, "standard"), (NARROW, "large"), (NARROW, "contrast")])
def test_axe_finds_no_serious_barrier_on_any_page(chromium: Browser, served: str, width: int, mode: str) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 700}, base_url=served, bypass_csp=True, locale="zh-CN"
    )
    page, found = context.new_page(), {}
    axe = Axe()

    def look(name: str) -> None:
        violations = axe.run(page).response["violations"]
        bad = [
            f"{one['id']}: {one['nodes'][0]['html']}" for one in violations if one["impact"] in {"serious", "critical"}
        ]
        found.update({name: bad} if bad else {})

    page.goto("/")
    page.click(f"button[value={mode}]")
    for path in ("/", "/follow", "/clock", RESULT, "/clock?received=x", "/nowhere"):
        page.goto(path)
        look(path)
    page.goto("/apply")
    look("form")
    page.click("button.main")
    look("errors")
    fill(page)
    look("two items")
    page.click("button.main")
    look("check")
    page.click("button[value=send]")
    look("receipt")
    page.goto("/follow/case")
    look("case")
    page.goto("/follow/withdrawal")
    look("withdrawal")
    context.close()
    assert not found
