"""The pieces of OOXML that python-docx has no words for: East Asian fonts, line grid, rules, page numbers."""

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section
from docx.text.paragraph import Paragraph
from docx.text.run import Run

_TWIPS = 20
_EIGHTHS = 8
_MM = 72 / 25.4
_LATIN = "Times New Roman"
_BEFORE = {"w:ind": "w:jc", "w:snapToGrid": "w:spacing"}


def twips(points: float) -> int:
    """Points in twentieths, cut off: a line set a hair too wide would lose its last character."""
    return int(points * _TWIPS // 1)


def element(tag: str, **values: str | int) -> BaseOxmlElement:
    """`<w:tag w:name="value"/>`."""
    made = OxmlElement(f"w:{tag}")
    for name, value in values.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def set_face(run: Run, family: str, points: float, spacing_pt: float = 0.0) -> None:
    """Chinese in `family`, the rest in the face that Word has everywhere; `spacing_pt` after each character."""
    properties = run._r.get_or_add_rPr()  # noqa: SLF001 - python-docx has no public way to East Asian fonts
    fonts = element("rFonts", ascii=_LATIN, hAnsi=_LATIN, eastAsia=family, hint="eastAsia")
    properties.insert(0, fonts)
    run.font.size = round(points * 2) * 6350
    if spacing_pt:
        spacing = element("spacing", val=twips(spacing_pt))
        properties.insert_element_before(spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")


def set_rule(paragraph: Paragraph, side: str, thick_mm: float, colour: str) -> None:
    """A single line over or under a paragraph; two of them make a double rule, which Word itself draws askew."""
    borders = element("pBdr")
    width = round(thick_mm * _MM * _EIGHTHS)
    borders.append(element(side, val="single", sz=width, space=0, color=colour.lstrip("#").upper()))
    _insert_properties(paragraph, borders, "w:pBdr")


def set_indent(paragraph: Paragraph, em_pt: float, *, first: float = 0, left: float = 0, right: float = 0) -> None:
    """Indents in characters of `em_pt`: as characters for Word and WPS, and as lengths for who doesn't know those."""
    indent = element("ind")
    for name, count in (("left", left), ("right", right), ("firstLine", first)):
        if count:
            indent.set(qn(f"w:{name}Chars"), str(round(count * 100)))
            indent.set(qn(f"w:{name}"), str(twips(count * em_pt)))
    _insert_properties(paragraph, indent, "w:ind")


def set_grid(section: Section, pitch_pt: float) -> None:
    """The line grid. Its kind is `lines`: `linesAndChars` spreads characters in LibreOffice."""
    properties = section._sectPr  # noqa: SLF001 - as above
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("docGrid", type="lines", linePitch=twips(pitch_pt)))


def off_grid(paragraph: Paragraph) -> None:
    """Lets the paragraph's lines be as high as they say: on the grid they would be as high as all others."""
    _insert_properties(paragraph, element("snapToGrid", val=0), "w:snapToGrid")


def add_page_number(paragraph: Paragraph, family: str, points: float) -> None:
    """`— 2 —`, with the number as a field."""
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text or "")
        set_face(run, family, points)
        if text is None:
            run._r.append(element("fldChar", fldCharType="begin"))  # noqa: SLF001 - as above
            code = element("instrText")
            code.text = "PAGE"
            run._r.append(code)  # noqa: SLF001 - as above
            run._r.append(element("fldChar", fldCharType="end"))  # noqa: SLF001 - as above


def _insert_properties(paragraph: Paragraph, made: BaseOxmlElement, tag: str) -> None:
    """Word wants paragraph properties in the order of the schema."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - as above
    for old in properties.findall(qn(tag)):
        properties.remove(old)
    after = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
    later = after[after.index(_BEFORE[tag]) :] if tag in _BEFORE else after
    properties.insert_element_before(made, *later)
