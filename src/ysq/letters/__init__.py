"""From the facts of an answer to a letter in words, and from there to PDF, DOCX, HTML and plain text."""

from ysq.letters.acknowledgement import acknowledgement_of
from ysq.letters.answer import context_of
from ysq.letters.compose import compose, outlined, printed_title
from ysq.letters.docx import docx_of
from ysq.letters.fonts import FontSet, find_fonts
from ysq.letters.needs import LetterLaw
from ysq.letters.notices import NoticeFacts
from ysq.letters.notify import notice_of
from ysq.letters.plain import text
from ysq.letters.preview import html
from ysq.letters.proof import mark_of
from ysq.letters.seal_mark import seal_mark
from ysq.letters.stationery import Stationery, load_stationery
from ysq.letters.typeset import Printed, pdf, printed, require_fonts

__all__ = [
    "FontSet",
    "LetterLaw",
    "NoticeFacts",
    "Printed",
    "Stationery",
    "acknowledgement_of",
    "compose",
    "context_of",
    "docx_of",
    "find_fonts",
    "html",
    "load_stationery",
    "mark_of",
    "notice_of",
    "outlined",
    "pdf",
    "printed",
    "printed_title",
    "require_fonts",
    "seal_mark",
    "text",
]
