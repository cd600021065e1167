"""办件页: everything that staff see of one case, now or as it stood on a day and was known at an instant."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases import record, timeline
from ysq.cases.drafted_letters import DraftedLetter, drafted_letters
from ysq.cases.enclose import Enclosed, enclosed
from ysq.cases.ground import day_in_china
from ysq.cases.overtaken import overtaken, retold
from ysq.cases.past import case_as_of
from ysq.cases.pen import open_person
from ysq.cases.ruling import ItemFindings, items_found
from ysq.cases.stamp import SEALED
from ysq.domain import errors as x
from ysq.domain.case import Case, ItemState, RemedyState
from ysq.domain.clock import Ledger
from ysq.domain.decide import Context
from ysq.domain.lamp import Light, light
from ysq.domain.letters import LetterType
from ysq.domain.open_commands import EVERY, OpenCommand, open_commands, why_shut
from ysq.domain.people import RequestedItem
from ysq.domain.remedies import ThirdPartyDay, ToAnswer, open_to_third_parties, to_answer
from ysq.domain.retention import Kept, kept
from ysq.domain.terms import Channel, DeliveryWish, ItemEnd, Legality, Medium, RequesterKind, Role, Stage
from ysq.privacy.mask import Masked, masked

if TYPE_CHECKING:
    from collections.abc import Collection

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.actor import Actor
    from ysq.domain.commands import CommandBase


class SheetItem(msgspec.Struct, frozen=True):
    """One 申请事项: its words now, and how far its determination is."""

    item: int
    asked: RequestedItem
    open: bool
    outcome: str | None
    outcome_name: str | None
    releasable: bool | None
    searches: int
    records: int
    drafted_by: str | None
    endorsed: tuple[Role, ...]
    legality: Legality | None
    approved_by: str | None
    letter_id: UUID | None
    ended: ItemEnd | None


class SheetLetter(msgspec.Struct, frozen=True):
    """An issued letter and what became of it."""

    letter_id: UUID
    letter_no: str
    title: str
    items: tuple[int, ...]
    issued_on: date
    posted_on: date | None
    delivered_on: date | None
    returned_on: date | None
    withdrawn: bool
    sealed_on: date | None
    enclosed: Enclosed


class SheetDocument(msgspec.Struct, frozen=True):
    """A file of the case; `digest` is hex SM3 over its salt and content."""

    file_id: UUID
    kind: str
    name: str
    media_type: str
    size: int
    digest: str


class SheetPerson(msgspec.Struct, frozen=True):
    """Somebody of the case, masked as the reader's role sees him; `left_on` of a requester who asks no more."""

    person_id: UUID
    role: str
    identity: Masked
    left_on: date | None


class Sheet(msgspec.Struct, frozen=True):
    """The case page. `commands` is empty for the past: nothing can be done there."""

    case_id: UUID
    agency_id: int
    agency: str
    version: int
    request_no: str
    register_no: str | None
    archive_no: str | None
    stage: Stage
    stage_name: str
    light: Light
    channel: Channel
    requester_kind: RequesterKind
    medium: Medium
    delivery: DeliveryWish
    items: tuple[SheetItem, ...]
    ledger: Ledger
    findings: tuple[ItemFindings, ...]
    letters: tuple[SheetLetter, ...]
    drafts: tuple[DraftedLetter, ...]
    documents: tuple[SheetDocument, ...]
    persons: tuple[SheetPerson, ...]
    timeline: tuple[timeline.Happened, ...]
    remedies: tuple[RemedyState, ...]
    to_answer: tuple[ToAnswer, ...]
    third_parties: tuple[ThirdPartyDay, ...]
    kept: Kept | None
    commands: tuple[OpenCommand, ...]


def sheet(
    ground: Ground, actor: Actor, dossier: Dossier, at: datetime, asked: Collection[type[CommandBase]] = EVERY
) -> Sheet:
    """The case as it is at `at`, with those of the commands `asked` about that the actor may give."""
    today = day_in_china(at)
    told = timeline.timeline(ground, dossier.log)
    found = items_found(ground, dossier, dossier.case, today, at)
    commands = open_commands(dossier.case, _context(ground, actor, dossier, today), asked)
    return _sheet(ground, actor, dossier, dossier.case, today, told, found, commands)


def in_the_way(
    ground: Ground, actor: Actor, dossier: Dossier, kind: type[CommandBase], at: datetime
) -> x.Refusal | None:
    """Why a command isn't among those that the actor may give now, as far as the case tells."""
    return why_shut(dossier.case, kind, _context(ground, actor, dossier, day_in_china(at)))


def _context(ground: Ground, actor: Actor, dossier: Dossier, today: date) -> Context:
    return Context(
        actor, today, ground.book.clock, ground.calendar, ground.book.outcomes, ground.book.fees,
        ground.book.fingerprint, ground.policy, dossier.agency.route, seals=ground.seals.seals_for(dossier.agency.code),
        ledgers=dossier.ledgers,
    )  # fmt: skip


def past_sheet(ground: Ground, actor: Actor, dossier: Dossier, as_of: date, known_at: datetime) -> Sheet:
    """The case by what had happened by `as_of` and was recorded by `known_at`. NotFound before its receipt."""
    case = case_as_of(dossier.log, as_of, known_at)
    if case is None:
        raise x.NotFound("这一天还没有这个办件", (), "，请另选日期。")
    log = tuple(stored for stored in dossier.log if stored.at <= known_at and stored.date <= as_of)
    found = items_found(ground, dossier, case, as_of, known_at)
    return _sheet(ground, actor, dossier, case, as_of, timeline.timeline(ground, log), found, ())


def _sheet(
    ground: Ground,
    actor: Actor,
    dossier: Dossier,
    case: Case,
    today: date,
    told: tuple[timeline.Happened, ...],
    found: tuple[ItemFindings, ...],
    commands: tuple[OpenCommand, ...],
) -> Sheet:
    received, day = case.received, max(today, case.last_on)
    book = standing_ledger(ground, dossier, today) if case is dossier.case else dossier.ledger_of(ground, case, day)
    row = record.row_of(case, ground, today, dossier.reckon(ground))
    shown = light(case.stage, row.due_on, row.tolled_until, today, ground.calendar)
    return Sheet(
        case_id=case.case_id,
        agency_id=case.agency_id,
        agency=dossier.agency.name,
        version=case.version,
        request_no=received.request_no,
        register_no=case.register_no,
        archive_no=case.archived.archive_no if case.archived else None,
        stage=case.stage,
        stage_name=case.stage.zh,
        light=shown,
        channel=received.channel,
        requester_kind=received.requester_kind,
        medium=received.medium,
        delivery=received.delivery,
        items=tuple(_item(ground, dossier, case.items[number]) for number in sorted(case.items)),
        ledger=book,
        findings=found,
        letters=_letters(dossier, case),
        drafts=drafted_letters(ground, case),
        documents=_documents(dossier, case),
        persons=_persons(ground, actor, dossier, case),
        timeline=told,
        remedies=tuple(case.remedies.values()),
        kept=kept(ground.book.retention, case),
        to_answer=to_answer(case, ground.book.clock, ground.calendar),
        third_parties=open_to_third_parties(case, ground.book.clock, ground.calendar),
        commands=commands,
    )


def standing_ledger(ground: Ground, dossier: Dossier, today: date) -> Ledger:
    """The ledger as staff see it on a day, with what a later calendar says otherwise than the letters."""
    book = dossier.ledger(ground, max(today, dossier.case.last_on))
    return _with_overtaken(ground, dossier, book)


def _with_overtaken(ground: Ground, dossier: Dossier, book: Ledger) -> Ledger:
    if ground.almanac.latest is None:
        return book
    told_otherwise = overtaken(ground, retold(ground, dossier.log), dossier.reckon(ground))
    return msgspec.structs.replace(book, findings=(*book.findings, *told_otherwise))


def _item(ground: Ground, dossier: Dossier, item: ItemState) -> SheetItem:
    outcome = ground.book.outcomes.find(item.outcome or "", item.drafted_on) if item.drafted_on else None
    return SheetItem(
        item=item.item,
        asked=msgspec.json.decode(dossier.words(item.text), type=RequestedItem),
        open=item.open,
        outcome=item.outcome,
        outcome_name=outcome.name if outcome else None,
        releasable=item.releasable,
        searches=len(item.searches),
        records=len(item.records),
        drafted_by=item.drafted_by,
        endorsed=item.endorsed,
        legality=item.legality,
        approved_by=item.approved_by,
        letter_id=item.letter_id,
        ended=item.ended,
    )


def _letters(dossier: Dossier, case: Case) -> tuple[SheetLetter, ...]:
    return tuple(
        SheetLetter(
            one.letter_id, one.letter_no, LetterType(one.letter_type).zh, one.items, one.issued_on, one.posted_on,
            one.delivered_on, one.returned_on, one.withdrawn, one.sealed_on,
            enclosed(dossier, one),
        )
        for one in case.issued
    )  # fmt: skip


def _documents(dossier: Dossier, case: Case) -> tuple[SheetDocument, ...]:
    """The files of the case, letters only when they had been issued."""
    issued = {file.id for paper in case.issued for file in (paper.file, paper.sealed) if file}
    return tuple(
        SheetDocument(row.id, row.kind, row.name, row.media_type, row.size, row.digest)
        for row in dossier.files.values()
        if row.kind not in ("letter", SEALED) or row.id in issued
    )


def _persons(ground: Ground, actor: Actor, dossier: Dossier, case: Case) -> tuple[SheetPerson, ...]:
    consulted = (sent.consultee for sent in case.consultations)
    known = [case.received.requester, *(added.person for added in case.persons), *consulted]
    rows, left = [dossier.persons[ref.id] for ref in known], {one.person: one.date for one in case.left}
    shown = ((row, masked(open_person(ground.vault, row)[1], actor.role)) for row in rows)
    return tuple(SheetPerson(row.id, row.role, identity, left.get(row.id)) for row, identity in shown)
