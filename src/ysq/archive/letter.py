"""Finds a letter's file in a package: whether these are the very bytes that were issued."""

from collections.abc import Sequence
from pathlib import Path

from ysq.archive import inventory, reading
from ysq.archive.layout import Entry
from ysq.archive.report import shown
from ysq.archive.sealed import seal_of_file

_SEALED = "sealed_letter"
_KINDS = frozenset({"letter", _SEALED})


def letter_text(folder: Path, file: Path, known: Sequence[bytes] = ()) -> tuple[bool, str]:
    """Whether `file` is a letter of the package in `folder`, and that in words, with what its seal is worth.

    `verify` tells whether the package itself holds. Raises Unreadable when either can't be read.
    """
    manifest, _digest = inventory.read_manifest(folder)
    found = _same(manifest.files, reading.measure(file.parent, file.name).sm3)
    if found is None or found.document is None:
        return False, f"{shown(file.name)}：不是这个案卷包里的文书，或者内容被改动\n"
    same = f"{shown(file.name)}：与案卷包里的文书《{shown(found.document.name)}》逐字节相同"
    if found.document.kind == _SEALED:
        same += f"；电子印章：{seal_of_file(reading.content(folder, found.path), known).state.zh}"
    return True, f"{same}\n"


def _same(entries: tuple[Entry, ...], sm3: str) -> Entry | None:
    return next(
        (one for one in entries if one.sm3 == sm3 and one.document is not None and one.document.kind in _KINDS), None
    )
