"""What a reconsideration or a suit asks of the agency is due by the book's numbers, counted from the day its papers came."""

from datetime import date
from uuid import UUID

import pytest

from ysq.domain import events as e
from ysq.domain.fold import fold
from ysq.domain.remedies import to_answer
from ysq.domain.terms import Channel, DeliveryWish, Medium, RemedyKind, RemedyResult, RequesterKind
from ysq.rules.book import Book

REF = e.Ref(UUID(int=1), "0" * 64)
CAME = date(2026, 9, 28)
RECEIVED = e.RequestReceived(
    date(2026, 3, 2), "citizen", UUID(int=2), "S-1", Channel.COUNTER, None, REF, RequesterKind.PERSON,
    (e.ReceivedItem(1, REF),), Medium.PAPER, DeliveryWish.POST, True,  # noqa: FBT003
)  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "simplified", "until", "law"),
    [
        (RemedyKind.RECONSIDERATION, False, date(2026, 10, 16), "review.art48"),
        (RemedyKind.RECONSIDERATION, True, date(2026, 10, 10), "review.art54"),
        (RemedyKind.DIRECT_LITIGATION, False, date(2026, 10, 13), "litigation.art67"),
        (RemedyKind.LITIGATION_AFTER_REVIEW, False, date(2026, 10, 13), "litigation.art67"),
    ],
)
def test_the_answer_is_due_after_working_days_in_a_review_and_calendar_days_in_a_suit(
    book: Book, kind: RemedyKind, simplified: bool, until: date, law: str
) -> None:
    case = fold(UUID(int=3), 2, [RECEIVED, e.RemedyRecorded(CAME, "clerk", kind, "1号", simplified)])
    (due,) = to_answer(case, book.clock, book.calendar())
    assert (due.number, due.deadline.date, due.deadline.provisional) == ("1号", until, False)
    assert law in due.deadline.provisions
    assert (
        due.what
        == book.clock.deadlines.deadlines[
            {"review.art48": "review_answer", "review.art54": "review_answer_simplified"}.get(law, "litigation_answer")
        ].title
    )


def test_a_last_day_on_a_rest_day_rolls_on_in_a_suit(book: Book) -> None:
    opened = e.RemedyRecorded(date(2026, 9, 18), "clerk", RemedyKind.DIRECT_LITIGATION, "1号", False)  # noqa: FBT003
    (due,) = to_answer(fold(UUID(int=3), 2, [RECEIVED, opened]), book.clock, book.calendar())
    assert due.deadline.date == date(2026, 10, 8)


def test_a_decided_remedy_asks_nothing_any_more(book: Book) -> None:
    opened = e.RemedyRecorded(CAME, "clerk", RemedyKind.RECONSIDERATION, "1号", False)  # noqa: FBT003
    decided = e.RemedyDecided(date(2026, 11, 2), "clerk", "1号", next(iter(RemedyResult)), (), None, REF)
    assert to_answer(fold(UUID(int=3), 2, [RECEIVED, opened, decided]), book.clock, book.calendar()) == ()
