"""How many things were asked for as the letter repeats them, and which of them it answers."""

import re

import msgspec

from ysq.letters.check.characters import number

_N = r"[一二两三四五六七八九十]|\d{1,2}"
_COUNTED = re.compile(
    rf"(?:申请|公开|获取|要求|提出|填写|以下|如下|下列|共|共计|合计|包括|涉及|列有?|事项|内容|信息|有)[^。；，：第“]{{0,6}}?({_N})(?:项|个(?:事项|方面|问题))(?!目|议题|议程|议案|指标|工作|任务|措施|条款|政策|制度|费用)"
)
_OPENING = re.compile(r"(?:申请|要求|请求|需要|获取|希望|想)[^。]{0,80}?(?=[（(]?(?:\d|[一二三]))[^。]*")
_PAIR = re.compile(
    r"(?:申请公开|申请获取|要求公开|请求公开)(?:了)?[^。；，《“]{0,20}[《“]([^》”]{5,40})[》”](?:和|与|及|以及|、)[《“]([^》”]{5,40})[》”](?=。|，)"
)
"""Two papers asked for by name."""
_MARK = re.compile(
    r"(?<![第、至和及与])(?:[（(](?P<bracket>\d{1,2}|[一二三四五六七八九十]{1,2})[）)]|(?<!\d)(?P<dot>\d{1,2})[.．、](?!\d{1,3}(?!\d))"
    r"|(?P<plain>[一二三四五六七八九十])(?:、|是(?!否)))(?!项(?!目)|款)"
)
_TOLD = re.compile(
    rf"第[（(]?(?P<first>{_N}|[一二三四五六七八九十]{{2}})[）)]?(?P<more>(?:项?[、，和及与至到—–-]+第?[（(]?(?:{_N})[）)]?)*)\s*(?:项|个|点|类|份)"
    rf"|(?:事项|申请|内容)(?P<after>[一二三四五六七八九十]|\d{{1,2}})(?![年月日项\d])|(?:序号|编号)(?P<serial>\d{{1,2}})"
)
_ARTICLE = re.compile(r"第[^。；，、条]{1,5}条(?:第?[（(]?[一二三四五六七八九十\d]{1,3}[）)]?[款项][、和及]?)*")
"""Its 项 are the law's, not the request's."""
_ALL = re.compile(
    r"(?:均|都|全部|一并)[^。；，]{0,10}(?:公开|提供|不存在|属于|不属于|未|没有|不予|由|已|可以|为|系|是|涉及)|逐项|各项|"
    r"(?:以上|上述|前述|该|这|全部|所有|所申请的?)(?:[两二三四五六七八九十\d]+(?:项|份|类)|信息|事项|内容|材料|文件|资料|政府信息)"
)


class Asked(msgspec.Struct, frozen=True):
    """What the letter says was asked for: how many things (0: it doesn't count them), their names, and what follows."""

    count: int
    names: tuple[str, ...]
    rest: str


def asked(text: str) -> Asked:
    """The things asked for, as far as the letter counts or numbers them where it repeats the request."""
    counted = _COUNTED.search(text)
    count = number(counted[1].replace("两", "二")) or 0 if counted else 0
    for opening in _OPENING.finditer(text):
        names = _numbered(opening[0])
        if len(names) > 1:
            return Asked(max(count, len(names)), tuple(names), text[opening.end() :])
    pair = _PAIR.search(text)
    if pair is not None and not counted:
        return Asked(2, (pair[1], pair[2]), text[pair.end() :])
    after = text.find("。", counted.end()) if counted else -1
    return Asked(count, (), text[after + 1 :] if after >= 0 else "")


def _numbered(opening: str) -> list[str]:
    """What stands behind the marks 1, 2, 3 … that follow one another."""
    marks: list[re.Match[str]] = []
    for match in _MARK.finditer(opening):
        value = number(match["bracket"] or match["dot"] or match["plain"])
        if value == len(marks) + 1 and (not marks or match.lastgroup == marks[0].lastgroup):
            marks.append(match)
    ends = [*(match.start() for match in marks), len(opening)]
    return [opening[match.end() : end].strip("，；;：:、“” ") for match, end in zip(marks, ends[1:], strict=True)]


def unanswered(wanted: Asked) -> list[int]:
    """The numbers of the things that what follows neither numbers nor names; none where it speaks of all at once."""
    if wanted.count < 2 or not wanted.rest or _ALL.search(wanted.rest):
        return []
    told = _told(_ARTICLE.sub("", wanted.rest))
    if not told and not wanted.names:
        return []
    left = [n for n in range(1, wanted.count + 1) if n not in told]
    left = [n for n in left if not (n <= len(wanted.names) and _named(n, wanted))]
    return left if told or len(left) < wanted.count else []


def _told(text: str) -> set[int]:
    """The numbers by which the text speaks of things: 第一至三项, 第（1）、（3）项, 事项二, or a list of its own."""
    found: set[int] = set(range(1, len(_numbered(text)) + 1)) if len(_numbered(text)) > 1 else set()
    for match in _TOLD.finditer(text):
        words = [word for word in re.findall(_N, match[0]) if word]
        values = [value for word in words if (value := number(word.replace("两", "二"))) is not None]
        if re.search(r"至|到|—|–|-", match["more"] or "") and len(values) > 1:
            values = list(range(values[0], values[-1] + 1))
        found.update(values)
    return found


def _named(place: int, wanted: Asked) -> bool:
    """Whether what is peculiar to this thing's name is found in the text."""
    names = [re.sub(r"[\W_]", "", name) for name in wanted.names]
    others = "|".join(name for n, name in enumerate(names, 1) if n != place)
    own = names[place - 1]
    pairs = {own[at : at + 2] for at in range(len(own) - 1)} - {others[at : at + 2] for at in range(len(others) - 1)}
    return not pairs or sum(pair in wanted.rest for pair in pairs) / len(pairs) >= 0.3
