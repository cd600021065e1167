"""The order of entries: none is dated before what it presupposes, neither when it is recorded nor when it is amended."""

import ast
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

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
    PROPOSE,
    REFUSE,
    REGISTER,
    REVIEW,
    Desk,
    opened,
)

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.terms import (
    Carrier,
    ConsulteeKind,
    ContactVia,
    EndReason,
    FeeBasis,
    ItemEnd,
    Legality,
    RemedyResult,
    Reply,
    RequesterKind,
    Retention,
    Role,
    Stage,
)
from ysq.rules.book import Book

END = date(2026, 12, 31)
BEFORE, AFTER = LATER - timedelta(days=1), LATER + timedelta(days=1)
NUMBER = "石府复〔2026〕1号"
EARLY = msgspec.structs.replace(REFUSE, on=DAY)
CHAINS: list[tuple[str, list[c.CaseCommand]]] = [
    ("clarification", [ASK, c.ReceiveClarification(LATER, CORRECTION)]),
    ("fee", [c.DemandFee(DAY, "数量明显超过", FeeBasis.BY_PAGE, 31), c.RecordFeeDelivery(LATER)]),
    ("reasons", [c.AskReasons(DAY, "请说明"), c.ReceiveReasons(LATER, "研究")]),
    ("extension", [msgspec.structs.replace(PROPOSE, on=DAY), c.ApproveExtension(LATER)]),
    ("consultation", [c.Consult(DAY, "甲", ConsulteeKind.THIRD_PARTY, CONSULTEE, "请提"),
                      c.RecordConsultationAnswer(LATER, "甲", Reply.AGREED, "好")]),
    ("unit", [c.AskUnit(DAY, "请查", "股", (1,)), c.RecordUnitAnswer(LATER, "有", "股")]),
    ("remedy", [c.RecordReconsideration(DAY, NUMBER),
                c.RecordRemedyDecision(LATER, "维持", NUMBER, RemedyResult.UPHELD)]),
    ("approval", [EARLY, APPROVE]),
    ("opinion", [EARLY, c.ReviewLegality(LATER, "合法", 1, Legality.LAWFUL)]),
    ("spot", [msgspec.structs.replace(REVIEW, on=DAY), c.AnswerOnTheSpot(LATER, "当场提供", (1,))]),
]  # fmt: skip


@pytest.fixture
def desk(book: Book) -> Desk:
    return Desk(book)


def answered(desk: Desk) -> Case:
    case = desk.walk(opened(), [REGISTER, REFUSE, APPROVE, ISSUE])
    return desk.walk(case, [c.RecordPosting(LATER, case.letters[0].letter_id, Carrier.POST)])


@pytest.mark.parametrize("steps", [steps for _name, steps in CHAINS], ids=[name for name, _steps in CHAINS])
def test_no_entry_is_moved_past_what_it_presupposes_or_what_presupposes_it(
    desk: Desk, steps: list[c.CaseCommand]
) -> None:
    first, second = steps
    case = desk.walk(opened(), [REGISTER, msgspec.structs.replace(first, on=LATER), second])
    earlier = c.AmendEntry(END, "错", 4, e.Amendment(date=BEFORE))
    with pytest.raises(x.DateRefused, match="早于第3条登记的日期2026-03-10") as refused:
        desk.decide(case, earlier, Role.OFFICE_HEAD)
    assert "先更正第3条登记" in refused.value.todo
    later = c.AmendEntry(END, "错", 3, e.Amendment(date=AFTER))
    with pytest.raises(x.DateRefused, match="晚于第4条登记的日期2026-03-10"):
        desk.decide(case, later, Role.OFFICE_HEAD)
    both = [c.AmendEntry(END, "错", 4, e.Amendment(date=AFTER)), c.AmendEntry(END, "错", 3, e.Amendment(date=AFTER))]
    for amend in both:
        case = desk.apply(case, desk.decide(case, amend, Role.OFFICE_HEAD))
    assert [event.date for event in case.happened[2:4] if event] == [AFTER, AFTER]


@pytest.mark.parametrize(
    ("command", "role"),
    [
        (c.Endorse(BEFORE, "同意", 1), Role.UNIT_OFFICER),
        (c.ReviewLegality(BEFORE, "合法", 1, Legality.LAWFUL), Role.LEGAL),
        (c.ReturnDraft(BEFORE, "不妥", 1), Role.SIGNER),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, c.CommandBase) else "",
)
def test_nobody_agrees_to_a_draft_before_it_was_written(desk: Desk, command: c.CaseCommand, role: Role) -> None:
    desk.route = (Role.UNIT_OFFICER,)
    case = desk.walk(opened(), [REGISTER, REFUSE])
    with pytest.raises(x.DateRefused, match="早于第3条登记的日期2026-03-10"):
        desk.decide(case, command, role)
    assert desk.decide(case, msgspec.structs.replace(command, on=LATER), role)


def test_nothing_is_approved_before_the_route_has_agreed(desk: Desk) -> None:
    desk.route = (Role.UNIT_OFFICER,)
    case = desk.walk(opened(), [REGISTER, REFUSE])
    case = desk.apply(case, desk.decide(case, c.Endorse(AFTER, "同意", 1), Role.UNIT_OFFICER))
    with pytest.raises(x.DateRefused, match="早于第4条登记的日期2026-03-11"):
        desk.decide(case, APPROVE)


def test_a_case_does_not_end_with_a_letter_that_came_back(desk: Desk) -> None:
    case = answered(desk)
    letter = case.letters[0].letter_id
    case = desk.walk(case, [c.RecordReturn(AFTER, "查无此人", letter)])
    for command in (c.CloseCase(END), c.ArchiveCase(END, Retention.TEN_YEARS)):
        with pytest.raises(x.WrongStage, match="已于2026-03-11退回") as refused:
            desk.decide(case, command)
        assert "重新寄送" in refused.value.todo
    again = desk.walk(case, [c.RecordPosting(AFTER, letter, Carrier.POST), c.ArchiveCase(END, Retention.TEN_YEARS)])
    assert again.stage is Stage.ARCHIVED


def test_a_letter_that_came_back_and_was_replaced_holds_nothing_up(desk: Desk) -> None:
    case = answered(desk)
    letter = case.letters[0].letter_id
    back = [c.RecordReturn(AFTER, "查无此人", letter), c.WithdrawAnswer(AFTER, "重新作出", letter)]
    anew = [msgspec.structs.replace(REFUSE, on=AFTER), c.ApproveDetermination(AFTER, 1), c.IssueLetter(AFTER, (1,))]
    case = desk.walk(case, [*back, *anew])
    posted = c.RecordPosting(AFTER, case.letters[1].letter_id, Carrier.POST)
    assert desk.walk(case, [posted, c.CloseCase(END)]).stage is Stage.CLOSED


def test_what_was_ended_by_mistake_is_taken_up_again(desk: Desk) -> None:
    lapsed = [ASK, c.RecordClarificationDelivery(DAY), c.DeclareAbandoned(date(2026, 3, 24), "无正当理由")]
    given = [REVIEW, c.AnswerOnTheSpot(LATER, "当场提供", (1,))]
    for path, end in ((lapsed, ItemEnd.ABANDONED), (given, ItemEnd.ON_THE_SPOT)):
        case = desk.walk(opened(), [REGISTER, *path])
        assert case.items[1].ended is end
        case = desk.walk(case, [c.SupplementAnswer(END, "补正材料实际已经收到", (1,))])
        assert case.open_items == (1,)
        answer = [msgspec.structs.replace(REFUSE, on=END), c.ApproveDetermination(END, 1), c.IssueLetter(END, (1,))]
        assert desk.walk(case, answer).stage is Stage.ISSUED


def test_what_the_requester_took_back_is_not_taken_up_again_by_the_agency(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, c.WithdrawRequest(LATER, "不要了", (1,))])
    with pytest.raises(x.WrongStage, match="已撤回") as refused:
        desk.decide(case, c.SupplementAnswer(END, "补", (1,)))
    assert "重新提出申请" in refused.value.todo


@pytest.mark.parametrize(
    ("kind", "reason", "fits"),
    [
        (RequesterKind.PERSON, EndReason.DEATH, True),
        (RequesterKind.PERSON, EndReason.DISSOLUTION, False),
        (RequesterKind.BUSINESS, EndReason.DISSOLUTION, True),
        (RequesterKind.BUSINESS, EndReason.DEATH, False),
    ],
)
def test_a_person_dies_and_an_organisation_is_dissolved(
    desk: Desk, kind: RequesterKind, reason: EndReason, fits: bool
) -> None:
    case = desk.walk(opened(), [REGISTER])
    case = msgspec.structs.replace(case, received=msgspec.structs.replace(case.received, requester_kind=kind))
    if fits:
        assert desk.decide(case, c.EndCase(LATER, "经核实", reason))
        return
    with pytest.raises(x.UnknownReference, match="请核对原因"):
        desk.decide(case, c.EndCase(LATER, "经核实", reason))


def test_nobody_is_declined_by_a_letter_of_the_day_on_which_he_was_asked_for_reasons(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, c.AskReasons(LATER, "请说明理由")])
    draft = c.DraftDetermination(LATER, 1, "excessive", "本月已申请40件，理由不成立")
    with pytest.raises(x.Missing, match="还没有机会说明"):
        desk.decide(case, draft)
    assert desk.decide(case, msgspec.structs.replace(draft, on=AFTER))
    heard = desk.walk(case, [c.ReceiveReasons(LATER, "研究")])
    assert desk.decide(heard, draft)


def test_a_release_that_was_approved_is_not_moved_before_its_draft(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, REVIEW, DISCLOSE, c.LogContact(LATER, "电话", ContactVia.PHONE), APPROVE])
    with pytest.raises(x.DateRefused, match="早于第4条"):
        desk.decide(case, c.AmendEntry(END, "错", 6, e.Amendment(date=BEFORE)), Role.OFFICE_HEAD)


def refusals() -> Iterator[tuple[str, str]]:
    """Where a decision refuses, and what it says to do next, as it stands in the code; names are left to the walks."""
    for path in sorted((Path(__file__).parents[2] / "src/ysq/domain/decide").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and len(node.exc.args) == 3:
                todo = node.exc.args[2]
                if not isinstance(todo, ast.Name):
                    yield f"{path.name}:{node.lineno}", ast.unparse(todo)


def test_every_refusal_says_what_to_do_next() -> None:
    found = list(refusals())
    assert len(found) > 70
    assert [where for where, todo in found if not any(word in todo for word in ("请", "不必", "可以"))] == []
