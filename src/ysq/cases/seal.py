"""封存: each day's end of the log, signed, kept in the database and written to a file that leaves it."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ysq.db import agencies, digest
from ysq.db.digest import DayDigest
from ysq.domain import errors as x
from ysq.sealing import sync_folder

if TYPE_CHECKING:
    from ysq.cases.ground import Ground

PUBLIC_KEY = "public.pem"
"""The file beside the digests that whoever verifies keeps, too."""


async def seal_day(ground: Ground, day: date, at: datetime) -> DayDigest:
    """The digest of `day`: every stream that moved since the one before, as the log stands now.

    Sealing a day again gives the digest that it has. A day without work is sealed as well: its absence would show
    nothing. Raises DateRefused when a later day is sealed already.
    """
    async with ground.pool.agencies(()) as conn:
        everyone = {0, *(agency.id for agency in await agencies.all_agencies(conn))}
    # The service may see every agency when it asks for all: row security is a wall against its own mistakes.
    async with ground.pool.agencies(everyone) as conn:
        await digest.hold(conn)
        before = await digest.kept(conn)
        for done in reversed(before):
            if done.told.day == day:
                return done
        if before and before[-1].told.day > day:
            raise x.DateRefused(f"{before[-1].told.day}已经封存，不能再封存{day}", (), "，请封存以后的日子。")
        record = digest.next_record(before, await digest.heads(conn), day, at)
        sealed = DayDigest(record, ground.signer.sign(record))
        await digest.keep(conn, sealed)
    return sealed


async def export_all(ground: Ground, folder: Path) -> tuple[Path, ...]:
    """Write every sealed day that `folder` lacks, and the public key; the new digests' paths. Raises OSError.

    A day that was sealed while the folder couldn't be written isn't lost to it.
    """
    async with ground.pool.agencies(()) as conn:
        kept = await digest.kept(conn)
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    if not (folder / PUBLIC_KEY).exists():
        _write(folder / PUBLIC_KEY, ground.signer.public_pem)
    return tuple(export_digest(folder, one) for one in kept if not digest_path(folder, one).exists())


def digest_path(folder: Path, sealed: DayDigest) -> Path:
    """`0001-2026-03-02.json` in `folder`."""
    told = sealed.told
    return folder / f"{told.number:04d}-{told.day}.json"


def export_digest(folder: Path, sealed: DayDigest) -> Path:
    """Write the digest to `folder`, durably, and return its path; the same again is fine. Raises OSError."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    path = digest_path(folder, sealed)
    _write(path, digest.file_of(sealed))
    return path


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.rename(path)
    sync_folder(path.parent)


def read_digests(folder: Path) -> tuple[DayDigest, ...]:
    """The exported digests in `folder`, in order; ValueError names the file that isn't one."""
    found = []
    for path in sorted(folder.glob("[0-9]*.json")):
        try:
            found.append(digest.read_file(path.read_bytes()))
        except ValueError as error:
            raise ValueError(f"{path.name}: 不是每日封存文件（{error}）") from None
    return tuple(found)
