"""What staff read: whole cases of their own agency and, for a supervisor, of those below; identities one by one."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NoReturn
from uuid import NAMESPACE_URL, UUID, uuid5

import msgspec

from ysq.cases.dossier import Dossier, find_dossier
from ysq.cases.ground import day_in_china
from ysq.cases.pen import index_of, open_person
from ysq.db import events as log
from ysq.db import stores
from ysq.domain import access
from ysq.domain import errors as x
from ysq.domain.powers import HOLDERS, Power, require_power
from ysq.domain.terms import Purpose, SoughtBy

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain.actor import Actor
    from ysq.domain.people import Identity


class IdentityRead(msgspec.Struct, frozen=True, tag_field="type", tag="identity.read"):
    """查看完整身份信息: whose, in which case, why; by whom and when, the log has."""

    case_id: UUID
    person_id: UUID
    purpose: Purpose


class IdentitySought(msgspec.Struct, frozen=True, tag_field="type", tag="identity.sought"):
    """按证件号码、电话查找: by which of them, why, and how many cases were found; never what was typed."""

    by: SoughtBy
    purpose: Purpose
    found: int


_READING: msgspec.json.Decoder[IdentityRead | IdentitySought] = msgspec.json.Decoder(IdentityRead | IdentitySought)


class Reading(msgspec.Struct, frozen=True):
    """One reading of an identity (with case and person) or search by one (`sought`, `found`) as the audit lists it."""

    account: str
    agency_id: int
    at: datetime
    purpose: Purpose
    case_id: UUID | None = None
    person_id: UUID | None = None
    sought: SoughtBy | None = None
    found: int | None = None


async def open_case(ground: Ground, actor: Actor, case_id: UUID) -> Dossier:
    """The case, for reading. NotFound alike for an unknown case and for one that this actor may not read."""
    if actor.role not in HOLDERS[Power.READ_CASES]:
        _nothing()
    async with ground.pool.agencies(actor.reach) as conn:
        dossier = await find_dossier(conn, case_id)
    if dossier is None or not access.within(actor, dossier.case.at_work):
        _nothing()
    return dossier


async def reveal(
    ground: Ground, actor: Actor, case_id: UUID, person_id: UUID, purpose: Purpose, at: datetime
) -> Identity:
    """The open identity of a person of a case of the actor's own agency; the reading is on record before it is shown.

    Raises NotAllowed for a role without this power, NotFound alike for everything that isn't there for the actor.
    """
    require_power(actor, Power.REVEAL_IDENTITY)
    async with ground.pool.agencies([actor.agency_id]) as conn:
        row = await stores.person(conn, case_id, person_id)
        if row is None:
            _nothing()
        identity = open_person(ground.vault, row)[1]
        await _recorded(conn, actor, IdentityRead(case_id, person_id, purpose), at)
    return identity


def readings_stream(actor: Actor) -> UUID:
    """The stream of an account's readings in an agency: chained, sealed and verified like every other."""
    return uuid5(NAMESPACE_URL, f"ysq:readings:{actor.agency_id}:{actor.id}")


async def readings(ground: Ground, actor: Actor, most: int = 200) -> tuple[Reading, ...]:
    """The newest readings and searches of identities in the agencies that the audit administrator reaches."""
    require_power(actor, Power.READ_AUDIT)
    async with ground.pool.agencies(actor.reach) as conn:
        found = await log.readings(conn, most)
    return tuple(_reading(event) for event in found)


async def find_cases(
    ground: Ground, actor: Actor, by: SoughtBy, typed: str, purpose: Purpose, at: datetime
) -> tuple[UUID, ...]:
    """The cases of the actor's agency with a person of this number, the newest first; the search is on record.

    Raises NotAllowed for a role without this power.
    """
    require_power(actor, Power.FIND_BY_IDENTITY)
    index = index_of(ground.vault, **{by.value: typed})
    async with ground.pool.agencies([actor.agency_id]) as conn:
        found = await stores.cases_of(conn, index)
        await _recorded(conn, actor, IdentitySought(by, purpose, len(found)), at)
    return found


async def _recorded(conn: Connection, actor: Actor, done: IdentityRead | IdentitySought, at: datetime) -> None:
    await log.append_next(
        conn,
        stream=readings_stream(actor),
        agency_id=actor.agency_id,
        events=[log.NewEvent(str(done.__struct_config__.tag), day_in_china(at), done)],
        at=at,
        actor=actor.id,
    )


def _reading(event: log.StoredEvent) -> Reading:
    done = _READING.decode(event.data)
    who = (event.actor, event.agency_id, event.at, done.purpose)
    if isinstance(done, IdentitySought):
        return Reading(*who, sought=done.by, found=done.found)
    return Reading(*who, done.case_id, done.person_id)


def _nothing() -> NoReturn:
    raise x.NotFound("没有这个办件", (), "，请核对编号。")
