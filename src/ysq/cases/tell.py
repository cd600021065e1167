"""制发告知文书: what a step of the case tells somebody outside, made into a numbered letter whose bytes are kept."""

from __future__ import annotations

import asyncio
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec

from ysq import letters
from ysq.cases.checking import Beside
from ysq.cases.freeze import NOTICE_SERIES, Unprintable, frozen, numbered
from ysq.cases.noted import Asked
from ysq.cases.papers import paper
from ysq.db import stores
from ysq.digests import salted_digest
from ysq.domain import events as e
from ysq.domain.letters import LetterType
from ysq.domain.notices import newest_step
from ysq.letters.errors import LetterError

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain import commands as c
    from ysq.domain.decide import FrozenLetter
    from ysq.domain.letters import Letter


async def freeze_issued_notice(
    ground: Ground, conn: Connection, dossier: Dossier, command: c.IssueNotice, at: datetime
) -> FrozenLetter:
    """The notice that `command` asks for, in the agency's series of notices. Raises Unprintable.

    Behind a 征求意见书 to a third party goes the form on which it answers.
    """
    letter_no = await numbered(conn, dossier, (NOTICE_SERIES, dossier.agency.letters.notice_word), command.on.year)
    asked = Asked(ground, dossier, command.on, None, command.party, annexed_to=letter_no)
    annexes: tuple[e.Ref, ...] = ()
    if command.kind is LetterType.THIRD_PARTY_CONSULTATION:
        annex, pages = await _form_behind(asked, conn, at)
        asked, annexes = msgspec.structs.replace(asked, annex_pages=pages), (annex,)
    beside = Beside(told_on=day_told(dossier, command))
    made = await frozen(ground, conn, dossier, at, lambda: paper(asked, command.kind, letter_no), beside)
    return msgspec.structs.replace(made, enclosed=annexes)


async def _form_behind(asked: Asked, conn: Connection, at: datetime) -> tuple[e.Ref, int]:
    """征求意见确认函 as it goes with the letter, kept; and its pages."""
    ground, dossier, file_id = asked.ground, asked.dossier, uuid4()
    try:
        form = paper(asked, LetterType.CONSULTATION_REPLY)
        sheet = await asyncio.to_thread(letters.printed, form, ground.stationery)
    except LetterError as error:
        raise Unprintable(str(error), error.provisions) from error
    salt = ground.vault.salt()
    digest = salted_digest(salt, sheet.content)
    await ground.files.put(file_id, sheet.content)
    name = f"{LetterType.CONSULTATION_REPLY.zh}.pdf"
    row = stores.FileRow(file_id, "attachment", name, "application/pdf", len(sheet.content), digest, salt)
    await stores.add_file(conn, stores.Place(dossier.agency.id, dossier.case.case_id, at), row)
    return e.Ref(file_id, digest), sheet.pages


def day_told(dossier: Dossier, command: c.IssueNotice) -> date | None:
    """The day on which, as the case has it, what the notice tells was told or sent."""
    step = newest_step(dossier.case, command.kind, command.party)
    return step.on if step and command.kind is not LetterType.CONSULTATION_NOTICE else None


def told_by(ground: Ground, dossier: Dossier, command: c.IssueNotice, letter_no: str) -> Letter:
    """The notice in words, under this number.

    Raises UnknownReference without its step, LetterError with what it lacks.
    """
    return paper(Asked(ground, dossier, command.on, None, command.party), command.kind, letter_no)
