"""Sets a letter as PDF with Typst: text travels as data only, and the same letter always gives the same bytes."""

import re
import threading
from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import msgspec
import typst

from ysq.domain.letters import Letter
from ysq.letters.errors import LayoutError, UnprintableCharacterError
from ysq.letters.proof import Mark
from ysq.letters.stationery import Measures, Stationery
from ysq.letters.words import zh_date

if TYPE_CHECKING:
    from typst import PDFStandards

_CHINA = timezone(timedelta(hours=8))
_STANDARDS: "PDFStandards" = ["a-2a", "ua-1"]
# What typst says of a character that no font has; it quotes the text as a Rust string.
_UNDISPLAYED = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


class Fit(msgspec.Struct, frozen=True):
    """One attempt: lines on a page, and whether the last paragraph moves on whole with the signature."""

    lines: int
    keep_last: bool = False


class _Sheet(msgspec.Struct, frozen=True):
    letter: Letter
    measures: Measures
    latin: tuple[str, ...]
    fonts: dict[str, tuple[str, ...]]
    embolden: bool
    date: str
    fit: Fit
    mark: Mark | None


class _Pages(msgspec.Struct, frozen=True, rename="kebab"):
    """On which page the text ends, the signature stands, and the letter ends (with its 抄送).

    `text_mm` is where on its page the text ends, `closing_mm` the height of signature, date and notes together.
    """

    text: int
    signature: int
    end: int
    text_mm: float
    closing_mm: float

    @property
    def together(self) -> bool:
        return self.text == self.signature == self.end


class _Held(threading.local):
    """Each thread's own compiler: one shared between threads fails with `Already borrowed`."""

    compiler: typst.Compiler | None = None
    stationery: Stationery | None = None


_held = _Held()


class Printed(msgspec.Struct, frozen=True):
    """A letter as PDF, and how many pages it has."""

    content: bytes
    pages: int


def pdf(letter: Letter, stationery: Stationery) -> bytes:
    """The letter as PDF (see `printed`)."""
    return printed(letter, stationery).content


def printed(letter: Letter, stationery: Stationery, mark: Mark | None = None) -> Printed:
    """The letter as PDF/A-2a and PDF/UA-1, A4, dated by the letter; the same letter gives the same bytes.

    `mark` is what an issued letter is verified by. The signature always shares its page with text: where the standard
    22 lines would leave it alone, the lines of the letter are set a little closer or wider. Takes about 10 ms, 70 ms
    the first time in a thread.
    Raises UnprintableCharacterError naming what no font has, LayoutError for anything else that Typst refuses.
    """
    document, pages = _set(letter, stationery, Fit(stationery.measures.lines), mark)
    if pages.together:
        return Printed(document, pages.signature)  # nothing comes on a page after the signature's
    for fit in _tries(pages, stationery.measures):
        document, pages = _set(letter, stationery, fit, mark)
        if pages.together:
            return Printed(document, pages.signature)
    raise LayoutError("署名与成文日期无法与正文同页。请调整正文最后一段的长度后重试。")


def _tries(found: _Pages, measures: Measures) -> list[Fit]:
    """Other settings, those that should do first: then one is enough, where trying them in turn takes six.

    Closer lines must make room for the closing below the text, wider ones push text to its page; where neither should,
    the last paragraph moves on with the closing.
    """
    standard = measures.lines
    hopeful: list[Fit] = []
    rest: list[Fit] = []
    for change in (1, -1, 2, -2):
        pitch = _pitch(measures, standard + change)
        scale = pitch / _pitch(measures, standard)
        text = found.text_mm * scale - change * (found.text - 1) * pitch
        room = measures.text_height_mm - text
        (hopeful if room >= found.closing_mm * scale or room < 0 else rest).append(Fit(standard + change))
    return [*hopeful, Fit(standard, keep_last=True), *rest]


def _pitch(measures: Measures, lines: int) -> float:
    """The distance in mm from line to line when so many fill the page."""
    em = measures.body_pt * 25.4 / 72
    return em + (measures.text_height_mm - lines * em) / (lines - 1)


def _set(letter: Letter, stationery: Stationery, fit: Fit, mark: Mark | None) -> tuple[bytes, _Pages]:
    compiler = _compiler(stationery)
    sheet = msgspec.json.encode(_sheet(letter, stationery, fit, mark)).decode()
    try:
        document = compiler.compile(
            format="pdf", sys_inputs={"sheet": sheet}, pdf_standards=_STANDARDS, timestamp=_midnight(letter.dated)
        )
    except typst.TypstError as error:
        raise _refusal(error) from error
    if not isinstance(document, bytes):
        raise LayoutError("排版没有产生文件。请重试；仍然失败的，请联系系统管理员。")
    # The query reads the document just laid out; it doesn't lay it out again.
    return document, msgspec.json.decode(compiler.query("<pages>", field="value", one=True), type=_Pages)


def _compiler(stationery: Stationery) -> typst.Compiler:
    if _held.compiler is None or _held.stationery is not stationery:
        source = stationery.typst_document
        _held.compiler = typst.Compiler(source, root=source.parent, font_paths=stationery.fonts.loaded)
        _held.stationery = stationery
    return _held.compiler


def _sheet(letter: Letter, stationery: Stationery, fit: Fit, mark: Mark | None) -> _Sheet:
    fonts = stationery.fonts
    return _Sheet(
        letter=letter,
        measures=stationery.measures,
        latin=fonts.latin,
        fonts={role: faces.families for role, faces in fonts.roles.items()},
        embolden=fonts.roles["title"].embolden,
        date=zh_date(letter.dated),
        fit=fit,
        mark=mark,
    )


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=_CHINA)


def _refusal(error: typst.TypstError) -> Exception:
    found = _UNDISPLAYED.findall(error.diagnostic)
    if not found:
        return LayoutError(f"排版失败：{error.message}")
    texts = (_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) for text in found)
    characters = "".join(dict.fromkeys("".join(texts)))
    return UnprintableCharacterError(characters, "没有字体可用，不能印出。请在字体文件夹中加入收录它的字体后重试。")
