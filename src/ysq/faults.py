"""Says in one Chinese sentence, with the field, what is wrong with data or a file from outside."""

import errno
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from enum import EnumMeta
from typing import Any, Literal, get_args, get_origin

import msgspec
from msgspec import inspect

_AT = " - at `"
_KEY = "key` in `"
_FOUND = re.compile("，实际是[^，；]*")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]|\[\.\.\.\]")
AN_OBJECT = "键值对（名称: 值）"
_TYPES = {
    "object": AN_OBJECT,
    "array": "列表",
    "str": "文字",
    "int": "整数",
    "float": "小数",
    "bool": "true或false",
    "null": "空",
    "date": "日期（YYYY-MM-DD）",
    "datetime": "时刻（如2026-03-02T09:00:00+08:00）",
    "uuid": "编号（UUID）",
}
_SHOWN = 40
_WHY = {
    errno.EACCES: "没有读取的权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹",
    errno.ELOOP: "是符号链接",
    errno.EIO: "存储介质读取出错",
    errno.EEXIST: "已经存在",
    errno.ENOTEMPTY: "已经存在，而且不是空的",
    errno.ENAMETOOLONG: "名称太长",
    errno.ENOSPC: "磁盘空间不足",
    errno.EROFS: "磁盘只能读取",
    errno.EADDRINUSE: "已经被别的程序占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def cause(error: OSError) -> str:
    """The cause of a failed reading or writing in Chinese where it is a usual one, else as the system words it."""
    return _WHY.get(error.errno or 0) or error.strerror or str(error)


def explained(error: Exception, data: Any, shape: Any) -> str:
    """`field: what is wrong and what to do` for what msgspec found in `data`, which isn't of `shape`.

    What isn't msgspec's own is given as it says itself.
    """
    name, words = located(error, data, shape)
    return f"{name}：{words}" if name else words


def located(error: Exception, data: Any, shape: Any) -> tuple[str, str]:
    """The same as `explained`, the field ("" for the whole) apart from what is wrong with it."""
    if not isinstance(error, msgspec.ValidationError):
        return "", str(error)
    what, at, place = str(error).rpartition(_AT)
    what, path = (what, place.removesuffix("`")) if at else (place, "")
    in_key = path.startswith(_KEY)
    path = path.removeprefix(_KEY).removeprefix("$")
    steps = _STEP.findall(path)
    owner, field = _owner(shape, data, path)
    names, choices = list(fields_of(owner)), list(choices_of(owner, field) if owner else choices_in(shape))
    name, words = sentence(
        what,
        path.strip(".") if steps else "",
        names,
        choices or _tags(shape, data, path),
        found_at(data, path),
        _like(owner, field),
    )
    if in_key or "[...]" in path:  # msgspec doesn't say which of the keys, so nobody knows what stood there
        name, words = f"{name}的键" if in_key else name.replace("[...]", ""), _FOUND.sub("", words)
    return name, words


def sentence(
    what: str, field: str, known: Sequence[str], choices: Sequence[str], found: Any, unmatched: str = ""
) -> tuple[str, str]:
    """The field at fault, and the Chinese sentence for what msgspec says of it.

    `known` are the names that may stand there, `choices` the words that the field takes, `found` what stood there;
    `unmatched` is said of text that a pattern refuses.
    """
    if match := re.fullmatch(r"Object missing required field `(.*)`", what, re.DOTALL):
        return _join(field, match[1]), "缺少这一项，请补上"
    if match := re.fullmatch(r"Object contains unknown field `(.*)`", what, re.DOTALL):
        return _join(field, match[1]), f"没有这一项，请改正或者去掉{_hint(match[1], known)}"
    if re.match(r"Invalid (enum )?value ", what):
        return field, f"“{shown(found)}”不是可用的取值{_hint(str(found), choices)}"
    if what == "Invalid RFC3339 encoded date":
        return field, _bad_date(found)
    if what == "Invalid UUID" or what.startswith(("Invalid RFC3339 encoded datetime", "Expected `datetime` with")):
        wanted = _TYPES["uuid"] if what == "Invalid UUID" else _TYPES["datetime"]
        return field, f"应当是{wanted}，实际是“{shown(found)}”"
    if match := re.fullmatch(r"Expected `(.*)`, got `(.*)`", what):
        return field, _bad_type(match[1], found)
    return field, _bad_size(what, found, unmatched)


def shown(value: Any) -> str:
    """A value as an error shows it: short, on one line."""
    if isinstance(value, str):
        return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    if value is None or isinstance(value, bool):
        return {None: "空", True: "true", False: "false"}[value]
    if isinstance(value, list | dict):
        return "列表" if isinstance(value, list) else "键值对"
    return str(value)


def found_at(data: Any, path: str) -> Any:
    """What stands at `.events[2].date`; None when nothing does, or nobody can say."""
    for name, index in _STEP.findall(path):
        try:
            data = data[name] if name else data[int(index)]
        except (KeyError, IndexError, TypeError, ValueError):
            return None
    return data


def fields_of(owner: type[msgspec.Struct] | None) -> dict[str, Any]:
    """The fields of a Struct by the name that stands in data."""
    return {field.encode_name: field.type for field in msgspec.structs.fields(owner)} if owner else {}


def _like(owner: type[msgspec.Struct] | None, field: str) -> str:
    """How a field's text should look, when its type tells people."""
    told = (part.extra for part in get_args(fields_of(owner).get(field)) if isinstance(part, msgspec.Meta))
    return next((str(extra["like"]) for extra in told if extra and "like" in extra), "")


def choices_of(owner: type[msgspec.Struct] | None, field: str) -> Iterable[str]:
    """The words that a field of the Struct takes."""
    return choices_in(fields_of(owner).get(field))


def choices_in(kind: Any) -> Iterable[str]:
    """The words that a value of this type takes."""
    if isinstance(kind, EnumMeta):
        yield from map(str, kind.__members__.values())
    elif get_origin(kind) is Literal:
        yield from map(str, get_args(kind))
    else:
        for part in get_args(kind):
            yield from choices_in(part)


def _owner(shape: Any, data: Any, path: str) -> tuple[type[msgspec.Struct] | None, str]:
    """The Struct in which `path` ends, and the last field's name; "" when it ends in the Struct itself."""
    kind, owner, field = inspect.type_info(shape), None, ""
    owner = _struct(kind, data)
    for name, index in _STEP.findall(path):
        if name:
            struct = _struct(kind, data)
            inner = {f.encode_name: f.type for f in struct.fields} if struct else {}
            owner, field, kind = struct, name, inner.get(name, inspect.AnyType())
        else:
            kind = _inside(kind)
        data = found_at(data, f".{name}" if name else f"[{index}]")
    ends = _struct(kind, data)
    if ends is not None:
        return ends.cls, ""
    return (owner.cls if owner else None), field


def _struct(kind: inspect.Type, data: Any) -> inspect.StructType | None:
    """The Struct that `data` should be: of a union the one whose tag it has, or the only one."""
    if isinstance(kind, inspect.UnionType):
        structs = [part for part in kind.types if isinstance(part, inspect.StructType)]
        tagged = [s for s in structs if isinstance(data, dict) and s.tag_field and data.get(s.tag_field) == s.tag]
        return tagged[0] if tagged else structs[0] if len(structs) == 1 else None
    if isinstance(kind, inspect.Metadata):
        return _struct(kind.type, data)
    return kind if isinstance(kind, inspect.StructType) else None


def _inside(kind: inspect.Type) -> inspect.Type:
    """The type of what a list or an object holds."""
    if isinstance(kind, inspect.Metadata):
        return _inside(kind.type)
    if isinstance(kind, inspect.UnionType):
        return next((_inside(part) for part in kind.types if not isinstance(part, inspect.NoneType)), kind)
    if isinstance(kind, inspect.DictType):
        return kind.value_type
    return getattr(kind, "item_type", inspect.AnyType())


def _tags(shape: Any, data: Any, path: str) -> list[str]:
    """The tags that may stand at `path`, when it is a tag that is wrong there."""
    kind = inspect.type_info(shape)
    *before, last = [*_STEP.findall(path), ("", "")][:-1] or [("", "")]
    for name, _index in before:
        struct = _struct(kind, data)
        kind = {f.encode_name: f.type for f in struct.fields}[name] if name and struct else _inside(kind)
        data = found_at(data, f".{name}" if name else f"[{_index}]")
    parts = kind.types if isinstance(kind, inspect.UnionType) else (kind,)
    return [str(part.tag) for part in parts if isinstance(part, inspect.StructType) and part.tag_field == last[0]]


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


def _bad_size(what: str, found: Any, unmatched: str) -> str:
    size = re.fullmatch(r"Expected `(\w+)`( of length)? ([<>])= (\d+)", what)
    if size is None:
        ours = not what.startswith("Expected ") and _CHINESE.search(what)
        return what if ours else unmatched or "格式不符合要求，请改正"
    kind, length, side, bound = size.groups()
    unit = {"str": "个字", "array": "项", "object": "项"}.get(kind, "")
    actual = len(found) if length and isinstance(found, str | list | tuple | dict) else shown(found)
    return f"应当{'至少' if side == '>' else '最多'}为{bound}{unit}，实际是{actual}{unit}，请改正"


def _hint(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name[:100], known, n=1, cutoff=0.6)
    if near:
        return f"；是不是“{near[0]}”？"
    return f"；可用的有：{'、'.join(known)}" if known else "，请改正"


def _join(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name
