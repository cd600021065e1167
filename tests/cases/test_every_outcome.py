"""Every decision code, determined in a real case, leaves as the letter of its own; and what a case must have for it."""

from collections.abc import Sequence
from datetime import date

import pytest
from tests import builders as make
from tests.cases.test_letters import heard, words
from tests.letters.letter_samples import DISCLOSED, NO_RECORD, NOT_OURS, PARTLY, squeezed, stationery
from tests.letters.more_answers import MORE

from ysq.cases import Ground
from ysq.cases.freeze import Unprintable
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.drafts import BlockEdit
from ysq.domain.grounds import EarlierAnswer, Withdrawal
from ysq.domain.people import Identity, RequestedItem
from ysq.domain.terms import (
    DeliveryVia,
    FeeBasis,
    LeavingReason,
    PersonRole,
    RemedyKind,
    RemedyResult,
    RequesterKind,
    Role,
)
from ysq.letters.facts import ItemAnswer

DAY = date(2026, 3, 2)
LATER = date(2026, 4, 20)
REASONS = 3
"""The block of a refusal's reasons."""
ANSWERS = {item.outcome: item for item in (*MORE.values(), DISCLOSED, NO_RECORD, PARTLY, NOT_OURS)}
REVIEWED = c.RecordSecrecyReview(DAY, 1, releasable=True, opinion="可以公开。")
SEARCHED = c.RecordSearch(DAY, 1, "征地股", ("综合档案室",), ("批准文件",), found=False, result="没有查到。")
ASKED = [c.AskClarification(DAY, "请写明文件名称。", 10), c.RecordClarificationDelivery(DAY)]
BEFORE: dict[str, Sequence[c.CaseCommand]] = {
    "disclosed": [REVIEWED],
    "partly_disclosed": [REVIEWED],
    "no_record": [SEARCHED],
    "third_party_interest": heard(),
    "still_unclear": [*ASKED, c.ReceiveClarification(DAY, {1: RequestedItem("与本村有关的全部土地材料")})],
    "excessive": [c.AskReasons(DAY, "请说明理由。"), c.ReceiveReasons(DAY, "需要研究。")],
    "lapsed_clarification": ASKED,
    "lapsed_fee": [c.DemandFee(DAY, "数量明显超过合理范围。", FeeBasis.BY_PAGE, 1500), c.RecordFeeDelivery(DAY)],
}


def drafted(item: ItemAnswer, on: date) -> c.DraftDetermination:
    """The draft that leads to this answer."""
    supplied = tuple(c.SuppliedRecord(one.name, one.pages) for one in item.attachments)
    return c.DraftDetermination(
        on, 1, item.outcome, item.reasons, item.aspect, supplied, item.basis, item.withheld, item.indivisible,
        item.responsible,
    )  # fmt: skip


def path(code: str) -> list[c.CaseCommand]:
    """From registration to the issued letter."""
    decision = [drafted(ANSWERS[code], LATER), c.ApproveDetermination(LATER, 1), c.IssueLetter(LATER, (1,))]
    return [c.RegisterRequest(DAY), *BEFORE.get(code, ()), *decision]


async def test_every_outcome_of_the_book_is_tried_here(ground: Ground) -> None:
    assert set(ANSWERS) == set(ground.book.outcomes.versions)


@pytest.mark.parametrize("code", ANSWERS)
async def test_an_outcome_determined_in_a_case_gives_its_own_letter(ground: Ground, code: str) -> None:
    case_id = await make.received(ground, DAY, ANSWERS[code].description)
    case = await make.give(ground, case_id, path(code))
    assert case.letters[-1].letter_type == ground.book.outcomes.on(LATER)[code].letter
    said = await words(ground, case)
    assert squeezed(ANSWERS[code].description) in said
    assert "行政复议" in said
    settled = await make.give(ground, case_id, make.sending(case, LATER))
    assert settled.archived


@pytest.mark.parametrize("code", ["still_unclear", "excessive", "lapsed_clarification", "lapsed_fee"])
async def test_an_outcome_that_presupposes_a_step_is_refused_without_it(ground: Ground, code: str) -> None:
    case_id = await make.received(ground, DAY, "有关的文件")
    with pytest.raises(x.Missing) as refused:
        await make.give(ground, case_id, [c.RegisterRequest(DAY), drafted(ANSWERS[code], LATER)])
    assert refused.value.provisions == ground.book.outcomes.on(LATER)[code].provisions


@pytest.mark.parametrize("code", ["lapsed_clarification", "lapsed_fee"])
async def test_a_period_that_still_runs_has_not_lapsed(ground: Ground, code: str) -> None:
    case_id = await make.received(ground, DAY, "有关的文件")
    with pytest.raises(x.Missing, match="期限届满"):
        await make.give(ground, case_id, [c.RegisterRequest(DAY), *BEFORE[code], drafted(ANSWERS[code], DAY)])


@pytest.mark.parametrize(
    ("code", "basis"),
    [("duplicate", EarlierAnswer("石自然资依复〔2026〕1号", LATER)), ("withdrawn", Withdrawal(LATER))],
)
async def test_an_earlier_answer_or_a_withdrawal_of_a_later_day_is_refused(
    ground: Ground, code: str, basis: EarlierAnswer | Withdrawal
) -> None:
    case_id = await make.received(ground, DAY)
    draft = c.DraftDetermination(DAY, 1, code, "两次申请的内容相同。", basis=basis)
    with pytest.raises(x.DateRefused, match="晚于拟办之日"):
        await make.give(ground, case_id, [c.RegisterRequest(DAY), draft])


@pytest.mark.parametrize("code", ["already_public", "special_regime", "petition", "duplicate", "sector_unit"])
async def test_a_draft_that_leaves_out_what_it_must_state_is_refused(ground: Ground, code: str) -> None:
    case_id = await make.received(ground, DAY)
    bare = c.DraftDetermination(DAY, 1, code, "理由。")
    with pytest.raises(x.Missing, match="没有写明"):
        await make.give(ground, case_id, [c.RegisterRequest(DAY), bare])


async def test_an_answer_ordered_by_a_review_decision_says_so(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    case = await make.give(ground, case_id, path("needs_processing"))
    ordered = [
        c.RecordDelivery(LATER, case.letters[0].letter_id, DeliveryVia.SIGNED),
        c.RecordReconsideration(LATER, "石府复〔2026〕3号"),
        c.RecordRemedyDecision(LATER, "责令重新答复。", "石府复〔2026〕3号", RemedyResult.CORRECTED, (1,), LATER),
        drafted(ANSWERS["already_public"], LATER),
        c.ApproveDetermination(LATER, 1),
        c.IssueLetter(LATER, (1,)),
    ]
    said = await words(ground, await make.give(ground, case_id, ordered))
    assert f"以{squeezed(case.letters[0].letter_no)}答复书作出答复" in said
    assert "根据行政复议决定（案号：石府复〔2026〕3号），现重新答复如下" in said


async def test_an_answer_taken_back_and_given_anew_says_so(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    case = await make.give(ground, case_id, path("needs_processing"))
    taken_back = c.WithdrawAnswer(LATER, "查到了现成材料。", case.letters[0].letter_id)
    await make.give(ground, case_id, [taken_back], Role.OFFICE_HEAD)
    anew = [
        drafted(ANSWERS["already_public"], LATER),
        c.ApproveDetermination(LATER, 1),
        c.IssueLetter(LATER, (1,)),
    ]
    assert "自行撤回该答复。现重新答复如下" in await words(ground, await make.give(ground, case_id, anew))


async def test_joint_requesters_are_addressed_by_all_their_names(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    register, *rest = path("needs_processing")
    wife = Identity(RequesterKind.PERSON, "余秋禾", phone="13900000001")
    joined = [register, c.AddPerson(DAY, wife, PersonRole.JOINT_REQUESTER), *rest]
    assert "陶满仓、余秋禾：" in await words(ground, await make.give(ground, case_id, joined))


async def test_the_answer_goes_to_those_who_still_ask(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    register, *rest = path("needs_processing")
    people = [Identity(RequesterKind.PERSON, name, phone="13900000001") for name in ("余秋禾", "余麦生")]
    case = await make.give(
        ground, case_id, [register, *(c.AddPerson(DAY, one, PersonRole.JOINT_REQUESTER) for one in people)]
    )
    filed, wife, _son = case.requesters
    gone = [c.RecordLeaving(DAY, "家属告知。", filed.id, LeavingReason.DEATH),
            c.RecordLeaving(DAY, "本人书面提出。", wife.id, LeavingReason.WITHDRAWAL)]  # fmt: skip
    said = await words(ground, await make.give(ground, case_id, [*gone, *rest]))
    assert "余麦生：" in said
    assert "陶满仓" not in said
    assert "余秋禾" not in said


async def test_a_letter_that_was_edited_for_two_isnt_issued_to_one(ground: Ground) -> None:
    case_id = await make.received(ground, DAY)
    register, draft, *_rest = path("needs_processing")
    wife = Identity(RequesterKind.PERSON, "余秋禾", phone="13900000001")
    case = await make.give(ground, case_id, [register, c.AddPerson(DAY, wife, PersonRole.JOINT_REQUESTER), draft])
    left = c.RecordLeaving(LATER, "本人提出。", case.requesters[1].id, LeavingReason.WITHDRAWAL)
    reasons = c.ReviseDraft(LATER, (1,), 0, (BlockEdit(REASONS, "现有信息需要加工、分析。"),))
    await make.give(ground, case_id, [reasons, left, c.ApproveDetermination(LATER, 1)], None)
    with pytest.raises(Unprintable, match="由办件生成的文字变了"):
        await make.give(ground, case_id, [c.IssueLetter(LATER, (1,))])


def test_every_proceeding_that_orders_a_new_answer_has_its_words() -> None:
    assert set(stationery().phrases["decided_by"]) == set(RemedyKind)
