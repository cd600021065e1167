"""The book holds the rules, its fingerprint follows them, and a faulty book is refused with a line for each fault."""

import io
import shutil
from datetime import date
from pathlib import Path

import pytest

from ysq import rules_face
from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.rules.book import Book, BookError
from ysq.rules.load import RULE_FILES


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rule book that a test may spoil."""
    copy = tmp_path / "rules"
    shutil.copytree(data_folder("rules"), copy)
    return copy


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


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
    assert names[0] == "identity_missing"
    assert names[-1] == "disclose"
    assert names.index("already_public") < names.index("no_record")
    assert len(set(names)) == len(names)


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
        ("deadlines.yaml", "effective_from: 2021-01-01", "effective_from: 2020-12-31", "fee_waits: 条款 fees.art6"),
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
    with pytest.raises(BookError, match="receipt_starts: 缺少period"):
        rule_book.read(folder)


def run_check(folder: Path) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return rules_face.check(folder, out, err), out.getvalue(), err.getvalue()


def test_the_check_counts_the_rules_and_examples(folder: Path) -> None:
    status, out, err = run_check(folder)
    assert (status, err) == (0, "")
    assert [line.split("：")[0] for line in out.splitlines()] == list(RULE_FILES)


def test_the_check_prints_one_line_a_fault(folder: Path) -> None:
    spoil(folder / "disclosure.yaml", "{eq: [consultation.reply, silent]}", "{eq: [consultation.reply, agreed]}")
    (folder / "triage.cases.yaml").unlink()
    status, _out, err = run_check(folder)
    assert status == 1
    assert [line.split("：")[0] for line in err.splitlines()] == [
        "triage.cases.yaml",
        "disclosure.cases.yaml third_party_silent fires[1]",
    ]
    spoil(folder / "triage.yaml", "outcome: abandoned", "outcome: abandonned")
    status, _out, err = run_check(folder)
    assert (status, err.count("\n")) == (1, 1)
    assert err.startswith("triage.yaml clarification_overdue then.outcome：没有“abandonned”这种结论")
