"""The letter as PDF, read back: words, measures, fonts, standards, and the same bytes every time."""

import hashlib
import io
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pypdf
import pytest
from msgspec.structs import replace
from tests.letters.letter_samples import (
    AGENCY,
    DISCLOSED,
    NO_RECORD,
    REFUSED,
    SAMPLES,
    SUPPLY,
    Glyph,
    Page,
    every_letter,
    facts,
    letter,
    pages,
    squeezed,
    stationery,
)

from ysq.domain.letters import AgencyProfile, AttachmentList, Block, Form, Letter, Note, Paragraph, Table
from ysq.letters import pdf
from ysq.letters.check.documents import words_of
from ysq.letters.words import zh_date

CLOSE = 0.15
"""How far, in mm, an ink edge may be from the standard's number."""
LOOSE = 0.6
"""The same where the white around a glyph is part of the distance."""

LONG = replace(
    SAMPLES["refusal"], items=(replace(REFUSED, reasons=("公开该信息会妨碍决策活动正常进行。" * 9 + "\n") * 8),)
)


@cache
def made(name: str) -> bytes:
    """The PDF of a sample; `long` has three pages."""
    return pdf(written(name), stationery())


def written(name: str) -> Letter:
    """The letter of a sample in words."""
    return letter(LONG) if name == "long" else every_letter()[name]


@pytest.mark.parametrize("name", [*every_letter(), "long"])
def test_the_text_layer_holds_every_word_of_the_letter(name: str) -> None:
    read = "".join(page.text for page in pages(made(name)))
    made_letter = written(name)
    for words in (said for block in made_letter.blocks for said in _said(block)):
        assert squeezed(words) in _without_page_numbers(read), words
    addressee = [f"{made_letter.addressee}："] if made_letter.addressee else []
    heading = [made_letter.heading] if made_letter.form is Form.LETTER else []
    for words in (*heading, made_letter.letter_no, *made_letter.title_lines, *addressee, made_letter.signatory):
        assert squeezed(words) in read


def _said(block: Block) -> tuple[str, ...]:
    """The words of a block, each as it must be found."""
    match block:
        case Table(rows):
            return tuple(cell for row in rows for cell in row)
        case AttachmentList(entries):
            return entries
        case _:
            return (block.text,)


def _without_page_numbers(read: str) -> str:
    for number in range(2, 9):
        read = read.replace(f"—{number}—", "")
    return read


def test_a_page_is_a4() -> None:
    box = pypdf.PdfReader(io.BytesIO(made("refusal"))).pages[0].mediabox
    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == (210, 297)


def test_the_text_stays_inside_the_block_of_156_by_225_mm() -> None:
    for number, page in enumerate(pages(made("long")), 1):
        footer = len(f"—{number}—") if number > 1 else 0
        body = [g for g in page.glyphs[: len(page.glyphs) - footer] if g.character not in "〔待用印〕"]
        inside = body if number > 1 else body[len(AGENCY.heading) :]
        assert min(g.left for g in inside) >= 28 - CLOSE
        assert max(g.right for g in inside if g.character not in "，。；：、）") <= 184 + CLOSE
        assert min(g.top for g in inside) >= 37 - CLOSE
        assert max(g.bottom for g in inside) <= 262 + CLOSE


def test_a_full_page_has_22_lines_of_the_standards_pitch() -> None:
    page = pages(made("long"))[1]
    body = page.text[: page.text.rindex("—2—")]
    bottoms = sorted({round(g.bottom) for g in page.find(body) if "一" <= g.character <= "鿿"})
    tops = [page.glyphs[0].top, max(g.top for g in page.find(body))]
    pitch = (225 - 22 * 16 / 72 * 25.4) / 21 + 16 / 72 * 25.4
    assert round((tops[1] - tops[0]) / pitch) == 21
    assert bottoms[-1] - bottoms[0] == pytest.approx(21 * pitch, abs=1.5)


def test_a_full_line_has_28_characters() -> None:
    page = pages(made("long"))[1]
    first = page.glyphs[0]
    line = [g for g in page.glyphs if abs(g.bottom - first.bottom) < 3]
    cells = (line[-1].left - line[0].left) / (156 / 28)
    assert cells == pytest.approx(27, abs=0.6)


def test_the_agencys_name_stands_in_red_30_mm_below_the_edge() -> None:
    mark = pages(made("refusal"))[0].find(AGENCY.heading)
    assert min(g.top for g in mark) == pytest.approx(30, abs=CLOSE)
    assert (mark[0].left + mark[-1].right) / 2 == pytest.approx(105, abs=LOOSE)


def test_a_double_red_rule_of_170_mm_stands_4_mm_below_the_name_and_another_20_mm_above_the_foot() -> None:
    page = pages(made("refusal"))[0]
    rules = sorted((s for s in page.shapes if s.right - s.left > 100), key=lambda s: s.top)
    below = max(g.bottom for g in page.find(AGENCY.heading))
    assert [round(s.bottom - s.top, 2) for s in rules] == [1.0, 0.35, 0.35, 1.0]
    assert all((s.left, s.right) == pytest.approx((20, 190), abs=CLOSE) for s in rules)
    assert rules[0].top - below == pytest.approx(4, abs=0.25)
    assert rules[3].bottom == pytest.approx(277, abs=CLOSE)


def test_later_pages_have_no_rules() -> None:
    for page in pages(made("long"))[1:]:
        assert not [s for s in page.shapes if s.right - s.left > 100]


def test_the_letter_number_stands_at_the_right_edge_below_the_rule() -> None:
    page = pages(made("refusal"))[0]
    number = page.find("云自然资依复〔2026〕12号")
    rule = sorted((s for s in page.shapes if s.right - s.left > 100), key=lambda s: s.top)[1]
    assert number[-1].right == pytest.approx(184, abs=LOOSE)
    assert min(g.top for g in number) - rule.bottom == pytest.approx(7 / 8 * 16 / 72 * 25.4, abs=LOOSE)


def test_the_first_page_has_no_number_and_the_others_stand_outside() -> None:
    first, second, third = pages(made("long"))[:3]
    assert "—1—" not in first.text
    even, odd = second.find("—2—"), third.find("—3—")
    character = 16 / 72 * 25.4
    assert even[0].left == pytest.approx(28 + character, abs=LOOSE)
    assert odd[-1].right == pytest.approx(184 - character, abs=LOOSE)
    for dash in (even[0], odd[0]):
        assert (dash.top + dash.bottom) / 2 == pytest.approx(262 + 7, abs=0.3)


def test_the_name_is_centred_on_the_date_four_characters_from_the_right() -> None:
    page = pages(made("refusal"))[-1]
    day, name = page.find(squeezed(zh_date(SAMPLES["refusal"].dated))), page.find(AGENCY.name)
    character = 156 / 28
    assert day[-1].right == pytest.approx(184 - 4 * character, abs=LOOSE + 0.5)
    assert _middle(name) == pytest.approx(_middle(day), abs=LOOSE)


def test_a_long_name_stands_two_characters_from_the_right() -> None:
    agency = replace(AGENCY, name="云岭县农业农村和水利自然资源综合行政执法局")
    page = pages(pdf(letter(SAMPLES["refusal"], agency), stationery()))[-1]
    name = page.find(agency.name)
    assert name[-1].right == pytest.approx(184 - 2 * 156 / 28, abs=LOOSE)


def _middle(glyphs: tuple[Glyph, ...]) -> float:
    return (glyphs[0].left + glyphs[-1].right) / 2


def test_the_seal_is_a_dashed_circle_that_says_so_and_never_a_picture() -> None:
    page = pages(made("refusal"))[-1]
    circle = [s for s in page.shapes if s.right - s.left == pytest.approx(42, abs=0.6)]
    closing = page.find("提起行政诉讼。")
    assert "〔待用印〕" in page.text
    assert len(circle) == 1
    assert 0 < circle[0].top - max(g.bottom for g in closing) < 16 / 72 * 25.4 + 5
    assert not list(pypdf.PdfReader(io.BytesIO(made("refusal"))).pages[-1].images)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_font_is_embedded_and_can_be_read_as_text(name: str) -> None:
    fonts: dict[str, Any] = {}
    for page in pypdf.PdfReader(io.BytesIO(made(name))).pages:
        resources: Any = page["/Resources"]
        fonts |= {key: font.get_object() for key, font in resources["/Font"].items()}
    assert len(fonts) >= 2
    for font in fonts.values():
        descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(descriptor)
        assert "/ToUnicode" in font


def test_the_file_claims_pdf_a_2a_and_pdf_ua_1_and_carries_tags_and_language() -> None:
    reader = pypdf.PdfReader(io.BytesIO(made("refusal")))
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in metadata
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in metadata
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert reader.metadata is not None
    assert reader.metadata.title == "云岭县自然资源局政府信息公开申请答复书"
    assert not {"/OpenAction", "/AA", "/JavaScript", "/EmbeddedFiles"} & set(root)


_OTHER_PROCESS = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from tests.letters.letter_samples import every_letter, stationery
from ysq.letters import pdf
from ysq.letters.check.documents import words_of
for made in every_letter().values():
    print(hashlib.sha256(pdf(made, stationery())).hexdigest())
"""


def test_another_process_makes_the_same_bytes() -> None:
    here = [hashlib.sha256(made(name)).hexdigest() for name in every_letter()]
    folder = str(Path(__file__).parents[2])
    run = subprocess.run([sys.executable, "-c", _OTHER_PROCESS, folder], capture_output=True, text=True, check=True)
    assert run.stdout.split() == here


def test_many_threads_make_the_same_bytes() -> None:
    names = [*SAMPLES] * 8
    with ThreadPoolExecutor(4) as pool:
        documents = pool.map(lambda name: pdf(letter(SAMPLES[name]), stationery()), names)
    assert list(documents) == [made(name) for name in names]


def _of_length(count: int) -> Letter:
    reasons = "\n".join(f"第{number}点理由：该信息为讨论记录。" for number in range(1, count + 1))
    return letter(replace(facts(replace(REFUSED, reasons=reasons)), request_summary="会议记录"))


def _pitch(page: Page) -> float:
    """The distance of two lines of the first page, in mm."""
    return page.find("第2点理由")[0].bottom - page.find("第1点理由")[0].bottom


def test_the_signature_never_stands_alone_whatever_the_length() -> None:
    pitches = set()
    for count in range(2, 41):
        read = pages(pdf(_of_length(count), stationery()))
        assert _before_signature(read[-1].text), f"{count} reasons"
        pitches.add(round(_pitch(read[0]), 1))
    assert pitches > {10.4}, "no length needed fitting, so this test would not notice its absence"


def test_no_line_begins_with_a_dash_that_joins_and_no_count_of_pages_is_broken() -> None:
    told = [f"{'规' * count}（2021—2035年）和北京—上海的规划——已经批准。" for count in range(9, 26)]
    listed = AttachmentList(tuple(f"{'文' * count}（2021—2035年）（共86页）" for count in range(6, 20)))
    document = pdf(replace(written("disclosure"), blocks=(*map(Paragraph, told), listed)), stationery())
    lines = [squeezed(line) for line in words_of(document).splitlines()]
    assert not [line for line in lines if re.match("—(?!—)", line)]
    assert len([line for line in lines if "（共86页）" in line]) == len(listed.entries)
    assert [line for line in lines if line.endswith("2021—")], "no length needed it, so this would notice nothing"
    assert squeezed("".join(told)) in squeezed("".join(lines))


def test_the_signature_stays_with_attachments_too() -> None:
    for count in range(1, 25):
        listed = tuple(replace(DISCLOSED.attachments[1], pages=n) for n in range(1, count))
        answer = replace(facts(replace(DISCLOSED, attachments=listed)), supply=SUPPLY)
        document = pdf(letter(answer), stationery())
        assert _before_signature(pages(document)[-1].text)


def _before_signature(page: str) -> str:
    head, found, _ = page.partition("〔待用印〕")
    assert found
    return head.replace(AGENCY.name, "")


def test_notes_stand_in_brackets_below_the_date() -> None:
    page = pages(made("refusal"))[-1]
    day = page.find(squeezed(zh_date(SAMPLES["refusal"].dated)))
    note = page.find(f"（联系地址：{AGENCY.contact_address}）")
    assert note[1].top - day[0].bottom > 3
    assert note[0].left >= 28 + 2 * 156 / 28


def test_copies_stand_at_the_foot_of_the_last_page() -> None:
    copied = replace(letter(SAMPLES["refusal"]), copies=("云岭县政务公开办公室", "云岭县司法局"))
    page = pages(pdf(copied, stationery()))[-1]
    line = page.find("抄送：云岭县政务公开办公室，云岭县司法局。")
    assert 250 < line[0].bottom <= 262


def test_copies_never_stand_alone_on_a_page() -> None:
    for count in range(14, 24):
        copied = replace(_of_length(count), copies=("云岭县司法局",))
        assert "〔待用印〕" in pages(pdf(copied, stationery()))[-1].text


def test_a_title_of_two_lines_and_headings_are_set() -> None:
    agency: AgencyProfile = replace(
        AGENCY, name="云岭县住房和城乡建设综合行政执法局", heading="云岭县住房和城乡建设综合行政执法局"
    )
    made_letter = letter(facts(NO_RECORD, replace(NO_RECORD, number=2)), agency)
    page = pages(pdf(made_letter, stationery()))[0]
    assert len(made_letter.title_lines) == 2
    first, second = (page.find(line) for line in made_letter.title_lines[:2])
    assert second[0].top > first[0].bottom
    mark = page.glyphs[: len(agency.heading)]
    assert mark[-1].right - mark[0].left <= 160
    assert max(g.bottom for g in mark) - min(g.bottom for g in mark) < 3, "the name broke"
    assert "一、关于第1项申请" in page.text


def test_a_letter_with_one_line_is_one_page() -> None:
    short = replace(letter(SAMPLES["refusal"]), blocks=(Paragraph("特此答复。"), Note("无")))
    assert len(pages(pdf(short, stationery()))) == 1
