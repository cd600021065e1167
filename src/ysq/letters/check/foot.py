"""The foot of a letter: where it begins, who signs it, and when."""

import re

from ysq.letters.check.characters import DATE
from ysq.letters.check.sheet import Block

_ORGANISATION = re.compile(
    r"(?:局|委员会|政府|办公室|厅|部|中心|馆|院|委|处|办事处|管委会|会|分局|大队|支队|股|科|室|"
    r"所|分队|队|海关|社|公司|大学|学校)"
    r"$"
)
_FOOT = re.compile(
    r"^(?:附件|附[：:]|抄送|抄报|联系(?:人|电话|地址|方式)|地址|电话|经办|承办|（联系|\(联系|[（(]?此件|网址|邮编)"
)
_BLANK_DATE = re.compile(
    r"^(?:\d{4}|[×xX_＿ 　]{0,8})\s*年[\s×xX_＿\d]{0,8}月[\s×xX_＿\d]{0,8}日$"
    r"|^(?:\d{4}|[零〇○一二三四五六七八九十]{4})\s*年\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月$"
)
_SEAL = re.compile(r"\s*[（(〔\[【][^（()）〕\]】]{0,8}(?:章|印)[^（()）〕\]】]{0,6}[）)〕\]】]")
_LAST_LINES = 14
ENDED = re.compile(r"[。！？；：…;:][”』」）)]*$")
"""How a sentence ends."""


def foot_start(lines: list[Block], start: int) -> int:
    """The first line below the body: the attachments or the signature."""
    last = len(lines)
    for index in range(len(lines) - 1, max(start, len(lines) - _LAST_LINES) - 1, -1):
        text = lines[index].text
        if _stands_below(lines, index, start) or (_may_sign(lines, index) and index + 1 == last):
            last = index
        elif not _signs(text) and last < len(lines):
            break
    listed = (index for index in range(start, last) if re.match(r"附件\d?[：:]", lines[index].text))
    first = next(listed, last)  # names of attachments may run over several lines
    return last if any(line.text.endswith("。") for line in lines[first:last]) else first


def _may_sign(lines: list[Block], index: int) -> bool:
    """Whether the line is an organisation, or stands as one does: short and bare right above the date."""
    text = lines[index].text
    dated = index + 1 < len(lines) and is_date(lines[index + 1].text)
    return _signs(text) or (dated and re.fullmatch(r"(?!特此)[一-龥（）()]{4,30}", text) is not None)


def _stands_below(lines: list[Block], index: int, start: int) -> bool:
    """Whether the line is one of the foot by itself: attachments, contact, date, a note in brackets."""
    text, above = lines[index].text, lines[index - 1].text if index else ""
    if _FOOT.match(text) or is_date(text) or _SEAL.fullmatch(text) or (_FOOT.match(above) and not ENDED.search(text)):
        return True
    if re.match(r"^\d{1,2}[.．、]", text):
        return any(block.text.startswith("附件") for block in lines[max(start, index - 8) : index])
    return (
        text.startswith(("（", "("))
        and not re.match(r"[（(][一二三四五六七八九十\d]{1,3}[）)]", text)
        and not re.search(r"[。；]", text[:-2])
    )


def is_date(text: str) -> bool:
    """Whether the line is a date and nothing but, perhaps behind the signatory; a blank or missing day counts."""
    bare = _SEAL.sub("", text)
    match = DATE.search(bare)
    whole = match is not None and len(bare) - len(match[0]) <= 30 and bare.endswith(match[0]) and "，" not in bare
    return whole or _BLANK_DATE.match(bare) is not None


def _signs(text: str) -> bool:
    bare = _SEAL.sub("", text)
    return len(bare) <= 40 and _ORGANISATION.search(bare) is not None and not re.search(r"[，。；：]", bare)


def signed(tail: list[Block]) -> tuple[str, str]:
    """The line of the date, and the signatory above it or in it."""
    texts = [block.text for block in tail]
    for index in range(len(texts) - 1, -1, -1):
        if is_date(texts[index]):
            bare = _SEAL.sub("", texts[index])
            match = DATE.search(bare)
            inline = bare[: match.start()].strip() if match else ""
            above = next((text for text in reversed(texts[:index]) if not _SEAL.fullmatch(text)), "")
            signing = _signs(above) or re.fullmatch(r"(?!特此)[一-龥（）()]{4,30}", above) is not None
            return texts[index], _SEAL.sub("", inline or (above if signing else ""))
    signs = [text for text in texts if _signs(text) and not _FOOT.match(text)]
    return "", _SEAL.sub("", signs[-1]) if signs else ""
