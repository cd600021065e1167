"""办理: the one path by which a command changes a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases import pen, record
from ysq.cases.dossier import Dossier, load_dossier
from ysq.cases.drafting import printable, under_hand
from ysq.cases.enclose import supplied
from ysq.cases.freeze import freeze, freeze_acknowledgement, freeze_notice
from ysq.cases.ground import day_in_china
from ysq.cases.ruling import findings_on
from ysq.cases.stamp import stamped
from ysq.cases.tell import freeze_issued_notice
from ysq.db import stores
from ysq.db.accounts import units
from ysq.db.errors import VersionConflict
from ysq.db.numbers import next_number
from ysq.domain import access
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.agency import Agency, archive_number, register_number
from ysq.domain.case import Case
from ysq.domain.clock import ClockError
from ysq.domain.decide import Context, check_day, check_door, check_issue, check_issued_notice, check_notice, decide
from ysq.domain.fold import evolve
from ysq.domain.retention import line_for

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain import events as e
    from ysq.domain.actor import Actor


class Done(msgspec.Struct, frozen=True):
    """What a command led to: the events, and the case after them."""

    events: tuple[e.CaseEvent, ...]
    case: Case


async def handle(
    ground: Ground, case_id: UUID, command: c.CaseCommand, actor: Actor, at: datetime, expected: int | None = None
) -> Done:
    """Decide `command` on a case and store what follows, in one transaction.

    `expected` is the version that the actor has seen. Raises a Refusal (nothing is stored): NotFound when the actor's
    agency or unit has no such case, Stale when the case has moved on from the version expected or moves meanwhile.
    """
    if isinstance(command, c.ReviseDraft):
        command = await printable(ground, command)
    try:
        agency = await ground.directory.by_id(ground.pool, actor.agency_id)
        async with ground.pool.agencies([actor.agency_id]) as conn:
            dossier = await _dossier(conn, agency, case_id, actor)
            if expected not in (None, dossier.case.version):
                raise x.Stale
            if isinstance(command, c.ArchiveCase):
                command = _with_period(ground, dossier.case, command)
            context = await _context(ground, conn, dossier, command, actor, at)
            events = tuple(decide(dossier.case, command, context))
            after = reduce(evolve, events, dossier.case)
            await record.append(conn, after, dossier.case.version, events, at)
            await record.show(conn, after, ground, at)
            return Done(events, after)
    except ClockError as error:
        raise x.DateRefused(f"这样的经过不可能发生：{error.message}", (), "，请核对日期。") from None
    except VersionConflict:
        raise x.Stale from None


def _with_period(ground: Ground, case: Case, command: c.ArchiveCase) -> c.ArchiveCase:
    """The period that the archivist chose, or the table's."""
    period = command.retention or line_for(ground.book.retention, case, command.on).period
    return msgspec.structs.replace(command, retention=period)


async def _dossier(conn: Connection, agency: Agency | None, case_id: UUID, actor: Actor) -> Dossier:
    dossier = await load_dossier(conn, agency, case_id) if agency else None
    if dossier is None or not access.within(actor, dossier.case.at_work):
        raise x.NotFound("没有这个办件", (), "，请核对编号。")
    return dossier


async def _context(
    ground: Ground, conn: Connection, dossier: Dossier, command: c.CaseCommand, actor: Actor, at: datetime
) -> Context:
    """The values that the decision depends on: what must be reserved or kept is, and undone if it is refused."""
    case, book = dossier.case, ground.book
    place = stores.Place(case.agency_id, case.case_id, at)
    context = Context(
        actor, day_in_china(at), book.clock, ground.calendar, book.outcomes, book.fees, book.fingerprint,
        ground.policy, dossier.agency.route, bool(dossier.agency.letters.online_review_address),
        seals=ground.seals.seals_for(dossier.agency.code),
    )  # fmt: skip
    context = msgspec.structs.replace(context, refs=await pen.write_texts(conn, ground.vault, place, command.prose))
    _require_checks(ground, command)
    match command:
        case c.DraftDetermination() if command.item in case.items:
            found = findings_on(ground, dossier, case, command.item, at)
            return msgspec.structs.replace(context, findings=found)
        case c.AskUnit():
            await _known_unit(conn, dossier.agency, command.unit)
            return context
        case c.Consult():
            person = await pen.write_person(conn, ground.vault, place, "consultee", command.consultee)
            return msgspec.structs.replace(context, person=person)
        case c.AddPerson():
            person = await pen.write_person(conn, ground.vault, place, command.role.value, command.person)
            return msgspec.structs.replace(context, person=person)
        case c.ArchiveCase() if case.archived is not None:
            return context
        case c.RegisterRequest() | c.ArchiveCase():
            number = await _number(conn, dossier, command)
            return msgspec.structs.replace(context, number=number)
        case _:
            return await _with_files(ground, conn, dossier, command, context, at)


async def _with_files(
    ground: Ground, conn: Connection, dossier: Dossier, command: c.CaseCommand, context: Context, at: datetime
) -> Context:
    """The same for commands that make, seal or bring a file, or words of a draft."""
    case = dossier.case
    match command:
        case c.IssueAcknowledgement() if case.acknowledgement is None:
            check_day(case, command.on, context.today)  # a letter of another age has no law to be written under
            letter = await freeze_acknowledgement(ground, conn, dossier, command, at)
            return msgspec.structs.replace(context, letter=letter)
        case c.ReviseDraft() | c.CommentOnDraft() | c.ReceiveDraftFile():
            check_door(case, command, context)
            place = stores.Place(case.agency_id, case.case_id, at)
            return msgspec.structs.replace(context, draft=await under_hand(ground, conn, dossier, command, place))
        case c.SupplyRecord():
            kept = await supplied(ground, conn, dossier, command, context, at)
            return msgspec.structs.replace(context, supplied=kept)
        case c.SealLetter():
            sealed = await stamped(ground, conn, dossier, command, context, at)
            return msgspec.structs.replace(context, sealed=sealed)
        case c.NotifyThirdParty():
            check_day(case, command.on, context.today)
            check_notice(case, command)
            letter = await freeze_notice(ground, conn, dossier, command, at)
            return msgspec.structs.replace(context, letter=letter)
        case c.IssueNotice():
            check_door(case, command, context)
            check_issued_notice(case, command)
            letter = await freeze_issued_notice(ground, conn, dossier, command, at)
            return msgspec.structs.replace(context, letter=letter)
        case c.IssueLetter():
            check_issue(case, command, context)
            letter = await freeze(ground, conn, dossier, command, at)
            return msgspec.structs.replace(context, letter=letter)
        case _:
            return context


def _require_checks(ground: Ground, command: c.CaseCommand) -> None:
    """Refuse a reason for a check that the book doesn't have: it would explain nothing."""
    if not isinstance(command, c.ApproveDetermination | c.ExplainFindings | c.IssueLetter | c.IssueNotice):
        return
    for one in command.accepted:
        if one.check not in ground.book.checks.on(command.on):
            raise x.UnknownReference(f"没有“{one.check}”这项检查", ("ogi.art45",), "，请从检查结果中选择。")


async def _known_unit(conn: Connection, agency: Agency, unit: str) -> None:
    """Refuse a unit that the agency hasn't: nobody would see the case. One that has told none may ask any."""
    known = {name: kept for kept in await units(conn) if kept.agency_id == agency.id for name in (kept.code, kept.name)}
    if known and unit not in known:
        names = "、".join(dict.fromkeys(kept.name for kept in known.values()))
        raise x.UnknownReference(f"本机关没有“{unit}”这个科室", ("ogi.art45",), f"，可以选择：{names}。")


async def _number(conn: Connection, dossier: Dossier, command: c.RegisterRequest | c.ArchiveCase) -> str:
    agency, year = dossier.agency, command.on.year
    if isinstance(command, c.RegisterRequest):
        serial = await next_number(conn, agency_id=agency.id, series="register", year=year)
        return register_number(agency.code, year, serial)
    assert command.retention is not None, "the period is known before the number"
    codes, retention = agency.archive, command.retention.value
    series = f"archive:{codes.fonds}:{retention}:{codes.office}"
    serial = await next_number(conn, agency_id=agency.id, series=series, year=year)
    return archive_number(codes, year, retention, serial)


def titles(ground: Ground, provisions: Sequence[str]) -> tuple[str, ...]:
    """The provisions' titles, as a refusal shows them."""
    return tuple(ground.book.provisions[name].title for name in provisions if name in ground.book.provisions)
