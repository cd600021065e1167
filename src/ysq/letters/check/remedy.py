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
    r"([零一二两三四五六七八九十百\d]+)\s*(?:个)?\s*(工作日|日|天|个?月|年)(?:内|以内|之内|期限)?(?!起|，?\d|[0-9一二三四五六七八九十]+日)"
)
_REVIEW = re.compile(r"(?:申请|提起|提出|进行)[^。；，]{0,8}复议|行政复议(?=[^。；，]{0,4}[，。；）或也])|复议申请")
_COURT = re.compile(r"行政诉讼|诉讼|起诉")
_FIRST = re.compile(r"先(?:行|依法)?(?:向|申请)[^。；]{0,50}复议|应当?(?:先)?[^。；]{0,60}先[^。；]{0,40}复议|复议前置")
_AFTER = re.compile(r"(?:对|不服)?(?:行政)?复议决定|复议机关(?:逾期|不予)")
_DATE_PART = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")


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
        text = _DATE_PART.sub("", sentence.text)
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
        period = periods[-1] if periods else shared
        yield Told(way, period, clause.strip("，。； "), None)
        start, last = end, way


def periods(seen: Seen) -> Iterator[Hit]:
    """The periods are those of the law."""
    law = seen.law.periods(seen.day)
    for one in told(seen):
        if not one.period or (match := _PERIOD.search(one.period)) is None:
            continue
        count, unit = number(match[1]), match[2].removeprefix("个")
        if one.way == "review" and (count, unit) not in ((law.review_days, "日"), (law.review_days, "天")):
            yield Hit("wrong_review_period", match[0], f"自知道之日起{zh_number(law.review_days)}日", one.block)
        days = law.court_days_after_review
        if one.way == "after" and (count, unit) not in ((days, "日"), (days, "天")):
            yield Hit("wrong_court_period", match[0], f"自收到复议决定书之日起{zh_number(days)}日", one.block)
        if one.way == "court" and (count, unit) != (law.court_months, "月"):
            yield Hit("wrong_court_period", match[0], f"自知道之日起{zh_number(law.court_months)}个月", one.block)


def completeness(seen: Seen) -> Iterator[Hit]:
    """An answer tells both ways with their periods; a step of procedure tells none."""
    ways = told(seen)
    if seen.letter.kind in (Kind.CLARIFICATION, Kind.EXTENSION, Kind.DEFERRAL, Kind.REASONS, Kind.CONSULTING):
        if ways:
            yield Hit("remedy_on_procedural", brief(ways[0].clause), block=ways[0].block)
        return
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
    if review and not re.search(r"(?:向|为|到)[^。；，]{2,40}(?:申请|提出|提起)|复议机关(?:为|是)", text):
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
    if bound and direct and not first:
        yield Hit("remedy_order", brief(direct[0].clause), block=direct[0].block)
    if first and seen.letter.decisions and not bound and not _withholds(seen):
        main = next(section.main for section in seen.letter.sections if section.main)
        yield Hit("needless_review_first", brief(first[0]), main.zh, seen.letter.remedy[0].number)


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
    text = seen.letter.sheet.text
    served = re.search(
        r"本(?:答复|告知)书?[^。；]{0,24}(?:电子邮件|电子邮箱|邮箱|网上|互联网|在线)[^。；]{0,12}(?:送达|发送|一并|提供)|"
        r"(?:通过|以)(?:电子邮件|网上|互联网)[^。；]{0,8}送达|"
        r"(?:已|现)(?:按|通过)?[^。；]{0,20}(?:邮箱|电子邮件)[^。；]{0,10}(?:发送|送达)",
        text,
    )
    channel = re.search(
        r"https?:|www\.|[a-z]\.(?:cn|com|gov|example|org)|网址|掌上复议|小程序|互联网渠道|网上(?:申请|提交)", text
    )
    if (served or seen.case.on_line) and not channel:
        yield Hit("online_channel_missing", brief(served[0]) if served else "网上送达")


LOOKS = (periods, completeness, order, on_line)
