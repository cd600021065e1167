"""The people of 石钟县 on the test's database, and their first passwords."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import msgspec
import pytest_asyncio

from ysq.accounts import Current, Session, current, read_people, seed_demo_people, sign_in
from ysq.cases import Ground
from ysq.resources import data_folder

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
HERE = "192.0.2.7"


def after(minutes: float = 0, *, hours: float = 0, seconds: float = 0) -> datetime:
    """So long after the test began."""
    return AT + timedelta(minutes=minutes, hours=hours, seconds=seconds)


class People(msgspec.Struct, frozen=True):
    """The ground with its people, and the password of each login."""

    ground: Ground
    passwords: Mapping[str, str]

    async def enter(self, login: str, at: datetime = AT, address: str = HERE, replaces: str | None = None) -> Session:
        """Sign in with the right password."""
        return await sign_in(self.ground, login, self.passwords[login], at, address, replaces)

    async def current(self, login: str, at: datetime = AT) -> Current:
        """Sign in, and who that is."""
        found = await current(self.ground, (await self.enter(login, at)).token, at)
        assert found is not None
        return found


@pytest_asyncio.fixture
async def people(ground: Ground) -> People:
    """Everybody of examples/people.yaml."""
    told = read_people(data_folder("examples") / "people.yaml")
    return People(ground, dict(await seed_demo_people(ground.pool, ground.passwords, told, AT)))
