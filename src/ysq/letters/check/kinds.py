"""What kind of letter it is: by what it was composed as, its title, or else what it says."""

import re

from ysq.domain.letters import PROCEDURAL
from ysq.letters.check.sheet import Sheet
from ysq.letters.check.signs import KINDS, OF_TYPE, Kind

_PAPERS = next(pattern for kind, pattern in KINDS if kind is Kind.OTHER)
_CLOSED = re.compile(
    r"不再(?:处理|办理)[^。；，]{0,16}告知书|不予(?:处理|受理)[^。；，]{0,10}告知书|终(?:止|结)[^。；，]{0,16}(?:告知|通知)书"
    r"|(?:没有|未|仍未|并未|至今未)(?:收到|见|按|在|提交|补交|作出|进行|予以)?[^。；，]{0,24}补(?:正|充)[^。]{0,120}(?:视为|不再处理|第三十六条)"
)
"""A request closed for what wasn't corrected: its story tells of a 补正, but it answers."""


def kind_of(sheet: Sheet) -> Kind:
    """The kind of the letter; an answer where nothing tells another."""
    if sheet.letter_type is not None:
        return OF_TYPE.get(sheet.letter_type, Kind.OTHER if sheet.letter_type in PROCEDURAL else Kind.ANSWER)
    text = sheet.text
    title = sheet.title
    if not title and sheet.everything and re.search(_PAPERS, sheet.everything[0].text[:100]):
        return Kind.OTHER
    for kind, pattern in KINDS:
        if re.search(pattern, title):
            return kind
    asked = re.search(r"(?:你|您|贵)(?:单位|公司|方)?[^。]{0,40}不同意公开|征求[过了]?(?:你|您|贵)", text)
    if asked and re.search(r"决定[^。，]{0,6}公开", text):
        return Kind.THIRD_PARTY
    if asked and re.search(r"征求[过了]?(?:你|您|贵)[^。；，]{0,12}意见", text) and "答复书" not in title:
        return Kind.CONSULTATION
    if "答复书" in title:
        return Kind.ANSWER
    if _CLOSED.search(title) or _CLOSED.search(text):
        return Kind.ANSWER
    if re.search(r"(?<!申)请[^。]{0,40}补正", text):
        return Kind.CLARIFICATION
    if (
        re.search(r"答复期限[^。]{0,10}延长|延长[^。]{0,16}工作日|延期[^。]{0,6}答复", text)
        and "第三十六条" not in text
    ):
        return Kind.EXTENSION
    return Kind.ANSWER
