"""An answer ordered anew: the day that was set is the one due date everywhere, until the order is spent."""

from datetime import date
from uuid import UUID

import pytest
from msgspec.structs import replace
from tests import builders as make
from tests.letters.letter_samples import pages

from ysq.cases import Ground, look_up, open_case, replay, submit
from ysq.cases.dossier import Dossier
from ysq.db import views
from ysq.db.submissions import find_submission
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.people import Identity
from ysq.domain.terms import (
    Carrier,
    ClockState,
    ConsulteeKind,
    FeeBasis,
    RemedyResult,
    Reply,
    RequesterKind,
    Retention,
    Role,
)

DAY, FIRST_DUE = date(2026, 3, 2), date(2026, 3, 30)
ORDERED, BY = date(2026, 5, 8), date(2026, 6, 5)
NUMBER = "石府复〔2026〕1号"
GIVEN = (c.SuppliedRecord("沿湖村七组的征地补偿安置方案", 6),)


def order(*items: int, on: date = ORDERED, by: date = BY, number: str = NUMBER) -> list[c.CaseCommand]:
    """复议 recorded, and its decision that orders `items` to be answered by a day."""
    decided = c.RecordRemedyDecision(on, "撤销，责令重新答复", number, RemedyResult.CORRECTED, items, by)
    return [c.RecordReconsideration(on, number), decided]


def asked(day: date) -> c.Consult:
    """A third party is asked."""
    company = Identity(RequesterKind.BUSINESS, "石钟县石矿有限公司", phone="0360-5550190")
    return c.Consult(day, "第三方甲", ConsulteeKind.THIRD_PARTY, company, "请提出意见。")


def releasing(day: date) -> list[c.CaseCommand]:
    """Item 1 reviewed, proposed for release and approved."""
    review = c.RecordSecrecyReview(day, 1, releasable=True, opinion="可以公开")
    return [review, c.DraftDetermination(day, 1, "disclosed", attachments=GIVEN), c.ApproveDetermination(day, 1)]


async def answer(ground: Ground, case_id: UUID, day: date, *items: int, sent: bool = True) -> Case:
    """Search, draft, approve, issue and post that nothing is held."""
    steps: list[c.CaseCommand] = []
    for number in items:
        steps += [
            c.RecordSearch(day, number, "征地管理股", ("综合档案室",), ("方案",), found=False, result="没有查到。"),
            c.DraftDetermination(day, number, "no_record", "经检索，本机关没有制作、获取该信息。"),
            c.ApproveDetermination(day, number),
        ]
    case = await make.give(ground, case_id, [*steps, c.IssueLetter(day, items)])
    if not sent:
        return case
    return await make.give(ground, case_id, [c.RecordPosting(day, case.letters[-1].letter_id, Carrier.POST)])


async def answered(ground: Ground, items: int = 1) -> UUID:
    """A case whose items were answered in time."""
    case_id = await make.received(
        ground, DAY, *(f"沿湖村{number}组的征地补偿安置方案" for number in range(1, items + 1))
    )
    await make.give(ground, case_id, [c.RegisterRequest(DAY)])
    await answer(ground, case_id, date(2026, 3, 20), *range(1, items + 1))
    return case_id


async def seen(ground: Ground, case_id: UUID, on: date) -> tuple[Dossier, views.CaseRow]:
    """The case, and the queue's row; they never tell two due dates."""
    dossier = await open_case(ground, make.actor(Role.CLERK), case_id)
    async with ground.pool.agencies([make.AGENCY]) as conn:
        row = await views.row_of(conn, case_id)
    assert row is not None
    assert row.due_on == dossier.ledger(ground, max(on, dossier.case.last_on)).due_on
    assert (await replay(ground, write=False)).different == ()
    return dossier, row


async def test_the_day_set_is_the_due_date_from_the_order_to_the_archive(ground: Ground) -> None:
    case_id = await answered(ground)
    assert (await seen(ground, case_id, ORDERED))[1].due_on == FIRST_DUE
    await make.give(ground, case_id, order(1))
    dossier, row = await seen(ground, case_id, ORDERED)
    ledger = dossier.ledger(ground, ORDERED)
    assert (row.due_on, ledger.state, ledger.timely) == (BY, ClockState.RUNNING, None)
    assert ledger.deadlines["answer"].provisions == ("ogi.art51",)
    assert "2026年6月5日以前" in ledger.steps[-1].explanation
    case = await answer(ground, case_id, date(2026, 6, 1), 1)
    assert case.redo_by is None
    dossier, row = await seen(ground, case_id, date(2026, 6, 1))
    ledger = dossier.ledger(ground, date(2026, 6, 1))
    assert (row.due_on, ledger.state, ledger.timely) == (BY, ClockState.ANSWERED, True)
    await make.give(ground, case_id, [c.ArchiveCase(date(2026, 6, 2), Retention.TEN_YEARS)])
    assert (await seen(ground, case_id, date(2026, 6, 2)))[1].due_on == BY


async def test_the_citizen_sees_the_day_set_too(ground: Ground) -> None:
    receipt = await submit(ground, make.submission(DAY), make.noon(DAY))
    async with ground.pool.agencies(()) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None
    await make.give(ground, found.case_id, [c.RegisterRequest(DAY)])
    await answer(ground, found.case_id, date(2026, 3, 20), 1)
    await make.give(ground, found.case_id, order(1))
    told = await look_up(ground, receipt.request_no, receipt.access_code, ORDERED)
    assert told.ledger.due_on == BY


async def test_an_order_is_spent_by_the_answer_that_was_sent(ground: Ground) -> None:
    case_id = await answered(ground, items=2)
    await make.give(ground, case_id, order(1))
    case = await answer(ground, case_id, date(2026, 6, 1), 1)
    taken_back = c.WithdrawAnswer(date(2026, 7, 1), "引用条款有误", case.letters[-1].letter_id)
    case = await make.give(ground, case_id, [taken_back], Role.SIGNER)
    assert (case.redo_by, case.open_items) == (None, (1,))
    await seen(ground, case_id, date(2026, 7, 1))
    again = await make.give(
        ground, case_id, order(2, on=date(2026, 7, 6), by=date(2026, 7, 31), number="石府复〔2026〕2号")
    )
    assert again.redo_by == date(2026, 7, 31)
    assert (await seen(ground, case_id, date(2026, 7, 6)))[1].due_on == date(2026, 7, 31)


async def test_an_ordered_answer_taken_back_before_it_was_sent_is_still_ordered(ground: Ground) -> None:
    case_id = await answered(ground)
    await make.give(ground, case_id, order(1))
    case = await answer(ground, case_id, date(2026, 6, 1), 1, sent=False)
    assert case.redo_by == BY
    taken_back = c.WithdrawAnswer(date(2026, 6, 1), "引用条款有误", case.letters[-1].letter_id)
    case = await make.give(ground, case_id, [taken_back], Role.SIGNER)
    assert (case.redo_by, case.open_items) == (BY, (1,))
    assert (await seen(ground, case_id, date(2026, 6, 1)))[1].due_on == BY


async def test_of_two_orders_the_earlier_day_is_due(ground: Ground) -> None:
    case_id = await answered(ground, items=2)
    await make.give(ground, case_id, order(1))
    case = await make.give(ground, case_id, order(2, by=date(2026, 6, 19), number="石府复〔2026〕2号"))
    assert case.redo_by == BY
    assert (await seen(ground, case_id, ORDERED))[1].due_on == BY
    assert (await answer(ground, case_id, date(2026, 6, 1), 1)).redo_by == date(2026, 6, 19)
    await seen(ground, case_id, date(2026, 6, 1))


async def test_an_amended_day_of_the_order_moves_the_due_date(ground: Ground) -> None:
    case_id = await answered(ground)
    case = await make.give(ground, case_id, order(1))
    amended = e.Amendment(redo_by=date(2026, 6, 12))
    amend = c.AmendEntry(ORDERED, "决定书写的是6月12日", case.version, amended)
    assert (await make.give(ground, case_id, [amend])).redo_by == date(2026, 6, 12)
    assert (await seen(ground, case_id, ORDERED))[1].due_on == date(2026, 6, 12)


async def test_an_ordered_answer_in_its_time_is_no_late_answer_and_one_after_it_is(ground: Ground) -> None:
    for day, late in ((date(2026, 6, 5), False), (date(2026, 6, 8), True)):
        case_id = await answered(ground)
        case = await make.give(ground, case_id, order(1))
        case = await answer(ground, case_id, day, 1)
        (issued,) = [event for event in case.happened if isinstance(event, e.LetterIssued)][1:]
        assert ("late_answer" in {kept.check for kept in issued.findings}) is late


async def test_a_consultation_before_the_order_leaves_no_time_out_of_its_period(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    consulted = replace(asked(date(2026, 3, 4)), kind=ConsulteeKind.CO_PRODUCER)
    replied = c.RecordConsultationAnswer(date(2026, 3, 11), "第三方甲", Reply.AGREED, "同意公开。")
    await make.give(ground, case_id, [c.RegisterRequest(DAY), consulted, replied])
    case = await answer(ground, case_id, date(2026, 3, 20), 1)
    first = await ground.files.get(case.letters[-1].file.id)
    assert "所需时间依法不计算在答复期限内" in "".join(page.text for page in pages(first))
    await make.give(ground, case_id, order(1))
    case = await answer(ground, case_id, date(2026, 6, 1), 1)
    document = await ground.files.get(case.letters[-1].file.id)
    read = "".join(page.text for page in pages(document))
    assert "征求意见于2026年3月11日结束" in read
    assert "所需时间依法不计算在答复期限内" not in read


@pytest.mark.parametrize(
    "command",
    [
        c.ProposeExtension(ORDERED, 10, "年代久远"),
        c.DemandFee(ORDERED, "数量明显超过合理范围", FeeBasis.BY_PAGE, 31),
    ],
    ids=lambda command: type(command).__name__,
)
async def test_the_day_set_is_not_moved_by_the_agency(ground: Ground, command: c.CaseCommand) -> None:
    case_id = await answered(ground)
    await make.give(ground, case_id, order(1))
    with pytest.raises(x.WrongStage, match="已经责令在2026-06-05以前重新答复") as refused:
        await make.give(ground, case_id, [command])
    assert "ogi.art51" in refused.value.provisions
    assert "请在该日以前答复" in refused.value.todo


async def test_a_third_party_asked_for_the_new_answer_may_stay_silent(ground: Ground) -> None:
    case_id = await answered(ground)
    await make.give(ground, case_id, order(1))
    day, decided = date(2026, 5, 11), date(2026, 6, 3)
    path = [asked(day), c.RecordConsultationDelivery(day, "第三方甲"), *releasing(decided)]
    assert (await make.give(ground, case_id, path)).items[1].approved_by is not None


async def test_a_third_party_asked_after_an_answer_was_taken_back_may_stay_silent(ground: Ground) -> None:
    case_id = await answered(ground)
    dossier, _row = await seen(ground, case_id, FIRST_DUE)
    taken_back = c.WithdrawAnswer(date(2026, 4, 1), "没有征求第三方意见", dossier.case.letters[0].letter_id)
    await make.give(ground, case_id, [taken_back], Role.SIGNER)
    delivered = c.RecordConsultationDelivery(date(2026, 4, 3), "第三方甲")
    await make.give(ground, case_id, [asked(date(2026, 4, 2)), delivered])
    with pytest.raises(x.Missing, match="还没有结果"):
        await make.give(ground, case_id, releasing(date(2026, 4, 10)))
    case = await make.give(ground, case_id, [c.ApproveDetermination(date(2026, 4, 28), 1)])
    assert case.items[1].approved_by is not None
