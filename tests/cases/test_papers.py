"""Procedural documents made of real cases: what was recorded stands in them, and nothing that must not."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace
from tests import builders as make
from tests.cases.test_letters import heard
from tests.letters.letter_samples import pages

from ysq.cases import Ground
from ysq.cases.dossier import Dossier, load_dossier
from ysq.cases.export import case_file
from ysq.cases.noted import Asked
from ysq.cases.papers import paper
from ysq.db import agencies
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.letters import PROCEDURAL, LetterType
from ysq.domain.people import Identity, RequestedItem
from ysq.domain.terms import Carrier, ConsulteeKind, DeliveryVia, FeeBasis, RemedyKind, RequesterKind, Role
from ysq.letters import pdf, text
from ysq.letters.errors import LetterError

DAY, LATER = date(2026, 3, 2), date(2026, 3, 20)
TOWN = Identity(RequesterKind.OTHER_ORGANISATION, "双钟镇人民政府", address="石钟县双钟镇人民路2号")
WHOLE = [
    c.RegisterRequest(DAY),
    c.AskClarification(DAY, "请写明文件的名称。", 10),
    c.AskUnit(DAY, "请检索并反馈。", "征地管理股", (1,)),
    *heard(),
    c.Consult(DAY, "双钟镇", ConsulteeKind.CO_PRODUCER, TOWN, "请就是否同意公开提出意见。"),
    c.RecordSearch(DAY, 1, "征地管理股", ("综合档案室",), ("讨论记录",), found=True, result="查到一份。"),
    c.RecordSecrecyReview(DAY, 1, releasable=True, opinion="不涉及国家秘密。"),
    c.AskReasons(DAY, "同一申请人一月内提出申请40件。"),
    c.ReceiveReasons(DAY, "需要研究。"),
    c.DemandFee(DAY, "数量明显超过合理范围。", FeeBasis.BY_ITEM, 40),
]
MADE = {
    LetterType.APPLICATION_FORM: ("陶满仓", "139****0000", "SZZRZY-2026-0001"),
    LetterType.CLARIFICATION_NOTICE: ("陶满仓：", "请写明文件的名称。", "十个工作日内"),
    LetterType.UNIT_REQUEST: ("征地管理股：", "请检索并反馈。"),
    LetterType.THIRD_PARTY_CONSULTATION: ("江州市某某矿业有限公司：", "十五个工作日内"),
    LetterType.CO_PRODUCER_CONSULTATION: ("双钟镇人民政府：", "视为同意公开"),
    LetterType.CONSULTATION_REPLY: ("江州市某某矿业有限公司", "SZZRZY-2026-0001"),
    LetterType.CONSULTATION_NOTICE: ("陶满仓：", "征求第三方的意见", "2026年3月2日发出"),
    LetterType.SEARCH_SHEET: ("综合档案室", "查到一份。"),
    LetterType.SECRECY_SHEET: ("可以公开", "不涉及国家秘密。"),
    LetterType.REASONS_NOTICE: ("同一申请人一月内提出申请40件。",),
    LetterType.FEE_NOTICE: (
        "11件至30件的部分，每件100元",
        "31件以上的部分，每件200元，每增加10件提高100元",
        "应缴金额为4000元",
    ),
    LetterType.EVIDENCE_LIST: ("检索的范围、方法和结果", "被征求意见方的意见"),
}
ABOUT = {
    LetterType.THIRD_PARTY_CONSULTATION: "第三方甲",
    LetterType.CONSULTATION_REPLY: "第三方甲",
    LetterType.CONSULTATION_NOTICE: "第三方甲",
    LetterType.CO_PRODUCER_CONSULTATION: "双钟镇",
}


async def asked(ground: Ground, case_id: UUID, on: date = DAY, about: str = "") -> Asked:
    """What is asked of the case as it stands, by a clerk of an agency that says how fees are paid."""
    async with ground.pool.agencies([make.AGENCY]) as conn:
        known = {agency.id: agency for agency in await agencies.all_agencies(conn)}
        loaded = await load_dossier(conn, known[make.AGENCY], case_id)
    assert loaded is not None
    told = replace(loaded.agency.letters, fee_payment="持本通知书到石钟县政务服务中心缴纳")
    dossier: Dossier = replace(loaded, agency=replace(loaded.agency, letters=told))
    return Asked(ground, dossier, on, Role.CLERK, about)


@pytest.mark.parametrize("kind", MADE)
async def test_a_document_says_what_the_case_records(ground: Ground, kind: LetterType) -> None:
    case_id = await make.received(ground, DAY, "沿湖村七组的讨论记录")
    # While the requester's correction is awaited there is no due date that a unit could be told.
    await make.give(ground, case_id, [WHOLE[0], WHOLE[2]] if kind is LetterType.UNIT_REQUEST else WHOLE)
    made = paper(await asked(ground, case_id, DAY, ABOUT.get(kind, "")), kind)
    assert made.letter_type is kind
    written = text(made)
    assert not [said for said in MADE[kind] if said not in written]
    assert "".join(page.text for page in pages(pdf(made, ground.stationery)))


async def test_an_extension_is_told_with_its_reason_and_new_date(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    told = [c.ProposeExtension(DAY, 20, "需要逐卷核对。"), c.ApproveExtension(DAY), c.TellExtension(DAY)]
    await make.give(ground, case_id, [c.RegisterRequest(DAY), *told])
    written = text(paper(await asked(ground, case_id), LetterType.EXTENSION_NOTICE))
    assert "需要逐卷核对。" in written
    assert "延长二十个工作日，本机关将于2026年4月28日前（含当日）作出答复" in written


async def test_a_deferral_is_told_with_the_day_that_was_set(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    volume = [c.AskReasons(DAY, "一月内40件。"), c.ReceiveReasons(DAY, "需要研究。")]
    await make.give(ground, case_id, [c.RegisterRequest(DAY), *volume])
    await make.give(ground, case_id, [c.DeferAnswer(DAY, "逐件检索。", date(2026, 9, 30))], Role.OFFICE_HEAD)
    assert "延迟答复的期限至2026年9月30日" in text(paper(await asked(ground, case_id), LetterType.DEFERRAL_NOTICE))


async def test_the_way_of_a_decision_stands_in_its_approval_sheet_and_its_proof_of_service(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    case = await make.give(ground, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    sheet = text(paper(await asked(ground, case_id), LetterType.APPROVAL_SHEET))
    for said in (
        "不予公开（过程性信息）",
        "公开会妨碍后续论证",
        "拟办（第1项） | clerk-1",
        "审批同意（第1项） | office_head-1",
    ):
        assert said in sheet
    proof = text(paper(await asked(ground, case_id), LetterType.DELIVERY_RECEIPT))
    assert case.letters[0].letter_no in proof
    assert "送达文书 | 石钟县自然资源局政府信息公开申请答复书" in proof
    assert "石钟县双钟镇沿湖村七组" in proof


async def test_a_package_carries_the_forms_of_the_steps_there_were_with_identities_in_full(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    agency = (await asked(ground, case_id)).dossier.agency
    contents = await case_file(ground, agency, case_id, DAY)
    read = {form.name: "".join(page.text for page in pages(form.data)) for form in contents.forms}
    letter_no = (await asked(ground, case_id)).dossier.case.letters[0].letter_no
    assert list(read) == ["申请表", "审批单", f"送达凭证（{letter_no}）"]
    assert "13900000000" in read["申请表"]
    for said in (letter_no, contents.events[-1].hash.hex()[:8], "《中华人民共和国政府信息公开条例》"):
        assert said in read["审批单"]
    assert (await case_file(ground, agency, case_id, DAY)).forms == contents.forms


async def test_an_application_form_keeps_the_first_words_beside_the_corrected(ground: Ground) -> None:
    case_id = await make.received(ground, DAY, "村里的材料")
    corrected = {1: RequestedItem("沿湖村七组的征地补偿安置方案")}
    given = [c.RegisterRequest(DAY), c.AskClarification(DAY, "请写明名称。", 10), c.RecordClarificationDelivery(DAY)]
    await make.give(ground, case_id, [*given, c.ReceiveClarification(DAY, corrected)])
    said = text(paper(await asked(ground, case_id), LetterType.APPLICATION_FORM))
    assert "1 | 村里的材料" in said
    assert "2026年3月2日补正后，第1项为“沿湖村七组的征地补偿安置方案”。" in said


async def test_service_stands_in_the_proof_as_it_was_recorded(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    case = await make.give(ground, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    letter = case.letters[0].letter_id
    await make.give(ground, case_id, [c.RecordPosting(DAY, letter, Carrier.POST, "XA00000000136")])
    await make.give(ground, case_id, [c.RecordDelivery(LATER, letter, DeliveryVia.SIGNED)])
    proof = text(paper(await asked(ground, case_id, LATER), LetterType.DELIVERY_RECEIPT))
    for said in ("送达方式 | 签收", "送达日期 | 2026年3月20日", "2026年3月2日", "XA00000000136"):
        assert said in proof


async def test_the_evidence_is_listed_for_the_remedy_recorded_last(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    (letter,) = (await asked(ground, case_id)).dossier.case.letters
    steps = (
        c.RecordDelivery(LATER, letter.letter_id, DeliveryVia.SIGNED),
        c.RecordReconsideration(LATER, "石府复〔2026〕3号"),
        c.RecordLitigation(LATER, "（2026）石01行初3号", RemedyKind.DIRECT_LITIGATION),
    )
    said = []
    for command in steps:
        await make.give(ground, case_id, [command])
        said.append(text(paper(await asked(ground, case_id, LATER), LetterType.EVIDENCE_LIST)))
    found = [[way in one for way in ("以上为作出", "第四十八条", "向人民法院提交")] for one in said]
    assert found == [[True, False, False], [False, True, False], [False, False, True]]


ALWAYS = {LetterType.ACKNOWLEDGEMENT, LetterType.APPLICATION_FORM, LetterType.EVIDENCE_LIST}


@pytest.mark.parametrize("kind", sorted(PROCEDURAL - ALWAYS))
async def test_a_document_on_what_did_not_happen_is_refused(ground: Ground, kind: LetterType) -> None:
    case_id = await make.received(ground, DAY)
    with pytest.raises((x.UnknownReference, LetterError)):
        paper(await asked(ground, case_id), kind)


async def test_a_consultation_is_written_only_for_the_kind_of_party_it_is(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, WHOLE)
    with pytest.raises(x.UnknownReference, match="不是第三方"):
        paper(await asked(ground, case_id, about="双钟镇"), LetterType.THIRD_PARTY_CONSULTATION)
    with pytest.raises(x.UnknownReference, match="不是共同制作机关"):
        paper(await asked(ground, case_id, about="第三方甲"), LetterType.CO_PRODUCER_CONSULTATION)
    with pytest.raises(x.UnknownReference, match="没有这样的征求意见"):
        paper(await asked(ground, case_id, about="第三方乙"), LetterType.CONSULTATION_NOTICE)
