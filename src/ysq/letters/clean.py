"""Makes text from outside fit to print on one line: nothing invisible, nothing that turns or breaks the line."""

import re
import unicodedata

from ysq.letters.errors import UnprintableCharacterError

# Controls, soft hyphen, bidirectional marks, zero-width characters, interlinear marks and tags: all invisible.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BREAK = "\t\n\x0b\x0c\r\x1c-\x1f\x85\u2028\u2029"
_BREAKS = re.compile(f"[ {_BREAK}]*[{_BREAK}][ {_BREAK}]*")
_WIDE = frozenset("WF")
_PRINTABLE_BUT_INVISIBLE = "\u034f"
"""What Python takes for printable although nobody sees it."""


def clean(text: str) -> str:
    """`text` as one printable line: invisible and private-use characters dropped, line breaks closed up.

    A break between two Chinese characters leaves nothing, any other leaves one space. What stays is unchanged.
    Raises UnprintableCharacterError for surrogates and noncharacters.
    """
    if text.isprintable() and _PRINTABLE_BUT_INVISIBLE not in text:
        return text.strip()
    visible = _INVISIBLE.sub("", text)
    kept = "".join(c for c in visible if unicodedata.category(c) != "Co")
    _refuse(kept, ("Cs", "Cn"), "不是有效的文字，无法印出。请改正后重试。")
    return _BREAKS.sub(_joint, kept).strip()


def clean_name(name: str) -> str:
    """Like `clean`, but a private-use character is refused: dropping it would address someone else."""
    _refuse(name, ("Co",), "属于自造字区，各机器显示不同，不能用于姓名和名称。请改用国家标准收录的字形后重试。")
    return clean(name)


def paragraphs(text: str) -> tuple[str, ...]:
    """The non-empty paragraphs of `text`, each cleaned."""
    return tuple(p for line in re.split(r"\r\n|[\n\r\x85\u2028\u2029]", text) if (p := clean(line)))


def _refuse(text: str, categories: tuple[str, ...], why: str) -> None:
    if text.isprintable():  # none of these categories is
        return
    found = dict.fromkeys(c for c in text if unicodedata.category(c) in categories)
    if found:
        raise UnprintableCharacterError("".join(found), why)


def _joint(match: re.Match[str]) -> str:
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    wide = all(unicodedata.east_asian_width(c) in _WIDE for c in (before, after) if c)
    return "" if wide else " "
