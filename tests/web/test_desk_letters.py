"""The letter beside the form that sends it: what the checks find is shown before anybody signs, and never surprises."""

from datetime import timedelta
from uuid import UUID

import pytest
from tests import builders as make
from tests.cases.test_findings import WHOLE
from tests.web.journeys import DAY, Clock
from tests.web.pages import Page
from tests.web.staff import Desks

from ysq.cases import open_case
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.letters import WithheldAspect
from ysq.domain.terms import Role

LATE = DAY + timedelta(60)


async def drafted(desks: Desks, reasons: str, *more: c.CaseCommand) -> UUID:
    case_id = await desks.case(DAY, "沿湖村七组的讨论记录")
    draft = c.DraftDetermination(DAY, 1, "deliberative", reasons, WithheldAspect.DISCUSSION)
    await make.give(desks.ground, case_id, [c.RegisterRequest(DAY), draft, *more])
    return case_id


async def issued(desks: Desks, case_id: UUID) -> e.LetterIssued:
    dossier = await open_case(desks.ground, make.actor(Role.CLERK), case_id)
    last = dossier.case.happened[-1]
    assert isinstance(last, e.LetterIssued)
    return last


async def test_an_error_is_shown_before_the_approval_and_at_its_block(desks: Desks) -> None:
    case_id, head = await drafted(desks, "属于过程性信息。"), await desks.sit("signer")
    page = await head.see(f"/desk/cases/{case_id}/approve-determination")
    assert "有错误的文书不能签发：请退回" in page
    block = page.partition("看文书第")[0].rpartition('href="#')[2].partition('"')[0]
    assert f'id="{block}" tabindex="-1" class="paper-text marked"' in page


async def test_a_letter_with_an_error_is_refused_and_its_findings_stay_on_the_page(desks: Desks) -> None:
    case_id = await drafted(desks, "属于过程性信息。", c.ApproveDetermination(DAY, 1))
    clerk = await desks.sit("clerk")
    refused = await clerk.give(case_id, "issue-letter", **{"items-1": "yes"})
    assert refused.status_code == 409
    assert "没有办理：文书有1处问题，见下面的检查结果" in refused.text
    assert "有错误的文书不能签发：请改正拟办意见" in refused.text
    assert Page(refused).form()["items-1"] == "yes"


async def test_a_warning_asks_for_its_reason_at_issue_and_the_reason_is_kept(desks: Desks) -> None:
    case_id = await drafted(desks, WHOLE, c.ApproveDetermination(DAY, 1))
    clerk = await desks.sit("clerk")
    assert 'href="#accepted-whole_refused-reason"' in await clerk.see(f"/desk/cases/{case_id}/issue-letter")
    unexplained = await clerk.give(case_id, "issue-letter", **{"items-1": "yes"})
    assert unexplained.status_code == 422
    assert "#accepted-whole_refused-reason" in Page(unexplained).links
    await clerk.given(case_id, "issue-letter", **{"items-1": "yes", "accepted-whole_refused-reason": "已逐页核对。"})
    (kept,) = (await issued(desks, case_id)).findings
    assert kept.check == "whole_refused"
    assert kept.reason is not None


async def test_the_head_explains_a_breach_at_the_approval_and_the_clerk_reads_it(desks: Desks, clock: Clock) -> None:
    clock.at = make.noon(LATE)
    case_id, head = await drafted(desks, WHOLE), await desks.sit("signer")
    said = {"accepted-late_answer-reason": "档案室搬迁，检索延误。", "accepted-whole_refused-reason": "已逐页核对。"}
    await head.given(case_id, "approve-determination", item="1", on=LATE.isoformat(), **said)
    clerk = await desks.sit("clerk")
    page = await clerk.see(f"/desk/cases/{case_id}/issue-letter")
    assert "负责人已经写明：档案室搬迁，检索延误。" in page
    await clerk.given(case_id, "issue-letter", **{"items-1": "yes", "on": LATE.isoformat()})
    kept = {one.check: one.reason is not None for one in (await issued(desks, case_id)).findings}
    assert kept == {"late_answer": True, "whole_refused": True}


async def test_the_check_follows_the_day_that_is_typed(desks: Desks, clock: Clock) -> None:
    case_id = await drafted(desks, WHOLE, c.ApproveDetermination(DAY, 1))
    clock.at = make.noon(LATE)
    clerk = await desks.sit("clerk")
    path = f"/desk/cases/{case_id}/issue-letter"
    assert "答复逾期" in await clerk.see(path)
    again = await clerk.give(case_id, "issue-letter", **{"items-1": "yes", "on": DAY.isoformat(), "do": "more"})
    assert again.status_code == 200
    assert "答复逾期" not in again.text


async def test_a_document_is_made_from_the_case_page_and_told_who_may_not(desks: Desks) -> None:
    asked = c.AskClarification(DAY, "请写明年份。", 10)
    case_id, clerk, legal = await drafted(desks, WHOLE, asked), await desks.sit("clerk"), await desks.sit("legal")
    assert "补正告知书（预览，PDF）" in await clerk.see(f"/desk/cases/{case_id}")
    assert "补正告知书（预览，PDF）" not in await legal.see(f"/desk/cases/{case_id}")
    path = f"/desk/cases/{case_id}/papers"
    made = await clerk.post(path, kind="clarification_notice", about="")
    assert made.headers["content-type"] == "application/pdf"
    assert (await legal.post(path, kind="clarification_notice", about="")).status_code == 403
    assert (await legal.post(path, kind="approval_sheet", about="")).status_code == 200


@pytest.mark.parametrize("name", ["legal", "unit_officer"])
async def test_who_may_not_see_the_requesters_name_sees_none_in_the_letter(desks: Desks, name: str) -> None:
    asked = c.AskUnit(DAY, "请检索", "征地管理股", (1,))
    case_id = await drafted(desks, WHOLE, asked)
    noun = "review-legality" if name == "legal" else "draft-determination"
    page = await (await desks.sit(name)).see(f"/desk/cases/{case_id}/{noun}")
    assert "文书检查" in page
    assert "陶满仓" not in page
