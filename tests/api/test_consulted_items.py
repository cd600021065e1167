"""A third party or another agency consulted about one item: the others neither wait for it nor tell of it."""

from uuid import UUID

import msgspec
import pytest
from tests import builders as make
from tests.api.conftest import Office
from tests.letters.letter_samples import pages, squeezed
from tests.web.journeys import DAY

from ysq.cases import Ground
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.case import Case
from ysq.domain.grounds import ThirdPartyView
from ysq.domain.letters import WithheldAspect
from ysq.domain.people import Identity
from ysq.domain.terms import ConsulteeKind, Reply, RequesterKind

COMPANY = Identity(RequesterKind.BUSINESS, "江州市某某矿业有限公司", phone="0360-5550100")
ON = DAY.isoformat()
VIEW = ThirdPartyView("第三方的理由成立，不公开不会对公共利益造成重大影响。")


def consulted(*items: int, party: str = "第三方甲") -> c.CaseCommand:
    return c.Consult(DAY, party, ConsulteeKind.THIRD_PARTY, COMPANY, "请就是否同意公开提出意见。", items)


def disclosed(*items: int) -> list[c.CaseCommand]:
    """Reviewed and drafted for disclosure; approval is still to come."""
    reviews = [c.RecordSecrecyReview(DAY, item, True, "可以公开") for item in items]  # noqa: FBT003
    record = (c.SuppliedRecord("征地补偿安置方案", 3),)
    return [*reviews, *(c.DraftDetermination(DAY, item, "disclosed", attachments=record) for item in items)]


def refused(item: int) -> c.CaseCommand:
    aspect = WithheldAspect.TRADE_SECRET
    return c.DraftDetermination(DAY, item, "third_party_interest", "涉及商业秘密。", aspect, basis=VIEW)


async def words(ground: Ground, case: Case) -> str:
    document = await ground.files.get(case.letters[-1].file.id)
    return squeezed("".join(page.text for page in pages(document)))


async def two_items(ground: Ground, *path: c.CaseCommand) -> UUID:
    case_id = await make.received(ground, DAY, "征地补偿安置方案", "采矿合同")
    await make.give(ground, case_id, [c.RegisterRequest(DAY), *path])
    return case_id


async def test_disclosure_of_another_item_does_not_wait_for_a_consultation_and_does_not_tell_of_it(
    ground: Ground,
) -> None:
    case_id = await two_items(ground, consulted(2), *disclosed(1, 2))
    case = await make.give(ground, case_id, [c.ApproveDetermination(DAY, 1), c.IssueLetter(DAY, (1,))])
    read = await words(ground, case)
    assert "第三方" not in read
    assert "征求" not in read
    with pytest.raises(x.Missing, match="征求“第三方甲”的意见还没有结果"):
        await make.give(ground, case_id, [c.ApproveDetermination(DAY, 2)])
    answer = c.RecordConsultationAnswer(DAY, "第三方甲", Reply.AGREED, "同意公开。")
    case = await make.give(ground, case_id, [answer, c.ApproveDetermination(DAY, 2), c.IssueLetter(DAY, (2,))])
    assert "征求第三方意见" in await words(ground, case)


async def test_an_objection_about_one_item_stops_no_other(ground: Ground) -> None:
    objection = c.RecordConsultationAnswer(DAY, "第三方甲", Reply.REFUSED, "属于商业秘密。")
    case_id = await two_items(ground, consulted(2), objection, *disclosed(1, 2))
    await make.give(ground, case_id, [c.ApproveDetermination(DAY, 1)])
    with pytest.raises(x.Missing, match="“第三方甲”不同意公开"):
        await make.give(ground, case_id, [c.ApproveDetermination(DAY, 2)])


async def test_a_consultation_about_the_whole_request_holds_every_item(ground: Ground) -> None:
    case_id = await two_items(ground, consulted(), *disclosed(1))
    with pytest.raises(x.Missing, match="征求“第三方甲”的意见还没有结果"):
        await make.give(ground, case_id, [c.ApproveDetermination(DAY, 1)])


async def test_who_was_asked_about_another_item_was_not_asked_about_this_one(ground: Ground) -> None:
    case_id = await two_items(ground, consulted(1))
    with pytest.raises(x.Missing, match="还没有书面征求第三方意见"):
        await make.give(ground, case_id, [refused(2)])
    await make.give(ground, case_id, [consulted(2, party="第三方乙"), refused(2)])


async def test_only_open_items_that_the_case_has_are_consulted_about(ground: Ground) -> None:
    case_id = await two_items(ground, c.WithdrawRequest(DAY, "不需要了", (2,)))
    for items, why in (((3,), "没有第3项"), ((2,), "第2项已经答复或者终止"), ((1, 1), "同一事项写了两次")):
        with pytest.raises(x.Refusal, match=why):
            await make.give(ground, case_id, [consulted(*items)])


async def test_a_consultation_is_sent_about_an_item_at_the_json_face(office: Office) -> None:
    case_id = await office.case(DAY, "征地补偿安置方案", "采矿合同")
    clerk, head = await office.sign_in("clerk"), await office.sign_in("office_head")
    asked = msgspec.to_builtins(consulted(2), str_keys=True)
    del asked["type"]
    assert (await clerk.post(f"/cases/{case_id}/register", {"on": ON}, match=1)).status_code == 200
    sent = await clerk.post(f"/cases/{case_id}/consult", asked, match=2)
    assert sent.json()["events"][0]["items"] == [2], sent.text
    await make.give(office.ground, case_id, disclosed(1, 2))
    approved = await head.post(f"/cases/{case_id}/approve-determination", {"on": ON, "item": 1}, match=7)
    assert approved.status_code == 200, approved.text
    waiting = await head.post(f"/cases/{case_id}/approve-determination", {"on": ON, "item": 2}, match=8)
    assert waiting.json()["code"] == "missing"
