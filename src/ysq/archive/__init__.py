"""The archive package of a case: a folder that proves itself with nothing but itself."""

from ysq.archive.casefile import CaseFile, Document, FormCopy, KeptPerson, KeptText
from ysq.archive.layout import KeptFor
from ysq.archive.letter import letter_text
from ysq.archive.reading import Unreadable
from ysq.archive.report import Counts, Fault, Report, report_text
from ysq.archive.verify import verify
from ysq.archive.write import PackageRefused, write_package

__all__ = [
    "CaseFile",
    "Counts",
    "Document",
    "Fault",
    "FormCopy",
    "KeptFor",
    "KeptPerson",
    "KeptText",
    "PackageRefused",
    "Report",
    "Unreadable",
    "letter_text",
    "report_text",
    "verify",
    "write_package",
]
