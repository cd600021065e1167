"""Counts the pages of supplied PDF files, and puts a letter and its attachments into one PDF to be read."""

import hashlib
import io
import re
from collections.abc import Sequence
from contextlib import ExitStack

import pypdfium2

from ysq.letters.errors import LetterError
from ysq.letters.seal_mark import PDFIUM

MOST_PAGES = 10_000
_ID = re.compile(rb"/ID\[<[0-9A-F]{32}><[0-9A-F]{32}>\]")
_MADE = re.compile(rb"/CreationDate\(D:[0-9]{14}")


class UnreadablePdf(LetterError):
    """A file that is no PDF which anybody can open."""


def page_count(content: bytes) -> int:
    """How many pages a PDF has. Raises UnreadablePdf when it is broken, locked or endless."""
    try:
        with PDFIUM, pypdfium2.PdfDocument(content) as opened:
            count = len(opened)
    except pypdfium2.PdfiumError:
        raise UnreadablePdf("这个PDF文件打不开，可能已损坏或者设有密码。请用没有密码的文件。") from None
    if not 1 <= count <= MOST_PAGES:
        raise UnreadablePdf(f"这个PDF文件有{count}页，应当为1至{MOST_PAGES}页。请核对文件。")
    return count


def merged(letter: bytes, attachments: Sequence[bytes]) -> bytes:
    """The letter's pages and those of its attachments, in order; the same files always give the same bytes.

    It is a copy to be read: neither the letter's code nor a seal comes with it. Raises UnreadablePdf.
    """
    documents = (letter, *attachments)
    try:
        made = _joined(documents)
    except pypdfium2.PdfiumError:
        raise UnreadablePdf("附件中有打不开的PDF文件，不能合并。请分别下载。") from None
    name = hashlib.sha256(b"".join(hashlib.sha256(one).digest() for one in documents)).hexdigest()[:32].upper().encode()
    # pdfium writes chance and the time of day; both are put right in place, so that no offset moves.
    return _MADE.sub(b"/CreationDate(D:" + b"20000101000000", _ID.sub(b"/ID[<" + name + b"><" + name + b">]", made))


def _joined(documents: Sequence[bytes]) -> bytes:
    with PDFIUM, ExitStack() as opened:
        whole = opened.enter_context(pypdfium2.PdfDocument.new())
        for content in documents:
            whole.import_pages(opened.enter_context(pypdfium2.PdfDocument(content)))
        out = io.BytesIO()
        whole.save(out)
    return out.getvalue()
