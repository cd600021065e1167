"""Checks that every event points to the very texts, people and documents that are in the package, and to no others."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from ysq.archive import reading
from ysq.archive.chain import Link
from ysq.archive.layout import PEOPLE, TEXTS, Manifest, PersonLine, TextLine
from ysq.archive.report import Fault, shown
from ysq.digests import salted_digest


class Pointer(msgspec.Struct, frozen=True):
    """A `Ref` inside an event, and the event's name."""

    event: str
    id: str
    digest: str


class Kept(msgspec.Struct, frozen=True):
    """Something that events point to: where it is, what faults call it, and its salted digest as found (hex).

    `digest` is None when the thing is known to be missing or can't be read.
    """

    place: str
    name: str
    digest: str | None


def pointers_of(links: Sequence[Link]) -> Iterator[Pointer]:
    """Every reference in the records, also in fields and events that this version of ysq doesn't know."""
    for link in links:
        waiting = [json.loads(bytes(link.event.data))]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                found, digest = value.get("id"), value.get("digest")
                if isinstance(found, str) and isinstance(digest, str):
                    yield Pointer(link.name, found, digest)
                waiting.extend(reversed(value.values()))
            elif isinstance(value, list):
                waiting.extend(reversed(value))


def read_kept(folder: Path, path: str, faults: list[Fault]) -> dict[str, Kept]:
    """What texts.jsonl or people.jsonl holds, by id; lines that can't be used are added to `faults`."""
    kept: dict[str, Kept] = {}
    try:
        for row, raw in reading.lines(folder, path):
            try:
                found, one = _kept(path, row, raw)
            except ValueError as error:
                faults.append(Fault(path, f"{path}第{row}行读不出，或者被改坏：{shown(str(error))}"))
                continue
            if found in kept:
                faults.append(Fault(path, f"{one.name}重复：与{kept[found].name}编号相同"))
            kept.setdefault(found, one)
    except reading.Unreadable as error:
        faults.append(error.fault)
    return kept


def _kept(path: str, row: int, raw: bytes) -> tuple[str, Kept]:
    if path == TEXTS:
        text = reading.parsed(raw, TextLine)
        name, found, salt, words = f"文本（{shown(text.kind)}，{text.id}）", text.id, text.salt, text.body
    else:
        person = reading.parsed(raw, PersonLine)
        name, found, salt, words = f"人员（{shown(person.role)}，{person.id}）", person.id, person.salt, person.identity
    digest = salted_digest(bytes.fromhex(salt), words.encode())
    return found, Kept(path, f"{path}第{row}行的{name}", digest)


def documents_of(manifest: Manifest, salted: dict[str, str]) -> dict[str, Kept]:
    """The documents that the manifest lists, by id; `salted` holds the digests of those that could be read."""
    return {
        entry.document.file_id: Kept(entry.path, f"文件{entry.path}", salted.get(entry.path))
        for entry in manifest.files
        if entry.document is not None
    }


def ref_faults(pointers: Iterable[Pointer], kept: dict[str, Kept], whole: bool) -> Iterator[Fault]:
    """References that lead nowhere or to other content, and content without a reference.

    `whole` says that all stores could be read, so that what isn't found isn't there.
    """
    used = set()
    same = {one.digest: found for found, one in kept.items()}
    for pointer in pointers:
        one = kept.get(pointer.id)
        used.add(pointer.id)
        if one is not None:
            yield from _difference(pointer, one)
        elif pointer.digest in same:
            used.add(same[pointer.digest])
            one = kept[same[pointer.digest]]
            yield Fault(one.place, f"{one.name}的编号被改动：它的内容正是{pointer.event}所指的{shown(pointer.id)}")
        elif whole:
            message = f"{pointer.event}所指的{shown(pointer.id)}不在包里：{TEXTS}、{PEOPLE}和清单所列文件中都没有"
            yield Fault(TEXTS, message)
    for found, one in kept.items():
        if found not in used:
            message = f"{one.name}没有任何记录指向：它是后加的，或者指向它的记录被去掉了"
            yield Fault(one.place, message)


def _difference(pointer: Pointer, one: Kept) -> Iterator[Fault]:
    if one.digest is None:
        yield Fault(one.place, f"{pointer.event}所指的{one.name}缺少，或者读不出")
    elif one.digest != pointer.digest:
        message = f"{one.name}与{pointer.event}所指的摘要不符：内容或者它的盐被改动，或者被换成别的"
        yield Fault(one.place, message)
