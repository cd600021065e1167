"""The two tables that letters live on: provisions.yaml and outcomes.yaml."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from tests.letters.letter_samples import AGENCY, PERIODS, SAMPLES, book, letter

from ysq.domain.law import Need
from ysq.domain.letters import (
    ASPECTS,
    REFUSALS,
    AgencyProfile,
    LetterType,
    RemedyOrder,
    RemedyPart,
    remedy_of,
)
from ysq.domain.reviewers import AgencyKind
from ysq.domain.terms import Mark
from ysq.letters import text
from ysq.letters.words import zh_number

DAY = date(2026, 3, 2)
OUTCOMES = sorted(book().outcomes.versions)
PLACES = {"art": "条", "para": "款", "item": "项"}


def test_every_provision_of_an_outcome_exists() -> None:
    for code, outcome in book().outcomes.on(DAY).items():
        unknown = set(outcome.provisions) - book().provisions.keys()
        assert not unknown, f"{code}: {unknown}"


@pytest.mark.parametrize("code", OUTCOMES)
def test_an_outcome_names_a_letter_and_an_order_of_remedies_that_exist(code: str) -> None:
    outcome = book().outcomes.on(DAY)[code]
    assert outcome.letter in list(LetterType)
    assert outcome.remedy in list(RemedyOrder)


@pytest.mark.parametrize("code", OUTCOMES)
def test_review_comes_first_exactly_for_refusals_under_articles_14_to_16(code: str) -> None:
    outcome = book().outcomes.on(DAY)[code]
    refused = any(re.match(r"ogi\.art1[456](\.|$)", p) for p in outcome.provisions)
    in_part = Need.WITHHELD_PART in outcome.needs
    expected = RemedyOrder.REVIEW_FIRST if refused else RemedyOrder.MIXED if in_part else RemedyOrder.EITHER
    assert outcome.remedy == expected
    law = book().remedies.on(DAY)[expected].provisions
    assert ("review.art23.para1.item4" in law) == (refused or in_part)
    assert ("litigation.art46" in law) == (not refused)


def test_the_remedy_names_the_bodies_of_the_agencys_settings() -> None:
    remedy = remedy_of({1: RemedyOrder.EITHER}, AGENCY, PERIODS)
    assert (remedy.review_bodies, remedy.court) == ((AGENCY.review_body,), AGENCY.court)


COUNTY, CITY = "云岭县人民政府", "山南市人民政府"
LOWER, HIGHER = "云岭县人民法院", "山南市中级人民法院"
SETTINGS = {
    "a department": (AgencyKind.DEPARTMENT, (COUNTY,), LOWER),
    "a department where jurisdiction is concentrated": (AgencyKind.DEPARTMENT, (COUNTY,), "山南铁路运输法院"),
    "a county": (AgencyKind.GOVERNMENT, (CITY,), HIGHER),
    "a township": (AgencyKind.TOWNSHIP, (COUNTY,), LOWER),
    "a subdistrict": (AgencyKind.SUBDISTRICT, (COUNTY,), LOWER),
    "an outpost in its own name": (AgencyKind.OUTPOST, (COUNTY,), LOWER),
    "an authorised organisation": (AgencyKind.AUTHORISED, (COUNTY,), LOWER),
    "the tax office": (AgencyKind.VERTICAL, ("国家税务总局山南市税务局",), LOWER),
    "a justice bureau": (AgencyKind.JUSTICE, (COUNTY, "山南市司法局"), LOWER),
    "a city department's branch": (AgencyKind.CITY_BRANCH, (CITY, COUNTY), LOWER),
}
MISTAKES = {
    "a department sent to its superior": (AgencyKind.DEPARTMENT, ("山南市自然资源局",), LOWER, "应当是人民政府"),
    "the tax office sent to the county": (AgencyKind.VERTICAL, (COUNTY,), LOWER, "应当是上一级主管部门"),
    "a county before a lower court": (AgencyKind.GOVERNMENT, (CITY,), LOWER, "由中级人民法院管辖"),
    "a justice bureau with one way": (AgencyKind.JUSTICE, (COUNTY,), LOWER, "两个行政复议机关"),
    "a branch without a government": (AgencyKind.CITY_BRANCH, ("山南市生态环境局", "某局"), LOWER, "两个行政复议机关"),
    "a branch with a bureau": (AgencyKind.CITY_BRANCH, (CITY, "山南市生态环境局"), LOWER, "两个行政复议机关"),
    "a branch with one government twice": (AgencyKind.CITY_BRANCH, (CITY, CITY), LOWER, "两个行政复议机关"),
    "justice sent to finance": (AgencyKind.JUSTICE, (COUNTY, "山南市财政局"), LOWER, "上一级司法行政部门"),
    "justice with two governments": (AgencyKind.JUSTICE, (COUNTY, CITY), LOWER, "上一级司法行政部门"),
    "a body without a name": (AgencyKind.DEPARTMENT, ("上一级人民政府",), LOWER, "应当写明它的全称"),
    "a body of its own": (AgencyKind.VERTICAL, (AGENCY.name,), LOWER, "自己"),
    "a department with two ways": (AgencyKind.DEPARTMENT, (COUNTY, CITY), LOWER, "只有一个行政复议机关"),
}


def _agency(kind: AgencyKind, bodies: tuple[str, ...], court: str) -> AgencyProfile:
    other = bodies[1] if len(bodies) > 1 else None
    return replace(AGENCY, kind=kind, review_body=bodies[0], other_review_body=other, court=court)


@pytest.mark.parametrize("name", SETTINGS)
def test_a_letter_names_the_review_body_of_the_kind_of_agency(name: str) -> None:
    kind, bodies, court = SETTINGS[name]
    written = text(letter(SAMPLES["no_record"], _agency(kind, bodies, court)))
    assert f"六十日内向{'或者'.join(bodies)}申请行政复议，也可以" in written
    assert f"六个月内向{court}提起行政诉讼" in written


def test_every_kind_of_agency_is_tried_here() -> None:
    assert {kind for kind, *_ in SETTINGS.values()} == set(AgencyKind)


@pytest.mark.parametrize("name", MISTAKES)
def test_an_agency_whose_review_body_or_court_can_not_be_right_is_refused(name: str) -> None:
    kind, bodies, court, said = MISTAKES[name]
    with pytest.raises(ValueError, match=said):
        _agency(kind, bodies, court)


def test_after_a_review_no_court_is_named_because_the_decision_tells_which() -> None:
    written = text(letter(SAMPLES["deliberative"]))
    assert "对行政复议决定不服的，可以自收到行政复议决定书之日起十五日内向有管辖权的人民法院提起行政诉讼" in written
    assert AGENCY.court not in written


ORDERS = st.dictionaries(st.integers(1, 50), st.sampled_from(RemedyOrder), min_size=1)


@given(ORDERS)
def test_every_part_of_every_item_has_exactly_one_remedy(orders: dict[int, RemedyOrder]) -> None:
    remedy = remedy_of(orders, AGENCY, PERIODS)
    if remedy.order is not RemedyOrder.MIXED:
        assert set(orders.values()) == {remedy.order}
        assert not remedy.review_first + remedy.either
        return
    told = {(scope.item, scope.part): "first" for scope in remedy.review_first}
    told |= {(scope.item, scope.part): "either" for scope in remedy.either}
    expected = {}
    for number, order in orders.items():
        item = number if len(orders) > 1 else None
        match order:
            case RemedyOrder.REVIEW_FIRST:
                expected[item, RemedyPart.WHOLE] = "first"
            case RemedyOrder.EITHER:
                expected[item, RemedyPart.WHOLE] = "either"
            case RemedyOrder.MIXED:
                expected |= {(item, RemedyPart.WITHHELD): "first", (item, RemedyPart.REST): "either"}
    assert told == expected
    assert len(remedy.review_first) + len(remedy.either) == len(expected)


def test_kinds_are_named_for_grounds_of_refusal_only() -> None:
    refusals = {code for code, outcome in book().outcomes.on(DAY).items() if outcome.letter in REFUSALS}
    assert set(ASPECTS) <= refusals


@pytest.mark.parametrize("code", OUTCOMES)
def test_what_is_cited_only_after_a_consultation_is_among_the_provisions(code: str) -> None:
    outcome = book().outcomes.on(DAY)[code]
    assert set(outcome.if_consulted) <= set(outcome.provisions)
    assert ("ogi.art32" in outcome.if_consulted) == (Need.THIRD_PARTY in outcome.needs)


@pytest.mark.parametrize(
    ("code", "row"),
    [
        ("disclosed", "(一)"),
        ("partly_disclosed", "(二)"),
        ("state_secret", "(三)1"),
        ("prohibited_by_law", "(三)2"),
        ("security_and_stability", "(三)3"),
        ("third_party_interest", "(三)4"),
        ("not_this_agency", "(四)1"),
        ("no_record", "(四)1"),
        ("internal_affairs", "(三)5"),
        ("deliberative", "(三)6"),
        ("enforcement_file", "(三)7"),
    ],
)
def test_an_outcome_counts_in_its_row_of_the_annual_report(code: str, row: str) -> None:
    assert book().outcomes.on(DAY)[code].report_row == row


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
