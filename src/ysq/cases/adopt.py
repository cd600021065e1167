"""导入日历: keeps a year's notice, tells it in the log, and begins the job that counts all cases again."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

import msgspec

from ysq.cases.ground import day_in_china
from ysq.db import agencies, calendars, recounts
from ysq.db import events as log
from ysq.domain.announced import objection
from ysq.domain.errors import Refusal
from ysq.rules.book import calendar_of

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.calendars import Added
    from ysq.domain.calendar import CalendarYear

CALENDARS = uuid5(NAMESPACE_URL, "ysq:calendars")
"""The stream of all imports: chained, sealed and verified like every other; it belongs to no agency."""
NO_AGENCY = 0


class CalendarRefused(Refusal):
    """What was given is no published year of the calendar, or doesn't fit those there are."""

    code = "calendar_refused"


class CalendarImported(msgspec.Struct, frozen=True, tag_field="type", tag="calendar.imported"):
    """导入放假安排: which year, which version of it, the hex SHA-256 of its content, and the notice."""

    number: int
    year: int
    version: int
    digest: str
    notice: str


async def adopt(ground: Ground, name: str, content: bytes, actor: str, at: datetime) -> Added:
    """Import a year in the format of `rules/calendar/`, its event and its job in one transaction.

    `name` is for the errors. Raises CalendarRefused (nothing is stored) or BookError for what can't be read. The ground
    isn't changed: whoever serves takes `renewed` and counts again with `recount`.
    """
    year, today = calendar_of(name, content), day_in_china(at)
    if against := objection(year, ground.book.statutory, today):
        raise CalendarRefused(f"{name}：{against}", (), "没有导入。")
    async with ground.pool.agencies(()) as conn:
        everyone = {NO_AGENCY, *(agency.id for agency in await agencies.all_agencies(conn))}
    async with ground.pool.agencies(everyone) as conn:
        await log.hold(conn, CALENDARS)
        _check_beside(ground, name, year, content, await calendars.imports(conn))
        added = await calendars.add(conn, year.year, content, at, actor)
        digest = hashlib.sha256(content).hexdigest()
        told = CalendarImported(added.number, added.year, added.version, digest, year.notices[0].title)
        event = log.NewEvent(str(told.__struct_config__.tag), today, told)
        await log.append_next(conn, stream=CALENDARS, agency_id=NO_AGENCY, events=[event], at=at, actor=actor)
        await recounts.begin(conn, added.number, at)
    return added


def _check_beside(
    ground: Ground, name: str, year: CalendarYear, content: bytes, known: tuple[calendars.CalendarRow, ...]
) -> None:
    """Refuse what the newest import of the year says already, and a year that leaves a hole behind those there are."""
    newest = {row.year: row for row in known}.get(year.year)
    if newest and newest.content == content:
        raise CalendarRefused(
            f"{name}：与已导入的第{newest.version}版相同", (), "，没有再次导入，期限不变，不必再做什么。"
        )
    try:
        ground.book.calendar((*(calendar_of(name, row.content) for row in known), year))
    except ValueError as error:
        raise CalendarRefused(f"{name}：与已有的日历接不上，{error}", (), "，没有导入，请核对年份。") from None
