"""The invented people of 石钟县, with passwords made when they are first written."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ysq import strict_yaml
from ysq.accounts.register import STAFF_KIND, NewAccount, entered
from ysq.accounts.story import By
from ysq.db import accounts
from ysq.db.accounts import Appointment, Unit
from ysq.domain.actor import ADMINISTRATORS
from ysq.domain.terms import Role

if TYPE_CHECKING:
    from ysq.db.pool import Pool
    from ysq.passwords import Passwords


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One invented member of staff: an account and its one role."""

    login: str
    name: str
    agency_id: int
    role: Role
    unit_code: str | None = None


class People(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """examples/people.yaml."""

    units: tuple[Unit, ...]
    people: tuple[Person, ...]


def read_people(path: Path) -> People:
    """Units and people from a YAML file; ValueError names what is wrong."""
    try:
        return msgspec.convert(strict_yaml.load(path.read_text(encoding="utf-8")), People)
    except (ValueError, msgspec.ValidationError) as error:
        raise ValueError(f"{path.name}: {error}") from None


async def seed_demo_people(pool: Pool, passwords: Passwords, people: People, at: datetime) -> list[tuple[str, str]]:
    """Write the units and the people who aren't there yet; (login, password) of each new one, to be shown once.

    The agencies must be there. The passwords need no change at the first sign-in: a demonstration is tried at once.
    """
    async with pool.agencies({unit.agency_id for unit in people.units}) as conn:
        for unit in people.units:
            await accounts.keep_unit(conn, unit)
    shown = []
    for person in people.people:
        async with pool.agencies(()) as conn:
            known = await accounts.find_credential(conn, person.login)
        if known is None:
            shown.append((person.login, await _entered(pool, passwords, person, at)))
    return shown


async def _entered(pool: Pool, passwords: Passwords, person: Person, at: datetime) -> str:
    kind = person.role.value if person.role in ADMINISTRATORS else STAFF_KIND
    wanted = NewAccount(person.login, person.name, person.agency_id, kind)
    given = Appointment(person.agency_id, person.role, person.unit_code)
    return (await entered(pool, passwords, wanted, (given,), By("demo", at), must_change=False)).password
