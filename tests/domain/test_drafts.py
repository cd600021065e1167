"""Versions of a draft letter: what may be edited, what rests on what, and whose consent an edit takes back."""

from functools import reduce
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.builders import actor
from tests.domain.test_decide import DAY, LATER, REF, opened

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.decide import Context, FrozenLetter, UnderHand, decide
from ysq.domain.drafts import (
    HOW_CHANGED,
    BlockEdit,
    DraftBlock,
    Holds,
    KeptVersion,
    edits_of,
    generated,
    moved,
    revised,
)
from ysq.domain.fold import evolve
from ysq.domain.terms import Legality, Role
from ysq.rules.book import Book

BASE = tuple(
    DraftBlock(holds, f"{holds.zh}{number}")
    for number, holds in enumerate(
        (Holds.REQUEST, Holds.PROCESS, Holds.DETERMINATION, Holds.WORDS, Holds.WORDS, Holds.REMEDY, Holds.CONTACT), 1
    )
)
FREE, BEHIND = (4, 5), (2, 3, 4, 5)
WORDS = st.text(alphabet="改过的话，。", min_size=1, max_size=6).filter(str.strip)
EDITS = st.lists(st.sampled_from(BEHIND), unique=True, max_size=4).flatmap(
    lambda numbers: st.tuples(
        *(
            st.builds(
                BlockEdit, st.just(n), st.one_of(st.none(), WORDS) if n in FREE else st.none(),
                st.lists(WORDS, max_size=2).map(tuple),
            )
            for n in sorted(numbers)
        )
    )
)  # fmt: skip


@given(edits=EDITS)
def test_edits_make_a_version_and_can_be_read_off_it(edits: tuple[BlockEdit, ...]) -> None:
    blocks = revised(BASE, edits)
    said = tuple(edit for edit in edits if edit.text is not None or edit.after)
    assert edits_of(BASE, blocks) == said
    assert KeptVersion(BASE, edits).blocks == blocks
    locked = [one.text for one in blocks if not one.added and one.of not in FREE]
    assert locked == [one.text for one in BASE if not one.free]
    assert [one.of for one in blocks] == sorted(one.of for one in blocks)


@pytest.mark.parametrize("number", [n for n in range(1, len(BASE) + 1) if n not in FREE])
def test_a_locked_block_is_refused_with_what_to_do_instead(number: int) -> None:
    with pytest.raises(x.LockedBlock) as refused:
        revised(BASE, (BlockEdit(number, "另一种说法"),))
    holds = BASE[number - 1].holds
    assert f"第{number}段（{holds.zh}）不能直接修改" in refused.value.message
    assert refused.value.todo == HOW_CHANGED[holds]


@pytest.mark.parametrize("number", [n for n in range(1, len(BASE) + 1) if n not in BEHIND])
def test_nothing_may_be_put_between_the_remedy_and_the_foot(number: int) -> None:
    with pytest.raises(x.LockedBlock, match="后面不能增加"):
        revised(BASE, (BlockEdit(number, None, ("另一条救济途径。",)),))


@pytest.mark.parametrize(
    "edits", [(BlockEdit(8, "多"),), (BlockEdit(4, "甲"), BlockEdit(4, "乙"))], ids=["not there", "twice"]
)
def test_an_edit_must_be_of_a_block_and_each_block_once(edits: tuple[BlockEdit, ...]) -> None:
    with pytest.raises(x.UnknownReference, match="共7段"):
        revised(BASE, edits)


def test_reasons_can_not_be_blanked() -> None:
    with pytest.raises(x.Missing, match="第4段"):
        revised(BASE, (BlockEdit(4, " 　"),))


def test_what_is_generated_otherwise_is_named() -> None:
    assert moved(BASE, BASE) == ()
    assert moved(BASE, (*BASE[:2], replace(BASE[2], text="不同"), *BASE[3:])) == (3,)
    assert moved(BASE, BASE[:5]) == (6, 7)


EDIT = (BlockEdit(4, "改过的理由"),)
AGAIN = (BlockEdit(4, "再改的理由"),)


class Desk:
    """A case on its way, with one drafted letter on all of its items; the clerk `clerk-1` drafts."""

    def __init__(self, book: Book, items: int = 1, route: tuple[Role, ...] = ()) -> None:
        self._book, self._calendar, self._route = book, book.calendar(), route
        self.case = opened(items)
        self.words: tuple[BlockEdit, ...] = ()
        self.give(c.RegisterRequest(DAY))
        for number in self.case.items:
            self.draft(number)

    def draft(self, number: int) -> None:
        found = {"found": False, "result": "没有"}
        self.give(c.RecordSearch(DAY, number, "股", ("室",), ("词",), **found))  # type: ignore[arg-type]
        self.give(c.DraftDetermination(DAY, number, "no_record", "没有制作"))
        self.words = ()

    def give(self, command: c.CaseCommand, role: Role = Role.CLERK, number: int = 1) -> Case:
        hand = UnderHand(BASE, revised(BASE, self.words), BASE, REF)
        context = Context(
            actor(role, number=number), LATER, self._book.clock, self._calendar, self._book.outcomes, self._book.fees,
            "book", refs=(REF,) * len(command.prose), number="no", letter=FrozenLetter(REF.id, "no_record", "1号", REF, 1),
            route=self._route, draft=hand,
        )  # fmt: skip
        self.case = reduce(evolve, decide(self.case, command, context), self.case)
        if isinstance(command, c.ReviseDraft):
            self.words = command.edits
        return self.case

    def revise(self, rests_on: int, edits: tuple[BlockEdit, ...], **about: Any) -> Case:
        items = about.pop("items", tuple(self.case.items))
        return self.give(c.ReviseDraft(about.pop("on", DAY), items, rests_on, edits), **about)

    def last(self) -> e.HappenedEvent | None:
        return self.case.happened[-1]


def test_a_version_rests_on_the_newest_or_is_refused(book: Book) -> None:
    desk = Desk(book)
    desk.revise(0, EDIT)
    with pytest.raises(x.DraftMoved, match="您看到的是自动生成的文字，现在已经是第1稿"):
        desk.revise(0, AGAIN)
    desk.revise(1, AGAIN, role=Role.LEGAL)
    assert [(one.revision, one.rests_on, one.actor) for one in desk.case.revisions] == [
        (1, 0, "clerk-1"), (2, 1, "legal-1"),
    ]  # fmt: skip
    with pytest.raises(x.AlreadyDone, match="没有任何改动"):
        desk.revise(2, AGAIN)


def test_an_edit_takes_back_the_route_and_the_approval_but_not_the_adviser(book: Book) -> None:
    desk = Desk(book, route=(Role.UNIT_OFFICER,))
    desk.give(c.ReviewLegality(DAY, "可以", 1, Legality.LAWFUL), Role.LEGAL)
    desk.give(c.Endorse(DAY, "同意", 1), Role.UNIT_OFFICER)
    desk.give(c.ApproveDetermination(DAY, 1), Role.SIGNER)
    approved = desk.last()
    assert isinstance(approved, e.DeterminationApproved)
    assert approved.revision == 0
    item = desk.revise(0, EDIT, role=Role.OFFICE_HEAD).items[1]
    assert (item.approved_by, item.endorsed, item.revision) == (None, (), 1)
    assert item.legality is not None
    with pytest.raises(x.Missing, match="还没有审批"):
        desk.give(c.IssueLetter(DAY, (1,)))
    desk.give(c.Endorse(DAY, "同意", 1), Role.UNIT_OFFICER)
    desk.give(c.ApproveDetermination(DAY, 1), Role.SIGNER)
    approved = desk.last()
    assert isinstance(approved, e.DeterminationApproved)
    assert approved.revision == 1
    desk.give(c.IssueLetter(DAY, (1,)))
    issued = desk.last()
    assert isinstance(issued, e.LetterIssued)
    assert issued.revision == 1


def test_an_approval_is_not_earlier_than_the_version_it_approves(book: Book) -> None:
    desk = Desk(book)
    desk.revise(0, EDIT, on=LATER)
    with pytest.raises(x.DateRefused, match="早于第1稿保存之日"):
        desk.give(c.ApproveDetermination(DAY, 1), Role.SIGNER)


def test_a_version_can_not_be_put_right_to_a_day_after_its_approval(book: Book) -> None:
    desk = Desk(book)
    desk.revise(0, EDIT)
    saved = desk.case.version
    desk.give(c.ApproveDetermination(DAY, 1), Role.SIGNER)
    with pytest.raises(x.DateRefused, match="晚于第"):
        desk.give(c.AmendEntry(LATER, "记错了", saved, e.Amendment(date=LATER)))


def test_items_edited_together_are_answered_together_until_one_is_drafted_anew(book: Book) -> None:
    desk = Desk(book, items=2)
    desk.revise(0, EDIT)
    desk.give(c.ApproveDetermination(DAY, 1), Role.SIGNER)
    desk.give(c.ApproveDetermination(DAY, 2), Role.SIGNER)
    with pytest.raises(x.UnknownReference, match="第1稿）是第1、2项的答复书"):
        desk.give(c.IssueLetter(DAY, (1,)))
    with pytest.raises(x.UnknownReference, match="第1稿）是第1、2项的答复书"):
        desk.revise(1, AGAIN, items=(2,))
    desk.draft(2)
    assert {item.revision for item in desk.case.items.values()} == {0}
    assert desk.case.items[1].approved_by is None, "what was approved were words that are gone"
    desk.give(c.ApproveDetermination(DAY, 1), Role.SIGNER)
    desk.give(c.IssueLetter(DAY, (1,)))


def test_a_comment_is_resolved_by_who_drafted_and_stops_no_approval(book: Book) -> None:
    desk = Desk(book)
    desk.give(c.CommentOnDraft(DAY, "请写明年份", (1,), 0, 4), Role.LEGAL)
    desk.give(c.CommentOnDraft(DAY, "语气", (1,), 0, 4), Role.SIGNER)
    with pytest.raises(x.UnknownReference, match="共7段"):
        desk.give(c.CommentOnDraft(DAY, "没有这一段", (1,), 0, 8), Role.LEGAL)
    with pytest.raises(x.NotAllowed, match="由拟办人处理"):
        desk.give(c.ResolveComment(DAY, 1), number=2)
    desk.give(c.ResolveComment(DAY, 1))
    with pytest.raises(x.AlreadyDone, match="已经处理"):
        desk.give(c.ResolveComment(DAY, 1))
    assert [one.open for one in desk.case.comments_on((1,))] == [False, True]
    desk.give(c.ApproveDetermination(DAY, 1), Role.SIGNER)
    desk.give(c.IssueLetter(DAY, (1,)))
    assert not any(one.open for one in desk.case.comments.values()), "a letter that has left waits for nobody"


def test_a_comment_on_an_older_version_is_refused(book: Book) -> None:
    desk = Desk(book)
    desk.revise(0, EDIT)
    with pytest.raises(x.DraftMoved):
        desk.give(c.CommentOnDraft(DAY, "看错了", (1,), 0, 4), Role.LEGAL)


@pytest.mark.parametrize("role", [Role.ARCHIVIST, Role.SECRECY_REVIEWER, Role.CITIZEN])
def test_who_has_no_part_in_the_letter_edits_none(book: Book, role: Role) -> None:
    with pytest.raises(x.NotAllowed):
        Desk(book).revise(0, EDIT, role=role)


def test_a_returned_draft_leaves_no_version(book: Book) -> None:
    desk = Desk(book)
    desk.revise(0, EDIT)
    assert desk.give(c.ReturnDraft(DAY, "重写", 1), Role.SIGNER).items[1].revision == 0
    with pytest.raises(x.Missing, match="还没有拟办意见"):
        desk.revise(0, EDIT)


def test_generated_words_are_a_version_of_their_own() -> None:
    assert generated(BASE) == revised(BASE, ())
