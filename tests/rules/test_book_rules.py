"""The book holds the rules, its fingerprint follows them, and a faulty book is refused with a line for each fault."""

import datetime as dt
import re
from datetime import date
from pathlib import Path

import pytest
from tests.rules.conftest import spoil

from ysq.cases.ruling import ItemFindings
from ysq.domain.assessment import Assessment
from ysq.domain.findings import Advise
from ysq.domain.letters import LetterType, RemedyOrder
from ysq.domain.retention import retention_of
from ysq.domain.terms import Mark, Retention
from ysq.rules import book as rule_book
from ysq.rules.book import Book, BookError
from ysq.rules.evaluate import evaluate
from ysq.rules.examples import facts_from
from ysq.rules.load import RULE_FILES
from ysq.rules.shown import shown
from ysq.web.desk_findings import finding_views

DAY = date(2026, 3, 2)


def test_the_periods_of_a_remedy_are_those_in_force_on_the_letters_day(folder: Path) -> None:
    spoil(
        folder / "parameters.yaml",
        "- {from: 2017-07-01, value: 15, provision: litigation.art45, mark: source}",
        "- {from: 2017-07-01, to: 2026-12-31, value: 15, provision: litigation.art45, mark: source}\n"
        "      - {from: 2027-01-01, value: 30, provision: litigation.art45, mark: source}",
    )
    amended = rule_book.read(folder)
    assert amended.remedy_periods(date(2026, 12, 31)).court_days_after_review == 15
    assert amended.remedy_periods(date(2027, 1, 1)).court_days_after_review == 30


def test_the_rules_come_in_the_order_of_the_files(book: Book) -> None:
    names = [rule.id for rule in book.rules]
    assert names[0] == "regulation_2007"
    assert names[-1] == "fee_paid"
    assert names.index("already_public") < names.index("no_record")
    assert len(set(names)) == len(names) - 3, "one rule has two versions, another three"


def test_the_fingerprint_follows_every_rule_file_and_no_example(folder: Path, book: Book) -> None:
    assert rule_book.read(folder).fingerprint == book.fingerprint
    for name in RULE_FILES:
        before = rule_book.read(folder).fingerprint
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\n# 又改了一个字\n")
        assert rule_book.read(folder).fingerprint != before
    before = rule_book.read(folder).fingerprint
    spoil(folder / "triage.cases.yaml", "来信没有留下电话和地址", "来信没有电话")
    assert rule_book.read(folder).fingerprint == before


def test_a_faulty_book_is_refused_with_a_line_for_each_fault(folder: Path) -> None:
    spoil(folder / "triage.yaml", "{eq: [nature.unclear, true]}", "{eq: [nature.uncler, true]}")
    spoil(folder / "disclosure.yaml", "provisions: [ogi.art36.item4, guiding_case101]", "provisions: [ogi.art99]")
    with pytest.raises(BookError) as refused:
        rule_book.read(folder)
    first, second = str(refused.value).splitlines()
    assert first.startswith("triage.yaml description_unclear when.all[1]：没有“nature.uncler”")
    assert second == "disclosure.yaml no_record provisions：条款“ogi.art99”不在 provisions.yaml 中"


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        (
            "deadlines.yaml",
            "effective_from: 2021-01-01",
            "effective_from: 2020-12-31",
            "deadlines.yaml rules.fee_waits provisions：条款fees.art6",
        ),
        ("parameters.yaml", "{from: 2021-01-01, value: 20", "{from: 2020-12-31, value: 20", "fee_payment_working_days"),
    ],
)
def test_what_the_clock_cites_must_be_in_force_as_long_as_it_is_cited(
    folder: Path, name: str, old: str, new: str, place: str
) -> None:
    spoil(folder / name, old, new)
    with pytest.raises(BookError, match="并非一直有效") as refused:
        rule_book.read(folder)
    assert place in str(refused.value)


def test_a_rule_that_starts_a_period_names_its_number(folder: Path) -> None:
    spoil(folder / "deadlines.yaml", "    effect: start\n    period: answer_working_days\n", "    effect: start\n")
    with pytest.raises(BookError, match=r"deadlines\.yaml rules\.receipt_starts period：缺少period"):
        rule_book.read(folder)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (
            "outcomes.yaml",
            "  remedy: mixed",
            "  remedy: mixd",
            "outcomes.yaml partly_disclosed remedy：没有“mixd”这种救济",
        ),
        (
            "outcomes.yaml",
            "facts: [search.found, record",
            "facts: [serch.found, record",
            "disclosed facts：没有“serch.found”",
        ),
        (
            "outcomes.yaml",
            "  if_consulted: [ogi.art32]",
            "  if_consulted: [ogi.art33]",
            "if_consulted：ogi.art33不在provisions中",
        ),
        ("outcomes.yaml", "    - {outcome: sever}", "    - {outcome: severe}", "concluded_by"),
        (
            "outcomes.yaml",
            "  reason: 表格写明",
            "  reason: ''  # ",
            "disclosed reason：mark为inference（推断）的应当写明理由",
        ),
        ("outcomes.yaml", "  without_rule: ", "  # ", "withdrawn concluded_by：写明规则的哪些结论支持它"),
        ("retention.yaml", "lapsed_fee", "laps_fee", "retention.yaml brief outcomes：没有“laps_fee”这种办理结果"),
        ("retention.yaml", "  period: D30", "  period: D30\n  after_remedy: true", "最后一项应当没有条件"),
        ("retention.yaml", "  period: D30", "  period: D20", "retention.yaml ordinary period：“D20”不是可用的取值"),
        ("retention.yaml", "  mark: policy\n  reason: ", "  mark: policy\n  # ", "retention.yaml after_remedy reason"),
        ("privacy.yaml", "  mark: inference\n  reason: ", "  mark: inference\n  # ", "privacy.yaml id_number reason"),
        (
            "privacy.yaml",
            "  plain: true",
            "  plan: true",
            "privacy.yaml id_number plan：没有这一项，请改正或者去掉；是不是“plain”？",
        ),
        (
            "fees.yaml",
            "{over: 30, fen: 1000}",
            "{over: 130, fen: 1000}",
            "fees.yaml by_page brackets：各档应当从over: 0起",
        ),
    ],
)
def test_a_faulty_table_is_refused_with_its_place(folder: Path, name: str, old: str, new: str, told: str) -> None:
    spoil(folder / name, old, new)
    with pytest.raises(BookError) as refused:
        rule_book.read(folder)
    assert told in str(refused.value)


def test_every_decision_of_the_report_is_in_the_table(book: Book) -> None:
    rows = {outcome.report_row for outcome in book.outcomes.on(DAY).values()}
    leaves = [("三", 8), ("四", 3), ("五", 5), ("六", 3)]
    assert rows == {"(一)", "(二)"} | {f"({part}){n}" for part, last in leaves for n in range(1, last + 1)}
    labels = {(outcome.report_row, outcome.report_label) for outcome in book.outcomes.on(DAY).values()}
    assert len(labels) == len(rows) == 21


def test_what_is_public_already_and_what_is_given_are_two_decisions_of_one_row(book: Book) -> None:
    public, given = book.outcomes.on(DAY)["already_public"], book.outcomes.on(DAY)["disclosed"]
    assert (public.report_row, public.provisions) == ("(一)", ("ogi.art36.item1",))
    assert (given.report_row, given.provisions) == ("(一)", ("ogi.art36.item2",))


def test_every_decision_has_a_letter(book: Book) -> None:
    letters = {kind.value for kind in LetterType}
    assert {outcome.letter for outcome in book.outcomes.on(DAY).values()} <= letters


def test_no_row_of_the_report_makes_review_come_first(book: Book) -> None:
    special = book.outcomes.on(DAY)["special_regime"]
    assert special.report_row.startswith("(三)")
    assert special.remedy == RemedyOrder.EITHER


@pytest.mark.parametrize(
    ("decided", "remedy", "period"),
    [
        (["disclosed"], False, Retention.THIRTY_YEARS),
        (["disclosed"], True, Retention.PERMANENT),
        (["disclosed", "deliberative"], False, Retention.PERMANENT),
        (["partly_disclosed"], False, Retention.PERMANENT),
        (["duplicate"], False, Retention.TEN_YEARS),
        (["duplicate", "lapsed_fee"], False, Retention.TEN_YEARS),
        (["duplicate", "disclosed"], False, Retention.THIRTY_YEARS),
        ([], False, Retention.THIRTY_YEARS),
    ],
)
def test_a_file_is_kept_as_long_as_its_weightiest_decision(
    book: Book, decided: list[str], remedy: bool, period: Retention
) -> None:
    assert retention_of(book.retention, decided, DAY, remedy=remedy).period is period


def test_settings_are_marked_and_say_why(book: Book) -> None:
    lines = [
        *book.outcomes.on(DAY).values(),
        *book.retention.on(DAY).values(),
        *book.privacy.on(DAY).values(),
        *book.rules,
    ]
    assert not [line for line in lines if line.mark in (Mark.INFERENCE, Mark.POLICY, Mark.MEMORY) and not line.reason]
    assert {line.mark for line in book.retention.on(DAY).values()} == {Mark.POLICY}


def test_a_request_under_the_regulation_of_2007_is_told_so(book: Book) -> None:
    old = facts_from({"request.received_on": "2019-05-14", "record.interests": ["state_secret"]})
    (found,) = evaluate(book.rules, old, dt.date(2026, 3, 2))
    assert (found.rule, found.mark) == ("regulation_2007", Mark.MEMORY)
    assert "没有核对" in found.reason


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "check: personal_phone",
            "check: personal_fone",
            "privacy.yaml phone look_for.check：checks.yaml没有“personal_fone”",
        ),
        (
            r"pattern: '(?<!\d)1[3-9]",
            r"pattern: '(?<!\d1[3-9]",
            "privacy.yaml phone look_for.pattern：不是可用的正则表达式",
        ),
        (r"unless_before: '", r"unless_before: '|", "privacy.yaml phone look_for.unless_before：什么都没有也会匹配"),
    ],
)
def test_a_kind_of_personal_data_that_cannot_be_looked_for_is_refused(
    folder: Path, old: str, new: str, told: str
) -> None:
    spoil(folder / "privacy.yaml", old, new)
    with pytest.raises(BookError, match=re.escape(told)):
        rule_book.read(folder)


def test_a_rule_of_the_countys_own_advises_in_its_own_words_without_code(folder: Path) -> None:
    own = (
        "county_mining_maps:\n  title: 矿区图件先核对比例尺\n  provisions: [ogi.art17]\n  effective_from: 2026-01-01\n"
        "  mark: policy\n  reason: 本县与测绘主管部门商定。\n  when: {eq: [nature.land_survey, true]}\n"
        "  then: {outcome: advise, says: 图件比例尺大于五万分之一的，先请测绘主管部门核对}\n"
    )
    with (folder / "disclosure.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + own)
    rules = rule_book.read(folder).rules
    found = evaluate(rules, facts_from({"nature.land_survey": True}), dt.date(2026, 3, 2))
    (one,) = [finding for finding in found if finding.rule == "county_mining_maps"]
    assert one.conclusion == Advise("图件比例尺大于五万分之一的，先请测绘主管部门核对")
    (view,) = finding_views([ItemFindings(1, Assessment(), shown([one], {}), None)])
    assert view.conclusion == "图件比例尺大于五万分之一的，先请测绘主管部门核对"
    spoil(folder / "disclosure.yaml", "says: 图件", "says: " + "图件" * 101)
    with pytest.raises(BookError, match=r"disclosure\.yaml county_mining_maps then\.says"):
        rule_book.read(folder)
