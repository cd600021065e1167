"""`ysq calendar`: import a year's notice, and check the years against an independent package."""

import importlib.util
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TextIO

from ysq.cases import recount
from ysq.config import Settings
from ysq.db import calendars
from ysq.domain.calendar import Calendar, CalendarYear
from ysq.rules import book as rule_book
from ysq.rules.book import Book, BookError
from ysq.start import lay_ground, started

_MAX_BYTES = 100_000
_REFERENCE = "chinese_calendar"


async def import_calendar(settings: Settings, path: Path, at: datetime, out: TextIO) -> int:
    """Store the year in `path` as a further version, count provisional cases again, and tell what moved."""
    content = _read(path)
    year = rule_book.calendar_of(path.name, content)
    if not year.published or not year.notices:
        raise BookError(f"{path.name}: 只能导入已经公布的安排（published: true，并写明通知）")
    async with started(settings) as ground:
        async with ground.pool.agencies(()) as conn:
            version = await calendars.add(conn, year.year, content, at, "operator")
        # Laid again, the ground has this year beside those imported before.
        ground = await lay_ground(settings, ground.pool)
        moved = await recount(ground, at)
    out.write(f"{year.year}年日历已导入（第{version}版），依据：{year.notices[0].title}\n")
    out.writelines(f"{one.request_no}：答复期限由{one.before}改为{one.after}\n" for one in moved)
    out.write(f"重新计算了未归档各件的期限，{len(moved)}件有变化。请重新启动服务；ysq clock 只用规则文件中的日历。\n")
    return 0


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise BookError(f"{path.name}: 文件过大，不像是一年的日历")
        return path.read_bytes()
    except OSError as error:
        raise BookError(f"{path}: 无法读取（{error.strerror}）") from None


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
