"""What a citizen may see of a case with its number and access code."""

from __future__ import annotations

import asyncio
import re
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq import letters
from ysq.cases.acknowledge import Copy, acknowledgement, follow_at
from ysq.cases.dossier import Dossier, find_dossier
from ysq.cases.enclose import Attached, Enclosed, attached, enclosed, merged_letter, require_sent
from ysq.cases.freeze import Unprintable
from ysq.db import agencies as agency_rows
from ysq.db.submissions import find_submission
from ysq.domain import errors as x
from ysq.domain.agency import Agency
from ysq.domain.clock import Ledger
from ysq.domain.events import ClarificationAsked
from ysq.domain.letters import LetterType
from ysq.domain.people import RequestedItem
from ysq.domain.terms import ItemEnd, Stage
from ysq.letters.errors import LetterError

if TYPE_CHECKING:
    from ysq.cases.ground import Ground


_NUMBER = re.compile(r"[A-Z0-9]{2,12}-[0-9]{4}-S-[0-9]{4,9}")


class SeenLetter(msgspec.Struct, frozen=True):
    """An issued letter as the citizen's list shows it; `open` once its attachments may be downloaded."""

    letter_id: UUID
    letter_no: str
    title: str
    issued_on: date
    file_name: str
    enclosed: Enclosed
    attached: tuple[Attached, ...]
    open: bool


class SeenItem(msgspec.Struct, frozen=True):
    """An item as it reads now; `open` while no letter answers it and it hasn't `ended` in another way."""

    number: int
    item: RequestedItem
    open: bool
    ended: ItemEnd | None


class Asked(msgspec.Struct, frozen=True):
    """补正告知 that waits for the requester: when, and what must be corrected."""

    on: date
    what: str


class Seen(msgspec.Struct, frozen=True):
    """办理情况: what the requester sees. `asked` is there while a correction is awaited.

    `joint` when several ask; `left_on` is the day on which the one who filed left the request to the others.
    """

    request_no: str
    register_no: str | None
    agency: Agency
    stage: Stage
    submitted_at: datetime
    items: tuple[str, ...]
    ledger: Ledger
    letters: tuple[SeenLetter, ...]
    requested: tuple[SeenItem, ...]
    asked: Asked | None
    joint: bool
    left_on: date | None

    @property
    def open_items(self) -> tuple[SeenItem, ...]:
        """The items that may still be withdrawn or corrected."""
        return tuple(one for one in self.requested if one.open)


async def agencies(ground: Ground) -> tuple[Agency, ...]:
    """The agencies that receive requests here."""
    async with ground.pool.outside() as conn:
        return await agency_rows.all_agencies(conn)


async def look_up(ground: Ground, request_no: str, access_code: str, as_of: date) -> Seen:
    """The case with this number as of a day; NotFound alike for a wrong number and a wrong code."""
    dossier = await authorised(ground, request_no, access_code)
    case = dossier.case
    day = max(as_of, case.last_on)
    return Seen(
        request_no=case.received.request_no,
        register_no=case.register_no,
        agency=dossier.agency,
        stage=case.stage,
        submitted_at=dossier.log[0].at,
        items=tuple(dossier.item(number).description for number in sorted(case.items)),
        ledger=dossier.shown_ledger(ground, day),
        letters=tuple(
            SeenLetter(
                letter.letter_id,
                letter.letter_no,
                LetterType(letter.letter_type).zh,
                letter.issued_on,
                dossier.files[letter.handed_out.id].name,
                enclosed(dossier, letter),
                attached(dossier, letter),
                letter.sent and not letter.withdrawn,
            )
            for letter in case.papers
        ),
        requested=tuple(
            SeenItem(number, dossier.item(number), case.items[number].open, case.items[number].ended)
            for number in sorted(case.items)
        ),
        asked=_asked(dossier),
        joint=len(case.requesters) > 1,
        left_on=next((one.date for one in case.left if one.person == case.received.requester.id), None),
    )


def _asked(dossier: Dossier) -> Asked | None:
    """What the last 补正告知 asks for, as long as nothing came and something is open."""
    case = dossier.case
    if case.clarification is None or case.clarified_on is not None or not case.open_items:
        return None
    told = [event for event in case.happened if isinstance(event, ClarificationAsked)]
    return Asked(told[-1].date, dossier.words(told[-1].text))


async def letter_bytes(ground: Ground, request_no: str, access_code: str, letter_id: UUID) -> tuple[str, bytes]:
    """File name and bytes of an issued letter, sealed once it has a seal; NotFound alike for what isn't there."""
    dossier = await authorised(ground, request_no, access_code)
    letter = dossier.case.paper(letter_id)
    if letter is None:
        raise _nothing()
    file_id = letter.handed_out.id
    return dossier.files[file_id].name, await ground.files.get(file_id)


async def merged_bytes(ground: Ground, request_no: str, access_code: str, letter_id: UUID) -> tuple[str, bytes]:
    """File name and bytes of a sent letter with its PDF attachments, to be read; NotFound as for a letter."""
    dossier = await authorised(ground, request_no, access_code)
    letter = dossier.case.paper(letter_id)
    if letter is None:
        raise _nothing()
    require_sent(letter)
    return await merged_letter(ground, dossier, letter)


async def attachment_bytes(
    ground: Ground, request_no: str, access_code: str, letter_id: UUID, file_id: UUID
) -> tuple[str, bytes, str]:
    """File name, bytes and media type of a file that went with a sent letter; NotFound as for a letter."""
    dossier = await authorised(ground, request_no, access_code)
    letter = dossier.case.paper(letter_id)
    found = next((one for one in attached(dossier, letter) if one.file_id == file_id), None) if letter else None
    if letter is None or found is None:
        raise _nothing()
    require_sent(letter)
    return found.name, await ground.files.get(file_id), found.media_type


async def acknowledgement_bytes(ground: Ground, request_no: str, access_code: str) -> tuple[str, bytes]:
    """File name and bytes of the requester's 登记回执, with the access code; NotFound as for a letter.

    Raises Unprintable when a name or the request can't be printed.
    """
    dossier = await authorised(ground, request_no, access_code)
    received = dossier.case.received
    code = ground.vault.access_code(received.submission_id)
    try:
        letter = acknowledgement(ground, dossier, Copy(access_code=code, follow_at=follow_at(ground)))
        sheet = await asyncio.to_thread(letters.printed, letter, ground.stationery)
    except LetterError as error:
        raise Unprintable(str(error)) from error
    return f"登记回执 {received.request_no}.pdf", sheet.content


async def authorised(ground: Ground, request_no: str, access_code: str) -> Dossier:
    """The case with this number, for who has its access code; NotFound alike for everybody else."""
    if not _NUMBER.fullmatch(request_no.strip().upper()):
        raise _nothing()
    async with ground.pool.outside() as conn:
        found = await find_submission(conn, request_no.strip().upper())
    # An unknown number costs the same comparison as a wrong code, so that time doesn't tell them apart.
    stored = found.access_hash if found else bytes(32)
    if not ground.vault.same_code(request_no.strip().upper(), access_code, stored) or found is None:
        raise _nothing()
    async with ground.pool.agencies([found.agency_id]) as conn:
        dossier = await find_dossier(conn, found.case_id)
    if dossier is None:
        raise _nothing()
    return dossier


def _nothing() -> x.NotFound:
    return x.NotFound("没有找到，请核对申请编号和查询码", (), "；查询码见登记回执，共10位。")
