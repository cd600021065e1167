"""Plays a script by the one write path: the application is submitted, then each step taken by its role."""

from datetime import date, datetime, time
from uuid import UUID

import msgspec

from ysq.cases import CHINA, Ground, Receipt, handle, load_case, open_case, readings, reveal, submit
from ysq.db.submissions import find_submission
from ysq.domain.actor import Actor
from ysq.domain.case import Case
from ysq.domain.commands import SubmitRequest
from ysq.domain.errors import NotFound, Refusal
from ysq.domain.events import CaseEvent
from ysq.script.file import Script, ScriptError
from ysq.script.step import ReadAudit, ReadCase, ReadIdentity, Step


class Opened(msgspec.Struct, frozen=True):
    """The case that a submission opened, in which agency, and its receipt."""

    case_id: UUID
    agency_id: int
    receipt: Receipt


class Taken(msgspec.Struct, frozen=True):
    """What a step led to: the events, and the case after them; or the refusal that was expected."""

    case: Case
    events: tuple[CaseEvent, ...] = ()
    refusal: Refusal | None = None


def noon(day: date) -> datetime:
    """An instant on `day` in China: a script has no clock of its own."""
    return datetime.combine(day, time(12), tzinfo=CHINA)


async def enter(ground: Ground, script: Script, submission_id: UUID, at: datetime, sender: str) -> Opened:
    """Submit the application at `at`, entered by `sender` (an account's id, or `citizen`). Raises a Refusal."""
    received = script.received
    command = SubmitRequest(
        submission_id, script.agency, received.channel, received.on, script.application, received.confirmed_on
    )
    receipt = await submit(ground, command, at, sender)
    async with ground.pool.agencies(()) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None, "a receipt is shown for what is stored"
    return Opened(found.case_id, found.agency_id, receipt)


async def take(ground: Ground, opened: Opened, step: Step, actor: Actor, at: datetime) -> Taken:
    """Take the step. Raises ScriptError when it is refused unexpectedly, or not refused although it should be."""
    try:
        taken = await _taken(ground, opened, step, actor, at)
    except Refusal as refusal:
        if refusal.code != step.refused:
            expected = f"；而文件预期的是 {step.refused}" if step.refused else ""
            raise ScriptError(f"{step.where}: {refusal}（拒绝代码 {refusal.code}{expected}）") from refusal
        return Taken(await _case(ground, opened), refusal=refusal)
    if step.refused:
        raise ScriptError(f"{step.where}: 文件预期这一步被拒绝（{step.refused}），而它办成了")
    return taken


async def _taken(ground: Ground, opened: Opened, step: Step, actor: Actor, at: datetime) -> Taken:
    case_id = opened.case_id
    match step.command:
        case ReadCase():
            return Taken((await open_case(ground, actor, case_id)).case)
        case ReadIdentity(purpose=purpose):
            case = await _case(ground, opened)
            await reveal(ground, actor, case_id, case.received.requester.id, purpose, at)
            return Taken(case)
        case ReadAudit():
            if not any(reading.case_id == case_id for reading in await readings(ground, actor)):
                raise NotFound("没有人查看过本案的完整身份信息", (), "，请先由有权的人员查看。")
            return Taken(await _case(ground, opened))
        case command:
            done = await handle(ground, case_id, command, actor, at)
            return Taken(done.case, done.events)


async def _case(ground: Ground, opened: Opened) -> Case:
    async with ground.pool.agencies([opened.agency_id]) as conn:
        loaded = await load_case(conn, opened.case_id)
    assert loaded is not None, "the script's case is there"
    return loaded[1]
