"""Role x route x id over HTTP: every door opens for exactly those that the two tables of powers name."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from tests.api.conftest import LOGINS, Office
from tests.builders import actor
from tests.domain import test_machine as machine
from tests.domain.test_open_commands import TAGS
from tests.web.journeys import DAY

from ysq.domain import access
from ysq.domain.attempts import attempts
from ysq.domain.decide import Context
from ysq.domain.powers import HOLDERS, Power
from ysq.domain.terms import Role
from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.web.giving import NOUNS

ROLES = sorted(LOGINS)
OWN = {name: 3 if name == "other_clerk" else 1 if LOGINS[name] in {"zhuguan", "xitong", "anquan", "shenji"} else 2
       for name in LOGINS}  # fmt: skip
UNKNOWN = "00000000-0000-4000-8000-000000000000"


def role_of(name: str) -> Role:
    return Role.CLERK if name == "other_clerk" else Role(name)


def expected_reading(name: str, wanted: str) -> set[int]:
    """What reading a case answers: the case's agency is 2, and agency 1 is above it."""
    role = role_of(name)
    if role not in HOLDERS[Power.READ_CASES] or wanted != "own":
        return {404}
    return {200} if OWN[name] == 2 or role is Role.SUPERVISOR else {404}


def expected_identity(name: str, wanted: str) -> set[int]:
    if role_of(name) not in HOLDERS[Power.REVEAL_IDENTITY]:
        return {403}
    return {200} if wanted == "own" and OWN[name] == 2 else {404}


def expected_command(name: str, noun: str, wanted: str) -> set[int]:
    role = role_of(name)
    if role not in HOLDERS[Power.READ_CASES]:
        return {404}
    if role not in access.MAY[NOUNS[noun]]:
        return {403}
    return {200, 403, 409, 422} if wanted == "own" and OWN[name] == 2 else {404}


@pytest.fixture
async def case_id(office: Office) -> UUID:
    return await office.case()


def bodies() -> Iterator[tuple[str, dict[str, object]]]:
    """A well-formed body for each command."""
    book = rule_book.read(data_folder("rules"))
    machine.CALENDAR = book.calendar()
    walk = machine.Walk(book, ())
    walk.finish()
    context = Context(actor(Role.CLERK), DAY, book.clock, machine.CALENDAR, book.outcomes, book.fees, "book")
    fallback = machine.Walk(book, ())
    for noun, kind in NOUNS.items():
        made = next(attempts(fallback.case, kind, context), None) or next(attempts(walk.case, kind, context))
        yield noun, msgspec.to_builtins(made, str_keys=True) | {"on": DAY.isoformat()}


BODIES = dict(bodies())


def test_every_command_has_a_route_and_a_body() -> None:
    assert set(NOUNS) == {tag.replace("_", "-") for tag in TAGS.values()} == set(BODIES)


@pytest.mark.parametrize("name", ROLES)
async def test_every_command_answers_each_role_as_the_table_says(office: Office, case_id: UUID, name: str) -> None:
    staff, wrong = await office.sign_in(name), []
    for noun in NOUNS:
        for wanted, target in (("own", str(case_id)), ("unknown", UNKNOWN), ("none", "1")):
            answer = await staff.post(f"/cases/{target}/{noun}", BODIES[noun], match=99)
            allowed = expected_command(name, noun, wanted)
            # The version is wrong, so that who may give the command is told what changed: the door was open.
            if answer.status_code not in ({412} if 200 in allowed else allowed):
                wrong.append((noun, wanted, answer.status_code, answer.text))
    assert not wrong


@pytest.mark.parametrize("name", ROLES)
async def test_every_reading_answers_each_role_as_the_table_says(office: Office, case_id: UUID, name: str) -> None:
    staff, clerk = await office.sign_in(name), await office.sign_in("clerk")
    person = (await clerk.get(f"/cases/{case_id}")).json()["persons"][0]["person_id"]
    listed = await staff.get("/cases")
    if role_of(name) in HOLDERS[Power.READ_CASES]:
        seen = [one["case_id"] for one in listed.json()["cases"]]
        assert seen == ([str(case_id)] if expected_reading(name, "own") == {200} else [])
    else:
        assert listed.status_code == 403
    for wanted, target in (("own", str(case_id)), ("unknown", str(uuid4())), ("none", "1")):
        assert (await staff.get(f"/cases/{target}")).status_code in expected_reading(name, wanted)
        assert (await staff.get(f"/cases/{target}/letters/{uuid4()}")).status_code == 404
        revealing = {"person_id": person, "purpose": "contact"}
        for answer in (
            await staff.post(f"/cases/{target}/reveal", revealing),
            await staff.get(f"/cases/{target}/package"),
        ):
            assert answer.status_code in expected_identity(name, wanted), answer.text


async def test_nobody_gets_anywhere_without_a_session(client: httpx.AsyncClient) -> None:
    statuses = {
        (
            await client.post(f"/api/v1/cases/{UNKNOWN}/{noun}", json=BODIES[noun], headers={"If-Match": '"1"'})
        ).status_code
        for noun in NOUNS
    }
    assert statuses == {401}
