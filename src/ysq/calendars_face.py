"""`ysq calendar`: import a year's notice, and check the years against an independent package."""

import importlib.util
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TextIO

from ysq.cases import recount
from ysq.cases.adopt import CalendarRefused, adopt
from ysq.cases.almanac import renewed
from ysq.config import Settings
from ysq.db import agencies, recounts
from ysq.db.recounts import Recounted
from ysq.domain.calendar import Calendar, CalendarYear
from ysq.faults import cause
from ysq.rules.book import Book, BookError
from ysq.start import reached

_MAX_BYTES = 100_000
_MOST_SHOWN = 1000
_REFERENCE = "chinese_calendar"


async def import_calendar(settings: Settings, path: Path, now: Callable[[], datetime], out: TextIO) -> int:
    """Store the year in `path` as a further version, count all cases again, and tell what moved and what contradicts.

    Beside a running service it takes the calendar by itself. Raises BookError with one line when it is refused.
    """
    content = _read(path)
    async with reached(settings, make=True) as ground:
        try:
            added = await adopt(ground, path.name, content, "operator", now())
        except CalendarRefused as refusal:
            raise BookError(str(refusal)) from None
        out.write(f"{added.year}年日历已导入（第{added.version}版）\n")
        ground = await renewed(ground)
        await recount(ground, now, lambda done: _say(out, done))
        async with ground.pool.agencies(()) as conn:
            known = [agency.id for agency in await agencies.all_agencies(conn)]
        async with ground.pool.agencies(known) as conn:
            (progress,) = await recounts.progress(conn, added.number)
            moved = await recounts.results(conn, added.number, _MOST_SHOWN)
    out.writelines(f"{line}\n" for one in moved for line in _told(one))
    out.write(
        f"重新计算了未归档的{progress.done}件：{progress.moved}件的期限有变化，{progress.conflicting}件与已发出的文书不符。"
        "运行中的服务随即采用，不必重新启动；ysq clock 只用规则文件中的日历。\n"
    )
    return 0


def _say(out: TextIO, done: int) -> None:
    out.write(f"已重新计算{done}件\n")
    out.flush()


def _told(one: Recounted) -> Iterator[str]:
    if one.due_before != one.due_after:
        yield f"{one.request_no}：答复期限由{one.due_before}改为{one.due_after}{'（暂定）' if one.provisional else ''}"
    yield from (f"{one.request_no}：{finding.message}" for finding in one.findings)


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise BookError(f"{path.name}: 文件过大，不像是一年的日历")
        return path.read_bytes()
    except OSError as error:
        raise BookError(f"{path}: 无法读取（{cause(error)}）") from None


def check(book: Book, this_year: int, out: TextIO) -> int:
    """Compare day by day with `chinesecalendar` where it is installed, and list the years that are missing.

    0 when nothing differs but days that a notice itself explains; 1 otherwise.
    """
    calendar = book.calendar()
    first, last = min(calendar.published), max(calendar.published)
    missing = [year for year in range(first, this_year + 2) if year not in calendar.published]
    out.write(f"已公布的日历：{first}年至{last}年，共{len(calendar.published)}年\n")
    out.writelines(f"缺少{year}年：放假安排尚未导入，涉及该年的期限为暂定\n" for year in missing)
    if importlib.util.find_spec(_REFERENCE) is None:
        out.write("没有安装chinesecalendar，未作逐日比较（pip install chinesecalendar 后再试）\n")
        return 1
    differences = _differences(calendar, first, last)
    out.writelines(
        f"{day}：本系统为{calendar.why(day)}，chinesecalendar不同；依据：{_notice(book.calendars, day)}\n"
        for day in differences
    )
    out.write(f"逐日比较完毕：{len(differences)}天不同\n")
    return 1 if any(year <= this_year for year in missing) or _unexplained(book.calendars, differences) else 0


def _differences(calendar: Calendar, first: int, last: int) -> list[date]:
    import chinese_calendar  # a development dependency: the service never needs it

    days = (
        date(first, 1, 1) + timedelta(offset) for offset in range((date(last, 12, 31) - date(first, 1, 1)).days + 1)
    )
    return [day for day in days if calendar.is_working(day) != chinese_calendar.is_workday(day)]


def _unexplained(years: tuple[CalendarYear, ...], days: list[date]) -> list[date]:
    return [day for day in days if not _notice(years, day)]


def _notice(years: tuple[CalendarYear, ...], day: date) -> str:
    """The notice that names `day`, if one does."""
    for year in years:
        named = any(rest.first <= day <= rest.last for rest in year.rest) or any(made.date == day for made in year.work)
        if named and year.notices:
            return year.notices[0].title
    return ""
