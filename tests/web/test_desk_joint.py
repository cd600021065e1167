"""Several who ask together, at the desk: who leaves is chosen by name, and the case shows who asks no more."""

from uuid import UUID

from tests import builders as make
from tests.web.journeys import DAY
from tests.web.pages import Page
from tests.web.staff import Desks

from ysq.cases import open_case
from ysq.domain import commands as c
from ysq.domain.people import Identity
from ysq.domain.terms import PersonRole, RequesterKind, Role

ON = DAY.isoformat()
WIFE = Identity(RequesterKind.PERSON, "汤满月", phone="13911112222")


async def joint(desks: Desks) -> tuple[UUID, UUID]:
    """A registered case with a joint requester, and her id."""
    case_id = await desks.case()
    await make.give(desks.ground, case_id, [c.RegisterRequest(DAY), c.AddPerson(DAY, WIFE, PersonRole.JOINT_REQUESTER)])
    dossier = await open_case(desks.ground, make.actor(Role.CLERK), case_id)
    return case_id, dossier.case.requesters[1].id


async def test_who_leaves_is_chosen_by_name_and_marked_in_the_case(desks: Desks) -> None:
    case_id, wife = await joint(desks)
    clerk, path = await desks.sit("clerk"), f"/desk/cases/{case_id}"
    form = await clerk.see(f"{path}/record-leaving")
    assert "陶满仓" in form
    assert "汤满月" in form
    await clerk.given(case_id, "record-leaving", on=ON, person=str(wife), reason="withdrawal", text="本人书面提出。")
    shown = await clerk.see(path)
    assert "共同申请人：汤满月（2026年8月31日退出）" in shown
    assert "共同申请人退出" in shown
    assert f"{path}/record-leaving" not in shown, "the last one can't leave"


async def test_one_cant_withdraw_for_all_at_the_desk_and_is_told_what_to_do(desks: Desks) -> None:
    case_id, _wife = await joint(desks)
    clerk, path = await desks.sit("clerk"), f"/desk/cases/{case_id}"
    version = Page(await clerk.get(f"{path}/withdraw")).form()["version"]
    typed = {"on": ON, "items-1": "yes", "text": "来电。", "version": version}
    refused = await clerk.post(f"{path}/withdraw", **typed)
    assert refused.status_code == 409
    assert "请选择“全体一致撤回”" in refused.text
    assert (await clerk.post(f"{path}/withdraw", **typed, by_all="yes")).status_code == 303


async def test_a_case_doesnt_end_while_another_asks(desks: Desks) -> None:
    case_id, _wife = await joint(desks)
    head, path = await desks.sit("office_head"), f"/desk/cases/{case_id}"
    refused = await head.get(f"{path}/end-case")
    assert refused.status_code == 409
    assert "请先登记共同申请人退出" in refused.text


async def test_what_is_missing_is_named_in_the_finding(desks: Desks) -> None:
    case_id = await desks.case()
    shown = await (await desks.sit("clerk")).see(f"/desk/cases/{case_id}")
    assert "没有写明身份证明的，告知补正" in shown
    assert "结论：告知补正身份证明" in shown
    assert "没有写明联系方式" not in shown


async def test_a_fault_names_its_field_in_quotes_so_that_a_question_reads_as_one(desks: Desks) -> None:
    case_id, _wife = await joint(desks)
    clerk = await desks.sit("clerk")
    empty = await clerk.give(case_id, "record-search", on=ON)
    assert empty.status_code == 422
    for said in ("请选择“查到所申请的信息了吗”", "请填写“检索了哪里”，至少一项", "请填写“检索结果”"):
        assert said in empty.text
