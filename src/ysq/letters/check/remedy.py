"""The remedy as told: whether, in which order, within which periods (复议法 art. 20, 23; 行诉法 art. 45, 46)."""

import re
from collections.abc import Iterator

import msgspec

from ysq.domain.letters import RemedyOrder
from ysq.letters.check.characters import number
from ysq.letters.check.hits import Hit, Seen, brief
from ysq.letters.check.signs import CODES, Decision, Kind
from ysq.letters.words import zh_number

_PERIOD = re.compile(
    r"([零一二两三四五六七八九十百\d]+)\s*(?:个)?\s*(工作日|日|天|个?月|年)(?:内|以内|之内|期限)?(?!起|，?\d|[0-9一二三四五六七八九十]+日)|半年"
)
_REVIEW = re.compile(
    r"(?:申请|提起|提出|进行|递交|提请|寻求)[^。；，]{0,8}复议|行政复议(?=[^。；，]{0,4}[，。；）或也])|复议申请|(?<=[府局厅委部署])复议"
)
_COURT = re.compile(r"行政诉讼|诉讼|起诉|打(?:行政)?官司")
_FIRST = re.compile(
    r"(?<![首事原优早预率最])先(?!后)(?:行|依法)?[^。；]{0,60}?复议|复议前置|(?:只有|须|必须|应当?)[^。；，]{0,30}复议(?:程序)?[^。；，]{0,8}(?:后|之后)[^。；]{0,12}(?:方可|才可|才能|方能|再)"
    r"|复议[^。]{0,12}不(?:得|能|可以?)(?:直接|径行|径直)[^。；]{0,24}(?:起诉|诉讼)"
)
_NOT_SUED = re.compile(
    r"不(?:得|能|可以?|应当?|宜)(?:未经[^。；，]{0,8}复议)?(?:而)?(?:直接|径行|径直|迳行|先行)(?:向[^。；，]{0,20})?(?:提起)?(?:行政)?(?:诉讼|起诉)"
)
"""A suit that isn't open: 不得直接起诉."""
_AFTER = re.compile(
    r"(?:对|不服)?(?:行政)?复议(?:决定|结果)|复议机关(?:逾期|不予)|经[^。；，]{0,6}复议[^。；，]{0,6}(?:后|不服|仍)|复议(?:后|之后)|决定书"
)
_DIRECT = re.compile(r"[六6]\s*个月|半年|直接|也可|亦可|或者?(?=在|自|于|向|提起|依法)")
_TRAILING = re.compile(
    rf"^[，（(]?(?:申请|复议|该)?(?:的)?(?:期限|时限|期间)(?:为|是|：)?[^。；，（）()]{{0,24}}?(?:{_PERIOD.pattern})"
    rf"|^[（(][^。；（）()]{{0,24}}?(?:{_PERIOD.pattern})"
)
"""A period told behind the way: 向县政府申请行政复议，期限为收到之日起六十日."""
_DATE_PART = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")


_BODY_NAMED = re.compile(
    r"政府|(?<![本我该])(?:局|厅|署|委|委员会)|部门|司法部|上级|上一级|复议机关|海关|税务|向(?:本|我)"
)
_ON_LINE = r"(?:电子邮件|电子邮箱|邮箱|电邮|网上|互联网|网络|在线|线上|平台|系统|站内信|微信|短信|政务服务网|公众号)"
_SERVED = re.compile(
    rf"(?:本|该|此)(?:答复|告知|决定)书?(?!之日)[^。；]{{0,40}}{_ON_LINE}[^。；，]{{0,16}}(?:送达|发送|推送|送交|传送|发出|发给|寄送|反馈|提供|一并|告知|投送)|"
    rf"(?:本|该|此)(?:答复|告知|决定)书?(?!之日)[^。；]{{0,30}}(?:发送|发|传|推送|投送|送达|传送)(?:至|到|给|往|于)[^。；]{{0,20}}{_ON_LINE}|"
    rf"(?:通过|以|经|由){_ON_LINE}(?:方式|形式)?[^。；，]{{0,8}}(?:向[你您])?送达|"
    r"(?:已|现)(?:按|通过)?[^。；]{0,20}(?:邮箱|电子邮件)[^。；]{0,10}(?:发送|送达)"
)
_CHANNEL = re.compile(
    r"https?:|www\.|[a-z0-9]\.(?:cn|com|gov|net|org|example)|网址|网站|网页|平台|掌上复议|小程序|公众号|互联网|网上|在线|线上|电子邮箱"
)
_PROCEDURAL = (Kind.CLARIFICATION, Kind.EXTENSION, Kind.DEFERRAL, Kind.REASONS, Kind.CONSULTING, Kind.FEE)
_AFTER_FEE = re.compile(r"不(?:能|得|可以?)?单独|(?:缴费|期限?)[^。；，]{0,6}(?:届满|期满|满)[^。；，]{0,4}后|不再处理")
"""The fee isn't contested by itself, but with what follows when it isn't paid."""


class Told(msgspec.Struct, frozen=True):
    """One way open to the requester as a clause tells it: `way` is review, court, or after (court after 复议)."""

    way: str
    period: str
    clause: str
    block: int | None


def told(seen: Seen) -> list[Told]:
    """Each remedy with the period told for it (empty: none)."""
    found: list[Told] = []
    for sentence in seen.letter.remedy:
        text = _NOT_SUED.sub("", _DATE_PART.sub("", sentence.text))
        found += [msgspec.structs.replace(way, block=sentence.number) for way in _ways(text)]
    return found


def _ways(text: str) -> Iterator[Told]:
    verbs = sorted(
        [(m.end(), "review") for m in _REVIEW.finditer(text)] + [(m.end(), "court") for m in _COURT.finditer(text)]
    )
    start = 0
    last = period = ""
    for end, verb in verbs:
        clause = text[start:end]
        way = "after" if verb == "court" and _AFTER.search(clause) else verb
        if way == last and not _PERIOD.search(clause):
            continue
        periods = [m[0] for m in _PERIOD.finditer(clause)]
        shared = period if clause.startswith("或") and "，" not in clause else ""  # 六十日内申请复议或者起诉
        trailing = _TRAILING.match(text[end:])
        if not periods and trailing is not None:
            periods = [m[0] for m in _PERIOD.finditer(trailing[0])]
        period = periods[-1] if periods else shared
        yield Told(way, period, clause.strip("，。； "), None)
        start, last = end, way


def periods(seen: Seen) -> Iterator[Hit]:
    """The periods are those of the law."""
    law = seen.law.periods(seen.day)
    for one in told(seen):
        if not one.period or (match := _PERIOD.search(one.period)) is None:
            continue
        count, unit = (number(match[1]), match[2].removeprefix("个")) if match[1] else (6, "半年")
        if one.way == "review" and (count, unit) not in ((law.review_days, "日"), (law.review_days, "天")):
            yield Hit("wrong_review_period", match[0], f"自知道之日起{zh_number(law.review_days)}日", one.block)
        days = law.court_days_after_review
        if one.way == "after" and (count, unit) not in ((days, "日"), (days, "天")):
            yield Hit("wrong_court_period", match[0], f"自收到复议决定书之日起{zh_number(days)}日", one.block)
        if one.way == "court" and (count, unit) != (law.court_months, "月"):
            months = f"自知道之日起{zh_number(law.court_months)}个月"
            yield Hit("wrong_court_period", match[0], months, one.block, doubtful=unit == "半年")


def completeness(seen: Seen) -> Iterator[Hit]:
    """An answer tells both ways with their periods; a step of procedure tells none."""
    ways = told(seen)
    if seen.letter.kind in _PROCEDURAL:
        if ways and not any(_AFTER_FEE.search(sentence.text) for sentence in seen.letter.remedy):
            yield Hit("remedy_on_procedural", brief(ways[0].clause), block=ways[0].block)
        return
    if seen.letter.kind is Kind.THIRD_PARTY and not ways:
        yield Hit("remedy_missing")
    if not seen.letter.answers or seen.letter.decisions in ({Decision.SECTOR}, {Decision.WITHDRAWN}):
        return
    if not ways:
        yield Hit("remedy_missing")
        return
    lacks = _lacking(ways, seen)
    if lacks:
        yield Hit("remedy_incomplete", "、".join(lacks), block=ways[0].block)


def _lacking(ways: list[Told], seen: Seen) -> list[str]:
    text = "".join(sentence.text for sentence in seen.letter.remedy)
    review = [one for one in ways if one.way == "review"]
    court = [one for one in ways if one.way != "review"]
    lacks = []
    if not review:
        lacks.append("申请行政复议的途径")
    elif not any(one.period for one in review):
        lacks.append("申请行政复议的期限")
    if review and not _BODY_NAMED.search(text):
        lacks.append("复议机关")
    if not court:
        lacks.append("提起行政诉讼的途径")
    elif not any(one.period for one in court):
        lacks.append("提起行政诉讼的期限")
    if court and "法院" not in text:
        lacks.append("法院")
    return lacks


def order(seen: Seen) -> Iterator[Hit]:
    """复议 comes first where outcomes.yaml says so on the letter's day (复议法 art. 23), and only there."""
    if not seen.letter.answers:
        return
    text = "".join(sentence.text for sentence in seen.letter.remedy)
    bound = {decision for decision in seen.letter.decisions if _reviewed_first(decision, seen)}
    first = _FIRST.search(text)
    direct = [one for one in told(seen) if one.way == "court"]
    beside = [one for one in direct if _DIRECT.search(one.clause)] if _only_withheld(seen) else []
    if bound and direct and (not first or beside):
        yield Hit("remedy_order", brief((beside or direct)[0].clause), block=(beside or direct)[0].block)
    other = next((s.main for s in seen.letter.sections if s.main and s.main not in bound), None)
    if first and bound and other and not direct and len(seen.letter.sections) > 1:
        yield Hit("needless_review_first", brief(first[0]), other.zh, seen.letter.remedy[0].number, doubtful=True)
    if first and seen.letter.decisions and not bound and not _withholds(seen):
        main = next(section.main for section in seen.letter.sections if section.main)
        yield Hit("needless_review_first", brief(first[0]), main.zh, seen.letter.remedy[0].number)


def _only_withheld(seen: Seen) -> bool:
    """Whether everything is refused, so that nothing is left to sue for directly."""
    return all(set(section.decisions) <= {Decision.REFUSED} for section in seen.letter.sections)


def _reviewed_first(decision: Decision, seen: Seen) -> bool:
    found = (seen.law.outcomes.find(code, seen.day) for code in CODES[decision])
    return any(outcome is not None and outcome.remedy != RemedyOrder.EITHER for outcome in found)


def _withholds(seen: Seen) -> bool:
    """Whether anything may be withheld, by its words or its articles; in doubt the order isn't found wrong."""
    sections = seen.letter.sections
    said = any({Decision.REFUSED, Decision.PARTIAL} & set(section.decisions) for section in sections)
    return said or any(citation.article in (14, 15, 16) for section in sections for citation in section.cited)


def on_line(seen: Seen) -> Iterator[Hit]:
    """Served on line: also the internet channel for 复议 (复议法 art. 22 para 2)."""
    if not seen.letter.answers or not seen.letter.remedy:
        return
    served = _SERVED.search(seen.letter.sheet.text)
    told_where = [s.text for s in seen.letter.sheet.sentences if "复议" in s.text]
    if (served or seen.case.on_line) and not any(_CHANNEL.search(text) for text in told_where):
        yield Hit("online_channel_missing", brief(served[0]) if served else "网上送达")


LOOKS = (periods, completeness, order, on_line)
