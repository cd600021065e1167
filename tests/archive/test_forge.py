"""Careful changes: manifest, seal and hashes were made to fit, and the chain or what it points to still tells."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.archive.forging import Lines, edit_lines, edit_manifest, rechained, rehashed, relist, rewritten

from ysq.archive import verify

ISSUED = "第20条记录（签发答复书，2026-03-22）"
ARCHIVED = "第24条记录（归档，2026-03-26）"
RECEIVED = "第1条记录（收到申请，2026-03-03）"


def first(package: Path) -> str:
    report = verify(package)
    assert not report.ok
    return report.faults[0].message


def forge(package: Path, path: str, change: Callable[[Lines], Lines]) -> None:
    edit_lines(package, path, change)
    relist(package)


def test_editing_nothing_leaves_a_package_that_verifies(package: Path) -> None:
    for path in ("events.jsonl", "texts.jsonl", "people.jsonl"):
        forge(package, path, lambda lines: lines)
    forge(package, "events.jsonl", rechained)
    assert verify(package).ok


def with_line(lines: Lines, number: int, change: Callable[[dict[str, Any]], None]) -> Lines:
    return [*lines[: number - 1], rewritten(lines[number - 1], change), *lines[number:]]


def test_a_record_rewritten_with_its_hash_is_named(package: Path) -> None:
    forge(package, "events.jsonl", lambda e: with_line(e, 20, lambda record: record.update(actor="somebody")))
    after = "第21条记录（签发答复书，2026-03-23）"
    assert first(package) == f"{ISSUED}被改写并重算了摘要：{after}接的不是它"


def test_a_record_whose_two_hashes_were_made_to_fit_is_named(package: Path) -> None:
    forge(package, "events.jsonl", lambda e: [*e[:3], *rechained_from(e[3:5], "0" * 64), *e[5:]])
    named = [f"第{n}条记录" for n in (3, 4)]
    assert all(name in first(package) for name in named)


def rechained_from(lines: Lines, before: str) -> Lines:
    chain = []
    for line in lines:
        chain.append(rehashed({**line, "prev_hash": before}, line["record"]))
        before = chain[-1]["hash"]
    return chain


def test_the_last_record_rewritten_disagrees_with_the_manifest_s_head(package: Path) -> None:
    change = {"retention": "D10"}
    forge(package, "events.jsonl", lambda e: with_line(e, 24, lambda record: record["data"].update(change)))
    assert first(package).startswith(f"{ARCHIVED}不是清单所记的链尾")
    assert verify(package).head is not None


def test_the_first_record_can_t_follow_another(package: Path) -> None:
    forge(package, "events.jsonl", lambda e: [*rechained_from(e[:1], "1" * 64), *rechained_from(e[1:], "2" * 64)])
    assert first(package).startswith(f"{RECEIVED}不是链的开头")


def test_a_forged_record_beside_the_old_one_is_told_from_it(package: Path) -> None:
    def twice(lines: Lines) -> Lines:
        forged = rewritten(lines[19], lambda record: record.update(actor="somebody", date="2026-03-21"))
        return [*lines[:19], forged, *lines[19:]]

    forge(package, "events.jsonl", twice)
    assert first(package).startswith("第20条记录（签发答复书，2026-03-21）是后加的：events.jsonl第20行和第21行")


def test_records_added_behind_the_end_are_named(package: Path) -> None:
    def longer(lines: Lines) -> Lines:
        record = json.loads(lines[1]["record"]) | {"version": 25}
        added = {"prev_hash": lines[-1]["hash"], "hash": "", "record": ""}
        return [*lines, rehashed(added, json.dumps(record, separators=(",", ":")))]

    forge(package, "events.jsonl", longer)
    assert first(package) == "多出第25条记录（登记，2026-03-04）：清单只记到第24条"


def test_a_record_of_another_case_is_named(package: Path) -> None:
    other = "11111111-1111-4111-8111-111111111111"
    forge(package, "events.jsonl", lambda e: with_line(e, 20, lambda record: record.update(stream=other)))
    assert first(package) == f"{ISSUED}（events.jsonl第20行）属于另一个案件，是后加的"


def test_a_tail_cut_with_the_manifest_made_to_fit_leaves_numbers_that_no_event_gives(package: Path) -> None:
    forge(package, "events.jsonl", lambda e: e[:23])

    def shorter(manifest: dict[str, Any]) -> None:
        last = json.loads((package / "events.jsonl").read_text().splitlines()[-1])
        manifest["head"].update(version=23, hash=last["hash"])

    edit_manifest(package, shorter)
    assert first(package) == "清单所记的档号0110-WS·2026-D30-BGS-0001与记录所载的（无）不符"
    edit_manifest(package, lambda manifest: manifest.update(archive_no=None))
    # What is left is a whole package of an earlier day: only the sealed head of the day can tell.
    report = verify(package)
    assert report.ok
    assert report.head_version == 23


HEADS = {
    "hash": ("a" * 64, f"{ARCHIVED}不是清单所记的链尾"),
    "version": (25, f"结尾被截去，缺少第25条记录：events.jsonl只到{ARCHIVED}"),
    "stream": ("11111111-1111-4111-8111-111111111111", "清单所记的案件流号11111111-1111-4111-8111-111111111111与"),
}


@pytest.mark.parametrize("field", HEADS)
def test_an_edited_head_is_found(package: Path, field: str) -> None:
    value, words = HEADS[field]
    edit_manifest(package, lambda manifest: manifest["head"].update({field: value}))
    assert first(package).startswith(words)


@pytest.mark.parametrize(
    ("field", "words"), [("request_no", "申请编号"), ("register_no", "登记号"), ("archive_no", "档号")]
)
def test_edited_numbers_of_the_manifest_are_found(package: Path, field: str, words: str) -> None:
    for value in ("别的号", "", None):
        if (field, value) == ("request_no", None):
            continue
        edit_manifest(package, lambda manifest, value=value: manifest.update({field: value}))  # type: ignore[misc]
        assert first(package).startswith(f"清单所记的{words}{value or '（无）'}与记录所载的")


def test_a_changed_text_is_named_with_the_event_that_points_to_it(package: Path) -> None:
    forge(package, "texts.jsonl", lambda texts: [texts[0] | {"body": "改过的申请"}, *texts[1:]])
    words = first(package)
    assert words.startswith("texts.jsonl第1行的文本（item，")
    assert f"与{RECEIVED}所指的摘要不符" in words


def test_a_changed_person_is_named_with_the_event_that_points_to_him(package: Path) -> None:
    forge(
        package,
        "people.jsonl",
        lambda people: [people[0] | {"identity": people[0]["identity"].replace("欧阳", "司马")}, *people[1:]],
    )
    words = first(package)
    assert words.startswith("people.jsonl第1行的人员（requester，")
    assert f"与{RECEIVED}所指的摘要不符" in words


def test_words_can_t_be_moved_between_salt_and_content(package: Path) -> None:
    def shifted(texts: Lines) -> Lines:
        body = texts[0]["body"].encode()
        salt = texts[0]["salt"] + body[:3].hex()
        return [texts[0] | {"salt": salt, "body": body[3:].decode()}, *texts[1:]]

    forge(package, "texts.jsonl", shifted)
    assert first(package).startswith("texts.jsonl第1行读不出，或者被改坏")


def test_exchanged_texts_are_both_named(package: Path) -> None:
    def exchanged(texts: Lines) -> Lines:
        one, two = texts[0], texts[1]
        return [one | {"id": two["id"]}, two | {"id": one["id"]}, *texts[2:]]

    forge(package, "texts.jsonl", exchanged)
    named = [fault.message for fault in verify(package).faults]
    assert [words[: words.index("行")] for words in named] == ["texts.jsonl第2", "texts.jsonl第1"]


def test_a_text_taken_out_is_missed_by_its_event(package: Path) -> None:
    forge(package, "texts.jsonl", lambda texts: texts[1:])
    assert first(package).startswith(f"{RECEIVED}所指的")
    assert "不在包里" in first(package)


@pytest.mark.parametrize("path", ["texts.jsonl", "people.jsonl"])
def test_a_text_or_person_that_no_event_points_to_is_named(package: Path, path: str) -> None:
    forge(package, path, lambda kept: [*kept, kept[0] | {"id": "11111111-1111-4111-8111-111111111111"}])
    assert "11111111-1111-4111-8111-111111111111）没有任何记录指向" in first(package)


def test_a_replaced_letter_is_named_with_its_event(package: Path) -> None:
    (letter,) = (package / "documents").glob("001-*")
    letter.write_bytes(letter.read_bytes() + b"\n% changed")
    relist(package)
    assert first(package).startswith(f"文件documents/{letter.name}与{ISSUED}所指的摘要不符")


def letters_of(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    return [entry for entry in manifest["files"] if "document" in entry]


def test_letters_exchanged_in_the_manifest_are_named(package: Path) -> None:
    def exchanged(manifest: dict[str, Any]) -> None:
        one, two = letters_of(manifest)
        one["document"], two["document"] = two["document"], one["document"]

    edit_manifest(package, exchanged)
    words = [fault.message for fault in verify(package).faults]
    assert [message[:17] for message in words] == ["文件documents/002-答", "文件documents/001-答"]


def test_a_document_that_no_event_points_to_is_named(package: Path) -> None:
    def added(manifest: dict[str, Any]) -> None:
        entry = json.loads(json.dumps(letters_of(manifest)[1]))
        entry["path"] = "documents/003-补充.pdf"
        entry["document"]["file_id"] = "11111111-1111-4111-8111-111111111111"
        manifest["files"].append(entry)

    (letter,) = (package / "documents").glob("002-*")
    (package / "documents" / "003-补充.pdf").write_bytes(letter.read_bytes())
    edit_manifest(package, added)
    assert first(package).startswith("文件documents/003-补充.pdf没有任何记录指向")


def test_a_letter_taken_out_with_its_entry_is_missed_by_its_event(package: Path) -> None:
    (letter,) = (package / "documents").glob("001-*")
    letter.unlink()
    edit_manifest(package, lambda manifest: manifest["files"].remove(letters_of(manifest)[0]))
    assert first(package).startswith(f"{ISSUED}所指的")


STORIES: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "no receipt": (lambda e: e[1:], "第1条记录（登记，2026-03-04）不能接在前面的记录之后"),
    "two receipts": (lambda e: [e[0], *e], "第2条记录（收到申请，2026-03-03）不能接在前面的记录之后"),
    "an unknown item": (
        lambda e: with_line(e, 6, lambda record: record["data"].update(item=9)),
        "第6条记录（登记检索，2026-03-08）说的是本案没有的事项：9",
    ),
    "an unknown event": (
        lambda e: with_line(e, 2, lambda record: record["data"].update(type="case.enchanted")),
        "第2条记录（登记，2026-03-04）不能接在前面的记录之后，或者本版本的 ysq 不认识",
    ),
    "another type outside": (
        lambda e: with_line(e, 20, lambda record: record.update(type="letter.posted")),
        "第20条记录（交邮，2026-03-22）不能接在前面的记录之后",
    ),
    "another day inside": (
        lambda e: with_line(e, 20, lambda record: record["data"].update(date="2026-03-01")),
        f"{ISSUED}不能接在前面的记录之后",
    ),
}


@pytest.mark.parametrize("case", STORIES)
def test_a_fresh_chain_of_events_that_are_no_case_is_found(package: Path, case: str) -> None:
    change, words = STORIES[case]

    def renumbered(lines: Lines) -> Lines:
        numbered = []
        for version, line in enumerate(change(lines), start=1):
            numbered.append(rewritten(line, lambda record, version=version: record.update(version=version)))  # type: ignore[misc]
        return rechained(numbered)

    forge(package, "events.jsonl", renumbered)

    def headed(manifest: dict[str, Any]) -> None:
        lines = (package / "events.jsonl").read_text().splitlines()
        manifest["head"].update(version=len(lines), hash=json.loads(lines[-1])["hash"])

    edit_manifest(package, headed)
    assert any(fault.message.startswith(words) for fault in verify(package).faults), verify(package).faults


def test_a_manifest_edited_without_its_seal_is_named(package: Path) -> None:
    file = package / "manifest.json"
    file.write_text(file.read_text().replace("青川市规划局", "青川市财政局"))
    assert first(package) == "manifest.json与manifest.sm3所记的摘要不符：两个文件之一被改动"


def test_a_key_given_twice_is_refused(package: Path) -> None:
    file = package / "events.jsonl"
    lines = file.read_text().splitlines(keepends=True)
    fake = lines[1].replace('{"prev_hash"', '{"record":"{}","prev_hash"', 1)
    file.write_text("".join([lines[0], fake, *lines[2:]]))
    relist(package)
    assert first(package).startswith("events.jsonl第2行不是一条记录，或者被改坏：同一个键出现两次")
