"""Writing: the whole folder at once, only if it verifies, never over anything."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from uuid import uuid4

import msgspec
import pytest
from tests.archive.casefiles import FORMS, LETTERS, NUMBERS, case_file, with_change

from ysq.archive import CaseFile, PackageRefused, report_text, verify, write_package
from ysq.archive.layout import allowed, document_path, form_path
from ysq.domain import events as e


def test_a_clean_package_verifies_and_gives_what_to_compare(clean: Path) -> None:
    report = verify(clean)
    assert report.faults == ()
    assert report.ok
    contents = case_file()
    assert report.head == contents.events[-1].hash.hex()
    assert report.head_version == len(contents.events) == 24
    assert report.numbers == NUMBERS
    assert msgspec.structs.astuple(report.counts) == (24, len(contents.texts), len(contents.people), 2, 3)
    page = report_text(report)
    assert page.startswith("核验结果：通过\n")
    assert report.head in page
    assert report.manifest_sm3 is not None
    assert report.manifest_sm3 in page
    assert (clean / "manifest.sm3").read_text() == f"{report.manifest_sm3}  manifest.json\n"


def test_the_files_are_those_of_the_layout(clean: Path) -> None:
    found = sorted(path.relative_to(clean).as_posix() for path in clean.rglob("*") if path.is_file())
    documents = [f"documents/00{n}-答复书{LETTERS[n - 1]}.pdf" for n in (1, 2)]
    rest = ["events.jsonl", "ledger.json", "manifest.json", "manifest.sm3", "people.jsonl", "texts.jsonl"]
    forms = [f"forms/0{number}-{name}.pdf" for number, name in enumerate(FORMS, start=1)]
    assert found == sorted(["README.txt", *documents, *forms, *rest])
    assert [document.data for document in case_file().documents] == [(clean / path).read_bytes() for path in documents]


def test_forms_are_listed_as_derived_and_nothing_else_is(clean: Path) -> None:
    listed = json.loads((clean / "manifest.json").read_text())["files"]
    derived = [entry for entry in listed if entry.get("derived")]
    assert [entry["what"] for entry in derived] == [f"{name}（由办理记录生成，供阅读，不作为凭证）" for name in FORMS]
    assert [entry["path"].partition("/")[0] for entry in derived] == ["forms"] * 3


def test_a_package_without_forms_verifies(tmp_path: Path) -> None:
    package = write_package(tmp_path / "package", with_change(case_file(), forms=()))
    assert not (package / "forms").exists()
    assert "derived" not in (package / "manifest.json").read_text()
    assert verify(package).ok


def test_the_folder_is_private(clean: Path) -> None:
    assert clean.stat().st_mode & 0o077 == 0


def test_the_same_case_file_makes_the_same_bytes(clean: Path, tmp_path: Path) -> None:
    again = write_package(tmp_path / "again", case_file())
    assert (again / "manifest.json").read_bytes() == (clean / "manifest.json").read_bytes()


@pytest.mark.parametrize("sort", ["folder", "empty folder", "file", "broken link"])
def test_what_exists_is_never_overwritten(clean: Path, tmp_path: Path, sort: str) -> None:
    target = tmp_path / "taken"
    match sort:
        case "folder":
            write_package(target, case_file(seed=2))
        case "empty folder":
            target.mkdir()
        case "file":
            target.write_bytes(b"mine")
        case _:
            target.symlink_to(tmp_path / "nowhere")
    before = sorted(path.name for path in tmp_path.rglob("*"))
    with pytest.raises(PackageRefused, match="已经存在"):
        write_package(target, case_file())
    assert sorted(path.name for path in tmp_path.rglob("*")) == before


def test_a_missing_parent_is_named(tmp_path: Path) -> None:
    with pytest.raises(PackageRefused, match="nowhere不是文件夹"):
        write_package(tmp_path / "nowhere" / "package", case_file())


def spoiled(contents: CaseFile) -> dict[str, CaseFile]:
    text, person, letter = contents.texts[0], contents.people[0], contents.documents[0]
    last = contents.events[-1]
    return {
        "第1条记录（收到申请，2026-03-03）": with_change(
            contents, texts=[msgspec.structs.replace(text, body="改过"), *contents.texts[1:]]
        ),
        "requester": with_change(
            contents, people=[msgspec.structs.replace(person, salt=bytes(16)), *contents.people[1:]]
        ),
        "签发答复书": with_change(
            contents, documents=[msgspec.structs.replace(letter, data=b"%PDF-1.7"), *contents.documents[1:]]
        ),
        "没有任何记录指向": with_change(contents, texts=[*contents.texts, msgspec.structs.replace(text, id=uuid4())]),
        "档号": with_change(contents, archive_no=None),
        "登记号": with_change(contents, register_no="QC依申请〔2026〕6号"),
        "申请编号": with_change(contents, request_no="QC-2026-000018"),
        "没有任何记录，": with_change(contents, events=[]),
        "缺少第3条记录": with_change(contents, events=[*contents.events[:2], *contents.events[3:]]),
        "第24条记录（归档，2026-03-26）所接的前一摘要被改动": with_change(
            contents, events=[*contents.events[:-1], msgspec.structs.replace(last, prev_hash=bytes(32))]
        ),
        "ledger.json超过核验的上限": with_change(contents, ledger_json=b" " * 17_000_000),
        "texts.jsonl第1行": with_change(
            contents, texts=[msgspec.structs.replace(text, salt=b"short"), *contents.texts[1:]]
        ),
        "UTF-8": with_change(contents, events=[msgspec.structs.replace(last, record=b"\xff")]),
    }


@pytest.mark.parametrize("words", spoiled(case_file()))
def test_a_case_file_that_contradicts_itself_is_refused_and_leaves_nothing(tmp_path: Path, words: str) -> None:
    with pytest.raises(PackageRefused, match=words):
        write_package(tmp_path / "package", spoiled(case_file())[words])
    assert list(tmp_path.iterdir()) == []


def test_a_case_that_was_only_received_can_be_packed(tmp_path: Path) -> None:
    whole = case_file(3)
    first = with_change(
        whole,
        events=whole.events[:1],
        texts=whole.texts[:2],
        people=whole.people[:1],
        documents=[],
        register_no=None,
        archive_no=None,
    )
    package = write_package(tmp_path / "package", first)
    assert verify(package).ok
    assert not (package / "documents").exists()
    assert verify(package).numbers == NUMBERS[:1]


NAMES = ["../../etc/passwd", "/etc/passwd", "..", ".", "", ".pdf", "a\0b.pdf", "答复\n书.pdf", "con:<>|?*\\.pdf",
         "长" * 300 + ".pdf", "\u202efdp.exe", "𠮷" * 100, "-rf.pdf", "a" * 300]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_a_document_s_name_plays_no_tricks(name: str) -> None:
    path = document_path(1, name, "application/pdf")
    assert allowed(path)
    folder, _slash, own = path.partition("/")
    assert folder == "documents"
    assert own.startswith("001-")
    assert own.endswith(".pdf")
    assert "/" not in own
    assert own.isprintable()
    assert len(own.encode()) <= 255
    assert allowed(form_path(1, name))


def test_a_package_with_wild_names_verifies(tmp_path: Path) -> None:
    whole = case_file(4)
    documents = [
        msgspec.structs.replace(document, name=name)
        for document, name in zip(whole.documents, ("../../a\0b\u202e.pdf", "𠮷" * 100), strict=True)
    ]
    assert verify(write_package(tmp_path / "package", with_change(whole, documents=documents))).ok


def test_the_case_file_of_these_tests_goes_the_whole_main_way() -> None:
    kinds = {event.type for event in case_file().events}
    assert kinds < {str(shape.__struct_config__.tag) for shape in e.CaseEvent.__args__}
    assert len(kinds) >= 19
    assert {"request.received", "search.recorded", "consultation.answered", "letter.issued", "case.archived"} < kinds


WRITER = """
import sys
from pathlib import Path
from tests.archive.casefiles import case_file
from ysq.archive import write_package
contents = case_file(consultations=30)
print("ready", flush=True)
for number in range(1000):
    write_package(Path(sys.argv[1]) / str(number), contents)
"""


def test_a_writer_killed_at_any_moment_leaves_only_whole_packages(tmp_path: Path) -> None:
    for wait in (0.01, 0.05, 0.13):
        place = tmp_path / str(wait)
        place.mkdir()
        with subprocess.Popen([sys.executable, "-c", WRITER, str(place)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(wait)
            writer.send_signal(signal.SIGKILL)
        appeared = [path for path in place.iterdir() if not path.name.startswith(".ysq-")]
        assert [path.name for path in appeared if not verify(path).ok] == []
        assert list(place.iterdir()) != []
