"""Tells anybody whether a code or a file is that of an issued letter, and nothing of whom the letter is about."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases.dossier import load_case
from ysq.cases.stamp import seal_state
from ysq.db import agencies as agency_rows
from ysq.db import stores
from ysq.digests import salted_digest
from ysq.domain import errors as x
from ysq.domain.letters import LetterType
from ysq.files import FileMissing
from ysq.letters.proof import KEYWORD
from ysq.seals import SealFound

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain.events import Ref

_CODE = re.compile(r"[0-9a-f]{32}")
_IN_FILE = re.compile(KEYWORD.encode() + rb"([0-9a-f]{32})")


class Issued(msgspec.Struct, frozen=True):
    """What everybody may learn of a letter whose code he has: no name, no request, no item.

    `same` says whether the file given is byte for byte one of those issued; None when no file was given. `seal` is
    what the signature of the sealed document is worth, None as long as there is none; `unsealed` that the file given
    is the one from before the seal.
    """

    letter_no: str
    agency: str
    title: str
    issued_on: date
    withdrawn: bool
    same: bool | None = None
    sealed_on: date | None = None
    seal: SealFound | None = None
    unsealed: bool = False


def code_of(typed: str) -> UUID | None:
    """The code as people type or paste it, with blanks, hyphens or full-width forms; None when it is none."""
    even = unicodedata.normalize("NFKC", typed[:200]).lower()
    found = _CODE.fullmatch("".join(char for char in even if char.isalnum()))
    return UUID(found[0]) if found else None


def code_in(content: bytes) -> UUID | None:
    """The code that a letter's PDF tells of itself; the file is searched and never opened as PDF."""
    found = {match.decode() for match in _IN_FILE.findall(content)}
    return UUID(found.pop()) if len(found) == 1 else None


async def issued_letter(ground: Ground, letter_id: UUID, content: bytes | None = None) -> Issued:
    """The letter with this code, compared with a file where one is given. Raises NotFound when there is none."""
    async with ground.pool.agencies(()) as conn:
        found = await stores.find_letter(conn, letter_id)
        known = {agency.id: agency for agency in await agency_rows.all_agencies(conn)}
    if found is None:
        raise _nothing()
    async with ground.pool.agencies([found.agency_id]) as conn:
        loaded = await load_case(conn, found.case_id)
        paper = loaded[1].frozen(letter_id) if loaded else None
        sealed = await _sealed_file(ground, conn, found.case_id, paper.sealed) if paper and paper.sealed else None
    if paper is None:
        raise _nothing()
    as_issued = content is not None and salted_digest(found.salt, content) == found.digest
    return Issued(
        letter_no=paper.letter_no,
        agency=known[found.agency_id].name,
        title=LetterType(paper.letter_type).zh,
        issued_on=paper.issued_on,
        withdrawn=paper.withdrawn,
        same=None if content is None else as_issued or content == sealed,
        sealed_on=paper.sealed_on,
        seal=await seal_state(sealed, ground.seals.certificates()) if sealed else None,
        unsealed=as_issued and sealed is not None,
    )


async def _sealed_file(ground: Ground, conn: Connection, case_id: UUID, ref: Ref) -> bytes:
    """The sealed document, which must be the one that the log names. Raises FileMissing."""
    content, row = await ground.files.get(ref.id), (await stores.files(conn, case_id))[ref.id]
    if salted_digest(row.salt, content) != ref.digest:
        raise FileMissing(f"文件{ref.id}与记录不符，请从备份恢复")
    return content


def _nothing() -> x.NotFound:
    return x.NotFound(
        "没有找到这个核验码的文书", (), "；请核对文书首页下方的核验码，仍然没有的，请向文书所署的机关查询。"
    )
