"""The agencies and their settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from ysq.db.sql import sql
from ysq.domain.agency import Agency, ArchiveCodes
from ysq.domain.letters import AgencyProfile
from ysq.domain.terms import Role

if TYPE_CHECKING:
    from ysq.db.pool import Connection


class Profile(msgspec.Struct, frozen=True):
    """The settings column: unknown settings of later versions are ignored."""

    letters: AgencyProfile
    archive: ArchiveCodes
    route: tuple[Role, ...] = ()


async def all_agencies(conn: Connection) -> tuple[Agency, ...]:
    """Every agency, by id."""
    return tuple(read_agency(*row) for row in await conn.fetch(sql.all_agencies))


async def agency_by_code(conn: Connection, code: str) -> Agency | None:
    """The agency with this code, if there is one."""
    row = await conn.fetchrow(sql.agency_by_code, code)
    return read_agency(*row) if row else None


async def seed(conn: Connection, agencies: Sequence[Agency]) -> None:
    """Write agencies and their settings, as the owner of the database; their order is free."""
    async with conn.transaction():
        for agency in agencies:
            profile = msgspec.json.encode(Profile(agency.letters, agency.archive, agency.route)).decode()
            await conn.execute(sql.seed_agency, agency.id, agency.code, agency.name, agency.parent, profile)


async def below(conn: Connection, agency_id: int) -> frozenset[int]:
    """The ids of all agencies below this one, at any depth."""
    return frozenset(row["id"] for row in await conn.fetch(sql.agencies_below, agency_id))


def read_agency(agency_id: int, code: str, parent: int | None, settings: str) -> Agency:
    """An agency as its row tells it; `settings` is the JSON of its profile."""
    profile = msgspec.json.decode(settings, type=Profile)
    return Agency(agency_id, code, profile.letters, profile.archive, parent, profile.route)
