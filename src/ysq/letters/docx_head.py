"""The page of a letter as DOCX: its margins, the red head and foot of the first page, the page numbers after it."""

from collections.abc import Mapping

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.section import _Footer, _Header
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as Line

from ysq.domain.letters import Form, Letter
from ysq.letters.docx_marks import add_page_number, set_face, set_grid, set_indent, set_rule
from ysq.letters.stationery import Measures

_MM = 72 / 25.4


def set_page(document: Document, letter: Letter, measures: Measures, faces: Mapping[str, str]) -> None:
    """Everything of the page that isn't the text: a letter's first page has the head, a form's has none."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(measures.page_width_mm), Mm(measures.page_height_mm)
    section.top_margin = Mm(measures.top_mm)
    section.bottom_margin = Mm(measures.page_height_mm - measures.top_mm - measures.text_height_mm)
    section.left_margin = Mm(measures.left_mm)
    section.right_margin = Mm(measures.page_width_mm - measures.left_mm - measures.text_width_mm)
    section.header_distance = Mm(measures.mark_top_mm)
    section.footer_distance = Mm(measures.foot_rule_mm)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    set_grid(section, measures.text_height_mm * _MM / measures.lines)
    if letter.form is Form.LETTER:
        _head(section.first_page_header, letter.heading, measures, faces["title"])
        _rules(section.first_page_footer, measures, (measures.rule_thin_mm, measures.rule_thick_mm), "top")
    _numbers(section.footer, WD_ALIGN_PARAGRAPH.RIGHT, measures, faces["page_number"])
    _numbers(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, measures, faces["page_number"])


def _head(header: _Header, heading: str, measures: Measures, family: str) -> None:
    """发文机关标志, at most as wide as the setting allows, with the double rule under it, thick above thin."""
    size = min(measures.mark_pt, measures.mark_width_mm * _MM / len(heading))
    mark = _first(header)
    mark.alignment = WD_ALIGN_PARAGRAPH.CENTER
    mark.paragraph_format.space_after = Pt(measures.rule_below_mark_mm * _MM)
    _exactly(mark, size)
    run = mark.add_run(heading)
    set_face(run, family, size)
    run.font.color.rgb = RGBColor.from_string(measures.rule_colour.lstrip("#").upper())
    _rules(header, measures, (measures.rule_thick_mm, measures.rule_thin_mm), "bottom")


def _rules(part: _Header | _Footer, measures: Measures, heights: tuple[float, float], side: str) -> None:
    """Two lines as two empty paragraphs, each as high as the gap between them."""
    edge = (measures.page_width_mm - measures.rule_width_mm) / 2  # centred on the page, as the text block isn't
    right = measures.page_width_mm - measures.left_mm - measures.text_width_mm
    lines = [_first(part) if part.is_linked_to_previous else part.add_paragraph(), part.add_paragraph()]
    for line, height in zip(lines, heights, strict=True):
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.left_indent = Mm(edge - measures.left_mm)
        line.paragraph_format.right_indent = Mm(edge - right)
        _exactly(line, measures.rule_gap_mm * _MM)
        set_rule(line, side, height, measures.rule_colour)


def _numbers(footer: _Footer, side: WD_ALIGN_PARAGRAPH, measures: Measures, family: str) -> None:
    """`— 2 —`, odd right and even left by one character."""
    line = _first(footer)
    line.alignment = side
    below_text = measures.page_height_mm - measures.top_mm - measures.text_height_mm - measures.foot_rule_mm
    # Its dashes are half a character above the bottom of its line, and the footer ends where the foot rule does.
    after = (below_text - measures.page_number_below_mm) * _MM - measures.page_number_pt / 2
    line.paragraph_format.space_after = Pt(after)
    _exactly(line, measures.page_number_pt)
    odd = side is WD_ALIGN_PARAGRAPH.RIGHT
    set_indent(line, measures.body_pt, left=0 if odd else 1, right=1 if odd else 0)
    add_page_number(line, family, measures.page_number_pt)


def _first(part: _Header | _Footer) -> Line:
    """The paragraph that every header and footer has, without the style that brings its own tab stops."""
    part.is_linked_to_previous = False
    line: Line = part.paragraphs[0]
    properties = line._p.get_or_add_pPr()  # noqa: SLF001 - python-docx can't take a style off
    for style in properties.findall(qn("w:pStyle")):
        properties.remove(style)
    return line


def _exactly(line: Line, points: float) -> None:
    line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    line.paragraph_format.line_spacing = Pt(points)
