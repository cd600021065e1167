"""The draft page in a real browser without scripts, at 320 px and wide: edited, sent out and taken back, and told."""

import io
from pathlib import Path

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from tests.web.conftest import Office
from tests.web.test_browser import NARROW, WIDE, chromium, fits, pytestmark
from tests.web.test_desk_browser import context, signed_in

__all__ = ["chromium", "context", "pytestmark"]

REASONS = "该请求未指明年份，本机关没有制作该记录。"
BETTER = "本机关自2019年以来没有制作该记录，已核对历年收发文登记。"


def drafted(page: Page, office: Office) -> str:
    """The address of the draft of the office's case, drafted if nobody has."""
    page.goto(f"/desk?number={office.number}")
    page.click("tbody th a")
    case = page.url.split("?")[0]
    if page.locator("a[href$='/register']").count():
        page.goto(f"{case}/register")
        page.click("button.main")
    page.goto(f"{case}/draft-determination")
    page.check("#item-1")
    page.select_option("#outcome", "no_record")
    page.fill("#reasons", REASONS)
    page.click("button.main")
    return f"{case}/revise-draft?item=1"


def test_a_draft_is_edited_compared_and_taken_back_without_scripts(
    context: BrowserContext, office: Office, tmp_path: Path
) -> None:
    page = signed_in(context, office, "jingban")
    draft = drafted(page, office)
    page.goto(draft)
    assert fits(page)
    page.fill("textarea[name^='text-']", BETTER)
    page.click("button:has-text('保存为新的一稿')")
    assert "已经办理：修改拟稿" in page.inner_text("main")
    assert page.locator("section ins").count()
    assert (
        page.locator("section del").first.evaluate("node => getComputedStyle(node).textDecorationLine")
        == "line-through"
    )
    assert fits(page)
    page.fill("#text", "请写明核对了哪些登记。")
    page.click("button:has-text('保存批注')")
    assert "请写明核对了哪些登记。" in page.inner_text("main")
    page.click("button:has-text('处理了')")
    assert "已经处理" in page.inner_text("main")
    with page.expect_download() as downloading:
        page.click("a:has-text('（.docx）')")
    document, saved = docx.Document(str(downloading.value.path())), io.BytesIO()
    next(one for one in document.paragraphs if one.text == BETTER).text = f"{BETTER}没有查到。"
    next(one for one in document.paragraphs if "六十日" in one.text).text = "不得申请复议。"
    document.save(saved)
    file = tmp_path / "改.docx"
    file.write_bytes(saved.getvalue())
    page.set_input_files("#content", str(file))
    page.click("button:has-text('上传并对比')")
    assert "下面1处不采用" in page.inner_text("main")
    assert fits(page)
    page.click("button:has-text('采用为新的一稿')")
    assert f"{BETTER}没有查到。" in page.inner_text("article")
    assert fits(page)


@pytest.mark.parametrize(("width", "mode"), [(WIDE, "standard"), (NARROW, "contrast")])
def test_axe_finds_no_serious_barrier_in_a_draft(chromium: Browser, office: Office, width: int, mode: str) -> None:
    opened = chromium.new_context(
        viewport={"width": width, "height": 700}, base_url=office.address, bypass_csp=True, locale="zh-CN"
    )
    opened.set_default_timeout(20_000)
    page = signed_in(opened, office, "jingban")
    page.click(f"button[value={mode}]")
    page.goto(drafted(page, office))
    page.fill("textarea[name^='text-']", BETTER)
    page.click("button:has-text('保存为新的一稿')")
    violations = Axe().run(page).response["violations"]
    bad = [one["id"] for one in violations if one["impact"] in {"serious", "critical"}]
    opened.close()
    assert not bad
