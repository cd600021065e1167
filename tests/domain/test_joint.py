"""Several who ask together: one who leaves takes nothing from the others, and only the last one ends the request."""

from uuid import UUID

import pytest
from tests.domain.test_decide import DAY, LATER, REF, REGISTER, Desk, opened

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.fold import evolve
from ysq.domain.terms import EndReason, LeavingReason, PersonRole, Role, Stage
from ysq.rules.book import Book

WIFE, SON, AGENT = (e.Ref(UUID(int=number), "00") for number in (21, 22, 23))


@pytest.fixture(scope="module")
def desk(book: Book) -> Desk:
    return Desk(book)


def joint(desk: Desk) -> Case:
    """A registered request of two items by three people, one with an agent."""
    case = desk.walk(opened(2), [REGISTER])
    for ref, role in (
        (WIFE, PersonRole.JOINT_REQUESTER), (SON, PersonRole.JOINT_REQUESTER), (AGENT, PersonRole.AGENT),
    ):  # fmt: skip
        case = evolve(case, e.PersonAdded(DAY, "clerk", ref, role))
    return case


def leaves(ref: e.Ref, reason: LeavingReason = LeavingReason.WITHDRAWAL) -> c.RecordLeaving:
    return c.RecordLeaving(LATER, "本人书面提出。", ref.id, reason)


def test_one_who_leaves_leaves_the_items_open_for_the_others(desk: Desk) -> None:
    case = desk.walk(joint(desk), [leaves(WIFE), leaves(REF, LeavingReason.DEATH)])
    assert case.requesters == (SON,)
    assert case.open_items == (1, 2)
    assert case.stage is Stage.REGISTERED
    assert [(one.person, one.reason) for one in case.left] == [
        (WIFE.id, LeavingReason.WITHDRAWAL),
        (REF.id, LeavingReason.DEATH),
    ]


def test_the_clock_runs_on_when_one_leaves(desk: Desk) -> None:
    before = joint(desk)
    assert desk.walk(before, [leaves(REF)]).course is before.course


def test_death_doesnt_end_what_others_ask_for(desk: Desk) -> None:
    ends = c.EndCase(LATER, "经核实", EndReason.DEATH)
    with pytest.raises(x.WrongStage, match="有3位共同申请人") as refused:
        desk.decide(joint(desk), ends)
    assert "登记共同申请人退出" in refused.value.todo
    alone = desk.walk(joint(desk), [leaves(WIFE), leaves(SON)])
    assert desk.walk(alone, [ends]).stage is Stage.ENDED


def test_one_cant_withdraw_for_all_unless_all_agree(desk: Desk) -> None:
    case = joint(desk)
    with pytest.raises(x.WrongStage, match="全体一致"):
        desk.decide(case, c.WithdrawRequest(LATER, "不要了", (1, 2)))
    part = desk.walk(case, [c.WithdrawRequest(LATER, "全体书面同意", (1,), by_all=True)])
    assert part.open_items == (2,)
    alone = desk.walk(case, [leaves(WIFE), leaves(REF)])
    assert desk.walk(alone, [c.WithdrawRequest(LATER, "不要了", (1, 2))]).stage is Stage.WITHDRAWN


def test_the_last_one_cant_leave(desk: Desk) -> None:
    case = desk.walk(joint(desk), [leaves(WIFE), leaves(SON)])
    with pytest.raises(x.WrongStage, match="只有一位申请人") as refused:
        desk.decide(case, leaves(REF))
    assert "终止办理" in refused.value.todo


@pytest.mark.parametrize("ref", [AGENT, e.Ref(UUID(int=99), "00")])
def test_only_who_asks_can_leave(desk: Desk, ref: e.Ref) -> None:
    with pytest.raises(x.UnknownReference, match="不是现在的申请人"):
        desk.decide(joint(desk), leaves(ref))


def test_who_has_left_cant_leave_again_but_may_join_again(desk: Desk) -> None:
    case = desk.walk(joint(desk), [leaves(WIFE)])
    with pytest.raises(x.UnknownReference):
        desk.decide(case, leaves(WIFE))
    anew = e.Ref(UUID(int=24), "00")
    assert evolve(case, e.PersonAdded(LATER, "clerk", anew, PersonRole.JOINT_REQUESTER)).requesters == (REF, SON, anew)


def test_a_person_isnt_dissolved(desk: Desk) -> None:
    with pytest.raises(x.UnknownReference, match="请核对原因"):
        desk.decide(joint(desk), leaves(REF, LeavingReason.DISSOLUTION))


def test_nobody_leaves_once_everything_is_answered(desk: Desk) -> None:
    case = desk.walk(joint(desk), [c.WithdrawRequest(LATER, "全体同意", (1, 2), by_all=True)])
    with pytest.raises(x.WrongStage):
        desk.decide(case, leaves(WIFE))


def test_a_unit_officer_doesnt_record_who_leaves(desk: Desk) -> None:
    with pytest.raises(x.NotAllowed):
        desk.decide(joint(desk), leaves(WIFE), Role.UNIT_OFFICER)
