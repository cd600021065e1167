"""Draws the first page of every kind of letter: `python -m tests.letters.gallery` writes docs/letters."""

import struct
import zlib
from pathlib import Path

import pypdfium2
from tests.letters.letter_samples import every_letter, stationery

from ysq.domain.letters import COMBINED, PROCEDURAL, Letter, LetterType
from ysq.letters import pdf

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "letters"
SCALE = 0.72
"""Of 72 dots an inch: 429 x 606 dots a page."""
_GREYS = tuple((level, level, level) for level in range(0, 256, 51))
_REDS = tuple((230 + (255 - 230) * step // 5, 255 * step // 5, 18 + (255 - 18) * step // 5) for step in range(5))
PALETTE = (*_GREYS, *_REDS)


def png(width: int, height: int, rows: list[bytes]) -> bytes:
    """A PNG of 16 colours at most: four bits a dot, each row already packed."""
    raw = b"".join(b"\0" + row for row in rows)
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)),
        (b"PLTE", bytes(value for colour in PALETTE for value in colour)),
        (b"IDAT", zlib.compress(raw, 9)),
        (b"IEND", b""),
    ]
    chunks = (struct.pack(">I", len(d)) + kind + d + struct.pack(">I", zlib.crc32(kind + d)) for kind, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def nearest(colour: tuple[int, int, int]) -> int:
    """The palette's index for a dot."""
    red, green, _blue = colour
    if red - green < 40:
        return min(range(len(_GREYS)), key=lambda i: abs(_GREYS[i][0] - green))
    return len(_GREYS) + min(range(len(_REDS)), key=lambda i: abs(_REDS[i][1] - green))


def drawn(made: Letter) -> bytes:
    """The first page of a letter as PNG."""
    with pypdfium2.PdfDocument(pdf(made, stationery())) as document:
        bitmap = document[0].render(scale=SCALE, rev_byteorder=True)
        width, height, stride, size = bitmap.width, bitmap.height, bitmap.stride, bitmap.n_channels
        buffer = bytes(bitmap.buffer)
    known: dict[bytes, int] = {}
    rows = []
    for y in range(height):
        line = buffer[y * stride : y * stride + width * size]
        dots = []
        for x in range(0, width * size, size):
            dot = line[x : x + 3]
            if dot not in known:
                known[dot] = nearest((dot[0], dot[1], dot[2]))
            dots.append(known[dot])
        dots += [0] * (width % 2)
        rows.append(bytes(high << 4 | low for high, low in zip(dots[::2], dots[1::2], strict=True)))
    return png(width, height, rows)


def by_kind() -> dict[LetterType, Letter]:
    """One sample of every kind."""
    found: dict[LetterType, Letter] = {}
    for made in every_letter().values():
        found.setdefault(made.letter_type, made)
    return {kind: found[kind] for kind in LetterType}


def listing() -> str:
    """docs/letters/README.md."""
    groups = {
        "Answers, one for each decision code": set(LetterType) - PROCEDURAL - COMBINED,
        "Answers to several items": set(COMBINED),
        "Notices and forms": set(PROCEDURAL),
    }
    text = "# Every kind of letter\n\nFirst pages of invented samples, drawn by `python -m tests.letters.gallery`.\n"
    for title, kinds in groups.items():
        text += f"\n## {title}\n\n"
        text += "".join(f"- [{kind.zh}]({kind.value}.png)\n" for kind in LetterType if kind in kinds)
    return text


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind, made in by_kind().items():
        (FOLDER / f"{kind.value}.png").write_bytes(drawn(made))
    (FOLDER / "README.md").write_text(listing(), encoding="utf-8")
