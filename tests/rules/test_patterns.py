"""Patterns that would search for ever are refused; those that a check needs are not."""

import pytest

from ysq.rules.patterns import fault_of


@pytest.mark.parametrize(
    "source",
    ["(a+)+$", "b(?:a|a)*$", "(?:一|一二)+$", "(aa?)+$", "(a{1,3}){2,9}", "((a)+)*b", "x(?=(a+)+)", "(?:a+){2}"],
)
def test_a_repetition_of_what_may_match_in_several_ways_is_refused(source: str) -> None:
    assert "重复的括号里" in str(fault_of(source))


@pytest.mark.parametrize(
    "source", ["(?:第[一二三]项)+", "[^。]{0,20}公开", "(?:已经?|曾)(?:于[^。]{2,14})?答复", "a+b*c+", "(?:a+)?b"]
)
def test_an_ordinary_pattern_may_be_used(source: str) -> None:
    assert fault_of(source) is None


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("(未", "不是可用的正则表达式（missing )"),
        ("[未", "不是可用的正则表达式（unterminated character set"),
        ("a{99999999999}", "重复的次数过大"),
        ("(" * 2000 + "a" + ")" * 2000, "括号嵌套过深"),
        ("(?<=公+)开", "不是可用的正则表达式（look-behind requires fixed-width"),
        ("公开?|", "什么都没有也会匹配"),
        ("(?<!公开)", "什么都没有也会匹配"),
        ("a.*b.*c.*d.*e", "不限次数的重复"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_told_why(source: str, told: str) -> None:
    assert told in str(fault_of(source))
