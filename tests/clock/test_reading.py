"""Files and bodies that are no course of events: one Chinese line, with event and field, within a second."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.clock.asking import examples

from ysq.course import MAX_BYTES, CourseError, course_from_json, read_course, read_file
from ysq.domain.clock import MAX_ENTRIES, Course

RECEIVED = "events:\n  - {type: request.received, date: 2026-03-02, channel: online}\n"


def second(fields: str) -> str:
    return f"{RECEIVED}  - {{date: 2026-03-03, {fields}}}\n"


def refused(content: bytes) -> str:
    started = time.perf_counter()
    with pytest.raises(CourseError) as error:
        read_course(content, "案.yaml")
    assert time.perf_counter() - started < 1
    line = str(error.value)
    assert line.startswith("案.yaml: ")
    assert len(line.splitlines()) == 1
    assert len(line) < 400
    return line.removeprefix("案.yaml: ")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "file: 是空的；请写入events，至少一条request.received"),
        ("\ufeff \n", "file: 是空的；请写入events，至少一条request.received"),
        ("# 只有注释\n", "file: 应当是键值对（如type: request.received），实际是空"),
        ("- a", "file: 应当是键值对（如type: request.received），实际是列表"),
        ("as_of: 2026-03-02", "events: 缺少这一项，请补上"),
        ("evnts: []", "evnts: 没有这一项，请改正或者去掉；是不是“events”？"),
        ("events: 3", "events: 应当是列表，实际是3"),
        ("events: [1]", "event 1: event: 应当是键值对（如type: request.received），实际是1"),
        ("events: [{date: 2026-03-02}]", "event 1: type: 缺少这一项，请补上"),
        (second("type: fee.payed"), "event 2: type: “fee.payed”不是可用的取值；是不是“fee.paid”？"),
        (second("type: 3"), "event 2: type: 应当是文字，实际是3；是编号或者名称的，请加引号"),
        (RECEIVED.replace("online", "onlin"), "event 1: channel: “onlin”不是可用的取值；是不是“online”？"),
        (RECEIVED.replace("channel", "chanel"), "event 1: chanel: 没有这一项，请改正或者去掉；是不是“channel”？"),
        (RECEIVED.replace("date: 2026-03-02, ", ""), "event 1: date: 缺少这一项，请补上"),
        (RECEIVED.replace("-03-02", "-3-2"), "event 1: date: 日期应当写成YYYY-MM-DD（如2026-03-02），实际是“2026-3-2”"),
        (RECEIVED.replace("03-02", "02-30"), "event 1: date: 没有2026-02-30这一天，请核对日期"),
        (RECEIVED.replace("2026-03-02", "20260302"), "event 1: date: 应当是日期（YYYY-MM-DD），实际是20260302"),
        (
            second("type: deadline.extended, working_days: 251"),
            "event 2: working_days: 应当最多为250，实际是251，请改正",
        ),
        (second("type: deadline.extended, working_days: 0"), "event 2: working_days: 应当至少为1，实际是0，请改正"),
        (
            second("type: deadline.extended, working_days: '5'"),
            "event 2: working_days: 应当是整数，实际是“5”；请去掉引号",
        ),
        (
            second("type: consultation.answered, party: 5"),
            "event 2: party: 应当是文字，实际是5；是编号或者名称的，请加引号",
        ),
        (second("type: consultation.answered, party: ''"), "event 2: party: 应当至少为1个字，实际是0个字，请改正"),
        (
            second(f"type: consultation.answered, party: {'甲' * 101}"),
            "event 2: party: 应当最多为100个字，实际是101个字，请改正",
        ),
        (
            second('type: consultation.answered, party: "甲\\n乙"'),
            "event 2: party: 不能含有换行等控制字符，请去掉",
        ),
        (second("type: letter.issued, answers: some"), "event 2: answers: “some”不是可用的取值；可用的有：all"),
        (second("type: letter.issued, answers: []"), "event 2: answers: 应当至少为1项，实际是0项，请改正"),
        (
            second("type: letter.issued, answers: [1, '']"),
            "event 2: answers: 第2项：应当至少为1个字，实际是0个字，请改正",
        ),
        (
            second("type: clarification.received, excused: yes"),
            "event 2: excused: 应当是true或false，实际是“yes”",
        ),
        (RECEIVED + "as_of: 2026", "as_of: 应当是日期（YYYY-MM-DD），实际是2026"),
        (
            RECEIVED + "policy: {rest_day: strict}",
            "policy.rest_day: 没有这一项，请改正或者去掉；是不是“rest_day_receipt”？",
        ),
        (
            RECEIVED + "policy: {rest_day_receipt: next}",
            "policy.rest_day_receipt: “next”不是可用的取值；可用的有：strict、next_working_day",
        ),
        (
            RECEIVED + "policy: {clarification_response_working_days: 0}",
            "policy.clarification_response_working_days: 应当至少为1，实际是0，请改正",
        ),
        (RECEIVED + RECEIVED, "file: 第3行：键“events”重复，请只保留一个"),
        ("a: &a [x]\nevents: [*a, *a]", "file: 第1行：不接受YAML锚点和别名（& 与 *），请把内容直接写出"),
        (
            "events: !!python/name:os.system []",
            "file: 第1行：不接受YAML标签（tag:yaml.org,2002:python/name:os.system），请去掉",
        ),
        ('{"events": [], "events": []}', "file: 键“events”重复，请只保留一个"),
        ('{"events": [}', "file: 第1行第13列：JSON格式有误（这里缺少值），请改正后再试"),
        ('{"events": NaN}', "file: NaN不是JSON的值，请改为数字或者null"),
        ('{"events": 1234567890123456}', "file: 数字123456789012345…过长（最多15位）；编号请加引号"),
        (
            '{"events": [{"type": "consultation.answered", "date": "2026-03-02", "party": "\\ud800"}]}',
            "file: 含有不成对的代理字符（如\\ud800），不是有效的文字；请改正",
        ),
    ],
)
def test_a_malformed_file_is_told_what_is_wrong_and_what_to_do(text: str, line: str) -> None:
    assert refused(text.encode()) == line


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a" * (MAX_BYTES + 1), "1 MiB"),
        (b"\xd6\xd0: 1", "第1个字节起不是UTF-8编码"),
        ("events: []".encode("utf-16"), "不是UTF-8"),
        (b"events:\0", "NUL"),
        (b"[" * 500_000, "嵌套超过20层"),
        (b'{"a":' + b"[" * 500_000, "嵌套过深"),
        (b"- a\n" * 260_000, "50000项"),
        (b"events: [" + b"{a: b}," * 140_000 + b"]", "50000项"),
        (b'{"events": [' + b"{}," * 340_000 + b"{}]}", f"最多{MAX_ENTRIES}条"),
        (b"".join(b"k%d: 1\n" % n for n in range(80_000)), "50000项"),
        (b"!" * 1_000_000, "标签"),
        (b"x" * 1_000_000 + b": 1", "YAML格式有误"),
        (b"- " * 500_000, "嵌套超过20层"),
        (b'"' * 1_000_000, "YAML格式有误"),
        (b"events: " + b"x\n " * 340_000, "应当是列表"),
    ],
    ids=range(15),
)
def test_a_hostile_file_is_refused_in_one_line_within_a_second(content: bytes, words: str) -> None:
    assert words in refused(content)


def test_one_entry_more_than_allowed_is_refused_and_the_limit_itself_is_read() -> None:
    entries = [{"type": "fee.demanded", "date": "2026-03-02"}] * (MAX_ENTRIES + 1)
    assert "1001条" in refused(json.dumps({"events": entries}).encode())
    assert len(read_course(json.dumps({"events": entries[1:]}).encode(), "x").events) == MAX_ENTRIES


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_yaml_and_json_say_the_same_with_or_without_a_byte_order_mark(mark: str) -> None:
    event = {"type": "request.received", "date": "2026-03-02", "channel": "online"}
    as_json = read_course((mark + json.dumps({"events": [event]})).encode(), "x.json")
    assert as_json == read_course((mark + RECEIVED).encode(), "x.yaml")
    assert as_json == course_from_json((mark + json.dumps({"events": [event]})).encode())


def test_a_body_is_refused_without_a_file_name_and_never_read_as_yaml() -> None:
    with pytest.raises(CourseError, match=r"\Aevents: 缺少"):
        course_from_json(b"{}")
    with pytest.raises(CourseError, match=r"\Afile: 第1行第1列：JSON格式有误"):
        course_from_json(RECEIVED.encode())


def test_a_large_file_is_never_read_whole(tmp_path: Path) -> None:
    large = tmp_path / "large.yaml"
    with large.open("wb") as file:
        file.truncate(50 << 20)
    assert len(read_file(large)) == MAX_BYTES + 1


def said(read: Callable[[], Course]) -> str | None:
    """The line of the refusal, if it was one."""
    try:
        read()
    except CourseError as error:
        return str(error)
    return None


json_like = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3000) | st.text(max_size=8) | st.sampled_from(["2026-03-02", "all"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["type", "date", "party", "kind", "answers", "events", "policy", "as_of", "x`\n"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)
entries = st.fixed_dictionaries(
    {"type": st.sampled_from(["letter.issued", "consultation.sent", "deadline.extended", "fee.paid", "nothing"])},
    optional={"date": json_like, "party": json_like, "answers": json_like, "working_days": json_like, "y": json_like},
)


@examples(150)
@given(data=st.one_of(json_like, st.fixed_dictionaries({"events": st.lists(entries, max_size=3)})))
def test_whatever_json_comes_in_it_is_a_course_or_one_line(data: Any) -> None:
    line = said(lambda: course_from_json(json.dumps(data).encode()))
    assert line is None or (len(line.splitlines()) == 1 and ": " in line)


@examples(200)
@given(content=st.binary(max_size=60) | st.text(alphabet="{}[]:,-'\"&*!|>#%@` \nabe1\t", max_size=40).map(str.encode))
def test_whatever_bytes_come_in_they_are_a_course_or_one_line(content: bytes) -> None:
    line = said(lambda: read_course(content, "x"))
    assert line is None or len(line.splitlines()) == 1
