"""Reads a file of facts: names as `ysq rules facts` lists them, flat or by group; the rest is an ordinary request's."""

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec

from ysq import strict_yaml
from ysq.faults import cause
from ysq.rules.disagree import disagreements
from ysq.rules.examples import facts_from, sound_facts
from ysq.rules.facts import Facts
from ysq.rules.fields import shown
from ysq.rules.vocabulary import Value

_MAX_BYTES = 100_000
_RECEIVED = "request.received_on"
_FRAME = frozenset({"name", "on", "facts", "holds", "not"})


class BadFacts(ValueError):
    """事实文件有误."""


class FactFile(msgspec.Struct, frozen=True):
    """The facts of one file and the day on which they are looked at."""

    facts: Facts
    on: dt.date


def read_facts(path: Path, on: dt.date | None, today: dt.date) -> FactFile:
    """The facts in `path`, looked at on `on`, else on the file's own `on`, else `today`.

    The file is a mapping of facts, or one worked example with its `facts`. A request without a day of receipt was
    received on that day. Raises BadFacts, a line each, with the fact and what to write.
    """
    data = _mapping(path)
    framed = isinstance(data.get("facts"), dict)
    if framed and (stray := sorted(data.keys() - _FRAME)):
        raise BadFacts(f"{stray[0]}：facts之外只写name、on、holds、not")
    written = _flat(data["facts"] if framed else data)
    own = _day(data.get("on") if framed else written.pop("on", None))
    day = on or own or today
    faults: list[str] = []
    if not sound_facts(written, lambda fact, message: faults.append(f"{fact}：{message}")):
        raise BadFacts("\n".join(faults))
    facts = facts_from({_RECEIVED: day.isoformat()} | written)
    if contrary := list(disagreements(facts, day)):
        raise BadFacts("\n".join(f"{fact}：{message}" for fact, message in contrary))
    return FactFile(facts, day)


def _mapping(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise BadFacts("文件过大，不像是一件申请的事实")
        data = strict_yaml.load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFacts(f"无法读取（{cause(error)}）") from None
    except UnicodeDecodeError:
        raise BadFacts("不是UTF-8文字，请另存为UTF-8") from None
    except strict_yaml.YamlError as error:
        raise BadFacts(str(error)) from None
    if not isinstance(data, dict):
        raise BadFacts("应当是“事实: 值”的形式，例如 nature.unclear: true")
    return data


def _flat(data: dict[str, Any]) -> dict[str, Value | list[str]]:
    """`request: {channel: fax}` as `request.channel: fax`."""
    found: dict[str, Any] = {}
    for name, value in data.items():
        inner = {f"{name}.{fact}": one for fact, one in value.items()} if isinstance(value, dict) else {name: value}
        if twice := sorted(found.keys() & inner.keys()):
            raise BadFacts(f"{twice[0]}：写了不止一次")
        found |= inner
    return found


def _day(written: object) -> dt.date | None:
    if written is None:
        return None
    try:
        return msgspec.convert(written, dt.date)
    except msgspec.ValidationError:
        raise BadFacts(f"on：{shown(written)}不是日期，写成 2026-03-02") from None
