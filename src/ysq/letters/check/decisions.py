"""What kind of letter it is, what it decides on each item, and on which ground it withholds."""

import re
from functools import cached_property
from itertools import pairwise

import msgspec

from ysq.domain.letters import PROCEDURAL
from ysq.letters.check.citations import Citation, citations
from ysq.letters.check.sheet import Block, Sheet
from ysq.letters.check.signs import (
    DECIDED,
    GROUNDS,
    KINDS,
    OF_TYPE,
    PLAIN,
    PLAINLY_ABSENT,
    PRIMARY,
    WEAK,
    Decision,
    Ground,
    Kind,
)

_DENIED = re.compile(
    r"(?:没有|不存在|无|(?<!因)不属于|并非|不是|不具有|不涉及|不符合|未发现|不含|不包含)[^。；，]{0,14}"
    r"(?:不予(?:以)?公开|不得公开|禁止公开|不能公开|不应当?公开|不公开|不宜公开)(?:的)?(?:情形|内容|信息|范围|理由|事由|部分)?"
    r"|(?:无法|不能|不可|难以|不具备|没有|无从|不宜|不便|无须|不必)[^。；，]{0,10}(?:区分|拆分|分割|剥离|遮盖|遮挡|隐去|分离|分开)"
    r"[^。；，]{0,16}"
    r"|不(?:予)?公开(?:该|上述|此|这)?[^。；，]{0,10}(?:会|将|可能|势必)[^。；，]{0,24}(?:利益|影响|损害|安全)"
    r"|不(?:属于|在|是)[^。；，]{0,16}主动公开[^。；，]{0,6}|是否(?:予以|应当|可以|属于|存在)?[^。；，]{0,6}(?:公开|提供|存在)?"
    r"|主动公开以外"
)
"""Denials and worries that use a decision's words without deciding."""
_QUOTED = re.compile(r"“[^“”]{7,2000}”")
REMEDY = re.compile(
    r"(?:申请|提起|提出|进行|先)[^。；，]{0,8}复议|行政诉讼|提起[^。；，]{0,6}诉讼|起诉|行政复议[^。；]{0,8}(?:申请|期限)"
)
_STAGE = re.compile(
    r"^[一二三四五六七八九十]{1,3}、(?:关于)?(?:你|您|申请人|本案|本次)?(?:的)?(?:申请(?:(?:的)?(?:基本)?(?:情况|内容|事项|经过))?(?=[。：: 　]|你|您|$)|"
    r"(?:基本|有关|相关)(?:情况|事实)|收件|受理|申请(?:的)?(?:基本)?(?:情况|内容|经过)|查明|经查|经审查|事实|调查|办理(?:情况|经过|过程)|检索|查找|征求(?:第三方)?意见|"
    r"审查|审核|判断|认定|分析|理由|说明|依据|法律依据|决定|处理|答复(?:意见|结果|内容|决定|如下)|结论|救济|权利|复议|特此|不服|其他(?:事项|说明))"
)
"""A heading that numbers the letter's own stages, not what was asked."""
_STORY = re.compile(r"作出[^。]{0,10}复议决定，|责令重新|判决(?:撤销|责令)")
_N = r"[一二三四五六七八九十\d]{1,3}"
_ITEMS = rf"第(?P<items>{_N}(?:[项个]?[、，,和及]第?{_N})*)[项个]"
"""第3项, or several of which one thing is said: 第1、3项, 第一项和第三项."""
_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        r"^[一二三四五六七八九十]{1,3}、",
        r"^[（(][一二三四五六七八九十\d]{1,3}[）)]",
        r"^\d{1,2}[.．、]",
        rf"^(?:(?:关于|对于|针对)[^，。：]{{0,12}})?{_ITEMS}",
    )
)
"""How items are numbered, the outer ways first."""
_HEAD = re.compile(rf"[^，。：；《条]{{0,14}}?{_ITEMS}")


_PAPERS = next(pattern for kind, pattern in KINDS if kind is Kind.OTHER)


class Section(msgspec.Struct, frozen=True, dict=True):
    """What a letter says of one item: its sentences but those on the remedy; `item` is its place among the items."""

    item: int | None
    sentences: tuple[Block, ...]

    @cached_property
    def text(self) -> str:
        """All its sentences, as written."""
        return "".join(sentence.text for sentence in self.sentences)

    @cached_property
    def bare(self) -> str:
        """Without what is quoted, which is the requester's words."""
        return "".join(_QUOTED.sub("“…”", sentence.text) for sentence in self.sentences)

    @property
    def covers(self) -> int:
        """How many items it answers, as its head counts them."""
        head = _HEAD.match(self.sentences[0].text) if self.sentences else None
        return len(re.split("[、，,和及]", head["items"])) if head else 1

    @cached_property
    def stated(self) -> str:
        """`bare` without what it denies in the words of a decision."""
        return _DENIED.sub("…", self.bare)

    @cached_property
    def block(self) -> int | None:
        """The block that says its main decision, as decided rather than told; else that of its last sentence."""
        sign = DECIDED[self.main] if self.main else None
        saying = [one for one in self.sentences if sign and sign.search(_QUOTED.sub("“…”", one.text))]
        found = [one for one in saying if "决定" in one.text] or saying or self.sentences
        return found[-1].number if found else None

    def holding(self, words: str) -> int | None:
        """The block of the first sentence with these words, as written or as in `bare`; else that of the decision."""
        holders = (s.number for s in self.sentences if words in s.text or words in _QUOTED.sub("“…”", s.text))
        return next(holders, self.block)

    @cached_property
    def cited(self) -> tuple[Citation, ...]:
        """The articles of the Regulation that it cites."""
        return tuple(citation for citation in citations(self.text) if citation.of_regulation)

    @cached_property
    def grounds(self) -> frozenset[Ground]:
        """The grounds that it names."""
        return frozenset(ground for ground, pattern in GROUNDS.items() if re.search(pattern, self.bare))

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """What it decides, the weightiest first."""
        found = [decision for decision, pattern in DECIDED.items() if pattern.search(self.stated)]
        found = found or [decision for decision in Decision if self._stands_on(decision)]
        if self._severed and found and not set(found) - {Decision.REFUSED, *WEAK}:
            found.insert(0, Decision.PARTIAL)
        if Decision.REFUSED in found and not self.grounds and set(found) - {Decision.REFUSED, *WEAK}:
            found.remove(Decision.REFUSED)
        if Decision.PARTIAL in found and Decision.REFUSED in found:
            found.remove(Decision.REFUSED)
        elsewhere = {Decision.NOT_AGENCY, Decision.SECTOR} & set(found) and not re.search(PLAINLY_ABSENT, self.bare)
        if Decision.NO_RECORD in found and elsewhere:  # not made here is why another agency answers
            found.remove(Decision.NO_RECORD)
        return tuple(found)

    def _stands_on(self, decision: Decision) -> bool:
        """Whether its article alone tells the decision, where no words do; by 15 and 36(2) a third party is overruled."""
        keys = {citation.key for citation in self.cited}
        overruled = decision is Decision.REFUSED and "36.2" in keys and "36.3" not in keys
        return decision in PLAIN and bool(PRIMARY[decision] & keys) and not overruled

    @property
    def _severed(self) -> bool:
        """Whether art. 37 is what it gives something by, rather than what it denies."""
        return (
            any(c.article == 37 for c in self.cited)
            and re.search(r"公开|提供", self.bare) is not None
            and not re.search(r"(?:不能|无法|不具备|难以)[^。；，]{0,8}区分", self.bare)
        )

    @property
    def main(self) -> Decision | None:
        """The weightiest decision whose article is cited, else the weightiest; a quoted sign alone misleads."""
        said = {citation.key for citation in self.cited}
        cited = (decision for decision in self.decisions if said & PRIMARY[decision])
        return next(cited, self.decisions[0] if self.decisions else None)


class Understood(msgspec.Struct, frozen=True, dict=True):
    """A letter with what it is and decides."""

    sheet: Sheet
    kind: Kind
    sections: tuple[Section, ...]
    remedy: tuple[Block, ...]

    @property
    def decisions(self) -> frozenset[Decision]:
        """The main decisions of all sections."""
        return frozenset(main for section in self.sections if (main := section.main))

    @property
    def answers(self) -> bool:
        """Whether it is an answer to the request."""
        return self.kind is Kind.ANSWER


def understood(sheet: Sheet) -> Understood:
    """What the letter is and decides, as far as its words tell."""
    remedy = tuple(s for s in sheet.sentences if REMEDY.search(s.text) and not _STORY.search(s.text))
    rest = tuple(s for s in sheet.sentences if s not in remedy)
    return Understood(sheet, _kind(sheet), _sections(rest), remedy)


_CLOSED = re.compile(
    r"不再(?:处理|办理)[^。；，]{0,16}告知书|不予(?:处理|受理)[^。；，]{0,10}告知书|终(?:止|结)[^。；，]{0,16}(?:告知|通知)书"
    r"|(?:没有|未|仍未|并未|至今未)(?:收到|见|按|在|提交|补交|作出|进行|予以)?[^。；，]{0,24}补(?:正|充)[^。]{0,120}(?:视为|不再处理|第三十六条)"
)
"""A request closed for what wasn't corrected: its story tells of a 补正, but it answers."""


def _kind(sheet: Sheet) -> Kind:
    if sheet.letter_type is not None:
        return OF_TYPE.get(sheet.letter_type, Kind.OTHER if sheet.letter_type in PROCEDURAL else Kind.ANSWER)
    text = sheet.text
    title = sheet.title
    if not title and sheet.everything and re.search(_PAPERS, sheet.everything[0].text[:100]):
        return Kind.OTHER
    for kind, pattern in KINDS:
        if re.search(pattern, title):
            return kind
    asked = re.search(r"(?:你|您|贵)(?:单位|公司|方)?[^。]{0,40}不同意公开|征求[过了]?(?:你|您|贵)", text)
    if asked and re.search(r"决定[^。，]{0,6}公开", text):
        return Kind.THIRD_PARTY
    if asked and re.search(r"征求[过了]?(?:你|您|贵)[^。；，]{0,12}意见", text) and "答复书" not in title:
        return Kind.CONSULTATION
    if "答复书" in title:
        return Kind.ANSWER
    if _CLOSED.search(title) or _CLOSED.search(text):
        return Kind.ANSWER
    if re.search(r"(?<!申)请[^。]{0,40}补正", text):
        return Kind.CLARIFICATION
    if (
        re.search(r"答复期限[^。]{0,10}延长|延长[^。]{0,16}工作日|延期[^。]{0,6}答复", text)
        and "第三十六条" not in text
    ):
        return Kind.EXTENSION
    return Kind.ANSWER


def _sections(sentences: tuple[Block, ...]) -> tuple[Section, ...]:
    """One section for each item where the letter numbers at least two and decides on them apart, else one.

    Letters also number their stages (what was asked, what was found): items are the outermost level that decides.
    """
    for depth in range(len(_LEVELS)):
        starts = [i for i, s in enumerate(sentences) if _LEVELS[depth].match(s.text)]
        ends = enumerate(pairwise([*starts, _end(sentences, starts, depth)]), 1)
        parts = [Section(number, sentences[start:end]) for number, (start, end) in ends]
        stages = sum(_STAGE.match(sentences[start].text) is not None for start in starts)
        if depth == 0 and stages * 2 >= max(2, len(parts)):
            continue
        deciding = [part for part in parts if part.decisions]
        absent = {part.decisions for part in deciding} == {(Decision.NO_RECORD,)}
        if len(deciding) > 1 and not (absent and not any(part.cited for part in deciding[:-1])):  # steps of one search
            return tuple(parts)
    return (Section(None, sentences),)


def _end(sentences: tuple[Block, ...], starts: list[int], depth: int) -> int:
    """Where the last item ends: at the next number of a level outside its own."""
    outer = (i for i, s in enumerate(sentences) if any(level.match(s.text) for level in _LEVELS[:depth]))
    return next((i for i in outer if starts and i > starts[-1]), len(sentences))
