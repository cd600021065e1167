"""Accounts and units at the JSON face: for administrators only, each his part, and a first password is told once."""

from uuid import UUID

import httpx
import pytest
from tests.api.conftest import LOGINS, Office, Staff
from tests.api.test_matrix import UNKNOWN, role_of

from ysq.accounts.story import story_of, story_of_units
from ysq.db.verify import verify_log
from ysq.domain.powers import HOLDERS, Power

NEW = {"login": "zhang.yi", "name": "张一", "agency_id": 2, "kind": "staff"}
ROLE = {"agency_id": 2, "role": "clerk"}
UNIT = {"agency_id": 2, "code": "GHK", "name": "规划股"}


def acts(account: str) -> tuple[tuple[str, str, object, Power], ...]:
    """Method, path, body, and the power that it takes."""
    one = f"/accounts/{account}"
    return (
        ("GET", "/accounts", None, Power.LIST_ACCOUNTS),
        ("GET", one, None, Power.LIST_ACCOUNTS),
        ("GET", "/units", None, Power.LIST_ACCOUNTS),
        ("POST", "/accounts", NEW, Power.ADD_ACCOUNT),
        ("POST", "/units", UNIT, Power.ADD_ACCOUNT),
        ("POST", f"{one}/appointments", ROLE, Power.APPOINT),
        ("POST", f"{one}/dismissals", ROLE, Power.APPOINT),
        ("POST", f"{one}/disable", None, Power.DISABLE_ACCOUNT),
        ("POST", f"{one}/enable", None, Power.DISABLE_ACCOUNT),
        ("POST", f"{one}/password", None, Power.RESET_PASSWORD),
        ("DELETE", f"{one}/sessions", None, Power.END_SESSIONS),
    )


async def ask(staff: Staff, method: str, path: str, body: object) -> httpx.Response:
    return await staff.client.request(method, f"/api/v1{path}", json=body, headers=staff.headers)


async def made(office: Office) -> tuple[str, str]:
    """The address of a new account below the base, and its first password."""
    answer = await (await office.sign_in("system_admin")).post("/accounts", NEW)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"].removeprefix("/api/v1"), answer.json()["password"]


@pytest.mark.parametrize("name", sorted(LOGINS))
async def test_each_door_opens_for_those_alone_who_hold_its_power(office: Office, name: str) -> None:
    path, _password = await made(office)
    staff, wrong = await office.sign_in(name), []
    for method, route, body, power in acts(path.rpartition("/")[2]):
        answer = await ask(staff, method, route, body)
        opened = answer.status_code != 403
        if opened is not (role_of(name) in HOLDERS[power]) or answer.status_code >= 500:
            wrong.append((method, route, answer.status_code, answer.text))
    assert not wrong


async def test_an_account_is_made_appointed_used_disabled_and_each_step_is_in_the_log(office: Office) -> None:
    path, password = await made(office)
    security = await office.sign_in("security_admin")
    given = await security.post(f"{path}/appointments", ROLE)
    assert (given.status_code, given.json()["appointments"]) == (200, [ROLE | {"unit_code": None}])
    session = await office.client.post("/api/v1/session", json={"login": NEW["login"], "password": password})
    assert (session.status_code, session.json()["who"]["must_change_password"]) == (201, True)
    anew = (await security.post(f"{path}/password")).json()["password"]
    assert anew != password
    old = await office.client.post("/api/v1/session", json={"login": NEW["login"], "password": password})
    assert old.status_code == 401
    assert (await security.post(f"{path}/dismissals", ROLE)).json()["appointments"] == []
    assert [(await security.post(f"{path}/{act}")).status_code for act in ("disable", "enable")] == [204, 204]
    assert (await ask(security, "DELETE", f"{path}/sessions", None)).status_code == 204
    async with office.ground.pool.agencies([2]) as conn:
        told = [type(one).__name__ for one in await story_of(conn, UUID(path.rpartition("/")[2]))]
    assert told == [
        "AccountAdded", "Appointed", "PasswordReset", "Dismissed", "AccountDisabled", "AccountEnabled", "SessionsEnded",
    ]  # fmt: skip
    assert (await verify_log(office.ground.pool, None, office.ground.signer.public)).first is None


async def test_a_first_password_is_in_the_one_answer_and_nowhere_else(office: Office) -> None:
    path, password = await made(office)
    system, security = await office.sign_in("system_admin"), await office.sign_in("security_admin")
    for answer in (await system.get("/accounts"), await system.get(path), await security.get(path)):
        assert answer.status_code == 200
        assert password not in answer.text
        assert "password" not in answer.text
    async with office.ground.pool.agencies([2]) as conn:
        stored = await conn.fetch("select record from event")
    assert all(password.encode() not in row["record"] for row in stored)


async def test_a_unit_is_made_renamed_and_told(office: Office) -> None:
    system = await office.sign_in("system_admin")
    assert (await system.post("/units", UNIT)).json() == UNIT | {"parent_code": None}
    same = await system.post("/units", UNIT)
    assert (same.status_code, same.json()["code"]) == (409, "already_done")
    assert (await system.post("/units", UNIT | {"name": "空间规划股"})).status_code == 200
    assert "空间规划股" in {one["name"] for one in (await system.get("/units")).json()}
    async with office.ground.pool.agencies([2]) as conn:
        told = [type(one).__name__ for one in await story_of_units(conn, 2)]
    assert told[-2:] == ["UnitAdded", "UnitRenamed"]


@pytest.mark.parametrize(
    ("wanted", "status", "said"),
    [
        ({"login": "x"}, 409, "登录名为3至32位"),
        ({"name": "名" * 51}, 409, "姓名不超过50个字"),
        ({"login": LOGINS["clerk"]}, 409, "已经有人使用"),
        ({"kind": "boss"}, 409, "没有这种账号"),
        ({"agency_id": 99}, 403, "系统管理员"),
        ({"agency_id": "二"}, 400, "agency_id"),
        ({"password": "x"}, 400, "password"),
    ],
)
async def test_what_cant_be_an_account_is_refused_with_what_is_wrong(
    office: Office, wanted: dict[str, object], status: int, said: str
) -> None:
    answer = await (await office.sign_in("system_admin")).post("/accounts", NEW | wanted)
    assert answer.status_code == status
    assert said in answer.text


async def test_an_unknown_account_is_not_found(office: Office) -> None:
    security = await office.sign_in("security_admin")
    for target in (UNKNOWN, "1"):
        for method, route, body, power in acts(target):
            if target in route and power in {Power.LIST_ACCOUNTS, Power.APPOINT, Power.RESET_PASSWORD}:
                assert (await ask(security, method, route, body)).status_code == 404, route


async def test_without_a_session_there_is_nothing(client: httpx.AsyncClient) -> None:
    statuses = [
        (await client.request(method, f"/api/v1{path}", json=body)).status_code
        for method, path, body, _power in acts(UNKNOWN)
    ]
    assert set(statuses) == {401}
