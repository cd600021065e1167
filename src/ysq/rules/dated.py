"""Reads the tables whose entries are dated versions, and checks that they follow one another."""

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from ysq.domain.dated import Dated, Table
from ysq.rules.read import Misfit, loaded, misfits, refuse, unnamed
from ysq.rules.rule import Fault

K = TypeVar("K")
V = TypeVar("V", bound=Dated)
_ONE_DAY = dt.timedelta(days=1)


class Version(msgspec.Struct, Generic[V], frozen=True):
    """A version where it is written: `place` is "" for an entry's only one, else its number from 1 in brackets."""

    file: str
    entry: str
    place: str
    value: V

    def fault(self, field: str, message: str) -> Fault:
        """A fault of one of its fields."""
        return Fault(self.file, self.entry, f"{self.place}.{field}" if self.place else field, message)


def placed(body: Any) -> list[tuple[str, Any]]:
    """The versions that an entry lists, each with its place; one that is no list is its own only version."""
    if isinstance(body, list):
        return [(f"[{number}]", text) for number, text in enumerate(body, 1)]
    return [("", body)]


def read_table(path: Path, code: type[K], shape: type[V]) -> Table[K, V]:
    """The table of a file; BookError has a line with file, entry and field for each fault of shape."""
    data = loaded(path.name, path.read_bytes)
    if not isinstance(data, dict):
        refuse([Fault(path.name, "", "", "应当是“名称: 内容”的形式，内容是一项，或者由早到晚的各个版本的列表")])
    refuse(Fault(path.name, *misfit) for name, body in data.items() for misfit in _of_entry(name, body, code, shape))
    return Table(
        {
            msgspec.convert(name, code): tuple(msgspec.convert(text, shape) for _place, text in placed(body))
            for name, body in data.items()
        }
    )


def _of_entry(name: str, body: Any, code: Any, shape: Any) -> Iterator[Misfit]:
    if wrong := unnamed(name, code):
        yield name, "", wrong
    if body == []:
        yield name, "", "至少要有一个版本"
    for place, text in placed(body):
        for _entry, field, words in misfits(text, shape):
            yield name, ".".join(part for part in (place, field) if part), words


def written(file: str, table: Table[Any, V]) -> Iterator[Version[V]]:
    """Every version of a table, where it is written."""
    for code, versions in table.versions.items():
        for number, value in enumerate(versions, 1):
            yield Version(file, str(code), f"[{number}]" if len(versions) > 1 else "", value)


def faults_of_dates(file: str, table: Table[Any, V]) -> Iterator[Fault]:
    """Versions that end before they begin, overlap, or leave days between them."""
    versions: dict[str, list[Version[V]]] = {}
    for one in written(file, table):
        versions.setdefault(one.entry, []).append(one)
        if one.value.effective_to is not None and one.value.effective_to < one.value.effective_from:
            yield one.fault("effective_to", f"早于effective_from（{one.value.effective_from}）")
    for listed in versions.values():
        yield from _following(listed)


def _following(versions: Iterable[Version[V]]) -> Iterator[Fault]:
    for earlier, later in pairwise(versions):
        last, first = earlier.value.effective_to, later.value.effective_from
        if last is None or first <= last:
            message = "与前一版本的施行期间重叠，请由早到晚写，并写明前一版本的effective_to"
            yield later.fault("effective_from", message)
        elif first > last + _ONE_DAY:
            message = f"{last}之后、{first}之前没有施行中的版本，请写成{last + _ONE_DAY}"
            yield later.fault("effective_from", message)


def faults_of_always(file: str, table: Table[Any, V], why: str) -> Iterator[Fault]:
    """Entries that aren't there on every day, where they must be: `why` says it."""
    for code, versions in table.versions.items():
        if versions[0].effective_from != dt.date.min:
            yield Fault(file, str(code), "effective_from", f"{why}：最早的版本不写effective_from")
        if versions[-1].effective_to is not None:
            yield Fault(file, str(code), "effective_to", f"{why}：最后的版本不写effective_to")
