"""Careless changes: whatever happens to a file, the verifier finds it and names the place."""

import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.archive.casefiles import FORMS, LETTERS
from tests.archive.forging import edit_manifest

from ysq.archive import Report, report_text, verify

LETTER = [f"documents/00{number}-答复书{LETTERS[number - 1]}.pdf" for number in (1, 2)]
LINES = ["events.jsonl", "people.jsonl", "texts.jsonl"]
FORM = [f"forms/0{number}-{name}.pdf" for number, name in enumerate(FORMS, start=1)]
FILES = [*LINES, *LETTER, *FORM, "README.txt", "ledger.json", "manifest.json", "manifest.sm3"]
LABEL = re.compile(rb'"(?:kind|role)":"(.*?)"')
FLIPS = 60


def named(report: Report, words: str) -> bool:
    return any(words in fault.message for fault in report.faults)


def first(report: Report) -> str:
    assert not report.ok
    return report.faults[0].message


def spoil(file: Path, offset: int, bit: int) -> bytes:
    """Flip one bit and return what was there."""
    before = file.read_bytes()
    after = bytearray(before)
    after[offset] ^= 1 << bit
    file.write_bytes(after)
    return before


@pytest.mark.parametrize("path", FILES)
def test_a_flipped_bit_is_found_and_the_file_named(package: Path, path: str) -> None:
    source = random.Random(path)
    file = package / path
    size = file.stat().st_size
    ends = [0, 1, size - 2, size - 1]
    for offset in [*ends, *(source.randrange(size) for _ in range(FLIPS))]:
        before = spoil(file, offset, source.randrange(8))
        report = verify(package)
        assert named(report, path), (offset, report)
        file.write_bytes(before)
    assert verify(package).ok


@pytest.mark.parametrize("path", LINES)
def test_a_flipped_bit_in_a_line_is_named_by_its_line_or_record(package: Path, path: str) -> None:
    source = random.Random(path)
    file = package / path
    start = 0
    for row, line in enumerate(file.read_bytes().splitlines(keepends=True), start=1):
        for _ in range(8):
            offset = source.randrange(len(line))
            before = spoil(file, start + offset, source.randrange(8))
            words = first(verify(package))
            file.write_bytes(before)
            label = LABEL.search(line)
            if label and label.start(1) <= offset < label.end(1):  # no event holds it: only the file's digest does
                assert words.startswith(path)
                continue
            assert re.search(rf"第{row}行|第{row}条记录", words), words
        start += len(line)


def test_a_changed_record_is_named_by_number_type_and_date(package: Path) -> None:
    file = package / "events.jsonl"
    before = file.read_bytes()
    file.write_bytes(before.replace(rb"\"tracking_no\":\"1234567890123\"", rb"\"tracking_no\":\"1234567890124\""))
    report = verify(package)
    assert first(report) == "第22条记录（交邮，2026-03-24）的内容被改动：与它的摘要不符"
    assert report.head is None


def test_a_changed_hash_is_told_from_a_changed_record(package: Path) -> None:
    file = package / "events.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    for field, words in ((b'"hash":"', "的摘要被改动，"), (b'"prev_hash":"', "所接的前一摘要被改动，")):
        start = lines[6].index(field) + len(field)
        digit = b"0" if lines[6][start : start + 1] != b"0" else b"1"
        changed = lines[6][:start] + digit + lines[6][start + 1 :]
        file.write_bytes(b"".join([*lines[:6], changed, *lines[7:]]))
        name = "第7条记录（保密审查，2026-03-09）"
        assert first(verify(package)) == f"{name}{words}记录的内容没有变"


@pytest.mark.parametrize("path", FILES)
def test_a_missing_file_is_named(package: Path, path: str) -> None:
    (package / path).unlink()
    assert path in first(verify(package))
    assert verify(package).faults[-1].place == path


@pytest.mark.parametrize("path", FILES)
def test_a_truncated_file_is_named(package: Path, path: str) -> None:
    file = package / path
    whole = file.read_bytes()
    for size in (0, 1, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:size])
        report = verify(package)
        assert named(report, path), (size, report)
        if not path.startswith("manifest"):
            assert named(report, f"{path}被截短：清单记{len(whole)}字节，现有{size}字节")


@pytest.mark.parametrize("path", FILES)
def test_a_lengthened_file_is_named(package: Path, path: str) -> None:
    with (package / path).open("ab") as file:
        file.write(b" ")
    assert named(verify(package), path)


@pytest.mark.parametrize("path", [path for path in FILES if not path.startswith("manifest")])
def test_two_swapped_files_are_named(package: Path, path: str) -> None:
    for other in FILES:
        if other == path or other.startswith("manifest"):
            continue
        (package / path).rename(package / "aside")
        (package / other).rename(package / path)
        (package / "aside").rename(package / other)
        report = verify(package)
        assert named(report, f"{path}里是清单所记{other}的内容：文件被调换")
        assert named(report, f"{other}里是清单所记{path}的内容：文件被调换")
        (package / path).rename(package / "aside")
        (package / other).rename(package / path)
        (package / "aside").rename(package / other)
    assert verify(package).ok


def test_swapped_letters_are_named_by_their_events(package: Path) -> None:
    first_letter, second = ((package / path).read_bytes() for path in LETTER)
    (package / LETTER[0]).write_bytes(second)
    (package / LETTER[1]).write_bytes(first_letter)
    report = verify(package)
    event = "第20条记录（签发答复书，2026-03-22）"
    assert first(report) == f"文件{LETTER[0]}与{event}所指的摘要不符：内容或者它的盐被改动，或者被换成别的"


def test_the_event_of_a_missing_letter_is_named(package: Path) -> None:
    (package / LETTER[1]).unlink()
    assert first(verify(package)) == f"第21条记录（签发答复书，2026-03-23）所指的文件{LETTER[1]}缺少，或者读不出"


Change = Callable[[list[bytes]], list[bytes]]
NAMES = {
    2: "第2条记录（登记，2026-03-04）",
    3: "第3条记录（告知补正，2026-03-05）",
    4: "第4条记录（补正告知送达，2026-03-06）",
    5: "第5条记录（收到补正，2026-03-07）",
    6: "第6条记录（登记检索，2026-03-08）",
    8: "第8条记录（登记检索，2026-03-10）",
    9: "第9条记录（保密审查，2026-03-11）",
    22: "第22条记录（交邮，2026-03-24）",
    23: "第23条记录（送达，2026-03-25）",
    24: "第24条记录（归档，2026-03-26）",
}
REARRANGED: dict[str, tuple[Change, str]] = {
    "first left out": (lambda e: e[1:], f"缺少第1条记录：文件开头直接是{NAMES[2]}"),
    "one left out": (lambda e: e[:3] + e[4:], f"缺少第4条记录：{NAMES[3]}之后直接是{NAMES[5]}"),
    "several left out": (lambda e: e[:3] + e[7:], f"缺少第4至7条记录：{NAMES[3]}之后直接是{NAMES[8]}"),
    "last left out": (lambda e: e[:-1], f"结尾被截去，缺少第24条记录：events.jsonl只到{NAMES[23]}"),
    "tail cut": (lambda e: e[:9], f"结尾被截去，缺少第10至24条记录：events.jsonl只到{NAMES[9]}"),
    "neighbours swapped": (lambda e: [*e[:4], e[5], e[4], *e[6:]], f"{NAMES[6]}的位置被调动：在{NAMES[4]}之后"),
    "one moved forward": (lambda e: [*e[:2], e[8], *e[2:8], *e[9:]], f"{NAMES[9]}的位置被调动：在{NAMES[2]}之后"),
    "one moved back": (lambda e: [*e[:1], *e[2:23], e[1], *e[23:]], f"{NAMES[2]}的位置被调动：在{NAMES[23]}之后"),
    "last moved to the front": (lambda e: [e[-1], *e[:-1]], f"{NAMES[24]}的位置被调动：在最前面"),
    "doubled": (lambda e: [*e[:6], e[5], *e[6:]], f"{NAMES[6]}重复：在events.jsonl第6行和第7行"),
    "doubled at the end": (lambda e: [*e, e[5]], f"{NAMES[6]}重复：在events.jsonl第6行和第25行"),
    "all left out": (lambda _e: [], "events.jsonl里没有可以读出的记录，清单所记的是24条"),
    "a blank line": (lambda e: [*e[:6], b"\n", *e[6:]], "events.jsonl第7行不是一条记录"),
}


@pytest.mark.parametrize("case", REARRANGED)
def test_rearranged_records_are_named(package: Path, case: str) -> None:
    change, words = REARRANGED[case]
    file = package / "events.jsonl"
    file.write_bytes(b"".join(change(file.read_bytes().splitlines(keepends=True))))
    assert words in first(verify(package))


@pytest.mark.parametrize("path", ["people.jsonl", "texts.jsonl"])
def test_lines_left_out_doubled_or_reordered_are_named(package: Path, path: str) -> None:
    file = package / path
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[1:]))
    assert "第1条记录（收到申请，2026-03-03）所指的" in first(verify(package))
    file.write_bytes(b"".join([*lines, lines[0]]))
    assert f"{path}第{len(lines) + 1}行" in first(verify(package))
    assert "重复" in first(verify(package))
    file.write_bytes(b"".join(reversed(lines)))
    assert first(verify(package)) == f"{path}的内容被改动：摘要与清单所记不符"


@pytest.mark.parametrize(
    "path",
    [
        "extra.txt",
        ".hidden",
        "documents/.DS_Store",
        "forms/04-审批单.pdf",
        "documents/003-答复书.pdf",
        "manifest.json~",
        "换\n行",
    ],
)
def test_a_surplus_file_is_named(package: Path, path: str) -> None:
    (package / path).write_bytes(b"")
    assert first(verify(package)) == "多出文件" + path.replace("\n", r"\x0a") + "：清单没有列它"


def test_a_form_can_t_take_the_place_of_a_document_nor_the_reverse(package: Path) -> None:
    """The list says which files were derived; it can't say so of others, however well it is sealed again."""

    def called(path: str, *, derived: bool) -> Report:
        def change(manifest: dict[str, Any]) -> None:
            entry = next(one for one in manifest["files"] if one["path"] == path)
            entry.pop("derived", None)
            entry.update({"derived": True} if derived else {})

        edit_manifest(package, change)
        return verify(package)

    for path, true in ((FORM[1], True), (LETTER[0], False), ("ledger.json", False)):
        assert first(called(path, derived=not true)).startswith(f"清单对{path}的说明与它的位置不符")
        assert called(path, derived=true).ok


def test_a_surplus_folder_or_link_is_named(package: Path, tmp_path: Path) -> None:
    (package / "sub").mkdir()
    (package / "sub" / "inside.txt").write_bytes(b"")
    assert first(verify(package)).startswith("多出文件夹sub：")
    shutil.rmtree(package / "sub")
    (package / "forms" / "sub").mkdir()
    assert first(verify(package)).startswith("多出文件夹forms/sub：")
    (package / "forms" / "sub").rmdir()
    (package / "documents" / "link").symlink_to(tmp_path)
    assert first(verify(package)).startswith("多出符号链接documents/link：")


@pytest.mark.parametrize("path", FILES)
def test_a_link_to_the_very_content_is_not_taken_for_the_file(package: Path, tmp_path: Path, path: str) -> None:
    moved = (package / path).rename(tmp_path / "moved")
    (package / path).symlink_to(moved)
    assert named(verify(package), path)


def test_the_documents_folder_may_not_be_a_link(package: Path, tmp_path: Path) -> None:
    moved = (package / "documents").rename(tmp_path / "moved")
    (package / "documents").symlink_to(moved)
    report = verify(package)
    assert named(report, "多出符号链接documents：")
    assert named(report, f"缺少文件{LETTER[0]}")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_change_of_bytes_passes(package: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(FILES))
    file = package / path
    before = file.read_bytes()
    start = data.draw(st.integers(0, len(before)))
    end = data.draw(st.integers(start, min(len(before), start + 200)))
    put = data.draw(st.binary(max_size=50) | st.sampled_from([b"\n", b"\0", b"{}", b"[" * 5000, before[:100]]))
    after = before[:start] + put + before[end:]
    file.write_bytes(after)
    report = verify(package)
    file.write_bytes(before)
    assert report.ok == (after == before)
    assert report.ok or named(report, path)


@pytest.mark.parametrize("path", ["manifest.json", "people.jsonl", "texts.jsonl", "events.jsonl"])
def test_an_archivist_is_told_in_chinese_what_is_wrong_and_what_to_do(package: Path, path: str) -> None:
    """A key misspelt: what msgspec says of it in English, and what stands there, stay inside."""
    content = (package / path).read_bytes()
    (package / path).write_bytes(re.sub(rb'"(sm3|salt|hash|identity)"', rb'"what"', content, count=1))
    report = verify(package)
    said = report_text(report)
    assert not report.ok
    assert not re.search(r"Object|Expected|field|required", said), said
    assert "怎样处理：" in said
