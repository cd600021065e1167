"""Text in columns of a fixed width, where a Chinese character takes two."""

import re
from unicodedata import combining, east_asian_width

_WIDE = frozenset("WFA")
_NOT_FIRST = frozenset("，。；：、？！）》」』〉”’…%,.;:)]}")
_NOT_LAST = frozenset("（《「『〈“‘([{")
_PIECE = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|(?:第[一二三四五六七八九十百]+[条款项])+|[A-Za-z0-9][A-Za-z0-9._/@-]*|.", re.DOTALL
)


def width(text: str) -> int:
    """The columns that `text` takes; characters of ambiguous width count as two."""
    return sum(0 if combining(char) else 2 if east_asian_width(char) in _WIDE else 1 for char in text)


def pad(text: str, columns: int) -> str:
    """`text` with spaces behind it, up to `columns`."""
    return text + " " * max(0, columns - width(text))


def pad_left(text: str, columns: int) -> str:
    """`text` with spaces before it, up to `columns`."""
    return " " * max(0, columns - width(text)) + text


def centre(text: str, columns: int) -> str:
    """`text` in the middle of `columns`."""
    return " " * max(0, (columns - width(text)) // 2) + text


def wrap(text: str, columns: int, indent: int = 0) -> str:
    """`text` in lines of at most `columns`, those after the first behind `indent` spaces.

    Dates, numbers and places in a law stay whole; no line begins with a closing mark or ends with an opening one.
    """
    lines: list[str] = []
    rest = _pieces(text, columns)
    while rest:
        taken = _fitting(rest, columns)
        lines.append("".join(rest[:taken]).rstrip())
        rest = rest[taken:]
    return ("\n" + " " * indent).join(lines)


def _pieces(text: str, columns: int) -> list[str]:
    """Dates, places in a law and runs of ASCII whole, unless wider than a line; every other character alone."""
    found: list[str] = []
    for piece in _PIECE.findall(text):
        found += [piece] if width(piece) <= columns else piece
    return found


def _fitting(pieces: list[str], columns: int) -> int:
    """How many of `pieces` go on one line; at least one."""
    used = taken = 0
    while taken < len(pieces) and used + width(pieces[taken]) <= columns:
        used += width(pieces[taken])
        taken += 1
    if taken == len(pieces):
        return taken
    best = taken
    while best > 1 and (pieces[best][0] in _NOT_FIRST or pieces[best - 1][-1] in _NOT_LAST):
        best -= 1
    return max(best if best > taken // 2 else taken, 1)
