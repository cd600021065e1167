"""Procedural documents at the desk: offered as the case has steps for them, with names and readings on record."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests import builders as make
from tests.cases.test_letters import heard
from tests.letters.letter_samples import pages

from ysq.cases import Ground, open_case
from ysq.cases.desk import readings
from ysq.cases.dossier import Dossier
from ysq.cases.hand_out import hand_out, offered
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.actor import Actor
from ysq.domain.letters import LetterType
from ysq.domain.terms import ContactVia, Purpose, Role

DAY, LATER = date(2026, 3, 2), date(2026, 3, 6)
CLERK, LEGAL = make.actor(Role.CLERK), make.actor(Role.LEGAL)


async def dossier_of(ground: Ground, case_id: UUID) -> Dossier:
    return await open_case(ground, CLERK, case_id)


async def kinds(ground: Ground, case_id: UUID, actor: Actor = CLERK) -> set[LetterType]:
    dossier = await dossier_of(ground, case_id)
    return {one.kind for one in offered(ground, actor, dossier, make.noon(LATER))}


async def test_documents_are_offered_as_the_case_comes_to_them(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    assert await kinds(ground, case_id) == {LetterType.APPLICATION_FORM}
    await make.give(ground, case_id, [c.RegisterRequest(DAY), c.AskClarification(DAY, "请写明年份。", 10)])
    assert LetterType.CLARIFICATION_NOTICE in await kinds(ground, case_id)
    await make.give(ground, case_id, heard())
    consulting = {LetterType.THIRD_PARTY_CONSULTATION, LetterType.CONSULTATION_REPLY, LetterType.CONSULTATION_NOTICE}
    assert consulting <= await kinds(ground, case_id)
    assert not await kinds(ground, case_id) & {LetterType.CO_PRODUCER_CONSULTATION, LetterType.APPROVAL_SHEET}


async def test_whoever_may_not_see_names_is_offered_none_of_the_documents_that_tell_them(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, [c.RegisterRequest(DAY), c.AskClarification(DAY, "请写明年份。", 10)])
    assert await kinds(ground, case_id, LEGAL) == {LetterType.APPLICATION_FORM}
    assert await kinds(ground, case_id, make.actor(Role.CLERK, agency=3)) == set()
    dossier = await dossier_of(ground, case_id)
    with pytest.raises(x.NotAllowed):
        await hand_out(ground, LEGAL, dossier, (LetterType.CLARIFICATION_NOTICE, ""), {}, make.noon(LATER))
    supervisor = Actor("supervisor-1", Role.SUPERVISOR, 1, below=frozenset({make.AGENCY}))
    with pytest.raises(x.NotAllowed):
        await hand_out(ground, supervisor, dossier, (LetterType.APPLICATION_FORM, ""), {}, make.noon(LATER))


async def test_a_notice_bears_the_day_of_its_step_and_its_reading_is_on_record(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, [c.RegisterRequest(DAY), c.AskClarification(DAY, "请写明年份。", 10)])
    await make.give(ground, case_id, [c.LogContact(LATER, "已电话提醒。", ContactVia.PHONE)])
    dossier = await dossier_of(ground, case_id)
    name, content = await hand_out(ground, CLERK, dossier, (LetterType.CLARIFICATION_NOTICE, ""), {}, make.noon(LATER))
    assert name == "补正告知书（预览）.pdf"
    written = "".join(page.text for page in pages(content))
    assert "2026年3月2日" in written
    assert "2026年3月6日" not in written
    auditor = make.actor(Role.AUDIT_ADMIN)
    (read,) = await readings(ground, auditor)
    assert (read.case_id, read.purpose, read.account) == (case_id, Purpose.SERVE_LETTER, CLERK.id)


async def test_the_approval_sheet_names_people_and_tells_the_heads_reasons(ground: Ground) -> None:
    case_id, late = await make.received(ground, DAY), DAY + timedelta(60)
    breach = c.AcceptedFinding("late_answer", "档案室搬迁期间检索延误。")
    *path, approval = make.refusal_path(late)
    assert isinstance(approval, c.ApproveDetermination)
    await make.give(ground, case_id, [*path, c.ApproveDetermination(late, 1, (breach,))])
    names = {"clerk-1": "柳成荫", "office_head-1": "申明远"}
    wanted = (LetterType.APPROVAL_SHEET, "")
    _name, content = await hand_out(ground, LEGAL, await dossier_of(ground, case_id), wanted, names, make.noon(late))
    written = "".join(page.text for page in pages(content)).replace("\n", "")
    for said in ("柳成荫", "申明远", "答复逾期：档案室搬迁期间检索延误"):
        assert said in written
    assert "clerk-1" not in written
    assert "office_head-1" not in written
