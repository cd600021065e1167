"""A determination follows a finding, departs from it, or is left free by it."""

from datetime import date

import pytest

from ysq.domain import findings as f
from ysq.domain.law import Need
from ysq.domain.letter_types import REFUSALS
from ysq.domain.stance import stance_of
from ysq.domain.terms import ConsulteeKind, Mark
from ysq.rules.book import Book

DAY = date(2026, 3, 2)
THIRD, CO = ConsulteeKind.THIRD_PARTY, ConsulteeKind.CO_PRODUCER
DRAFT, PRIVATE = f.Ground.DELIBERATIVE, f.Ground.THIRD_PARTY_INTEREST


def finding(conclusion: f.Conclusion) -> f.Finding:
    return f.Finding("some_rule", date(2019, 5, 15), "某种情形", ("ogi.art36",), conclusion, (), Mark.SOURCE)


@pytest.mark.parametrize(
    ("outcome", "withheld", "conclusion", "follows"),
    [
        ("disclosed", None, f.Disclose(), True),
        ("partly_disclosed", PRIVATE, f.Disclose(), False),
        ("no_record", None, f.Disclose(), False),
        ("third_party_interest", None, f.Withhold(PRIVATE), True),
        ("partly_disclosed", PRIVATE, f.Withhold(PRIVATE), True),
        ("partly_disclosed", DRAFT, f.Withhold(PRIVATE), False),
        ("disclosed", None, f.Withhold(PRIVATE), False),
        ("deliberative", None, f.MayWithhold(DRAFT), True),
        ("disclosed", None, f.MayWithhold(DRAFT), None),
        ("partly_disclosed", PRIVATE, f.Sever(), True),
        ("third_party_interest", None, f.Sever(), False),
        ("disclosed", None, f.Sever(), None),
        ("no_record", None, f.NoRecord(), True),
        ("disclosed", None, f.NoRecord(), False),
        ("not_this_agency", None, f.NotThisAgency(known=False), True),
        ("no_record", None, f.Triage(f.RequestKind.PETITION), False),
        ("no_record", None, f.NeedsClarification(f.ClarificationNeed.DESCRIPTION), False),
        ("disclosed", None, f.SecrecyReviewFirst(), False),
        ("no_record", None, f.SecrecyReviewFirst(), None),
        ("disclosed", None, f.ConsultFirst(CO), False),
        ("third_party_interest", None, f.ConsultFirst(THIRD), False),
        ("deliberative", None, f.ConsultFirst(THIRD), None),
        ("disclosed", None, f.MayConsult(CO), None),
        ("disclosed", None, f.Warn(f.Caution.JUDGE_SEPARABILITY), None),
        ("disclosed", None, f.NeedsProcessing(), None),
        ("no_record", None, f.AskReasons(), None),
    ],
)
def test_a_determination_stands_to_a_finding(
    book: Book, outcome: str, withheld: str | None, conclusion: f.Conclusion, follows: bool | None
) -> None:
    stance = stance_of(outcome, withheld, [finding(conclusion)], book.outcomes.on(DAY))
    assert stance.follows == (("some_rule",) if follows else ())
    assert stance.departs_from == (("some_rule",) if follows is False else ())


def test_every_ground_to_withhold_is_the_code_of_a_refusal(book: Book) -> None:
    refusals = {code for code, outcome in book.outcomes.on(DAY).items() if outcome.letter in REFUSALS}
    assert refusals == {ground.value for ground in f.Ground}
    released = {code for code, outcome in book.outcomes.on(DAY).items() if Need.SECRECY_REVIEW in outcome.needs}
    assert released == {"disclosed", "partly_disclosed"}
