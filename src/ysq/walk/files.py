"""Walks each file on one temporary database, and leaves its papers in a folder of its name."""

import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from obstore.exceptions import BaseError

from ysq.archive.write import PackageRefused
from ysq.cases import Ground
from ysq.config import Settings
from ysq.domain import clock
from ysq.domain.agency import Agency
from ysq.domain.errors import Refusal
from ysq.faults import cause
from ysq.passwords import Cost
from ysq.script import Script, ScriptError, read_script
from ysq.start import read_agencies, started
from ysq.walk.cast import Cast
from ysq.walk.walker import Say, Walker

_NOBODY_SIGNS_IN = Cost(memory_kib=8, passes=1)


@asynccontextmanager
async def own_ground(agencies: Sequence[Agency], fonts: Path | None) -> AsyncIterator[Ground]:
    """A running system on a temporary database, gone when the block ends."""
    with tempfile.TemporaryDirectory(prefix="ysq-walk-") as folder:
        settings = Settings(data=Path(folder), fonts=fonts)
        async with started(settings, agencies, durable=False, cost=_NOBODY_SIGNS_IN) as ground:
            yield ground


async def walk_files(paths: Sequence[Path], out: Path, agencies_file: Path, fonts: Path | None, say: Say) -> int:
    """Walk each file and leave `out/<stem>/` with the letters and `package/`; the number of files that failed.

    Raises ScriptError before anything is walked when `out` can't be written, and at once when a disk fails: what a
    file left before that stays, whole. A second file of one name leaves `<stem>-2`.
    """
    agencies = {agency.code: agency for agency in read_agencies(agencies_file)}
    _try_writing(out)
    try:
        async with own_ground(tuple(agencies.values()), fonts) as ground:
            cast = Cast(ground, tuple(agencies.values()), say)
            walked = [
                await _walked(ground, cast, agencies, path, out / name, say)
                for path, name in zip(paths, _names(paths), strict=True)
            ]
    except (OSError, BaseError) as error:
        raise _disk_failed(error) from None
    return walked.count(False)


async def _walked(ground: Ground, cast: Cast, agencies: Mapping[str, Agency], path: Path, out: Path, say: Say) -> bool:
    try:
        script = read_script(path)
        await Walker(ground, cast, _agency(agencies, script, path), script, path, say).run(out)
    except (ScriptError, Refusal, clock.ClockError, PackageRefused) as error:
        say(f"未走完：{error}")
        return False
    return True


def _disk_failed(error: Exception) -> ScriptError:
    reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
    place = getattr(error, "filename", None) or "临时目录或者输出目录"
    return ScriptError(f"{place}: 写不下去（{reason}），已停止；请腾出空间，或者用 --out 和 TMPDIR 换到别的磁盘后重走")


def _try_writing(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise ScriptError(f"{out}: 不能写入（{cause(error)}），请换一个输出目录") from None


def _names(paths: Sequence[Path]) -> list[str]:
    """What each file leaves its papers under: its stem, numbered from the second of one name on."""
    seen: Counter[str] = Counter()
    names = []
    for path in paths:
        seen[path.stem] += 1
        names.append(path.stem if seen[path.stem] == 1 else f"{path.stem}-{seen[path.stem]}")
    return names


def _agency(agencies: Mapping[str, Agency], script: Script, path: Path) -> Agency:
    if script.agency not in agencies:
        raise ScriptError(f"{path}: agency: 没有代码为“{script.agency}”的机关，可以选择：{'、'.join(agencies)}")
    return agencies[script.agency]
