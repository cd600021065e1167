"""A letter as understood: what kind it is, and what it decides on each item."""

import re

import msgspec

from ysq.letters.check.kinds import kind_of
from ysq.letters.check.parts import parts_of
from ysq.letters.check.sections import Section
from ysq.letters.check.sheet import Block, Sheet
from ysq.letters.check.signs import Decision, Kind

REMEDY = re.compile(
    r"(?:申请|提起|提出|进行|先)[^。；，]{0,8}复议|行政诉讼|提起[^。；，]{0,6}诉讼|起诉|打(?:行政)?官司|行政复议[^。；]{0,8}(?:申请|期限)"
)
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
    remedy = tuple(s for s in sheet.sentences if REMEDY.search(s.text) and not _STORY.search(s.text))
    rest = tuple(s for s in sheet.sentences if s not in remedy)
    parts = parts_of(rest)
    return Understood(sheet, kind_of(sheet), parts.sections, remedy, parts.common)
