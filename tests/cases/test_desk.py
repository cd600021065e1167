"""What staff read: their own agency's cases, a supervisor's below; identities one by one, each reading on record."""

import asyncio
import itertools
import logging
from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest
from tests import builders as make

from ysq.cases import (
    Ground,
    find_cases,
    handle,
    open_case,
    readings,
    reveal,
    seal_day,
    submit,
)
from ysq.cases.desk import readings_stream
from ysq.cases.pen import index_of
from ysq.db import agencies
from ysq.db import events as log
from ysq.db.verify import verify_log
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.actor import Actor
from ysq.domain.people import Identity
from ysq.domain.powers import HOLDERS, Power
from ysq.domain.terms import Purpose, RequesterKind, Role, SoughtBy
from ysq.sealing import Vault

DAY = date(2026, 3, 2)
NOON = make.noon(DAY)
# Check digits are wrong on purpose: nobody has these numbers.
NUMBER = "36042919700101001X"
IDENTITY = Identity(
    RequesterKind.PERSON, "陶满仓", id_number=NUMBER, phone="13900001234", email="tao@example.com",
    address="石钟县双钟镇沿湖村七组",
)  # fmt: skip
AUDITOR = Actor("auditor", Role.AUDIT_ADMIN, 1, frozenset({2, 3}))


async def filed(ground: Ground, identity: Identity = IDENTITY) -> tuple[UUID, UUID]:
    """A case and its requester."""
    command = make.submission(DAY)
    asked = msgspec.structs.replace(command.application, requester=identity)
    receipt = await submit(ground, msgspec.structs.replace(command, application=asked), NOON)
    async with ground.pool.agencies(()) as conn:
        found = await make.find_submission(conn, receipt.request_no)
    assert found is not None
    async with ground.pool.agencies([2]) as conn:
        person = await conn.fetchval("select id from person where case_id = $1", found.case_id)
    return found.case_id, person


async def supervisor(ground: Ground, agency: int) -> Actor:
    async with ground.pool.agencies(()) as conn:
        return Actor("s", Role.SUPERVISOR, agency, await agencies.below(conn, agency))


async def test_the_tree_goes_from_the_city_down(ground: Ground) -> None:
    assert [sorted((await supervisor(ground, agency)).below) for agency in (4, 1, 2)] == [[1, 2, 3, 5], [2, 3], []]


async def test_a_case_is_read_by_its_own_agency_and_by_supervisors_above_and_else_it_is_unknown(
    ground: Ground,
) -> None:
    case_id, _person = await filed(ground)
    told: set[str] = set()
    for role, agency in itertools.product(Role, (1, 2, 3, 4)):
        below = (await supervisor(ground, agency)).below
        who = Actor("one", role, agency, below)
        above = role is Role.SUPERVISOR and agency in {1, 4}
        if role in HOLDERS[Power.READ_CASES] and (agency == 2 or above):
            assert (await open_case(ground, who, case_id)).case.case_id == case_id
        else:
            with pytest.raises(x.NotFound) as refused:
                await open_case(ground, who, case_id)
            told.add(str(refused.value))
        with pytest.raises(x.NotFound) as unknown:
            await open_case(ground, who, uuid4())
        told.add(str(unknown.value))
    assert len(told) == 1


async def test_a_command_on_anothers_case_and_on_none_is_refused_alike_for_every_role(ground: Ground) -> None:
    case_id, _person = await filed(ground)
    told: set[str] = set()
    for role, agency in itertools.product(Role, (1, 3, 4)):
        below = (await supervisor(ground, agency)).below
        for unknown in (case_id, uuid4()):
            with pytest.raises(x.NotFound) as refused:
                await handle(ground, unknown, c.RegisterRequest(DAY), Actor("one", role, agency, below), NOON)
            told.add(str(refused.value))
    assert len(told) == 1


async def test_a_supervisor_gives_no_command_below(ground: Ground) -> None:
    case_id, _person = await filed(ground)
    above = await supervisor(ground, 1)
    for who in (above, msgspec.structs.replace(above, role=Role.CLERK)):
        with pytest.raises(x.NotFound):
            await handle(ground, case_id, c.RegisterRequest(DAY), who, NOON)


async def test_an_identity_is_revealed_and_the_reading_is_on_record(ground: Ground) -> None:
    case_id, person = await filed(ground)
    clerk = make.actor(Role.CLERK)
    assert await reveal(ground, clerk, case_id, person, Purpose.CONTACT, NOON) == IDENTITY
    await reveal(ground, make.actor(Role.OFFICE_HEAD), case_id, person, Purpose.REMEDY, NOON)
    told = await readings(ground, AUDITOR)
    assert {(one.account, one.purpose) for one in told} == {
        ("clerk-1", Purpose.CONTACT), ("office_head-1", Purpose.REMEDY),
    }  # fmt: skip
    assert {(one.case_id, one.person_id, one.agency_id, one.at) for one in told} == {(case_id, person, 2, NOON)}


async def test_only_roles_with_the_power_reveal_and_nobody_below_or_sideways(ground: Ground) -> None:
    case_id, person = await filed(ground)
    for role, agency in itertools.product(Role, (1, 2, 3)):
        who = Actor(f"{role}-{agency}", role, agency, frozenset({2}) - {agency})
        if role not in HOLDERS[Power.REVEAL_IDENTITY]:
            with pytest.raises(x.NotAllowed):
                await reveal(ground, who, case_id, person, Purpose.CONTACT, NOON)
        elif agency != 2:
            with pytest.raises(x.NotFound):
                await reveal(ground, who, case_id, person, Purpose.CONTACT, NOON)
        else:
            assert await reveal(ground, who, case_id, person, Purpose.CONTACT, NOON) == IDENTITY
    assert {one.account for one in await readings(ground, AUDITOR)} == {
        f"{role}-2" for role in HOLDERS[Power.REVEAL_IDENTITY]
    }


async def test_a_person_of_another_case_is_not_found_and_nothing_is_recorded(ground: Ground) -> None:
    (case_id, _mine), (_other, person) = await filed(ground), await filed(ground)
    told = set()
    for ids in ((case_id, person), (case_id, uuid4()), (uuid4(), person)):
        with pytest.raises(x.NotFound) as refused:
            await reveal(ground, make.actor(Role.CLERK), *ids, Purpose.CONTACT, NOON)
        told.add(str(refused.value))
    assert len(told) == 1
    assert await readings(ground, AUDITOR) == ()


async def test_the_audit_sees_readings_of_its_reach_and_only_the_audit(ground: Ground) -> None:
    case_id, person = await filed(ground)
    await reveal(ground, make.actor(Role.CLERK), case_id, person, Purpose.CONTACT, NOON)
    assert await readings(ground, Actor("low", Role.AUDIT_ADMIN, 3)) == ()
    for role in set(Role) - {Role.AUDIT_ADMIN}:
        with pytest.raises(x.NotAllowed):
            await readings(ground, make.actor(role))


async def test_twenty_readings_at_once_make_one_chain_that_is_sealed_like_every_other(ground: Ground) -> None:
    case_id, person = await filed(ground)
    clerk = make.actor(Role.CLERK)
    await asyncio.gather(*(reveal(ground, clerk, case_id, person, Purpose.CONTACT, NOON) for _one in range(20)))
    async with ground.pool.agencies([2]) as conn:
        chain = await log.load(conn, readings_stream(clerk))
    assert [event.version for event in chain] == list(range(1, 21))
    sealed = await seal_day(ground, DAY, NOON)
    assert readings_stream(clerk) in {head.stream for head in sealed.told.heads}
    assert (await verify_log(ground.pool, None, ground.signer.public)).ok


@pytest.fixture
async def recorded(ground: Ground, caplog: pytest.LogCaptureFixture) -> AsyncIterator[list[str]]:
    with caplog.at_level(logging.DEBUG):
        yield caplog.messages


async def test_nothing_personal_is_in_events_readings_or_logs(ground: Ground, recorded: list[str]) -> None:
    case_id, person = await filed(ground)
    await reveal(ground, make.actor(Role.CLERK), case_id, person, Purpose.CHECK_IDENTITY, NOON)
    await sought(ground, make.actor(Role.CLERK), SoughtBy.ID_NUMBER, NUMBER)
    await sought(ground, make.actor(Role.CLERK), SoughtBy.PHONE, IDENTITY.phone)
    with pytest.raises(x.NotFound):
        await reveal(ground, make.actor(Role.CLERK), case_id, uuid4(), Purpose.CHECK_IDENTITY, NOON)
    async with ground.pool.agencies([1, 2, 3, 4]) as conn:
        kept = b"".join(row["record"] for row in await conn.fetch("select record from event"))
        kept += b"".join(
            b"".join(value for value in row if value)
            for row in await conn.fetch("select sealed, id_index, phone_index from person")
        )
    for word in (IDENTITY.name, NUMBER, IDENTITY.phone, "tao@", "沿湖村"):
        assert word.encode() not in kept
        assert word not in "\n".join(recorded)


async def sought(ground: Ground, who: Actor, by: SoughtBy, typed: str) -> tuple[UUID, ...]:
    return await find_cases(ground, who, by, typed, Purpose.CHECK_IDENTITY, NOON)


async def test_a_search_by_identity_is_on_record_whether_it_finds_anything_or_not(ground: Ground) -> None:
    case_id, person = await filed(ground)
    clerk = make.actor(Role.CLERK)
    await reveal(ground, clerk, case_id, person, Purpose.CONTACT, NOON)
    await sought(ground, clerk, SoughtBy.ID_NUMBER, NUMBER)
    await sought(ground, clerk, SoughtBy.PHONE, "无")
    with pytest.raises(x.NotAllowed):
        await sought(ground, make.actor(Role.SIGNER), SoughtBy.PHONE, IDENTITY.phone)
    listed = await readings(ground, Actor("one", Role.AUDIT_ADMIN, 2))
    assert [(one.sought, one.found, one.person_id) for one in listed] == [
        (SoughtBy.PHONE, 0, None), (SoughtBy.ID_NUMBER, 1, None), (None, None, person),
    ]  # fmt: skip
    assert {(one.account, one.at) for one in listed} == {(clerk.id, NOON)}
    async with ground.pool.agencies([2]) as conn:
        chain = await log.load(conn, readings_stream(clerk))
    assert [event.type for event in chain] == ["identity.read", "identity.sought", "identity.sought"]
    assert (await verify_log(ground.pool, None, ground.signer.public)).ok


async def test_cases_are_found_by_an_identity_number_however_it_is_typed(ground: Ground) -> None:
    first, _person = await filed(ground)
    second, _person = await filed(ground)
    await filed(ground, msgspec.structs.replace(IDENTITY, id_number="360429197001010028"))
    for typed in (NUMBER, NUMBER.lower(), f" {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]} "):
        assert set(await sought(ground, make.actor(Role.CLERK), SoughtBy.ID_NUMBER, typed)) == {first, second}


async def test_cases_are_found_by_a_telephone_number_however_it_is_typed(ground: Ground) -> None:
    case_id, _person = await filed(ground)
    for typed in ("13900001234", "139 0000 1234", "+86 139-0000-1234", "（+86）13900001234"):
        assert await sought(ground, make.actor(Role.CLERK), SoughtBy.PHONE, typed) == (case_id,)


async def test_nothing_typed_finds_nothing_and_nobody_finds_sideways(ground: Ground) -> None:
    await filed(ground)
    await filed(ground, Identity(RequesterKind.PERSON, "无证", phone="13900000000", address="石钟县双钟镇"))
    clerk = make.actor(Role.CLERK)
    assert await sought(ground, clerk, SoughtBy.ID_NUMBER, "") == ()
    assert await sought(ground, clerk, SoughtBy.ID_NUMBER, "无") == ()
    assert await sought(ground, clerk, SoughtBy.PHONE, "-") == ()
    assert await sought(ground, make.actor(Role.CLERK, agency=3), SoughtBy.ID_NUMBER, NUMBER) == ()
    for role in set(Role) - HOLDERS[Power.FIND_BY_IDENTITY]:
        with pytest.raises(x.NotAllowed):
            await sought(ground, make.actor(role), SoughtBy.ID_NUMBER, NUMBER)


async def test_an_index_under_another_key_tells_nothing(ground: Ground) -> None:
    ours, theirs = (index_of(vault, NUMBER, IDENTITY.phone) for vault in (ground.vault, Vault(bytes(32))))
    assert ours != theirs
    same = index_of(ground.vault, id_number="13900001234").id_number
    assert same != index_of(ground.vault, phone="13900001234").phone
