"""制发告知文书 at the desk: what waits names the notice, its page shows it before it is issued, and it is a letter then."""

from uuid import UUID

from tests import builders as make
from tests.web.journeys import DAY
from tests.web.staff import Desks

from ysq.domain import commands as c
from ysq.domain.people import Identity
from ysq.domain.terms import ConsulteeKind, RequesterKind

FIRM = Identity(RequesterKind.BUSINESS, "江州市某某建材有限公司", address="江州市开发区1号")


async def unclear(desks: Desks, *more: c.CaseCommand) -> UUID:
    case_id = await desks.case(DAY, "村里的材料")
    asked = c.AskClarification(DAY, "请写明文件的名称。", 10)
    await make.give(desks.ground, case_id, [c.RegisterRequest(DAY), asked, *more])
    return case_id


async def test_the_task_names_the_notice_and_leads_to_its_preview(desks: Desks) -> None:
    case_id, clerk = await unclear(desks), await desks.sit("clerk")
    assert (
        f'/desk/cases/{case_id}/issue-notice?kind=clarification_notice&amp;party=">制发补正告知书</a>'
        in await clerk.see("/desk/tasks")
    )
    page = await clerk.see(f"/desk/cases/{case_id}/issue-notice?kind=clarification_notice&party=")
    for said in ("制发前的预览", "预览（未制发，没有文号）", "请写明文件的名称。", "制发检查，没有发现问题"):
        assert said in page, said


async def test_an_issued_notice_stands_among_the_letters_and_no_longer_waits(desks: Desks) -> None:
    case_id, clerk = await unclear(desks), await desks.sit("clerk")
    await clerk.given(case_id, "issue-notice", kind="clarification_notice")
    page = await clerk.see(f"/desk/cases/{case_id}")
    assert "石自然资依复告〔2026〕1号（PDF）" in page
    assert "制发补正告知书" not in await clerk.see("/desk/tasks")


async def test_with_several_notices_one_is_chosen_before_anything_is_shown(desks: Desks) -> None:
    consult = c.Consult(DAY, "第三方甲", ConsulteeKind.THIRD_PARTY, FIRM, "哪些内容属于贵方的商业秘密。")
    case_id, clerk = await unclear(desks, consult), await desks.sit("clerk")
    page = await clerk.see(f"/desk/cases/{case_id}/issue-notice")
    assert "制发前的预览" not in page
    chosen = await clerk.see(f"/desk/cases/{case_id}/issue-notice?kind=third_party_consultation&party=第三方甲")
    assert "一并说明下列事项" in chosen
