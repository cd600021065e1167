"""Role x route x id over HTTP: every door opens for exactly those that the two tables of powers name."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest
from tests import builders as make
from tests.api.conftest import LOGINS, Office
from tests.builders import actor
from tests.domain import test_machine as machine
from tests.domain.test_open_commands import TAGS
from tests.web.journeys import DAY

from ysq.db import accounts
from ysq.domain import access
from ysq.domain import commands as c
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


def theirs(name: str, wanted: str) -> bool:
    """Whether the case asked for is one of theirs: of an agency's staff every case, of a unit officer his unit's."""
    return wanted == "own" or (wanted == "other_unit" and role_of(name) is not Role.UNIT_OFFICER)


def expected_reading(name: str, wanted: str) -> set[int]:
    """What reading a case answers: the case's agency is 2, and agency 1 is above it."""
    role = role_of(name)
    if role not in HOLDERS[Power.READ_CASES] or not theirs(name, wanted):
        return {404}
    return {200} if OWN[name] == 2 or role is Role.SUPERVISOR else {404}


def expected_identity(name: str, wanted: str) -> set[int]:
    if role_of(name) not in HOLDERS[Power.REVEAL_IDENTITY]:
        return {403}
    return {200} if theirs(name, wanted) and OWN[name] == 2 else {404}


def expected_command(name: str, noun: str, wanted: str) -> set[int]:
    role = role_of(name)
    if role not in HOLDERS[Power.READ_CASES]:
        return {404}
    if role not in access.MAY[NOUNS[noun]]:
        return {403}
    return {200, 403, 409, 422} if theirs(name, wanted) and OWN[name] == 2 else {404}


def papers_of(target: str) -> tuple[tuple[str, Power], ...]:
    """Documents that name nobody whom the reader may not see named, and one that does."""
    return (
        (f"/cases/{target}/papers/unit_request", Power.READ_CASES),
        (f"/cases/{target}/papers/application_form", Power.READ_CASES),
        (f"/cases/{target}/papers/clarification_notice", Power.REVEAL_IDENTITY),
    )


async def asked_of(office: Office, unit: str) -> UUID:
    """A case on which this unit works."""
    case_id = await office.case()
    asked = c.AskUnit(DAY, "请查找", unit, (1,))
    await make.give(office.ground, case_id, [c.RegisterRequest(DAY), asked])
    return case_id


@pytest.fixture
async def case_id(office: Office) -> UUID:
    return await asked_of(office, "征地管理股")


@pytest.fixture
async def other_unit(office: Office) -> UUID:
    return await asked_of(office, "综合档案室")


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
async def test_every_command_answers_each_role_as_the_table_says(
    office: Office, case_id: UUID, other_unit: UUID, name: str
) -> None:
    staff, wrong = await office.sign_in(name), []
    ids = (("own", str(case_id)), ("other_unit", str(other_unit)), ("unknown", UNKNOWN), ("none", "1"))
    for noun in NOUNS:
        for wanted, target in ids:
            answer = await staff.post(f"/cases/{target}/{noun}", BODIES[noun], match=99)
            allowed = expected_command(name, noun, wanted)
            # The version is wrong, so that who may give the command is told what changed: the door was open.
            if answer.status_code not in ({412} if 200 in allowed else allowed):
                wrong.append((noun, wanted, answer.status_code, answer.text))
    assert not wrong


@pytest.mark.parametrize("name", ROLES)
async def test_every_reading_answers_each_role_as_the_table_says(
    office: Office, case_id: UUID, other_unit: UUID, name: str
) -> None:
    staff, clerk = await office.sign_in(name), await office.sign_in("clerk")
    ids = {"own": str(case_id), "other_unit": str(other_unit), "unknown": str(uuid4()), "none": "1"}
    listed = await staff.get("/cases")
    if role_of(name) in HOLDERS[Power.READ_CASES]:
        seen = {one["case_id"] for one in listed.json()["cases"]}
        assert seen == {target for wanted, target in ids.items() if expected_reading(name, wanted) == {200}}
    else:
        assert listed.status_code == 403
    looked = await staff.post("/identity-searches", {"by": "phone", "value": "13900000000", "purpose": "contact"})
    assert looked.status_code == (200 if role_of(name) in HOLDERS[Power.FIND_BY_IDENTITY] else 403)
    for wanted, target in ids.items():
        shown = await clerk.get(f"/cases/{target}")
        person = shown.json()["persons"][0]["person_id"] if shown.status_code == 200 else str(uuid4())
        for path in (f"/cases/{target}", f"/cases/{target}/findings"):
            assert (await staff.get(path)).status_code in expected_reading(name, wanted)
        for path, power in ((f"/cases/{target}/letters/draft", Power.READ_DRAFTS), *papers_of(target)):
            expected = expected_reading(name, wanted)
            if expected == {200} and (role_of(name) not in HOLDERS[power] or OWN[name] != 2):
                expected = {403}
            # No correction was asked for, so that there is no such notice for anybody.
            missing = {422} if path.endswith("clarification_notice") and expected == {200} else expected
            assert (await staff.get(path)).status_code in missing, path
        assert (await staff.get(f"/cases/{target}/letters/{uuid4()}")).status_code == 404
        revealing = {"person_id": person, "purpose": "contact"}
        for answer in (
            await staff.post(f"/cases/{target}/reveal", revealing),
            await staff.get(f"/cases/{target}/package"),
        ):
            assert answer.status_code in expected_identity(name, wanted), answer.text


async def test_a_unit_officer_loses_a_case_that_the_unit_sent_back_and_has_none_without_a_unit(
    office: Office, case_id: UUID
) -> None:
    officer, row = (
        await office.sign_in("unit_officer"),
        {"on": DAY.isoformat(), "text": "不属本股", "unit": "征地管理股"},
    )
    number = (await officer.get(f"/cases/{case_id}")).json()["request_no"]
    assert len((await officer.get("/cases", number=number)).json()["cases"]) == 1
    assert (await officer.post(f"/cases/{case_id}/record-unit-return", row, match=3)).status_code == 200
    assert (await officer.get(f"/cases/{case_id}")).status_code == 404
    assert (await officer.get("/cases", number=number)).json()["cases"] == []
    await make.give(office.ground, case_id, [c.AskUnit(DAY, "请再查", "ZDGL", (1,))])
    assert (await officer.get(f"/cases/{case_id}")).status_code == 200
    async with office.ground.pool.agencies([2]) as conn:
        await conn.execute("delete from appointment where role = 'unit_officer'")
        account = await conn.fetchval("select id from account where login = 'chengban'")
        given = accounts.Appointment(2, Role.UNIT_OFFICER)
        assert await accounts.appoint(conn, account, given, make.noon(DAY))
    assert (await officer.get("/cases")).json()["cases"] == []
    assert (await officer.get(f"/cases/{case_id}")).status_code == 404


async def test_nobody_gets_anywhere_without_a_session(client: httpx.AsyncClient) -> None:
    statuses = {
        (
            await client.post(f"/api/v1/cases/{UNKNOWN}/{noun}", json=BODIES[noun], headers={"If-Match": '"1"'})
        ).status_code
        for noun in NOUNS
    }
    assert statuses == {401}
