"""Where things stand on paper, read back from the PDF of every kind of letter and form."""

from functools import cache
from typing import Any

import pytest
from msgspec.structs import replace
from tests.letters import gallery
from tests.letters.letter_samples import AGENCY, Glyph, Page, every_letter, pages, paper, squeezed, stationery
from tests.letters.notice_samples import NOTICES, SEARCH

from ysq.domain.letters import Form, Letter, LetterType
from ysq.letters import pdf
from ysq.letters.press import Press

CLOSE = 0.15
COMMAS, TAIL = "，；、", 0.5
"""A comma's tail hangs below the box of its character."""
INK = 0.5
"""How far a stroke may reach over the edge of its own character."""
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
LETTERS = [name for name, made in every_letter().items() if made.form is Form.LETTER]
FORMS = [name for name, made in every_letter().items() if made.form is Form.SHEET]


@cache
def written() -> dict[str, Letter]:
    """Every sample in words."""
    return every_letter()


@cache
def read(name: str) -> tuple[Page, ...]:
    """The pages of a sample's PDF."""
    return tuple(pages(pdf(written()[name], stationery())))


def red_rules(page: Page) -> list[Glyph]:
    """The long thin shapes of a page, from its top."""
    return sorted((s for s in page.shapes if s.right - s.left > 160 and s.bottom - s.top < 2), key=lambda s: s.top)


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_has_the_head_of_the_standard(name: str) -> None:
    first = read(name)[0]
    mark = first.find(AGENCY.heading)
    assert min(g.top for g in mark) == pytest.approx(30, abs=CLOSE)
    rules = red_rules(first)
    assert [round(rule.bottom - rule.top, 2) for rule in rules] == [1.0, 0.35, 0.35, 1.0]
    assert rules[0].top - max(g.bottom for g in mark) == pytest.approx(4, abs=0.25)
    assert rules[3].bottom == pytest.approx(277, abs=CLOSE)
    assert all((rule.left, rule.right) == pytest.approx((20, 190), abs=CLOSE) for rule in rules)


@pytest.mark.parametrize("name", LETTERS)
def test_the_head_stands_on_the_first_page_only(name: str) -> None:
    assert not [rule for page in read(name)[1:] for rule in red_rules(page)]


@pytest.mark.parametrize("name", [*LETTERS, *FORMS])
def test_the_text_stays_inside_its_block(name: str) -> None:
    for number, page in enumerate(read(name), 1):
        footer = len(f"—{number}—") if number > 1 else 0
        inside = page.glyphs[: len(page.glyphs) - footer]
        head = len(AGENCY.heading) if number == 1 and written()[name].form is Form.LETTER else 0
        body = [g for g in inside[head:] if g.character not in "〔待用印〕，。；：、）”"]
        assert min(g.left for g in body) >= LEFT - CLOSE
        assert max(g.right for g in body) <= RIGHT + INK
        assert min(g.top for g in body) >= TOP - CLOSE
        assert max(g.bottom for g in inside if g.character not in COMMAS) <= BOTTOM + CLOSE
        assert max(g.bottom for g in inside) <= BOTTOM + TAIL


@pytest.mark.parametrize("name", [*LETTERS, *FORMS])
def test_the_first_page_has_no_number_and_every_other_its_own(name: str) -> None:
    for number, page in enumerate(read(name), 1):
        assert page.text.endswith(f"—{number}—") == (number > 1)


@pytest.mark.parametrize("name", LETTERS)
def test_the_signature_shares_its_page_with_text(name: str) -> None:
    last = read(name)[-1].text
    before, found, _ = last.partition("〔待用印〕")
    assert found
    assert before.replace(AGENCY.name, ""), "the signature stands alone"


@pytest.mark.parametrize("name", [*LETTERS, *FORMS])
def test_the_lines_of_a_title_are_centred_and_balanced(name: str) -> None:
    lines = [read(name)[0].find(squeezed(line)) for line in written()[name].title_lines]
    if written()[name].form is Form.LETTER:  # the first line may repeat the red name
        page = read(name)[0]
        start = page.text.index(squeezed(written()[name].letter_no)) + len(squeezed(written()[name].letter_no))
        lines, at = [], start
        for line in written()[name].title_lines:
            at = page.text.index(squeezed(line), at)
            lines.append(page.glyphs[at : at + len(squeezed(line))])
    for line in lines:
        assert (line[0].left + line[-1].right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=0.8)
    lengths = [len(line) for line in written()[name].title_lines]
    assert min(lengths) * 3 >= max(lengths), "a lone word was left over"


@pytest.mark.parametrize("name", FORMS)
def test_a_form_has_no_red_head_and_no_place_for_a_seal(name: str) -> None:
    assert not [rule for page in read(name) for rule in red_rules(page)]
    assert "待用印" not in "".join(page.text for page in read(name))


def test_a_long_table_repeats_its_head_and_breaks_between_rows() -> None:
    told = NOTICES["search_sheet"]
    searches = tuple(replace(SEARCH, result=f"第{number}次检索，未检索到相关文件。") for number in range(1, 61))
    made = paper(replace(told, notice=replace(told.notice, searches=searches)))
    sheets = pages(pdf(made, stationery()))
    assert len(sheets) > 2
    for number, page in enumerate(sheets, 1):
        assert "检索人日期检索范围关键词结果" in page.text
        assert page.text.endswith(f"—{number}—") == (number > 1)
        assert max(g.bottom for g in page.glyphs[:-3]) <= BOTTOM + CLOSE
    whole = "".join(page.text for page in sheets)
    assert all(whole.count(f"第{number}次检索，") == 1 for number in range(1, 61))


def test_a_cell_longer_than_a_page_goes_on_over_the_next() -> None:
    told = NOTICES["search_sheet"]
    result = "".join(f"第{number}卷没有。" for number in range(1, 401))
    searches = (SEARCH, replace(SEARCH, result=result), SEARCH)
    sheets = pages(pdf(paper(replace(told, notice=replace(told.notice, searches=searches))), stationery()))
    whole = "".join(page.text for page in sheets)
    assert len(sheets) > 2
    assert all(f"{number}卷" in whole for number in range(1, 401))
    assert all(max(g.bottom for g in page.glyphs[:-4]) <= BOTTOM + TAIL for page in sheets)


def test_two_lines_move_on_with_the_signature_and_not_a_paragraph() -> None:
    first, last = (page.text for page in read("publication"))
    assert "如对本答复不服" in first
    assert "提起行政诉讼" in last


def test_fitting_takes_few_settings_because_the_measures_tell_what_will_do() -> None:
    settings = [settled(written()[name]) for name in LETTERS]
    assert max(settings) > 1, "no sample needs fitting, so this test would not notice its absence"
    assert sum(settings) <= 1.6 * len(settings)


def settled(made: Letter) -> int:
    """How many settings of a letter it took until its signature stood beside text."""
    count = 0

    def counted(*given: Any) -> object:
        nonlocal count
        count += 1
        return setting(*given)

    setting = Press.lay
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Press, "lay", counted)
        pdf(made, stationery())
    return count


def test_the_gallery_shows_every_kind_in_small_pictures() -> None:
    pictures = {path.stem: path for path in gallery.FOLDER.glob("*.png")}
    assert set(pictures) == {kind.value for kind in LetterType}
    assert all(path.stat().st_size < 60_000 for path in pictures.values())
    assert (gallery.FOLDER / "README.md").read_text(encoding="utf-8") == gallery.listing()
    assert gallery.drawn(written()["delivery_receipt"]).startswith(b"\x89PNG")
