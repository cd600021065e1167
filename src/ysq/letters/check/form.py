"""Form: number, title, addressee, date, signatory, what was left unfilled, punctuation and numbering."""

import re
from collections.abc import Iterator

from ysq.letters.check.characters import DATE, day_of, number
from ysq.letters.check.hits import Hit, Seen, brief
from ysq.letters.check.signs import Kind

_BLANK = re.compile(
    r"[×xX＊*]{2,}(?=年|月|日|号|元|页|公司)|(?<![\u4e00-\u9fa5])[×xX＊*]{2,}(?=[（(]|[：:]|$)|[×xX＊*]{2,}(?:某|局|县|同志|先生|女士)|_{2,}|＿{2,}"
    r"|\{\{[^}]*\}?\}?|\$\{[^}]*\}|[【\[（(](?![^】\]）)]{0,8}[章印])(?![^】\]）)]{0,12}(?:核|审|阅|把关|定稿|改一))(?:此处|请|填写|待|姓名|日期|申请人|机关名称)[^】\]）)]{0,20}[】\]）)]"
    r"|(?<!\d)\s*年\s{1,}月(?:\s{1,}日)?|\d{4}\s*年\s+月|月\s{1,}日|〔\s*〕|〔\d{4}〕\s+号|〔\d{4}〕号"
    r"|待填|待补|TODO|XXXX?|[○〇]{3,}"
)
_UNSEALED = re.compile(
    r"[（(〔\[【]((?:待|未|尚未|此处|请|拟|暂未|还没)[^（()）〕\]】]{0,6}[章印][^（()）〕\]】]{0,4}"
    r"|[^（()）〕\]】]{0,6}[章印][^（()）〕\]】]{0,3}(?:待|未|后补|处|位置)[^（()）〕\]】]{0,4})[）)〕\]】]"
)
"""A place where the seal is still to go: 待用印, 公章待盖, 此处盖章."""
_MARKS = (
    re.compile(r"[，。；：！？、]{2,}(?<!……)"),
    re.compile(r"[\u4e00-\u9fa5][,;!?](?=[\u4e00-\u9fa5])"),
    re.compile(r"（[^（）]{0,60}$|^[^（]{0,60}）(?!.*（)"),
)
_CHINESE_ITEM = re.compile(r"^([一二三四五六七八九十]{1,3})、")


def missing(seen: Seen) -> Iterator[Hit]:
    """The parts that every official letter has (235号 art. 2)."""
    sheet = seen.letter.sheet
    if not sheet.letter_no and seen.letter.kind is not Kind.OTHER:
        yield Hit("missing_number")
    if not sheet.title:
        yield Hit("missing_title")
    if not sheet.addressee and seen.letter.kind is not Kind.OTHER:
        yield Hit("missing_addressee")
    if not sheet.signatory:
        yield Hit("missing_signatory")
    if sheet.dated is None and not DATE.search(sheet.date_line):
        yield Hit("missing_date", f"（写的是“{brief(sheet.date_line)}”）" if sheet.date_line else "")


def unfilled(seen: Seen) -> Iterator[Hit]:
    """Blanks and marks of a template."""
    sheet = seen.letter.sheet
    if match := _BLANK.search(sheet.addressee):
        yield Hit("placeholder", match[0])
    for block in sheet.everything:
        for match in _BLANK.finditer(block.text):
            if not re.search(r"[一-龥]某", match[0]):
                yield Hit("placeholder", brief(match[0].strip() or "空白的日期或者序号"), block=block.number)
    for block in sheet.tail:
        if match := _UNSEALED.search(block.text):
            yield Hit("unsealed", match[1], block=block.number)


def dates(seen: Seen) -> Iterator[Hit]:
    """Days that don't exist, and a letter older than what it tells."""
    sheet = seen.letter.sheet
    for block in sheet.everything:
        for match in DATE.finditer(block.text):
            if day_of(match) is None:
                yield Hit("impossible_date", match[0], block=block.number)
    if sheet.dated is None:
        return
    for block in sheet.body:
        for match in re.finditer(
            rf"{DATE.pattern}(?!前|之前|以前|起)(?![^。；]{{0,3}}自收)[^。；]{{0,30}}?(?<![自从])(?:收到|收悉|提交|申请公开|申请获取|寄出|签收|作出答复)",
            block.text,
        ):
            day = day_of(match)
            if day is not None and day > sheet.dated:
                yield Hit("dates_out_of_order", f"{match[0][:12]}晚于成文日期{sheet.date_line}", block=block.number)


def sequence(seen: Seen) -> Iterator[Hit]:
    """补正 told before the request came, or answered before it was told."""
    for block in seen.letter.sheet.body:
        received = re.search(rf"{DATE.pattern}(?:[^。；，]{{0,20}})(?:收到|提交)[^。]{{0,12}}申请", block.text)
        asked = re.search(rf"{DATE.pattern}[^。；，]{{0,16}}(?:告知[^。，]{{0,6}}补正|书面征求)", block.text)
        if received and asked and asked.start() > received.start():
            first, then = day_of(received), day_of(asked)
            if first and then and then < first:
                yield Hit("dates_out_of_order", f"{asked[0][:12]}早于收到申请之日", block=block.number)


def numbers(seen: Seen) -> Iterator[Hit]:
    """The form and the year of the 发文字号 (GB/T 9704-2012)."""
    sheet = seen.letter.sheet
    match = re.search(r"^(.*?)\s*[〔\[［（(【﹝﹙]\s*(\d{4})\s*[〕\]］）)】﹞﹚]\s*(第?)\s*(\d+)\s*号", sheet.letter_no)
    if match is None:
        return
    word, year, _ordinal, serial = match.groups()
    right = f"{word}〔{year}〕{int(serial)}号"
    if sheet.letter_no.replace(" ", "") != right.replace(" ", ""):
        yield Hit("number_form", sheet.letter_no, right)
    if sheet.dated is not None and int(year) != sheet.dated.year:
        yield Hit("number_year", year, str(sheet.dated.year))


def titles(seen: Seen) -> Iterator[Hit]:
    """A 告知书 whose text calls itself 答复书, or the other way round."""
    title = seen.letter.sheet.title
    called = {word for word in ("答复书", "告知书", "通知书", "意见书") if title.endswith(word)}
    if not called:
        return
    for block in seen.letter.sheet.body:
        for match in re.finditer(r"(?:本|收到)(答复书|告知书|通知书|意见书)", block.text):
            if match[1] not in called and not _told_of(match, block.text):
                expected = called.pop()
                yield Hit("title_text_mismatch", match[0], expected, block.number)
                return


def _told_of(match: re.Match[str], text: str) -> bool:
    """Whether what was received is another paper of which the letter tells: 1号收费通知书."""
    before = r"(?:发出|送达|作出|签收|寄出|收费|缴费|补正|征求|延期|号)[^。；，]{0,16}(?:答复|告知|通知|意见)书"
    return match[0].startswith("收到") and re.search(before, text[: match.start()]) is not None


def marks(seen: Seen) -> Iterator[Hit]:
    """Doubled, half-width or unpaired punctuation."""
    for block in seen.letter.sheet.body:
        for pattern in _MARKS:
            if match := pattern.search(block.text):
                yield Hit("punctuation", brief(match[0], 20), block=block.number)
                break
        else:
            for left, right in ("“”", "《》"):
                if block.text.count(left) != block.text.count(right):
                    yield Hit("punctuation", f"{left}{right}不成对", block=block.number)


def numbering(seen: Seen) -> Iterator[Hit]:
    """一、二、四、: an item was left out or counted twice."""
    found = [(m[1], b.number) for b in seen.letter.sheet.body if (m := _CHINESE_ITEM.match(b.text))]
    for place, (word, block) in enumerate(found, 1):
        if number(word) != place:
            yield Hit("numbering", f"第{place}处写成“{word}、”", block=block)
            return


def enclosures(seen: Seen) -> Iterator[Hit]:
    """The text speaks of an enclosure that isn't listed."""
    sheet = seen.letter.sheet
    for sentence in sheet.sentences:
        match = re.search(
            r"(?:见|如|作为|列入|[（(])附件|附件\d|随(?:本)?[^。，]{0,8}(?:附送|附上|附后)", sentence.text
        )
        if match and not sheet.attachments and not re.search(r"^附件", sentence.text):
            yield Hit("attachments_unlisted", brief(sentence.text), block=sentence.number)
            return


LOOKS = (
    missing,
    unfilled,
    dates,
    sequence,
    numbers,
    titles,
    marks,
    numbering,
    enclosures,
)
