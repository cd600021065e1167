"""Reads a course of events from YAML or JSON, bounded, and says in one Chinese line what is wrong with it."""

import json
import os
import re
import stat
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from ysq import strict_yaml
from ysq.course.faults import fault
from ysq.domain import procedure
from ysq.domain.clock import MAX_ENTRIES, ClockError, Course
from ysq.faults import explained, shown

MAX_BYTES = 1 << 20
"""1 MiB: a thousand entries need a tenth of it."""

MAX_NODES = 50_000
"""Keys, values and lists in a YAML file; reading so many takes a fifth of a second."""

_LONE_SURROGATE = "含有不成对的代理字符（如\\ud800），不是有效的文字；请改正"
_EVENT = re.compile(r"events\[(\d+)\]\.?(.*)", re.DOTALL)
_DIGITS = 15
_BOM = "\ufeff"
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_JSON_WORDS = {
    "Expecting value": "这里缺少值",
    "Expecting property name enclosed in double quotes": "键应当用双引号括起，最后一项之后不能有逗号",
    "Expecting ':' delimiter": "键之后缺少冒号",
    "Expecting ',' delimiter": "两项之间缺少逗号，或者括号没有配对",
    "Unterminated string starting at": "这里开始的文字没有收尾的双引号",
    "Invalid control character at": "文字里有未转义的换行等控制字符",
    "Extra data": "结尾之后还有内容",
}


class CourseError(ValueError):
    """不能读作事件经过：`name: event 3: field: what is wrong`, exactly one line."""

    def __init__(self, line: str) -> None:
        super().__init__(one_line(line))


class NotAFile(OSError):
    """A pipe, a device or a socket stands where a file should be."""


def one_line(text: str) -> str:
    """`text` with line breaks, control characters and lone surrogates replaced by a space."""
    return _CONTROL.sub(" ", text)


def read_file(path: Path) -> bytes:
    """The content of `path`, at most one byte over MAX_BYTES. Raises OSError (NotAFile: a pipe or device)."""
    # Without O_NONBLOCK the opening of a pipe that nobody writes to never ends.
    with open(path, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise NotAFile(path)
        return file.read(MAX_BYTES + 1)


def read_course(content: bytes, name: str) -> Course:
    """The course in `content`, YAML or (when it starts with `{`) JSON; CourseError names `name`, event and field."""
    try:
        return _course(_data(content))
    except ClockError as error:
        raise CourseError(f"{name}: {error}") from None


def read_procedure_course(content: bytes, name: str) -> procedure.Course:
    """The same for another procedure's course, whose entries only its own data know."""
    try:
        data = _data(content)
        msgspec.json.encode(data)
        return msgspec.convert(data, procedure.Course, str_keys=True)
    except UnicodeEncodeError:
        raise CourseError(f"{name}: file: {_LONE_SURROGATE}") from None
    except msgspec.ValidationError as error:
        place = _EVENT.match(explained(error, data, procedure.Course))
        number, words = (int(place[1]) + 1, place[2]) if place else (0, explained(error, data, procedure.Course))
        where = f"event {number}: " if number else ""
        raise CourseError(f"{name}: {where}{words.replace('：', ': ', 1)}") from None
    except ClockError as error:
        raise CourseError(f"{name}: {error}") from None


def _data(content: bytes) -> Any:
    text = _text(content)
    return _json(text) if text.lstrip().startswith("{") else _yaml(text)


def course_from_json(body: bytes) -> Course:
    """The course in a JSON body; CourseError names event and field."""
    try:
        return _course(_json(_text(body)))
    except ClockError as error:
        raise CourseError(str(error)) from None


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        _refuse("内容超过1 MiB，不会是一件申请的经过；请检查是否选错文件")
    if b"\0" in content:
        _refuse("含有空字节（NUL），不是UTF-8文本；请另存为UTF-8编码的YAML或JSON")
    try:
        text = content.decode("utf-8").removeprefix(_BOM)
    except UnicodeDecodeError as error:
        _refuse(f"第{error.start + 1}个字节起不是UTF-8编码；请另存为UTF-8编码")
    if not text.strip():
        _refuse("是空的；请写入events，至少一条request.received")
    return text


def _refuse(message: str) -> NoReturn:
    raise ClockError(0, "file", message)


def _yaml(text: str) -> Any:
    try:
        return strict_yaml.load(text, most_nodes=MAX_NODES)
    except strict_yaml.YamlError as error:
        _refuse(str(error))


def _json(text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_pairs, parse_int=_whole, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        words = _JSON_WORDS.get(error.msg, error.msg)
        _refuse(f"第{error.lineno}行第{error.colno}列：JSON格式有误（{words}），请改正后再试")
    except RecursionError:
        _refuse("JSON嵌套过深，请去掉多余的括号")


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        _refuse(f"键“{shown(twice)}”重复，请只保留一个")
    return found


def _whole(digits: str) -> int:
    if len(digits) > _DIGITS:
        _refuse(f"数字{digits[:_DIGITS]}…过长（最多{_DIGITS}位）；编号请加引号")
    return int(digits)


def _no_constant(word: str) -> NoReturn:
    _refuse(f"{word}不是JSON的值，请改为数字或者null")


def _course(data: Any) -> Course:
    if isinstance(data, dict) and isinstance(events := data.get("events"), list) and len(events) > MAX_ENTRIES:
        raise ClockError(0, "events", f"有{len(events)}条，最多{MAX_ENTRIES}条；请检查是否选错文件")
    try:
        msgspec.json.encode(data)
        return msgspec.convert(data, Course, str_keys=True)
    except UnicodeEncodeError:
        _refuse(_LONE_SURROGATE)
    except msgspec.ValidationError as error:
        raise fault(str(error), data) from None
