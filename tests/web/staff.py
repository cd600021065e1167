"""The office at the desk: everybody signed in with a browser of his own, and forms filled in as people do."""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import date
from uuid import UUID

import httpx
from litestar import Litestar
from tests import builders as make
from tests.api.conftest import LOGINS
from tests.web.journeys import BASE, DAY, Clock
from tests.web.pages import Page
from tests.web.service import living, made

from ysq.accounts import read_people, seed_demo_people
from ysq.cases import Ground
from ysq.resources import data_folder
from ysq.web.desk_fields import FormField, Kind

ROLES = sorted(LOGINS)


class Desk:
    """One member of staff with a browser; `page` is what he looks at."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client
        self._proof = ""

    async def get(self, path: str) -> httpx.Response:
        return await self.client.get(path)

    async def see(self, path: str) -> str:
        """The page at `path`, which must be there and well made."""
        response = await self.client.get(path)
        assert response.status_code == 200, response.text
        page = Page(response)
        assert not page.unlabelled
        assert len(page.ids) == len(set(page.ids))
        return response.text

    async def post(self, path: str, **typed: str) -> httpx.Response:
        """Send what was typed with the proof that a page of this browser gave."""
        if not self._proof:
            self._proof = Page(await self.client.get("/desk/sign-in")).form()["form_proof"]
        return await self.client.post(path, data={"form_proof": self._proof} | typed)

    async def give(self, case_id: UUID, noun: str, **typed: str) -> httpx.Response:
        """Open a command's form, fill it in and send it."""
        path = f"/desk/cases/{case_id}/{noun}"
        opened = await self.client.get(path)
        assert opened.status_code == 200, opened.text
        return await self.client.post(path, data=Page(opened).form() | typed)

    async def given(self, case_id: UUID, noun: str, **typed: str) -> None:
        """The same, and it must be accepted."""
        response = await self.give(case_id, noun, **typed)
        assert (response.status_code, response.headers.get("location")) == (
            303, f"/desk/cases/{case_id}?done={noun}",
        ), response.text  # fmt: skip


class Desks:
    """The whole office."""

    def __init__(self, ground: Ground, app: Litestar, passwords: Mapping[str, str], stack: AsyncExitStack) -> None:
        self.ground, self.passwords = ground, passwords
        self._app, self._stack = app, stack
        self._seated: dict[str, Desk] = {}

    async def stranger(self) -> Desk:
        """A fresh browser, nobody signed in."""
        transport = httpx.ASGITransport(app=self._app)
        client = httpx.AsyncClient(transport=transport, base_url=BASE)
        return Desk(await self._stack.enter_async_context(client))

    async def sit(self, role: str) -> Desk:
        """The member of staff with this role, signed in once."""
        if role not in self._seated:
            desk = await self.stranger()
            entered = await desk.post("/desk/sign-in", login=LOGINS[role], password=self.passwords[LOGINS[role]])
            assert entered.status_code == 303, entered.text
            self._seated[role] = desk
        return self._seated[role]

    async def case(self, on: date = DAY, *descriptions: str) -> UUID:
        return await make.received(self.ground, on, *descriptions)


@asynccontextmanager
async def opened(ground: Ground, clock: Clock) -> AsyncIterator[Desks]:
    """The service with the invented people of 石钟县."""
    people = read_people(data_folder("examples") / "people.yaml")
    passwords = dict(await seed_demo_people(ground.pool, ground.passwords, people, make.noon(DAY)))
    app = made(ground, clock)
    async with living(app), AsyncExitStack() as stack:
        yield Desks(ground, app, passwords, stack)


def typed(fields: tuple[FormField, ...], values: Mapping[str, object]) -> dict[str, str]:
    """What a person types into these fields so that the command has these values."""
    found: dict[str, str] = {}
    for field in fields:
        if (value := values.get(field.key)) is not None:
            found |= _typed(field, value)
    return found


def _typed(field: FormField, value: object) -> dict[str, str]:
    match field.kind:
        case Kind.YES_NO:
            return {field.name: "yes" if value else "no"}
        case Kind.FLAG:
            return {field.name: "yes"} if value else {}
        case Kind.MONEY:
            assert isinstance(value, int)
            return {field.name: f"{value / 100:.2f}"}
        case Kind.CHECKS:
            assert isinstance(value, list)
            return {f"{field.name}-{one}": "yes" for one in value}
        case Kind.LINES:
            assert isinstance(value, list)
            return {field.name: "\n".join(value)}
        case Kind.GROUP:
            assert isinstance(value, dict)
            return typed(field.parts, value)
        case Kind.VARIANTS:
            assert isinstance(value, dict)
            part = next(one for one in field.parts if one.key == value["kind"])
            return {f"{field.name}-kind": part.key} | typed(part.parts, value)
        case Kind.ROWS:
            assert isinstance(value, list)
            rows = zip(field.parts, value, strict=False)
            return {name: text for part, row in rows for name, text in typed(part.parts, row).items()}
        case Kind.REASONS:
            assert isinstance(value, list)
            assert field.parts[0].tag is not None
            said = {one[field.parts[0].tag[0]]: one for one in value}
            given = ((part, said[part.key]) for part in field.parts if part.key in said)
            return {name: text for part, one in given for name, text in typed(part.parts, one).items()}
        case Kind.KEYED:
            assert isinstance(value, dict)
            parts = ((part, value[part.key]) for part in field.parts if part.key in value)
            return {name: text for part, row in parts for name, text in typed(part.parts, row).items()}
        case _:
            return {field.name: str(value)}
