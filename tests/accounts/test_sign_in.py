"""Signing in: guessing is stopped, failures tell nothing, and every sign-in is a session of its own."""

import asyncio
import statistics
import threading
import time
from datetime import timedelta

import msgspec
import pytest
from tests.accounts.conftest import AT, HERE, People, after

from ysq.accounts import (
    NoAppointment,
    SignInLocked,
    SignInRefused,
    current,
    disable_account,
    dismiss,
    forget_failures,
    session_actor,
    sign_in,
    sign_out,
)
from ysq.accounts.sign_in import normal_address, normal_login
from ysq.domain.terms import Role
from ysq.passwords import Busy, Cost, Passwords

ELSEWHERE = "198.51.100.9"


async def fail(people: People, login: str, times: int, address: str = HERE) -> list[str]:
    """What so many wrong passwords are answered with."""
    told = []
    for number in range(times):
        with pytest.raises((SignInRefused, SignInLocked)) as refused:
            await sign_in(people.ground, login, f"wrong-{number}", AT, address)
        told.append(str(refused.value))
    return told


async def test_the_right_password_opens_a_session_under_the_first_appointment(people: People) -> None:
    session = await people.enter("jingban")
    actor = await session_actor(people.ground, session.token, after(1))
    assert actor is not None
    assert (actor.role, actor.agency_id, actor.below) == (Role.CLERK, 2, frozenset())
    assert actor.id == str(session.account_id)
    assert not session.must_change


async def test_a_login_may_be_typed_as_people_type(people: People) -> None:
    for typed in (" JingBan ", "ｊｉｎｇｂａｎ"):
        assert await sign_in(people.ground, typed, people.passwords["jingban"], AT, HERE)


async def test_whatever_is_typed_as_login_is_refused_in_one_sentence(people: People) -> None:
    expected = (await fail(people, "jingban", 1))[0]
    for number, login in enumerate(("", "nobody", "a\0b", "'; drop table account; --", "\ud800", "x" * 10_000)):
        assert await fail(people, login, 1, f"192.0.2.{number}") == [expected]


async def test_whatever_is_typed_as_password_is_refused(people: People) -> None:
    for password in ("", "\0", "\ud800", "长" * 100_000):
        with pytest.raises(SignInRefused):
            await sign_in(people.ground, "jingban", password, AT, HERE)


async def test_a_disabled_account_is_refused_in_the_same_sentence(people: People) -> None:
    chief, clerk = await people.current("anquan"), await people.current("jingban")
    await disable_account(people.ground, chief.actor, clerk.account_id, AT)
    with pytest.raises(SignInRefused) as refused:
        await people.enter("jingban")
    assert str(refused.value) == (await fail(people, "nobody", 1))[0]


async def test_an_account_whose_last_role_was_taken_back_is_told_so_after_its_password(people: People) -> None:
    chief, clerk = await people.current("anquan"), await people.current("jingban")
    await dismiss(people.ground, chief.actor, clerk.account_id, 2, Role.CLERK, AT)
    with pytest.raises(NoAppointment, match="安全管理员"):
        await people.enter("jingban")
    await fail(people, "jingban", 1)


async def test_the_sixth_attempt_is_locked_whether_the_account_exists_or_not(people: People) -> None:
    told = await fail(people, "jingban", 7)
    assert told == await fail(people, "nobody", 7)
    assert told == [str(SignInRefused())] * 5 + [str(SignInLocked())] * 2


async def test_a_lock_holds_against_the_right_password_for_fifteen_minutes(people: People) -> None:
    await fail(people, "jingban", 5)
    for at in (AT, after(14, seconds=59)):
        with pytest.raises(SignInLocked):
            await people.enter("jingban", at)
    assert await people.enter("jingban", after(15))


async def test_attempts_during_a_lock_do_not_make_it_longer(people: People) -> None:
    await fail(people, "jingban", 5)
    for minute in range(1, 15):
        with pytest.raises(SignInLocked):
            await sign_in(people.ground, "jingban", "wrong", after(minute), HERE)
    assert await people.enter("jingban", after(15))


async def test_a_lock_is_of_one_login_and_one_address(people: People) -> None:
    await fail(people, "jingban", 6)
    assert await people.enter("jingban", address=ELSEWHERE)
    assert await people.enter("fuzeren")


async def test_a_success_forgives_the_failures_before_it(people: People) -> None:
    for _round in range(3):
        await fail(people, "jingban", 4)
        assert await people.enter("jingban")


async def test_of_a_hundred_guesses_at_once_five_are_looked_at(people: People) -> None:
    async def guess(number: int) -> type[Exception]:
        try:
            await sign_in(people.ground, "jingban", f"guess-{number}", AT, HERE)
        except (SignInRefused, SignInLocked) as refused:
            return type(refused)
        raise AssertionError("a guess was right")

    told = await asyncio.gather(*map(guess, range(100)))
    assert told.count(SignInRefused) == 5
    assert told.count(SignInLocked) == 95


async def test_guesses_through_two_processes_are_counted_together(people: People) -> None:
    """Two grounds share nothing but the database."""
    other = msgspec.structs.replace(people.ground, passwords=Passwords(Cost(memory_kib=8, passes=1)))

    async def guess(number: int) -> bool:
        try:
            await sign_in((people.ground, other)[number % 2], "jingban", "wrong", AT, HERE)
        except SignInLocked:
            return False
        except SignInRefused:
            return True
        raise AssertionError("a guess was right")

    assert sum(await asyncio.gather(*map(guess, range(40)))) == 5


async def test_a_brute_force_over_half_a_day_gets_few_guesses_and_no_session(people: People) -> None:
    looked_at = 0
    for second in range(0, 12 * 3600, 60):
        try:
            await sign_in(people.ground, "jingban", f"guess-{second}", AT + timedelta(seconds=second), HERE)
        except SignInRefused:
            looked_at += 1
        except SignInLocked:
            continue
    assert looked_at <= 5 * 12 * 4


async def test_twenty_people_sign_in_at_once(people: People) -> None:
    logins = [*people.passwords] * 2
    sessions = await asyncio.gather(*map(people.enter, logins[:20]))
    actors = await asyncio.gather(*(session_actor(people.ground, session.token, AT) for session in sessions))
    assert len({session.token for session in sessions}) == 20
    assert [actor.id for actor in actors if actor] == [str(session.account_id) for session in sessions]


async def test_one_account_signs_in_twenty_times_at_once(people: People) -> None:
    sessions = await asyncio.gather(*(people.enter("jingban") for _tab in range(20)))
    assert len({session.token for session in sessions}) == 20


async def test_more_people_than_can_wait_are_told_to_come_again() -> None:
    passwords = Passwords(Cost(memory_kib=8, passes=1), most_waiting=3)
    told = await asyncio.gather(*(passwords.hash("x") for _one in range(10)), return_exceptions=True)
    assert sum(isinstance(one, Busy) for one in told) == 7
    assert await passwords.matches(await passwords.hash("x"), "x")


async def test_at_most_two_hashes_are_computed_at_once_even_when_requests_are_given_up() -> None:
    passwords = Passwords(Cost(memory_kib=8, passes=1))
    running, most = 0, 0
    counted = threading.Lock()

    def hashing() -> None:
        nonlocal running, most
        with counted:
            running += 1
            most = max(most, running)
        time.sleep(0.02)
        with counted:
            running -= 1

    asked = [asyncio.ensure_future(passwords._run(hashing)) for _one in range(12)]
    await asyncio.sleep(0.01)
    for given_up in asked[:6]:
        given_up.cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    assert most == 2


async def test_an_unknown_login_takes_as_long_as_a_wrong_password(people: People) -> None:
    dear = Passwords(Cost(memory_kib=8 * 1024, passes=2))
    ground = msgspec.structs.replace(people.ground, passwords=dear)
    await sign_in(ground, "jingban", people.passwords["jingban"], AT, HERE)  # at today's cost from now on

    async def took(login: str, number: int) -> float:
        begun = time.perf_counter()
        with pytest.raises(SignInRefused):
            await sign_in(ground, login, "wrong", AT, f"192.0.2.{number}")
        return time.perf_counter() - begun

    known = [await took("jingban", number) for number in range(50, 61)]
    unknown = [await took("nobody", number) for number in range(50, 61)]
    assert 0.5 < statistics.median(known) / statistics.median(unknown) < 2


async def test_a_hash_of_another_cost_is_renewed_at_sign_in(people: People) -> None:
    ground = msgspec.structs.replace(people.ground, passwords=Passwords(Cost(memory_kib=16, passes=2)))
    for _again in range(2):
        assert await sign_in(ground, "jingban", people.passwords["jingban"], AT, HERE)
    async with ground.pool.agencies(()) as conn:
        stored = await conn.fetchval("select password_hash from find_credential('jingban')")
    assert stored.startswith("$argon2id$v=19$m=16,t=2,p=1$")


async def test_a_token_of_before_is_never_taken_over(people: People) -> None:
    """Session fixation: whatever token the browser brings, the session gets a new one."""
    planted = "planted-by-somebody-else"
    session = await people.enter("jingban", replaces=planted)
    assert session.token != planted
    assert await session_actor(people.ground, planted, AT) is None


async def test_a_new_sign_in_ends_the_session_that_the_browser_had(people: People) -> None:
    first = await people.enter("jingban")
    second = await people.enter("fuzeren", replaces=first.token)
    assert await session_actor(people.ground, first.token, AT) is None
    assert await session_actor(people.ground, second.token, AT) is not None


async def test_a_refused_sign_in_ends_nothing(people: People) -> None:
    session = await people.enter("jingban")
    with pytest.raises(SignInRefused):
        await sign_in(people.ground, "jingban", "wrong", AT, HERE, replaces=session.token)
    assert await session_actor(people.ground, session.token, AT) is not None


async def test_a_token_is_dead_after_sign_out(people: People) -> None:
    session, other = await people.enter("jingban"), await people.enter("jingban")
    await sign_out(people.ground, session.token, after(1))
    await sign_out(people.ground, session.token, after(1))
    await sign_out(people.ground, "no token", after(1))
    assert await current(people.ground, session.token, after(1)) is None
    assert await current(people.ground, other.token, after(1)) is not None


async def test_neither_token_nor_login_nor_password_is_in_the_database(people: People) -> None:
    session = await people.enter("jingban")
    typed = "my-own-password-in-the-wrong-field"
    await fail(people, typed, 1)
    async with people.ground.pool.agencies([1, 2, 3, 4]) as conn:
        kept = ""
        for table in ("session", "sign_in_failure"):
            columns = await conn.fetch(
                "select column_name as name from information_schema.column_privileges where table_name = $1"
                " and privilege_type = 'SELECT' and grantee = 'ysq_app'",
                table,
            )
            listed = ", ".join(sorted({row["name"] for row in columns}))
            kept += "".join(str(tuple(row)) for row in await conn.fetch(f"select {listed} from {table}"))
        records = b"".join(row["record"] for row in await conn.fetch("select record from event"))
    for secret in (session.token, typed, people.passwords["jingban"], "jingban", "柳成荫"):
        assert secret not in kept
        assert secret.encode() not in records


async def test_counts_that_lock_nobody_any_more_are_dropped(people: People) -> None:
    await fail(people, "jingban", 5)
    await forget_failures(people.ground, after(14))
    with pytest.raises(SignInLocked):
        await people.enter("jingban", after(14))
    await forget_failures(people.ground, after(16))
    async with people.ground.pool.agencies(()) as conn:
        assert await conn.fetchval("select count(*) from sign_in_failure") == 0


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("unix:", ""),
    ],
)
def test_an_address_is_counted_by_what_one_subscriber_has(address: str, counted: str) -> None:
    assert normal_address(address) == counted


def test_what_cannot_be_a_login_is_nobodys() -> None:
    assert [normal_login(typed) for typed in ("Li.Si_2", "9li", "li si", "李四", "l")] == ["li.si_2", "", "", "", ""]
