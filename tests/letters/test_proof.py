"""The mark of verification: where it stands, that its QR code is whole, and that it changes no word of the letter."""

from uuid import UUID

import pypdfium2
import segno
from tests.letters.letter_samples import every_letter, pages, squeezed, stationery

from ysq.letters import mark_of, printed
from ysq.letters.check.documents import words_of

CODE = UUID("3f2c8a52-6f0e-4a7e-9c3b-0d1f5e7a9b10")
SERVICE = "https://gk.shizhong.example.cn"
MARK = mark_of(CODE, SERVICE)
LETTER = every_letter()["mixed_answer"]
DOTS = 40
"""Dots a millimetre."""


def test_the_mark_stands_below_the_text_and_above_the_foot_rule_of_the_first_page() -> None:
    first, *rest = pages(printed(LETTER, stationery(), MARK).content)
    line = [glyph for told in MARK.lines for glyph in first.find(squeezed(told))]
    assert min(glyph.top for glyph in line) > 262
    assert max(glyph.bottom for glyph in line) < 274.5
    assert max(glyph.right for glyph in line) < 184
    assert not [page for page in rest if "核验码" in page.text]


def test_a_long_address_of_the_service_still_fits_on_the_line() -> None:
    mark = mark_of(CODE, "https://" + "g" * 49 + ".cn")
    line = pages(printed(LETTER, stationery(), mark).content)[0].find(squeezed(mark.lines[1]))
    assert max(glyph.right for glyph in line) < 184


def test_every_module_of_the_qr_code_is_printed() -> None:
    wanted = segno.make(f"{SERVICE}/verify/{CODE.hex}", error="l", micro=False).matrix
    with pypdfium2.PdfDocument(printed(LETTER, stationery(), MARK).content) as pdf:
        bitmap = pdf[0].render(scale=DOTS * 25.4 / 72, grayscale=True)
        dots, stride = bytes(bitmap.buffer), bitmap.stride
    measures = stationery().measures
    module = measures.proof_qr_mm / len(wanted)
    top = measures.top_mm + measures.text_height_mm + measures.proof_below_mm

    def dark(x: int, y: int) -> int:
        left, down = 28 + (x + 0.5) * module, top + (y + 0.5) * module
        return int(dots[round(down * DOTS) * stride + round(left * DOTS)] < 128)

    assert [[dark(x, y) for x in range(len(wanted))] for y in range(len(wanted))] == [list(row) for row in wanted]
    quiet = [*range(-4, 0), *range(len(wanted), len(wanted) + 4)]  # ISO/IEC 18004: four modules of white
    assert not any(dark(x, y) for x in range(len(wanted)) for y in quiet)


def test_without_an_address_only_the_code_is_printed() -> None:
    mark = mark_of(CODE, "")
    assert mark.rows == ()
    assert mark.lines == ("核验码：3f2c8a52 6f0e4a7e 9c3b0d1f 5e7a9b10",)


def test_the_words_of_a_letter_are_the_same_with_its_mark() -> None:
    assert words_of(printed(LETTER, stationery(), MARK).content) == words_of(printed(LETTER, stationery()).content)


def test_the_same_mark_gives_the_same_bytes() -> None:
    assert printed(LETTER, stationery(), MARK) == printed(LETTER, stationery(), MARK)
