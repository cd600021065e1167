"""Decodes one mapping of a rule file into a Struct, telling every fault by its field in Chinese."""

import datetime as dt
import types
from collections.abc import Callable, Mapping
from enum import EnumMeta
from functools import cache
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec

from ysq.rules.vocabulary import YES_OR_NO

S = TypeVar("S", bound=msgspec.Struct)
Report = Callable[[str, str], None]
"""Called with the field and the message of a fault."""

_SHOWN = 40
_PLAIN: dict[Any, str] = {
    str: "一段文字（有的要加引号，不能为空，不能过长）",
    bool: YES_OR_NO,
    int: "整数",
    dt.date: "日期，写成 2019-05-15",
}


def visible(text: str) -> str:
    """`text` with what a terminal would obey, or turn round, written out: \\x1b, \\u202e."""
    return "".join(
        sign if sign.isprintable() or sign == "\u3000" else sign.encode("unicode_escape").decode() for sign in text
    )


def shown(value: object) -> str:
    """A value from a file as a fault quotes it: one line, not too long."""
    text = visible(" ".join(str(value).split()))
    return f"“{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}”"


def struct_of(data: object, shape: type[S], place: str, report: Report, given: Mapping[str, object]) -> S | None:
    """`data` as `shape`; `given` are fields that aren't read from the file. None when anything was reported."""
    if not isinstance(data, dict):
        report(place, "应当是“键: 值”的形式")
        return None
    fields = {field.encode_name: field for field in _fields(shape) if field.name not in given}
    known = "、".join(fields)
    faults = [(key, f"没有这一项，可以写：{known}" if known else "这里不写别的内容") for key in data.keys() - fields]
    values = dict(given)
    for key, field in fields.items():
        if key not in data:
            if field.required:
                faults.append((key, "缺少这一项"))
            continue
        try:
            values[field.name] = msgspec.convert(data[key], field.type)
        except msgspec.ValidationError:
            faults.append((key, f"应当是{_wanted(field.type)}，写的是{shown(data[key])}"))
    for key, message in sorted(faults):
        report(f"{place}.{key}" if place else key, message)
    return None if faults else shape(**values)


@cache
def _fields(shape: type[msgspec.Struct]) -> tuple[msgspec.structs.FieldInfo, ...]:
    return msgspec.structs.fields(shape)


def _wanted(wanted: Any) -> str:
    """What a field of this type may hold, in Chinese."""
    origin = get_origin(wanted)
    if origin is Annotated:
        return _wanted(get_args(wanted)[0])
    if origin in (Union, types.UnionType):
        return "或者".join(_wanted(part) for part in get_args(wanted) if part is not types.NoneType)
    if origin is tuple:
        return f"方括号里的列表，每一个是{_wanted(get_args(wanted)[0])}，至少一个"
    if isinstance(wanted, EnumMeta):
        members: list[Any] = list(wanted)
        return "其中之一：" + "、".join(str(member.value) for member in members)
    if get_args(wanted):
        return "其中之一：" + "、".join(map(str, get_args(wanted)))
    return _PLAIN.get(wanted, "另一种内容")
