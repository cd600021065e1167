"""The secondary commands: ends, fees, art. 35, routes, remedies, self-correction and amendments."""

from datetime import date

import msgspec
import pytest
from tests.domain.test_decide import (
    APPROVE,
    ASK,
    CONSULTEE,
    CORRECTION,
    DAY,
    DISCLOSE,
    ISSUE,
    LATER,
    NONE,
    PROPOSE,
    REF,
    REFUSE,
    REGISTER,
    REVIEW,
    SEARCH,
    Desk,
    opened,
)  # fmt: skip

from ysq.domain import clock
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.fold import fold
from ysq.domain.people import RequestedItem
from ysq.domain.terms import (
    Carrier,
    ClockState,
    ConsulteeKind,
    DeliveryVia,
    FeeBasis,
    Legality,
    RemedyKind,
    RemedyResult,
    Reply,
    Retention,
    Role,
    Stage,
)  # fmt: skip
from ysq.rules.book import Book

END = date(2026, 12, 31)


@pytest.fixture
def desk(book: Book) -> Desk:
    return Desk(book)


def answered(desk: Desk, day: date = LATER) -> Case:
    case = desk.walk(opened(), [REGISTER, REFUSE, APPROVE, ISSUE])
    return desk.walk(case, [c.RecordPosting(day, case.letters[0].letter_id, Carrier.POST)])


def fee(pages: int = 31, day: date = LATER) -> c.DemandFee:
    return c.DemandFee(day, "本月申请数量明显超过合理范围", FeeBasis.BY_PAGE, pages)


ASKED = c.AskReasons(LATER, "请说明理由")
HEARD = c.ReceiveReasons(LATER, "课题研究")
ABANDON = c.DeclareAbandoned(date(2026, 3, 24), "无正当理由")
DEFER = c.DeferAnswer(LATER, "材料多", date(2026, 6, 30))
RECONSIDER = c.RecordReconsideration(LATER, "石府复〔2026〕1号")
SPOT = c.AnswerOnTheSpot(LATER, "当场提供复印件", (1,))
THIRD = c.Consult(LATER, "甲", ConsulteeKind.THIRD_PARTY, CONSULTEE, "请提出意见")
ORDER = c.RecordRemedyDecision(LATER, "重做", RECONSIDER.number, RemedyResult.CORRECTED, (1,), END)

REFUSED: list[tuple[str, list[c.CaseCommand], c.CaseCommand, type[x.Refusal], str]] = [
    ("abandoned before the period ends", [REGISTER, ASK, c.RecordClarificationDelivery(DAY)],
     c.DeclareAbandoned(date(2026, 3, 23), "无"), x.WrongStage, "至2026-03-23才届满"),
    ("abandoned without any notice", [REGISTER], ABANDON, x.WrongStage, "没有已经送达"),
    ("an answer on the spot without a secrecy review", [REGISTER], SPOT, x.Missing, "请先由保密审查人登记审查意见"),
    ("an answer on the spot of which one item wasn't reviewed", [REGISTER, REVIEW],
     c.AnswerOnTheSpot(LATER, "当场提供", (1, 2)), x.Missing, "第2项的保密审查还没有作出"),
    ("an answer on the spot against the reviewer",
     [REGISTER, c.RecordSecrecyReview(LATER, 1, releasable=False, opinion="不可")], SPOT, x.Missing, "认为不能公开"),
    ("an answer on the spot before its review", [REGISTER, REVIEW], c.AnswerOnTheSpot(DAY, "当场提供", (1,)),
     x.DateRefused, "先审查、后公开"),
    ("an answer on the spot while a third party is asked", [REGISTER, REVIEW, THIRD], SPOT, x.Missing, "还没有结果"),
    ("an answer on the spot against a third party",
     [REGISTER, REVIEW, THIRD, c.RecordConsultationAnswer(LATER, "甲", Reply.REFUSED, "秘密")], SPOT,
     x.Missing, "不同意公开"),
    ("withdrawing an item twice", [REGISTER], c.WithdrawRequest(LATER, "撤", (1, 1)), x.UnknownReference, "两次"),
    ("asking a unit twice", [REGISTER, c.AskUnit(LATER, "请查", "股", (1,))], c.AskUnit(LATER, "请查", "股", (1,)),
     x.AlreadyDone, "还没有答复"),
    ("a unit's answer nobody asked for", [REGISTER], c.RecordUnitAnswer(LATER, "有", "股"), x.UnknownReference, "股"),
    ("deferring without asking for reasons", [REGISTER], DEFER, x.Missing, "还没有要求"),
    ("deferring before the reasons came", [REGISTER, ASKED], DEFER, x.Missing, "还没有收到"),
    ("deferring to no later day", [REGISTER, ASKED, HEARD], c.DeferAnswer(LATER, "多", date(2026, 3, 30)),
     x.DateRefused, "应当晚于"),
    ("deferring after the due date", [REGISTER, ASKED, HEARD],
     c.DeferAnswer(date(2026, 4, 1), "多", date(2026, 6, 30)), x.TooLate, "届满"),
    ("extending what was deferred", [REGISTER, ASKED, HEARD, DEFER], PROPOSE, x.WrongStage,
     "已经告知申请人延迟至2026-06-30答复，不能再延长答复期限，请在该日以前答复"),
    ("approving an extension of what was deferred since", [REGISTER, PROPOSE, ASKED, HEARD, DEFER],
     c.ApproveExtension(LATER), x.WrongStage, "延迟至2026-06-30"),
    ("telling an extension of what was deferred since", [REGISTER, PROPOSE, c.ApproveExtension(LATER), ASKED, HEARD,
     DEFER], c.TellExtension(LATER), x.WrongStage, "延迟至2026-06-30"),
    ("proposing an extension after the due date", [REGISTER], c.ProposeExtension(date(2026, 3, 31), 5, "多"),
     x.TooLate, "答复期限已于2026-03-30届满，届满后呈请的延期没有依据，请尽快答复"),
    ("approving an extension after the due date", [REGISTER, PROPOSE], c.ApproveExtension(date(2026, 3, 31)),
     x.TooLate, "届满后同意的延期没有依据"),
    ("extending while the requester is waited for", [REGISTER, ASK], PROPOSE, x.WrongStage, "正在等待申请人"),
    ("extending after a fee wasn't paid", [REGISTER, fee(), c.RecordFeeDelivery(LATER)],
     c.ProposeExtension(date(2026, 4, 9), 5, "多"), x.WrongStage, "请先判断是否视为放弃"),
    ("deferring while the requester is waited for", [REGISTER, ASKED, HEARD, ASK], DEFER, x.WrongStage, "正在等待"),
    ("asking for reasons twice", [REGISTER, ASKED], ASKED, x.AlreadyDone, "已经要求"),
    ("a fee within the free range", [REGISTER], fee(30), x.Missing, "免费范围"),
    ("a second fee", [REGISTER, fee()], fee(), x.AlreadyDone, "一种计费方式"),
    ("a fee after the due date", [REGISTER], fee(day=date(2026, 3, 31)), x.TooLate, "届满"),
    ("paying something else", [REGISTER, fee()], c.RecordPayment(LATER, 999), x.Missing, "10.00元"),
    ("paying what nobody demanded", [REGISTER], c.RecordPayment(LATER, 1000), x.Missing, "没有发出过"),
    ("endorsing without a route", [REGISTER, REFUSE], c.Endorse(LATER, "同意", 1), x.SamePerson, "自己"),
    ("returning nothing", [REGISTER], c.ReturnDraft(LATER, "不妥", 1), x.Missing, "还没有拟办"),
    ("approving what is unlawful", [REGISTER, REFUSE, c.ReviewLegality(LATER, "错", 1, Legality.UNLAWFUL)], APPROVE,
     x.Missing, "不合法"),
    ("closing what is open", [REGISTER], c.CloseCase(LATER), x.WrongStage, "不能办结"),
    ("a remedy twice", [REGISTER, RECONSIDER], RECONSIDER, x.AlreadyDone, "已经登记"),
    ("litigation that is none", [REGISTER], c.RecordLitigation(LATER, "1", RemedyKind.RECONSIDERATION),
     x.UnknownReference, "另行登记"),
    ("a decision on nothing", [REGISTER], c.RecordRemedyDecision(LATER, "维持", "9", RemedyResult.UPHELD),
     x.UnknownReference, "没有登记过"),
    ("redo though upheld", [REGISTER, RECONSIDER],
     c.RecordRemedyDecision(LATER, "维持", RECONSIDER.number, RemedyResult.UPHELD, (1,), END), x.UnknownReference, "结果纠正"),
    ("redo without a day", [REGISTER, RECONSIDER],
     c.RecordRemedyDecision(LATER, "重做", RECONSIDER.number, RemedyResult.CORRECTED, (1,)), x.Missing, "事项和期限"),
    ("redo of what isn't there", [REGISTER, RECONSIDER],
     c.RecordRemedyDecision(LATER, "重做", RECONSIDER.number, RemedyResult.CORRECTED, (3,), END),
     x.UnknownReference, "没有第3项"),
    ("supplementing what has no letter", [REGISTER], c.SupplementAnswer(LATER, "补", (1,)), x.WrongStage, "没有以答复书"),
    ("publishing what was refused", [REGISTER, REFUSE], c.ProposePublication(LATER, "常被申请", (1,)), x.WrongStage, "公开"),
    ("amending what isn't there", [REGISTER], c.AmendEntry(LATER, "错", 9, e.Amendment(date=DAY)), x.UnknownReference, "第9条"),
    ("amending a fee to what is free", [REGISTER, fee()], c.AmendEntry(LATER, "错", 3, e.Amendment(count=30)),
     x.Missing, "请告知申请人不必缴纳"),
    ("amending a fee that was paid", [REGISTER, fee(), c.RecordPayment(LATER, 1000)],
     c.AmendEntry(LATER, "错", 3, e.Amendment(count=45)), x.WrongStage, "费用已经按通知缴清"),
    ("amending the count of what is no fee", [REGISTER], c.AmendEntry(LATER, "错", 2, e.Amendment(count=45)),
     x.UnknownReference, "没有“count”"),
    ("a day for answering anew where nothing was ordered",
     [REGISTER, RECONSIDER, c.RecordRemedyDecision(LATER, "维持", RECONSIDER.number, RemedyResult.UPHELD)],
     c.AmendEntry(LATER, "错", 4, e.Amendment(redo_by=END)), x.UnknownReference, "没有责令重新答复"),
    ("a day for answering anew before the decision", [REGISTER, RECONSIDER, ORDER],
     c.AmendEntry(LATER, "错", 4, e.Amendment(redo_by=DAY)), x.DateRefused, "早于收到决定之日"),
    ("amending a fact the entry hasn't", [REGISTER], c.AmendEntry(LATER, "错", 2, e.Amendment(reply=Reply.AGREED)),
     x.UnknownReference, "没有“reply”"),
    ("an amendment that changes nothing", [REGISTER], c.AmendEntry(LATER, "错", 2, e.Amendment(date=DAY)),
     x.AlreadyDone, "相同"),
    ("an amendment to a day before receipt", [REGISTER],
     c.AmendEntry(LATER, "错", 2, e.Amendment(date=date(2026, 2, 27))), x.DateRefused, "早于收到申请之日"),
    ("words of blanks", [REGISTER], c.RecordComplaint(LATER, " \n"), x.Missing, "请写明"),
    ("a correction that describes nothing", [REGISTER, ASK], c.ReceiveClarification(LATER, {1: RequestedItem(" ")}),
     x.Missing, "第1项没有写明"),
    ("a second extension once one is approved", [REGISTER, PROPOSE, c.ApproveExtension(LATER)], PROPOSE,
     x.AlreadyDone, "已经同意"),
    ("issuing what was found unlawful since the approval",
     [REGISTER, REFUSE, APPROVE, c.ReviewLegality(LATER, "错", 1, Legality.UNLAWFUL)], ISSUE, x.Missing, "不合法"),
    ("approving a release before its secrecy review",
     [REGISTER, DISCLOSE, c.RecordSecrecyReview(END, 1, releasable=True, opinion="可以")], APPROVE,
     x.DateRefused, "先审查、后公开"),
    ("approving that nothing is held before the search",
     [REGISTER, msgspec.structs.replace(SEARCH, on=END), NONE], APPROVE, x.DateRefused, "先检索、后答复"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "command", "kind", "words"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_a_refusal_says_what_is_wrong(
    desk: Desk, book: Book, before: list[c.CaseCommand], command: c.CaseCommand, kind: type[x.Refusal], words: str
) -> None:
    case = desk.walk(opened(2 if "第2项" in words else 1), before)
    role = Role.UNIT_OFFICER if isinstance(command, c.Endorse) else None
    if isinstance(command, c.Endorse):
        case = desk.with_drafter(case, "unit_officer-1")
    with pytest.raises(kind) as refused:
        desk.decide(case, command, role)
    assert words in str(refused.value)
    assert set(refused.value.provisions) <= set(book.provisions)


def test_an_unanswered_clarification_lapses_and_a_person_declares_it(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, ASK, c.RecordClarificationDelivery(DAY), ABANDON])
    assert case.stage is Stage.ABANDONED
    case = desk.walk(case, [c.CloseCase(END), c.ArchiveCase(END, Retention.TEN_YEARS)])
    assert case.stage is Stage.ARCHIVED


def test_an_unpaid_fee_lapses_too_and_a_paid_one_restarts_the_clock(desk: Desk, book: Book) -> None:
    demanded = desk.walk(opened(), [REGISTER, fee(), c.RecordFeeDelivery(LATER)])
    lapsed = desk.walk(demanded, [c.DeclareAbandoned(date(2026, 4, 9), "逾期未缴")])
    assert lapsed.stage is Stage.ABANDONED
    assert isinstance(lapsed.happened[-1], e.RequestAbandoned)
    assert lapsed.happened[-1].unpaid
    paid = desk.walk(demanded, [c.RecordPayment(date(2026, 3, 16), 1000)])
    ledger = clock.ledger(clock.Course(paid.course), book.clock, book.calendar())
    assert ledger.due_on == date(2026, 4, 14)


def test_part_of_a_request_may_be_withdrawn_and_the_rest_is_answered(desk: Desk) -> None:
    case = desk.walk(opened(2), [REGISTER, c.WithdrawRequest(LATER, "已自行取得", (2,)), REFUSE, APPROVE, ISSUE])
    case = desk.walk(case, [c.RecordDelivery(LATER, case.letters[0].letter_id, DeliveryVia.SIGNED)])
    assert case.stage is Stage.ANSWERED
    assert isinstance(case.course[-1], clock.LetterDelivered)
    whole = desk.walk(opened(2), [REGISTER, c.WithdrawRequest(LATER, "不要了", (1, 2))])
    assert whole.stage is Stage.WITHDRAWN
    assert isinstance(whole.course[-1], clock.RequestWithdrawn)


def test_an_answer_on_the_spot_stops_the_clock(desk: Desk, book: Book) -> None:
    reviewed = msgspec.structs.replace(REVIEW, on=DAY)
    case = desk.walk(opened(), [REGISTER, reviewed, c.AnswerOnTheSpot(DAY, "当场提供复印件", (1,))])
    ledger = clock.ledger(clock.Course(case.course), book.clock, book.calendar())
    assert (case.stage, ledger.state, ledger.timely) == (Stage.ANSWERED, ClockState.ANSWERED, True)


def test_excessive_requests_are_deferred_or_declined_after_reasons_were_asked(desk: Desk, book: Book) -> None:
    deferred = desk.walk(opened(), [REGISTER, ASKED, HEARD, DEFER])
    ledger = clock.ledger(clock.Course(deferred.course), book.clock, book.calendar())
    assert ledger.due_on == date(2026, 6, 30)
    declined = desk.walk(opened(), [REGISTER, ASKED, HEARD, c.DeclineExcessive(LATER, "理由不合理")])
    assert declined.stage is Stage.ANSWERED
    silent = desk.walk(opened(), [REGISTER, c.AskReasons(DAY, "请说明理由"), c.DeclineExcessive(LATER, "未说明理由")])
    assert silent.stage is Stage.ANSWERED


def test_nobody_is_declined_before_the_day_until_which_he_may_say_why(desk: Desk) -> None:
    asked = c.AskReasons(DAY, "请说明理由", LATER)
    with pytest.raises(x.Missing, match="还没有机会说明理由"):
        desk.walk(opened(), [REGISTER, asked, c.DeclineExcessive(LATER, "未说明理由")])
    heard = desk.walk(opened(), [REGISTER, asked, c.ReceiveReasons(LATER, "研究"), c.DeclineExcessive(LATER, "不合理")])
    assert heard.stage is Stage.ANSWERED


@pytest.mark.parametrize("until", [DAY, date(2026, 3, 31)])
def test_reasons_are_awaited_within_the_period_of_the_answer(desk: Desk, until: date) -> None:
    with pytest.raises(x.DateRefused, match="应当晚于告知之日") as refused:
        desk.walk(opened(), [REGISTER, c.AskReasons(DAY, "请说明理由", until)])
    assert "2026-03-30" in refused.value.todo


def test_nobody_is_declined_on_the_day_he_is_asked_for_reasons(desk: Desk) -> None:
    with pytest.raises(x.Missing, match="还没有机会说明理由"):
        desk.walk(opened(), [REGISTER, ASKED, c.DeclineExcessive(LATER, "未说明理由")])


def test_the_route_is_walked_in_its_order_and_a_return_starts_it_again(desk: Desk) -> None:
    desk.route = (Role.UNIT_OFFICER, Role.LEGAL)
    case = desk.walk(opened(), [REGISTER, REFUSE])
    with pytest.raises(x.Missing, match="还没有会签"):
        desk.decide(case, APPROVE)
    endorse = c.Endorse(LATER, "同意", 1)
    with pytest.raises(x.WrongStage, match="现在轮到承办科室承办人"):
        desk.decide(case, endorse, Role.LEGAL)
    for role in desk.route:
        case = desk.apply(case, desk.decide(case, endorse, role))
    assert desk.walk(case, [APPROVE]).stage is Stage.APPROVED
    returned = desk.apply(case, desk.decide(case, c.ReturnDraft(LATER, "理由不足", 1), Role.SIGNER))
    again = desk.walk(returned, [REFUSE])
    with pytest.raises(x.Missing, match="还没有会签"):
        desk.decide(again, APPROVE)


def test_a_remedy_that_orders_a_new_answer_reopens_the_case_even_from_the_archive(desk: Desk) -> None:
    case = desk.walk(answered(desk), [c.ArchiveCase(LATER, Retention.THIRTY_YEARS), RECONSIDER])
    redo = c.RecordRemedyDecision(
        date(2026, 5, 8), "撤销重做", RECONSIDER.number, RemedyResult.CORRECTED, (1,), date(2026, 6, 5)
    )
    case = desk.walk(case, [redo])
    assert (case.stage, case.redo_by, case.open_items) == (Stage.PROCESSING, date(2026, 6, 5), (1,))
    day = date(2026, 5, 20)
    search = c.RecordSearch(day, 1, "股", ("档案室",), ("方案",), found=False, result="没有")
    draft = c.DraftDetermination(day, 1, "no_record", "没有制作")
    case = desk.walk(case, [search, draft, c.ApproveDetermination(day, 1), c.IssueLetter(day, (1,))])
    assert len(case.letters) == 2
    sent = c.RecordPosting(day, case.letters[1].letter_id, Carrier.POST)
    case = desk.walk(case, [sent, c.ArchiveCase(day, Retention.PERMANENT)])
    assert case.stage is Stage.ARCHIVED
    assert [event.archive_no for event in case.happened if isinstance(event, e.CaseArchived)] == ["no", "no"]


def test_an_answer_taken_back_is_given_anew_and_the_first_posting_stays_the_answer_in_time(
    desk: Desk, book: Book
) -> None:
    case = answered(desk)
    case = desk.walk(case, [c.WithdrawAnswer(date(2026, 4, 20), "引用条款有误", case.letters[0].letter_id)])
    assert case.stage is Stage.PROCESSING
    assert case.letters[0].withdrawn
    ledger = clock.ledger(clock.Course(case.course), book.clock, book.calendar())
    assert ledger.timely


def test_a_returned_letter_is_posted_again(desk: Desk) -> None:
    case = answered(desk)
    letter = case.letters[0].letter_id
    case = desk.walk(case, [c.RecordReturn(date(2026, 3, 20), "查无此人", letter)])
    assert case.letters[0].returned_on == date(2026, 3, 20)
    case = desk.walk(case, [c.RecordPosting(date(2026, 3, 23), letter, Carrier.POST)])
    assert case.letters[0].returned_on is None


def test_an_amended_date_moves_the_due_date_and_the_old_entry_stays(desk: Desk, book: Book) -> None:
    case = desk.walk(
        opened(), [REGISTER, ASK, c.RecordClarificationDelivery(DAY), c.ReceiveClarification(LATER, CORRECTION)]
    )
    before = clock.ledger(clock.Course(case.course), book.clock, book.calendar()).due_on
    amend = c.AmendEntry(date(2026, 3, 12), "邮戳日期登记有误", 5, e.Amendment(date=date(2026, 3, 9)))
    case = desk.apply(case, desk.decide(case, amend))
    after = clock.ledger(clock.Course(case.course), book.clock, book.calendar()).due_on
    assert (before, after) == (date(2026, 4, 8), date(2026, 4, 7))
    assert case.version == 6


def test_a_fee_counted_wrongly_is_computed_anew_and_is_paid_as_amended(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, fee(45), c.RecordFeeDelivery(LATER)])
    amend = c.AmendEntry(LATER, "应为54页，录入有误", 3, e.Amendment(count=54))
    (amended,) = desk.decide(case, amend)
    assert isinstance(amended, e.EntryAmended)
    assert amended.amount == 24_000
    case = desk.apply(case, [amended])
    assert case.fee is not None
    assert (case.fee.count, case.fee.amount) == (54, 24_000)
    with pytest.raises(x.Missing, match=r"240\.00元"):
        desk.decide(case, c.RecordPayment(LATER, 15_000))
    assert desk.walk(case, [c.RecordPayment(LATER, 24_000)]).fee_paid
    by_item = c.AmendEntry(LATER, "应按件计", 3, e.Amendment(basis=FeeBasis.BY_ITEM))
    (other,) = desk.decide(case, by_item)
    assert isinstance(other, e.EntryAmended)
    assert other.amount == 2_000_00 + 10 * 200_00 + 10 * 300_00 + 4 * 400_00
    again = desk.apply(case, [other])
    assert fold(again.case_id, 2, [*events_of(case)[:3], *events_of(again)[3:4], amended, other]) == again


def events_of(case: Case) -> list[e.HappenedEvent]:
    """The events as they were before any amendment; of the fee, the first entry."""
    first = e.FeeDemanded(LATER, "clerk-1", FeeBasis.BY_PAGE, 45, 15_000, REF)
    return [first if isinstance(one, e.FeeDemanded) else one for one in case.happened if one is not None]


def test_an_amendment_to_an_impossible_course_is_refused(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, c.Consult(LATER, "甲", ConsulteeKind.OTHER_AGENCY, CONSULTEE, "请提意见"),
                                c.RecordConsultationAnswer(date(2026, 3, 12), "甲", Reply.AGREED, "同意")])  # fmt: skip
    amend = c.AmendEntry(date(2026, 3, 13), "错", 3, e.Amendment(date=date(2026, 3, 13)))
    with pytest.raises(x.DateRefused, match="晚于第4条登记的日期2026-03-12，而该条以它为前提"):
        desk.decide(case, amend)
    deferred = desk.walk(opened(), [REGISTER, ASKED, HEARD, DEFER])
    until = c.AmendEntry(LATER, "错", 5, e.Amendment(until=DAY))
    with pytest.raises(x.DateRefused, match="不可能发生"):
        desk.decide(deferred, until, Role.OFFICE_HEAD)


def test_only_who_entered_it_or_the_head_may_amend(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER])
    amend = c.AmendEntry(LATER, "错", 2, e.Amendment(date=date(2026, 3, 3)))
    with pytest.raises(x.NotAllowed, match="登记人"):
        desk.decide(case, amend, Role.CLERK, number=2)
    assert desk.decide(case, amend, Role.CLERK)
    assert desk.decide(case, amend, Role.OFFICE_HEAD)


def test_a_release_may_be_proposed_for_publication(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, REVIEW, DISCLOSE, APPROVE, c.ProposePublication(LATER, "多人申请", (1,))])
    assert isinstance(case.happened[-1], e.PublicationProposed)


@pytest.mark.parametrize(
    "command", [SEARCH, NONE, PROPOSE, ASK, fee(), ASKED], ids=lambda command: type(command).__name__
)
def test_nothing_is_worked_on_in_a_case_that_is_answered(desk: Desk, command: c.CaseCommand) -> None:
    with pytest.raises(x.WrongStage):
        desk.decide(answered(desk), command)


def test_no_confirmation_of_delivery_lies_in_the_future_or_before_it(desk: Desk) -> None:
    case = answered(desk)
    letter = case.letters[0].letter_id
    for day, words in ((date(2027, 1, 4), "还没有到"), (DAY, "早于")):
        delivery = c.RecordDelivery(LATER, letter, DeliveryVia.SIGNED, day)
        with pytest.raises(x.DateRefused, match=words):
            desk.decide(case, delivery)
    assert desk.decide(case, c.RecordDelivery(LATER, letter, DeliveryVia.SIGNED, LATER))


def test_a_case_is_neither_closed_nor_archived_before_it_was_answered(desk: Desk) -> None:
    case = answered(desk, date(2026, 3, 20))
    for early in (c.CloseCase(LATER), c.ArchiveCase(LATER, Retention.TEN_YEARS)):
        with pytest.raises(x.DateRefused, match="2026-03-20"):
            desk.decide(case, early)
    closed = desk.walk(case, [c.CloseCase(date(2026, 3, 24))])
    with pytest.raises(x.DateRefused, match="2026-03-24"):
        desk.decide(closed, c.ArchiveCase(date(2026, 3, 23), Retention.TEN_YEARS))
    ended = desk.walk(opened(), [REGISTER, c.WithdrawRequest(date(2026, 3, 20), "撤", (1,))])
    with pytest.raises(x.DateRefused, match="2026-03-20"):
        desk.decide(ended, c.CloseCase(LATER))


def test_an_answer_that_was_taken_back_is_not_posted(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, REFUSE, APPROVE, ISSUE])
    letter = case.letters[0].letter_id
    case = desk.walk(case, [c.WithdrawAnswer(LATER, "引用条款有误", letter)])
    with pytest.raises(x.WrongStage, match="已经撤回"):
        desk.decide(case, c.RecordPosting(LATER, letter, Carrier.POST))


@pytest.mark.parametrize("command", [PROPOSE, fee(), DEFER], ids=lambda command: type(command).__name__)
def test_the_period_of_an_answer_taken_back_is_not_moved_again(desk: Desk, command: c.CaseCommand) -> None:
    case = desk.walk(opened(), [REGISTER, ASKED, HEARD, REFUSE, APPROVE, ISSUE])
    letter = case.letters[0].letter_id
    case = desk.walk(case, [c.RecordPosting(LATER, letter, Carrier.POST), c.WithdrawAnswer(LATER, "有误", letter)])
    with pytest.raises(x.WrongStage, match="已经停止计算"):
        desk.decide(case, command)


def test_a_fresh_period_after_a_correction_may_be_extended_once_more(desk: Desk, book: Book) -> None:
    told = [PROPOSE, c.ApproveExtension(LATER), c.TellExtension(LATER)]
    restarted = [msgspec.structs.replace(ASK, on=LATER), c.ReceiveClarification(date(2026, 3, 16), CORRECTION)]
    case = desk.walk(opened(), [REGISTER, *told, *restarted])
    day = date(2026, 3, 20)
    again = [c.ProposeExtension(day, 5, "还要会商"), c.ApproveExtension(day), c.TellExtension(day)]
    case = desk.walk(case, again)
    assert clock.ledger(clock.Course(case.course), book.clock, book.calendar()).due_on == date(2026, 4, 21)
    with pytest.raises(x.AlreadyDone, match="只能延长一次"):
        desk.decide(case, c.ProposeExtension(day, 5, "还要会商"))


def test_an_extension_that_nobody_approved_yet_may_be_proposed_anew(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, PROPOSE, c.ProposeExtension(LATER, 20, "还要查村里的档案")])
    case = desk.walk(case, [c.ApproveExtension(LATER), c.TellExtension(LATER)])
    assert [event.working_days for event in case.happened if isinstance(event, e.DeadlineExtended)] == [20]


def test_a_decision_on_silence_sets_a_day_for_the_answer_and_leaves_the_work_done(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, SEARCH, NONE, RECONSIDER])
    order = c.RecordRemedyDecision(END, "责令限期答复", RECONSIDER.number, RemedyResult.CORRECTED, (1,), END)
    case = desk.walk(case, [order])
    assert (case.redo_by, case.items[1].outcome) == (END, "no_record")
    assert desk.walk(case, [c.ApproveDetermination(END, 1)]).items[1].approved_by


@pytest.mark.parametrize(
    ("amendment", "words"),
    [
        (e.Amendment(confirmed_on=date(2030, 1, 1)), "还没有到"),
        (e.Amendment(confirmed_on=date(2026, 2, 27)), "早于2026-03-02"),
        (e.Amendment(date=date(2026, 3, 3)), "不能是收到申请之日"),
    ],
)
def test_no_amendment_of_receipt_moves_it_past_what_followed(desk: Desk, amendment: e.Amendment, words: str) -> None:
    case = desk.walk(opened(), [REGISTER])
    with pytest.raises(x.DateRefused, match=words):
        desk.decide(case, c.AmendEntry(LATER, "错", 1, amendment), Role.OFFICE_HEAD)
    assert desk.decide(case, c.AmendEntry(LATER, "错", 1, e.Amendment(date=date(2026, 2, 27))), Role.OFFICE_HEAD)


def test_an_item_that_was_withdrawn_is_not_corrected(desk: Desk) -> None:
    case = desk.walk(opened(2), [REGISTER, ASK, c.WithdrawRequest(LATER, "撤", (1,))])
    with pytest.raises(x.AlreadyDone, match="第1项"):
        desk.decide(case, c.ReceiveClarification(LATER, CORRECTION))


def test_a_letter_comes_back_after_it_left_and_leaves_again_after_it_came_back(desk: Desk) -> None:
    case = answered(desk, date(2026, 3, 20))
    letter = case.letters[0].letter_id
    with pytest.raises(x.DateRefused, match="2026-03-20"):
        desk.decide(case, c.RecordReturn(LATER, "查无此人", letter))
    case = desk.walk(case, [c.RecordReturn(date(2026, 3, 24), "查无此人", letter)])
    with pytest.raises(x.DateRefused, match="2026-03-24"):
        desk.decide(case, c.RecordPosting(date(2026, 3, 23), letter, Carrier.POST))


def test_an_amendment_keeps_the_day_on_the_paper_and_service_after_it(desk: Desk) -> None:
    case = answered(desk, date(2026, 3, 20))
    for version, words in ((case.version - 1, "落款日期"), (case.version, "早于签发日期")):
        amend = c.AmendEntry(END, "错", version, e.Amendment(date=DAY))
        with pytest.raises(x.DateRefused, match=words):
            desk.decide(case, amend, Role.OFFICE_HEAD)
    earlier = c.AmendEntry(END, "邮戳", case.version, e.Amendment(date=date(2026, 3, 18)))
    assert desk.decide(case, earlier, Role.OFFICE_HEAD)
