"""Reads a table of the book: YAML to Structs, every fault of shape with its file, entry and field, in Chinese."""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

import msgspec

from ysq import strict_yaml
from ysq.faults import cause, located
from ysq.rules.rule import Fault

T = TypeVar("T")
_NUMBER = re.compile(r"\[(\d+)\]")
Misfit = tuple[str, str, str]
"""The entry, its field and what is wrong with it."""


class BookError(ValueError):
    """规则文件有误."""


def refuse(faults: Iterable[Fault]) -> None:
    """Raise BookError with a line for each fault, if there is any."""
    if lines := list(dict.fromkeys(map(str, faults))):
        raise BookError("\n".join(lines))


def read_yaml(path: Path, shape: type[T]) -> T:
    """A file of the book as `shape`; BookError has a line with file, entry and field for each fault."""
    return read_as(path.name, path.read_bytes, shape)


def read_as(name: str, content: Callable[[], bytes], shape: type[T]) -> T:
    """What `content` returns as `shape`; `name` is the file's in a fault."""
    data = loaded(name, content)
    try:
        return msgspec.convert(data, shape, str_keys=True)
    except msgspec.ValidationError:
        refuse(Fault(name, *misfit) for misfit in misfits(data, shape))
        raise


def loaded(name: str, content: Callable[[], bytes]) -> Any:
    """What `content` returns as plain data; BookError when it can't be read."""
    try:
        return strict_yaml.load(content().decode())
    except OSError as error:
        raise BookError(str(Fault(name, "", "", f"无法读取（{cause(error)}）"))) from None
    except UnicodeDecodeError:
        raise BookError(str(Fault(name, "", "", "不是UTF-8文字，请另存为UTF-8"))) from None
    except ValueError as error:
        raise BookError(str(Fault(name, "", "", str(error)))) from None


def misfits(data: Any, shape: Any, entry: str = "") -> Iterator[Misfit]:
    """What keeps `data` from being of `shape`: of every entry of a mapping by its name, fields counted from 1."""
    inner = list(_inner(data, shape, entry))
    yield from inner
    try:
        msgspec.convert(data, shape, str_keys=True)
    except msgspec.ValidationError as error:
        if not inner:
            field, words = located(error, data, shape)
            yield entry, _NUMBER.sub(lambda found: f"[{int(found[1]) + 1}]", field), words


def _inner(data: Any, shape: Any, entry: str) -> Iterator[Misfit]:
    """The misfits of the mappings in `data`: of itself, or of a Struct's fields."""
    if not isinstance(data, dict):
        return
    if get_origin(shape) is dict:
        for name, value in data.items():
            yield from _of_entry(name, value, *get_args(shape), place=f"{entry}.{name}" if entry else name)
    elif isinstance(shape, type) and issubclass(shape, msgspec.Struct):
        for field in msgspec.structs.fields(shape):
            if get_origin(field.type) is dict and field.encode_name in data:
                name = field.encode_name
                yield from _inner(data[name], field.type, f"{entry}.{name}" if entry else name)


def _of_entry(name: str, value: Any, keys: Any, values: Any, *, place: str) -> Iterator[Misfit]:
    if wrong := unnamed(name, keys):
        yield place, "", wrong
    yield from misfits(value, values, place)


def unnamed(name: str, keys: Any) -> str:
    """What is wrong with the name of an entry; "" when it may be called so."""
    try:
        msgspec.convert({name: None}, dict[keys, None], str_keys=True)
    except msgspec.ValidationError:
        known = "、".join(map(str, keys)) if hasattr(keys, "__members__") else ""
        return f"没有这一项，可以写：{known}" if known else "名称的写法不对"
    return ""
