"""Numbers of people in a letter that somebody else reads (art. 15)."""

import re
from collections.abc import Iterator

from ysq.letters.check.hits import Hit, Seen

_IDENTITY = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_CARD = re.compile(r"(?<!\d)(?:62|4\d|5[1-5])\d{13,17}(?!\d)")
_MOBILE = re.compile(r"(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)")
_OURS = re.compile(r"联系(?:人|电话|方式)|咨询|服务热线|办公|负责公开|请(?:拨打|联系)|窗口")


def numbers(seen: Seen) -> Iterator[Hit]:
    """Identity numbers, bank cards and mobile numbers; the middle isn't repeated in the message."""
    for block in seen.letter.sheet.everything:
        for match in _IDENTITY.finditer(block.text):
            yield Hit("personal_data", f"身份证号码{match[0][:3]}…{match[0][-2:]}", block=block.number)
        for match in _CARD.finditer(block.text):
            if not _IDENTITY.fullmatch(match[0]):
                yield Hit("personal_data", f"银行账号{match[0][:4]}…{match[0][-2:]}", block=block.number)
    for block in seen.letter.sheet.body:
        for match in _MOBILE.finditer(block.text):
            if not _OURS.search(block.text[max(0, match.start() - 24) : match.start()]):
                yield Hit("personal_phone", f"{match[0][:3]}…{match[0][-2:]}", block=block.number)


def known(seen: Seen) -> Iterator[Hit]:
    """Names and numbers that the case says may not be told."""
    for block in seen.letter.sheet.everything:
        words = "".join(block.text.split())
        for name in seen.case.third_parties:
            if "".join(name.split()) in words and name not in seen.letter.sheet.addressee:
                yield Hit("third_party_named", f"“{name}”", block=block.number)
        for secret in seen.case.private:
            if "".join(secret.split()) in words:
                yield Hit("personal_data", f"{secret[:1]}…{secret[-1:]}", block=block.number)


LOOKS = (numbers, known)
