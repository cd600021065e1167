"""Reads YAML as plain data and nothing else: no aliases, tags, duplicate keys or surprising booleans; bounded."""

import re
from collections.abc import Iterator
from typing import Any

import yaml

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+\Z")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH = 20
_NODES = 200_000
_DIGITS = 15


class YamlError(ValueError):
    """这不是可读的YAML数据."""


def load(text: str) -> Any:
    """The one document in `text`: dicts with string keys, lists, strings, ints, floats, booleans and None.

    Dates stay strings (the Structs decode them), `on`, `no` and `off` stay words (YAML 1.2), integers have at
    most 15 digits. Raises YamlError with the line and what to do.
    """
    reader = _Reader(text)
    try:
        return reader.document()
    except yaml.YAMLError as error:
        raise YamlError(_syntax(error)) from None


def _syntax(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"第{mark.line + 1}行第{mark.column + 1}列：" if mark else ""
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "无法解析"
    return f"{where}YAML格式有误（{problem}），请检查缩进、冒号和引号"


class _Reader:
    """One pass over the parser's events, so that a bomb is refused before anything is expanded."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))
        self._nodes = 0

    def document(self) -> Any:
        value: Any = None
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlError("一个文件只能有一份YAML文档，请去掉多余的“---”")
                value = self._node(next(self._events), 0)
        return value

    def _node(self, event: Any, depth: int) -> Any:
        self._nodes += 1
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise YamlError(f"第{line}行：不接受YAML锚点和别名（& 与 *），请把内容直接写出")
        if event.tag is not None and event.tag != "!":
            raise YamlError(f"第{line}行：不接受YAML标签（{event.tag}），请去掉")
        if depth > _DEPTH or self._nodes > _NODES:
            raise YamlError(f"第{line}行：嵌套超过{_DEPTH}层或内容超过{_NODES}项，请拆分文件")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        return self._mapping(depth) if isinstance(event, yaml.MappingStartEvent) else self._sequence(depth)

    def _sequence(self, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = event.value if isinstance(event, yaml.ScalarEvent) else None
            line = event.start_mark.line + 1
            if key is None or key == "<<":
                raise YamlError(f"第{line}行：键应当是一个词")
            if key in found:
                raise YamlError(f"第{line}行：键“{key}”重复")
            self._node(event, depth + 1)
            found[key] = self._node(next(self._events), depth + 1)
        return found


def _scalar(event: Any) -> Any:
    value: str = event.value
    if not event.implicit[0]:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INT.match(value):
        if len(value) > _DIGITS:
            raise YamlError(f"第{event.start_mark.line + 1}行：数字过长（最多{_DIGITS}位）；编号请加引号")
        return int(value)
    if _FLOAT.match(value):
        return float(value)
    return value
