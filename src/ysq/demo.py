"""A demonstration: the invented agencies, people and cases of 石钟县, only on a database that holds nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TextIO
from uuid import UUID, uuid5

import asyncpg

from ysq.accounts import People, demo_password, read_people, seed_demo_people
from ysq.cases import Ground, day_in_china
from ysq.db import accounts, agencies
from ysq.db.errors import StartError
from ysq.db.submissions import find_submission_by_id
from ysq.domain.actor import Actor
from ysq.domain.agency import Agency
from ysq.domain.terms import Channel, Role
from ysq.script import Script, enter, noon, read_samples, step_of, take

_NAMESPACE = UUID("0d4f8a7e-52c1-5b3e-9c60-7a1f2e6b8d35")
_CITIZEN = "citizen"
Cast = Mapping[tuple[Role, int], Actor]


async def require_demo(owner_dsn: str, invented: Sequence[Agency]) -> None:
    """Raise StartError when the database has an agency that isn't one of the invented: it is somebody's work."""
    real = await _names(owner_dsn) - _known(invented)
    if real:
        some = "、".join(sorted(name for _code, name in real)[:3])
        raise StartError(
            f"这个数据库已有机关（{some}），不是演示库，--demo 不在其中写入虚构的人和办件；"
            "请去掉 --demo，或用 YSQ_DATA 另选空目录"
            " / this database isn't a demonstration: leave out --demo, or choose another YSQ_DATA"
        )


async def require_real(owner_dsn: str, invented: Sequence[Agency]) -> None:
    """Raise StartError when the database is a demonstration, whose people and passwords must not serve for real."""
    if await _names(owner_dsn) & _known(invented):
        raise StartError(
            "这是演示库（虚构的石钟县和演示账号），只能用 --demo 启动；正式使用请用 YSQ_DATA 另选空目录"
            " / this database is a demonstration: start it with --demo, or choose another YSQ_DATA"
        )


async def _names(owner_dsn: str) -> set[tuple[str, str]]:
    connection = await asyncpg.connect(owner_dsn)
    try:
        return _known(await agencies.all_agencies(connection))
    finally:
        await connection.close()


def _known(listed: Sequence[Agency]) -> set[tuple[str, str]]:
    return {(agency.code, agency.name) for agency in listed}


async def furnish_demo(ground: Ground, examples: Path, at: datetime, out: TextIO) -> None:
    """Enter the people and the sample cases that aren't there yet, and tell who signs in with which password.

    `examples` is the folder with people.yaml and samples.yaml; the agencies must be there.
    """
    people = read_people(examples / "people.yaml")
    await seed_demo_people(ground.pool, ground.passwords, people, at, ground.vault)
    out.write(_told(people, await _agency_names(ground), ground))
    made = await make_samples(ground, await people_cast(ground, people), examples / "samples.yaml", at)
    out.write(f"已办出{made}件样例，分处各阶段。\n" if made else "样例办件已在库中，不再重复办理。\n")
    out.flush()


async def _agency_names(ground: Ground) -> Mapping[int, str]:
    async with ground.pool.agencies(()) as conn:
        return {agency.id: agency.name for agency in await agencies.all_agencies(conn)}


def _told(people: People, names: Mapping[int, str], ground: Ground) -> str:
    lines = ["演示账号（虚构；密码由本数据目录的密钥算出，每个数据目录不同，更换后以新密码为准）："]
    for person in people.people:
        password = demo_password(ground.vault, person.login)
        lines.append(f"  {person.login:<10}{password}  {person.name}，{person.role.zh}，{names[person.agency_id]}")
    return "\n".join(lines) + "\n"


async def people_cast(ground: Ground, people: People) -> Cast:
    """The actor behind each role in each agency; the people must have been entered."""
    cast = {}
    for person in people.people:
        async with ground.pool.agencies(()) as conn:
            found = await accounts.find_credential(conn, person.login)
        assert found is not None, "the demo's people were entered just now"
        place = (person.role, person.agency_id)
        cast[place] = Actor(str(found.account_id), person.role, person.agency_id)
    return cast


async def make_samples(ground: Ground, cast: Cast, path: Path, at: datetime) -> int:
    """Play each sample of the file that isn't there yet, its days counted back from the day of `at`; how many.

    Raises ScriptError when the file can't be played.
    """
    made = 0
    for script in read_samples(path, day_in_china(at), ground.calendar):
        submission_id = uuid5(_NAMESPACE, script.title)
        async with ground.pool.agencies(()) as conn:
            known = await find_submission_by_id(conn, submission_id)
        if known is None:
            await _play(ground, cast, script, submission_id, at)
            made += 1
    return made


async def _play(ground: Ground, cast: Cast, script: Script, submission_id: UUID, at: datetime) -> None:
    received = script.received
    agency = await ground.directory.by_code(ground.pool, script.agency)
    assert agency is not None, "the samples name invented agencies"
    sender = _CITIZEN if received.channel is Channel.ONLINE else cast[Role.CLERK, agency.id].id
    arrived = max(received.on, received.confirmed_on or received.on)
    opened = await enter(ground, script, submission_id, _instant(arrived, at), sender)
    case = None
    for number, content in enumerate(script.steps, 1):
        step = step_of(content, case, f"{script.title}: steps[{number}]")
        citizen = Actor(_CITIZEN, Role.CITIZEN, agency.id)
        actor = citizen if step.by is Role.CITIZEN else cast[step.by, agency.id]
        case = (await take(ground, opened, step, actor, _instant(step.command.on, at))).case


def _instant(day: date, at: datetime) -> datetime:
    """Noon of the day, but never later than `at`."""
    return min(noon(day), at)
