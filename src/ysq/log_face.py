"""`ysq seal`, `ysq verify --log`, `ysq replay`: the log sealed, verified, and the read models rebuilt from it."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TextIO

from ysq.cases import (
    Different,
    Ground,
    Replayed,
    day_in_china,
    export_all,
    export_digest,
    read_digests,
    replay,
    seal_day,
)
from ysq.config import ConfigError, Settings
from ysq.db.digest import DayDigest
from ysq.db.verify import Fault, Report, verify_log
from ysq.domain.errors import Refusal
from ysq.faults import cause
from ysq.sealing import SealError
from ysq.signing import read_public_pem
from ysq.start import reached

_MOST_SHOWN = 20


async def seal(settings: Settings, day: date | None, at: datetime, out: TextIO) -> int:
    """Seal `day` (by default the day before `at`) and write every sealed day to the digest folder; 2 when refused."""
    today = day_in_china(at)
    day = day or today - timedelta(days=1)
    if day > today:
        raise ConfigError(f"{day}还没有到，不能封存；请封存今天或者以前的日子")
    folder = settings.digest_folder
    async with reached(settings) as ground:
        try:
            sealed = await seal_day(ground, day, at)
        except Refusal as refusal:
            raise ConfigError(str(refusal)) from None
        try:
            await export_all(ground, folder)
            path = export_digest(folder, sealed)
        except OSError as error:
            raise ConfigError(
                f"{folder}: 封存已存入数据库，但不能写成文件（{cause(error)}），请腾出空间后重试"
            ) from None
    told = sealed.told
    out.write(f"{told.day}已封存（第{told.number}份）：{len(told.heads)}条记录流有新记录，共{told.streams}条\n")
    out.write(f"已写入{path}；请连同public.pem一起存到本机以外的地方，核验时用 ysq verify --log --digests 目录\n")
    return 0


async def verify(settings: Settings, digests: Path | None, key: Path | None, out: TextIO) -> int:
    """Verify the log against the digests in a folder kept elsewhere, or in our own; 1 when anything is wrong."""
    trusted = _trusted(digests)
    public = read_public_pem(_read(key)) if key else None
    async with reached(settings) as ground:
        if trusted is None:
            trusted = _own(settings, ground)
        report = await verify_log(ground.pool, trusted, public or ground.signer.public)
    out.write(_told(report))
    out.writelines(f"{_fault(fault)}\n" for fault in report.faults[:_MOST_SHOWN])
    if len(report.faults) > _MOST_SHOWN:
        out.write(f"……另有{len(report.faults) - _MOST_SHOWN}处\n")
    return 0 if report.ok else 1


def _own(settings: Settings, ground: Ground) -> tuple[DayDigest, ...] | None:
    """The files in our own digest folder, or None (what the database holds) when there are none yet."""
    return _trusted(settings.digest_folder) or None if settings.digest_folder.is_dir() else None


def _trusted(folder: Path | None) -> tuple[DayDigest, ...] | None:
    if folder is None:
        return None
    try:
        found = read_digests(folder)
    except ValueError as error:
        raise SealError(f"{folder}/{error}") from None
    except OSError as error:
        raise ConfigError(f"{folder}: 无法读取（{cause(error)}）") from None
    if not found:
        raise ConfigError(f"{folder}: 没有每日封存文件（0001-年-月-日.json），请核对目录")
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: 无法读取（{cause(error)}）") from None


def _told(report: Report) -> str:
    sealed = f"封存{report.days}日，最后一日{report.last_day}" if report.last_day else "还没有封存"
    found = "没有发现改动" if report.ok else f"发现{len(report.faults)}处问题，先后如下"
    return f"核验了{report.streams}条记录流的{report.events}条记录，{sealed}：{found}\n"


def _fault(fault: Fault) -> str:
    if fault.stream is None:
        return f"每日封存：{fault.kind.zh}；{fault.why}"
    return f"记录流{fault.stream}，第{fault.version}条：{fault.kind.zh}；{fault.why}"


async def rebuild(settings: Settings, *, write: bool, out: TextIO) -> int:
    """Rebuild the read models from the log and say whether they equal the live ones; 1 when they didn't."""
    async with reached(settings) as ground:
        replayed = await replay(ground, write=write)
    out.write(_compared(replayed, write=write))
    out.writelines(f"{_difference(one)}\n" for one in replayed.different[:_MOST_SHOWN])
    return 1 if replayed.different else 0


def _compared(replayed: Replayed, *, write: bool) -> str:
    if not replayed.different:
        return f"由记录重建了{replayed.cases}件的办件表，与现有的完全相同\n"
    done = "已按记录更正" if write else "没有改动（去掉 --check 即按记录更正）"
    return f"由记录重建了{replayed.cases}件的办件表，{len(replayed.different)}件与现有的不同，{done}：\n"


def _difference(one: Different) -> str:
    if one.live is None or one.rebuilt is None:
        return f"办件{one.case_id}：{'办件表缺少这一件' if one.live is None else '记录中没有这一件'}"
    fields = ("stage", "received_on", "due_on", "provisional", "tolled_until", "next_change_on", "version")
    names = [
        name for name in (*fields, "request_no", "register_no") if getattr(one.live, name) != getattr(one.rebuilt, name)
    ]
    told = "，".join(f"{name}应为{getattr(one.rebuilt, name)}，现为{getattr(one.live, name)}" for name in names)
    return f"办件{one.rebuilt.request_no}：{told}"
