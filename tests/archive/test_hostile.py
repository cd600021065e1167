"""Packages made to hurt the verifier: each ends in a clear line, soon, in little memory, and opens nothing outside."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from tests.archive.forging import edit_lines, edit_manifest, relist, reseal

from ysq.archive import Report, reading, report_text, verify

DEEP = 200_000


def first(report: Report) -> str:
    assert not report.ok
    assert "核验结果：不通过" in report_text(report)
    return report.faults[0].message


def test_what_is_no_folder_is_named(tmp_path: Path, package: Path) -> None:
    assert "没有这个文件" in first(verify(tmp_path / "nowhere"))
    assert "不是文件夹。请给出manifest.json所在的文件夹" in first(verify(package / "manifest.json"))
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert "是符号链接" in first(verify(loop))
    assert "名称太长" in first(verify(tmp_path / ("长" * 200)))


def test_a_folder_that_is_no_package_is_named(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"\xff\xd8")
    assert "没有可以读的manifest.json：不是案卷包，或者它被拿走了" in first(verify(tmp_path))


MANIFESTS: dict[str, bytes] = {
    "empty": b"",
    "null": b"null",
    "not text": bytes(range(256)),
    "only a mark": b"\xef\xbb\xbf{}",
    "of another format": b'{"format":"ysq-package/2"}',
    "deep": b"[" * DEEP + b"]" * DEEP,
    "deep objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "cut": b'{"format":"ysq-package/1","agency_name":"',
    "a long number": b'{"format":' + b"9" * 100_000 + b"}",
    "a surrogate": b'{"format":"\\ud800"}',
}


@pytest.mark.parametrize("case", MANIFESTS)
def test_a_broken_manifest_is_named(package: Path, case: str) -> None:
    (package / "manifest.json").write_bytes(MANIFESTS[case])
    assert first(verify(package)).startswith("manifest.json读不出，或者被改坏，或者不是ysq-package/1格式的清单")


PATHS = [
    "../outside.txt", "/etc/passwd", "documents/../../outside.txt", "documents/001-a\0b.pdf", "documents", "",
    "documents/001-..", "documents//001-a.pdf", "./events.jsonl", "documents/001-a.pdf\n", "documents\\001-a.pdf",
    "documents/001-" + "a" * 5000 + ".pdf", "manifest.json", "manifest.sm3", "\x1b[31mred", "documents/٠٠١-a.pdf",
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_path_that_leads_elsewhere_is_refused_unopened(package: Path, path: str) -> None:
    fifo = package.parent / "outside.txt"
    os.mkfifo(fifo)  # opening it would wait for ever

    def listed(manifest: dict[str, Any]) -> None:
        manifest["files"].append(manifest["files"][0] | {"path": path})

    edit_manifest(package, listed)
    words = first(verify(package))
    assert words.startswith("清单列有不允许的路径")
    assert words.isprintable()
    assert len(words) < 400


def test_a_pipe_a_socket_and_a_folder_in_the_place_of_a_file_are_named(package: Path) -> None:
    for path, make in (("events.jsonl", os.mkfifo), ("texts.jsonl", os.mkdir), ("README.txt", bind)):
        (package / path).unlink()
        make(str(package / path))
    words = [fault.message for fault in verify(package).faults]
    assert any(message.startswith("多出特殊文件events.jsonl") for message in words)
    assert any(message.startswith("多出文件夹texts.jsonl") for message in words)
    assert any(message.startswith("多出特殊文件README.txt") for message in words)


def bind(path: str) -> None:
    before = Path.cwd()
    os.chdir(Path(path).parent)  # the path of a socket may only have 107 bytes
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(Path(path).name)
    os.chdir(before)


@pytest.mark.parametrize("path", ["manifest.json", "manifest.sm3", "events.jsonl", "documents"])
def test_what_may_not_be_read_is_named(package: Path, path: str) -> None:
    with tempfile.TemporaryDirectory() as place:  # the folders that pytest gives are closed to other accounts
        open_copy = Path(shutil.copytree(package, Path(place) / "package"))
        for inner in [Path(place), open_copy, *open_copy.rglob("*")]:
            inner.chmod(0o755)
        (open_copy / path).chmod(0)
        with nobody():
            report = verify(open_copy)
        (open_copy / path).chmod(0o755)
    words = [fault.message for fault in report.faults if path in fault.message]
    assert any("没有读取的权限" in message for message in words), report


@contextmanager
def nobody() -> Iterator[None]:
    """As an account without privileges, when the tests run as root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_a_file_far_over_its_size_is_refused_unread(package: Path) -> None:
    for path in ("events.jsonl", "manifest.sm3"):
        with (package / path).open("r+b") as file:
            file.truncate(1 << 30)
    report = verify(package)
    assert any("events.jsonl有1073741824字节，超过核验的上限" in fault.message for fault in report.faults)
    assert any("manifest.sm3超过核验的上限" in fault.message for fault in report.faults)
    with (package / "manifest.json").open("r+b") as file:
        file.truncate(1 << 30)
    assert first(verify(package)) == "文件manifest.json超过核验的上限4194304字节，没有再往下读"
    with (package / "ledger.json").open("r+b") as file:
        file.truncate(1 << 40)
    assert "合计超过核验的上限" in first(verify(package))


def test_a_folder_of_too_many_files_is_refused(package: Path) -> None:
    for number in range(10_000):
        (package / "documents" / str(number)).touch()
    assert first(verify(package)) == "文件夹里的文件超过10000个，没有再往下看"


RECORDS: dict[str, str] = {
    "deep": '{"data":' + "[" * DEEP + "]" * DEEP + "}",
    "just deep enough": '{"data":' + "[" * 940 + "]" * 940 + "}",
    "wide": '{"data":[' + "[]," * 200_000 + "[]]}",
    "a long number": '{"version":' + "9" * 100_000 + "}",
    "an exponent": '{"version":1e999999999}',
    "a huge version": '{"version":99999999999999999999999}',
    "a negative version": '{"version":-1}',
    "a far date": '{"date":"99999-01-01"}',
    "not an object": "[]",
    "empty": "",
}


@pytest.mark.parametrize("case", RECORDS)
def test_a_hostile_record_is_named(package: Path, case: str) -> None:
    whole = json.loads(json.loads((package / "events.jsonl").read_text().splitlines()[4])["record"])
    record = RECORDS[case]
    if record.startswith("{"):
        name = record[2 : record.index('"', 2)]
        rest = json.dumps({key: value for key, value in whole.items() if key != name})
        record = rest[:-1] + "," + record[1:]
    edit_lines(package, "events.jsonl", lambda e: [*e[:4], e[4] | {"record": record}, *e[5:]])
    relist(package)
    assert "第5" in first(verify(package))


def test_no_depth_of_nesting_ends_in_a_traceback(package: Path) -> None:
    file = package / "events.jsonl"
    lines = file.read_text().splitlines(keepends=True)
    line = json.loads(lines[4])
    whole = json.loads(line["record"])
    words = set()
    # Whether a depth can be read depends on how deep the caller is already: every one near the limit is tried.
    for depth in range(700, sys.getrecursionlimit() + 10):
        record = json.dumps(whole | {"data": "here"}).replace('"here"', "[" * depth + "]" * depth)
        file.write_text("".join([*lines[:4], json.dumps(line | {"record": record}) + "\n", *lines[5:]]))
        words.add(first(verify(package)).split("：")[0])
    name = "第5条记录（收到补正，2026-03-07）"
    assert {f"{name}的内容被改动", "events.jsonl第5行不是一条记录，或者被改坏"} <= words


def test_what_took_the_place_of_a_file_after_the_look_is_not_opened(package: Path) -> None:
    (package / "link").symlink_to(package / "events.jsonl")
    os.mkfifo(package / "pipe")
    for path, why in (("link", "是符号链接"), ("pipe", "不是普通文件"), ("documents", "不是普通文件")):
        with pytest.raises(reading.Unreadable, match=why):
            reading.measure(package, path)


def test_control_signs_in_a_package_never_reach_the_terminal(package: Path) -> None:
    edit_lines(package, "texts.jsonl", lambda texts: [texts[0] | {"kind": "\x1b[2J\u202e\n核验结果：通过"}, *texts[2:]])
    edit_manifest(package, lambda manifest: manifest.update(request_no="\x1b[2J\n核验结果：通过", archive_no="\0"))
    page = report_text(verify(package))
    assert page.startswith("核验结果：不通过\n")
    assert all(line.isprintable() for line in page.splitlines())
    assert "\n核验结果：通过" not in page


def test_a_flood_of_faults_is_cut_short(package: Path) -> None:
    edit_lines(package, "texts.jsonl", lambda texts: [texts[0] | {"id": str(n)} for n in range(3000)])
    report = verify(package)
    assert len(report.faults) == 50
    assert report.more > 0
    assert "处以上没有列出。" in report_text(report)


BOUNDED = """
import resource, sys
from pathlib import Path
from ysq.archive import verify
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
report = verify(Path(sys.argv[1]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, report.ok)
"""


def growth(package: Path) -> tuple[float, str]:
    """How much memory (MiB) a verification in a process of its own takes, and whether it passed."""
    ended = subprocess.run(
        [sys.executable, "-c", BOUNDED, str(package)], capture_output=True, text=True, check=True, timeout=60
    )
    kib, ok = ended.stdout.split()
    return int(kib) / 1024, ok


def test_a_big_document_is_read_in_pieces(package: Path) -> None:
    (letter,) = (package / "documents").glob("001-*")
    with letter.open("r+b") as file:
        file.truncate(100 << 20)
    taken, ok = growth(package)
    assert ok == "False"
    assert taken < 30


def test_lines_of_brackets_take_bounded_memory(package: Path) -> None:
    line = '{"prev_hash":"' + "0" * 64 + '","hash":"' + "0" * 64 + '","record":"' + "[]," * 300_000 + '"}\n'
    (package / "events.jsonl").write_text(line * 15)
    (package / "texts.jsonl").write_text("\n" * 90_000)
    relist(package)
    reseal(package)
    taken, ok = growth(package)
    assert ok == "False"
    assert taken < 150
