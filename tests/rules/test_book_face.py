"""`ysq rules` as it is typed: the same answers on the command line, one JSON line a file, and clear faults."""

import json
from pathlib import Path
from typing import Any

import pytest

from ysq.cli import main
from ysq.rules.book import Book

REFUSED = """\
request: {received_on: 2026-03-02, channel: fax}
record.interests: [third_party]
consultation.sent: true
consultation.reply: refused
"""


@pytest.fixture
def refused(tmp_path: Path) -> Path:
    path = tmp_path / "facts.yaml"
    path.write_text(REFUSED, encoding="utf-8")
    return path


def asked(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main(["rules", *map(str, arguments)])
    said = capsys.readouterr()
    return status, said.out, said.err


def line(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    status, out, err = asked(capsys, "evaluate", "--json", *arguments)
    assert (status, err, out.count("\n")) == (0, "", 1)
    found: dict[str, Any] = json.loads(out)
    return found


def test_each_file_is_answered_by_one_json_line(
    capsys: pytest.CaptureFixture[str], book: Book, refused: Path, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.yaml"
    empty.write_text("nature.petition: true\n", encoding="utf-8")
    status, out, err = asked(capsys, "evaluate", "--json", "--on", "2026-04-01", refused, empty)
    assert (status, err) == (0, "")
    first, second = map(json.loads, out.splitlines())
    assert (first["file"], first["on"], first["book"]) == (str(refused), "2026-04-01", book.fingerprint)
    (unjudged, _separable) = first["findings"]
    assert (unjudged["concern"], unjudged["rule"]) == ("disclosure", "third_party_reasons_unjudged")
    assert unjudged["conclusion"] == {"outcome": "warn", "code": "judge_third_party_reasons"}
    (cited,) = unjudged["provisions"]
    assert (cited["id"], cited["text"]) == ("ogi.art32", book.provisions["ogi.art32"].gist)
    assert unjudged["trace"][0]["actual"] == "refused"
    assert [found["rule"] for found in second["findings"]] == ["petition"]


def test_a_setting_is_shown_with_its_reason(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("filing: {foreign: true}\nrequest.items: 3\n", encoding="utf-8")
    several, foreign = sorted(line(capsys, path)["findings"], key=lambda found: found["rule"], reverse=True)
    assert (several["mark"], foreign["mark"]) == ("inference", "memory")
    assert several["setting"].startswith("推断：条例没有授权以一事一申请为由不受理")
    assert foreign["setting"].startswith("未核实：条例第二十七条写")
    _status, out, _err = asked(capsys, "evaluate", path)
    assert several["setting"] in out
    assert "申请·事项数：要求大于“1”，记录为“3”，符合" in out


def test_one_worked_example_is_a_file_of_facts(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("name: 甲\non: 2026-05-06\nfacts: {nature.petition: true}\nholds: [petition]\nnot: []\n", "utf-8")
    found = line(capsys, path)
    assert found["on"] == "2026-05-06"
    assert [one["rule"] for one in found["findings"]] == ["petition"]


def test_the_day_chooses_the_version_of_the_law(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "facts.yaml"
    path.write_text("on: 2020-12-31\nvolume.excessive: true\nrequest.month_count: 31\n", encoding="utf-8")
    assert "charge_by_item" not in {one["rule"] for one in line(capsys, path)["findings"]}
    later = line(capsys, path, "--on", "2021-01-01")
    assert "charge_by_item" in {one["rule"] for one in later["findings"]}


def test_why_not_names_the_smallest_changes(capsys: pytest.CaptureFixture[str], refused: Path) -> None:
    found = line(capsys, refused, "--why-not", "third_party_interest")
    assert (found["outcome"], found["supported"]) == ("third_party_interest", False)
    (way,) = found["ways"]
    assert way["rule"] == "third_party_refused"
    assert way["changes"] == [
        {
            "fact": "consultation.reasons_accepted", "label": "征求第三方意见·不同意的理由合理",
            "before": None, "after": True,
        }
    ]  # fmt: skip
    _status, out, _err = asked(capsys, "evaluate", refused, "--why-not", "third_party_interest")
    assert "征求第三方意见·不同意的理由合理：由未填写改为“是”" in out


def test_why_not_says_when_there_is_nothing_to_change(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, refused: Path
) -> None:
    withdrawn = line(capsys, refused, "--why-not", "withdrawn")
    assert (withdrawn["supported"], withdrawn["ways"]) == (False, [])
    assert "由申请人撤回申请而发生" in withdrawn["note"]
    old = tmp_path / "old.yaml"
    old.write_text("request.received_on: 2018-03-01\n", encoding="utf-8")
    assert "改变任何事实都得不出这一结果" in line(capsys, old, "--why-not", "disclosed")["note"]
    petition = tmp_path / "petition.yaml"
    petition.write_text("nature.petition: true\n", encoding="utf-8")
    assert line(capsys, petition, "--why-not", "petition")["supported"] is True
    assert "规则已经支持" in asked(capsys, "evaluate", petition, "--why-not", "petition")[1]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nature.uncler: true", "nature.uncler：没有“nature.uncler”这一事实"),
        (
            "nature: {unclear: 1}",
            "nature.unclear：“1”不是nature.unclear（性质·内容不明确）的值，应当写 true（是）或者 false（否）",
        ),
        ("request.channel: telex", "应当是规定的词，可以写：counter（当面提交）、"),
        ("nature: {unclear: true}\nnature.unclear: true", "nature.unclear：写了不止一次"),
        ("on: tomorrow\nnature.unclear: true", "on：“tomorrow”不是日期，写成 2026-03-02"),
        ("on: 2026-01-05\nrequest.received_on: 2026-03-02", "收到之日2026-03-02晚于所看的日子2026-01-05"),
        (
            "request.received_on: 2008-04-30",
            "request.received_on：2008-04-30尚无政府信息公开条例（2008年5月1日起施行）",
        ),
        ("on: 0001-01-01\nnature.unclear: true", "request.received_on：0001-01-01尚无政府信息公开条例"),
        ("nature.unclear: 是", "“是”不是nature.unclear（性质·内容不明确）的值，应当写 true（是）或者 false（否）"),
        (
            "search.found: true",
            "search.found：写了“检索·找到所申请的信息”，而“检索·有检索记录”不是true；请写明 search.recorded: true",
        ),
        ("consultation: {sent: false, reply: agreed}", "consultation.reply：写了“征求第三方意见·结果”，而"),
        (
            "clarification.overdue: true",
            "clarification.overdue：写的是true，“补正·逾期”，而“补正·已告知”不是true；请写明",
        ),
        ("fee.paid: true", "请写明 fee.demanded: true，或者去掉这一项"),
        ("facts: {}\nfact: {}", "fact：facts之外只写name、on、holds、not"),
        ("- nature.unclear", "应当是“事实: 值”的形式"),
        ("nature.unclear: [true", "YAML格式有误"),
        ("a" * 100_001, "文件过大"),
    ],
)
def test_a_bad_file_is_told_in_a_line_and_the_others_are_answered(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, refused: Path, text: str, message: str
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(text, encoding="utf-8")
    status, out, err = asked(capsys, "evaluate", "--json", bad, refused)
    assert (status, out.count("\n"), err.count("\n")) == (2, 1, 1)
    assert err.startswith(f"{bad}：")
    assert message in err


def test_a_file_that_is_not_there_or_not_text_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(b"\xff\xfe\x00")
    status, _out, err = asked(capsys, "evaluate", tmp_path / "gone.yaml", binary)
    gone, read = err.splitlines()
    assert status == 2
    assert "无法读取（没有这个文件）" in gone
    assert "不是UTF-8文字" in read


def test_an_unknown_outcome_is_told_with_those_there_are(capsys: pytest.CaptureFixture[str], refused: Path) -> None:
    status, out, err = asked(capsys, "evaluate", refused, "--why-not", "state_secrets")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert "没有“state_secrets”这种办理结果" in err
    assert "state_secret（不予公开（国家秘密））" in err


def test_a_book_that_cannot_be_read_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path, refused: Path) -> None:
    for command in (["evaluate", refused], ["test"], ["lint"], ["mutate"]):
        status, out, err = asked(capsys, *command, "--rules", tmp_path / "nowhere")
        assert (status, out) == (2, "")
        assert "没有日历文件" in err


def test_the_vocabulary_and_the_proofs_are_commands(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _err = asked(capsys, "facts")
    assert status == 0
    assert "| `nature.unclear` | 性质·内容不明确 | 是或否 | 是 | `true` 是，`false` 否 |" in out
    assert [asked(capsys, command)[0] for command in ("test", "lint", "mutate")] == [0, 0, 0]


def test_a_cited_provision_says_that_it_is_a_summary_and_how_sure_it_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, book: Book
) -> None:
    path = tmp_path / "pages.yaml"
    path.write_text("fee.pages: 50\n", encoding="utf-8")
    cited = line(capsys, path)["findings"][0]["provisions"][1]
    assert (cited["id"], cited["summary"], cited["mark"]) == ("fees.art5", True, book.provisions["fees.art5"].mark)
    assert f"第五条（{cited['doubt']}）" in asked(capsys, "evaluate", path)[1]


def test_what_a_terminal_would_obey_is_written_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text('nature.duplicate_of: "a\\e[31m\\u202Eb"\n"na\\e[31mture": true\n', encoding="utf-8")
    _status, _out, err = asked(capsys, "evaluate", path)
    assert "\x1b" not in err
    assert "\u202e" not in err
    assert "“a\\x1b[31m\\u202eb”" in err
    assert "例如 SZZRZY-2025-S-0001" in err
