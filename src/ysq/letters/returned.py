"""Reads a draft that comes back as DOCX: its paragraphs in order, and where it came from; within limits."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date

import docx
import msgspec
from docx.document import Document
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from ysq.letters.check.documents import UnreadableLetter
from ysq.letters.clean import clean
from ysq.letters.errors import UnprintableCharacterError
from ysq.letters.returned_comments import FileComment, anchored, comments_in

_MOST_UNPACKED = 20_000_000
_MOST_ENTRIES = 300
_MOST_LINES = 1_000
_DECLARED = tuple(
    mark.encode(codec) for mark in ("<!DOCTYPE", "<!ENTITY") for codec in ("utf-8", "utf-16-le", "utf-16-be")
)
_REFUSED = {
    "w:tbl": "加了表格",
    "w:txbxContent": "加了文本框",
    "w:footnoteReference": "加了脚注",
    "w:endnoteReference": "加了尾注",
    "w:numPr": "有自动编号的段落",
    "w:altChunk": "嵌入了别的文件",
    "w:object": "嵌入了别的文件",
}
"""What has no place in a letter and would be lost in silence."""
_GONE = frozenset({qn("w:moveFrom"), qn("w:del")})
_TRACKED = (qn("w:ins"), qn("w:del"), qn("w:moveTo"))
_BREAKS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


class Returned(msgspec.Struct, frozen=True):
    """A file that came back: its lines without empty ones, with what was proposed as a tracked change accepted.

    `tracked` counts those changes, `comments` stand at lines. `head` are the lines above the text, on the page's edge.
    `made_from` is what we wrote into the file, "" when that
    was lost; `made_on` the day of the letter in it.
    """

    head: tuple[str, ...]
    lines: tuple[str, ...]
    made_from: str
    made_on: date | None
    comments: tuple[FileComment, ...] = ()
    tracked: int = 0


def read_returned(content: bytes) -> Returned:
    """The file's words. UnreadableLetter says why they can't be read, or what in them has no place in a letter."""
    document = _opened(content)
    for tag, what in _REFUSED.items():
        if document.element.body.find(f".//{qn(tag)}") is not None:
            raise UnreadableLetter(f"文件里{what}，不能读入；请改成普通的段落后再上传")
    section = document.sections[0]
    header = section.first_page_header if section.different_first_page_header_footer else section.header
    edge, body = header._element, document.element.body  # noqa: SLF001 - no public way
    head, lines = [line for line, _marks in _lines(edge)], []
    at: dict[str, int] = {}
    for number, (line, marks) in enumerate(_lines(body)):
        lines.append(line)
        for mark in marks:
            at.setdefault(mark, number)
    if not lines:
        raise UnreadableLetter("文件里没有文字")
    if len(lines) > _MOST_LINES:
        raise UnreadableLetter(f"文件超过{_MOST_LINES}段，不像是一份答复书")
    tracked = sum(1 for part in (edge, body) for _change in part.iter(*_TRACKED))
    return Returned(tuple(head), tuple(lines), *_origin(document), comments_in(document, at, _clean_words), tracked)


def _origin(document: Document) -> tuple[str, date | None]:
    core = document.core_properties
    try:
        return core.identifier or "", core.created.date() if core.created else None
    except ValueError:  # a date that is none
        return "", None


def _opened(content: bytes) -> Document:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableLetter("这是旧版Word文件（.doc）或者设有密码的文件，请另存为不设密码的.docx后再上传")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
        return docx.Document(io.BytesIO(content))
    except (
        zipfile.BadZipFile, zlib.error, SyntaxError, OpcError, KeyError, ValueError, AttributeError,
        NotImplementedError, RuntimeError, EOFError, OSError,
    ) as error:  # fmt: skip
        if isinstance(error, UnreadableLetter):
            raise
        raise UnreadableLetter("文件打不开，可能已经损坏，或者不是.docx文件") from None


def _check(archive: zipfile.ZipFile) -> None:
    """Sizes as the archive declares them: more than that is never unpacked."""
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise UnreadableLetter("文件展开后过大，不像是一份答复书")
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            part = archive.read(entry)
            if any(mark in part for mark in _DECLARED):
                raise UnreadableLetter("文件里有外部实体或者文档类型声明，不能读入；请用WPS或者Word重新保存后再上传")


def _lines(part: BaseOxmlElement) -> Iterator[tuple[str, list[str]]]:
    """Each line with the ids of the comments at it."""
    text, marks = "", list[str]()
    for paragraph in part.iter(qn("w:p")):
        text += "".join(_words(paragraph))
        marks += anchored(paragraph)
        if paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None:
            continue  # a tracked change joins it with the next
        if line := _cleaned(text):
            yield line, marks
            marks = []
        text = ""


def _cleaned(text: str) -> str:
    try:
        return clean(text)
    except UnprintableCharacterError as error:
        raise UnreadableLetter(str(error).removesuffix("。")) from None


def _clean_words(paragraph: BaseOxmlElement) -> str:
    return _cleaned("".join(_words(paragraph)))


def _words(paragraph: BaseOxmlElement) -> Iterator[str]:
    """The words as they read once every tracked change is accepted."""
    for one in paragraph.iter(qn("w:t"), *_BREAKS):
        if one.tag == qn("w:tab") and one.getparent().tag != qn("w:r"):
            continue  # a tab stop of the paragraph's settings
        if not any(above.tag in _GONE for above in one.iterancestors()):
            yield _BREAKS.get(str(one.tag), one.text or "")
