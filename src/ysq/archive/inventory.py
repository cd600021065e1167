"""Compares the files of a package with its manifest, and the manifest with its seal."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from ysq.archive import layout, reading
from ysq.archive.layout import MANIFEST, SEAL, Entry, Manifest
from ysq.archive.reading import Measured, Scan
from ysq.archive.report import Fault, shown


class Inventory(msgspec.Struct, frozen=True):
    """What is usable of a package: entries that may be listed and are there, measured, by path.

    `shifted` are paths that hold what belongs to another path: reading them by their name would mislead.
    """

    measured: dict[str, Measured]
    shifted: frozenset[str]
    faults: tuple[Fault, ...]

    def readable(self, path: str) -> bool:
        """Whether the file is there under its own name."""
        return path in self.measured and path not in self.shifted


def read_manifest(folder: Path) -> tuple[Manifest, str]:
    """The manifest and its digest (hex). Raises Unreadable."""
    raw = reading.content(folder, MANIFEST)
    try:
        manifest = reading.parsed(raw, Manifest)
    except ValueError as error:
        message = f"{MANIFEST}读不出，或者被改坏，或者不是{layout.FORMAT}格式的清单：{shown(str(error))}"
        raise reading.Unreadable(MANIFEST, message) from error
    return manifest, reading.measure(folder, MANIFEST).sm3


def seal_of(digest: str) -> bytes:
    """What manifest.sm3 says, in the form that sm3sum and openssl write and check."""
    return f"{digest}  {MANIFEST}\n".encode()


def seal_faults(folder: Path, scan: Scan, digest: str) -> Iterator[Fault]:
    """Whether the manifest is the one that was sealed."""
    if SEAL not in scan.sizes:
        yield Fault(SEAL, f"缺少文件{SEAL}：它记着{MANIFEST}的摘要")
        return
    try:
        sealed = reading.content(folder, SEAL)
    except reading.Unreadable as error:
        yield error.fault
        return
    if sealed != seal_of(digest):
        yield Fault(MANIFEST, f"{MANIFEST}与{SEAL}所记的摘要不符：两个文件之一被改动")


def take_inventory(folder: Path, manifest: Manifest, scan: Scan) -> Inventory:
    """Every listed file measured, and every difference from the list named."""
    faults = [*_list_faults(manifest)]
    entries = {entry.path: entry for entry in manifest.files if layout.allowed(entry.path)}
    faults += _presence_faults(entries, scan)
    measured: dict[str, Measured] = {}
    for entry in entries.values():
        if entry.path in scan.sizes:
            try:
                measured[entry.path] = _measured(folder, entry, scan.sizes[entry.path])
            except reading.Unreadable as error:
                faults.append(error.fault)
    owners = {entry.sm3: entry.path for entry in entries.values()}
    changed = [entry for entry in entries.values() if _differs(entry, measured.get(entry.path))]
    shifted = frozenset(entry.path for entry in changed if measured[entry.path].sm3 in owners)
    faults += (_change(entry, measured[entry.path], owners) for entry in changed)
    return Inventory(measured, shifted, tuple(faults))


def _list_faults(manifest: Manifest) -> Iterator[Fault]:
    seen: set[str] = set()
    for entry in manifest.files:
        if not layout.allowed(entry.path):
            yield Fault(MANIFEST, f"清单列有不允许的路径{shown(entry.path)}：没有打开它")
        elif entry.path in seen:
            yield Fault(MANIFEST, f"清单把{entry.path}列了两次")
        elif (entry.document is not None) != entry.path.startswith(f"{layout.DOCUMENTS}/"):
            yield Fault(MANIFEST, f"清单对{entry.path}的说明与它的位置不符：文件资料应当有而且只有文件才有")
        elif entry.derived != entry.path.startswith(f"{layout.FORMS}/"):
            yield Fault(MANIFEST, f"清单对{entry.path}的说明与它的位置不符：表单都是由记录生成的，其余的都不是")
        seen.add(entry.path)
    for path in layout.MEANINGS:
        if path not in seen:
            yield Fault(MANIFEST, f"清单没有列出{path}：每个包都应当有它")


def _presence_faults(entries: dict[str, Entry], scan: Scan) -> Iterator[Fault]:
    for path in entries:
        if path not in scan.sizes:
            yield Fault(path, f"缺少文件{path}：清单列有它，文件夹里没有")
    for path in scan.sizes:
        if path not in entries and path not in (MANIFEST, SEAL):
            yield Fault(path, f"多出文件{shown(path)}：清单没有列它")


def _measured(folder: Path, entry: Entry, size: int) -> Measured:
    """The file's digests; one over its limit is left unread, however big it says it is."""
    if size > layout.limit_of(entry.path):
        message = f"文件{entry.path}有{size}字节，超过核验的上限{layout.limit_of(entry.path)}字节，没有读它"
        raise reading.Unreadable(entry.path, message)
    return reading.measure(folder, entry.path, bytes.fromhex(entry.document.salt) if entry.document else b"")


def _differs(entry: Entry, found: Measured | None) -> bool:
    return found is not None and (found.size, found.sm3) != (entry.size, entry.sm3)


def _change(entry: Entry, found: Measured, owners: dict[str, str]) -> Fault:
    path = entry.path
    if found.sm3 in owners:
        return Fault(path, f"{path}里是清单所记{owners[found.sm3]}的内容：文件被调换")
    if found.size < entry.size:
        return Fault(path, f"{path}被截短：清单记{entry.size}字节，现有{found.size}字节")
    if found.size > entry.size:
        return Fault(path, f"{path}变长了：清单记{entry.size}字节，现有{found.size}字节")
    return Fault(path, f"{path}的内容被改动：摘要与清单所记不符")
