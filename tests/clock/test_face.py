"""`ysq clock`: a JSON line or a page for each file, a line on standard error for each fault, and the exit status."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from ysq import clock_face
from ysq.clock_face.columns import pad, width, wrap
from ysq.domain.calendar import CalendarYear
from ysq.domain.terms import Mark
from ysq.rules.book import Book

GOOD = """
as_of: 2026-12-20
events:
  - {type: request.received, date: 2026-09-14, channel: online, confirmed_on: 2026-09-15}
  - {type: clarification.asked, date: 2026-09-18, working_days: 10}
  - {type: clarification.received, date: 2026-09-30}
  - {type: consultation.sent, date: 2026-10-12, party: 石钟县宏远建材有限公司, kind: third_party}
  - {type: consultation.delivered, date: 2026-10-14, party: 石钟县宏远建材有限公司}
  - {type: deadline.extended, date: 2026-11-20, working_days: 20}
  - {type: letter.posted, date: 2026-12-29, carrier: courier}
"""
KEYS = [
    *("file", "received_on", "due_on", "provisional", "state", "tolled_working_days", "timely"),
    *("deadlines", "findings", "steps", "days"),
]


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "案卷.yaml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def asked(book: Book, *paths: Path | str, pretty: bool = False) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = clock_face.run([str(path) for path in paths], pretty, book, out, err)
    return status, out.getvalue(), err.getvalue()


def test_a_file_becomes_one_compact_line_with_the_keys_of_the_contract(book: Book, good: Path) -> None:
    status, out, err = asked(book, good)
    assert (status, err, out.count("\n")) == (0, "", 1)
    answer = json.loads(out)
    assert list(answer) == KEYS
    assert list(answer["steps"][0]) == ["date", "effect", "working_days", "due_on", "rule", "provisions", "explanation"]
    assert list(answer["findings"][0] if answer["findings"] else {}) in ([], ["code", "message", "provisions"])
    assert list(answer["days"][0]) == ["date", "counted", "number", "why"]
    assert list(answer["deadlines"]["answer"]) == ["date", "provisional", "provisions"]
    assert answer["file"] == str(good)
    assert "石钟县" in out
    assert ", " not in out


def test_a_faulty_file_gets_a_line_and_the_others_are_still_answered(book: Book, good: Path, tmp_path: Path) -> None:
    broken, impossible = tmp_path / "broken.yaml", tmp_path / "impossible.yaml"
    broken.write_text("events: [", encoding="utf-8")
    impossible.write_text("events: [{type: fee.paid, date: 2026-03-02}]", encoding="utf-8")
    missing = tmp_path / "missing.yaml"
    status, out, err = asked(book, broken, good, missing, tmp_path, impossible, good)
    assert (status, out.count("\n")) == (2, 2)
    lines = err.splitlines()
    assert [line.split(": ")[0] for line in lines] == [str(path) for path in (broken, missing, tmp_path, impossible)]
    assert lines[1].endswith("没有这个文件，请核对路径")
    assert lines[2].endswith("是一个文件夹，请写出其中的文件")
    assert lines[3].endswith("events: 没有收到申请的登记（request.received），请补上")


def test_a_pipe_is_refused_at_once_and_the_others_are_still_answered(book: Book, good: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    status, out, err = asked(book, tmp_path / "pipe", "/dev/null", good)
    assert (status, out.count("\n")) == (2, 1)
    words = "file: 不是普通文件（而是管道或者设备），请先存为文件"
    assert err.splitlines() == [f"{tmp_path / 'pipe'}: {words}", f"/dev/null: {words}"]


def test_a_name_that_is_no_text_stays_on_one_line(book: Book) -> None:
    status, out, err = asked(book, "no\nsuch\udcff.yaml")
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert err.encode()


def test_the_page_tells_a_court_everything(book: Book, good: Path) -> None:
    status, page, err = asked(book, good, pretty=True)
    assert (status, err) == (0, "")
    assert "答复期限届满日  2026年12月24日（周四）" in page
    assert "以下登记在2026年12月20日（周日）之后，没有计入：\n    2026-12-29  第7条  答复书交邮" in page
    assert "《中华人民共和国政府信息公开条例》第三十一条" in page
    assert "提出意见的最后一日（石钟县宏远建材有限公司）" in page
    for setting in book.clock.parameters.policies.values():
        assert setting.title in page
        assert setting.reason[:12] in page
        assert f"［{setting.mark.zh}］" in page
    assert "10-10   3" in page
    assert "12-24 *40" in page
    assert "周六，国庆节调休上班" in page
    assert "没有需要注意的事项" in page
    assert "ogi." not in page


def test_the_page_says_loudly_what_is_provisional(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("events: [{type: request.received, date: 2026-12-07, channel: counter}]", encoding="utf-8")
    page = asked(book, path, pretty=True)[1]
    assert "2027年1月5日（周二）  【暂定，见下】" in page
    assert "【暂定】2027年的放假安排尚未公布。" in page
    path.write_text("events: [{type: request.received, date: 2026-03-02, channel: counter}]", encoding="utf-8")
    assert "暂定" not in asked(book, path, pretty=True)[1]


def test_the_page_cautions_about_the_last_days_before_a_year_without_notice(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("events: [{type: request.received, date: 2026-12-02, channel: counter}]", encoding="utf-8")
    page = asked(book, path, pretty=True)[1]
    assert "2026年12月30日（周三）  【可能调整，见下】" in page
    assert "【可能调整】国务院办公厅尚未公布2027年的放假安排" in page
    assert "［推断］" in page
    assert "【暂定】" not in page
    answer = json.loads(asked(book, path)[1])
    assert (answer["due_on"], answer["provisional"]) == ("2026-12-30", False), "the contract's word stays what it is"
    notice = CalendarYear(2027, published=True, notices=(), rest=())
    told = msgspec.structs.replace(book, calendars=(*book.calendars, notice))
    assert "可能调整" not in asked(told, path, pretty=True)[1]


def test_the_page_marks_numbers_that_weren_t_read_and_law_that_came_later(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    events = (
        "{type: request.received, date: 2018-03-01, channel: counter}",
        "{type: letter.delivered, date: 2018-03-20, via: signed}",
    )
    path.write_text(f"events: [{', '.join(events)}]", encoding="utf-8")
    page = "".join(line.strip() for line in asked(book, path, pretty=True)[1].splitlines())
    assert "［推断］原条例没有这一期限；照现行第三十条列出，不据以认定逾期。" in page
    assert "第三十条（当时尚未施行，推断照此计算）" in page
    assert "［未核实］只读到2023年修订的文本；此前的期限凭记忆。" in page
    path.write_text("events: [{type: request.received, date: 2026-03-02, channel: counter}]", encoding="utf-8")
    assert "当时尚未施行" not in asked(book, path, pretty=True)[1]


def test_every_number_that_wasn_t_read_says_why_it_stands(book: Book) -> None:
    values = [value for number in book.clock.parameters.numbers.values() for value in number.values]
    assert [value for value in values if (value.mark is not Mark.SOURCE) != bool(value.reason)] == []


def test_the_page_does_not_judge_an_answer_that_came_while_the_clock_waited(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    events = [
        "{type: request.received, date: 2026-03-02, channel: counter}",
        "{type: clarification.asked, date: 2026-03-05}",
    ]
    posted = "{type: letter.posted, date: 2026-06-01, carrier: post}"
    path.write_text(f"events: [{', '.join([*events, posted])}]", encoding="utf-8")
    page = asked(book, path, pretty=True)[1]
    assert "答复期限届满日  无（结束时期限正在等待申请人）" in page
    assert "是否按期        不判断：" in page
    assert "1.  2026年6月1日答复时，答复期限正在等待申请人补正" in page
    assert "按期  " not in page.replace("是否按期  ", "")


@pytest.mark.parametrize(("received", "unsure"), [("2016-03-02", True), ("2024-03-04", False)])
def test_the_page_says_which_numbers_of_the_remedies_were_not_read(
    book: Book, tmp_path: Path, received: str, *, unsure: bool
) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"events: [{{type: request.received, date: {received}, channel: counter}}]", encoding="utf-8")
    page = asked(book, path, pretty=True)[1].replace("\n      ", "")
    assert ("申请行政复议的期限（日）（至2023-12-31）：60［未核实" in page) is unsure
    assert ("直接提起行政诉讼的期限（月）（至2017-06-30）：6［未核实" in page) is unsure


def test_no_line_of_the_page_is_wider_than_eighty_columns_or_ends_in_a_space(book: Book, good: Path) -> None:
    page = asked(book, good, pretty=True)[1]
    lines = page.removeprefix(page.split("\n  收到申请之日")[0]).splitlines()
    assert [line for line in lines if width(line) > 80] == []
    assert [line for line in page.splitlines() if line != line.rstrip()] == []


def test_chinese_takes_two_columns() -> None:
    assert width("a中b") == 4
    assert pad("中文", 6) == "中文  "


def test_wrapping_keeps_dates_whole_and_never_begins_a_line_with_a_closing_mark() -> None:
    text = "申请于2026年3月2日收到，依照条例第三十三条第二款，应当在期限内答复（不得超过）。"
    for columns in range(20, 60):
        lines = wrap(text, columns).split("\n")
        assert "".join(lines) == text
        assert all(width(line) <= columns for line in lines)
        assert not any(line[0] in "，。）" for line in lines)
        assert any("2026年3月2日" in line for line in lines)
        assert any("第三十三条第二款" in line for line in lines)


def test_the_command_answers_and_leaves_with_status_two(good: Path) -> None:
    command = [sys.executable, "-m", "ysq", "clock", str(good), "missing.yaml"]
    done = subprocess.run(command, capture_output=True, check=False)
    assert done.returncode == 2
    assert json.loads(done.stdout)["due_on"] == "2026-12-24"
    assert done.stderr.decode().startswith("missing.yaml: file: ")
