"""What two rule books say differently in the tables of dated versions, entry by entry and from which day."""

from collections.abc import Iterator
from typing import Any

import msgspec

from ysq.domain.dated import Dated, Table
from ysq.rules.book import Book

_DATES = ("effective_from", "effective_to")


class TableChange(msgspec.Struct, frozen=True):
    """One version of an entry that the other book adds, changes, closes or leaves out, in words."""

    file: str
    entry: str
    words: str

    def __str__(self) -> str:
        """One line for people."""
        return f"{self.file} {self.entry}：{self.words}"


def changed_tables(old: Book, new: Book) -> Iterator[TableChange]:
    """The differences of `new` from `old`, in the order of the files."""
    for file, table in old.tables.items():
        later = new.tables[file]
        for code in dict.fromkeys((*table.versions, *later.versions)):
            for words in _between(code, table, later):
                yield TableChange(file, str(code), words)


def _between(code: Any, old: Table[Any, Any], new: Table[Any, Any]) -> Iterator[str]:
    before = {one.effective_from: one for one in old.versions.get(code, ())}
    after = {one.effective_from: one for one in new.versions.get(code, ())}
    for first, version in after.items():
        since = "" if first == first.min else f"{first}起"
        earlier = before.get(first) or old.find(code, first)
        if earlier is None:
            yield f"新增{since}的版本"
        elif fields := _parted(earlier, version):
            yield f"{since or '一直'}改变：{'、'.join(fields)}"
        if first in before and before[first].effective_to != version.effective_to:
            named = f"{since or '原来'}的版本"
            yield f"{named}施行至{version.effective_to}" if version.effective_to else f"{named}继续施行"
    yield from (f"没有了{first}起的版本" for first in before if first not in after)


def _parted(one: Dated, other: Dated) -> list[str]:
    return [name for name in one.__struct_fields__ if name not in _DATES and getattr(one, name) != getattr(other, name)]
