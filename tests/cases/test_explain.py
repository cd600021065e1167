"""A breach that arises after the approval: the head's reason comes later and the letter leaves without a new round."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from tests import builders as make

from ysq.cases import Ground
from ysq.cases.desk import open_case
from ysq.cases.sheet import sheet
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.terms import Role

RECEIVED = date(2026, 3, 2)
APPROVED = date(2026, 3, 20)
LATE = date(2026, 4, 20)
"""The answer was due on 30 March."""
WHY = "定稿后主要负责人外出，未能及时用印发出，已作检查。"


async def approved(ground: Ground) -> UUID:
    """A refusal approved in time that then lay about."""
    case_id = await make.received(ground, RECEIVED, "讨论记录")
    await make.give(ground, case_id, make.refusal_path(APPROVED))
    return case_id


def kept(case: Case) -> dict[str, bool]:
    """By check, whether the last letter left with a reason for it."""
    issued = [one for one in case.happened if isinstance(one, e.LetterIssued)][-1]
    return {one.check: one.reason is not None for one in issued.findings}


async def test_a_day_that_passes_after_the_approval_is_explained_and_the_letter_leaves(ground: Ground) -> None:
    case_id = await approved(ground)
    explain = c.ExplainFindings(LATE, 1, (c.AcceptedFinding("late_answer", WHY),))
    case = await make.give(ground, case_id, [explain], Role.OFFICE_HEAD)
    assert case.items[1].approved_on == APPROVED
    case = await make.give(ground, case_id, [c.IssueLetter(LATE, (1,))])
    assert kept(case) == {"late_answer": True}


async def test_without_a_reason_the_letter_leaves_all_the_same_and_the_head_may_still_give_it(ground: Ground) -> None:
    case_id = await approved(ground)
    case = await make.give(ground, case_id, [c.IssueLetter(LATE, (1,))])
    assert kept(case) == {"late_answer": False}
    head = make.actor(Role.OFFICE_HEAD)
    dossier = await open_case(ground, head, case_id)
    assert "explain_findings" in {one.command for one in sheet(ground, head, dossier, make.noon(LATE)).commands}
    after = c.ExplainFindings(LATE + timedelta(days=1), 1, (c.AcceptedFinding("late_answer", WHY),))
    case = await make.give(ground, case_id, [after], Role.OFFICE_HEAD)
    dossier = await open_case(ground, head, case_id)
    assert [dossier.words(one.text) for one in case.items[1].accepted] == [WHY]


@pytest.mark.parametrize("command", [c.ApproveDetermination, c.ExplainFindings])
async def test_a_reason_for_a_check_that_does_not_exist_is_refused(
    ground: Ground, command: type[c.ApproveDetermination | c.ExplainFindings]
) -> None:
    case_id = await make.received(ground, RECEIVED, "讨论记录")
    await make.give(ground, case_id, make.refusal_path(APPROVED)[:2])
    unknown = (c.AcceptedFinding("no_such_check", WHY),)
    with pytest.raises(x.UnknownReference, match="没有“no_such_check”这项检查"):
        await make.give(ground, case_id, [command(APPROVED, 1, unknown)], Role.OFFICE_HEAD)
    case = await make.give(ground, case_id, [c.ApproveDetermination(APPROVED, 1)])
    with pytest.raises(x.UnknownReference, match="请从检查结果中选择"):
        await make.give(ground, case.case_id, [c.IssueLetter(APPROVED, (1,), unknown)])
