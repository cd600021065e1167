"""The invented people of 石钟县, with passwords that the data folder's key gives again at every start."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ysq import strict_yaml
from ysq.accounts.register import STAFF_KIND, NewAccount, entered
from ysq.accounts.roll import entered_unit
from ysq.accounts.story import By
from ysq.db import accounts
from ysq.db.accounts import Appointment, Unit
from ysq.domain.actor import ADMINISTRATORS
from ysq.domain.terms import Role
from ysq.sealing import ALPHABET

if TYPE_CHECKING:
    from ysq.db.pool import Pool
    from ysq.passwords import Passwords
    from ysq.sealing import Vault

_LETTERS = 12


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


def demo_password(vault: Vault, login: str) -> str:
    """The first password of a demo account: another one in every installation, the same at every start."""
    number = int.from_bytes(vault.login_digest(f"demo password of {login}"), "big")
    letters = "".join(ALPHABET[(number >> 8 * place) % len(ALPHABET)] for place in range(_LETTERS))
    return "-".join(("demo2", *(letters[start : start + 4] for start in range(0, _LETTERS, 4))))


async def seed_demo_people(
    pool: Pool, passwords: Passwords, people: People, at: datetime, vault: Vault | None = None
) -> list[tuple[str, str]]:
    """Write the units and the people who aren't there yet; (login, password) of each new one.

    The agencies must be there. With `vault` the passwords are those of `demo_password`, else made here. They need no
    change at the first sign-in: a demonstration is tried at once.
    """
    async with pool.agencies({unit.agency_id for unit in people.units}) as conn:
        for unit in people.units:
            await entered_unit(conn, unit, By("demo", at))
    async with pool.agencies(()) as conn:
        missing = [person for person in people.people if await accounts.find_credential(conn, person.login) is None]

    async def one(person: Person) -> tuple[str, str]:
        password = demo_password(vault, person.login) if vault else None
        return person.login, await _entered(pool, passwords, person, password, at)

    return list(await asyncio.gather(*map(one, missing)))  # hashing is what takes the time


async def _entered(pool: Pool, passwords: Passwords, person: Person, password: str | None, at: datetime) -> str:
    kind = person.role.value if person.role in ADMINISTRATORS else STAFF_KIND
    wanted = NewAccount(person.login, person.name, person.agency_id, kind)
    given = (Appointment(person.agency_id, person.role, person.unit_code),)
    added = await entered(pool, passwords, wanted, given, By("demo", at), must_change=False, password=password)
    return added.password
