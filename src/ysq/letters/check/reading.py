"""Reads a letter's plain text, however it was laid out: letterhead, number, title, addressee, body, foot."""

import re

import msgspec

from ysq.letters.check.characters import DATE, alike, day_of
from ysq.letters.check.sheet import Block, Sheet

NUMBER = re.compile(
    r"[\u4e00-\u9fa5A-Za-z×]{1,20}\s*[〔\[［（(【﹝﹙]\s*(?:\d{4}|"
    r"[×xX＊*_ ]{2,6})\s*[〕\]］）)】﹞﹚]\s*(?:第\s*)?[\d×xX＊*_ ]*\s*号"
)
"""A 发文字号 as people write it, right or wrong."""
_REGISTER = re.compile(r"^(?:申请|登记|回执)?编号[：:]\s*\S+")
_ADDRESSEE = re.compile(r"^(?P<name>[^，。；：:？！]{1,60})[：:]$")
_ADDRESSEE_THEN = re.compile(r"^(?P<name>[^，。；：:？！\d]{2,30})[：:](?=.*(?:收到|收悉|申请|提交|您好|你好))")
_REQUESTER = re.compile(r"^申请人[：:]\s*(?P<name>[^，。；：:]{2,40})$")
_NOT_ADDRESSEE = re.compile(r"附件|抄送|编号|电话|地址|联系|签发|拟稿|核稿|网址|邮编|^[一二三四五六七八九十]+、|如下")
_TITLE = re.compile(
    r"(?:答复书?|告知书|通知书?|回执|征求意见书|决定书|意见书|确认函|复函|登记表|审批单|呈批单|"
    r"送达回证|协办函|检索记录|检索表|审查表|证据目录|告知|回复)(?:[（(][^）)]*[）)])?$"
    r"|^关于.*(?:申请|信息公开).*"
)
_ORGANISATION = re.compile(
    r"(?:局|委员会|政府|办公室|厅|部|中心|馆|院|委|处|办事处|管委会|会|分局|大队|支队|股|科|室|"
    r"所|分队|队|海关|社|公司|大学|学校)"
    r"(?:\s*[（(](?:印章|盖章|公章|章|待用印)[）)])?$"
)
_FOOT = re.compile(
    r"^(?:附件|附[：:]|抄送|抄报|联系(?:人|电话|地址|方式)|地址|电话|经办|承办|（联系|\(联系|[（(]?此件|网址|邮编)"
)
_ITEM = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])")
_ENDED = re.compile(r"[。！？；：…;:][”』」）)]*$")
_BLANK_DATE = re.compile(r"^(?:\d{4}|[×xX_＿ 　]{0,8})\s*年[\s×xX_＿\d]{0,8}月[\s×xX_＿\d]{0,8}日$")
_SEAL = re.compile(r"\s*[（(〔\[](?:印章|盖章|公章|章|待用印|此处盖章|加盖印章)[）)〕\]]")
_LAST_LINES = 14


class _Lines(msgspec.Struct, frozen=True):
    """The text cut into its three zones, lines with their numbers."""

    head: list[Block]
    body: list[Block]
    tail: list[Block]
    addressee: str


def read(text: str) -> Sheet:
    """The parts of the letter in `text`; what isn't there stays empty."""
    lines = [Block(None, line.strip()) for line in alike(text).split("\n") if line.strip()]
    zones = _zones(lines)
    numbered = _numbered(zones)
    date_line, signatory = _foot(numbered.tail)
    match = DATE.search(date_line)
    head = " ".join(block.text for block in numbered.head)
    return Sheet(
        title=_title(numbered.head),
        letter_no=_letter_no(numbered.head, head),
        addressee=re.sub(r"\s+", "", numbered.addressee),
        body=tuple(numbered.body),
        attachments=_attachments(numbered.tail),
        signatory=signatory,
        date_line=date_line,
        dated=day_of(match) if match else None,
        head=tuple(numbered.head),
        tail=tuple(numbered.tail),
    )


def _zones(lines: list[Block]) -> _Lines:
    start, addressee, rest = _start(lines)
    last = _foot_start(lines, start)
    body = ([Block(None, rest)] if rest else []) + lines[start:last]
    return _Lines(lines[: start - 1 if addressee else start], body, lines[last:], addressee)


def _start(lines: list[Block]) -> tuple[int, str, str]:
    """Where the body begins, the addressee above it, and what follows the addressee in his own line."""
    for index, block in enumerate(lines):
        text = block.text
        if _NOT_ADDRESSEE.search(text[:20]) and not _ADDRESSEE_THEN.match(text):
            continue
        if match := _ADDRESSEE.match(text) or _REQUESTER.match(text):
            return index + 1, match["name"], ""
        if match := _ADDRESSEE_THEN.match(text):
            return index + 1, match["name"], text[match.end() :].strip()
        if "。" in text or (len(text) > 30 and index > 1 and not _TITLE.search(text)):
            break
    for index, block in enumerate(lines):
        if re.search(r"收到|收悉|提交|[你您]|本(?:机关|局)", block.text) and not _TITLE.search(block.text):
            return index, "", ""
    return 0, "", ""


def _foot_start(lines: list[Block], start: int) -> int:
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
    dated = index + 1 < len(lines) and _is_date(lines[index + 1].text)
    return _signs(text) or (dated and re.fullmatch(r"(?!特此)[一-龥（）()]{4,30}", text) is not None)


def _stands_below(lines: list[Block], index: int, start: int) -> bool:
    """Whether the line is one of the foot by itself: attachments, contact, date, a note in brackets."""
    text, above = lines[index].text, lines[index - 1].text if index else ""
    if _FOOT.match(text) or _is_date(text) or (_FOOT.match(above) and not _ENDED.search(text)):
        return True
    if re.match(r"^\d{1,2}[.．、]", text):
        return any(block.text.startswith("附件") for block in lines[max(start, index - 8) : index])
    return text.startswith(("（", "(")) and not re.search(r"[。；]", text[:-2])


def _is_date(text: str) -> bool:
    bare = _SEAL.sub("", text)
    match = DATE.search(bare)
    whole = match is not None and len(bare) - len(match[0]) <= 30 and bare.endswith(match[0]) and "，" not in bare
    return whole or _BLANK_DATE.match(bare) is not None


def _signs(text: str) -> bool:
    bare = _SEAL.sub("", text)
    return len(bare) <= 40 and _ORGANISATION.search(bare) is not None and not re.search(r"[，。；：]", bare)


def _numbered(zones: _Lines) -> _Lines:
    """Lines joined to paragraphs and counted from 1."""
    count = 0

    def counted(blocks: list[str]) -> list[Block]:
        nonlocal count
        found = []
        for text in blocks:
            count += 1
            found.append(Block(count, text))
        return found

    head = counted([block.text for block in zones.head])
    count += 1 if zones.addressee else 0
    body = counted(_joined([block.text for block in zones.body]))
    return _Lines(head, body, counted([block.text for block in zones.tail]), zones.addressee)


def _joined(lines: list[str]) -> list[str]:
    """Paragraphs: a line that doesn't end a sentence goes on in the next."""
    found: list[str] = []
    for line in lines:
        if found and not _ENDED.search(found[-1]) and not _ITEM.match(line) and not _is_date(line):
            wide = ord(found[-1][-1]) > 0x2E7F or ord(line[0]) > 0x2E7F
            found[-1] += line if wide else f" {line}"
        elif (
            found and re.search(r"[：:；;]$", found[-1]) and re.match(r"[a-z0-9]+[.:/]", line) and not _ITEM.match(line)
        ):
            found[-1] += line
        else:
            found.append(line)
    return found


def _title(head: list[Block]) -> str:
    """The title, its lines joined; a letterhead above it doesn't belong to it unless the title needs it."""
    for index in range(len(head) - 1, -1, -1):
        text = re.sub(r"\s+", "", head[index].text)
        if NUMBER.search(text) or not _TITLE.search(text):
            continue
        above = re.sub(r"\s+", "", head[index - 1].text) if index else ""
        whole = above and not NUMBER.search(above) and not _REGISTER.match(above)
        return f"{above}{text}" if whole and not text.startswith(above) else text
    return ""


def _letter_no(head: list[Block], joined: str) -> str:
    for block in head:
        if match := NUMBER.search(block.text):
            return match[0].strip()
        if match := _REGISTER.match(block.text):
            return match[0]
    match = NUMBER.search(joined)
    return match[0].strip() if match else ""


def _foot(tail: list[Block]) -> tuple[str, str]:
    """The line of the date, and the signatory above it or in it."""
    texts = [block.text for block in tail]
    for index in range(len(texts) - 1, -1, -1):
        if _is_date(texts[index]):
            bare = _SEAL.sub("", texts[index])
            match = DATE.search(bare)
            inline = bare[: match.start()].strip() if match else ""
            above = texts[index - 1] if index else ""
            bare = re.fullmatch(r"(?!特此)[一-龥（）()]{4,30}", above) is not None
            return texts[index], _SEAL.sub("", inline or (above if bare or _signs(above) else ""))
    signs = [text for text in texts if _signs(text) and not _FOOT.match(text)]
    return "", _SEAL.sub("", signs[-1]) if signs else ""


def _attachments(tail: list[Block]) -> tuple[str, ...]:
    listed: list[str] = []
    for block in tail:
        if block.text.startswith(("附件", "附：", "附:")):
            listed.append(re.sub(r"^附件?\d?\s*[：:]?\s*", "", block.text))
        elif listed and re.match(r"^\d{1,2}[.．、]", block.text):
            listed.append(block.text)
    return tuple(listed)
