"""What becomes of a letter that the checks found something in: stopped, left with a reason, or recorded."""

from uuid import UUID

import pytest
from tests.domain.test_decide import LATER, REF, REFUSE, REGISTER, Desk, opened

from ysq.domain import access
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.decide.checked import FaultyLetter, left
from ysq.domain.letter_checks import LetterFinding, Severity
from ysq.rules.book import Book

ISSUE = c.IssueLetter(LATER, (1,))
REASON = c.AcceptedFinding("whole_refused", "全文均为发言。")
LATE = c.AcceptedFinding("late_answer", "档案室搬迁，检索延误。")


def found(check: str, severity: Severity) -> LetterFinding:
    return LetterFinding(check, severity, f"{severity.zh}一处。", ("ogi.art36.item3",), 4)


ERROR = found("no_reasons", Severity.ERROR)
WARNING = found("whole_refused", Severity.WARNING)
BREACH = found("late_answer", Severity.BREACH)


@pytest.fixture(scope="module")
def desk(book: Book) -> Desk:
    return Desk(book)


def approved(desk: Desk, *accepted: c.AcceptedFinding) -> Case:
    approval = c.ApproveDetermination(LATER, 1, accepted)
    return desk.walk(opened(), [REGISTER, REFUSE, approval])


def test_an_error_stops_the_letter_and_is_listed_with_its_provision(desk: Desk) -> None:
    with pytest.raises(FaultyLetter, match="no_reasons") as refused:
        left(approved(desk), c.IssueLetter(LATER, (1,), (REASON,)), (ERROR, WARNING), (REF,))
    assert refused.value.provisions == ("ogi.art36.item3",)
    assert "whole_refused" not in refused.value.message


def test_a_warning_needs_a_reason_and_leaves_with_it(desk: Desk) -> None:
    with pytest.raises(FaultyLetter, match="whole_refused"):
        left(approved(desk), ISSUE, (WARNING,), ())
    explained = c.IssueLetter(LATER, (1,), (REASON,))
    assert left(approved(desk), explained, (WARNING,), (REF,)) == (
        e.KeptFinding("whole_refused", Severity.WARNING, 4, REF),
    )


def test_a_reason_given_at_approval_counts_for_a_warning(desk: Desk) -> None:
    assert left(approved(desk, REASON), ISSUE, (WARNING,), ())[0].reason == REF


def test_a_breach_never_stops_the_letter_and_is_recorded_unexplained(desk: Desk) -> None:
    assert left(approved(desk), ISSUE, (BREACH,), ()) == (e.KeptFinding("late_answer", Severity.BREACH, 4, None),)


def test_a_breach_is_explained_by_the_head_at_approval_and_not_by_the_clerk(desk: Desk) -> None:
    assert left(approved(desk, LATE), ISSUE, (BREACH,), ())[0].reason == REF
    by_clerk = c.IssueLetter(LATER, (1,), (LATE,))
    assert left(approved(desk), by_clerk, (BREACH,), (REF,))[0].reason is None


def test_a_breach_that_comes_after_the_approval_is_explained_without_another_round(desk: Desk) -> None:
    """The day passes between approval and issue: the head says why, and what he approved stands."""
    later = desk.walk(approved(desk), [c.ExplainFindings(LATER, 1, (LATE,))])
    assert later.items[1].approved_by is not None
    assert left(later, ISSUE, (BREACH,), ())[0].reason == REF
    with_warning = desk.walk(approved(desk, REASON), [c.ExplainFindings(LATER, 1, (LATE,))])
    assert [one.reason for one in left(with_warning, ISSUE, (WARNING, BREACH), ())] == [REF, REF]


def test_a_breach_seen_only_at_issue_is_explained_for_the_record_afterwards(desk: Desk) -> None:
    issued = desk.walk(approved(desk), [ISSUE, c.ExplainFindings(LATER, 1, (LATE,))])
    assert issued.items[1].accepted == (e.Acceptance("late_answer", REF),)
    assert issued.items[1].letter_id is not None


def test_nothing_is_explained_before_the_approval_and_by_nobody_but_a_head(desk: Desk) -> None:
    with pytest.raises(x.Missing, match="还没有审批"):
        desk.walk(opened(), [REGISTER, REFUSE, c.ExplainFindings(LATER, 1, (LATE,))])
    assert access.MAY[c.ExplainFindings] == access.MAY[c.ApproveDetermination]


def test_a_new_draft_takes_the_reasons_of_the_old_one_back(desk: Desk) -> None:
    again = desk.walk(approved(desk, REASON), [REFUSE, c.ApproveDetermination(LATER, 1)])
    with pytest.raises(FaultyLetter):
        left(again, ISSUE, (WARNING,), ())


def test_the_event_holds_names_and_references_but_no_words(desk: Desk) -> None:
    case = approved(desk, LATE)
    (event,) = desk.decide(case, ISSUE)
    assert isinstance(event, e.LetterIssued)
    assert event.findings == ()
    assert case.items[1].accepted == (e.Acceptance("late_answer", REF),)
    assert isinstance(event.letter_id, UUID)
