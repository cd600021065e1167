"""How dates, numbers and provisions are worded in a letter: the filters that templates may use."""

import re
from collections.abc import Iterable
from datetime import date

from ysq.domain.law import Provision
from ysq.domain.letters import RemedyPart, RemedyScope

_DIGITS = "零一二三四五六七八九"
_TITLE = re.compile(r"(《[^》]+》)?(.*)", re.DOTALL)


def zh_date(day: date) -> str:
    """2026年3月2日: Arabic numerals without leading zeros (GB/T 9704-2012)."""
    return f"{day.year}年{day.month}月{day.day}日"


def zh_number(number: int) -> str:
    """六十 for 60, 一百零五 for 105; from 1 to 999, more than letters ever count in words."""
    if not 1 <= number <= 999:
        raise ValueError(f"只能写出一至九百九十九，收到 {number}")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    last = _DIGITS[ones] if ones else ""
    if not hundreds:
        return {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens]}十") + last
    # 一百零五, 一百一十: behind a hundred no place is left out.
    middle = f"{_DIGITS[tens]}十" if tens else _DIGITS[0] if ones else ""
    return f"{_DIGITS[hundreds]}百{middle}{last}"


def yuan(fen: int) -> str:
    """1250元, 12.50元: an amount in fen as it is written in a letter."""
    whole, rest = divmod(fen, 100)
    return f"{whole}.{rest:02d}元" if rest else f"{whole}元"


def or_dash(text: str) -> str:
    """`text`, or a dash in a cell of a form that has nothing to say."""
    return text or "——"


def sentence(text: str) -> str:
    """`text` with a full stop where it has no closing mark of its own."""
    stripped = text.rstrip()
    return stripped if stripped.endswith(("。", "！", "？", "…", "；", "”")) else f"{stripped}。"


def cite(provisions: Iterable[Provision]) -> str:
    """《…条例》第十六条第二款、第三十六条第三项: the law is named once as long as it stays the same."""
    cited: list[str] = []
    named = ""
    for provision in provisions:
        law, place = _split(provision.title)
        cited.append(place if law and law == named else provision.title)
        named = law
    return "、".join(cited)


def scopes(parts: Iterable[RemedyScope]) -> str:
    """第1、3项申请的答复、第2项申请的答复中不予公开的部分: what a remedy is for; 本答复 in a letter on one item."""
    numbers: dict[RemedyPart, list[str]] = {}
    for scope in parts:
        numbers.setdefault(scope.part, []).extend([] if scope.item is None else [str(scope.item)])
    named = ((f"第{'、'.join(items)}项申请的答复" if items else "本答复", part) for part, items in numbers.items())
    return "、".join(f"{answers}{part.zh}" for answers, part in named)


def _split(title: str) -> tuple[str, str]:
    match = _TITLE.fullmatch(title)
    law, place = match.groups() if match else (None, title)
    return law or "", place
