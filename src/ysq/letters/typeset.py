"""Sets a letter as PDF with Typst: text travels as data only, and the same letter always gives the same bytes."""

import re
from datetime import date

import msgspec
import typst

from ysq.domain.letters import Letter, LetterType, Paragraph
from ysq.letters.errors import LayoutError, UnprintableCharacterError
from ysq.letters.press import Pages, press_of
from ysq.letters.proof import Mark
from ysq.letters.stationery import Measures, Stationery
from ysq.letters.words import zh_date

# What typst says of a character that no font has; it quotes the text as a Rust string.
_UNDISPLAYED = re.compile(r'the text `"(.*?)"` could not be displayed')
_MOVED_LINES = 2
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


class Fit(msgspec.Struct, frozen=True):
    """One attempt: lines on a page, how much of the page where the text ends stays free at its foot so that the last
    lines move on to the signature, and whether the last paragraph does so whole."""

    lines: int
    free_mm: float = 0
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
    try:
        return _printed(letter, stationery, mark)
    except RuntimeError as error:  # of which TypstError is one
        raise _refusal(error) from error


def require_fonts(words: str, dated: date, stationery: Stationery) -> None:
    """Raises UnprintableCharacterError naming the characters of `words` that no font has.

    What GB 2312 holds is in every font that could be found, so that only rarer ones are tried: about 10 ms.
    """
    rare = "".join(dict.fromkeys(one for one in words if not one.isspace() and not _in_every_font(one)))
    if rare:
        sheet = Letter(LetterType.REFUSAL, "-", "-", ("-",), "-", (Paragraph(rare),), "-", dated)
        printed(sheet, stationery)


def _in_every_font(character: str) -> bool:
    try:
        return bool(character.encode("gb2312"))
    except UnicodeEncodeError:
        return False


def _printed(letter: Letter, stationery: Stationery, mark: Mark | None) -> Printed:
    press = press_of(stationery)
    pages = press.lay(_sheet(letter, stationery, Fit(stationery.measures.lines), mark))
    fits = iter(() if pages.together else _tries(pages, stationery.measures))
    while not pages.together:
        fit = next(fits, None)
        if fit is None:
            raise LayoutError("署名与成文日期无法与正文同页。请调整正文最后一段的长度后重试。")
        pages = press.lay(_sheet(letter, stationery, fit, mark))
    return Printed(press.print(letter.dated), pages.signature)  # nothing comes on a page after the signature's


def _tries(found: Pages, measures: Measures) -> list[Fit]:
    """Other settings, those that should do first: then one is enough, where trying them in turn takes six.

    Closer lines must make room for the closing below the text, wider ones push text to its page; where neither should,
    the last two lines move on with the closing, or the last paragraph.
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
    free = measures.text_height_mm - found.text_mm + (_MOVED_LINES - 0.5) * _pitch(measures, standard)
    return [*hopeful, Fit(standard, free_mm=free), Fit(standard, keep_last=True), *rest]


def _pitch(measures: Measures, lines: int) -> float:
    """The distance in mm from line to line when so many fill the page."""
    em = measures.body_pt * 25.4 / 72
    return em + (measures.text_height_mm - lines * em) / (lines - 1)


def _sheet(letter: Letter, stationery: Stationery, fit: Fit, mark: Mark | None) -> bytes:
    fonts = stationery.fonts
    told = _Sheet(
        letter=letter,
        measures=stationery.measures,
        latin=fonts.latin,
        fonts={role: faces.families for role, faces in fonts.roles.items()},
        embolden=fonts.roles["title"].embolden,
        date=zh_date(letter.dated),
        fit=fit,
        mark=mark,
    )
    return msgspec.json.encode(told)


def _refusal(error: RuntimeError) -> Exception:
    found = _UNDISPLAYED.findall(error.diagnostic) if isinstance(error, typst.TypstError) else []
    if not found:
        return LayoutError(f"排版失败：{error}")
    texts = (_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) for text in found)
    characters = "".join(dict.fromkeys("".join(texts)))
    return UnprintableCharacterError(characters, "没有字体可用，不能印出。请在字体文件夹中加入收录它的字体后重试。")
