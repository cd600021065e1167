"""Says what is wrong with a regular expression of the book: it can't be read, finds nothing, or may search for ever."""

import re
from collections.abc import Iterator
from re import _constants as words  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_REPEATS = (words.MAX_REPEAT, words.MIN_REPEAT)
_LONG = 200
_MOST_LONG = 3
"""So many open repetitions in a row: each multiplies the time by the length of the paragraph."""


def fault_of(source: str) -> str | None:
    """What is wrong with the pattern, in Chinese; None when it may be used."""
    try:
        parts = parser.parse(source)
        # What needs a character can't match nothing; only the compiler knows what a look-behind must not be.
        compiled = re.compile(source) if parts.getwidth()[0] == 0 or "(?<" in source else None
    except re.error as error:
        return f"不是可用的正则表达式（{error.msg}）"
    except (OverflowError, RecursionError):
        return "不是可用的正则表达式（重复的次数过大，或者括号嵌套过深）"
    if compiled is not None and compiled.search(""):
        return "什么都没有也会匹配，请写得具体些"
    if _multiplied(parts, repeated=False):
        return "重复的括号里又有重复或者“|”（如 (a+)+），遇到某些文字会一直查下去，请改写"
    if _open(parts) > _MOST_LONG:
        return f"不限次数的重复（*、+）超过{_MOST_LONG}处，遇到长段落会很慢，请写明最多几个字，如 {{0,20}}"
    return None


def _multiplied(parts: Any, *, repeated: bool) -> bool:
    """Whether something that can match in several ways stands in what is repeated: the ways multiply."""
    for word, argument in parts:
        inside = repeated
        if word in _REPEATS:
            least, most, _body = argument
            if repeated and least != most:
                return True
            inside = repeated or most > 1
        elif word is words.BRANCH and repeated:
            return True
        if any(_multiplied(part, repeated=inside) for part in _bodies(argument)):
            return True
    return False


def _open(parts: Any) -> int:
    """How many repetitions without a near end there are."""
    here: int = sum(word in _REPEATS and argument[1] > _LONG for word, argument in parts)
    return here + sum(_open(body) for _word, argument in parts for body in _bodies(argument))


def _bodies(argument: Any) -> Iterator[Any]:
    if isinstance(argument, parser.SubPattern):
        yield argument
    elif isinstance(argument, list | tuple):
        for part in argument:
            yield from _bodies(part)
