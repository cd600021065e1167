"""Packs a document again, with the letter's day in place of the clock's, so that its bytes repeat."""

import io
import zipfile
from datetime import date

from docx.document import Document


def same_bytes(document: Document, dated: date) -> bytes:
    """The document as a file; every entry is dated by the letter."""
    packed, made = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, (dated.year, dated.month, dated.day, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return made.getvalue()
