"""Accounts: each administrator does its part only, kinds never mix, nobody reaches sideways, and the log tells all."""

import itertools
import re
from uuid import UUID, uuid4

import asyncpg
import pytest
from tests.accounts.conftest import AT, HERE, People, after
from tests.builders import actor
from tests.conftest import Database

from ysq.accounts import (
    AccountRefused,
    NewAccount,
    add_account,
    add_administrator,
    appoint,
    disable_account,
    dismiss,
    enable_account,
    end_sessions,
    list_accounts,
    missing_administrators,
    read_people,
    reset_password,
    seed_demo_people,
    session_actor,
    sign_in,
)
from ysq.accounts.story import story_of
from ysq.cases import Ground
from ysq.db import events as log
from ysq.db.accounts import Appointment
from ysq.domain import errors as x
from ysq.domain.actor import ADMINISTRATORS, REACHING, STAFF, Actor
from ysq.domain.powers import HOLDERS, Power, require_power
from ysq.domain.terms import Role
from ysq.passwords import Passwords, Profile, generated_password
from ysq.resources import data_folder

CLERK = Appointment(2, Role.CLERK)


async def admin(people: People, login: str) -> Actor:
    return (await people.current(login)).actor


async def test_the_first_start_asks_for_the_three_administrators(ground: Ground) -> None:
    assert set(await missing_administrators(ground.pool)) == ADMINISTRATORS
    for role in ADMINISTRATORS:
        wanted = NewAccount(f"first.{role.value}", "甲", 1)
        added = await add_administrator(ground.pool, ground.passwords, role, wanted, AT)
        session = await sign_in(ground, wanted.login, added.password, AT, HERE)
        assert session.must_change
        assert await session_actor(ground, session.token, AT) is None
    assert await missing_administrators(ground.pool) == ()


async def test_only_administrators_are_made_from_the_machine(ground: Ground) -> None:
    with pytest.raises(AccountRefused, match="不是管理员"):
        await add_administrator(ground.pool, ground.passwords, Role.CLERK, NewAccount("clerk", "甲", 1), AT)


async def test_an_account_is_made_by_one_administrator_and_appointed_by_another(people: People) -> None:
    system, security = await admin(people, "xitong"), await admin(people, "anquan")
    added = await add_account(people.ground, system, NewAccount("new.clerk", "莫等闲", 2), AT)
    with pytest.raises(x.NotAllowed):
        await appoint(people.ground, system, added.account.id, CLERK, AT)
    with pytest.raises(x.NotAllowed):
        await add_account(people.ground, security, NewAccount("another", "甲", 2), AT)
    await appoint(people.ground, security, added.account.id, CLERK, AT)
    assert (await sign_in(people.ground, "new.clerk", added.password, AT, HERE)).must_change


async def test_a_bad_login_or_name_is_refused(people: People) -> None:
    system = await admin(people, "xitong")
    for login, name in (("Bad Login", "甲"), ("x", "甲"), ("good", "  "), ("李四", "甲")):
        with pytest.raises(AccountRefused, match="不合要求"):
            await add_account(people.ground, system, NewAccount(login, name, 2), AT)


async def test_a_login_is_taken_once_in_all_agencies(people: People) -> None:
    with pytest.raises(AccountRefused, match="已经有人使用"):
        await add_account(people.ground, await admin(people, "xitong"), NewAccount("jingban", "甲", 3), AT)


async def test_no_account_is_two_administrators_or_administrator_and_clerk(people: People) -> None:
    security = await admin(people, "anquan")
    has = {"jingban": Role.CLERK, "xitong": Role.SYSTEM_ADMIN, "anquan": Role.SECURITY_ADMIN,
           "shenji": Role.AUDIT_ADMIN}  # fmt: skip
    for (login, mine), other in itertools.product(has.items(), (*sorted(ADMINISTRATORS), Role.LEGAL)):
        if other is mine or (mine is Role.CLERK and other is Role.LEGAL):
            continue
        account_id = (await people.enter(login)).account_id
        with pytest.raises(AccountRefused, match="互斥"):
            await appoint(people.ground, security, account_id, Appointment(1, other), AT)


async def test_the_database_itself_keeps_the_kinds_apart(people: People) -> None:
    session = await people.enter("xitong")
    for role in ("clerk", "security_admin"):
        with pytest.raises(asyncpg.ForeignKeyViolationError) as caught:
            async with people.ground.pool.agencies([1, 2]) as conn:
                await conn.execute(
                    "insert into appointment (account_id, agency_id, role, at) values ($1, 1, $2, $3)",
                    session.account_id, role, AT,
                )  # fmt: skip
        assert caught.value.constraint_name == "appointment_is_of_the_accounts_kind"


async def test_an_unknown_unit_and_a_second_time_are_refused(people: People) -> None:
    security, clerk = await admin(people, "anquan"), await people.enter("jingban")
    with pytest.raises(AccountRefused, match="科室"):
        await appoint(people.ground, security, clerk.account_id, Appointment(2, Role.LEGAL, "NOWHERE"), AT)
    with pytest.raises(x.AlreadyDone):
        await appoint(people.ground, security, clerk.account_id, CLERK, AT)
    with pytest.raises(AccountRefused):
        await appoint(people.ground, security, clerk.account_id, Appointment(2, Role.CITIZEN), AT)
    with pytest.raises(x.NotFound):
        await dismiss(people.ground, security, clerk.account_id, 2, Role.SIGNER, AT)
    with pytest.raises(x.AlreadyDone):
        await enable_account(people.ground, security, clerk.account_id, AT)


async def test_an_administrator_reaches_the_agencies_below_and_no_others(people: People) -> None:
    security = await admin(people, "anquan")
    assert security.below == {2, 3}
    assert {account.agency_id for account in await list_accounts(people.ground, security)} == {1, 2, 3}
    low = Actor(security.id, Role.SECURITY_ADMIN, 3)
    assert {account.login for account in await list_accounts(people.ground, low)} == {"caizheng"}
    with pytest.raises(x.NotAllowed):
        await appoint(people.ground, low, uuid4(), CLERK, AT)


async def test_unknown_and_unreachable_accounts_look_alike(people: People) -> None:
    low, other = actor(Role.SECURITY_ADMIN, agency=3), (await people.enter("jingban")).account_id
    told: set[str] = set()
    for account_id in (other, uuid4()):
        for act in (
            disable_account(people.ground, low, account_id, AT),
            enable_account(people.ground, low, account_id, AT),
            end_sessions(people.ground, low, account_id, AT),
            reset_password(people.ground, low, account_id, AT),
            appoint(people.ground, low, account_id, Appointment(3, Role.CLERK), AT),
        ):
            with pytest.raises(x.NotFound) as refused:
                await act
            told.add(str(refused.value))
    assert len(told) == 1


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("power", list(Power))
def test_each_power_is_open_to_its_roles_in_their_reach_and_closed_to_all_else(role: Role, power: Power) -> None:
    who = Actor("one", role, 1, frozenset({2}))
    for agency, reached in ((1, True), (2, role in REACHING), (3, False)):
        if role in HOLDERS[power] and reached:
            require_power(who, power, agency)
        else:
            with pytest.raises(x.NotAllowed):
                require_power(who, power, agency)


def test_powers_over_people_and_roles_in_cases_never_meet() -> None:
    assert set(HOLDERS) == set(Power)
    for power, holders in HOLDERS.items():
        assert holders
        assert not (holders & ADMINISTRATORS and holders - ADMINISTRATORS), power
    assert not STAFF & REACHING


async def test_the_log_tells_what_happened_to_an_account_and_by_whom(people: People) -> None:
    system, security = await admin(people, "xitong"), await admin(people, "anquan")
    added = await add_account(people.ground, system, NewAccount("new.clerk", "莫等闲", 2), AT)
    account_id = added.account.id
    await appoint(people.ground, security, account_id, CLERK, after(1))
    await reset_password(people.ground, security, account_id, after(2))
    await disable_account(people.ground, security, account_id, after(3))
    await enable_account(people.ground, security, account_id, after(4))
    await end_sessions(people.ground, security, account_id, after(5))
    await dismiss(people.ground, security, account_id, 2, Role.CLERK, after(6))
    async with people.ground.pool.agencies([2]) as conn:
        stored, told = await log.load(conn, account_id), await story_of(conn, account_id)
    assert [event.type for event in stored] == [
        "account.added", "account.appointed", "account.password_reset", "account.disabled", "account.enabled",
        "account.sessions_ended", "account.dismissed",
    ]  # fmt: skip
    assert [event.actor for event in stored] == [system.id] + [security.id] * 6
    assert log.first_bad(stored) is None
    assert len(told) == 7
    words = b"".join(event.record for event in stored).decode()
    assert not re.search("new.clerk|莫等闲", words)


async def test_what_is_refused_leaves_no_trace(people: People) -> None:
    security, clerk = await admin(people, "anquan"), await people.enter("jingban")

    async def told() -> list[UUID]:
        async with people.ground.pool.agencies([1, 2, 3]) as conn:
            return [row["stream"] for row in await conn.fetch("select stream from event order by stream, version")]

    before = await told()
    with pytest.raises(AccountRefused):
        await appoint(people.ground, security, clerk.account_id, Appointment(1, Role.AUDIT_ADMIN), AT)
    with pytest.raises(x.NotAllowed):
        await disable_account(people.ground, actor(Role.OFFICE_HEAD), clerk.account_id, AT)
    assert await told() == before


async def test_the_people_of_the_demonstration_are_written_once_with_passwords_of_their_own(people: People) -> None:
    told = read_people(data_folder("examples") / "people.yaml")
    assert {person.role for person in told.people} == set(Role) - {Role.CITIZEN}
    assert len(set(people.passwords.values())) == len(told.people)
    assert await seed_demo_people(people.ground.pool, people.ground.passwords, told, after(1)) == []
    assert await people.enter("jingban")


def test_a_generated_password_follows_every_profile() -> None:
    for profile in Profile:
        passwords = Passwords(profile=profile)
        for _one in range(200):
            passwords.require_good(generated_password(), "jingban")


TABLES = ("account", "appointment", "credential", "session", "unit")


async def test_an_agency_sees_only_its_own_people(people: People) -> None:
    for login in ("jingban", "caizheng", "shenji"):
        await people.enter(login)
    for table, view in itertools.product(TABLES, ([2], [3], [1, 3], [])):
        async with people.ground.pool.agencies(view) as conn:
            seen = {row["agency_id"] for row in await conn.fetch(f"select agency_id from {table}")}
        assert seen == set(view), table


async def test_the_service_cannot_read_hashes_even_of_its_own_agency(people: People) -> None:
    columns = (("credential", "password_hash"), ("credential", "*"), ("session", "token_hash"), ("session", "*"))
    for table, listed in columns:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with people.ground.pool.agencies([1, 2, 3]) as conn:
                await conn.fetch(f"select {listed} from {table}")


async def test_one_agency_writes_nothing_of_anothers_people(people: People) -> None:
    clerk = await people.enter("jingban")
    async with people.ground.pool.agencies([3]) as conn:
        for change in (
            "update account set disabled_at = now() where id = $1 returning id",
            "update credential set password_hash = '$argon2id$x' where account_id = $1 returning account_id",
            "update session set ended_at = now() where account_id = $1 returning id",
            "delete from appointment where account_id = $1 returning account_id",
        ):
            assert await conn.fetch(change, clerk.account_id) == []
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        async with people.ground.pool.agencies([3]) as conn:
            await conn.execute("insert into account values ($1, 2, 'staff', 'intruder', '甲', now())", uuid4())


async def test_accounts_and_sessions_are_never_deleted_nor_renamed(people: People) -> None:
    for change in ("delete from account", "delete from session", "update account set login = 'other'",
                   "update account set kind = 'staff'", "update session set account_id = $1"):  # fmt: skip
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with people.ground.pool.agencies([1, 2, 3]) as conn:
                await conn.execute(change, *([uuid4()] if "$1" in change else []))


async def test_the_owner_sees_people_only_to_find_one(people: People, database: Database) -> None:
    """The look-ups run as the owner, who may select; changing anything is walled for the owner as well."""
    conn = await asyncpg.connect(database.owner_dsn)
    assert await conn.fetch("update account set name = 'x' returning id") == []
    assert await conn.fetch("delete from session returning id") == []
    await conn.close()
