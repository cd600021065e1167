"""Letters from real case files: what was drafted, recorded and consulted comes out on paper, and nothing else."""

import shutil
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from msgspec.structs import replace
from tests import builders as make
from tests.letters.letter_samples import pages, squeezed

from ysq.cases import Ground, acknowledgement, acknowledgement_bytes, handle, submit
from ysq.cases.checking import case_file
from ysq.cases.dossier import Dossier, load_dossier
from ysq.cases.freeze import Unprintable
from ysq.db import agencies
from ysq.db.submissions import find_submission
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.case import Case
from ysq.domain.clock import Policy
from ysq.domain.decide.checked import FaultyLetter
from ysq.domain.grounds import ResponsibleAgency, ThirdPartyView, WithheldPart
from ysq.domain.letters import WithheldAspect
from ysq.domain.people import Identity, RequestedItem
from ysq.domain.terms import Channel, ConsulteeKind, Reply, RequesterKind, Role
from ysq.letters import text
from ysq.resources import data_folder
from ysq.rules import book as rule_book

DAY = date(2026, 3, 2)
THIRD_PARTY = "江州市某某矿业有限公司"
SEARCH = c.RecordSearch(DAY, 2, "征地管理股", ("综合档案室",), ("验收报告",), found=False, result="没有查到")


def drafted(number: int, outcome: str, reasons: str = "", **stated: object) -> list[c.CaseCommand]:
    """The draft on an item and its approval."""
    return [
        c.DraftDetermination(DAY, number, outcome, reasons, **stated),  # type: ignore[arg-type]
        c.ApproveDetermination(DAY, number),
    ]


def heard(*items: int) -> list[c.CaseCommand]:
    """A third party consulted, about these items or the whole request, who objects."""
    company = Identity(RequesterKind.BUSINESS, THIRD_PARTY, phone="0360-5550100")
    return [
        c.Consult(DAY, "第三方甲", ConsulteeKind.THIRD_PARTY, company, "请就是否同意公开提出意见。", items),
        c.RecordConsultationAnswer(DAY, "第三方甲", Reply.REFUSED, "属于商业秘密。"),
    ]


async def words(ground: Ground, case: Case) -> str:
    """What the case's last letter says on paper."""
    document = await ground.files.get(case.letters[-1].file.id)
    return "".join(page.text for page in pages(document))


async def test_items_with_different_outcomes_are_answered_in_one_letter(ground: Ground) -> None:
    case_id = await make.received(ground, DAY, "讨论记录", "验收报告", "社会保障费用缴费明细")
    elsewhere = ResponsibleAgency("石钟县人力资源和社会保障局", "石钟县湖滨大道30号，0360-5550130")
    path = [
        *make.refusal_path(DAY),
        SEARCH,
        *drafted(2, "no_record", "本局没有制作或者获取该报告。"),
        *drafted(3, "not_this_agency", "缴费由人力资源和社会保障部门办理。", responsible=elsewhere),
    ]
    case = await make.give(ground, case_id, [*path, c.IssueLetter(DAY, (1, 2, 3))])
    assert case.letters[0].letter_type == "mixed_answer"
    read = await words(ground, case)
    for said in ("第十六条第二款", "没有查到", "由石钟县人力资源和社会保障局负责公开", "0360-5550130"):
        assert said in read
    assert "对第1项申请的答复不服的，应当" in read
    assert "对第2、3项申请的答复不服的，可以" in read


async def test_a_part_that_a_third_party_objects_to_is_withheld_and_the_rest_given(ground: Ground) -> None:
    case_id = await make.received(ground, DAY, "采矿权出让合同")
    part = WithheldPart("third_party_interest", "合同中的开采工艺参数", "对该部分作遮盖处理")
    view = ThirdPartyView("第三方的理由成立，不公开工艺参数不会对公共利益造成重大影响。")
    draft = drafted(
        1, "partly_disclosed", "开采工艺参数未为公众所知，有商业价值。", aspect=WithheldAspect.TRADE_SECRET, basis=view,
        withheld=part, attachments=(c.SuppliedRecord("采矿权出让合同（遮盖件）", 6),),
    )  # fmt: skip
    review = c.RecordSecrecyReview(DAY, 1, releasable=True, opinion="遮盖后可以公开。")
    path = [c.RegisterRequest(DAY), *heard(), review, *draft, c.IssueLetter(DAY, (1,))]
    case = await make.give(ground, case_id, path)
    assert case.letters[0].letter_type == "partial_disclosure"
    assert case.items[1].withheld == "third_party_interest"
    read = await words(ground, case)
    for said in ("合同中的开采工艺参数", "结果为：不同意公开", "第十五条、第三十二条、第三十六条第三项", "共6页"):
        assert said in read
    assert THIRD_PARTY not in read


async def test_a_letter_that_would_name_the_third_party_is_refused(ground: Ground) -> None:
    case_id = await make.received(ground, DAY, "采矿权出让合同")
    view = ThirdPartyView(f"{THIRD_PARTY}的理由成立。")
    draft = drafted(1, "third_party_interest", "属于商业秘密。", aspect=WithheldAspect.TRADE_SECRET, basis=view)
    await make.give(ground, case_id, [c.RegisterRequest(DAY), *heard(), *draft])
    with pytest.raises(Unprintable, match="第三方") as refused:
        await make.give(ground, case_id, [c.IssueLetter(DAY, (1,))])
    assert THIRD_PARTY not in str(refused.value)


async def test_what_a_decision_stands_on_is_asked_again_when_its_letter_is_issued(ground: Ground) -> None:
    case_id = await make.received(ground, DAY, "采矿权出让合同")
    draft = drafted(1, "disclosed", attachments=(c.SuppliedRecord("采矿权出让合同", 6),))
    review = c.RecordSecrecyReview(DAY, 1, releasable=True, opinion="可以公开。")
    await make.give(ground, case_id, [c.RegisterRequest(DAY), review, *draft])
    await make.give(ground, case_id, heard())
    with pytest.raises(x.Missing, match="不同意公开"):
        await make.give(ground, case_id, [c.IssueLetter(DAY, (1,))])
    against = c.RecordSecrecyReview(DAY, 1, releasable=False, opinion="复核认为不能公开。")
    await make.give(ground, case_id, [against])
    with pytest.raises(x.Missing, match="保密审查认为不能公开"):
        await make.give(ground, case_id, [c.IssueLetter(DAY, (1,))])


async def test_an_answer_is_checked_beside_all_that_its_case_holds(ground: Ground) -> None:
    case_id = await make.received(ground, DAY, "采矿权出让合同", "讨论记录")
    asked = c.AskClarification(DAY, "请写明合同的名称。", 7)
    given = c.ReceiveClarification(DAY, {1: RequestedItem("青山采矿权出让合同")})
    draft = drafted(2, "no_record", "经检索，没有。")
    await make.give(ground, case_id, [c.RegisterRequest(DAY), asked, given, *heard(1), SEARCH, *draft])
    loaded = await opened(ground, case_id)
    beside = case_file(ground, loaded, DAY, (2,))
    assert (beside.requesters, beside.submitted_on) == (("陶满仓",), DAY)
    assert (beside.clarification_asked_on, beside.clarification_received_on) == (DAY, DAY)
    assert (beside.searched, beside.third_party_consulted, beside.on_line) == (True, True, False)
    assert beside.private == ("13900000000", "0360-5550100")
    assert beside.extension is None


async def test_an_answer_that_tells_another_day_than_the_case_is_not_issued(ground: Ground) -> None:
    case_id = await make.received(ground, DAY, "采矿权出让合同", "讨论记录")
    asked = c.AskClarification(DAY, "请写明合同的名称。", 7)
    draft = drafted(2, "no_record", "本机关于2026年3月9日告知你补正，其后检索，没有查到。")
    await make.give(ground, case_id, [c.RegisterRequest(DAY), asked, SEARCH, *draft])
    with pytest.raises(FaultyLetter, match="告知补正之日写成2026年3月9日"):
        await make.give(ground, case_id, [c.IssueLetter(DAY, (2,))])


async def dossier(ground: Ground, channel: Channel, on: date = DAY, confirmed_on: date | None = None) -> Dossier:
    """A case submitted through `channel`."""
    command = replace(make.submission(on, "讨论记录"), channel=channel, confirmed_on=confirmed_on)
    receipt = await submit(ground, command, make.noon(on))
    async with ground.pool.agencies([make.AGENCY]) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None
    return await opened(ground, found.case_id)


async def opened(ground: Ground, case_id: UUID) -> Dossier:
    """The case as it is loaded to decide."""
    async with ground.pool.agencies([make.AGENCY]) as conn:
        known = {agency.id: agency for agency in await agencies.all_agencies(conn)}
        loaded = await load_dossier(conn, known[make.AGENCY], case_id)
    assert loaded is not None
    return loaded


ORDINARY_MAIL = (
    "第三十一条第二项、《国务院办公厅政府信息与政务公开办公室关于政府信息公开期限有关问题的解释》第一部分，"
    "以双方确认之日为收到申请之日，本机关将及时与你确认"
)


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        (Channel.COUNTER, "第三十一条第一项，以提交之日为收到申请之日，即2026年3月2日"),
        (Channel.ORAL, "以本机关工作机构代为填写之日为收到申请之日"),
        (Channel.REGISTERED_MAIL, "第三十一条第二项，以本机关签收之日为收到申请之日"),
        (Channel.ORDINARY_MAIL, ORDINARY_MAIL),
        (Channel.FAX, "第三十一条第三项，以双方确认之日为收到申请之日，本机关将及时与你确认"),
        (Channel.EMAIL, "以系统确认提交成功之日为收到申请之日"),
        (Channel.ONLINE, "以系统确认提交成功之日为收到申请之日"),
    ],
)
async def test_a_receipt_says_which_day_counts_for_its_channel(ground: Ground, channel: Channel, said: str) -> None:
    written = text(acknowledgement(ground, await dossier(ground, channel)))
    assert said in written
    assert ("至2026年3月30日届满" in written) == ("本机关将及时" not in said)


async def test_a_confirmed_fax_counts_from_its_confirmation(ground: Ground) -> None:
    written = text(acknowledgement(ground, await dossier(ground, Channel.FAX, confirmed_on=date(2026, 3, 2))))
    assert "以双方确认之日为收到申请之日，即2026年3月2日" in written


async def test_a_receipt_on_a_rest_day_follows_the_agencys_setting(ground: Ground) -> None:
    sunday = await dossier(ground, Channel.COUNTER, date(2026, 3, 1))
    assert "即2026年3月1日" in text(acknowledgement(ground, sunday))
    lenient = replace(ground, policy=Policy(rest_day_receipt="next_working_day"))
    assert "申请于2026年3月1日到达，该日为休息日" in text(acknowledgement(lenient, sunday))


async def test_a_due_date_in_a_year_without_calendar_is_provisional_on_the_receipt(ground: Ground) -> None:
    assert "暂定至2027年" in text(acknowledgement(ground, await dossier(ground, Channel.COUNTER, date(2026, 12, 21))))


async def test_the_requesters_receipt_has_the_code_and_is_the_same_bytes_every_time(ground: Ground) -> None:
    receipt = await submit(ground, make.submission(DAY, submission_id=UUID(int=5)), make.noon(DAY))
    name, content = await acknowledgement_bytes(ground, receipt.request_no, receipt.access_code)
    assert receipt.request_no in name
    read = "".join(page.text for page in pages(content))
    assert squeezed(f"查询码：{receipt.access_code}") in read
    assert receipt.request_no in read
    again = await acknowledgement_bytes(ground, receipt.request_no, receipt.access_code)
    assert again == (name, content)


async def test_a_letter_tells_the_periods_in_force_on_its_day(ground: Ground, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(data_folder("rules"), folder)
    file = folder / "parameters.yaml"
    today = "- {from: 2017-07-01, value: 15, provision: litigation.art45, mark: source}"
    from_july = "- {from: 2026-07-01, value: 30, provision: litigation.art45, mark: source}"
    text = file.read_text("utf-8")
    assert today in text
    until_june = today.replace("value", "to: 2026-06-30, value")
    file.write_text(text.replace(today, f"{until_june}\n      {from_july}"), "utf-8")
    amended = replace(ground, book=rule_book.read(folder))
    for day, told in ((date(2026, 6, 30), "十五日内向"), (date(2026, 7, 1), "三十日内向")):
        case_id = await make.received(amended, DAY)
        case = await make.give(amended, case_id, [*make.refusal_path(DAY), c.IssueLetter(day, (1,))])
        read = squeezed("".join(page.text for page in pages(await amended.files.get(case.letters[0].file.id))))
        assert f"自收到行政复议决定书之日起{told}" in read


async def test_a_receipt_of_an_age_without_law_is_refused_by_its_day_and_not_by_a_fault(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    await make.give(ground, case_id, [c.RegisterRequest(DAY)])
    with pytest.raises(x.DateRefused, match="早于收到申请之日"):
        command = c.IssueAcknowledgement(date(2000, 1, 1))
        await handle(ground, case_id, command, make.actor(Role.CLERK), make.noon(DAY))
