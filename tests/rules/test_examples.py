"""The worked examples beside the rule files hold, and a wrong or missing one is told."""

from pathlib import Path

import pytest
from tests.rules.ruling import rule, written

from ysq import strict_yaml
from ysq.resources import data_folder
from ysq.rules.book import Book
from ysq.rules.examples import DAY, Example, check, coverage, read_examples, uncovered
from ysq.rules.facts import VOCABULARY
from ysq.rules.load import RULE_FILES

FOLDER = data_folder("rules")
CASES = [(FOLDER / name).with_suffix(".cases.yaml") for name in RULE_FILES]
EXAMPLES = [example for path in CASES for example in read_examples(path)[0]]
UNCLEAR = rule({"eq": ["nature.unclear", True]})


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.name)
def test_the_worked_examples_are_well_written(path: Path) -> None:
    examples, faults = read_examples(path)
    assert not faults, [str(fault) for fault in faults]
    assert examples


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_a_worked_example_holds(book: Book, example: Example) -> None:
    faults = check([example], book.rules)
    assert not faults, [str(fault) for fault in faults]


def test_every_rule_holds_in_one_example_and_misses_another_by_one_fact(book: Book) -> None:
    found = coverage(EXAMPLES, book.rules)
    assert not uncovered(found, "all")
    assert len(found) == len({rule.id for rule in book.rules}) >= 100
    assert len(EXAMPLES) >= 400


def test_every_fact_that_a_clerk_may_answer_is_asked_by_some_rule() -> None:
    text = "".join((FOLDER / name).read_text(encoding="utf-8") for name in RULE_FILES)
    unused = {name for name in VOCABULARY if f"{name}," not in text and f"{name}}}" not in text}
    assert unused == {"request.requester_kind"}


def test_the_examples_are_the_list_that_the_page_shows() -> None:
    for path in CASES:
        for entry in strict_yaml.load(path.read_text(encoding="utf-8")):
            assert list(entry) == ["name", "on", "facts", "holds", "not"], entry["name"]


def examples(folder: Path, text: str) -> tuple[list[Example], list[str]]:
    path = folder / "some.cases.yaml"
    path.write_text(text, encoding="utf-8")
    found, faults = read_examples(path)
    return list(found), [str(fault) for fault in faults]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "- {name: 甲, facts: {nature.uncler: true}, holds: [a_rule]}",
            "“甲” facts.nature.uncler：没有“nature.uncler”这一事实",
        ),
        (
            "- {name: 甲, facts: {nature.unclear: 1}, holds: [a_rule]}",
            "“1”不是nature.unclear（性质·内容不明确）的值，应当写 true（是）或者 false（否）",
        ),
        (
            "- {name: 甲, facts: {request.channel: telex}, holds: [a_rule]}",
            "应当是规定的词，可以写：counter（当面提交）、",
        ),
        ("- {name: 甲, facts: {request.items: 0}, holds: [a_rule]}", "“0”不是request.items"),
        ("- {name: 甲, facts: {clarification.asked: null}, holds: [a_rule]}", "不是clarification.asked"),
        (
            "- {name: 甲, facts: {search.found: true}, holds: [a_rule]}",
            "“甲” facts.search.found：写了“检索·找到所申请的信息”，而“检索·有检索记录”不是true",
        ),
        (
            "- {name: 甲, facts: {clarification.overdue: true}, holds: [a_rule]}",
            "请写明 clarification.asked: true，或者去掉这一项",
        ),
        ("- {name: 甲, on: 2026-03-01, facts: {}, holds: [a_rule]}", "收到之日2026-03-02晚于所看的日子2026-03-01"),
        ("- {name: 甲, facts: {}}", "应当写明哪些规则成立（holds）或者不成立（not）"),
        ("- {name: 甲, facts: {}, holds: [a_rule], not: [a_rule]}", "a_rule既写了成立又写了不成立"),
        ("- {facts: {}, holds: [a_rule]}", "第1个示例 name：缺少这一项"),
        (
            "- {name: 甲, facts: {}, holds: [a_rule], fact: {}}",
            "“甲” fact：没有这一项，可以写：name、facts、on、holds、not",
        ),
        ("- {name: 甲, facts: [nature.unclear], holds: [a_rule]}", "“甲” facts：应当是"),
        ("- {name: 甲, facts: {}, holds: [a_rule], on: 2026-3-2}", "“甲” on：应当是日期"),
        ("- 甲", "第1个示例：应当是“键: 值”的形式"),
        ("some_rule: 3\n", "应当是示例的列表"),
        ("a: {b: c\n", "YAML格式有误"),
    ],
)
def test_a_badly_written_example_is_told(tmp_path: Path, text: str, message: str) -> None:
    found, (fault,) = examples(tmp_path, text)
    assert not found
    assert fault.startswith("some.cases.yaml")
    assert message in fault
    assert "\n" not in fault


def test_a_name_used_twice_is_told(tmp_path: Path) -> None:
    one = "- {name: 甲, facts: {}, holds: [a_rule]}\n"
    _found, faults = examples(tmp_path, one + one)
    assert faults == ["some.cases.yaml “甲” name：这个名称用了不止一次"]


def test_missing_examples_are_told(tmp_path: Path) -> None:
    _found, (fault,) = read_examples(tmp_path / "gone.cases.yaml")
    assert "无法读取" in str(fault)
    told = uncovered(coverage([], [UNCLEAR]), "some.yaml")
    assert [fault.field for fault in told] == ["holds", "not"]


def test_a_miss_by_two_facts_is_no_near_miss() -> None:
    both = rule({"all": [{"eq": ["nature.unclear", True]}, {"eq": ["nature.petition", True]}]})
    far = Example("some.cases.yaml", "差得远", {}, fails=("some_rule",))
    near = Example("some.cases.yaml", "差一点", {"nature.unclear": True}, fails=("some_rule",))
    assert [coverage([one], [both])[0].nearly for one in (far, near)] == [0, 1]


@pytest.mark.parametrize(
    ("example", "message"),
    [
        ("{name: 甲, facts: {nature.unclear: false}, holds: [some_rule]}", "应当成立，实际不成立：性质·内容不明确"),
        ("{name: 甲, facts: {nature.unclear: true}, not: [some_rule]}", "应当不成立，实际成立：性质·内容不明确"),
        (
            "{name: 甲, facts: {nature.unclear: true, request.received_on: 2019-01-01}, holds: [some_rule]}",
            "没有施行中的版本",
        ),
        ("{name: 甲, facts: {}, holds: [no_rule]}", "没有这条规则"),
    ],
)
def test_an_example_that_the_rules_do_not_bear_out_is_told(tmp_path: Path, example: str, message: str) -> None:
    found, faults = examples(tmp_path, f"- {example}\n")
    assert not faults
    (told,) = check(found, [UNCLEAR])
    assert message in str(told)


def test_a_rule_that_is_not_in_force_does_not_hold(tmp_path: Path) -> None:
    early = "- {name: 甲, facts: {nature.unclear: true, request.received_on: 2019-05-14}, not: [some_rule]}\n"
    found, _none = examples(tmp_path, early)
    assert not check(found, [UNCLEAR])
    assert found[0].on == DAY


def test_the_rule_and_the_examples_of_the_page_for_authors_are_sound(tmp_path: Path, book: Book) -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    shown = [block.split("```")[0] for block in page.split("```yaml\n")[1:]]
    (asked,), faults = written(tmp_path, shown[0], book)
    assert not faults
    assert asked.when in [rule.when for rule in book.rules if rule.id == asked.id]
    found, badly = examples(tmp_path, shown[2])
    assert (len(found), badly) == (2, [])
    assert not check(found, [asked])
    assert not uncovered(coverage(found, [asked]), "README.md")


def test_the_page_for_authors_lists_every_conclusion_and_fits_one_page(book: Book) -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    used = {str(rule.then.__struct_config__.tag) for rule in book.rules}
    assert len(used) == 26
    assert not [outcome for outcome in used if f"`{outcome}`" not in page]
    assert len(page.partition("\n## The other files")[0].splitlines()) <= 100
