"""Characters of letters from anywhere made alike: digits, spaces, brackets of numbers, Chinese numerals."""

import re
import unicodedata
from datetime import date

_DROPPED = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\xad]")
_SPACES = re.compile("[\u3000\xa0\u2002-\u200a\t\v]")
_LOOSE = re.compile("(?<=[0-9]) (?=[\u4e00-\u9fa5])|(?<=[\u4e00-\u9fa5〔〕]) (?=[0-9])")  # PDF readers put them there
_FULL = re.compile("[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\u2e80-\u2fdf\uf900-\ufaff]")
_CIRCLED = re.compile("[\u2460-\u2487]")  # ① to ⑳, ⑴ to ⒇
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
_NUMERAL = "零〇○一二三四五六七八九十"
DATE = re.compile(
    rf"(\d{{4}}|[{_NUMERAL}]{{4}})\s*年\s*(\d{{1,2}}|[{_NUMERAL}]{{1,3}})\s*月\s*(\d{{1,2}}|[{_NUMERAL}]{{1,3}})\s*日"
)
"""A full date in Arabic or Chinese numerals."""


def alike(text: str) -> str:
    """`text` with full-width letters and digits, radicals and odd spaces replaced, and nothing invisible."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _SPACES.sub(" ", _DROPPED.sub("", text.replace("\f", "\n").replace("\x85", "\n").replace("\u2028", "\n")))
    text = _CIRCLED.sub(lambda match: f"（{(ord(match[0]) - 0x2460) % 20 + 1}）", text)
    return _LOOSE.sub("", _FULL.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text))


def number(text: str) -> int | None:
    """25 for “25” and for “二十五”; None when it is no number."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        elif character in _DIGITS:
            digit = _DIGITS[character]
        else:
            return None
    return total + digit if text else None


def day_of(match: re.Match[str]) -> date | None:
    """The day that a match of DATE names; None when there is no such day."""
    year, month, day = match.groups()
    full = year if year.isdecimal() else "".join(str(_DIGITS.get(character, "x")) for character in year)
    try:
        return date(int(full), number(month) or 0, number(day) or 0)
    except ValueError:
        return None


def days(text: str) -> list[date]:
    """The days that `text` names in full, in order."""
    return [day for match in DATE.finditer(text) if (day := day_of(match)) is not None]
