"""Compares a draft that came back with the version it was made from: free words are proposed, locked ones named."""

from collections.abc import Iterator
from datetime import date

import msgspec

from ysq.domain.drafts import HOW_CHANGED, BlockEdit, DraftBlock, Holds, VersionBlock, edits_of
from ysq.domain.letters import Letter
from ysq.letters.differences import Run, aligned, differences
from ysq.letters.returned import Returned
from ysq.letters.returned_comments import FileComment
from ysq.letters.words import zh_date


class RefusedChange(msgspec.Struct, frozen=True):
    """A change that isn't taken over: of what, the words with what was changed in them, and what to do instead.

    `block` is the number of the version's block, None for what stands around the text.
    """

    holds: Holds
    block: int | None
    runs: tuple[Run, ...]
    todo: str


class Comparison(msgspec.Struct, frozen=True):
    """What came back: the edits (of the generated words) of the version that it proposes, and what is refused."""

    edits: tuple[BlockEdit, ...]
    changed: bool
    refused: tuple[RefusedChange, ...]


class _Line(msgspec.Struct, frozen=True):
    """A line that is expected; `at` is the index of its block in the version."""

    text: str
    holds: Holds
    at: int | None = None
    free: bool = False


def compare(
    base: tuple[DraftBlock, ...],
    blocks: tuple[VersionBlock, ...],
    letter: Letter,
    names: frozenset[str],
    came: Returned,
) -> Comparison:
    """`came` beside the version `blocks` of the words `base`; `letter` tells what stands around them.

    `names` are the ways in which its addressee may be written: a file shows him as its reader may see him.
    """
    expected, lines = tuple(_expected(blocks, letter)), [*came.head, *came.lines]
    addressed = f"{letter.addressee}："
    lines = [addressed if line.removesuffix("：") in names and line.endswith("：") else line for line in lines]
    made = _Made(base, blocks)
    for a, b in _paired(expected, lines):
        made.take(expected[a] if a is not None else None, lines[b] if b is not None else None)
    after = made.blocks()
    return Comparison(edits_of(base, after), after != list(blocks), tuple(made.refused))


def _expected(blocks: tuple[VersionBlock, ...], letter: Letter) -> Iterator[_Line]:
    """The lines in the order in which a DOCX has them: attachments and notes stand below the text."""
    yield _Line(letter.heading, Holds.HEAD)
    yield _Line(letter.letter_no, Holds.NUMBER)
    yield from (_Line(text, Holds.HEAD) for text in letter.title_lines)
    yield _Line(f"{letter.addressee}：", Holds.ADDRESSEE)
    yield from _of_text(blocks)
    yield _Line(letter.signatory, Holds.SIGNATURE)
    yield _Line(zh_date(letter.dated), Holds.DATE)
    yield from _of_foot(blocks)


def _of_text(blocks: tuple[VersionBlock, ...]) -> Iterator[_Line]:
    numbered = list(enumerate(blocks))
    for at, one in numbered:
        if one.holds not in (Holds.ATTACHMENTS, Holds.CONTACT):
            yield _Line(one.text, one.holds, at, one.added or one.holds is Holds.WORDS)
    listed = [(at, one) for at, one in numbered if one.holds is Holds.ATTACHMENTS]
    yield from (_Line(line, one.holds, at) for at, one in listed for line in one.text.split("\n"))


def _of_foot(blocks: tuple[VersionBlock, ...]) -> Iterator[_Line]:
    held = ((at, one) for at, one in enumerate(blocks) if one.holds is Holds.CONTACT)
    return (_Line(f"（{one.text}）", one.holds, at) for at, one in held)


def remarked(blocks: tuple[VersionBlock, ...], came: Returned) -> tuple[tuple[int, FileComment], ...]:
    """The comments in the file, each with the number (from 1) of the block that it is about.

    What stands around the text, or was put between two blocks, counts to the block above; above all, to the first.
    """
    expected = [*_of_text(blocks), *_of_foot(blocks)]
    block, place = 0, {}
    for a, b in aligned([one.text for one in expected], came.lines):
        if a is not None:
            block = expected[a].at or 0
        if b is not None:
            place[b] = block + 1
    return tuple((place[one.line], one) for one in came.comments)


def _paired(expected: tuple[_Line, ...], lines: list[str]) -> Iterator[tuple[int | None, int | None]]:
    """As `aligned` pairs them; what stands in the place of free lines alone is their new words."""
    gone: list[int] = []
    came: list[int] = []
    for a, b in [*aligned([one.text for one in expected], lines), (-1, -1)]:
        if a is None and b is not None:
            came.append(b)
        elif b is None and a is not None:
            gone.append(a)
        else:
            partners = dict(zip(gone, came, strict=False)) if all(expected[one].free for one in gone) else {}
            yield from ((one, partners.get(one)) for one in gone)
            yield from ((None, one) for one in came if one not in partners.values())
            gone, came = [], []
            if a != -1:
                yield a, b


class _Made:
    """The version that the file makes of the one it came from, line by line."""

    def __init__(self, base: tuple[DraftBlock, ...], blocks: tuple[VersionBlock, ...]) -> None:
        self._base = base
        self._now: list[VersionBlock | None] = list(blocks)
        self._behind: dict[int, list[str]] = {}
        self._last: _Line | None = None
        self.refused: list[RefusedChange] = []

    def take(self, expected: _Line | None, line: str | None) -> None:
        """One line of either or both."""
        if expected is None:
            self._add(line or "")
            return
        self._last = expected
        if line == expected.text:
            return
        block = self._now[expected.at] if expected.at is not None else None
        if not expected.free or expected.at is None or block is None:
            self._refuse(expected, line or "", HOW_CHANGED.get(expected.holds, ""))
        elif line is not None:
            self._now[expected.at] = msgspec.structs.replace(block, text=line)
        elif block.added:
            self._now[expected.at] = None
        else:
            self._refuse(expected, "", "，不能删去；理由有变化的，请重新拟办。")

    def _add(self, line: str) -> None:
        last = self._last
        block = self._now[last.at] if last is not None and last.at is not None else None
        if last is not None and last.at is not None and (last.free or (block and self._base[block.of - 1].open_behind)):
            self._behind.setdefault(last.at, []).append(line)
            return
        holds = last.holds if last is not None else Holds.HEAD
        at = last.at + 1 if last is not None and last.at is not None else None
        self.refused.append(RefusedChange(holds, at, differences("", line), "，这里不能增加文字，请加在理由部分。"))

    def _refuse(self, expected: _Line, line: str, todo: str) -> None:
        number = None if expected.at is None else expected.at + 1
        self.refused.append(RefusedChange(expected.holds, number, differences(expected.text, line), todo))

    def blocks(self) -> list[VersionBlock]:
        """The blocks of the version that came out; what was put behind a block follows it."""
        made: list[VersionBlock] = []
        of = 0
        for at, block in enumerate(self._now):
            if block is not None:
                made.append(block)
                of = block.of
            made += [VersionBlock(of, Holds.WORDS, text, added=True) for text in self._behind.get(at, ())]
        return made


def letter_day(came: Returned, first: date, today: date) -> date:
    """The day of the letter in the file, if that can be; else today."""
    return came.made_on if came.made_on is not None and first <= came.made_on <= today else today
