"""Sessions: their bounds to the second, what ends them, and what an account may do with its own."""

from datetime import datetime

import pytest
from tests.accounts.conftest import AT, HERE, People, after

from ysq.accounts import (
    SignInLocked,
    SignInRefused,
    act_as,
    appoint,
    appointments_of,
    change_password,
    current,
    disable_account,
    dismiss,
    enable_account,
    end_session,
    end_sessions,
    reset_password,
    session_actor,
    sessions_of,
    sign_in,
)
from ysq.db.accounts import Appointment
from ysq.domain import errors as x
from ysq.domain.terms import Role
from ysq.passwords import PasswordRefused, Profile

NEW = "春风又绿江南岸-Green-1"


async def alive(people: People, token: str, at: datetime) -> bool:
    return await session_actor(people.ground, token, at) is not None


async def test_a_session_ends_after_thirty_minutes_without_use(people: People) -> None:
    for seconds, living in ((-1, True), (0, False), (60, False)):
        session = await people.enter("jingban")
        assert await alive(people, session.token, after(30, seconds=seconds)) is living


async def test_use_keeps_a_session_alive(people: People) -> None:
    session = await people.enter("jingban")
    for minute in (29, 58, 87):
        assert await alive(people, session.token, after(minute))
    assert not await alive(people, session.token, after(87 + 30))


async def test_a_dead_session_does_not_come_back(people: People) -> None:
    session = await people.enter("jingban")
    assert not await alive(people, session.token, after(45))
    assert not await alive(people, session.token, after(60))


async def test_a_session_ends_after_ten_hours_however_it_is_used(people: People) -> None:
    for seconds, living in ((-1, True), (0, False), (1, False)):
        session = await people.enter("jingban")
        for minute in range(25, 600, 25):
            assert await alive(people, session.token, after(minute))
        assert await alive(people, session.token, after(hours=10, seconds=seconds)) is living


async def test_use_within_seconds_writes_nothing(people: People) -> None:
    session = await people.enter("jingban")
    for seconds, seen in ((4, AT), (6, after(seconds=6)), (10, after(seconds=6))):
        assert await alive(people, session.token, after(seconds=seconds))
        async with people.ground.pool.agencies([2]) as conn:
            assert await conn.fetchval("select seen_at from session where id = $1", session.session_id) == seen


async def test_a_made_up_token_is_nobody(people: People) -> None:
    for token in ("", "x", "\0", "a" * 100_000, "令牌", "\ud800"):
        assert not await alive(people, token, AT)


async def test_a_disabled_account_is_out_at_its_next_request_and_stays_out(people: People) -> None:
    session, chief = await people.enter("jingban"), await people.current("anquan")
    await disable_account(people.ground, chief.actor, session.account_id, after(1))
    assert not await alive(people, session.token, after(1, seconds=1))
    await enable_account(people.ground, chief.actor, session.account_id, after(2))
    assert not await alive(people, session.token, after(2))
    assert await people.enter("jingban", after(2))


async def test_even_a_row_that_only_says_disabled_ends_its_sessions(people: People) -> None:
    """The wall behind the one above: the account is looked at in every request."""
    session = await people.enter("jingban")
    async with people.ground.pool.agencies([2]) as conn:
        await conn.execute("update account set disabled_at = $2 where id = $1", session.account_id, AT)
    assert not await alive(people, session.token, AT)


async def test_a_role_that_is_taken_back_is_gone_at_the_next_request(people: People) -> None:
    session, chief = await people.enter("jingban"), await people.current("anquan")
    await dismiss(people.ground, chief.actor, session.account_id, 2, Role.CLERK, after(1))
    assert not await alive(people, session.token, after(1))


async def test_an_account_sees_its_living_sessions_and_ends_them(people: People) -> None:
    first, second, third = [await people.enter("jingban", after(n), f"192.0.2.{n}") for n in (1, 2, 3)]
    who = await current(people.ground, third.token, after(4))
    assert who is not None
    listed = await sessions_of(people.ground, who, after(4))
    assert [one.address for one in listed] == ["192.0.2.3", "192.0.2.2", "192.0.2.1"]
    await end_session(people.ground, who, first.session_id, after(4))
    assert not await alive(people, first.token, after(4))
    assert await alive(people, second.token, after(4))
    assert [one.id for one in await sessions_of(people.ground, who, after(4))] == [third.session_id, second.session_id]
    assert await sessions_of(people.ground, who, after(hours=11)) == ()


async def test_nobody_ends_another_accounts_session(people: People) -> None:
    mine, theirs = await people.current("jingban"), await people.enter("fuzeren")
    for session_id in (theirs.session_id, theirs.account_id):
        with pytest.raises(x.NotFound):
            await end_session(people.ground, mine, session_id, AT)
    assert await alive(people, theirs.token, AT)


async def test_an_administrator_ends_all_sessions_of_an_account(people: People) -> None:
    chief, sessions = await people.current("anquan"), [await people.enter("jingban") for _tab in range(3)]
    await end_sessions(people.ground, chief.actor, sessions[0].account_id, AT)
    assert [await alive(people, session.token, AT) for session in sessions] == [False] * 3


async def test_a_session_acts_under_one_appointment_at_a_time(people: People) -> None:
    chief, session = await people.current("anquan"), await people.enter("jingban")
    await appoint(people.ground, chief.actor, session.account_id, Appointment(3, Role.ARCHIVIST), AT)
    who = await current(people.ground, session.token, AT)
    assert who is not None
    assert (who.actor.role, who.actor.agency_id, who.unit_code) == (Role.CLERK, 2, "XXGK")
    assert {(one.agency_id, one.role) for one in await appointments_of(people.ground, who)} == {
        (2, Role.CLERK),
        (3, Role.ARCHIVIST),
    }
    await act_as(people.ground, who, 3, Role.ARCHIVIST)
    actor = await session_actor(people.ground, session.token, AT)
    assert actor is not None
    assert (actor.role, actor.agency_id, actor.id) == (Role.ARCHIVIST, 3, who.actor.id)
    for agency, role in ((3, Role.OFFICE_HEAD), (2, Role.ARCHIVIST), (99, Role.CLERK)):
        with pytest.raises(x.NotFound):
            await act_as(people.ground, who, agency, role)


async def test_a_supervisor_has_the_tree_below_and_a_clerk_of_the_same_agency_has_not(people: People) -> None:
    chief, session = await people.current("anquan"), await people.enter("zhuguan")
    actor = await session_actor(people.ground, session.token, AT)
    assert actor is not None
    assert actor.below == {2, 3}
    who = await current(people.ground, session.token, AT)
    assert who is not None
    await appoint(people.ground, chief.actor, session.account_id, Appointment(1, Role.CLERK), AT)
    await act_as(people.ground, who, 1, Role.CLERK)
    actor = await session_actor(people.ground, session.token, AT)
    assert actor is not None
    assert (actor.role, actor.below) == (Role.CLERK, frozenset())


async def test_a_new_password_replaces_the_old_and_ends_every_other_session(people: People) -> None:
    other = await people.enter("jingban")
    mine = await people.enter("jingban")
    who = await current(people.ground, mine.token, AT)
    assert who is not None
    await change_password(people.ground, who, people.passwords["jingban"], NEW, after(1))
    assert await alive(people, mine.token, after(1))
    assert not await alive(people, other.token, after(1))
    with pytest.raises(SignInRefused):
        await people.enter("jingban", after(1))
    assert await sign_in(people.ground, "jingban", NEW, after(1), HERE)


async def test_a_stolen_session_does_not_guess_the_old_password(people: People) -> None:
    who = await people.current("jingban")
    told = []
    for _guess in range(6):
        with pytest.raises((SignInRefused, SignInLocked)) as refused:
            await change_password(people.ground, who, "wrong", NEW, AT)
        told.append(type(refused.value))
    assert told == [SignInRefused] * 5 + [SignInLocked]
    assert await people.enter("jingban")


POOR = [
    (Profile.ASVS, "short-one", "12个字符"),
    (Profile.ASVS, "x" * 300, "最多256"),
    (Profile.ASVS, "my-jingban-password", "登录名"),
    (Profile.ASVS, "aaaaaaaaaaaaaaaa", "重复"),
    (Profile.ASVS, "1234567890abcdef", "连续"),
    (Profile.DENGBAO, "Kx7-q2", "8个字符"),
    (Profile.DENGBAO, "kqxwzrtyplmn", "至少有三种"),
]


async def test_a_password_against_the_profile_is_refused_with_the_reason(people: People) -> None:
    for profile, password, why in POOR:
        people.ground.passwords.profile = profile
        who = await people.current("jingban")
        with pytest.raises(PasswordRefused, match=why):
            await change_password(people.ground, who, people.passwords["jingban"], password, AT)


async def test_the_same_password_again_is_refused(people: People) -> None:
    who, same = await people.current("jingban"), people.passwords["jingban"]
    with pytest.raises(PasswordRefused, match="相同"):
        await change_password(people.ground, who, same, same, AT)


async def test_a_password_that_was_reset_must_be_changed_before_anything_else(people: People) -> None:
    chief, old = await people.current("anquan"), await people.enter("jingban")
    given = await reset_password(people.ground, chief.actor, old.account_id, AT)
    assert not await alive(people, old.token, AT)
    session = await sign_in(people.ground, "jingban", given, AT, HERE)
    assert session.must_change
    assert not await alive(people, session.token, AT)
    who = await current(people.ground, session.token, AT)
    assert who is not None
    await change_password(people.ground, who, given, NEW, AT)
    assert await alive(people, session.token, AT)


async def test_under_dengbao_a_password_of_ninety_days_must_be_changed(people: People) -> None:
    people.ground.passwords.profile = Profile.DENGBAO
    for days, expired in ((89, False), (90, True)):
        assert (await people.enter("jingban", after(hours=24 * days))).must_change is expired
    people.ground.passwords.profile = Profile.ASVS
    assert not (await people.enter("jingban", after(hours=24 * 900))).must_change
