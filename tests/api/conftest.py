"""The JSON face with the invented people of 石钟县, each signed in when a test wants to."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar
from tests import builders as make
from tests.web.journeys import DAY, Clock
from tests.web.service import browser, made

from ysq.accounts import read_people, seed_demo_people
from ysq.cases import Ground
from ysq.resources import data_folder

LOGINS = {
    "clerk": "jingban", "unit_officer": "chengban", "secrecy_reviewer": "baomi", "legal": "falv",
    "office_head": "fuzeren", "signer": "qianfa", "archivist": "dangan", "supervisor": "zhuguan",
    "system_admin": "xitong", "security_admin": "anquan", "audit_admin": "shenji", "other_clerk": "caizheng",
}  # fmt: skip


class Staff:
    """Speaks to the JSON face as one member of staff."""

    def __init__(self, client: httpx.AsyncClient, token: str) -> None:
        self.client = client
        self.headers = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, **params: object) -> httpx.Response:
        return await self.client.get(f"/api/v1{path}", params=params, headers=self.headers)

    async def post(self, path: str, body: object = None, match: int | None = None) -> httpx.Response:
        headers = self.headers | ({"If-Match": f'"{match}"'} if match is not None else {})
        return await self.client.post(f"/api/v1{path}", json=body, headers=headers)


class Office:
    """The whole office: everybody's passwords, and their sessions as they are opened."""

    def __init__(self, ground: Ground, client: httpx.AsyncClient, passwords: dict[str, str]) -> None:
        self.ground, self.client, self.passwords = ground, client, passwords
        self._signed: dict[str, Staff] = {}

    async def sign_in(self, role: str) -> Staff:
        if role not in self._signed:
            login = LOGINS[role]
            response = await self.client.post(
                "/api/v1/session", json={"login": login, "password": self.passwords[login]}
            )
            assert response.status_code == 201, response.text
            self._signed[role] = Staff(self.client, response.json()["token"])
        return self._signed[role]

    async def case(self, on: date = DAY, *descriptions: str) -> UUID:
        return await make.received(self.ground, on, *descriptions)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(ground: Ground, clock: Clock) -> Litestar:
    return made(ground, clock)


@pytest_asyncio.fixture
async def client(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    async with browser(app) as opened:
        yield opened


@pytest_asyncio.fixture
async def office(ground: Ground, client: httpx.AsyncClient) -> Office:
    people = read_people(data_folder("examples") / "people.yaml")
    shown = await seed_demo_people(ground.pool, ground.passwords, people, make.noon(DAY))
    return Office(ground, client, dict(shown))
