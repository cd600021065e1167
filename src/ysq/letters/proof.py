"""The mark by which an issued letter is verified: a code on the first page, and a QR code of where it is answered."""

from uuid import UUID

import msgspec
import segno

KEYWORD = "ysq-letter:"
"""Begins the keyword of a letter's PDF that says its code; the PDF keeps it uncompressed."""
WORDS, ADDRESS = "核验码", "扫码核验："
"""Begin the lines on paper; whoever reads the words of a PDF leaves those out."""
_GROUP = 8


class Mark(msgspec.Struct, frozen=True):
    """What stands at the foot of the first page. `rows` are the QR code's, 1 for a dark module; none without address.

    `keyword` is what a file tells of itself without being opened as PDF.
    """

    lines: tuple[str, ...]
    keyword: str
    rows: tuple[tuple[int, ...], ...] = ()


def mark_of(letter_id: UUID, service: str) -> Mark:
    """The mark of a letter; `service` is the public address of this service, "" when it has none.

    The code is the letter's random id (122 bits): nobody can guess the code of a letter that he doesn't hold.
    """
    code = letter_id.hex
    grouped = " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))
    if not service:
        return Mark((f"{WORDS}：{grouped}",), f"{KEYWORD}{code}")
    drawn = segno.make(f"{service}/verify/{code}", error="l", micro=False)
    rows = tuple(tuple(row) for row in drawn.matrix)
    return Mark((f"{WORDS}：{grouped}", f"{ADDRESS}{service}/verify"), f"{KEYWORD}{code}", rows)
