"""Reads a letter's plain text, however it was laid out: letterhead, number, title, addressee, body, foot."""

import re

import msgspec

from ysq.letters.check.characters import DATE, alike, day_of
from ysq.letters.check.foot import ENDED, foot_start, is_date, signed
from ysq.letters.check.sheet import Block, Sheet
from ysq.letters.check.tables import as_items

NUMBER = re.compile(
    r"[\u4e00-\u9fa5A-Za-z×]{1,20}\s*[〔\[［（(【﹝﹙]\s*(?:\d{4}|"
    r"[×xX＊*_ ]{2,6})\s*[〕\]］）)】﹞﹚]\s*(?:第\s*|[\u4e00-\u9fa5]{1,6})?[\d×xX＊*_ ]*\s*号"
)
"""A 发文字号 as people write it, right or wrong."""
_REGISTER = re.compile(r"^(?:申请|登记|回执)?编号[：:]\s*\S+")
_ADDRESSEE = re.compile(r"^(?P<name>(?:[^，。；：:？！（(]|[（(][^（）()。]{1,40}[）)]){1,60})[：:]$")
_ADDRESSEE_THEN = re.compile(r"^(?P<name>[^，。；：:？！\d]{2,30})[：:](?=.*(?:收到|收悉|申请|提交|您好|你好))")
_REQUESTER = re.compile(r"^申请人[：:]\s*(?P<name>[^，。；：:]{2,40})$")
_NOT_ADDRESSEE = re.compile(r"附件|抄送|编号|电话|地址|联系|签发|拟稿|核稿|网址|邮编|^[一二三四五六七八九十]+、|如下")
_TITLE = re.compile(
    r"^[^，。；：]*(?:书|函|单|表|回执|答复|告知|通知|回复|回证|记录|目录)(?:[（(][^）)]*[）)])?$"
    r"|^关于.*(?:申请|信息公开).*"
)
_ITEM = re.compile(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])")


class _Lines(msgspec.Struct, frozen=True):
    """The text cut into its three zones, lines with their numbers."""

    head: list[Block]
    body: list[Block]
    tail: list[Block]
    addressee: str


def read(text: str) -> Sheet:
    """The parts of the letter in `text`; what isn't there stays empty."""
    lines = [Block(None, line) for line in as_items([one.strip() for one in alike(text).split("\n") if one.strip()])]
    zones = _zones(lines)
    numbered = _numbered(zones)
    date_line, signatory = signed(numbered.tail)
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
    last = foot_start(lines, start)
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
        if found and not ENDED.search(found[-1]) and not _ITEM.match(line) and not is_date(line):
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


def _attachments(tail: list[Block]) -> tuple[str, ...]:
    listed: list[str] = []
    for block in tail:
        if block.text.startswith(("附件", "附：", "附:")):
            listed.append(re.sub(r"^附件?\d?\s*[：:]?\s*", "", block.text))
        elif listed and re.match(r"^\d{1,2}[.．、]", block.text):
            listed.append(block.text)
    return tuple(listed)
