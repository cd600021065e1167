"""The DOCX of every letter: the same words and measures as its PDF, opened by LibreOffice where it is installed."""

import io
import shutil
import subprocess
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import docx
import pytest
from msgspec.structs import replace
from tests.letters.hostile_strings import HOSTILE
from tests.letters.letter_samples import AGENCY, Page, every_letter, pages, squeezed, stationery

from ysq.domain.letters import Form, Letter, Paragraph, Table
from ysq.letters import docx_of, pdf, text
from ysq.letters.check.documents import words_of
from ysq.letters.clean import clean

LETTERS = [name for name, made in every_letter().items() if made.form is Form.LETTER]
FORMS = [name for name, made in every_letter().items() if made.form is Form.SHEET]
LINE_MM = 225 / 22
OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice (soffice) is not installed")


@cache
def written() -> dict[str, Letter]:
    return every_letter()


@cache
def content(name: str) -> bytes:
    return docx_of(written()[name], stationery())


def lines(words: str) -> list[str]:
    return [line for line in words.splitlines() if line.strip()]


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_reads_back_word_for_word(name: str) -> None:
    assert lines(words_of(content(name))) == lines(text(written()[name]))


@pytest.mark.parametrize("name", FORMS)
def test_a_form_reads_back_word_for_word(name: str) -> None:
    form = written()[name]
    document = docx.Document(io.BytesIO(content(name)))
    cells = [tuple(cell.text for cell in row.cells) for table in document.tables for row in table.rows]
    assert cells == [row for block in form.blocks if isinstance(block, Table) for row in block.rows]
    told = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
    assert told[: len(form.title_lines)] == list(form.title_lines)
    assert told[len(form.title_lines)].split("\t")[::2] == [form.signatory, form.letter_no]
    assert told[len(form.title_lines) + 1 :] == [b.text for b in form.blocks if isinstance(b, Paragraph)]


def test_the_same_letter_gives_the_same_bytes() -> None:
    assert docx_of(written()["mixed_answer"], stationery()) == content("mixed_answer")


def test_another_word_gives_other_bytes() -> None:
    other = replace(written()["mixed_answer"], addressee="钱二")
    assert docx_of(other, stationery()) != content("mixed_answer")


def test_the_page_has_the_measures_of_the_standard() -> None:
    section = docx.Document(io.BytesIO(content("mixed_answer"))).sections[0]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    told = (section.page_width, section.page_height, *margins)
    assert [round(length.mm, 1) for length in told if length is not None] == [210, 297, 37, 35, 28, 26]


@pytest.mark.parametrize("hostile", HOSTILE[::5])
def test_hostile_words_stay_words(hostile: str) -> None:
    words = clean(hostile)
    made = replace(written()["refusal"], blocks=(Paragraph(words),))
    read = docx.Document(io.BytesIO(docx_of(made, stationery())))
    assert words in [paragraph.text for paragraph in read.paragraphs]


def test_no_word_of_a_letter_becomes_a_field_or_a_link() -> None:
    made = replace(written()["refusal"], blocks=(Paragraph("{{ 1 }} <w:br/> HYPERLINK http://example.invalid &amp;"),))
    with zipfile.ZipFile(io.BytesIO(docx_of(made, stationery()))) as archive:
        body = archive.read("word/document.xml").decode()
    assert "fldChar" not in body
    assert "&lt;w:br/&gt;" in body


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Page, ...]]:
    """Every letter and form as LibreOffice sets it, read back from its PDF."""
    folder = tmp_path_factory.mktemp("office")
    for name in written():
        (folder / f"{name}.docx").write_bytes(content(name))
    assert OFFICE is not None
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    files = [str(path) for path in sorted(folder.glob("*.docx"))]
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return {name: tuple(pages(Path(folder / f"{name}.pdf").read_bytes())) for name in written()}


@needs_office
def test_libreoffice_opens_every_one_and_loses_no_word(opened: dict[str, tuple[Page, ...]]) -> None:
    for name in LETTERS:
        told = "".join(glyph.character for page in opened[name] for glyph in page.glyphs)
        wanted = Counter(squeezed(text(written()[name])))
        assert not wanted - Counter(told), name


@needs_office
@pytest.mark.parametrize("name", LETTERS)
def test_the_head_stands_where_the_standard_has_it(name: str, opened: dict[str, tuple[Page, ...]]) -> None:
    first = opened[name][0]
    mark = first.find(AGENCY.heading)
    assert min(glyph.top for glyph in mark) == pytest.approx(30, abs=2)  # ink begins below the top of its line
    rules = [shape for shape in first.shapes if shape.right - shape.left > 160]
    assert len({round(rule.bottom, 1) for rule in rules}) == 4
    # pdfium gives a drawn line the room of its stroke on every side, here up to a millimetre.
    assert min(rule.left for rule in rules) == pytest.approx(20, abs=1.1)
    assert max(rule.right for rule in rules) == pytest.approx(190, abs=1.1)
    assert max(rule.bottom for rule in rules) == pytest.approx(277, abs=1.1)
    assert not [shape for page in opened[name][1:] for shape in page.shapes if shape.right - shape.left > 160]


@needs_office
def test_number_title_and_addressee_stand_where_the_pdf_has_them(opened: dict[str, tuple[Page, ...]]) -> None:
    """Within what LibreOffice leaves between the head and the text by itself."""
    letter = written()["disclosure"]
    ours, theirs = pages(pdf(letter, stationery()))[0], opened["disclosure"][0]
    for words, close in ((letter.letter_no, 3.6), (letter.title_lines[0], 2.0), (f"{letter.addressee}：", 1.0)):
        tops = [min(glyph.top for glyph in page.find(squeezed(words))) for page in (ours, theirs)]
        assert tops[1] == pytest.approx(tops[0], abs=close), words


@needs_office
def test_a_full_page_has_22_lines_of_28_characters(opened: dict[str, tuple[Page, ...]]) -> None:
    page = opened["mixed_answer"][1]
    number = page.find("—2—")
    body = [glyph for glyph in page.glyphs if glyph not in number]
    assert {round((glyph.bottom - 37) / LINE_MM - 0.5) for glyph in body} == set(range(22))
    assert min(glyph.left for glyph in body) >= 27.5
    assert max(glyph.right for glyph in body) <= 184.5
    assert min(glyph.top for glyph in number) == pytest.approx(269, abs=1.5)
