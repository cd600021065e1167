"""The main job in a real browser: an application goes from the form to an archive package that is verified offline.

Everybody has a browser of his own, without scripts. `YSQ_SCREENS=docs/screens` keeps the pictures of the pages.
"""

import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from tests.web.conftest import Office
from tests.web.pictures import Album
from tests.web.test_browser import chromium, pytestmark

__all__ = ["chromium", "pytestmark"]

PHONE, DESK = {"width": 480, "height": 900}, {"width": 1040, "height": 900}
UNCLEAR = "我们村征地的材料"
CLEAR = "石钟县2025年第二批次建设用地（双钟镇沿湖村七组地块）的征地补偿安置方案及其公告"
ATTACHED = "石钟县2025年第二批次建设用地征地补偿安置方案"


class Journey:
    """The people of one application, each with a browser that keeps his cookies, and the case they work on."""

    def __init__(self, chromium: Browser, office: Office, album: Album, stack: ExitStack) -> None:
        self.album, self._chromium, self._office, self._stack = album, chromium, office, stack
        self._seated: dict[str, Page] = {}
        self.citizen = self._browser(PHONE)
        self.number = self.code = self.case = ""

    def sit(self, login: str) -> Page:
        """The desk of this member of staff, signed in once."""
        if login not in self._seated:
            page = self._browser(DESK)
            page.goto("/desk")
            page.fill("#login", login)
            page.fill("#password", self._office.passwords[login])
            page.click("button.main")
            self._seated[login] = page
        return self._seated[login]

    def open(self, login: str, noun: str) -> Page:
        """The form of a command, reached from the case page as a person reaches it."""
        page = self.sit(login)
        page.goto(self.case)
        page.click(f"aside a[href$='/{noun}']")
        return page

    def give(self, login: str, noun: str, **typed: str) -> Page:
        """Fill in a command's form and send it; it must be accepted."""
        page = self.open(login, noun)
        fill(page, **typed)
        page.click("button.main")
        assert "已经办理：" in page.inner_text("main"), page.inner_text("main")
        return page

    def look_up(self) -> Page:
        """办理情况 in the citizen's browser, with number and code."""
        page = self.citizen
        page.goto("/follow")
        page.fill("#request_no", self.number)
        page.fill("#access_code", self.code)
        page.click("button.main")
        assert page.inner_text("h1") == "办理情况"
        return page

    def _browser(self, size: dict[str, int]) -> Page:
        context: BrowserContext = self._chromium.new_context(
            viewport=size, java_script_enabled=False, base_url=self._office.address, locale="zh-CN"  # type: ignore[arg-type]
        )  # fmt: skip
        context.set_default_timeout(20_000)
        self._stack.callback(context.close)
        return context.new_page()


def fill(page: Page, **typed: str) -> None:
    """Give each field its value; "on" ticks a box."""
    for name, text in typed.items():
        field = page.locator(f"#{name.replace('__', '-')}")
        match field.evaluate("node => node.type === 'checkbox' ? 'BOX' : node.tagName"):
            case "BOX":
                field.check()
            case "FIELDSET":
                field.locator(f"input[value='{text}']").check()
            case "SELECT":
                field.select_option(text)
            case _:
                field.fill(text)


@pytest.fixture
def journey(chromium: Browser, office: Office, tmp_path: Path) -> Iterator[Journey]:
    kept = os.environ.get("YSQ_SCREENS")
    with ExitStack() as stack:
        yield Journey(chromium, office, Album(Path(kept or tmp_path / "screens"), small=bool(kept)), stack)


def test_an_application_goes_from_the_form_to_a_package_that_verifies_offline(journey: Journey, tmp_path: Path) -> None:
    apply(journey)
    register(journey)
    correct(journey)
    investigate(journey)
    decide(journey)
    serve(journey, tmp_path)
    archive(journey, tmp_path)


def apply(journey: Journey) -> None:
    page, album = journey.citizen, journey.album
    page.goto("/")
    album.take(page, "home")
    page.click("main >> text=提出申请")
    fill(
        page,
        agency="SZZRZY",
        name="陶满仓",
        phone="13900000000",
        address="石钟县双钟镇沿湖村七组",
        description__1=UNCLEAR,
    )
    for chosen in ("#kind-person", "#medium-paper", "#delivery-post"):
        page.check(chosen)
    album.take(page, "form", 1500)
    page.click("button.main")
    album.take(page, "check", 1500)
    page.click("button[value=send]")
    journey.number, journey.code = page.locator(".panel .code").all_inner_texts()
    album.take(page, "receipt", 1500)


def register(journey: Journey) -> None:
    page = journey.sit("jingban")
    page.click("summary:has-text('查找')")
    page.fill("#number", journey.number)
    page.click("form[action='/desk'] button")
    journey.album.take(page, "queue")
    page.click("tbody th a")
    journey.case = page.url
    journey.give("jingban", "register")
    assert re.search(r"登记编号\s*SZZRZY-\d{4}-\d{4}", journey.look_up().inner_text("main"))


def correct(journey: Journey) -> None:
    asked = "请写明所申请政府信息的名称、文号，或者征收土地的项目名称、批次、位置。"
    journey.give("jingban", "ask-clarification", what=asked, working_days="15")
    journey.give("jingban", "record-clarification-delivery")
    page = journey.look_up()
    assert asked in page.inner_text("main")
    page.click("text=现在补正申请")
    fill(page, description__1=CLEAR)
    journey.album.take(page, "correction")
    page.click("button.main")
    assert CLEAR in page.inner_text("main")


def investigate(journey: Journey) -> None:
    asked = "请检索第1项，三个工作日内反馈。"
    journey.give("jingban", "ask-unit", unit="征地管理股", items__1="on", text=asked)
    page = journey.sit("chengban")
    page.click("nav >> text=待我办理")
    assert "答复协办：征地管理股" in page.inner_text("main")
    result = f"查得《{ATTACHED}》及其公告各一份。"
    searched = {"places": "局综合档案室2025年度征地类案卷\n局电子公文系统", "keywords": "2025年第二批次\n沿湖村"}
    journey.give("chengban", "record-search", item="1", unit="征地管理股", found="yes", result=result, **searched)
    journey.give("chengban", "record-unit-answer", unit="征地管理股", text="查到，可以提供。")


def decide(journey: Journey) -> None:
    album, supplied = journey.album, {"attachments__1__name": ATTACHED, "attachments__1__pages": "12"}
    journey.give("jingban", "draft-determination", item="1", outcome="disclosed", **supplied)
    album.take(journey.open("jingban", "draft-determination"), "draft", 940)
    opinion = "不涉及国家秘密和工作秘密，可以公开。"
    journey.give("baomi", "record-secrecy-review", item="1", releasable="yes", opinion=opinion)
    page = journey.open("falv", "review-legality")
    assert ATTACHED in page.inner_text("article")
    fill(page, item="1", opinion="lawful", text="事实清楚，依据正确，救济途径完整。")
    album.take(page, "legal_opinion", 940)
    page.click("button.main")
    journey.sit("qianfa").click("nav >> text=待我办理")
    album.take(journey.sit("qianfa"), "to_sign")
    journey.give("qianfa", "approve-determination", item="1")


def serve(journey: Journey, tmp_path: Path) -> None:
    page = journey.give("jingban", "issue-letter", items__1="on")
    letter_no = page.inner_text("#letters + ul a").removesuffix("（PDF）")
    journey.give("jingban", "record-posting", carrier="post", tracking_no="XA00000000136")
    journey.give("jingban", "record-delivery", via="signed")
    journey.album.take(page, "case", 1250)
    page = journey.look_up()
    journey.album.take(page, "status", 1400)
    with page.expect_download() as arriving:
        page.click(f"text={letter_no}")
    arriving.value.save_as(tmp_path / "letter.pdf")
    said = "".join(part.extract_text() for part in pypdf.PdfReader(tmp_path / "letter.pdf").pages)
    assert all(word in said for word in ("陶满仓", letter_no, "行政复议"))


def archive(journey: Journey, tmp_path: Path) -> None:
    page = journey.give("dangan", "archive", retention="D30")
    page.click("summary:has-text('归档包')")
    with page.expect_download() as arriving:
        page.click("button:has-text('下载（ZIP）')")
    arriving.value.save_as(tmp_path / "case.zip")
    with zipfile.ZipFile(tmp_path / "case.zip") as packed:
        packed.extractall(tmp_path)
    command = [sys.executable, "-m", "ysq", "verify", str(tmp_path / journey.number)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    assert "核验结果：通过" in ended.stdout
    journey.sit("zhuguan").goto("/desk/overview")
    journey.album.take(journey.sit("zhuguan"), "overview")
