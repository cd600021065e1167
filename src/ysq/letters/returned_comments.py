"""Comments in a DOCX that came back: who wrote what, and at which paragraph."""

from collections.abc import Callable, Iterator

import msgspec
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from ysq.letters.opened import UnreadableLetter

_MOST_COMMENTS = 50
_MOST_WORDS = 2_000
_MOST_NAME = 40
_ANCHORS = (qn("w:commentRangeStart"), qn("w:commentReference"))
_ID, _AUTHOR = qn("w:id"), qn("w:author")


class FileComment(msgspec.Struct, frozen=True):
    """A comment at the line number `line` (from 0) of the text; `author` as the file names him, "" when it doesn't."""

    line: int
    author: str
    text: str


def anchored(paragraph: BaseOxmlElement) -> Iterator[str]:
    """The ids of the comments that begin in this paragraph, or are marked in it."""
    for mark in paragraph.iter(*_ANCHORS):
        if (name := mark.get(_ID)) is not None:
            yield name


def comments_in(
    document: Document, lines: dict[str, int], words: Callable[[BaseOxmlElement], str]
) -> tuple[FileComment, ...]:
    """The comments in the order of the text; `lines` says at which line each id is, without a place it is at the first.

    `words` reads a paragraph. Raises UnreadableLetter for more, or longer ones, than a letter of ours can have.
    """
    found = []
    for comment in _elements(document):
        paragraphs = (words(paragraph) for paragraph in comment.iter(qn("w:p")))
        text = "\n".join(part for part in paragraphs if part)
        if len(text) > _MOST_WORDS:
            raise UnreadableLetter(f"文件里有一条批注超过{_MOST_WORDS}字，请缩短后再上传")
        author = " ".join((comment.get(_AUTHOR) or "").split())[:_MOST_NAME]
        if text:
            found.append(FileComment(lines.get(comment.get(_ID, ""), 0), author, text))
    if len(found) > _MOST_COMMENTS:
        raise UnreadableLetter(f"文件里的批注超过{_MOST_COMMENTS}条，请先处理一部分再上传")
    return tuple(sorted(found, key=lambda one: one.line))


def _elements(document: Document) -> Iterator[BaseOxmlElement]:
    try:
        part = document.part.part_related_by(RELATIONSHIP_TYPE.COMMENTS)
    except (KeyError, ValueError):  # none, several, or outside the file
        return
    root = getattr(part, "element", None)
    if root is not None:
        yield from root.iter(qn("w:comment"))
