"""Writes a package: the whole folder appears at once, and only if it verifies."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import msgspec

from ysq.archive import layout, reading
from ysq.archive.casefile import CaseFile, Document, FormCopy
from ysq.archive.inventory import seal_of
from ysq.archive.layout import DocumentFacts, Entry, EventLine, Head, Manifest, PersonLine, TextLine
from ysq.archive.verify import verify
from ysq.digests import content_of_identity
from ysq.faults import cause

_README = Path(__file__).with_name("readme.txt")


class PackageRefused(ValueError):
    """The package can't be made: the folder is taken, or the case file contradicts itself. Nothing was left behind."""


def write_package(folder: Path, contents: CaseFile) -> Path:
    """The package of `contents` at `folder`, which must not exist; its parent must.

    The folder appears whole or not at all, and survives a power cut once this returns. What a killed process left
    unfinished is called .ysq-….part and may be deleted. Raises PackageRefused, and OSError when the disk fails.
    """
    _check_place(folder)
    with ExitStack() as undo:
        begun = Path(tempfile.mkdtemp(prefix=".ysq-", suffix=".part", dir=folder.parent))
        undo.callback(shutil.rmtree, begun)
        try:
            _write_files(begun, contents)
            _check_whole(begun)
        except reading.Unreadable as error:
            raise PackageRefused(f"不能制作案卷包：{error.fault.message}") from error
        _appear(begun, folder)
        undo.pop_all()
    return folder


def _check_place(folder: Path) -> None:
    if os.path.lexists(folder):
        raise PackageRefused(f"{folder}已经存在，案卷包不覆盖任何东西，请另选一个文件夹")
    if not folder.parent.is_dir():
        raise PackageRefused(f"{folder.parent}不是文件夹，请先建立它")


def _write_files(begun: Path, contents: CaseFile) -> None:
    if not contents.events:
        raise PackageRefused("案卷没有任何记录，不能制作案卷包")
    documents, forms = _placed(contents)
    _write(begun / layout.README, _README.read_bytes())
    _write(begun / layout.EVENTS, _lines(_event_lines(contents)))
    _write(begun / layout.TEXTS, _lines(TextLine(str(t.id), t.kind, t.salt.hex(), t.body) for t in contents.texts))
    _write(begun / layout.PEOPLE, _lines(_person_lines(contents)))
    _write(begun / layout.LEDGER, contents.ledger_json)
    _write_folder(begun / layout.DOCUMENTS, {path: document.data for path, document in documents.items()})
    _write_folder(begun / layout.FORMS, {path: form.data for path, form in forms.items()})
    _write_manifest(begun, contents, documents, forms)
    _sync(begun)


def _placed(contents: CaseFile) -> tuple[dict[str, Document], dict[str, FormCopy]]:
    """Documents and forms by the path that each gets."""
    documents = {
        layout.document_path(number, document.name, document.media_type): document
        for number, document in enumerate(contents.documents, start=1)
    }
    return documents, {layout.form_path(number, form.name): form for number, form in enumerate(contents.forms, start=1)}


def _write_folder(folder: Path, contents: Mapping[str, bytes]) -> None:
    """A folder of the package, none when nothing is in it."""
    if not contents:
        return
    folder.mkdir()
    for path, data in contents.items():
        _write(folder.parent / path, data)
    _sync(folder)


def _write_manifest(
    begun: Path, contents: CaseFile, documents: Mapping[str, Document], forms: Mapping[str, FormCopy]
) -> None:
    entries = [_entry(begun, path, meaning) for path, meaning in sorted(layout.MEANINGS.items())]
    entries += [_entry(begun, path, document.name, document) for path, document in documents.items()]
    entries += [_entry(begun, path, f"{form.name}{layout.DERIVED}", derived=True) for path, form in forms.items()]
    last = contents.events[-1]
    manifest = Manifest(
        layout.FORMAT,
        contents.agency_name,
        contents.agency_code,
        contents.request_no,
        contents.register_no,
        contents.archive_no,
        contents.made_on,
        Head(last.stream, last.version, last.hash.hex()),
        tuple(entries),
        contents.kept,
    )
    _write(begun / layout.MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n")
    _write(begun / layout.SEAL, seal_of(reading.measure(begun, layout.MANIFEST).sm3))


def _entry(begun: Path, path: str, what: str, document: Document | None = None, *, derived: bool = False) -> Entry:
    found = reading.measure(begun, path)
    facts = None
    if document is not None:
        facts = DocumentFacts(
            str(document.file_id), document.kind, document.name, document.media_type, document.salt.hex()
        )
    return Entry(path, found.size, found.sm3, what, facts, derived)


def _event_lines(contents: CaseFile) -> Iterator[EventLine]:
    for event in contents.events:
        try:
            yield EventLine(event.prev_hash.hex(), event.hash.hex(), event.record.decode())
        except UnicodeDecodeError as error:
            raise PackageRefused(f"第{event.version}条记录不是 UTF-8 文字，已经损坏，不能制作案卷包") from error


def _person_lines(contents: CaseFile) -> Iterator[PersonLine]:
    for person in contents.people:
        identity = content_of_identity(person.identity).decode()
        yield PersonLine(str(person.id), person.role, person.salt.hex(), identity)


def _lines(values: Iterable[msgspec.Struct]) -> bytes:
    return b"".join(msgspec.json.encode(value) + b"\n" for value in values)


def _check_whole(begun: Path) -> None:
    """A case file that contradicts itself shows now, not when somebody needs the package as evidence."""
    report = verify(begun)
    if report.faults:
        first = report.faults[0].message
        raise PackageRefused(f"案卷自相矛盾，没有制作案卷包：{first}（共{len(report.faults)}处）。请先查明原因")


def _appear(begun: Path, folder: Path) -> None:
    try:
        begun.rename(folder)
    except OSError as error:
        raise PackageRefused(f"{folder}不能建立：{cause(error)}，请另选一个文件夹") from error
    _sync(folder.parent)


def _write(path: Path, content: bytes) -> None:
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
