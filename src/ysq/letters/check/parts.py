"""Cuts a letter's body into the items that it decides on apart."""

import re
from itertools import pairwise

import msgspec

from ysq.letters.check.characters import number
from ysq.letters.check.sections import ITEMS, Section
from ysq.letters.check.sheet import Block
from ysq.letters.check.signs import Decision

STAGE = re.compile(
    r"^[一二三四五六七八九十]{1,3}、(?:关于)?(?:你|您|申请人|本案"
    r"|本次)?(?:的)?(?:申请(?:(?:的)?(?:基本)?(?:情况|内容|事项|经过))?(?=[。：: 　]|你|您|\d{4}年|$)|"
    r"(?:基本|有关|相关)(?:情况|事实)|收件|受理|申请(?:的)?(?:基本)?(?:情况|内容|经过)|查明|经查|经审查|事实|调查|办理(?:情况|经过|过程)|检索|查找|征求(?:第三方)?意见|"
    r"审查|审核|判断|认定|分析|理由|说明|依据|法律依据|决定|处理|答复(?:意见|结果|内容|决定|如下|(?=[：:该依根经本此所您你]))|结论|救济|权利|复议|特此|不服|其他(?:事项|说明))"
)
"""A heading that numbers the letter's own stages, not what was asked."""
_LEVELS = tuple(
    re.compile(pattern)
    for pattern in (
        r"^[一二三四五六七八九十]{1,3}、",
        r"^[（(][一二三四五六七八九十\d]{1,3}[）)]",
        r"^\d{1,2}[.．、]",
        rf"^(?:(?:关于|对于|针对|就)[^，。：]{{0,12}})?{ITEMS}",
        r"^(?:关于|对于|针对|就)?(?:申请)?(?:事项|内容|问题)?[（(]?[一二三四五六七八九十\d]{1,2}[）)]?[，：](?!\d)",
    )
)
"""How items are numbered, the outer ways first."""
_ALL = re.compile(r"^(?:以上|上述|前述|综上|据此|前列)")
_N = r"[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]?"
_OF_ITEM = re.compile(rf"(?<![条款])(?<!项、)(?<!项和)第(?P<n>{_N})(?P<more>(?:[、和及与至]第?{_N})*)项")


class Parts(msgspec.Struct, frozen=True):
    """The items, and what is said of all of them behind the last."""

    sections: tuple[Section, ...]
    common: tuple[Block, ...] = ()


def parts_of(sentences: tuple[Block, ...]) -> Parts:
    """One section for each item where the letter numbers at least two and decides on them apart, else one.

    Letters also number their stages (what was asked, what was found): items are the outermost level that decides.
    """
    for depth in range(len(_LEVELS)):
        starts = [i for i, s in enumerate(sentences) if _LEVELS[depth].match(s.text)]
        end, common = _end(sentences, starts, depth)
        ends = enumerate(pairwise([*starts, end]), 1)
        parts = _with_own(_renumbered([Section(n, sentences[one:other]) for n, (one, other) in ends]), common)
        stages = sum(STAGE.match(sentences[start].text) is not None for start in starts)
        if depth == 0 and stages * 2 >= max(2, len(parts)):
            continue
        deciding = [part for part in parts if part.decisions]
        absent = {part.decisions for part in deciding} == {(Decision.NO_RECORD,)}
        steps = absent and not any(part.cited for part in deciding[:-1])  # of one search
        after = Section(None, (*common, *sentences[end + len(common) :]))
        concluded = not any(part.cited for part in parts) and bool(
            Section(None, common).decisions or (after.cited and after.decisions)
        )
        if len(deciding) > 1 and not steps and not concluded:
            return Parts(tuple(parts), common)
    return Parts((Section(None, sentences),))


def _renumbered(parts: list[Section]) -> list[Section]:
    """The parts without a list of what was asked for, when the answers are numbered from one again."""
    heads = [re.sub(r"^\W*(?:关于)?第?|[^一二三四五六七八九十\d].*$", "", part.sentences[0].text[:8]) for part in parts]
    again = next((at for at in range(1, len(parts)) if heads[at] and heads[at] == heads[0]), 0)
    if not again or any(part.decisions for part in parts[:again]) or len(parts) < 2 * again:
        return parts
    return [msgspec.structs.replace(part, item=number) for number, part in enumerate(parts[again:], 1)]


def _end(sentences: tuple[Block, ...], starts: list[int], depth: int) -> tuple[int, tuple[Block, ...]]:
    """Where the last item ends, at a number of a level outside its own or at what is said of all, and that."""
    if not starts:
        return len(sentences), ()
    outer = (i for i, s in enumerate(sentences) if any(level.match(s.text) for level in _LEVELS[:depth]))
    end = next((i for i in outer if i > starts[-1]), len(sentences))
    common = (i for i in range(starts[-1] + 1, end) if _ALL.match(sentences[i].text))
    last = next(common, end)
    return last, sentences[last:end]


def _with_own(parts: list[Section], common: tuple[Block, ...]) -> list[Section]:
    """Each part with what is said of it by its number behind the last: 第（一）项依据……，第（二）项依据……."""
    said: dict[int, list[Block]] = {}
    for sentence in common:
        matches = list(_OF_ITEM.finditer(sentence.text))
        ends = [*(match.start() for match in matches), len(sentence.text)]
        for match, end in zip(matches, ends[1:], strict=True):
            for n in _numbers(match):
                said.setdefault(n, []).append(Block(sentence.number, sentence.text[match.end() : end]))
    return [msgspec.structs.replace(part, sentences=(*part.sentences, *said.get(part.item or 0, ()))) for part in parts]


def _numbers(match: re.Match[str]) -> list[int]:
    words = [match["n"], *re.findall(_N, match["more"])]
    values = [value for word in words if (value := number(word.strip("（()）"))) is not None]
    return list(range(values[0], values[-1] + 1)) if "至" in match["more"] and len(values) > 1 else values
