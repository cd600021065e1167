"""The proof of the book: lint finds planted faults, mutants are noticed, and the sound book has neither."""

import io
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any, TextIO

import pytest
from tests.rules.conftest import spoil
from tests.rules.ruling import condition, rule

from ysq import book_face
from ysq.resources import data_folder
from ysq.rules.book import Book, BookError
from ysq.rules.examples import Example, read_examples
from ysq.rules.lint import lint
from ysq.rules.load import RULE_FILES
from ysq.rules.mutate import mutants, mutate

Face = Callable[[Path, TextIO, TextIO], int]


def run(face: Face, folder: Path) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return face(folder, out, err), out.getvalue(), err.getvalue()


def test_the_book_has_no_dead_rule_no_contradiction_and_no_loose_outcome(book: Book) -> None:
    assert not [str(fault) for fault in lint(book).faults]


def test_a_provision_that_nothing_cites_is_a_fault_until_it_says_why_it_is_only_read(folder: Path) -> None:
    assert run(book_face.lint, folder)[0] == 0, "ogi.art29 isn't cited, but its parts are"
    spoil(folder / "triage.yaml", "provisions: [ogi.art43]", "provisions: [ogi.art45]")
    status, out, err = run(book_face.lint, folder)
    assert (status, err.count("\n")) == (1, 1)
    assert err.startswith("provisions.yaml ogi.art43：规则书中没有引用，请引用，或者用only_read写明")
    spoil(folder / "provisions.yaml", "ogi.art43:\n", "ogi.art43:\n  only_read: 不是答复的依据\n")
    status, out, err = run(book_face.lint, folder)
    assert (status, err) == (0, "")
    assert "提示：provisions.yaml ogi.art43：只供查阅：不是答复的依据\n" in out


def test_a_provision_that_is_cited_must_not_say_that_it_is_only_read(folder: Path) -> None:
    spoil(folder / "provisions.yaml", "ogi.art45:\n", "ogi.art45:\n  only_read: 不是答复的依据\n")
    status, _out, err = run(book_face.lint, folder)
    assert (status, err) == (1, "provisions.yaml ogi.art45 only_read：规则书已经引用，不是只供查阅，请删去\n")


def test_what_checks_events_and_deadlines_cite_is_cited(folder: Path) -> None:
    for file, old, new, left in (
        ("checks.yaml", "litigation.art14, litigation.art15.item1", "litigation.art15.item1", "litigation.art14"),
        ("events.yaml", "[ogi.art3, ogi.art47.para2", "[ogi.art47.para2", "ogi.art3"),
        ("deadlines.yaml", "[review.art53.para1.item4, review.art54", "[review.art54", "review.art53.para1.item4"),
    ):
        spoil(folder / file, old, new)
        assert f"provisions.yaml {left}：规则书中没有引用" in run(book_face.lint, folder)[2]


@pytest.mark.parametrize(
    ("name", "old", "new", "place"),
    [
        ("triage.yaml", "  effective_from: 2019-05-15\n  when: {eq: [request.channel, oral]}",
         "  effective_from: 2019-05-15\n  when: {lt: [request.received_on, 2019-01-01]}", "triage.yaml oral_request when：任何情况下"),
        ("disclosure.yaml", "      - {eq: [search.recorded, true]}\n      - {eq: [search.found, false]}",
         "      - {eq: [search.recorded, false]}\n      - {eq: [search.found, false]}", "disclosure.yaml no_record when：任何情况下"),
        ("disclosure.yaml", "      - {exists: consultation.reply}\n      - {eq: [public_interest.override, true]}\n",
         "      - {eq: [public_interest.override, true]}\n", "third_party_consult_first when：可能与disclose_by_override"),
        ("disclosure.yaml", "      - not: {eq: [record.secrecy_unsure, true]}\n", "", "secrecy_unsure when：可能与sever（"),
        ("disclosure.yaml", "      - not: {eq: [record.led_by_other, true]}\n", "", "led_by_other_agency when：可能与sever（"),
        ("disclosure.yaml", "      - not: {in: [nature.responsibility, [known_agency, unknown_agency]]}\n", "",
         "responsible_agency_unknown when：可能与sever（"),
        ("triage.yaml", "      - not: {eq: [record.led_by_other, true]}\n", "", "responsible_agency_unknown（"),
        ("triage.yaml", "  when: {eq: [nature.publication, true]}\n  then: {outcome: triage, kind: publication}",
         "  when: {eq: [nature.publication, true]}\n  then: {outcome: triage, kind: petition}", "outcomes.yaml publication concluded_by"),
        ("charges.yaml", "{eq: [volume.excessive, false]}", "{eq: [volume.excessive, true]}",
         "charges.yaml charge_by_item when：可能与free_by_item"),
        ("triage.yaml", "  when: {eq: [nature.publication, true]}", "  when: {any: [{eq: [nature.publication, true]}, {not: {eq: [nature.publication, true]}}]}",
         "triage.yaml publication when：任何情况下都会成立"),
        ("disclosure.yaml", "    effective_from: 2024-09-01\n", "    effective_from: 2024-10-01\n",
         "disclosure.yaml secrecy_review_first effective_from：2024-08-31之后、2024-10-01之前没有施行中的版本"),
        ("deadlines.yaml", "    explanation: \"{date}申请人撤回申请，期限停止计算。\"\n",
         "    effective_to: 2027-06-01\n    explanation: \"{date}申请人撤回申请。\"\n  withdrawal_stops_later:\n    title: 撤回\n"
         "    event: request.withdrawn\n    effect: stop\n    provisions: [ogi.art45]\n    effective_from: 2027-07-01\n"
         "    explanation: \"{date}撤回。\"\n",
         "deadlines.yaml rules.withdrawal_stops_later effective_from：2027-06-01之后、2027-07-01之前没有施行中的版本"),
    ],
)  # fmt: skip
def test_a_planted_fault_is_found(folder: Path, name: str, old: str, new: str, place: str) -> None:
    spoil(folder / name, old, new)
    status, _out, err = run(book_face.lint, folder)
    assert status == 1
    assert place in err


def test_at_least_95_of_100_broken_conditions_are_noticed_and_quickly(book: Book) -> None:
    cases = [(data_folder("rules") / name).with_suffix(".cases.yaml") for name in RULE_FILES]
    examples = [example for path in cases for example in read_examples(path)[0]]
    started = perf_counter()
    score = mutate(book.rules, examples)
    assert perf_counter() - started < 5
    assert score.mutants >= 600
    assert score.share >= 0.99, [(one.rule.id, one.place, one.change) for one in score.survivors]


TWO: dict[str, Any] = {"all": [{"eq": ["nature.unclear", True]}, {"not": {"eq": ["nature.petition", True]}}]}


def test_every_condition_is_dropped_and_turned_round_once() -> None:
    plain: dict[str, Any] = {"eq": ["nature.unclear", True]}
    petition: dict[str, Any] = {"eq": ["nature.petition", True]}
    expected = {
        ("when.all[1]", "去掉"): {"all": [{"not": petition}]},
        ("when.all[1]", "取反"): {"all": [{"not": plain}, {"not": petition}]},
        ("when.all[2]", "去掉"): {"all": [plain]},
        ("when.all[2].not", "取反"): {"all": [plain, {"not": {"not": petition}}]},
    }
    found = {(one.place, one.change): one.rule.when for one in mutants(rule(TWO))}
    whole = found.pop(("when", "去掉"))
    assert found == {place: condition(data) for place, data in expected.items()}
    assert whole.parts == ()  # type: ignore[union-attr]


def test_a_mutant_that_no_example_notices_survives() -> None:
    holds = Example("some.cases.yaml", "甲", {"nature.unclear": True}, holds=("some_rule",))
    fails = Example("some.cases.yaml", "乙", {}, fails=("some_rule",))
    score = mutate([rule(TWO)], [holds, fails])
    assert [(one.place, one.change) for one in score.survivors] == [("when.all[2]", "去掉")]
    assert (score.mutants, score.share) == (5, 0.8)
    nothing = mutate([rule(TWO)], [])
    assert nothing.share == 0


def test_the_mutation_run_fails_without_enough_examples(folder: Path) -> None:
    status, out, err = run(book_face.mutate, folder)
    assert (status, err) == (0, "")
    assert out.count("没有示例发现") == 3, "one says in `when` what its period says, two what the order of steps says"
    for name in ("triage", "charges"):
        (folder / f"{name}.cases.yaml").write_text("[]\n", encoding="utf-8")
    status, out, err = run(book_face.mutate, folder)
    assert (status, err) == (1, "")
    assert "没有示例发现：charges.yaml charge_by_item when.all[1]去掉" in out


def test_the_test_run_counts_the_examples_of_each_rule(folder: Path) -> None:
    status, out, err = run(book_face.test, folder)
    assert (status, err) == (0, "")
    headed = [line for line in out.splitlines() if not line.startswith(" ")]
    assert [line.split("：")[0] for line in headed] == list(RULE_FILES)
    assert sum(int(line.split("，")[1].removesuffix("个示例")) for line in headed) >= 400
    assert "  oral_request：成立1，不成立1（其中只差一个事实1）\n" in out


def test_the_test_run_prints_one_line_a_fault(folder: Path) -> None:
    spoil(folder / "disclosure.yaml", "{eq: [consultation.reply, silent]}", "{eq: [consultation.reply, agreed]}")
    (folder / "charges.cases.yaml").unlink()
    status, _out, err = run(book_face.test, folder)
    lines = err.splitlines()
    assert status == 1
    assert lines[0] == "charges.cases.yaml：无法读取（没有这个文件）"
    assert any("third_party_silent：应当成立，实际不成立" in line for line in lines)
    assert "charges.yaml fee_paid holds：至少要有一个成立的示例" in lines
    spoil(folder / "triage.yaml", "outcome: abandoned", "outcome: abandonned")
    with pytest.raises(BookError, match=r"clarification_overdue then\.outcome：没有“abandonned”这种结论"):
        run(book_face.test, folder)
