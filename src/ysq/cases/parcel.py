"""The archive package of a case as one zip file, at any stage; reading it is a reading of everybody's identity."""

from __future__ import annotations

import asyncio
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.archive import CaseFile, write_package
from ysq.cases.desk import open_case, reveal
from ysq.cases.export import case_file
from ysq.cases.ground import day_in_china
from ysq.domain import errors as x
from ysq.domain.powers import Power, require_power
from ysq.domain.terms import Purpose

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.domain.actor import Actor

_CHUNK = 1 << 16


class Parcel(msgspec.Struct, frozen=True):
    """A zip file: its name, size in bytes, and the bytes piece by piece, once."""

    name: str
    size: int
    chunks: Iterator[bytes]


async def parcel(ground: Ground, actor: Actor, case_id: UUID, purpose: Purpose, at: datetime) -> Parcel:
    """The package of a case of the actor's own agency.

    Raises NotAllowed for a role that may not read identities, NotFound alike for everything that isn't there.
    """
    require_power(actor, Power.REVEAL_IDENTITY)
    dossier = await open_case(ground, actor, case_id)
    if dossier.agency.id != actor.agency_id:
        raise x.NotFound("没有这个办件", (), "，请核对编号。")
    for person_id in dossier.persons:
        await reveal(ground, actor, case_id, person_id, purpose, at)
    contents = await case_file(ground, dossier.agency, case_id, day_in_china(at))
    file, size = await asyncio.to_thread(_zipped, contents)
    return Parcel(f"{dossier.case.received.request_no}.zip", size, _read(file))


def _zipped(contents: CaseFile) -> tuple[IO[bytes], int]:
    """The package in a file without a name, that is gone when nobody reads it any more."""
    with tempfile.TemporaryDirectory(prefix="ysq-parcel-") as place:
        folder = write_package(Path(place) / contents.request_no, contents)
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by its reader
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for path in sorted(folder.rglob("*")):
                packed.write(path, path.relative_to(folder.parent).as_posix())
    return file, file.tell()


def _read(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk
