"""Who signs, who applied and which document: named alike wherever the letter names them."""

import re
from collections.abc import Iterator

from ysq.letters.check.hits import Hit, Seen
from ysq.letters.check.signs import Kind

_ORGAN = re.compile(
    r"[\u4e00-\u9fa5]{2,24}?(?:人民政府办公室|人民政府|委员会|税务局|分局|局|办事处|管委会)(?=关于|政府信息|$|[（(])"
)
_OFFICE = re.compile(
    r"(?:股|科|科室|处室|窗口|政务公开(?:办|室|中心)|信息公开(?:办公室|领导小组办公室|工作机构)|[^办公]室)$"
)
_DOCUMENT = re.compile(r"([一-龥]{2,8})(〔\d{4}〕\d+号)")


def signatories(seen: Seen) -> Iterator[Hit]:
    """Who signs: not an office of the agency, and the agency of the title."""
    sheet = seen.letter.sheet
    signed = sheet.signatory
    if not signed:
        return
    if _OFFICE.search(signed) and "办公室" not in signed[-3:]:
        yield Hit("issued_by_office", signed)
        return
    if "领导小组" in signed or re.search(r"(?:信息公开|局|厅|镇人民政府|乡人民政府)[^，]{0,6}办公室$", signed):
        yield Hit("issued_by_office", signed)
        return
    for block in sheet.head:
        match = _ORGAN.match(block.text.replace(" ", ""))
        named = match[0] if match else ""
        if named and not _same_agency(named, signed):
            yield Hit("agency_names_differ", f"{named}、{signed}", block=block.number)
            return


def _same_agency(one: str, other: str) -> bool:
    return one.endswith(other) or other.endswith(one) or one in other or other in one


def names(seen: Seen) -> Iterator[Hit]:
    """Who applied as the title and the text say it, beside the addressee."""
    sheet = seen.letter.sheet
    if not sheet.addressee or seen.letter.kind in (Kind.CONSULTATION, Kind.THIRD_PARTY):
        return
    told = [
        match[1]
        for match in [
            re.search(r"关于(?:对)?([一-龥·]{2,4}?)(?:同志)?(?:的|提出的|提交的|申请)?政府信息公开", sheet.title)
        ]
        if match
    ]
    told += re.findall(r"收到(?:申请人)?([一-龥·]{2,4}?)(?:同志|先生|女士)?(?:提交|提出|寄来|递交|邮寄)的", sheet.text)
    for name in told:
        if name not in sheet.addressee and not re.search(
            r"[你您贵该其的项份]|申请|政府|第三方|本机关|当面|网上|补正|延期|延长|不予|答复|依法", name
        ):
            yield Hit("name_mismatch", sheet.addressee, name)
            return


def documents(seen: Seen) -> Iterator[Hit]:
    """The number of the document asked for, and that of the one enclosed."""
    sheet = seen.letter.sheet
    asked = _DOCUMENT.findall(
        next((s.text for s in sheet.sentences if re.search(r"申请(?:公开|获取)|要求公开", s.text)), "")
    )
    given = [number for entry in sheet.attachments for number in _DOCUMENT.findall(entry)]
    for word, rest in asked:
        other = [f"{w}{r}" for w, r in given if w == word and r != rest]
        if other and (word, rest) not in given:
            yield Hit("document_no_mismatch", other[0], f"{word}{rest}")


LOOKS = (signatories, names, documents)
