"""Reads application files (examples/README.md): with days of the calendar, or with days counted from today."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from ysq import strict_yaml
from ysq.domain.calendar import Calendar
from ysq.domain.people import Application
from ysq.domain.terms import Channel
from ysq.faults import cause, explained

_T = TypeVar("_T")
_MAX_BYTES = 1 << 20
_DAYS = frozenset({"on", "confirmed_on", "until", "redo_by"})


class Received(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When and how the application came."""

    on: date
    channel: Channel
    confirmed_on: date | None = None


class Script(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An application file. A step is a command with `by` (role), `do` (its type), and perhaps `refused` (a code)."""

    title: str
    agency: str
    received: Received
    application: Application
    steps: tuple[dict[str, Any], ...]


class ScriptError(ValueError):
    """The file can't be walked; one line that says where."""


def read_script(path: Path) -> Script:
    """The application file at `path`; ScriptError with one line when it can't be read."""
    return _converted(path, _content(path), Script)


def read_samples(path: Path, today: date, calendar: Calendar) -> tuple[Script, ...]:
    """A list of applications whose days are counted from `today`: -3 is the third working day before it, 0 itself.

    Raises ScriptError with one line.
    """
    return _converted(path, _dated(_content(path), today, calendar), tuple[Script, ...])


def _converted(path: Path, data: Any, kind: type[_T]) -> _T:
    try:
        return msgspec.convert(data, kind, str_keys=True)
    except msgspec.ValidationError as error:
        raise ScriptError(f"{path}: {explained(error, data, kind)}") from None


def _content(path: Path) -> Any:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ScriptError(f"{path}: 文件超过1MB，不像是一份申请")
        return strict_yaml.load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ScriptError(f"{path}: 无法读取（{cause(error)}）") from None
    except ValueError as error:  # YAML that is none, or bytes that are no text
        raise ScriptError(f"{path}: {error}") from None


def _dated(content: Any, today: date, calendar: Calendar) -> Any:
    """The same content with days for the numbers of days."""
    if isinstance(content, list):
        return [_dated(part, today, calendar) for part in content]
    if not isinstance(content, dict):
        return content
    return {
        name: _day(part, today, calendar) if name in _DAYS and isinstance(part, int) else _dated(part, today, calendar)
        for name, part in content.items()
    }


def _day(number: int, today: date, calendar: Calendar) -> str:
    day, left = today, abs(number)
    while left:
        day += timedelta(days=1 if number > 0 else -1)
        left -= calendar.is_working(day)
    return day.isoformat()
