"""YAML as plain data: what is read, and every trick that isn't."""

import time
from typing import Any

import pytest

from ysq import strict_yaml
from ysq.strict_yaml import YamlError


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("# nothing", None),
        ("a: 1", {"a": 1}),
        ("a: -3", {"a": -3}),
        ("a: 1.50", {"a": 1.5}),
        ("a: 123456789012345", {"a": 123456789012345}),
        ("a: true\nb: false\nc: null\nd: ~\ne:", {"a": True, "b": False, "c": None, "d": None, "e": None}),
        (
            "[yes, no, on, off, Yes, NO, True, FALSE, Null]",
            ["yes", "no", "on", "off", "Yes", "NO", "True", "FALSE", "Null"],
        ),
        (
            "[010, 0x1f, 1_000, 0o7, 1e3, .5, 1., .inf, .nan, 12:30]",
            ["010", "0x1f", "1_000", "0o7", "1e3", ".5", "1.", ".inf", ".nan", "12:30"],
        ),
        ("a: 2026-03-02", {"a": "2026-03-02"}),
        ("a: 2026-03-02T00:00:00Z", {"a": "2026-03-02T00:00:00Z"}),
        ("a: '12'\nb: \"true\"\nc: ''", {"a": "12", "b": "true", "c": ""}),
        ("1: a\ntrue: b", {"1": "a", "true": "b"}),
        ("a: |\n  第一行\n  第二行\n", {"a": "第一行\n第二行\n"}),
        ("- [1, {b: 2}]\n- 甲", [[1, {"b": 2}], "甲"]),
        ("--- \na: 1\n...\n", {"a": 1}),
    ],
)
def test_plain_data_is_read_as_it_looks(text: str, value: Any) -> None:
    assert strict_yaml.load(text) == value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x 1", "第1行：不接受YAML锚点和别名"),
        ("a: 1\nb: *a", "第2行：不接受YAML锚点和别名"),
        ("&k a: 1", "不接受YAML锚点和别名"),
        ("a: !!str 1", "不接受YAML标签"),
        ("a: !!python/object/apply:os.system [ls]", "不接受YAML标签"),
        ("!custom {a: 1}", "不接受YAML标签（!custom）"),
        ("a: 1\nb: 2\na: 3", "第3行：键“a”重复"),
        ("{a: 1, 'a': 2}", "键“a”重复"),
        ("x: {b: 1, c: 2, b: 3}", "键“b”重复"),
        ("? [1, 2]\n: x", "键应当是一个词"),
        ("? {a: 1}\n: x", "键应当是一个词"),
        ("<<: {a: 1}", "键应当是一个词"),
        ("a: 1\n---\nb: 2", "一个文件只能有一份YAML文档"),
        ("a: 1234567890123456", "第1行：数字过长（最多15位）；编号请加引号"),
        ("a: [1, 2", "第2行第1列：YAML格式有误（方括号里缺少逗号"),
        ("a: b: c", "第1行第5列：YAML格式有误（这里不能有“键: 值”"),
        ("a:\n\t- b", "制表符"),
        ("a: 'x", "文字没有收尾的引号"),
        ("a: \x07", "YAML格式有误"),
        ("%YAML 9.9\n---\na: 1", "YAML格式有误"),
    ],
)
def test_anything_else_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(YamlError) as refused:
        strict_yaml.load(text)
    assert words in str(refused.value)
    assert len(str(refused.value)) < 200


def test_nesting_is_bounded_and_the_bound_itself_is_read() -> None:
    assert strict_yaml.load("[" * 20 + "]" * 20) is not None
    with pytest.raises(YamlError, match="嵌套超过20层"):
        strict_yaml.load("[" * 22 + "]" * 22)
    with pytest.raises(YamlError, match="嵌套超过20层"):
        strict_yaml.load("".join(" " * n + "a:\n" for n in range(22)))


def test_the_number_of_nodes_is_bounded_and_the_bound_itself_is_read() -> None:
    assert len(strict_yaml.load("- a\n" * 9, most_nodes=10)) == 9
    with pytest.raises(YamlError, match="内容超过10项"):
        strict_yaml.load("- a\n" * 10, most_nodes=10)


@pytest.mark.parametrize(
    "bomb",
    [
        "a: &a [x, x]\n"
        + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)),
        "[" * 1_000_000,
        "{a: " * 300_000,
        "- " * 500_000,
        "? " * 500_000,
        "&a " * 300_000,
        "!!" * 500_000,
    ],
    ids=["laughs", "brackets", "braces", "dashes", "questions", "anchors", "tags"],
)
def test_a_bomb_is_refused_before_it_is_expanded(bomb: str) -> None:
    started = time.perf_counter()
    with pytest.raises(YamlError):
        strict_yaml.load(bomb)
    assert time.perf_counter() - started < 0.5
