"""Tells anybody whether a code or a file is that of an issued letter, and nothing of whom the letter is about."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases.dossier import load_case
from ysq.db import agencies as agency_rows
from ysq.db import stores
from ysq.digests import salted_digest
from ysq.domain import errors as x
from ysq.domain.letters import LetterType
from ysq.letters.proof import KEYWORD

if TYPE_CHECKING:
    from ysq.cases.ground import Ground

_CODE = re.compile(r"[0-9a-f]{32}")
_IN_FILE = re.compile(KEYWORD.encode() + rb"([0-9a-f]{32})")


class Issued(msgspec.Struct, frozen=True):
    """What everybody may learn of a letter whose code he has: no name, no request, no item.

    `same` says whether the file given is byte for byte the one issued; None when no file was given.
    """

    letter_no: str
    agency: str
    title: str
    issued_on: date
    withdrawn: bool
    same: bool | None = None


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
    paper = loaded[1].paper(letter_id) if loaded else None
    if paper is None:
        raise _nothing()
    return Issued(
        letter_no=paper.letter_no,
        agency=known[found.agency_id].name,
        title=LetterType(paper.letter_type).zh,
        issued_on=paper.issued_on,
        withdrawn=paper.withdrawn,
        same=None if content is None else salted_digest(found.salt, content) == found.digest,
    )


def _nothing() -> x.NotFound:
    return x.NotFound(
        "没有找到这个核验码的文书", (), "；请核对文书首页下方的核验码，仍然没有的，请向文书所署的机关查询。"
    )
