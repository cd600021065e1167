"""Checks of letters: composed ones, files from anywhere, the rule file, and what an issue does with findings."""

import io
import json
import re
import subprocess
import sys
import time
from datetime import date, timedelta
from pathlib import Path

import docx
import msgspec
import pytest
from tests.letters.checking import ON, law, raw, samples, text_of
from tests.letters.letter_samples import book, every_letter, stationery
from tests.rules.amendment import amended

from ysq.domain.dated import Table
from ysq.domain.letter_checks import LetterFinding, Severity
from ysq.domain.letters import Letter, Paragraph
from ysq.domain.privacy import LookFor
from ysq.letters import pdf
from ysq.letters.check import NOTHING, CaseFile, check_letter, check_text
from ysq.letters.check.casefile import ExtensionFacts
from ysq.letters.check.documents import words_of
from ysq.letters.opened import UnreadableLetter
from ysq.rules.checks import read_checks

SOUND = text_of(raw("sound_seen")["disclosed_water"])
LETTERS = every_letter()


def errors(findings: tuple[LetterFinding, ...]) -> set[str]:
    return {finding.check for finding in findings if finding.severity is Severity.ERROR}


def mended(letter: Letter, old: str, new: str) -> Letter:
    """The letter with words of its paragraphs replaced."""
    assert any(isinstance(block, Paragraph) and old in block.text for block in letter.blocks)
    blocks = tuple(
        Paragraph(block.text.replace(old, new)) if isinstance(block, Paragraph) else block for block in letter.blocks
    )
    return msgspec.structs.replace(letter, blocks=blocks)


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_no_letter_of_our_own_is_found_wrong(name: str) -> None:
    assert check_letter(LETTERS[name], NOTHING, law()) == ()


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_our_own_letter_read_back_from_its_pdf_is_found_sound(name: str) -> None:
    assert not errors(check_text(words_of(pdf(LETTERS[name], stationery())), law(), ON))


def test_a_finding_points_to_its_block_of_a_composed_letter() -> None:
    letter = mended(LETTERS["no_record"], "六十日内", "六个月内")
    (finding,) = check_letter(letter, NOTHING, law())
    assert finding.check == "wrong_review_period"
    assert finding.block is not None
    block = letter.blocks[finding.block - 1]
    assert isinstance(block, Paragraph)
    assert "六个月内向云岭县人民政府" in block.text
    assert "六个月" in finding.message
    assert "六十日" in finding.message


def test_a_finding_on_a_decision_points_to_the_block_that_decides() -> None:
    letter = LETTERS["refusal"]
    blocks = tuple(
        Paragraph("全文均为发言记录。") if isinstance(one, Paragraph) and "区分" in one.text else one
        for one in letter.blocks
    )
    (finding,) = (
        one for one in check_letter(msgspec.structs.replace(letter, blocks=blocks), NOTHING, law())
        if one.check == "whole_refused"
    )  # fmt: skip
    assert finding.block is not None
    decided = blocks[finding.block - 1]
    assert isinstance(decided, Paragraph)
    assert "不予公开" in decided.text


def test_a_finding_on_an_article_points_to_the_block_that_cites_it() -> None:
    text = mended(LETTERS["no_record"], "第三十六条第四项", "第三十六条")
    (finding,) = (one for one in check_letter(text, NOTHING, law()) if one.check == "art36_without_item")
    assert finding.block is not None
    cited = text.blocks[finding.block - 1]
    assert isinstance(cited, Paragraph)
    assert "第三十六条" in cited.text


def test_the_requesters_own_words_are_not_found_wrong() -> None:
    words = "____，电话13900000000，身份证号360429197001010000。。"
    letter = mended(LETTERS["no_record"], "东坪村村委会1998年建设用地批准文件", words)
    assert errors(check_letter(letter, NOTHING, law()))
    assert check_letter(letter, NOTHING, law(), (words,)) == ()


@pytest.mark.parametrize(
    "words", ["行政复议", "政府信息", "公开", "《中华人民共和国政府信息公开条例》", "决定", "六十日"]
)
def test_words_asked_for_are_left_out_only_where_they_are_quoted(words: str) -> None:
    """The remedy and the articles of a letter were taken away with them, and it couldn't be issued."""
    letter = mended(LETTERS["no_record"], "东坪村村委会1998年建设用地批准文件", words)
    assert check_letter(letter, NOTHING, law(), (words,)) == ()


def test_words_asked_for_hide_no_fault_of_the_agencys_own_words() -> None:
    remedy = "可以自收到本答复书之日起三十日内"
    letter = mended(LETTERS["no_record"], "可以自收到本答复书之日起六十日内", remedy)
    (finding,) = check_letter(letter, NOTHING, law(), (remedy,))
    assert finding.check == "wrong_review_period"


@pytest.mark.parametrize("name", ["行政审批局", "收费管理局", "协助执行中心"])
def test_a_composed_letter_is_what_it_says_whatever_its_agency_is_called(name: str) -> None:
    letter = mended(LETTERS["no_record"], "之日起六十日内", "之日起三十日内")
    titled = msgspec.structs.replace(letter, title_lines=(f"云岭县{name}", "政府信息公开申请答复书"))
    assert "wrong_review_period" in {one.check for one in check_letter(titled, NOTHING, law())}


def test_an_extension_nobody_approved_stops_only_what_rests_on_it() -> None:
    case = CaseFile(due_on=date(2026, 3, 30), extension=ExtensionFacts(20, approved=False))
    found = [check_letter(LETTERS[name], case, law()) for name in ("disclosure", "extension_notice")]
    assert ["extension_unapproved" in {one.check for one in findings} for findings in found] == [False, True]
    late = msgspec.structs.replace(LETTERS["disclosure"], dated=date(2026, 4, 2))
    assert "extension_unapproved" in {one.check for one in check_letter(late, case, law())}


def test_a_third_party_by_name_is_found_beside_the_case_only() -> None:
    letter = mended(LETTERS["partial_disclosure"], "表中被征收人", "表中金百川矿业公司")
    assert check_letter(letter, NOTHING, law()) == ()
    (finding,) = check_letter(letter, CaseFile(third_parties=("金百川矿业公司",)), law())
    assert finding.check == "third_party_named"


def test_a_late_letter_is_a_breach_and_no_error() -> None:
    letter = LETTERS["disclosure"]
    (finding,) = check_letter(letter, CaseFile(due_on=date(2026, 3, 20)), law())
    assert (finding.check, finding.severity) == ("late_answer", Severity.BREACH)


def test_a_shorter_period_of_an_amended_book_makes_the_same_letter_late(tmp_path: Path) -> None:
    new = amended(tmp_path / "rules", date(2026, 1, 1), 15)
    text = "张某某：\n本机关于2026年3月2日收到您的申请，现答复如下：您申请的文件予以公开。\n云岭县自然资源局\n{}"
    for told, days in ((book(), 20), (new, 15)):
        last = told.calendar().add(date(2026, 3, 2), days)
        under = msgspec.structs.replace(law(), number=told.clock.number)
        for dated, late in ((last, False), (last + timedelta(days=1), True)):
            found = check_text(text.format(f"{dated.year}年{dated.month}月{dated.day}日"), under, ON)
            assert ("late_answer" in {finding.check for finding in found}) is late


def test_a_check_not_in_force_on_the_letters_day_finds_nothing() -> None:
    old = next(sample for sample in samples("sound_unusual") if sample.name == "refused_before_2024")
    assert check_text(old.text, law(), ON) == ()
    later = old.text.replace("2022年", "2026年").replace("〔2022〕", "〔2026〕")
    assert {"remedy_order", "wrong_review_body"} <= errors(check_text(later, law(), ON))


# Files


def as_docx(text: str, *, header: str = "") -> bytes:
    document = docx.Document()
    if header:
        document.sections[0].header.paragraphs[0].text = header
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["disclosed_water", "refusal_draft", "several_items", "wrapped_lines"])
def test_a_docx_is_read_like_its_text(name: str) -> None:
    text = text_of(raw("sound_seen")[name])
    assert check_text(words_of(as_docx(text)), law(), ON) == ()


def test_a_letterhead_in_the_header_of_a_docx_is_read() -> None:
    first, _sep, rest = SOUND.partition("\n")
    assert words_of(as_docx(rest, header=first)).startswith(first)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_is_read_in_the_codecs_of_county_computers(codec: str) -> None:
    assert words_of(SOUND.encode(codec)) == SOUND


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "没有文字"),
        (b"%PDF-1.7 broken", "PDF打不开"),
        (b"PK\x03\x04 broken", "DOCX打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版Word"),
        (b"\x00\x01\x02\x03", "不是可读的文字"),
        (("一" * 50_001).encode(), "不像是一份答复书"),
        (b"\n" * 3_001 + b"x", "不像是一份答复书"),
    ],
)
def test_a_file_without_words_is_refused_with_the_reason(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableLetter, match=why):
        words_of(content)


# The command


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "ysq", "letters", "check", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)


def test_the_command_prints_a_json_line_a_file_and_tells_by_its_status(tmp_path: Path) -> None:
    sound, wrong, none = tmp_path / "sound.txt", tmp_path / "wrong.txt", tmp_path / "none.txt"
    sound.write_text(SOUND, encoding="utf-8")
    wrong.write_text(SOUND.replace("60日内", "六个月内"), encoding="utf-8")
    done = run("--json", sound, wrong)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert lines[0] == {"file": str(sound), "findings": []}
    (finding,) = lines[1]["findings"]
    assert set(finding) == {"check", "severity", "message", "provisions", "block"}
    assert (finding["check"], finding["severity"]) == ("wrong_review_period", "error")
    assert run("--json", sound).returncode == 0
    missing = run("--json", none, sound)
    assert missing.returncode == 2
    assert str(none) in missing.stderr
    first, second = [json.loads(line) for line in missing.stdout.splitlines()]
    assert (first["file"], second["file"]) == (str(none), str(sound))
    (finding,) = first["findings"]
    assert (finding["check"], finding["severity"]) == ("unreadable", "error")
    assert "没有这个文件" in finding["message"]
    assert run(none, sound).stdout.splitlines() == [f"{sound}：没有发现问题"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("agency: {name: 甲县水利局, foo: 1}\n", "没有这一项"),
        ("received_on: 2026-02-30\n", "没有2026-02-30这一天"),
        ("requesters: 赵一\n", "应当是列表"),
        ("", "应当是键值对"),
    ],
)
def test_a_wrong_case_file_is_told_in_chinese_with_its_field(tmp_path: Path, body: str, why: str) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(body, encoding="utf-8")
    done = run("--case", case, case)
    assert done.returncode == 2
    assert why in done.stderr
    assert not re.search("Object|Expected|Invalid", done.stderr)


def test_the_command_compares_with_a_case_file(tmp_path: Path) -> None:
    letter, case = tmp_path / "letter.txt", tmp_path / "case.yaml"
    letter.write_text(SOUND, encoding="utf-8")
    case.write_text("requesters: [沈桂蓝]\n", encoding="utf-8")
    done = run("--case", case, letter)
    assert done.returncode == 1
    assert "沈桂兰" in done.stdout
    assert "沈桂蓝" in done.stdout
    case.write_text("requester: 沈桂兰\n", encoding="utf-8")
    assert run("--case", case, letter).returncode == 2


# The rule file


def faults(tmp_path: Path, body: str) -> str:
    path = tmp_path / "checks.yaml"
    path.write_text(body, encoding="utf-8")
    return "\n".join(map(str, read_checks(path, book().provisions)[1]))


def test_every_defect_that_loses_has_its_check() -> None:
    assert {number for check in law().checks.on(ON).values() for number in check.defects} == set(range(35))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("provisions: [ogi.art99]", "ogi.art99"),
        ("severity: fatal", "severity"),
        ("message: '{who}'", "who"),
        ("effective_to: 2000-01-01", "effective_to"),
        ("mark: policy", "reason"),
        ("phrases: [{match: '('}]", "phrases"),
        ("phrases: [{match: 'x*'}]", "什么都没有也会匹配"),
        ("colour: red", "colour"),
    ],
)
def test_a_fault_in_a_check_is_named_with_its_field(tmp_path: Path, change: str, said: str) -> None:
    fields = {
        "title": "没有标题", "severity": "error", "needs": "text", "provisions": "[ogi.art36]",
        "message": "“{found}”", "effective_from": "2019-05-15",
    }  # fmt: skip
    sound = "one_check:\n" + "".join(
        f"  {key}: {value!r}\n" if key == "message" else f"  {key}: {value}\n" for key, value in fields.items()
    )
    assert faults(tmp_path, sound) == ""
    key = change.partition(":")[0]
    lines = [line for line in sound.splitlines() if not line.startswith(f"  {key}:")]
    assert said in faults(tmp_path, "\n".join([*lines, f"  {change}"]) + "\n")


@pytest.mark.parametrize(
    "piece", ["“", "申请", "第十六条第二款、", "一、", "（", "×", "你申请公开不予公开第三方征求意见，"]
)
def test_a_hostile_letter_is_checked_in_seconds(piece: str) -> None:
    started = time.monotonic()
    check_text((piece * 20_000)[:20_000], law(), ON)
    assert time.monotonic() - started < 5


def test_a_kind_of_personal_data_is_looked_for_as_the_book_says_without_code() -> None:
    paragraph = SOUND.splitlines()[4]
    told = SOUND.replace(paragraph, f"{paragraph}另见taomancang@example.cn的来信。")
    assert not [one for one in check_text(told, law(), ON) if one.check == "personal_data"]
    kinds = law().personal.versions
    (kept,) = kinds["email"]
    email = msgspec.structs.replace(kept, look_for=LookFor(r"[a-z]+@[a-z.]+", "personal_data", "电子邮箱"))
    wider = msgspec.structs.replace(law(), personal=Table({**kinds, "email": (email,)}))
    (found,) = [one for one in check_text(told, wider, ON) if one.check == "personal_data"]
    assert "电子邮箱tao…cn" in found.message
    none = msgspec.structs.replace(law(), personal=Table({}))
    card = SOUND.replace(paragraph, f"{paragraph}账号6222020200112345678。")
    assert Severity.WARNING in {one.severity for one in check_text(card, law(), ON) if one.check == "personal_data"}
    assert not [one for one in check_text(card, none, ON) if one.check == "personal_data"]


TOGETHER = """石钟县水利局政府信息公开申请答复书
石水依复〔2026〕3号
陶满仓：
本机关于2026年3月2日收到你提交的政府信息公开申请，申请共三项。现逐项答复如下。
一、关于第1、3项申请
根据《中华人民共和国政府信息公开条例》第三十六条第二项的规定，本机关决定对上述信息予以公开。
二、关于第2项申请
经检索，该政府信息不存在。根据《中华人民共和国政府信息公开条例》第三十六条第四项的规定，现告知你。
对第1、3项申请的答复不服的，可以自收到本答复书之日起六十日内向石钟县人民政府申请行政复议。
石钟县水利局
2026年3月24日
"""


@pytest.mark.parametrize(
    ("head", "unanswered"),
    [
        ("关于第1、3项申请", False),
        ("关于第一项和第三项申请", False),
        ("关于第一、三项申请", False),
        ("关于第1项申请", True),
        ("关于第1项申请（条例第三十六条第二项、第三项）", True),
    ],
)
def test_one_answer_to_several_items_counts_for_each_that_its_head_names(head: str, unanswered: bool) -> None:
    text = TOGETHER.replace("关于第1、3项申请", head)
    assert ("item_unanswered" in errors(check_text(text, law(), ON))) is unanswered


PLAIN = """江口县水利局
江水公开〔2026〕3号
政府信息公开申请答复书
陈望舟：
你于2026年3月2日申请公开“江口县2025年西河清淤合同”，本机关当日收到。{said}
{remedy}
江口县水利局
2026年3月12日
"""
GIVEN = "依据《中华人民共和国政府信息公开条例》第三十六条第二项，予以公开。"
EITHER = "不服的，可以自收到之日起六十日内向江口县人民政府申请行政复议，也可以自收到之日起六个月内向江口县人民法院提起行政诉讼。"
FIRST = "{}对复议决定不服的，自收到复议决定书之日起十五日内向江口县人民法院起诉。"


def found_in(said: str, remedy: str) -> set[str]:
    return {one.check for one in check_text(PLAIN.format(said=said, remedy=remedy), law(), ON)}


@pytest.mark.parametrize(
    ("remedy", "found"),
    [
        ("（一）行政复议：自收到之日起60日内，可以向江口县人民政府提出；（二）行政诉讼：自收到之日起6个月内，可以向江口县人民法院提起。", set()),
        ("行政复议。你可以自收到之日起六十日内向江口县人民政府提出申请。\n行政诉讼。你可以自收到之日起六个月内向江口县人民法院提起。", set()),
        ("1.申请行政复议：收到之日起六十日内，向江口县人民政府提出。\n2.提起行政诉讼：收到之日起六个月内，向江口县人民法院提出。", set()),
        ("一、行政复议。自收到之日起六十日内，可向江口县人民政府申请；\n二、行政诉讼。自收到之日起三个月内，可向江口县人民法院提起。", {"wrong_court_period"}),
        ("1.行政复议。自收到之日起三十日内，可向江口县人民政府提出申请；2.行政诉讼。自收到之日起六个月内，可向江口县人民法院提起。", {"wrong_review_period"}),
        (FIRST.format("应当自收到之日起六十日内向江口县人民政府申请行政复议，不得直接向人民法院提起行政诉讼；"), {"needless_review_first"}),
    ],
)  # fmt: skip
def test_a_remedy_under_its_own_heading_or_denied_is_read_as_told(remedy: str, found: set[str]) -> None:
    assert found_in(GIVEN, remedy) == found


@pytest.mark.parametrize(
    ("said", "check", "found"),
    [
        (f"该信于3月2日签收，3月4日转至办公室，以3月4日为收到申请之日。{GIVEN}", "receipt_shifted", True),
        (f"该信于3月2日签收，3月4日转至办公室，以3月2日为收到申请之日。{GIVEN}", "receipt_shifted", False),
        (f"本机关书面征求江口县清河疏浚有限公司的意见，该公司同意公开。{GIVEN}", "third_party_shown", True),
        (f"本机关向江口县清河疏浚有限公司寄送了书面征求意见书，该公司同意公开。{GIVEN}", "third_party_shown", True),
        (f"本机关向该公司寄送了书面征求意见书，该公司同意公开。{GIVEN}", "third_party_shown", False),
        (f"按照《某项解释》（法释〔2025〕8号），{GIVEN}", "not_in_force", False),
    ],
)
def test_what_one_blind_letter_said_is_found_in_other_words(said: str, check: str, found: bool) -> None:
    assert (check in found_in(said, EITHER)) is found


def test_a_fee_is_no_remedy_by_itself_but_what_follows_it_is() -> None:
    notice = (
        PLAIN.replace("申请答复书", "信息处理费收费通知书")
        .replace("2026年3月12日", "2026年3月26日")
        .format(said="依据《政府信息公开信息处理费管理办法》按件计收100元。", remedy="{}")
    )
    later = "对收费有异议的，不能单独申请行政复议；缴费期满后对不再处理不服的，可以申请行政复议或者提起行政诉讼。"
    for remedy, found in ((EITHER, True), (later, False)):
        checks = {one.check for one in check_text(notice.format(remedy), law(), ON)}
        assert ("remedy_on_procedural" in checks) is found
