"""A letter as understood: what kind it is, and what it decides on each item."""

import re
from collections.abc import Iterator

import msgspec

from ysq.letters.check.kinds import kind_of
from ysq.letters.check.parts import parts_of
from ysq.letters.check.sections import Section
from ysq.letters.check.sheet import Block, Sheet
from ysq.letters.check.signs import Decision, Kind

REMEDY = re.compile(
    r"(?:申请|提起|提出|进行|先)[^。；，]{0,8}复议|行政诉讼|提起[^。；，]{0,6}诉讼|起诉|打(?:行政)?官司|行政复议[^。；]{0,8}(?:申请|期限)"
)
_HEAD_OF_WAY = re.compile(r"(?:^|[：:；])\s*(?:[（(]?[一二三四12][）)]?[.．、]?)?(?:申请|提起)?(?:行政)?(?:复议|诉讼)$")
_UNDER_HEAD = re.compile(
    r"(?:[（(]?[一二12][）)]?[.．、]?)?(?:申请|提起)?(?P<way>行政复议|行政诉讼)[。：:](?P<told>[^。；]*?(?:提出申请|提出|提起|申请)?)(?P<end>[。；]|$)"
)
"""A way told under its own heading: 1.行政复议。自收到之日起六十日内向县政府提出申请；2.行政诉讼。……"""
_STORY = re.compile(r"作出[^。]{0,10}复议决定，|责令重新|判决(?:撤销|责令)")


class Understood(msgspec.Struct, frozen=True, dict=True):
    """A letter with what it is and decides; `common` is said of all its items."""

    sheet: Sheet
    kind: Kind
    sections: tuple[Section, ...]
    remedy: tuple[Block, ...]
    common: tuple[Block, ...] = ()

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
    sentences = tuple(_under_heads(sheet.sentences))
    remedy = tuple(s for s in sentences if REMEDY.search(s.text) and not _STORY.search(s.text))
    rest = tuple(s for s in sentences if s not in remedy)
    parts = parts_of(rest)
    return Understood(sheet, kind_of(sheet), parts.sections, remedy, parts.common)


def _under_heads(sentences: tuple[Block, ...]) -> Iterator[Block]:
    """The sentences, what stands under the heading of a way read as if it named the way itself."""
    waiting: Block | None = None
    for sentence in sentences:
        whole = Block(sentence.number, waiting.text + sentence.text) if waiting is not None else sentence
        waiting = whole if _HEAD_OF_WAY.search(sentence.text.rstrip("。：:")) else None
        if waiting is None:
            yield Block(whole.number, _UNDER_HEAD.sub(_named, whole.text))
    if waiting is not None:
        yield waiting


def _named(match: re.Match[str]) -> str:
    """What is told under a heading with the verb that the heading stands for; as it is where it names one."""
    verb = "申请" if match["way"] == "行政复议" else "提起"
    told = match["told"]
    if REMEDY.search(told) or "内" not in told:
        return match[0]
    return f"{re.sub('(?:提出)?申请$|提出$|提起$', '', told)}{verb}{match['way']}{match['end']}"
