"""Turns a failed validation of a course of events into its event, its field and one Chinese sentence."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from enum import EnumMeta
from typing import Any, Literal, get_args, get_origin

import msgspec

from ysq.domain.clock import ClockError, Course, Entry, Policy

_ENTRIES: dict[str, type[msgspec.Struct]] = {str(kind.__struct_config__.tag): kind for kind in get_args(Entry)}
_AT = " - at `$"
_INDEX = re.compile(r"\.events\[(\d+)\]")
_ITEM = re.compile(r"\[(\d+)\]\Z")
_TYPES = {
    "object": "键值对（如type: request.received）",
    "array": "列表",
    "str": "文字",
    "int": "整数",
    "float": "小数",
    "bool": "true或false",
    "null": "空",
    "date": "日期（YYYY-MM-DD）",
}
_SHOWN = 40
_NAME = 100


def fault(message: str, data: Any) -> ClockError:
    """The fault that msgspec described in `message`, found in `data`: where it is, what was found, what to do."""
    what, _at, place = message.rpartition(_AT) if _AT in message else (message, "", "")
    path = place.removesuffix("`")
    index = _INDEX.match(path)
    number = int(index[1]) + 1 if index else 0
    rest = path[index.end() :] if index else path
    item = _ITEM.search(rest)
    field = rest[: item.start()] if item else rest
    owner, found = _owner(data, path, number), _at_path(data, path)
    name, words = _words(what, field.strip("."), owner, found, number)
    return ClockError(number, name[:_NAME], f"第{int(item[1]) + 1}项：{words}" if item else words)


def shown(value: Any) -> str:
    """A value as an error shows it: short, on one line."""
    if isinstance(value, str):
        return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    if value is None or isinstance(value, bool):
        return {None: "空", True: "true", False: "false"}[value]
    if isinstance(value, list | dict):
        return "列表" if isinstance(value, list) else "键值对"
    return str(value)


def _words(what: str, field: str, owner: type[msgspec.Struct] | None, found: Any, number: int) -> tuple[str, str]:
    """The field at fault and the sentence."""
    if match := re.fullmatch(r"Object missing required field `(.*)`", what, re.DOTALL):
        return _join(field, match[1]), "缺少这一项，请补上"
    if match := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        known = ["type", *_fields(owner)] if number else list(_fields(owner))
        return _join(field, match[1]), f"没有这一项，请改正或者去掉{_hint(match[1], known)}"
    name = field or ("event" if number else "file")
    if re.match(r"Invalid (enum )?value ", what):
        return name, _bad_choice(field, owner, found)
    if what == "Invalid RFC3339 encoded date":
        return name, _bad_date(found)
    if match := re.fullmatch(r"Expected `(.*)`, got `(.*)`", what):
        return name, _bad_type(match[1], found)
    return name, _bad_size(what, found)


def _bad_choice(field: str, owner: type[msgspec.Struct] | None, found: Any) -> str:
    choices = list(_ENTRIES) if field == "type" else list(_choices(_fields(owner).get(field.rpartition(".")[2])))
    return f"“{shown(found)}”不是可用的取值{_hint(str(found), choices)}"


def _bad_date(found: Any) -> str:
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(found)):
        return f"没有{found}这一天，请核对日期"
    return f"日期应当写成YYYY-MM-DD（如2026-03-02），实际是“{shown(found)}”"


def _bad_type(expected: str, found: Any) -> str:
    words = "或".join(_TYPES.get(name, name) for name in expected.split(" | ") if name != "null")
    number = isinstance(found, int | float) and not isinstance(found, bool)
    quote = "；是编号或者名称的，请加引号" if "str" in expected and number else ""
    quote = "；请去掉引号" if expected == "int" and isinstance(found, str) and found.isdecimal() else quote
    return f"应当是{words}，实际是{f'“{shown(found)}”' if isinstance(found, str) else shown(found)}{quote}"


def _bad_size(what: str, found: Any) -> str:
    size = re.fullmatch(r"Expected `(\w+)`( of length)? ([<>])= (\d+)", what)
    if size is None:
        matching = what.startswith("Expected `str` matching regex")
        return "不能含有换行等控制字符，请去掉" if matching else f"内容不符合要求（{what}），请改正"
    kind, length, side, bound = size.groups()
    unit = {"str": "个字", "array": "项"}.get(kind, "")
    actual = len(found) if length and isinstance(found, str | list) else shown(found)
    return f"应当{'至少' if side == '>' else '最多'}为{bound}{unit}，实际是{actual}{unit}，请改正"


def _hint(name: str, known: list[str]) -> str:
    near = get_close_matches(name[:100], known, n=1, cutoff=0.6)
    return f"；是不是“{near[0]}”？" if near else f"；可用的有：{'、'.join(known)}"


def _join(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name


def _owner(data: Any, path: str, number: int) -> type[msgspec.Struct] | None:
    """The Struct that the fault lies in."""
    if number:
        entry = _at_path(data, f".events[{number - 1}]")
        kind = entry.get("type") if isinstance(entry, dict) else None
        return _ENTRIES.get(kind) if isinstance(kind, str) else None
    return Policy if path.startswith(".policy") else Course


def _at_path(data: Any, path: str) -> Any:
    """What stands at `.events[2].date`; None when nothing does."""
    for name, index in re.findall(r"\.(\w+)|\[(\d+)\]", path):
        try:
            data = data[name] if name else data[int(index)]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _fields(owner: type[msgspec.Struct] | None) -> dict[str, Any]:
    return {field.name: field.type for field in msgspec.structs.fields(owner)} if owner else {}


def _choices(kind: Any) -> Iterable[str]:
    """The words that a field of this type takes."""
    if isinstance(kind, EnumMeta):
        yield from map(str, kind.__members__.values())
    elif get_origin(kind) is Literal:
        yield from map(str, get_args(kind))
    else:
        for part in get_args(kind):
            yield from _choices(part)
