"""Pictures of pages, small enough to be kept: at most 255 colours, and no taller than a person would scroll."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_COLOURS = 255
_PLAIN = 12
_STEP = 20


class Album:
    """A folder of screenshots; only pictures to be kept are made `small`, which takes a second each."""

    def __init__(self, folder: Path, *, small: bool) -> None:
        self.folder, self._small = folder, small
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, page: Page, name: str, tallest: int = 1100) -> None:
        """The page from its top, at most `tallest` pixels of it, as `name`.png."""
        assert page.viewport_size
        page.evaluate("document.activeElement && document.activeElement.blur()")
        height = min(int(page.evaluate("document.documentElement.scrollHeight")), tallest)
        clip = {"x": 0, "y": 0, "width": page.viewport_size["width"], "height": height}
        raw = page.screenshot(full_page=True, clip=clip)  # type: ignore[arg-type]
        (self.folder / f"{name}.png").write_bytes(smaller(raw) if self._small else raw)


def smaller(png: bytes) -> bytes:
    """The same picture with a palette; `png` has 8 bits a channel, red, green and blue, as Chromium writes it."""
    return _packed(*_rows(png))


def _packed(width: int, height: int, rows: list[bytes]) -> bytes:
    colours = Counter(row[x : x + 3] for row in rows for x in range(0, 3 * width, 3))
    palette = _palette(colours)
    index = {colour: min(range(len(palette)), key=lambda i: _distance(colour, palette[i])) for colour in colours}
    packed = b"".join(b"\0" + bytes(index[row[x : x + 3]] for x in range(0, 3 * width, 3)) for row in rows)
    return _SIGNATURE + b"".join(
        _chunk(kind, data)
        for kind, data in (
            (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            (b"PLTE", b"".join(palette)),
            (b"IDAT", zlib.compress(packed, 9)),
            (b"IEND", b""),
        )
    )


def _palette(colours: Counter[bytes]) -> list[bytes]:
    """The commonest colours; of the others that look alike only one: letters' soft edges need few of their greys."""
    kept: dict[tuple[int, ...], bytes] = {}
    for place, (colour, _count) in enumerate(colours.most_common()):
        kept.setdefault(tuple(colour) if place < _PLAIN else tuple(-(value // _STEP) - 1 for value in colour), colour)
    return list(kept.values())[:_COLOURS]


def _distance(one: bytes, other: bytes) -> int:
    return sum((a - b) * (a - b) for a, b in zip(one, other, strict=True))


def _rows(png: bytes) -> tuple[int, int, list[bytes]]:
    chunks = list(_chunks(png))
    width, height, depth, kind = struct.unpack(">IIBB", chunks[0][1][:10])
    assert (depth, kind) == (8, 2), "not a picture as Chromium writes it"
    raw = zlib.decompress(b"".join(data for name, data in chunks if name == b"IDAT"))
    stride, rows = 3 * width, [bytes(3 * width)]
    for start in range(0, len(raw), stride + 1):
        rows.append(_unfiltered(raw[start], bytearray(raw[start + 1 : start + 1 + stride]), rows[-1]))
    return width, height, rows[1:]


def _unfiltered(kind: int, line: bytearray, above: bytes) -> bytes:
    """A line without the filter of the PNG standard, section 9."""
    for x in range(len(line)) if kind else ():
        left, corner = (line[x - 3], above[x - 3]) if x >= 3 else (0, 0)
        match kind:
            case 1:
                guess = left
            case 2:
                guess = above[x]
            case 3:
                guess = (left + above[x]) // 2
            case _:
                guess = _paeth(left, above[x], corner)
        line[x] = (line[x] + guess) & 255
    return bytes(line)


def _paeth(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    by_left, by_up, by_corner = abs(guess - left), abs(guess - up), abs(guess - corner)
    if by_left <= by_up and by_left <= by_corner:
        return left
    return up if by_up <= by_corner else corner


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_SIGNATURE)
    while place < len(png):
        size, kind = struct.unpack(">I4s", png[place : place + 8])
        yield kind, png[place + 8 : place + 8 + size]
        place += size + 12


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
