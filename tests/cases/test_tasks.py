"""待我办理: what a case waits for, for whom, and that nothing is waited for that can't be done."""

from datetime import timedelta

import msgspec
import pytest
from tests import builders as make
from tests.web.journeys import DAY

from ysq.cases import Ground
from ysq.cases.queue import CursorRefused
from ysq.cases.tasks import tasks_of, work_of
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.tasks import Task
from ysq.domain.terms import Attribute, Carrier, Legality, Role


async def names(ground: Ground, case: object) -> list[tuple[str, str]]:
    found = await tasks_of(ground, case, DAY)  # type: ignore[arg-type]
    return [(task.task.value, task.roles[0].value) for task in found]


async def test_a_case_waits_for_one_role_after_another(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    case = await make.give(ground, case_id, [c.RegisterRequest(DAY)])
    assert await names(ground, case) == [("draft_determination", "clerk")]
    case = await make.give(ground, case_id, [c.AskUnit(DAY, "请检索", "征地管理股", (1,))])
    assert ("record_unit_answer", "unit_officer") in await names(ground, case)
    case = await make.give(ground, case_id, [
        c.RecordUnitAnswer(DAY, "没有", "征地管理股"), c.AddRecord(DAY, 1, "方案", Attribute.UNKNOWN, marked_secret=False),
    ])  # fmt: skip
    assert ("record_secrecy_review", "secrecy_reviewer") in await names(ground, case)
    case = await make.give(ground, case_id, [c.RecordSecrecyReview(DAY, 1, releasable=True, opinion="可以")])
    case = await make.give(ground, case_id, [make.refusal_path(DAY)[1]])
    assert await names(ground, case) == [("review_legality", "legal"), ("approve_determination", "office_head")]
    case = await make.give(ground, case_id, [c.ReviewLegality(DAY, "合法", 1, Legality.LAWFUL)], Role.LEGAL)
    assert await names(ground, case) == [("approve_determination", "office_head")]
    case = await make.give(ground, case_id, [c.ApproveDetermination(DAY, 1)])
    assert await names(ground, case) == [("issue_letter", "clerk")]
    case = await make.give(ground, case_id, [c.IssueLetter(DAY, (1,))])
    assert await names(ground, case) == [("record_posting", "clerk")]
    case = await make.give(ground, case_id, [c.RecordPosting(DAY, case.letters[0].letter_id, Carrier.POST)])
    assert await names(ground, case) == [("archive", "archivist")]


async def test_time_alone_brings_the_head_a_judgement(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    case = await make.give(ground, case_id, [
        c.RegisterRequest(DAY), c.AskClarification(DAY, "写明年份", 5), c.RecordClarificationDelivery(DAY),
    ])  # fmt: skip
    assert await names(ground, case) == []
    later = await tasks_of(ground, case, DAY + timedelta(days=30))
    assert [task.task for task in later] == [Task.JUDGE_LAPSE]
    at = make.noon(DAY + timedelta(days=30))
    for role, count in ((Role.OFFICE_HEAD, 1), (Role.SIGNER, 1), (Role.CLERK, 0), (Role.LEGAL, 0)):
        assert len((await work_of(ground, make.actor(role), at)).work) == count


async def test_a_unit_is_shown_only_what_it_was_asked(ground: Ground) -> None:
    for unit in ("征地管理股", "办公室"):
        case_id = await make.received(ground, DAY)
        await make.give(ground, case_id, [c.RegisterRequest(DAY), c.AskUnit(DAY, "请检索", unit, (1,))])
    officer = msgspec.structs.replace(make.actor(Role.UNIT_OFFICER), units=frozenset({"征地管理股", "ZDGL"}))
    found = await work_of(ground, officer, make.noon(DAY))
    assert [task.unit for one in found.work for task in one.tasks] == ["征地管理股"]
    nowhere = msgspec.structs.replace(officer, units=frozenset())
    assert (await work_of(ground, nowhere, make.noon(DAY))).work == ()


async def test_pages_of_tasks_meet_and_don_t_overlap(ground: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ysq.cases.tasks.PAGE", 2)
    monkeypatch.setattr("ysq.cases.tasks._LOOKED_AT", 3)
    wanted = [await make.received(ground, DAY - timedelta(days=days)) for days in range(5)]
    clerk, after, seen = make.actor(Role.CLERK), None, []
    while True:
        page = await work_of(ground, clerk, make.noon(DAY), after)
        seen += [one.case.case_id for one in page.work]
        after = page.next
        if after is None:
            break
    assert sorted(seen) == sorted(wanted)
    with pytest.raises(CursorRefused):
        await work_of(ground, clerk, make.noon(DAY), "???")


async def test_who_reads_no_cases_has_no_tasks(ground: Ground) -> None:
    with pytest.raises(x.NotAllowed):
        await work_of(ground, make.actor(Role.AUDIT_ADMIN), make.noon(DAY))
    assert (await work_of(ground, make.actor(Role.SUPERVISOR), make.noon(DAY))).work == ()
