"""Reads YAML as plain data and nothing else: no aliases, tags, duplicate keys or surprising booleans; bounded."""

import re
from collections.abc import Callable
from typing import Any

import yaml

_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]+\Z")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH = 20
_NODES = 200_000
_DIGITS = 15
_SHOWN = 40
_PROBLEMS = {
    "mapping values are not allowed in this context": "这里不能有“键: 值”，多半是缩进不对或者文字里的冒号没有加引号",
    "did not find expected key": "这里应当是一个键，多半是缩进不齐",
    "did not find expected '-' indicator": "这里应当以“-”开头，多半是缩进不齐",
    "did not find expected ',' or '}'": "花括号里缺少逗号，或者没有收尾的“}”",
    "did not find expected ',' or ']'": "方括号里缺少逗号，或者没有收尾的“]”",
    "did not find expected node content": "这里缺少内容",
    "could not find expected ':'": "键之后缺少冒号",
    "found character that cannot start any token": "这个字符不能开头，多半是用了制表符缩进或者文字没有加引号",
    "found unexpected end of stream": "文字没有收尾的引号",
    "control characters are not allowed": "含有控制字符",
}
"""What libyaml says, in the words of a clerk; anything else is shown as libyaml says it."""


class YamlError(ValueError):
    """这不是可读的YAML数据."""


def load(text: str, most_nodes: int = _NODES) -> Any:
    """The one document in `text`: dicts with string keys, lists, strings, ints, floats, booleans and None.

    Dates stay strings (the Structs decode them), `on`, `no` and `off` stay words (YAML 1.2), integers have at
    most 15 digits. Raises YamlError with the line and what to do.
    """
    try:
        loader = _LOADER(text)
        try:
            return _Reader(loader.get_event, most_nodes).document()
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        raise YamlError(_syntax(error)) from None


def _syntax(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f"第{mark.line + 1}行第{mark.column + 1}列：" if mark else ""
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "无法解析"
    return f"{where}YAML格式有误（{_PROBLEMS.get(problem, problem)}），请检查缩进、冒号和引号"


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


class _Reader:
    """One pass over the parser's events, so that a bomb is refused before anything is expanded."""

    def __init__(self, following: Callable[[], Any], most_nodes: int) -> None:
        self._next = following
        self._most_nodes = most_nodes
        self._nodes = 0

    def document(self) -> Any:
        value: Any = None
        documents = 0
        while not isinstance(event := self._next(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise YamlError("一个文件只能有一份YAML文档，请去掉多余的“---”")
                value = self._node(self._next(), 0)
        return value

    def _node(self, event: Any, depth: int) -> Any:
        self._nodes += 1
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            raise YamlError(f"第{_line(event)}行：不接受YAML锚点和别名（& 与 *），请把内容直接写出")
        if event.tag is not None and event.tag != "!":
            raise YamlError(f"第{_line(event)}行：不接受YAML标签（{_short(event.tag)}），请去掉")
        if depth > _DEPTH or self._nodes > self._most_nodes:
            raise YamlError(f"第{_line(event)}行：嵌套超过{_DEPTH}层或内容超过{self._most_nodes}项，请拆分文件")
        if isinstance(event, yaml.ScalarEvent):
            return _scalar(event)
        return self._mapping(depth) if isinstance(event, yaml.MappingStartEvent) else self._sequence(depth)

    def _sequence(self, depth: int) -> list[Any]:
        items: list[Any] = []
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            items.append(self._node(event, depth + 1))
        return items

    def _mapping(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = event.value if isinstance(event, yaml.ScalarEvent) else None
            if key is None or key == "<<":
                raise YamlError(f"第{_line(event)}行：键应当是一个词")
            if key in found:
                raise YamlError(f"第{_line(event)}行：键“{_short(key)}”重复，请只保留一个")
            self._node(event, depth + 1)
            found[key] = self._node(self._next(), depth + 1)
        return found


def _line(event: Any) -> int:
    line: int = event.start_mark.line
    return line + 1


def _scalar(event: Any) -> Any:
    value: str = event.value
    if not event.implicit[0]:
        return value
    if value in _WORDS:
        return _WORDS[value]
    if _INT.match(value):
        if len(value) > _DIGITS:
            raise YamlError(f"第{_line(event)}行：数字过长（最多{_DIGITS}位）；编号请加引号")
        return int(value)
    if _FLOAT.match(value):
        return float(value)
    return value
