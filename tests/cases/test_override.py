"""公共利益公开: over a third party's objection only after it was told in writing, by a notice with its own number."""

from datetime import date
from uuid import UUID

import pytest
from tests import builders as make
from tests.letters.letter_samples import pages, squeezed

from ysq.cases import Ground, handle, look_up
from ysq.cases.desk import open_case
from ysq.cases.hand_out import hand_out, offered
from ysq.cases.issued import issued_letter
from ysq.domain import clock
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.assessment import Assessment, PublicInterest
from ysq.domain.case import Case
from ysq.domain.letters import LetterType
from ysq.domain.people import Identity
from ysq.domain.remedies import open_to_third_parties
from ysq.domain.terms import Carrier, ConsulteeKind, DeliveryVia, Reply, RequesterKind, Role

DAY = date(2026, 3, 2)
COMPANY = Identity(RequesterKind.BUSINESS, "江州市某某矿业有限公司", phone="0360-5550100")
ABOUT = "请写明哪些内容属于贵方的商业秘密。"
WHY = "尾矿库下游有居民点，不公开安全评价结论，会使居民无法判断汛期风险，对公共安全可能造成重大影响。"
OVERRIDE = Assessment(public_interest=PublicInterest(override=True))
NOTICE = c.NotifyThirdParty(DAY, "第三方甲", WHY)
DRAFT = c.DraftDetermination(DAY, 1, "disclosed", "", attachments=(c.SuppliedRecord("安全评价报告", 12),))


async def objecting(ground: Ground, reply: Reply = Reply.REFUSED) -> UUID:
    """A case about a third party's record, with its opinion."""
    case_id = await make.received(ground, DAY, "某某尾矿库闭库验收的安全评价报告")
    commands = [
        c.RegisterRequest(DAY),
        c.Consult(DAY, "第三方甲", ConsulteeKind.THIRD_PARTY, COMPANY, ABOUT),
        c.RecordConsultationAnswer(DAY, "第三方甲", reply, "涉及本公司的工艺参数。"),
    ]
    await make.give(ground, case_id, commands)
    return case_id


async def judged(ground: Ground) -> UUID:
    case_id = await objecting(ground)
    await make.give(ground, case_id, [c.AssessItem(DAY, "下游有居民点，汛期将至。", 1, OVERRIDE)])
    return case_id


async def told(ground: Ground) -> Case:
    return await make.give(ground, await judged(ground), [NOTICE], Role.OFFICE_HEAD)


async def test_the_third_party_is_told_what_is_disclosed_why_and_what_it_may_do(ground: Ground) -> None:
    case = await told(ground)
    notice = case.notices["第三方甲"]
    assert notice.letter_no == "石自然资依复告〔2026〕1号"
    document = await ground.files.get(notice.file.id)
    said = "".join(page.text for page in pages(document))
    asked = "某某尾矿库闭库验收的安全评价报告"
    assert squeezed(ABOUT) not in said, "what it was asked to say is no information"
    for words in (COMPANY.name, asked, WHY, notice.letter_no, "第三十二条", "六十日内", "六个月内"):
        assert squeezed(words) in said, words
    for hidden in ("陶满仓", case.received.request_no):
        assert hidden not in said, "who asked is none of the third party's business"


async def test_the_record_is_disclosed_only_after_the_third_party_was_told(ground: Ground) -> None:
    case_id = await judged(ground)
    await make.give(ground, case_id, [c.RecordSecrecyReview(DAY, 1, releasable=True, opinion="可以公开"), DRAFT])
    with pytest.raises(x.Missing, match="不同意公开"):
        await make.give(ground, case_id, [c.ApproveDetermination(DAY, 1)])
    await make.give(ground, case_id, [NOTICE], Role.OFFICE_HEAD)
    case = await make.give(ground, case_id, [c.ApproveDetermination(DAY, 1)])
    assert case.items[1].approved_by is not None


async def test_the_answer_says_that_the_third_party_objected_and_why_it_is_disclosed_all_the_same(
    ground: Ground,
) -> None:
    case_id = await judged(ground)
    reviewed = c.RecordSecrecyReview(DAY, 1, releasable=True, opinion="可以公开")
    await make.give(ground, case_id, [reviewed, DRAFT])
    why = f"{WHY}公开对贵方的影响有限，{COMPANY.name}的工艺只作一般描述。"
    await make.give(ground, case_id, [c.NotifyThirdParty(DAY, "第三方甲", why)], Role.OFFICE_HEAD)
    case = await make.give(ground, case_id, [c.ApproveDetermination(DAY, 1), c.IssueLetter(DAY, (1,))])
    said = "".join(page.text for page in pages(await ground.files.get(case.letters[0].file.id)))
    told = (
        "第三方不同意公开",
        WHY,
        "第三十二条",
        "已于2026年3月2日将决定公开的内容和理由书面告知第三方",
        "对第三方的影响有限",
    )
    for words in told:
        assert squeezed(words) in said, words
    assert COMPANY.name not in said


async def test_the_requester_never_sees_the_notice_and_the_public_learns_no_name_by_its_code(ground: Ground) -> None:
    case = await told(ground)
    code = ground.vault.access_code(case.received.submission_id)
    assert (await look_up(ground, case.received.request_no, code, DAY)).letters == ()
    found = await issued_letter(ground, case.notices["第三方甲"].letter_id)
    assert (found.title, found.letter_no) == ("决定公开告知书（第三方）", "石自然资依复告〔2026〕1号")


async def test_notices_are_numbered_apart_from_the_answers_and_without_gaps(ground: Ground) -> None:
    first, second = await told(ground), await told(ground)
    numbers = [case.notices["第三方甲"].letter_no for case in (first, second)]
    assert numbers == ["石自然资依复告〔2026〕1号", "石自然资依复告〔2026〕2号"]
    answered = await make.received(ground, DAY, "讨论记录")
    case = await make.give(ground, answered, [*make.refusal_path(DAY), c.IssueLetter(DAY, (1,))])
    assert case.letters[0].letter_no == "石自然资依复〔2026〕1号"


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (c.NotifyThirdParty(DAY, "第三方乙", WHY), "没有征求过第三方“第三方乙”的意见"),
        (NOTICE, "还没有认定不公开会对公共利益造成重大影响"),
    ],
)
async def test_a_notice_needs_an_objection_and_a_judgement(
    ground: Ground, command: c.NotifyThirdParty, said: str
) -> None:
    case_id = await objecting(ground)
    with pytest.raises(x.Refusal, match=said):
        await make.give(ground, case_id, [command], Role.OFFICE_HEAD)


async def test_who_agrees_isnt_told_of_a_decision_against_it_and_nobody_twice(ground: Ground) -> None:
    agreeing = await objecting(ground, Reply.AGREED)
    with pytest.raises(x.WrongStage, match="没有表示不同意公开"):
        await make.give(ground, agreeing, [NOTICE], Role.OFFICE_HEAD)
    case = await told(ground)
    with pytest.raises(x.AlreadyDone, match="已经以石自然资依复告〔2026〕1号告知"):
        await make.give(ground, case.case_id, [NOTICE], Role.OFFICE_HEAD)


async def test_a_notice_after_the_answer_comes_too_late(ground: Ground) -> None:
    """What was withheld for the third party is answered: to disclose it now takes a new answer first."""
    case_id = await judged(ground)
    await make.give(ground, case_id, [c.WithdrawRequest(DAY, "申请人撤回。", (1,))])
    with pytest.raises(x.WrongStage, match="已经答复或者终止"):
        await make.give(ground, case_id, [NOTICE], Role.OFFICE_HEAD)


async def test_a_clerk_cannot_decide_it(ground: Ground) -> None:
    case_id = await judged(ground)
    with pytest.raises(x.NotAllowed):
        await handle(ground, case_id, NOTICE, make.actor(Role.CLERK), make.noon(DAY))


async def served(ground: Ground) -> Case:
    """The notice is posted and arrives."""
    case = await told(ground)
    letter = case.notices["第三方甲"].letter_id
    steps = [
        c.RecordPosting(DAY, letter, Carrier.POST, "1234567890128"),
        c.RecordDelivery(date(2026, 3, 4), letter, DeliveryVia.SIGNED),
    ]
    return await make.give(ground, case.case_id, steps)


async def test_the_notice_is_posted_and_delivered_and_the_answers_clock_takes_no_notice(ground: Ground) -> None:
    case = await served(ground)
    notice = case.notices["第三方甲"]
    assert (notice.posted_on, notice.delivered_on) == (DAY, date(2026, 3, 4))
    assert not [entry for entry in case.course if isinstance(entry, clock.LetterPosted | clock.LetterDelivered)]
    assert case.open_items
    with pytest.raises(x.AlreadyDone, match="已经送达"):
        await make.give(
            ground, case.case_id, [c.RecordDelivery(date(2026, 3, 5), notice.letter_id, DeliveryVia.SIGNED)]
        )
    returned = await make.give(ground, case.case_id, [c.RecordReturn(date(2026, 3, 6), "查无此人", notice.letter_id)])
    assert returned.notices["第三方甲"].delivered_on is None


async def test_what_a_third_party_may_still_do_is_counted_from_the_delivery_of_its_notice(ground: Ground) -> None:
    before = open_to_third_parties(await told(ground), ground.book.clock, ground.calendar)
    found = open_to_third_parties(await served(ground), ground.book.clock, ground.calendar)
    assert before == ()
    assert [(one.party, one.deadline.date) for one in found] == [
        ("第三方甲", date(2026, 5, 6)),  # the sixtieth day, 3 May, is a holiday
        ("第三方甲", date(2026, 9, 4)),
    ]


async def test_each_document_to_a_third_party_has_its_receipt_for_that_third_party(ground: Ground) -> None:
    case = await served(ground)
    notice, clerk = case.notices["第三方甲"], make.actor(Role.CLERK)
    dossier = await open_case(ground, clerk, case.case_id)
    offers = {(one.kind, one.about) for one in offered(ground, clerk, dossier, make.noon(date(2026, 3, 9)))}
    for about in (notice.letter_no, "第三方甲"):
        wanted = (LetterType.DELIVERY_RECEIPT, about)
        assert wanted in offers
        _name, document = await hand_out(ground, clerk, dossier, wanted, {}, make.noon(date(2026, 3, 9)))
        said = "".join(page.text for page in pages(document))
        assert squeezed(COMPANY.name) in said
        assert "陶满仓" not in said
        assert ("1234567890128" in said, "2026年3月4日" in said) == ((about == notice.letter_no,) * 2)


async def test_how_a_consultation_went_and_arrived_stands_in_its_receipt(ground: Ground) -> None:
    case_id, clerk = await make.received(ground, DAY, "某某尾矿库闭库验收的安全评价报告"), make.actor(Role.CLERK)
    sent = c.Consult(
        DAY, "第三方甲", ConsulteeKind.THIRD_PARTY, COMPANY, ABOUT, carrier=Carrier.POST, tracking_no="1234567890128"
    )
    arrived = c.RecordConsultationDelivery(date(2026, 3, 4), "第三方甲", DeliveryVia.SIGNED)
    case = await make.give(ground, case_id, [c.RegisterRequest(DAY), sent, arrived])
    dossier = await open_case(ground, clerk, case_id)
    wanted = (LetterType.DELIVERY_RECEIPT, "第三方甲")
    _name, document = await hand_out(ground, clerk, dossier, wanted, {}, make.noon(date(2026, 3, 9)))
    said = "".join(page.text for page in pages(document))
    for words in (
        "征求意见书",
        COMPANY.name,
        "1234567890128",
        "签收",
        "2026年3月2日",
        "2026年3月4日",
        case.register_no,
    ):
        assert squeezed(words or "") in said, words
    book = dossier.ledger(ground, date(2026, 3, 9))
    assert book.deadlines["consultation:第三方甲"].date == date(2026, 3, 25), "the fifteenth working day after delivery"


async def test_a_tracking_number_without_who_carries_it_is_refused(ground: Ground) -> None:
    case_id = await make.received(ground, DAY, "某某尾矿库闭库验收的安全评价报告")
    lone = c.Consult(DAY, "第三方甲", ConsulteeKind.THIRD_PARTY, COMPANY, ABOUT, tracking_no="1234567890128")
    with pytest.raises(x.Missing, match="没有写由谁寄递"):
        await make.give(ground, case_id, [c.RegisterRequest(DAY), lone])
