"""Makes the letters that are issued: numbered, composed from the case file, typeset, kept as bytes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec

from ysq import letters
from ysq.cases.acknowledge import Copy, acknowledgement, follow_at
from ysq.cases.anew import answers_before
from ysq.cases.checking import Beside, findings_in
from ysq.cases.dossier import described
from ysq.cases.drafted import kept_draft
from ysq.cases.enclose import enclosures
from ysq.cases.override import third_party_notice
from ysq.cases.told import overridden, process_told, taken_back
from ysq.cases.versions import as_revised
from ysq.db import stores
from ysq.db.numbers import next_number
from ysq.digests import salted_digest
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.decide import FrozenLetter
from ysq.domain.letters import Attachment, Letter, letter_number
from ysq.domain.terms import ConsulteeKind, RequesterKind
from ysq.letters import facts
from ysq.letters.errors import LetterError

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain.drafts import Holds
    from ysq.domain.people import Identity


NOTICE_SERIES = "third_party_notice"
"""The series of all notices of an agency and year; called after the kind that was the first in it."""


class Unprintable(x.Refusal):
    """The letter can't be made from the case file as it is."""

    code = "letter_refused"


async def freeze(
    ground: Ground, conn: Connection, dossier: Dossier, command: c.IssueLetter, at: datetime
) -> FrozenLetter:
    """Reserve the letter number, make the document, keep its bytes, and name it in the case's files.

    Raises Unprintable with what the letter lacks. The bytes are durable before the commit that names them.
    """
    word = dossier.agency.letters.letter_word
    letter_no = await numbered(conn, dossier, ("letter", word), command.on.year)
    enclosed = enclosures(dossier, command.items)
    made = await frozen(
        ground, conn, dossier, at, lambda: composed(ground, dossier, command, letter_no), Beside(command.items)
    )
    return msgspec.structs.replace(made, enclosed=enclosed)


async def freeze_acknowledgement(
    ground: Ground, conn: Connection, dossier: Dossier, command: c.IssueAcknowledgement, at: datetime
) -> FrozenLetter:
    """The same for 登记回执, in its own series. It is kept without the access code. Raises Unprintable."""
    word = dossier.agency.letters.receipt_word
    letter_no = await numbered(conn, dossier, ("acknowledgement", word), command.on.year)
    copy = Copy(follow_at=follow_at(ground), letter_no=letter_no, dated=command.on)
    return await frozen(ground, conn, dossier, at, lambda: acknowledgement(ground, dossier, copy))


async def freeze_notice(
    ground: Ground, conn: Connection, dossier: Dossier, command: c.NotifyThirdParty, at: datetime
) -> FrozenLetter:
    """The same for 决定公开告知书 to a third party (art. 32), in its own series. Raises Unprintable."""
    word = dossier.agency.letters.notice_word
    letter_no = await numbered(conn, dossier, (NOTICE_SERIES, word), command.on.year)
    return await frozen(ground, conn, dossier, at, lambda: third_party_notice(ground, dossier, command, letter_no))


async def numbered(conn: Connection, dossier: Dossier, named: tuple[str, str], year: int) -> str:
    """The next number of this (series, 代字) in the agency and year."""
    series, word = named
    return letter_number(word, year, await next_number(conn, agency_id=dossier.agency.id, series=series, year=year))


async def frozen(
    ground: Ground,
    conn: Connection,
    dossier: Dossier,
    at: datetime,
    compose: Callable[[], Letter],
    beside: Beside = Beside(),  # noqa: B008 - a frozen value
) -> FrozenLetter:
    """Set what `compose` writes, keep its bytes, and check it. Raises Unprintable."""
    file_id = uuid4()
    try:
        letter = compose()
        mark = letters.mark_of(file_id, ground.service)
        sheet = await asyncio.to_thread(letters.printed, letter, ground.stationery, mark)
    except LetterError as error:
        raise Unprintable(str(error), error.provisions) from error
    salt = ground.vault.salt()
    digest = salted_digest(salt, sheet.content)
    await ground.files.put(file_id, sheet.content)
    name = f"{letter.letter_no}.pdf"
    row = stores.FileRow(file_id, "letter", name, "application/pdf", len(sheet.content), digest, salt)
    await stores.add_file(conn, stores.Place(dossier.agency.id, dossier.case.case_id, at), row)
    found = findings_in(ground, dossier, letter, beside)
    made = (letter.letter_type.value, letter.letter_no, e.Ref(file_id, digest), sheet.pages, found)
    return FrozenLetter(file_id, *made)


def composed(ground: Ground, dossier: Dossier, command: c.IssueLetter, letter_no: str) -> Letter:
    """The letter that `command` asks for, under this number, in the words of its newest version.

    Raises LetterError with what it lacks, or when the case file has changed since that version.
    """
    return as_revised(dossier, command.items, *generated_letter(ground, dossier, command, letter_no))


def generated_letter(
    ground: Ground, dossier: Dossier, command: c.IssueLetter, letter_no: str, names: tuple[str, ...] = ()
) -> tuple[Letter, tuple[Holds, ...]]:
    """The same in nobody's words yet, and what each block carries; `names` are the requesters' as they may be shown."""
    book = ground.book
    law = letters.LetterLaw(book.provisions, book.outcomes, book.remedy_periods(command.on))
    told = answer_facts(ground, dossier, command, letter_no)
    told = msgspec.structs.replace(told, requesters=names or told.requesters)
    return letters.outlined(letters.context_of(told, dossier.agency.letters, law), ground.stationery)


def answer_facts(ground: Ground, dossier: Dossier, command: c.IssueLetter, letter_no: str) -> facts.AnswerFacts:
    """What the letter that `command` asks for would tell, under this number."""
    case = dossier.case
    asking = requesters(dossier, ground)
    ledger = dossier.ledger(ground, command.on)
    place = dossier.agency.letters.contact_address
    return facts.AnswerFacts(
        requesters=tuple(one.name for one in asking),
        organisation=asking[0].kind is not RequesterKind.PERSON,
        letter_no=letter_no,
        dated=command.on,
        received=facts.Received(ledger.received_on, case.received.channel, case.received.request_no),
        request_summary="；".join(described(dossier.item(number)) for number in sorted(case.items)),
        items=tuple(_item(dossier, number) for number in command.items),
        process=(
            *answers_before(case, command.items),
            *process_told(case, ledger, ground.book.clock, command.on, command.items),
            *overridden(ground, dossier, command.items),
            *taken_back(dossier),
        ),
        supply=facts.Supply(case.received.delivery, case.received.medium, place),
        unnamed=tuple(
            dossier.identity(sent.consultee, ground).name
            for sent in case.consultations
            if sent.kind is ConsulteeKind.THIRD_PARTY
        ),
    )


def requesters(dossier: Dossier, ground: Ground) -> tuple[Identity, ...]:
    """Who asks now, in order: one answer goes to all of them, by their full names."""
    return tuple(dossier.identity(ref, ground) for ref in dossier.case.requesters)


def _item(dossier: Dossier, number: int) -> facts.ItemAnswer:
    item, kept = dossier.case.items[number], kept_draft(dossier, number)
    told = []
    for recorded in item.searches:
        search = msgspec.json.decode(dossier.words(recorded.text), type=c.SearchKept)
        told.append(facts.SearchRecord(search.unit, recorded.date, search.places, search.keywords, search.result))
    return facts.ItemAnswer(
        number=number,
        description=described(dossier.item(number)),
        outcome=item.outcome or "",
        reasons=kept.reasons,
        aspect=item.aspect,
        basis=kept.basis,
        withheld=kept.withheld,
        indivisible=kept.indivisible,
        responsible=kept.responsible,
        searches=tuple(told),
        attachments=tuple(Attachment(record.name, record.pages) for record in kept.attachments),
    )
