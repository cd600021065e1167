"""`ysq letters check` on files as they come: broken, locked, scanned, half edited. One clear line each."""

import io
import json
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import docx
import pypdf
import pypdfium2
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from tests.letters.checking import law
from tests.letters.letter_samples import SAMPLES, book, letter, stationery
from tests.letters.test_checks import SOUND, as_docx

from ysq.letters import pdf
from ysq.letters.check import check_text
from ysq.letters.check.documents import MOST_BYTES, revisions_of, words_of
from ysq.letters.opened import UnreadableLetter
from ysq.letters_face import check

ON = date(2026, 11, 22)
REVISED = (
    '<w:p {ns}><w:r><w:t>本答复书</w:t></w:r><w:del w:id="1" w:author="甲"><w:r><w:delText>不予公开</w:delText></w:r></w:del>'
    '<w:ins w:id="2" w:author="甲"><w:r><w:t>予以</w:t><w:t>公开</w:t></w:r></w:ins><w:r><w:t>。</w:t></w:r></w:p>'
)
LOST_HEADER = b'<w:sectPr><w:headerReference w:type="default" r:id="rId99"/>'
HELD = "<w:sdt {ns}><w:sdtContent><w:p><w:r><w:t>一个内容控件里的话。</w:t></w:r></w:p></w:sdtContent></w:sdt>"


def sealed_pdf() -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf(letter(SAMPLES["disclosure"]), stationery())))
    writer.encrypt("geheim", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def scanned_pdf() -> bytes:
    """A page that is a picture of a letter and nothing else."""
    out = io.BytesIO()
    whole = pdf(letter(SAMPLES["disclosure"]), stationery())
    with pypdfium2.PdfDocument(whole) as source, pypdfium2.PdfDocument.new() as scan:
        picture = pypdfium2.PdfImage.new(scan)
        picture.set_bitmap(source[0].render(scale=1))
        picture.set_matrix(pypdfium2.PdfMatrix().scale(595, 842))
        page = scan.new_page(595, 842)
        page.insert_obj(picture)
        page.gen_content()
        scan.save(out)
    return out.getvalue()


def spreadsheet() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "一" * 40_000_000)
    return out.getvalue()


def rebuilt(change: Callable[[str, bytes], bytes]) -> bytes:
    """A sound letter as DOCX, each of its parts as `change` makes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(as_docx(SOUND))) as source, zipfile.ZipFile(out, "w") as archive:
        for entry in source.infolist():
            archive.writestr(entry, change(entry.filename, source.read(entry)))
    return out.getvalue()


def broken_inside() -> bytes:
    """A DOCX whose text is no XML."""
    return rebuilt(lambda name, whole: whole[: len(whole) // 2] if name == "word/document.xml" else whole)


def without(pattern: bytes, instead: bytes = b"") -> bytes:
    """A DOCX whose parts are XML but not what Word writes."""
    return rebuilt(
        lambda name, whole: re.sub(pattern, instead, whole, flags=re.DOTALL) if "document" in name else whole
    )


FILES: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "没有文字"),
    "blank": (lambda: b" \r\n\t\r\n", "没有文字"),
    "binary": (lambda: bytes(range(256)) * 40, "不是可读的文字"),
    "huge": (lambda: b"a" * (MOST_BYTES + 1), "文件超过"),
    "long": (lambda: SOUND.encode() * 300, "不像是一份答复书"),
    "locked_pdf": (sealed_pdf, "设有密码"),
    "scan": (scanned_pdf, "识别为文字"),
    "old_word": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "旧版Word"),
    "spreadsheet": (spreadsheet, "不是Word文件"),
    "bomb": (bomb, "展开后过大"),
    "broken_inside": (broken_inside, "DOCX打不开"),
    "no_body": (lambda: without(rb"<w:body>.*</w:body>"), "DOCX打不开"),
    "other_root": (lambda: without(rb"w:document\b", b"w:other"), "DOCX打不开"),
    "header_of_nothing": (lambda: without(rb"<w:sectPr[^>]*>", LOST_HEADER), "DOCX打不开"),
    "title_page_unsure": (lambda: without(rb"<w:sectPr[^>]*>", b'<w:sectPr><w:titlePg w:val="maybe"/>'), "DOCX打不开"),
    "page": (lambda: b"\xef\xbb\xbf<!DOCTYPE html><html>" + SOUND.encode() + b"</html>", "网页"),
    "rtf": (lambda: b"{\\rtf1\\ansi " + SOUND.encode("gb18030") + b"}", "RTF"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_holds_no_letter_is_one_clear_line(name: str, tmp_path: Path) -> None:
    made, why = FILES[name]
    path, sound = tmp_path / name, tmp_path / "sound.txt"
    path.write_bytes(made())
    sound.write_text(SOUND, encoding="utf-8")
    out, err = io.StringIO(), io.StringIO()
    assert check([path, sound], None, book(), ON, out, err, as_json=True) == 2
    (line,) = err.getvalue().splitlines()
    assert line.startswith(f"{path}: ")
    assert why in line
    unread, other = [json.loads(one) for one in out.getvalue().splitlines()]
    assert (unread["file"], unread["findings"][0]["check"]) == (str(path), "unreadable")
    assert other == {"file": str(sound), "findings": []}, "the others go on"


@pytest.mark.parametrize("codec", ["gb18030", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\r\n", "\r", "\n", "\r\n\r\n", "\u2028"])
def test_line_ends_and_codecs_change_no_finding(codec: str, end: str) -> None:
    wrong = SOUND.replace("60日内", "六个月内")
    told = [finding.check for finding in check_text(words_of(wrong.replace("\n", end).encode(codec)), law(), ON)]
    assert told == [finding.check for finding in check_text(wrong, law(), ON)] == ["wrong_review_period"]


def _with(*pieces: str) -> bytes:
    document = docx.Document(io.BytesIO(as_docx("第一段。")))
    for piece in pieces:
        document.element.body.insert(0, parse_xml(piece.format(ns=nsdecls("w"))))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_document_without_sections_is_read() -> None:
    assert words_of(without(rb"<w:sectPr.*?</w:sectPr>")).split() == words_of(as_docx(SOUND)).split() == SOUND.split()


def test_marks_that_turn_the_writing_round_change_no_finding() -> None:
    wrong = SOUND.replace("60日内", "\u202e六个月内\u202c")
    (found,) = check_text(wrong, law(), ON)
    assert found.check == "wrong_review_period"
    assert not set(found.message) & set("\u202e\u202c\u2066\u2069")
    assert not check_text(SOUND.replace("六个月", "\u2066六\u2069个月"), law(), ON)


def test_tracked_changes_are_read_as_accepted_and_counted() -> None:
    assert words_of(_with(REVISED)).split()[:2] == ["本答复书予以公开。", "第一段。"]
    assert revisions_of(_with(REVISED)) == 2
    assert revisions_of(as_docx("第一段。")) == revisions_of(b"") == revisions_of(b"%PDF-1.7") == 0


def test_words_in_a_content_control_are_read() -> None:
    assert words_of(_with(HELD)).split()[:2] == ["一个内容控件里的话。", "第一段。"]


def test_open_changes_are_told_beside_the_findings(tmp_path: Path) -> None:
    path = tmp_path / "edited.docx"
    path.write_bytes(_with(REVISED))
    out, err = io.StringIO(), io.StringIO()
    assert check([path], None, book(), ON, out, err, as_json=True) == 1, "what it says isn't a letter"
    assert "2处修订" in err.getvalue()
    assert len(out.getvalue().splitlines()) == len(err.getvalue().splitlines()) == 1


@pytest.mark.parametrize(
    "whole", [as_docx(SOUND), pdf(letter(SAMPLES["disclosure"]), stationery())], ids=["docx", "pdf"]
)
def test_bytes_gone_wrong_are_read_or_refused_but_never_crash(whole: bytes) -> None:
    chance = random.Random(6)
    refused = 0
    for _turn in range(80):
        spoiled = bytearray(whole[: chance.randrange(len(whole) // 2, len(whole))] if chance.random() < 0.3 else whole)
        for _byte in range(chance.choice((1, 3, 30))):
            spoiled[chance.randrange(4, len(spoiled))] = chance.randrange(256)
        try:
            words_of(bytes(spoiled))
        except UnreadableLetter:
            refused += 1
    assert refused
