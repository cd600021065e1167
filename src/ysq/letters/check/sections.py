"""What a letter says of one item: what it decides, on which ground, by which articles."""

import re
from functools import cached_property

import msgspec

from ysq.letters.check.citations import Citation, citations
from ysq.letters.check.sheet import Block
from ysq.letters.check.signs import DECIDED, GROUNDS, PLAIN, PLAINLY_ABSENT, PRIMARY, WEAK, Decision, Ground

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
QUOTED = re.compile(r"“[^“”]{7,2000}”")
"""The requester's words, or those of a paper."""
_INAPPLICABLE = re.compile(
    r"(?:不涉及|未涉及|不属于|不存在|不具有|不适用|不符合|不含|不在|没有|并无|不是|并非)[^。；，、]{0,10}"
    r"(?:《[^》]*》)?(?:[（(][^）)]*[）)])?(?:第[^。；，、条]{1,5}条(?:第[^。；，、]{1,4}[款项])*[、，和及或至]*)+"
    r"[^。；，]{0,10}(?:情形|范围|内容|信息|情况|事项)"
)
"""Articles of which the letter says that they don't apply."""

_N = r"[（(]?[一二三四五六七八九十\d]{1,3}[）)]?"
ITEMS = rf"第(?P<items>{_N}(?:[项个]?[、，,和及]第?{_N})*)[项个]"
"""第3项, or several of which one thing is said: 第1、3项, 第一项和第三项."""
_HEAD = re.compile(rf"[^，。：；《条]{{0,14}}?{ITEMS}")


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
        return "".join(QUOTED.sub("“…”", sentence.text) for sentence in self.sentences)

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
        saying = [one for one in self.sentences if sign and sign.search(QUOTED.sub("“…”", one.text))]
        found = [one for one in saying if "决定" in one.text] or saying or self.sentences
        return found[-1].number if found else None

    def holding(self, words: str) -> int | None:
        """The block of the first sentence with these words, as written or as in `bare`; else that of the decision."""
        holders = (s.number for s in self.sentences if words in s.text or words in QUOTED.sub("“…”", s.text))
        return next(holders, self.block)

    @cached_property
    def cited(self) -> tuple[Citation, ...]:
        """The articles of the Regulation that it cites."""
        text = _INAPPLICABLE.sub(lambda denied: "".join(re.findall(r"《[^》]*》", denied[0])), self.text)
        return tuple(citation for citation in citations(text) if citation.of_regulation)

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
        keys = {citation.key for citation in self.cited}
        if (
            Decision.NO_RECORD in found
            and "36.5" in keys
            and not elsewhere
            and not re.search(PLAINLY_ABSENT, self.bare)
        ):
            found = [Decision.NOT_AGENCY if one is Decision.NO_RECORD else one for one in found]
        if Decision.NO_RECORD in found and elsewhere:  # not made here is why another agency answers
            found.remove(Decision.NO_RECORD)
        return tuple(found)

    def _stands_on(self, decision: Decision) -> bool:
        """Whether its article alone tells the decision, where no words do; 15 with 36(2) overrules a third party."""
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
