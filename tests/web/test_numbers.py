"""The numbers on pages are the law's on the day: an amendment that is data alone is told at once."""

from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from tests import builders as make
from tests.rules.amendment import amended, spoil
from tests.web.journeys import DAY, Clock, opened, press
from tests.web.service import browser, made

from ysq.cases import Ground, submit
from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.rules.book import Book
from ysq.web.words import places, read_desk_words

SINCE = DAY + timedelta(days=7)


@pytest.fixture
def book_of_tomorrow(tmp_path: Path) -> Book:
    """Answers within 15 working days, 10 more at most, a correction asked within 5, opinions within 12."""
    amended(tmp_path / "rules", SINCE, 15)
    until, numbers = SINCE - timedelta(days=1), tmp_path / "rules" / "parameters.yaml"
    for old, new, law in ((20, 10, "ogi.art33.para2"), (7, 5, "ogi.art30"), (15, 12, "ogi.art32")):
        line = f"{{from: 2019-05-15, value: {old}, provision: {law}, mark: source}}\n"
        later = f"      - {{from: {SINCE}, value: {new}, provision: {law}, mark: source}}\n"
        spoil(numbers, line, line.replace("value", f"to: {until}, value") + later)
    return rule_book.read(tmp_path / "rules")


async def test_the_front_page_and_the_receipt_tell_the_numbers_of_the_day(
    ground: Ground, clock: Clock, book_of_tomorrow: Book
) -> None:
    later = msgspec.structs.replace(ground, book=book_of_tomorrow)
    async with browser(made(later, clock)) as client:
        before = (await client.get("/")).text
        assert "<strong>20个工作日内</strong>答复；需要延长的，最多再延长20个工作日" in before
        clock.at = make.noon(SINCE)
        after = (await client.get("/")).text
        assert "<strong>15个工作日内</strong>答复；需要延长的，最多再延长10个工作日" in after
        for day, most in ((DAY, 20), (SINCE, 10)):
            receipt = await submit(later, make.submission(day), make.noon(day))
            form = await opened(client, "/follow")
            await press(client, form, "/follow", request_no=receipt.request_no, access_code=receipt.access_code)
            assert f"最多延长{most}个工作日" in (await client.get("/receipt")).text


def test_the_desk_tells_the_numbers_of_the_day_of_receipt(book_of_tomorrow: Book) -> None:
    words = read_desk_words(data_folder("templates") / "pages").commands
    law = book_of_tomorrow.clock
    told = {
        "ask_clarification": ("起7个工作日内", "起5个工作日内"),
        "consult": ("起15个工作日内", "起12个工作日内"),
        "propose_extension": ("最多20个工作日", "最多10个工作日"),
    }
    assert {name for name, command in words.items() if places(command.help)} == set(told)
    for name, (before, after) in told.items():
        assert before in words[name].of_day(law, DAY).help
        assert after in words[name].of_day(law, SINCE).help


def test_no_page_writes_a_number_of_the_law_itself() -> None:
    law = [f"{number}个工作日" for number in (7, 15, 20, 40)]
    for path in sorted((data_folder("templates") / "pages").rglob("*.*")):
        if path.suffix in {".html", ".yaml"}:
            text = path.read_text(encoding="utf-8")
            assert not [words for words in law if words in text], path.name
