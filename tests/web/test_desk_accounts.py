"""Two administrators make a clerk at the desk: one the account, the other its role; neither can do the other's part."""

import re

import pytest
from tests.api.conftest import LOGINS
from tests.web.pages import Page
from tests.web.staff import Desk, Desks

NEW = {"login": "xinren", "name": "谷雨", "agency": "2", "kind": "staff", "do": "account"}


def first_password(page: str) -> str:
    found = re.search(r'首次登录的密码：<span class="number">([^<]+)<', page)
    assert found is not None, page
    return found[1]


async def made(desks: Desks) -> tuple[str, str]:
    """The new account's page at the security administrator's desk, and its first password."""
    added = await (await desks.sit("system_admin")).post("/desk/accounts", **NEW)
    assert added.status_code == 200, added.text
    listed = await (await desks.sit("security_admin")).see("/desk/accounts")
    found = re.search(r'href="(/desk/accounts/[0-9a-f-]{36})">谷雨<', listed)
    assert found is not None, listed
    return found[1], first_password(added.text)


async def entered(desks: Desks, password: str) -> tuple[Desk, str]:
    desk = await desks.stranger()
    answer = await desk.post("/desk/sign-in", login="xinren", password=password)
    return desk, answer.headers.get("location", "")


async def test_a_new_clerk_works_once_both_administrators_have_done_their_part(desks: Desks) -> None:
    path, password = await made(desks)
    security = await desks.sit("security_admin")
    assert "还没有角色" in await security.see(path)
    given = await security.post(path, do="appoint", agency="2", role="clerk")
    assert (given.status_code, given.headers["location"]) == (303, f"{path}?done=changed")
    assert "工作机构经办人" in await security.see(path)
    desk, _home = await entered(desks, password)
    assert (await desk.get("/desk")).headers["location"] == "/desk/account", "the first password must be changed"
    changed = await desk.post(
        "/desk/account/password", old=password, new="春雨惊春清谷天-2026", again="春雨惊春清谷天-2026"
    )
    assert changed.status_code == 303, changed.text
    assert "办件" in await desk.see("/desk")
    assert password not in await (await desks.sit("system_admin")).see("/desk/accounts"), "it is shown once"


async def test_a_unit_is_made_and_its_officer_is_appointed_to_it(desks: Desks) -> None:
    path, _password = await made(desks)
    system, security = await desks.sit("system_admin"), await desks.sit("security_admin")
    kept = await system.post("/desk/accounts", do="unit", agency="2", code="GHK", unit="规划股")
    assert kept.headers["location"] == "/desk/accounts?done=unit"
    assert "规划股（GHK）" in await system.see("/desk/accounts")
    assert (await security.post(path, do="appoint", agency="2", role="unit_officer", unit="2,GHK")).status_code == 303
    assert "承办科室承办人（规划股）" in await security.see(path)


async def test_a_role_is_taken_back_a_password_reset_and_an_account_disabled(desks: Desks) -> None:
    path, password = await made(desks)
    security = await desks.sit("security_admin")
    await security.post(path, do="appoint", agency="2", role="clerk")
    reset = first_password((await security.post(path, do="reset")).text)
    assert (await entered(desks, password))[1] == ""
    assert (await entered(desks, reset))[1] != ""
    assert (await security.post(path, do="dismiss", agency="2", role="clerk")).status_code == 303
    assert "还没有角色" in await security.see(path)
    assert (await security.post(path, do="end")).status_code == 303
    assert (await security.post(path, do="disable")).status_code == 303
    assert "已停用" in await security.see(path)
    again = await security.post(path, do="disable")
    assert again.status_code == 409
    assert "已经停用" in again.text
    assert (await security.post(path, do="enable")).status_code == 303


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"login": "X"}, 409, "登录名为3至32位"),
        ({"login": "jingban"}, 409, "已经有人使用"),
        ({"name": " "}, 409, "不合要求"),
        ({"agency": "99"}, 403, "不能建立账号"),
        ({"kind": "god"}, 409, "没有这种账号"),
        ({"name": "谷\x00雨"}, 422, "控制字符"),
        ({"do": "unit", "code": "x", "unit": "规划股"}, 409, "科室的代码"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_made(
    desks: Desks, typed: dict[str, str], status: int, words: str
) -> None:
    system = await desks.sit("system_admin")
    refused = await system.post("/desk/accounts", **(NEW | typed))
    assert refused.status_code == status
    assert words in refused.text
    assert "谷雨" not in await system.see("/desk/accounts")


async def test_an_administrator_s_account_is_offered_no_role_in_cases(desks: Desks) -> None:
    await (await desks.sit("system_admin")).post("/desk/accounts", **(NEW | {"kind": "audit_admin"}))
    security = await desks.sit("security_admin")
    path = next(
        one for one in Page(await security.get("/desk/accounts")).links if re.search(r"accounts/[0-9a-f-]{36}", one)
    )
    assert (await security.post(path, do="appoint", agency="2", role="citizen")).status_code == 409
    listed = await security.see("/desk/accounts")
    new = re.search(r'href="(/desk/accounts/[0-9a-f-]{36})">谷雨<', listed)
    assert new is not None
    assert '<option value="clerk"' not in await security.see(new[1])
    refused = await security.post(new[1], do="appoint", agency="2", role="clerk")
    assert "互斥" in refused.text
    assert LOGINS["audit_admin"] in listed
