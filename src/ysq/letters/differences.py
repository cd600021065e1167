"""What differs between two texts, word by word, and between two lists of paragraphs; pure, and fast on long texts."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

import msgspec

from ysq.domain.terms import Term

# A number or a Latin word is one word; of Chinese, which has no blanks, every character is.
_WORD = re.compile(r"[0-9０-９]+(?:[.,][0-9]+)*|[A-Za-zＡ-Ｚａ-ｚ]+|\s+|.", re.DOTALL)
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+|[^。！？；\n]+")
_SHORT = 400
_ALIKE = 0.5
_PAIRS = 10_000


class Change(Term):
    """What became of a run of words."""

    SAME = "same", "不变"
    REMOVED = "removed", "删去"
    ADDED = "added", "增加"


class Run(msgspec.Struct, frozen=True):
    """Words that stayed, went or came."""

    change: Change
    text: str


class ParagraphChange(msgspec.Struct, frozen=True):
    """A paragraph beside what became of it: numbers from 1 in the old and in the new list, None where it isn't."""

    old: int | None
    new: int | None
    runs: tuple[Run, ...]

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return all(run.change is Change.SAME for run in self.runs)


def differences(old: str, new: str) -> tuple[Run, ...]:
    """The runs that lead from `old` to `new`: without those added it is `old`, without those removed it is `new`."""
    long = len(old) + len(new) > _SHORT
    return tuple(_joined(_runs(old, new, _SENTENCE if long else _WORD)))


def before(runs: Sequence[Run]) -> str:
    """The old text."""
    return "".join(run.text for run in runs if run.change is not Change.ADDED)


def after(runs: Sequence[Run]) -> str:
    """The new text."""
    return "".join(run.text for run in runs if run.change is not Change.REMOVED)


def paragraph_changes(old: Sequence[str], new: Sequence[str]) -> tuple[ParagraphChange, ...]:
    """Every paragraph of both lists once, in order, with the words that differ."""
    return tuple(
        ParagraphChange(
            None if a is None else a + 1,
            None if b is None else b + 1,
            differences("" if a is None else old[a], "" if b is None else new[b]),
        )
        for a, b in aligned(old, new)
    )


def aligned(old: Sequence[str], new: Sequence[str]) -> list[tuple[int | None, int | None]]:
    """Indices of paragraphs that belong together, in order; one without a partner stands alone.

    What is equal is paired first, the rest by likeness, and then as many as stand in each other's place.
    """
    pairs: list[tuple[int | None, int | None]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += zip(range(a, b), range(c, d), strict=True)
        else:
            pairs += _by_likeness(old, new, (a, b, c, d))
    return list(_replaced(pairs))


def _replaced(pairs: list[tuple[int | None, int | None]]) -> Iterator[tuple[int | None, int | None]]:
    """As many paragraphs that went as came, between the same neighbours, were written anew one by one."""
    gone: list[int] = []
    came: list[int] = []
    for a, b in [*pairs, (-1, -1)]:
        if b is None and a is not None:
            gone.append(a)
        elif a is None and b is not None:
            came.append(b)
        else:
            anew = len(gone) == len(came)
            yield from (
                zip(gone, came, strict=True) if anew else [*((i, None) for i in gone), *((None, j) for j in came)]
            )
            gone, came = [], []
            if a != -1:
                yield a, b


def _by_likeness(
    old: Sequence[str], new: Sequence[str], part: tuple[int, int, int, int]
) -> list[tuple[int | None, int | None]]:
    """The pairing of a stretch with the greatest likeness in all."""
    a, b, c, d = part
    if (b - a) * (d - c) > _PAIRS:  # nobody edits a letter so; what it then costs must not be paid
        return [*((i, None) for i in range(a, b)), *((None, j) for j in range(c, d))]
    best: list[list[tuple[float, int]]] = [[(0.0, 2)] * (d - c + 1) for _each in range(b - a + 1)]
    for i in range(b - a - 1, -1, -1):
        for j in range(d - c - 1, -1, -1):
            likeness = _likeness(old[a + i], new[c + j])
            together = best[i + 1][j + 1][0] + likeness if likeness >= _ALIKE else -1.0
            best[i][j] = max((together, 0), (best[i + 1][j][0], 1), (best[i][j + 1][0], 2), key=lambda one: one[0])
    return list(_followed(best, part))


def _followed(
    best: list[list[tuple[float, int]]], part: tuple[int, int, int, int]
) -> Iterator[tuple[int | None, int | None]]:
    a, b, c, d = part
    i, j = a, c
    while i < b or j < d:
        step = best[i - a][j - c][1] if i < b and j < d else 1 if i < b else 2
        yield (i if step != 2 else None, j if step != 1 else None)
        i, j = i + (step != 2), j + (step != 1)


def _likeness(old: str, new: str) -> float:
    """From 0 to 1, by the characters that both have."""
    return SequenceMatcher(None, old, new, autojunk=False).quick_ratio()


def _runs(old: str, new: str, unit: re.Pattern[str]) -> Iterator[Run]:
    """By the unit; what changed of sentences is compared again by words."""
    ours, theirs = unit.findall(old), unit.findall(new)
    for tag, a, b, c, d in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        gone, came = "".join(ours[a:b]), "".join(theirs[c:d])
        if tag == "equal":
            yield Run(Change.SAME, gone)
        elif unit is _SENTENCE and gone and came and len(gone) * len(came) <= _SHORT**2:
            yield from _runs(gone, came, _WORD)
        else:
            yield from (run for run in (Run(Change.REMOVED, gone), Run(Change.ADDED, came)) if run.text)


def _joined(runs: Iterator[Run]) -> Iterator[Run]:
    """Neighbours of one kind as one; of a change, what went comes before what came."""
    same, gone, came = "", "", ""
    for run in runs:
        if run.change is Change.SAME:
            yield from _told("", gone, came)
            gone, came, same = "", "", same + run.text if not (gone or came) else run.text
        else:
            yield from _told(same, "", "")
            same = ""
            gone += run.text if run.change is Change.REMOVED else ""
            came += run.text if run.change is Change.ADDED else ""
    yield from _told(same, gone, came)


def _told(same: str, gone: str, came: str) -> Iterator[Run]:
    kinds = ((Change.SAME, same), (Change.REMOVED, gone), (Change.ADDED, came))
    yield from (Run(change, text) for change, text in kinds if text)
