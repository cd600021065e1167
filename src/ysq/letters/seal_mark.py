"""Finds 〔待用印〕 on an issued letter, and draws what says in its place that the letter is sealed electronically."""

import math
import threading
from collections.abc import Iterator

import msgspec
import pypdfium2
import typst
from pypdfium2 import raw

from ysq.letters.errors import LayoutError
from ysq.letters.stationery import Stationery
from ysq.seals import SealMark

PDFIUM = threading.Lock()
"""pdfium works for one thread at a time."""
_WAITING = "〔待用印〕"
_MARGIN = 3.0
_POINTS = 72 / 25.4
_CLOSE = 3.0

Box = tuple[float, float, float, float]


class _Place(msgspec.Struct, frozen=True):
    """The dashed circle and its words: page from 0, boxes (left, bottom, right, top) in points."""

    page: int
    circle: Box
    label: Box


class _Drawing(msgspec.Struct, frozen=True):
    width: int
    height: int
    x: float
    y: float
    radius: float
    label_x: float
    label_y: float
    fonts: tuple[str, ...]
    colour: str


def seal_mark(document: bytes, stationery: Stationery) -> SealMark | None:
    """The mark of a seal on an issued letter; None where it has no place for one, as on a form. Takes about 20 ms."""
    with PDFIUM, pypdfium2.PdfDocument(document) as opened:
        places = [place for number in range(len(opened)) for place in _places(opened[number], number, stationery)]
    if not places:
        return None
    place = places[-1]
    left, bottom, right, top = place.circle
    box = (
        math.floor(left - _MARGIN),
        math.floor(bottom - _MARGIN),
        math.ceil(right + _MARGIN),
        math.ceil(top + _MARGIN),
    )
    return SealMark(place.page, *box, _drawn(place, box, stationery))


def _places(page: pypdfium2.PdfPage, number: int, stationery: Stationery) -> Iterator[_Place]:
    """Where on the page a circle of the seal's size stands around the words."""
    wanted = stationery.measures.seal_mm * _POINTS
    labels = list(_labels(page))
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        left, bottom, right, top = path.get_bounds()
        if abs(right - left - wanted) > _CLOSE or abs(top - bottom - wanted) > _CLOSE:
            continue
        inside = [one for one in labels if left < one[0] and one[2] < right and bottom < one[1] and one[3] < top]
        yield from (_Place(number, (left, bottom, right, top), label) for label in inside)


def _labels(page: pypdfium2.PdfPage) -> Iterator[Box]:
    words = page.get_textpage()
    search = words.search(_WAITING)
    while found := search.get_next():
        boxes = [words.get_charbox(index) for index in range(found[0], found[0] + found[1])]
        yield (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def _drawn(place: _Place, box: tuple[int, int, int, int], stationery: Stationery) -> bytes:
    """The picture, as big as `box`; typst measures from the top."""
    left, bottom, right, top = box
    circle, label = place.circle, place.label
    drawing = _Drawing(
        width=right - left,
        height=top - bottom,
        x=(circle[0] + circle[2]) / 2 - left,
        y=top - (circle[1] + circle[3]) / 2,
        radius=stationery.measures.seal_mm * _POINTS / 2,
        label_x=(label[0] + label[2]) / 2 - left,
        label_y=top - (label[1] + label[3]) / 2,
        fonts=stationery.fonts.roles["body"].families,
        colour=stationery.measures.rule_colour,
    )
    source = stationery.typst_document.with_name("sealed.typ")
    compiler = typst.Compiler(source, root=source.parent, font_paths=stationery.fonts.loaded)
    try:
        made = compiler.compile(format="pdf", sys_inputs={"sheet": msgspec.json.encode(drawing).decode()})
    except typst.TypstError as error:
        raise LayoutError(f"排版失败：{error.message}") from error
    assert isinstance(made, bytes), "one page of PDF"
    return made
