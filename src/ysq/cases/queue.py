"""The desk's list of cases: by due date, page by page, with lamps and masked names."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases.pen import open_person
from ysq.db import stores, views
from ysq.domain import errors as x
from ysq.domain.lamp import Lamp, light
from ysq.domain.people import RequestedItem
from ysq.domain.powers import Power, require_power
from ysq.domain.terms import Stage
from ysq.privacy.mask import masked

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain.actor import Actor

PAGE = 100


class QueueQuery(msgspec.Struct, frozen=True):
    """What is asked for. Without `stages` what is still to be done; `after` is the cursor of the page before.

    `tolled`: only where the clock stands.
    """

    stages: tuple[Stage, ...] | None = None
    due_from: date | None = None
    due_until: date | None = None
    number: str | None = None
    after: str | None = None
    limit: int = PAGE
    tolled: bool = False


class QueueEntry(msgspec.Struct, frozen=True):
    """One case of the list. `lamp` and `working_days_left` are None where no clock runs."""

    case_id: UUID
    agency_id: int
    request_no: str
    register_no: str | None
    requester: str
    stage: Stage
    stage_name: str
    received_on: date
    due_on: date | None
    provisional: bool
    lamp: Lamp | None
    lamp_name: str | None
    working_days_left: int | None
    version: int


class Queue(msgspec.Struct, frozen=True):
    """One page; `next` is the cursor of the page behind it."""

    cases: tuple[QueueEntry, ...]
    next: str | None


class CursorRefused(x.Refusal):
    """The cursor isn't one that a page gave."""

    code = "cursor_refused"

    def __init__(self) -> None:
        super().__init__("翻页标记无效", (), "，请从第一页重新查询。")


async def list_cases(ground: Ground, actor: Actor, query: QueueQuery, today: date) -> Queue:
    """The cases that the actor may read. Raises NotAllowed, or CursorRefused."""
    require_power(actor, Power.READ_CASES)
    wanted = views.QueueFilter(
        tuple(stage.value for stage in query.stages) if query.stages else None,
        query.due_from,
        query.due_until,
        read_cursor(query.after) if query.after else None,
        today if query.tolled else None,
    )
    async with ground.pool.agencies(actor.reach) as conn:
        if query.number is not None:
            rows = await views.by_number(conn, query.number)
        else:
            rows = await views.queue(conn, actor.reach, wanted, query.limit + 1)
        shown = rows[: query.limit]
        entries = await entries_of(ground, conn, actor, shown, today)
    return Queue(entries, position_after(shown[-1]) if len(rows) > len(shown) else None)


async def entries_of(
    ground: Ground, conn: Connection, actor: Actor, rows: Sequence[views.CaseRow], today: date
) -> tuple[QueueEntry, ...]:
    """The rows as the actor sees them on a day, in their order."""
    people = await stores.requesters(conn, [row.case_id for row in rows])
    names = {case_id: masked(open_person(ground.vault, row)[1], actor.role).name for case_id, row in people.items()}
    return tuple(_entry(ground, row, names.get(row.case_id, ""), today) for row in rows)


async def summaries(ground: Ground, actor: Actor, case_ids: Sequence[UUID]) -> dict[UUID, str]:
    """What each case asks for first, as it was received: for a list, beside its entries. Raises NotAllowed."""
    require_power(actor, Power.READ_CASES)
    async with ground.pool.agencies(actor.reach) as conn:
        items = await stores.first_items(conn, case_ids)
    return {case_id: msgspec.json.decode(body, type=RequestedItem).description for case_id, body in items.items()}


def _entry(ground: Ground, row: views.CaseRow, name: str, today: date) -> QueueEntry:
    stage = Stage(row.stage)
    shown = light(stage, row.due_on, row.tolled_until, today, ground.calendar)
    return QueueEntry(
        case_id=row.case_id,
        agency_id=row.agency_id,
        request_no=row.request_no,
        register_no=row.register_no,
        requester=name,
        stage=stage,
        stage_name=stage.zh,
        received_on=row.received_on,
        due_on=row.due_on,
        provisional=row.provisional,
        lamp=shown.lamp,
        lamp_name=shown.lamp.zh if shown.lamp else None,
        working_days_left=shown.working_days_left,
        version=row.version,
    )


def position_after(row: views.CaseRow) -> str:
    """The cursor of the page behind `row`."""
    day = row.due_on.isoformat() if row.due_on else ""
    return base64.urlsafe_b64encode(f"{day}|{row.case_id}".encode()).decode()


def read_cursor(cursor: str) -> tuple[date | None, UUID]:
    """The place that a cursor means. Raises CursorRefused."""
    try:
        day, _, case_id = base64.urlsafe_b64decode(cursor.encode("ascii")).decode("ascii").partition("|")
        return date.fromisoformat(day) if day else None, UUID(case_id)
    except (ValueError, binascii.Error):  # UnicodeError is a ValueError
        raise CursorRefused from None
