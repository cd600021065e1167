"""告知文书: numbered, frozen and checked like answers, once for each step; a preview before, the kept bytes after."""

from datetime import date
from uuid import UUID

import pytest
from tests import builders as make
from tests.cases.test_letters import heard
from tests.letters.letter_samples import pages, squeezed

from ysq.cases import Ground, look_up, open_case
from ysq.cases.dossier import Dossier
from ysq.cases.export import case_file
from ysq.cases.hand_out import hand_out, offered
from ysq.cases.issued import issued_letter
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.decide.checked import FaultyLetter
from ysq.domain.letters import LetterType
from ysq.domain.notices import waiting_notices
from ysq.domain.people import Identity
from ysq.domain.terms import Attribute, ConsulteeKind, RequesterKind, Role

DAY, NEXT = date(2026, 3, 2), date(2026, 3, 3)
ASKED = c.AskClarification(DAY, "请写明文件的名称。", 10)
KIND = LetterType.CLARIFICATION_NOTICE
TELL = c.IssueNotice(DAY, KIND)
NUMBER = "石自然资依复告〔2026〕1号"
REASONED = (c.AcceptedFinding("notice_after_step", "当日已电话告知，次日补发文书。"),)


async def unclear(ground: Ground, *more: c.CaseCommand) -> Case:
    case_id = await make.received(ground, DAY, "村里的材料")
    return await make.give(ground, case_id, [c.RegisterRequest(DAY), ASKED, *more])


async def opened(ground: Ground, case_id: UUID) -> Dossier:
    return await open_case(ground, make.actor(Role.CLERK), case_id)


async def paper_of(ground: Ground, case_id: UUID, kind: LetterType, about: str = "") -> tuple[str, bytes]:
    actor, dossier = make.actor(Role.CLERK), await opened(ground, case_id)
    return await hand_out(ground, actor, dossier, (kind, about), {}, make.noon(DAY))


async def test_a_notice_is_issued_with_a_number_of_its_series_and_its_bytes_are_kept(ground: Ground) -> None:
    case = await unclear(ground, TELL)
    (notice,) = case.procedural
    said = "".join(page.text for page in pages(await ground.files.get(notice.file.id)))
    assert notice.letter_no == NUMBER
    for words in (NUMBER, "陶满仓：", "请写明文件的名称。", "十个工作日内"):
        assert squeezed(words) in said, words
    found = await issued_letter(ground, notice.letter_id, await ground.files.get(notice.file.id))
    assert (found.title, found.letter_no, found.same) == ("补正告知书", NUMBER, True)
    second = await unclear(ground, TELL)
    assert second.procedural[0].letter_no == "石自然资依复告〔2026〕2号"


async def test_before_its_issue_it_is_a_preview_without_a_number_and_afterwards_the_kept_bytes(ground: Ground) -> None:
    case = await unclear(ground)
    name, preview = await paper_of(ground, case.case_id, KIND)
    assert name == "补正告知书（预览）.pdf"
    said = "".join(page.text for page in pages(preview))
    assert squeezed("预览（未制发，没有文号）") in said
    assert case.register_no is not None
    assert case.register_no not in said
    case = await make.give(ground, case.case_id, [TELL])
    name, content = await paper_of(ground, case.case_id, KIND)
    assert name == f"{NUMBER}.pdf"
    assert content == await ground.files.get(case.procedural[0].file.id)
    offers = offered(ground, make.actor(Role.CLERK), await opened(ground, case.case_id), make.noon(DAY))
    assert KIND not in {one.kind for one in offers}


async def test_a_notice_to_the_requester_is_on_his_page_and_one_to_who_is_consulted_never(ground: Ground) -> None:
    consulted = c.IssueNotice(DAY, LetterType.THIRD_PARTY_CONSULTATION, "第三方甲")
    told = c.IssueNotice(DAY, LetterType.CONSULTATION_NOTICE, "第三方甲")
    case = await unclear(ground, TELL, heard()[0], consulted, told)
    code = ground.vault.access_code(case.received.submission_id)
    seen = await look_up(ground, case.received.request_no, code, DAY)
    assert [one.title for one in seen.letters] == ["补正告知书", "征求意见告知书"]
    assert len(case.issued) == 3


async def test_a_notice_is_in_the_package_which_verifies(ground: Ground) -> None:
    case = await unclear(ground, TELL)
    contents = await case_file(ground, (await opened(ground, case.case_id)).agency, case.case_id, DAY)
    assert [one.name for one in contents.documents] == [f"{NUMBER}.pdf"]


async def test_it_waits_until_it_is_issued_or_its_service_is_on_record(ground: Ground) -> None:
    case = await unclear(ground)
    assert [one.kind for one in waiting_notices(case)] == [KIND]
    issued = await make.give(ground, case.case_id, [TELL])
    assert not list(waiting_notices(issued))
    old = await unclear(ground, c.RecordClarificationDelivery(DAY))
    assert not list(waiting_notices(old)), "a case of before notices were issued here goes on without"


async def test_delivery_is_recorded_once_for_the_clock_and_stands_with_the_notice(ground: Ground) -> None:
    case = await unclear(ground, TELL, c.RecordClarificationDelivery(NEXT))
    assert case.procedural[0].delivered_on == NEXT


async def test_a_notice_cannot_have_been_served_before_its_day(ground: Ground) -> None:
    case = await unclear(ground, c.IssueNotice(NEXT, KIND, accepted=REASONED))
    with pytest.raises(x.DateRefused, match="早于"):
        await make.give(ground, case.case_id, [c.RecordClarificationDelivery(DAY)])


async def test_issuing_later_than_the_day_on_record_is_told_and_needs_a_reason(ground: Ground) -> None:
    case = await unclear(ground)
    with pytest.raises(FaultyLetter, match="登记2026年3月2日告知，文书的成文日期是2026年3月3日"):
        await make.give(ground, case.case_id, [c.IssueNotice(NEXT, KIND)])
    case = await make.give(ground, case.case_id, [c.IssueNotice(NEXT, KIND, accepted=REASONED)])
    event = case.happened[-1]
    assert isinstance(event, e.NoticeIssued)
    assert [one.check for one in event.findings] == ["notice_after_step"]
    assert event.findings[0].reason is not None


@pytest.mark.parametrize(
    ("more", "command", "said"),
    [
        ((), c.IssueNotice(DAY, LetterType.FEE_NOTICE), "本案没有收费通知书所告知的事项"),
        ((), c.IssueNotice(DAY, LetterType.REFUSAL), "不是这样制发的"),
        ((TELL,), TELL, f"已经制发，编号{NUMBER}"),
        ((c.RecordClarificationDelivery(DAY),), TELL, "送达或者对它的回应已经登记"),
    ],
)
async def test_a_notice_needs_its_step_and_is_issued_once(
    ground: Ground, more: tuple[c.CaseCommand, ...], command: c.IssueNotice, said: str
) -> None:
    case = await unclear(ground, *more)
    with pytest.raises(x.Refusal, match=said):
        await make.give(ground, case.case_id, [command])


async def test_of_several_consulted_the_party_must_be_named(ground: Ground) -> None:
    first = heard()[0]
    assert isinstance(first, c.Consult)
    second = c.Consult(DAY, "第三方乙", first.kind, first.consultee, first.about)
    case = await unclear(ground, first, second)
    with pytest.raises(x.UnknownReference, match="第三方甲、第三方乙"):
        await make.give(ground, case.case_id, [c.IssueNotice(DAY, LetterType.THIRD_PARTY_CONSULTATION)])


async def test_a_period_for_correction_that_nobody_means_is_refused_and_any_other_is_printed(ground: Ground) -> None:
    case_id = await make.received(ground, DAY, "村里的材料")
    await make.give(ground, case_id, [c.RegisterRequest(DAY)])
    with pytest.raises(x.TooMany, match="120个工作日，超过本机关设定的上限60个工作日"):
        await make.give(ground, case_id, [c.AskClarification(DAY, "请写明名称。", 120)])
    await make.give(ground, case_id, [c.AskClarification(DAY, "请写明名称。", 60)])
    _name, content = await paper_of(ground, case_id, KIND)
    assert "六十个工作日内" in "".join(page.text for page in pages(content))


async def test_who_is_consulted_reads_what_is_asked_for_and_apart_from_it_what_to_say_and_never_who_asks(
    ground: Ground,
) -> None:
    consult = heard()[0]
    assert isinstance(consult, c.Consult)
    case_id = await make.received(ground, DAY, "采矿权出让合同，供陶满仓核对", "另一件无关的文件")
    record = c.AddRecord(
        DAY, 1, "流泗采矿权出让合同", Attribute.ON_REQUEST, marked_secret=False, document_no="石矿〔2024〕2号"
    )
    about = c.Consult(DAY, "第三方甲", consult.kind, consult.consultee, "哪些内容属于贵方的商业秘密。", (1,))
    told = c.IssueNotice(DAY, LetterType.THIRD_PARTY_CONSULTATION, "第三方甲")
    case = await make.give(ground, case_id, [c.RegisterRequest(DAY), record, about, told])
    notice = case.procedural[0]
    letter = "".join(page.text for page in pages(await ground.files.get(notice.file.id)))
    form = "".join(page.text for page in pages(await ground.files.get(notice.enclosed[0].id)))
    for words in (
        "采矿权出让合同，供申请人核对",
        "《流泗采矿权出让合同》石矿〔2024〕2号",
        "附件：征求意见确认函（共1页）",
    ):
        assert squeezed(words) in letter, words
    assert (
        letter.index("核对") < letter.index(squeezed("一并说明下列事项")) < letter.index(squeezed("哪些内容属于贵方"))
    )
    assert notice.letter_no in form
    assert squeezed("采矿权出让合同") in form
    for hidden in ("陶满仓", "无关", case.received.request_no):
        assert hidden not in letter + form


async def test_another_agency_is_asked_by_a_letter_of_its_own(ground: Ground) -> None:
    bureau = Identity(RequesterKind.OTHER_ORGANISATION, "石钟县住房和城乡建设局", address="石钟县人民路1号")
    asked = c.Consult(DAY, "其他机关甲", ConsulteeKind.OTHER_AGENCY, bureau, "该规划目前所处的阶段。")
    told = c.IssueNotice(DAY, LetterType.AGENCY_CONSULTATION)
    case = await unclear(ground, asked, told)
    letter = "".join(page.text for page in pages(await ground.files.get(case.procedural[0].file.id)))
    for words in ("石钟县住房和城乡建设局：", "第十一条", "村里的材料", "该规划目前所处的阶段。"):
        assert squeezed(words) in letter, words


async def test_each_extension_is_told_by_a_notice_of_its_own(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    extended = [c.ProposeExtension(DAY, 10, "需要逐卷核对。"), c.ApproveExtension(DAY), c.TellExtension(DAY)]
    told = c.IssueNotice(DAY, LetterType.EXTENSION_NOTICE)
    case = await make.give(ground, case_id, [c.RegisterRequest(DAY), *extended, told])
    assert case.procedural[0].step == case.version - 1
