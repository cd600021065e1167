"""Sets a letter as DOCX for those who edit in Word or WPS: the measures of the PDF, and never a seal."""

import unicodedata
from datetime import UTC, datetime, time

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as Line

from ysq.domain.letters import Form, Heading1, Heading2, Letter, Paragraph, Table
from ysq.letters.docx_head import set_page
from ysq.letters.docx_marks import off_grid, set_face, set_indent, twips
from ysq.letters.docx_zip import same_bytes
from ysq.letters.fonts import OFFICE
from ysq.letters.parts import parts_of
from ysq.letters.plain import attachment_lines
from ysq.letters.stationery import Measures, Stationery
from ysq.letters.words import zh_date

_MM = 72 / 25.4
_DATE_RIGHT = 4.0
_NAME_RIGHT = 2.0


def docx_of(letter: Letter, stationery: Stationery, made_from: str = "") -> bytes:
    """The letter as DOCX; its words are those of `text`, and the same letter always gives the same bytes.

    `made_from` names the draft in the file's properties. Fonts are named as the standard names them: a machine without
    仿宋_GB2312 shows its own substitute. About 40 ms.
    """
    document = docx.Document()
    _Setter(document, letter, stationery).set()
    core = document.core_properties
    core.title, core.author = "".join(letter.title_lines), letter.signatory
    core.created = core.modified = datetime.combine(letter.dated, time(), UTC)
    core.identifier = made_from
    core.last_modified_by, core.comments = letter.signatory, ""
    return same_bytes(document, letter.dated)


class _Setter:
    """One letter on its way into one document."""

    def __init__(self, document: Document, letter: Letter, stationery: Stationery) -> None:
        self._document, self._letter = document, letter
        self._measures = stationery.measures
        self._faces = OFFICE
        self._spacing = _spacing(self._measures)
        self._is_form = letter.form is Form.SHEET

    def set(self) -> None:
        letter, parts = self._letter, parts_of(self._letter)
        set_page(self._document, letter, self._measures, self._faces)
        if not self._is_form:
            self._number()
        self._title()
        if self._is_form:
            self._caption()
        else:
            self._body(f"{letter.addressee}：")
        for block in parts.body:
            self._block(block)
        self._attachments(parts.attachments)
        if not self._is_form:
            self._signature()
        for note in parts.notes:
            self._indented(f"（{note}）")
        if letter.copies:
            line = self._line(f"抄送：{'，'.join(letter.copies)}。", "body", self._measures.page_number_pt)
            set_indent(line, self._measures.page_number_pt, left=1, right=1)

    def _number(self) -> None:
        """发文字号, no higher than its characters: a line of the grid would put it a third of a line too low."""
        measures = self._measures
        line = self._body(self._letter.letter_no)
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.line_spacing = Pt(measures.body_pt)
        off_grid(line)
        # The rules above are two paragraphs, together a gap higher than the rules.
        line.paragraph_format.space_before = Pt(
            measures.number_below_rule_em * measures.body_pt - measures.rule_gap_mm * _MM
        )
        line.paragraph_format.space_after = Pt(measures.title_pt - measures.body_pt)

    def _line(self, text: str, role: str, points: float, spacing: float = 0.0) -> Line:
        """A paragraph on the grid of the page."""
        line = self._document.add_paragraph()
        line.paragraph_format.space_before = line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.widow_control = False  # a page has its 22 lines, whatever paragraph they cut
        line.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        line.paragraph_format.line_spacing = Pt(twips(_pitch(self._measures)) / 20)
        set_face(line.add_run(text), self._faces[role], points, spacing)
        return line

    def _body(self, text: str, role: str = "body") -> Line:
        return self._line(text, role, self._measures.body_pt, self._spacing)

    def _indented(self, text: str, role: str = "body", characters: float = 2) -> Line:
        line = self._body(text, role)
        set_indent(line, self._measures.body_pt + self._spacing, first=characters)
        return line

    def _empty(self, lines: int) -> None:
        for _each in range(lines):
            self._body("")

    def _title(self) -> None:
        self._empty(0 if self._is_form else 2)
        for text in self._letter.title_lines:
            line = self._line(text, "title", self._measures.title_pt)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        self._empty(0 if self._is_form else 1)

    def _caption(self) -> None:
        """The line under a form's title: the agency, the day and the number."""
        letter, width = self._letter, self._measures.text_width_mm
        words = "\t".join((letter.signatory, zh_date(letter.dated), letter.letter_no))
        stops = self._line(words, "body", self._measures.table_pt).paragraph_format.tab_stops
        stops.add_tab_stop(Mm(width / 2), WD_TAB_ALIGNMENT.CENTER)
        stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)

    def _block(self, block: Paragraph | Heading1 | Heading2 | Table) -> None:
        match block:
            case Table():
                self._table(block)
            case Heading1(text=text):
                self._indented(text, "heading1")
            case Heading2(text=text):
                self._indented(text, "heading2")
            case Paragraph(text=text) if self._is_form:
                self._line(text, "body", self._measures.table_pt)
            case Paragraph(text=text):
                self._indented(text).alignment = WD_ALIGN_PARAGRAPH.JUSTIFY

    def _table(self, block: Table) -> None:
        table = self._document.add_table(len(block.rows), len(block.widths), style="Table Grid")
        table.autofit = False
        widths = [Mm(self._measures.text_width_mm * part / sum(block.widths)) for part in block.widths]
        for column, wide in zip(table.columns, widths, strict=True):
            column.width = wide
        for number, texts in enumerate(block.rows):
            for column, (cell, text) in enumerate(zip(table.rows[number].cells, texts, strict=True)):
                cell.width = widths[column]
                named = number == 0 if block.headed else column == 0
                run = cell.paragraphs[0].add_run(text)
                set_face(run, self._faces["heading1" if named else "body"], self._measures.table_pt)
        self._line("", "body", self._measures.table_pt)  # without it Word joins this table with the next

    def _attachments(self, entries: tuple[str, ...]) -> None:
        if entries:
            self._empty(1)
        for number, text in enumerate(attachment_lines(entries)):
            # 附件： takes three characters, and the names under it begin where the first does.
            self._indented(text, characters=2 if number == 0 else 5)

    def _signature(self) -> None:
        """署名 centred over 成文日期, which stands four characters from the right; no place for a seal."""
        date = zh_date(self._letter.dated)
        name_wide, date_wide = _characters(self._letter.signatory), _characters(date)
        middle = max(_DATE_RIGHT + date_wide / 2, _NAME_RIGHT + name_wide / 2)
        self._empty(2)
        for text, wide in ((self._letter.signatory, name_wide), (date, date_wide)):
            line = self._body(text)
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            line.paragraph_format.keep_with_next = text != date
            set_indent(line, self._measures.body_pt + self._spacing, right=middle - wide / 2)


def _pitch(measures: Measures) -> float:
    """From line to line, in points: the lines of the standard exactly fill the text block."""
    return measures.text_height_mm * _MM / measures.lines


def _spacing(measures: Measures) -> float:
    """What each character gives up, in points (negative), so that the standard's number fits on a line."""
    return measures.text_width_mm * _MM / measures.characters - measures.body_pt


def _characters(text: str) -> float:
    """How wide `text` is in full-width characters; digits and Latin letters count as half."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WF" else 0.5 for c in text)
