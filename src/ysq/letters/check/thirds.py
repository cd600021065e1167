"""Third parties: asked where it concerns them, weighed by the agency itself, told when overruled (art. 15, 32)."""

import re
from collections.abc import Iterator

from ysq.letters.check.hits import Hit, Seen, answered, brief
from ysq.letters.check.sections import QUOTED, Section
from ysq.letters.check.signs import AGENCY, Decision, Ground, Kind

_ASK = r"(?:征求|征询|征得|听取|询?问[^。；，]{0,12}(?=意见))"
_NOT_ASKED = re.compile(
    rf"(?:未|没有|没|不再|不用|不必|不需要?|无需|无须|毋须|免予|免于|可不)[^。；，]{{0,16}}{_ASK}[^。；，]{{0,16}}"
)
_ASKED = re.compile(
    rf"{_ASK}|问[了过]?[^。；，]{{0,12}}(?:意见|同意|愿意|负责人|法定代表人|业主|公司|企业|本人|家属|第三方|权利人|承包人|户主|老板|经营者|当事人)"
)
_OVERRULED = re.compile(
    r"不(?:予)?公开[^。；]{0,14}(?<!不)会?(?:对|影响|损害|危及)[^。；]{0,24}(?:公共利益|公众|群众|村民|居民)|"
    r"公共利益[^。；，]{0,10}(?:大于|优先|高于|重于|超过)"
)
_UNHARMED = re.compile(r"不公开[^。；]{0,6}(?:不会|不|没有|并不|也不)")
_TOLD = re.compile(
    r"(?:告知|通知|函告|抄告|送达)[^。；]{0,14}(?:第三方|该公司|该企业|权利人)|(?:第三方|该公司|该企业|权利人)[^。；]{0,16}(?:告知|通知|函告|送达)"
)
_CONSULTED = re.compile(
    r"(?:征求|征询|征得|听取)了?(?:第三方|权利人|利害关系人)?[：“]?(?!了|各|该|其|有关|相关|上述|所有|全部|涉及|第三方|权利人|利害|某|你|您|贵|[一两二三四五六七八九十几多数]+[家户位名个])([一-龥（）()]{4,24}(?:公司|厂|企业|合作社|中心|事务所))”?(?:的)?(?:书面)?意见"
    r"|向(?!了|各|该|其|有关|相关|上述|所有|全部|涉及|第三方|某|你|您|贵)(?P<sent>[一-龥（）()]{4,24}?(?:公司|厂|企业|合作社|中心|事务所))”?(?:书面)?(?:发出|发送|送达|寄送|寄出|发去|寄去|发函|邮寄|送交)?[^。；，]{0,10}(?:征求|征询|听取)[^。；，]{0,8}意见"
)
_NUMBERS = r"(?:身份证|身份号码|证件号|账号|账户|卡号|一卡通|电话|手机|联系方式|住址|病历|患病|健康)"
_MASKS = r"(?:遮|隐去|隐掉|涂[黑掉]|屏蔽|去标识|删[除去掉]|打码|打星|抹[去掉]|略去|马赛克|隐藏|模糊)"
_MASKED = re.compile(rf"{_NUMBERS}[^。]{{0,80}}{_MASKS}|{_MASKS}[^。]{{0,30}}{_NUMBERS}")
"""Numbers by which somebody can be found: masking them needs nobody's opinion."""
_OFFICIAL = (
    r"共同制作|(?:有关|其他|上级|同级)(?:行政)?(?:机关|部门)|协办|意见(?:于|结束"
    r"|期间|所需)|[^。；，]{0,10}(?:局|委员会|政府|办公室)(?:的)?(?:书面)?意见"
)
"""Other agencies, whom art. 34 lets be asked about any record, and what is told of the asking itself."""
_THIRD_ASKED = re.compile(
    rf"{_ASK}了?(?![你您]|{AGENCY}|{_OFFICIAL})[^。；，]{{0,16}}意见(?![^。；，]{{0,4}}稿)|向第三方[^。；]{{0,16}}征求"
)
_HARMLESS = frozenset(
    {
        Decision.DUPLICATE, Decision.PETITION, Decision.PUBLICATION, Decision.NO_RECORD, Decision.NOT_AGENCY,
        Decision.PROCESSING, Decision.SPECIAL, Decision.ALREADY, Decision.REISSUE, Decision.STILL_UNCLEAR,
    }
)  # fmt: skip
"""What is decided without a look at anybody's rights."""


def weighed(seen: Seen) -> Iterator[Hit]:
    """What is withheld for a third party: asked or plainly masked, and judged by the agency itself."""
    text = _NOT_ASKED.sub("…", seen.letter.sheet.text)
    asked = _ASKED.search(text)
    for section in answered(seen):
        if section.main in (Decision.REFUSED, Decision.PARTIAL) and _for_third_party(section):
            if not asked and not _waived(seen.letter.sheet.text, section.text):
                yield Hit("third_party_not_consulted", section.main.zh, block=section.block)
            elif asked and not re.search(
                r"公共利益|理由(?:不)?(?:成立|合理|充分|正当)|监督[^。；，]{0,12}(?:无关|没有)", text
            ):
                yield Hit("no_own_judgement", section.main.zh, block=section.block)


def _waived(text: str, withheld: str) -> bool:
    """Whether it says why nobody was asked, or masks only what nobody need be asked about."""
    said = (
        _NOT_ASKED.search(text) is not None
        and re.search(
            r"明显|显然|显属|显系|当然|显而易见|无需|不必|无须|一[看望见][^。；，]{0,4}[明知]|不会?(?:损害|影响|伤)",
            text,
        )
        is not None
    )
    return said or _MASKED.search(withheld) is not None


def overruled(seen: Seen) -> Iterator[Hit]:
    """Disclosed for the public interest: the third party is told what and why (art. 32)."""
    text = seen.letter.sheet.text
    for section in answered(seen):
        match = _OVERRULED.search(section.text)
        if match and not _UNHARMED.match(match[0]) and section.main is Decision.DISCLOSED and not _TOLD.search(text):
            yield Hit("override_not_told", brief(match[0]), block=section.holding(match[0]))
    if seen.letter.kind is Kind.THIRD_PARTY and not re.search(r"公共利益|理由|因为|由于|鉴于", text):
        yield Hit("no_reasons", "决定公开")


def consulted(seen: Seen) -> Iterator[Hit]:
    """Who was asked isn't shown without need, and nobody is asked where nothing concerns him (art. 33 para 3)."""
    text = _NOT_ASKED.sub("…", seen.letter.sheet.text)
    if not seen.letter.answers and seen.letter.kind is not Kind.CONSULTING:
        return
    if named := _CONSULTED.search(text):
        yield Hit("third_party_shown", named[1] or named["sent"])
    if seen.letter.answers and _THIRD_ASKED.search(QUOTED.sub("“…”", text)) and not _concerns_third_party(seen):
        main = seen.letter.sections[-1].main
        yield Hit("needless_consultation", main.zh if main else "")


def _for_third_party(section: Section) -> bool:
    """Whether something is withheld for a third party, by its words or else by art. 15."""
    return Ground.THIRD_PARTY in section.grounds or (
        not section.grounds and any(c.article == 15 for c in section.cited)
    )


def _concerns_third_party(seen: Seen) -> bool:
    concerned = (section for section in seen.letter.sections if section.main not in _HARMLESS)
    return any(not _on_other_ground(section) for section in concerned)


def _on_other_ground(section: Section) -> bool:
    """Whether it is refused on grounds that have nothing to do with a third party."""
    cited = any(c.article in (15, 32) for c in section.cited)
    return (
        section.main is Decision.REFUSED
        and bool(section.grounds - {Ground.THIRD_PARTY})
        and not (cited or Ground.THIRD_PARTY in section.grounds)
    )


LOOKS = (weighed, overruled, consulted)
