"""Whether a letter on one thing answers what was asked for, or another record with another name."""

import re
from collections.abc import Iterator

from ysq.letters.check.hits import Hit, Seen, brief
from ysq.letters.check.signs import Decision

_NOUN = (
    r"(?:报告|公示|公告|情况|综述|总结|统计表|表|清单|台账|名单|名册|目录|协议|合同|批复|决定|纪要|方案|规划|计划|标准|办法|规定|细则|通知|意见|"
    r"预案|图|证|档案|记录|数据|明细|凭证|照片|文件|制度|通报|结果|书)"
)
_QUOTED = re.compile(r"(?:申请|要求|请求|希望|需要|获取|公开|查阅|索取|内容)[^。“”《》]{0,24}[“《]([^”》]{5,60})[”》]")
_PLAIN = re.compile(
    rf"(?:申请(?:公开|获取)|要求公开|请求公开|需要的是|希望获得|想要|索取)(?!的|以下|下列|如下)[：:]?((?:[^，。；“《]{{5,50}}{_NOUN})(?=[，。；])|(?:[^，。；“《]{{5,50}}?{_NOUN})(?=[一的]))"
)
_GIVEN = re.compile(
    rf"(?:^|[。；：]|现?[向给][你您]们?(?:公开|提供)|现(?:公开|提供)|经(?:审查|查|核实|核查|查询|检索|核对|研究)[，：]?|现[将把]|现提供|提供的是|随(?:函|信|文|件|本函|本信)?(?:寄送|寄上|附送|附上|附寄|送上))[“《]?(?P<name>(?!该|此|上述|所|你|您|本|我|经|现|其|以上|上列|前述)[^，。；“”《》]{{6,40}}?{_NOUN})[”》]?"
    r"(?:副本|正本)?(?:\d页|复印件|扫描件)?(?:[一两\d]+[份页套]|已经?|可以|可予|予以|属于|由本|现|在|公布|公开|提供|寄|发给|给[你您]|[（(]|，?(?:复印件|请查收|提供|随|附|见))"
)
_WITHHELD = re.compile(
    r"[”》]?(?:等|均|都)?(?:属于|涉及|系|为)[^。；，]{0,16}(?:隐私|秘密|第三方|内部|过程性)|[”》]?(?:不予|不得|不能)"
)
_SAME = re.compile(
    r"即|对应|载于|载明|载有|体现|包含|包括|相关内容|其中|涉及|就是|所称|合并|更名|名称为|收录|列入|替代|取代|纳入"
)
_COMMON = re.compile(r"\d+|年度?|月份?|[一-龥]{2,8}?(?:自治县|县|市|区|旗|镇|乡|街道)|关于|的|全部|有关|相关|政府|信息")


def another(seen: Seen) -> Iterator[Hit]:
    """The record decided on bears neither the words nor the kind of the one asked for (法释8号 art. 1)."""
    sections = seen.letter.sections if seen.letter.answers else ()
    if len(sections) != 1 or sections[0].main not in (Decision.DISCLOSED, Decision.ALREADY, Decision.PARTIAL):
        return
    text = sections[0].text
    match = _QUOTED.search(text) or _PLAIN.search(text)
    if match is None:
        return
    wanted = match[1]
    for given in _GIVEN.finditer(text, match.end()):
        if sections[0].main is Decision.PARTIAL and ("、" in given["name"] or _WITHHELD.match(text, given.end("name"))):
            continue  # parts of one record
        sentence = text[given.start() : text.find("。", given.end()) + 1 or None]
        if not _SAME.search(sentence) and "〕" not in given["name"] and _unlike(wanted, given["name"]):
            yield Hit("answers_another_thing", brief(given["name"]), brief(wanted), sections[0].holding(given["name"]))
            return


def _unlike(wanted: str, given: str) -> bool:
    """Whether two names end in other words and share less than 0.7 of their characters, places and years apart."""
    one, other = _bare(wanted), _bare(given)
    if len(other) < 4 or not one or other[-2:] in one or one[-2:] in other:
        return False
    return _share(other, one) < 0.7 and _share(one, other) < 0.7


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", _COMMON.sub("", re.sub(r"[（(][^）)]*[）)]", "", name)))


def _share(part: str, whole: str) -> float:
    return sum(character in whole for character in part) / len(part)


LOOKS = (another,)
