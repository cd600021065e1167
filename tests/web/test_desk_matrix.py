"""Role x page x id: every page and every form opens for exactly those that the tables of powers name."""

from uuid import UUID, uuid4

import pytest
from tests import builders as make
from tests.api.test_matrix import OWN, UNKNOWN, expected_command, expected_identity, expected_reading, role_of
from tests.web.journeys import DAY
from tests.web.staff import ROLES, Desks

from ysq.domain import commands as c
from ysq.domain.powers import HOLDERS, Power
from ysq.domain.terms import Role
from ysq.web.giving import NOUNS


@pytest.fixture
async def case_id(desks: Desks) -> UUID:
    case_id = await desks.case()
    await make.give(desks.ground, case_id, [c.RegisterRequest(DAY), c.AskUnit(DAY, "请查找", "征地管理股", (1,))])
    return case_id


def targets(case_id: UUID) -> tuple[tuple[str, str], ...]:
    return ("own", str(case_id)), ("unknown", UNKNOWN), ("none", "1")


@pytest.mark.parametrize("name", ROLES)
async def test_every_form_of_a_command_opens_as_the_table_says(desks: Desks, case_id: UUID, name: str) -> None:
    desk, wrong = await desks.sit(name), []
    for noun in NOUNS:
        for wanted, target in targets(case_id):
            allowed = expected_command(name, noun, wanted)
            opened = (await desk.get(f"/desk/cases/{target}/{noun}")).status_code
            # Open to this role: there, or not open at this stage.
            if opened not in ({200, 409} if 200 in allowed else allowed):
                wrong.append((noun, wanted, opened))
    assert not wrong


@pytest.mark.parametrize("name", ROLES)
async def test_every_sent_form_is_answered_as_the_table_says(desks: Desks, case_id: UUID, name: str) -> None:
    desk, wrong = await desks.sit(name), []
    for noun in NOUNS:
        for wanted, target in targets(case_id):
            allowed = expected_command(name, noun, wanted)
            sent = (await desk.post(f"/desk/cases/{target}/{noun}", version="99")).status_code
            # Empty, so that who may give the command is shown its faults: the door was open.
            if sent not in ({422} if 200 in allowed else allowed):
                wrong.append((noun, wanted, sent))
    assert not wrong


@pytest.mark.parametrize("name", ROLES)
async def test_every_page_opens_as_the_table_says(desks: Desks, case_id: UUID, name: str) -> None:
    desk, role = await desks.sit(name), role_of(name)
    for wanted, target in targets(case_id):
        reading, identity = expected_reading(name, wanted), expected_identity(name, wanted)
        assert (await desk.get(f"/desk/cases/{target}")).status_code in reading
        assert (await desk.get(f"/desk/cases/{target}/ledger")).status_code in reading
        assert (await desk.get(f"/desk/cases/{target}/letters/{uuid4()}")).status_code == 404
        revealing = await desk.post(f"/desk/cases/{target}/reveal", person_id=str(uuid4()), purpose="contact")
        assert revealing.status_code in (identity - {200} or {404})
        papers = (await desk.post(f"/desk/cases/{target}/papers", kind="application_form")).status_code
        assert papers in ({403} if role is Role.SUPERVISOR and reading == {200} else reading)
        packing = await desk.post(f"/desk/cases/{target}/package", purpose="archive")
        assert packing.status_code in identity
    reads = {200} if role in HOLDERS[Power.READ_CASES] else {403}
    for path in ("/desk", "/desk/tasks", "/desk/overview"):
        assert (await desk.get(path)).status_code in reads, path
    takes = {200} if role in HOLDERS[Power.TAKE_IN] else {403}
    assert (await desk.get("/desk/intake")).status_code in takes
    assert (await desk.post("/desk/intake")).status_code in ({422} if takes == {200} else {403})
    imports = {200} if role in HOLDERS[Power.IMPORT_CALENDAR] else {403}
    assert (await desk.get("/desk/calendars")).status_code in imports
    assert (await desk.post("/desk/calendars")).status_code in ({422} if imports == {200} else {403})
    seen = {404} if role in HOLDERS[Power.READ_CALENDARS] else {403}
    assert (await desk.get("/desk/calendars/1")).status_code in seen
    assert (await desk.get("/desk/account")).status_code == 200
    lists = {200} if role in HOLDERS[Power.LIST_ACCOUNTS] else {403}
    assert (await desk.get("/desk/accounts")).status_code in lists
    assert (await desk.post("/desk/accounts", do="unit")).status_code in ({403, 422} if lists == {200} else {403})
    one = {404} if role in HOLDERS[Power.APPOINT] else {403}
    assert (await desk.get(f"/desk/accounts/{uuid4()}")).status_code in one
    for done in ("appoint", "dismiss", "disable", "enable", "reset", "end"):
        assert (await desk.post(f"/desk/accounts/{uuid4()}", do=done)).status_code in one, done
    assert OWN[name]


@pytest.mark.parametrize("name", ROLES)
async def test_no_page_shows_a_door_that_is_shut(desks: Desks, case_id: UUID, name: str) -> None:
    desk = await desks.sit(name)
    text = (await desk.get("/desk/account")).text
    for path in ("/desk", "/desk/tasks", "/desk/overview", "/desk/intake", "/desk/calendars", "/desk/accounts"):
        if f'<li><a href="{path}"' in text:
            assert (await desk.get(path)).status_code == 200, path
