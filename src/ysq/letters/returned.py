"""Reads a draft that comes back as DOCX: its paragraphs in order, and where it came from; within limits."""

from collections.abc import Iterator
from datetime import date

import msgspec
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from ysq.letters.clean import clean
from ysq.letters.errors import UnprintableCharacterError
from ysq.letters.opened import UnreadableLetter, edges, from_docx, words
from ysq.letters.returned_comments import FileComment, anchored, comments_in

_MOST_LINES = 1_000
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
_TRACKED = (qn("w:ins"), qn("w:del"), qn("w:moveTo"))


class Returned(msgspec.Struct, frozen=True):
    """A file that came back: its lines without empty ones, with what was proposed as a tracked change accepted.

    `tracked` counts those changes, `comments` stand at lines. `head` are the lines above the text, on the page's edge.
    `made_from` is what we wrote into the file, "" when that was lost; `made_on` the day of the letter in it.
    """

    head: tuple[str, ...]
    lines: tuple[str, ...]
    made_from: str
    made_on: date | None
    comments: tuple[FileComment, ...] = ()
    tracked: int = 0


def read_returned(content: bytes) -> Returned:
    """The file's words. UnreadableLetter says why they can't be read, or what in them has no place in a letter."""
    return from_docx(content, _returned)


def _returned(document: Document) -> Returned:
    for tag, what in _REFUSED.items():
        if document.element.body.find(f".//{qn(tag)}") is not None:
            raise UnreadableLetter(f"文件里{what}，不能读入；请改成普通的段落后再上传")
    edge, body = list(edges(document)), document.element.body
    head, lines = [line for part in edge for line, _marks in _lines(part)], []
    at: dict[str, int] = {}
    for number, (line, marks) in enumerate(_lines(body)):
        lines.append(line)
        for mark in marks:
            at.setdefault(mark, number)
    if not lines:
        raise UnreadableLetter("文件里没有文字")
    if len(lines) > _MOST_LINES:
        raise UnreadableLetter(f"文件超过{_MOST_LINES}段，不像是一份答复书")
    tracked = sum(1 for part in (*edge, body) for _change in part.iter(*_TRACKED))
    return Returned(tuple(head), tuple(lines), *_origin(document), comments_in(document, at, _clean_words), tracked)


def _origin(document: Document) -> tuple[str, date | None]:
    core = document.core_properties
    try:
        return core.identifier or "", core.created.date() if core.created else None
    except ValueError:  # a date that is none
        return "", None


def _lines(part: BaseOxmlElement) -> Iterator[tuple[str, list[str]]]:
    """Each line with the ids of the comments at it."""
    text, marks = "", list[str]()
    for paragraph in part.iter(qn("w:p")):
        text += words(paragraph)
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
    return _cleaned(words(paragraph))
