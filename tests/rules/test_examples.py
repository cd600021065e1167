"""The worked examples beside the rule files hold, and a wrong or missing one is told."""

import io
from pathlib import Path

import msgspec
import pytest
import yaml
from tests.rules.ruling import rule, written

from ysq import rules_face
from ysq.resources import data_folder
from ysq.rules.book import Book
from ysq.rules.examples import Example, check, read_examples
from ysq.rules.load import RULE_FILES

FOLDER = data_folder("rules")
EXAMPLES = [
    example
    for name in RULE_FILES
    for example in read_examples((FOLDER / name).with_suffix(".cases.yaml"))[0]
]  # fmt: skip


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.rule}-{example.place}")
def test_a_worked_example_holds(book: Book, example: Example) -> None:
    rules = [one for one in book.rules if one.id == example.rule]
    faults = [fault for fault in check([example], rules, example.file) if "至少要有" not in fault.message]
    assert not faults, [str(fault) for fault in faults]


def test_every_rule_has_both_kinds_of_example(book: Book) -> None:
    assert not check(EXAMPLES, book.rules, "all")
    assert len(book.rules) >= 40


def examples(folder: Path, text: str) -> tuple[list[Example], list[str]]:
    path = folder / "some.cases.yaml"
    path.write_text(text, encoding="utf-8")
    found, faults = read_examples(path)
    return list(found), [str(fault) for fault in faults]


def one(kind: str, entry: str) -> str:
    return f"some_rule:\n  {kind}:\n    - {entry}\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (one("fires", "{title: 甲, facts: {nature.uncler: true}}"), "fires[1].facts：没有“nature.uncler”这一事实"),
        (one("fires", "{title: 甲, facts: {nature.unclear: 1}}"), "“1”不是nature.unclear（性质·内容不明确）的值"),
        (one("fires", "{title: 甲, facts: {request.channel: telex}}"), "“telex”不是request.channel"),
        (one("fires", "{title: 甲, facts: {request.items: 0}}"), "“0”不是request.items"),
        (one("fires", "{title: 甲, facts: {clarification.asked: null}}"), "不是clarification.asked"),
        (one("fires", "{title: 甲, facts: {nature.unclear: true}, lacks: [nature.unclear]}"), "成立的示例不写"),
        (one("near_misses", "{title: 甲, facts: {nature.unclear: true}}"), "应当写明缺的是哪些事实"),
        (one("fires", "{facts: {nature.unclear: true}}"), "fires[1].title：缺少这一项"),
        (one("fires", "{title: 甲, facts: {}, fact: {}}"), "fires[1].fact：没有这一项"),
        (one("fires", "{title: 甲, facts: [nature.unclear]}"), "fires[1].facts：应当是"),
        (one("fires", "{title: 甲, facts: {}, on: 2026-3-2}"), "fires[1].on：应当是日期"),
        (one("fires", "甲"), "fires[1]：应当是“键: 值”的形式"),
        (one("fire", "{title: 甲, facts: {}}"), "应当有 fires（成立）和 near_misses（差一点成立）两组示例"),
        ("some_rule: 3\n", "两组示例"),
        ("- 3\n", "两组示例"),
        ("a: {b: c\n", "YAML格式有误"),
    ],
)
def test_a_badly_written_example_is_told(tmp_path: Path, text: str, message: str) -> None:
    found, (fault,) = examples(tmp_path, text)
    assert not found
    assert fault.startswith("some.cases.yaml")
    assert message in fault
    assert "\n" not in fault


def test_missing_examples_are_told(tmp_path: Path) -> None:
    _found, (fault,) = read_examples(tmp_path / "gone.cases.yaml")
    assert "无法读取" in str(fault)
    unclear = rule({"eq": ["nature.unclear", True]})
    assert [fault.field for fault in check([], [unclear], "some.cases.yaml")] == ["fires", "near_misses"]


NEAR = "lacks: [nature.unclear]"
OLD = "request.received_on: 2019-01-01"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (one("fires", "{title: 甲, facts: {nature.unclear: false}}"), "“甲”应当成立，实际不成立：性质·内容不明确"),
        (
            one("near_misses", f"{{title: 甲, facts: {{nature.unclear: true}}, {NEAR}}}"),
            "应当差一点才成立，实际成立",
        ),
        (one("near_misses", "{title: 甲, facts: {}, lacks: [nature.petition]}"), "实际缺nature.unclear："),
        (one("fires", f"{{title: 甲, facts: {{nature.unclear: true, {OLD}}}}}"), "没有施行中的版本"),
        (one("fires", "{title: 甲, facts: {}}").replace("some_rule", "no_rule"), "没有这条规则"),
    ],
)
def test_an_example_that_the_rules_do_not_bear_out_is_told(tmp_path: Path, text: str, message: str) -> None:
    found, faults = examples(tmp_path, text)
    assert not faults
    told = [str(fault) for fault in check(found, [rule({"eq": ["nature.unclear", True]})], "some.cases.yaml")]
    assert any(message in fault for fault in told)


def test_the_page_for_authors_lists_every_fact_and_its_example_is_sound(tmp_path: Path, book: Book) -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    table = io.StringIO()
    assert rules_face.facts(table) == 0
    assert page.endswith(table.getvalue())
    shown = [block.split("```")[0] for block in page.split("```yaml\n")[1:]]
    (asked,), faults = written(tmp_path, shown[0], book)
    assert not faults
    assert msgspec.structs.replace(asked, concern="disclosure") in book.rules
    found, badly = examples(tmp_path, shown[2])
    assert (len(found), badly) == (2, [])
    assert not check(found, [asked], "README.md")


def test_the_page_for_authors_lists_every_conclusion() -> None:
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    used = {
        body["then"]["outcome"]
        for name in RULE_FILES
        for body in yaml.safe_load((FOLDER / name).read_text(encoding="utf-8")).values()
    }
    assert len(used) == 21
    assert not [outcome for outcome in used if f"`{outcome}`" not in page]
