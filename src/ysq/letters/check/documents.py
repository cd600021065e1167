"""The words of a letter given as a file: plain text, DOCX or PDF, told apart by their bytes."""

import re
from collections.abc import Iterator

import pypdfium2
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from pypdfium2 import raw

from ysq.letters.opened import GONE, UnreadableLetter, edges, from_docx, is_word, words

MOST_BYTES = 20_000_000
_MOST_PAGES = 200
_MOST_WORDS = 50_000
_MOST_LINES = 3_000
_PAGE_NUMBER = re.compile(
    r"^\s*[—–-]?\s*\d{1,3}\s*[—–-]?\s*$|^\s*第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?\s*$"
    r"|^\s*(?:核验码：[0-9a-f ]{35}|扫码核验：)"  # the foot of our own letters
)
_WAITING = "〔待用印〕"  # an electronic seal covers it, but what is covered can still be read out
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\{\\rtf|<(?:!doctype|html|\?xml|head|body)\b)", re.IGNORECASE)
_CHANGES = tuple(map(qn, ("w:ins", "w:del", "w:moveFrom", "w:moveTo")))


def words_of(content: bytes) -> str:
    """The text of a letter's file, a line for each line or paragraph; UnreadableLetter says why there is none."""
    if len(content) > MOST_BYTES:
        raise UnreadableLetter(f"文件超过{MOST_BYTES // 1_000_000}MB，不像是一份答复书")
    if content.startswith(b"%PDF"):
        text = _of_pdf(content)
    elif is_word(content):
        text = "\n".join(from_docx(content, _paragraphs))
    elif _MARKUP.match(content[:200]):
        raise UnreadableLetter("这是网页、RTF或者XML文件，请另存为.docx、PDF或者纯文本后再检查")
    else:
        text = _of_text(content)
    if not text.strip():
        raise UnreadableLetter("文件里没有文字；扫描件请先识别为文字（OCR）后再检查")
    if len(text) > _MOST_WORDS or text.count("\n") > _MOST_LINES:
        raise UnreadableLetter(f"文字超过{_MOST_WORDS}字或者{_MOST_LINES}行，不像是一份答复书")
    return text


def _of_text(content: bytes) -> str:
    codecs = ("utf-16",) if content[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for codec in codecs:
        try:
            text = content.decode(codec)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise UnreadableLetter("不是可读的文字，请给出纯文本（UTF-8或GB18030）、DOCX或者PDF")


def _of_pdf(content: bytes) -> str:
    try:
        with pypdfium2.PdfDocument(content) as pdf:
            if len(pdf) > _MOST_PAGES:
                raise UnreadableLetter(f"PDF超过{_MOST_PAGES}页，不像是一份答复书")
            pages = [page.get_textpage().get_text_bounded() for page in pdf]
            covered = _WAITING if raw.FPDF_GetSignatureCount(pdf) > 0 else ""
    except pypdfium2.PdfiumError:
        raise UnreadableLetter("PDF打不开，可能已经损坏或者设有密码，请换一份能打开的文件") from None
    lines = [line for page in pages for line in page.splitlines()]
    return "\n".join(line for line in lines if line.strip() != covered and not _PAGE_NUMBER.match(line))


def revisions_of(content: bytes) -> int:
    """How many tracked changes of a DOCX are still open; `words_of` reads it as if all were accepted."""
    if not content.startswith(b"PK\x03\x04"):
        return 0
    return from_docx(content, lambda document: sum(1 for _change in document.element.body.iter(*_CHANGES)))


def _paragraphs(document: Document) -> list[str]:
    """The letterhead in the header, then paragraphs and cells in the order of the page."""
    return [line for part in (*edges(document), document.element.body) for line in _lines(part)]


def _lines(parent: BaseOxmlElement) -> Iterator[str]:
    """A line for each paragraph and each row of a table, also inside content controls and what was inserted."""
    for part in parent:
        if part.tag == qn("w:p"):
            yield words(part)
        elif part.tag == qn("w:tbl"):
            for row in part.iter(qn("w:tr")):
                yield " ".join(" ".join(_lines(cell)) for cell in row.iterchildren(qn("w:tc")))
        elif part.tag not in GONE and isinstance(part.tag, str):
            yield from _lines(part)
