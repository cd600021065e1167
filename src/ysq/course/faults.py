"""Turns a failed validation of a course of events into its event, its field and one Chinese sentence."""

import re
from typing import Any, get_args

import msgspec

from ysq.domain.clock import ClockError, Course, Entry, Policy
from ysq.faults import AN_OBJECT, choices_of, fields_of, found_at, sentence

_ENTRIES: dict[str, type[msgspec.Struct]] = {str(kind.__struct_config__.tag): kind for kind in get_args(Entry)}
_AT = " - at `$"
_INDEX = re.compile(r"\.events\[(\d+)\]")
_ITEM = re.compile(r"\[(\d+)\]\Z")
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
    owner, found = _owner(data, path, number), found_at(data, path)
    field = field.strip(".")
    known = ["type", *fields_of(owner)] if number else list(fields_of(owner))
    choices = list(_ENTRIES) if field == "type" else list(choices_of(owner, field.rpartition(".")[2]))
    name, words = sentence(what, field, known, choices, found, "不能含有换行等控制字符，请去掉")
    words = words.replace(AN_OBJECT, "键值对（如type: request.received）")
    name = name or ("event" if number else "file")
    return ClockError(number, name[:_NAME], f"第{int(item[1]) + 1}项：{words}" if item else words)


def _owner(data: Any, path: str, number: int) -> type[msgspec.Struct] | None:
    """The Struct that the fault lies in."""
    if number:
        entry = found_at(data, f".events[{number - 1}]")
        kind = entry.get("type") if isinstance(entry, dict) else None
        return _ENTRIES.get(kind) if isinstance(kind, str) else None
    return Policy if path.startswith(".policy") else Course
