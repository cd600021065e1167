"""Whether it is this kind of request at all, and whether everything asked is answered (art. 30, 36, 39)."""

import re
from collections.abc import Iterator

from ysq.letters.check.hits import Hit, Seen, answered, brief
from ysq.letters.check.signs import DECIDED, DECISIVE, Decision


def unclear(seen: Seen) -> Iterator[Hit]:
    """An unclear request is clarified first (art. 30)."""
    for section in answered(seen):
        match = re.search(
            r"(?:申请)?(?:内容|事项|描述|范围)[^。；，]{0,8}(?:不(?:够)?(?:明确|清楚|清晰|具体)|笼统|宽泛|含糊|模糊|指向不明)",
            section.bare,
        )
        if match and not re.search(r"补正|释明|补充说明", seen.letter.sheet.text):
            yield Hit("unclear_not_clarified", brief(match[0]), block=section.holding(match[0]))


def petitions(seen: Seen) -> Iterator[Hit]:
    """信访、投诉、举报: told as such with the channel, and never where a document was named (art. 39)."""
    text = seen.letter.sheet.text
    for section in answered(seen):
        if section.main is Decision.PETITION:
            named = re.search(r"《[^》]{4,}》\s*[（(][^（）()]{2,24}号[）)]|[\u4e00-\u9fa5]{1,8}〔\d{4}〕\d+号", text)
            if named and not re.search(r"条例|法", named[0][:8]) and re.search(r"信访|投诉|举报", section.bare):
                yield Hit("petition_with_document", brief(named[0]), block=section.block)
            if not re.search(
                r"(?:向|到|通过|拨打)[^。；，]{2,30}(?:反映|提出|咨询|投诉|举报|信访|电话|渠道)|拨打\s*\d|已[^。；]{0,12}转[^。；]{2,30}(?:办理|处理)",
                text,
            ):
                yield Hit("petition_channel_missing", section.main.zh, block=section.block)
        if DECIDED[Decision.PETITION].search(section.bare):
            continue
        if match := re.search(
            r"(?:经[^。；，]{0,8}(?:调查|核实|核查)[^。]{0,40}(?:不属实|属实|反映的问题|举报的问题|投诉的问题))|息诉罢访|信访事项(?:处理|答复)意见",
            section.bare,
        ):
            yield Hit("petition_answered", brief(match[0]), block=section.holding(match[0]))


def archives(seen: Seen) -> Iterator[Hit]:
    """Handed over to the archive: whether the period has ended decides who answers (档案法 art. 15)."""
    for section in answered(seen):
        match = re.search(
            r"[^。；，]{0,16}(?:移交|转交|交由|交给|交到|现存|存放于|保存于|存于)[^。；，]{0,16}档案馆", section.bare
        )
        if match and not re.search(r"期限已满|期满|届满|按期|移交期限|提前移交|二十年|十年|满\d+年", section.text):
            yield Hit("archive_route", brief(match[0]), block=section.holding(match[0]))


def items(seen: Seen) -> Iterator[Hit]:
    """Every item is answered, and something is decided at all."""
    if not seen.letter.answers:
        return
    asked = _asked(seen.letter.sheet.text)
    parts = [section for section in seen.letter.sections if section.item is not None]
    covered = sum(section.covers for section in parts)
    if asked > 1 and parts and covered < asked and not re.search(rf"第{asked}项|以上|全部|均", parts[-1].text):
        rest = "、".join(f"第{n}项" for n in range(covered + 1, asked + 1))
        yield Hit("item_unanswered", f"{rest}（申请共{asked}项）")
    for section in parts:
        if section.main is None and not re.search(r"补正|征求", section.text):
            yield Hit("item_unanswered", f"第{section.item}项：“{brief(section.text, 20)}”", block=section.block)
    silent = not any(section.main or DECISIVE & {c.key for c in section.cited} for section in seen.letter.sections)
    if silent and not _other_business(seen):
        yield Hit("no_decision")


def _other_business(seen: Seen) -> bool:
    return bool(re.search(r"息诉|反映的问题|电话[^。]{0,12}(?:告知|答复)", seen.letter.sheet.text))


def _asked(text: str) -> int:
    """How many items the request had, as the letter repeats it; 0 when it doesn't count them."""
    if match := re.search(r"共([一二三四五六七八九十]|\d+)项", text):
        return "零一二三四五六七八九十".find(match[1]) if not match[1].isdecimal() else int(match[1])
    opening = re.search(r"申请(?:公开|获取)?[^。]{0,12}[：:]?[“]?\s*(?:1[.．、]|[（(]一[）)])[^。]*", text)
    if opening is None:
        return 0
    return len(re.findall(r"(?:^|[：:；;“，。\s])\d{1,2}[.．、]|[（(][一二三四五六七八九]+[）)](?!项)", opening[0]))


LOOKS = (unclear, petitions, archives, items)
