"""A DOCX from anywhere, opened within limits: what is read from it, and the words of its paragraphs."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import TypeVar

import docx
from docx.document import Document
from docx.exceptions import PythonDocxError
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

_MOST_UNPACKED = 20_000_000
_MOST_ENTRIES = 300
_OLD = b"\xd0\xcf\x11\xe0"
_DECLARED = tuple(
    mark.encode(codec) for mark in ("<!DOCTYPE", "<!ENTITY") for codec in ("utf-8", "utf-16-le", "utf-16-be")
)
# What python-docx, zipfile and lxml raise on files that are broken, encrypted or something else.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, SyntaxError, OpcError, PythonDocxError, LookupError, ValueError, AttributeError,
    TypeError, RuntimeError, EOFError, OSError,
)  # fmt: skip
GONE = frozenset(
    {qn("w:del"), qn("w:moveFrom"), "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
)
"""Elements whose words aren't there any more once every tracked change is accepted, or stand there a second time."""
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}

_Read = TypeVar("_Read")


class UnreadableLetter(ValueError):
    """这个文件读不出文字."""


def is_word(content: bytes) -> bool:
    """Whether the bytes begin as a file of Word does, of today or of old."""
    return content.startswith((b"PK\x03\x04", _OLD))


def from_docx(content: bytes, read: Callable[[Document], _Read]) -> _Read:
    """What `read` finds in the file; UnreadableLetter says why it can't be read, or is what `read` raised.

    `read` must take all that it wants at once: python-docx opens a part only when it is read, so a broken one shows as
    late as that.
    """
    if content.startswith(_OLD):
        raise UnreadableLetter("这是旧版Word文件（.doc）或者设有密码的文件，请另存为不设密码的.docx后再试")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive)
        return read(docx.Document(io.BytesIO(content)))
    except UnreadableLetter:
        raise
    except _BROKEN:
        raise UnreadableLetter(
            "DOCX打不开，可能已经损坏、加密，或者不是Word文件；请用WPS或者Word打开后另存为.docx再试"
        ) from None


def _check(archive: zipfile.ZipFile) -> None:
    """Sizes as the archive declares them: more than that is never unpacked."""
    entries = archive.infolist()
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise UnreadableLetter("DOCX展开后过大，不像是一份答复书")
    for entry in entries:
        if entry.filename.endswith((".xml", ".rels")):
            part = archive.read(entry)
            if any(mark in part for mark in _DECLARED):
                raise UnreadableLetter("文件里有外部实体或者文档类型声明，不能读入；请用WPS或者Word重新保存后再试")


def edges(document: Document) -> Iterator[BaseOxmlElement]:
    """The edge above the text on the first page, where our letterhead stands; none when the file has no sections."""
    for first in document.sections[:1]:
        header = first.first_page_header if first.different_first_page_header_footer else first.header
        yield header._element  # noqa: SLF001 - no public way


def words(paragraph: BaseOxmlElement) -> str:
    """The words of a paragraph as they read once every tracked change is accepted."""
    said = []
    for one in paragraph.iter(qn("w:t"), *_SIGNS):
        if one.tag == qn("w:tab") and one.getparent().tag != qn("w:r"):
            continue  # a tab stop of the paragraph's settings
        if not any(above.tag in GONE for above in one.iterancestors()):
            said.append(_SIGNS.get(str(one.tag), one.text or ""))
    return "".join(said)
