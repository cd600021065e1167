"""再看规则结论: each determination of a case under the rule book that it saw, and under today's."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases.dossier import Dossier, decoded, load_dossier
from ysq.cases.ruling import findings_on
from ysq.db import agencies, books, views
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.findings import Finding
from ysq.domain.fold import fold
from ysq.rules.book import BookError, reread

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.db.views import CaseRow


class Reruled(msgspec.Struct, frozen=True):
    """One determination: the findings stored with it, those that its book makes, and those of today's book.

    The last two are of the same facts: the case as it was known when it was drafted, looked at on that day. `then` is
    None when its book can't be had any more; `trouble` says why.
    """

    item: int
    outcome: str
    drafted_on: date
    book: str
    stored: tuple[Finding, ...]
    then: tuple[Finding, ...] | None
    today: tuple[Finding, ...]
    trouble: str = ""


async def rerule(ground: Ground, number: str) -> tuple[str, tuple[Reruled, ...]]:
    """The request number and every determination of the case with this id, request number or register number.

    NotFound when there is no such case.
    """
    dossier = await _dossier(ground, number)
    drafts = [
        (place, event)
        for place, stored in enumerate(dossier.log)
        if isinstance(event := decoded(stored), e.DeterminationDrafted)
    ]
    grounds = {event.book: await _ground_under(ground, event.book) for _place, event in drafts}
    found = tuple(_reruled(ground, grounds[event.book], dossier, place, event) for place, event in drafts)
    return dossier.case.received.request_no, found


async def _dossier(ground: Ground, number: str) -> Dossier:
    async with ground.pool.agencies(()) as conn:
        known = {agency.id: agency for agency in await agencies.all_agencies(conn)}
    async with ground.pool.agencies(known) as conn:
        row = await _row(conn, number.strip())
        dossier = await load_dossier(conn, known[row.agency_id], row.case_id) if row else None
    if dossier is None:
        raise x.NotFound(f"没有编号为“{number}”的办件", (), "，请核对申请编号、登记编号。")
    return dossier


async def _row(conn: Connection, number: str) -> CaseRow | None:
    rows = await views.by_number(conn, number, None)
    if rows:
        return rows[0]
    try:
        return await views.row_of(conn, UUID(number))
    except ValueError:
        return None


async def _ground_under(ground: Ground, fingerprint: str) -> Ground | str:
    """The ground under the book with this fingerprint, or why there is none."""
    if fingerprint == ground.book.fingerprint:
        return ground
    async with ground.pool.agencies(()) as conn:
        content = await books.content_of(conn, fingerprint)
    if content is None:
        return "当时的规则书没有保存"
    try:
        book = reread(content)
    except BookError as error:
        return f"当时的规则书已不能读取：{error}"
    return msgspec.structs.replace(ground, book=book, calendar=ground.almanac.newest(book))


def _reruled(
    ground: Ground, under: Ground | str, dossier: Dossier, place: int, event: e.DeterminationDrafted
) -> Reruled:
    case, at = dossier.case, dossier.log[place].at
    known = fold(case.case_id, case.agency_id, map(decoded, dossier.log[:place]))
    then = None if isinstance(under, str) else findings_on(under, dossier, known, event.item, at)
    return Reruled(
        item=event.item,
        outcome=event.outcome,
        drafted_on=event.date,
        book=event.book,
        stored=event.findings,
        then=then,
        today=findings_on(ground, dossier, known, event.item, at),
        trouble=under if isinstance(under, str) else "",
    )
