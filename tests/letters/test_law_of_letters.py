"""The two tables that letters live on: provisions.yaml and outcomes.yaml."""

import re

import pytest
from tests.letters.letter_samples import AGENCY, PERIODS, book

from ysq.domain.letters import LetterType, RemedyOrder, remedy_of
from ysq.domain.terms import Mark
from ysq.letters.words import zh_number

OUTCOMES = sorted(book().outcomes)
PLACES = {"art": "条", "para": "款", "item": "项"}


def test_every_provision_of_an_outcome_exists() -> None:
    for code, outcome in book().outcomes.items():
        unknown = {*outcome.provisions, *outcome.remedy_provisions} - book().provisions.keys()
        assert not unknown, f"{code}: {unknown}"


@pytest.mark.parametrize("code", OUTCOMES)
def test_an_outcome_names_a_letter_and_an_order_of_remedies_that_exist(code: str) -> None:
    outcome = book().outcomes[code]
    assert outcome.letter in list(LetterType)
    assert outcome.remedy in list(RemedyOrder)


@pytest.mark.parametrize("code", OUTCOMES)
def test_review_comes_first_exactly_for_refusals_under_articles_14_to_16(code: str) -> None:
    outcome = book().outcomes[code]
    withheld = any(re.match(r"ogi\.art1[456](\.|$)", p) for p in outcome.provisions)
    remedy = remedy_of(outcome, AGENCY, PERIODS)
    assert (remedy.order is RemedyOrder.REVIEW_FIRST) == withheld
    assert ("review.art23.para1.item4" in outcome.remedy_provisions) == withheld


def test_the_remedy_names_the_bodies_of_the_agencys_settings() -> None:
    remedy = remedy_of(book().outcomes["no_record"], AGENCY, PERIODS)
    assert (remedy.review_body, remedy.court) == (AGENCY.review_body, AGENCY.court)


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("disclosed", "(一)"),
        ("no_record", "(四)1"),
        ("internal_affairs", "(三)5"),
        ("deliberative", "(三)6"),
        ("enforcement_file", "(三)7"),
    ],
)
def test_an_outcome_counts_in_its_row_of_the_annual_report(code: str, row: str) -> None:
    assert book().outcomes[code].report_row == row


def test_the_title_of_a_provision_says_the_same_place_as_its_id() -> None:
    for name, provision in book().provisions.items():
        places = [re.fullmatch(r"(art|para|item)(\d+)", part) for part in name.split(".")[1:]]
        if places and all(places):
            expected = "".join(f"第{zh_number(int(m[2]))}{PLACES[m[1]]}" for m in places if m)
            assert provision.title.endswith(expected), name


def test_the_seven_answers_of_article_36_and_the_paragraphs_of_article_16_can_be_cited() -> None:
    wanted = {f"ogi.art36.item{n}" for n in range(1, 8)} | {"ogi.art16.para1", "ogi.art16.para2"}
    assert wanted <= book().provisions.keys()


def test_the_2007_regulation_is_in_force_until_the_day_before_the_new_one() -> None:
    old, new = book().provisions["ogi2007.art24"], book().provisions["ogi.art33.para2"]
    last = old.effective_to
    assert last is not None
    assert (new.effective_from - last).days == 1
    assert old.in_force(last)
    assert not old.in_force(new.effective_from)


def test_what_could_not_be_confirmed_is_marked() -> None:
    marks = {name: p.mark for name, p in book().provisions.items()}
    assert marks["fees.art7"] is Mark.MEMORY
    assert marks["spc_ogi.art1.item2"] is Mark.SOURCE_PARTIAL
    assert marks["ogi.art33.para2"] is Mark.SOURCE
