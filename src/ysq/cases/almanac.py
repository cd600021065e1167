"""The calendars imported after the rule book was made, in their order: the newest in force, and those known before."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from ysq.db import calendars
from ysq.rules.book import calendar_of

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain.calendar import Calendar, CalendarYear
    from ysq.rules.book import Book


class Import(msgspec.Struct, frozen=True):
    """One imported year, and when it became known."""

    number: int
    at: datetime
    year: CalendarYear


class Almanac:
    """All imports; a calendar is built when it is first asked for, and kept."""

    def __init__(self, imports: tuple[Import, ...] = ()) -> None:
        """`imports` by their numbers."""
        self.imports = imports
        self._built: dict[tuple[str, int], Calendar] = {}

    @property
    def mark(self) -> int:
        """The number of the newest import; 0 when there is none."""
        return self.imports[-1].number if self.imports else 0

    @property
    def latest(self) -> datetime | None:
        """When the newest import became known."""
        return self.imports[-1].at if self.imports else None

    def newest(self, book: Book) -> Calendar:
        """The book's calendar with every import in it."""
        return self._with(book, len(self.imports))

    def known_at(self, book: Book, at: datetime) -> Calendar:
        """The book's calendar with the imports that were known at an instant."""
        return self._with(book, sum(one.at <= at for one in self.imports))

    def _with(self, book: Book, count: int) -> Calendar:
        key = (book.fingerprint, count)
        if key not in self._built:
            self._built[key] = book.calendar(tuple(one.year for one in self.imports[:count]))
        return self._built[key]


async def read_almanac(conn: Connection) -> Almanac:
    """The imports that the database holds. BookError when one can't be read."""
    rows = await calendars.imports(conn)
    return Almanac(tuple(Import(row.number, row.at, calendar_of(f"{row.year}.yaml", row.content)) for row in rows))


async def renewed(ground: Ground) -> Ground:
    """The ground with the calendars as they are imported now; the same one when nothing was imported since."""
    async with ground.pool.agencies(()) as conn:
        if await calendars.mark(conn) == ground.almanac.mark:
            return ground
        almanac = await read_almanac(conn)
    return msgspec.structs.replace(ground, almanac=almanac, calendar=almanac.newest(ground.book))
