"""The desk's list of cases: by due date, page by page, with lamps and masked names."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases.dossier import described
from ysq.cases.pen import open_person
from ysq.db import stores, views
from ysq.domain import errors as x
from ysq.domain.lamp import Lamp, light
from ysq.domain.people import RequestedItem
from ysq.domain.powers import Power, require_power
from ysq.domain.terms import Channel, Stage
from ysq.privacy.mask import masked

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain.actor import Actor

PAGE = 100
_SUMMARY = 40


class QueueQuery(msgspec.Struct, frozen=True):
    """What is asked for. Without `stages` what is still to be done; `after` is the cursor of the page before.

    `unit` is one that works on the case, by the name under which it was asked; `tolled`: only where the clock stands.
    """

    stages: tuple[Stage, ...] | None = None
    due_from: date | None = None
    due_until: date | None = None
    number: str | None = None
    after: str | None = None
    limit: int = PAGE
    channel: Channel | None = None
    unit: str | None = None
    tolled: bool = False


class QueueEntry(msgspec.Struct, frozen=True):
    """One case of the list. `lamp` and `working_days_left` are None where no clock runs.

    `summary` is the beginning of the first item as it reads now, `units` are those that work on the case.
    """

    case_id: UUID
    agency_id: int
    request_no: str
    register_no: str | None
    requester: str
    summary: str
    channel: Channel | None
    channel_name: str | None
    units: tuple[str, ...]
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
        query.channel.value if query.channel else None,
        query.unit,
        None if actor.units is None else tuple(actor.units),
        today if query.tolled else None,
    )
    async with ground.pool.agencies(actor.reach) as conn:
        if query.number is not None:
            rows = await views.by_number(conn, query.number, wanted.units)
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
    texts = await stores.texts_of(conn, [row.first_text for row in rows if row.first_text])
    names = {case_id: masked(open_person(ground.vault, row)[1], actor.role).name for case_id, row in people.items()}
    return tuple(_entry(ground, row, names.get(row.case_id, ""), _summary(row, texts), today) for row in rows)


def _entry(ground: Ground, row: views.CaseRow, name: str, summary: str, today: date) -> QueueEntry:
    stage, channel = Stage(row.stage), Channel(row.channel) if row.channel else None
    shown = light(stage, row.due_on, row.tolled_until, today, ground.calendar)
    return QueueEntry(
        case_id=row.case_id,
        agency_id=row.agency_id,
        request_no=row.request_no,
        register_no=row.register_no,
        requester=name,
        summary=summary,
        channel=channel,
        channel_name=channel.zh if channel else None,
        units=row.units,
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


def _summary(row: views.CaseRow, texts: Mapping[UUID, stores.TextRow]) -> str:
    """The first item in at most 40 characters, and how many items there are."""
    first = texts.get(row.first_text) if row.first_text else None
    if first is None:
        return ""
    asked = described(msgspec.json.decode(first.body, type=RequestedItem))
    words = " ".join(asked.split())
    short = words if len(words) <= _SUMMARY else f"{words[:_SUMMARY]}…"
    return short if row.item_count == 1 else f"{short}（共{row.item_count}项）"


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
