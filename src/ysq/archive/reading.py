"""Reads a folder that may be hostile: only plain files, never past a limit, and every failure a Chinese sentence."""

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import msgspec
from cryptography.hazmat.primitives.hashes import SM3, Hash

from ysq.archive import layout
from ysq.archive.report import Fault, shown
from ysq.faults import cause

T = TypeVar("T")
_CHUNK = 1 << 20


class Unreadable(Exception):
    """A file or line that can't be used; `fault` says which and why."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(message)
        self.fault = Fault(place, message)


class Measured(msgspec.Struct, frozen=True):
    """A file's size in bytes, SM3 of its content, and SM3 of salt and content (both hex)."""

    size: int
    sm3: str
    salted: str


class Scan(msgspec.Struct, frozen=True):
    """The plain files of a folder (path inside it, size in bytes), and what else was in the way."""

    sizes: dict[str, int]
    faults: tuple[Fault, ...]


def scan(folder: Path) -> Scan:
    """Everything in `folder` and in its `documents` and `forms`; no link is followed and no other folder entered.

    Raises Unreadable when it can't be listed, or has more files or bytes than a package may have.
    """
    sizes: dict[str, int] = {}
    faults: list[Fault] = []
    for path, mode, size in _entries(folder):
        if len(sizes) + len(faults) > layout.MAX_FILES:
            raise Unreadable("", f"文件夹里的文件超过{layout.MAX_FILES}个，没有再往下看")
        if stat.S_ISREG(mode):
            sizes[path] = size
        elif path not in layout.FOLDERS or not stat.S_ISDIR(mode):
            faults.append(Fault(path, f"多出{_sort(mode)}{shown(path)}：包里只许有清单所列的普通文件"))
    if sum(sizes.values()) > layout.MAX_TOTAL:
        raise Unreadable("", f"文件夹里的文件合计超过核验的上限{layout.MAX_TOTAL}字节，没有往下读")
    return Scan(sizes, tuple(faults))


def _entries(folder: Path, prefix: str = "") -> Iterator[tuple[str, int, int]]:
    """(path inside the package, mode, size) of each entry, those of the folders that a package has included."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                found = entry.stat(follow_symlinks=False)
                yield prefix + entry.name, found.st_mode, found.st_size
                if not prefix and entry.name in layout.FOLDERS and stat.S_ISDIR(found.st_mode):
                    yield from _entries(folder / entry.name, f"{entry.name}/")
    except OSError as error:
        hint = "" if prefix else f"。请给出{layout.MANIFEST}所在的文件夹"
        raise Unreadable(prefix, f"文件夹{shown(prefix or str(folder))}读不出：{cause(error)}{hint}") from error


def _sort(mode: int) -> str:
    if stat.S_ISLNK(mode):
        return "符号链接"
    return "文件夹" if stat.S_ISDIR(mode) else "特殊文件"


def measure(folder: Path, path: str, salt: bytes = b"") -> Measured:
    """Both digests of a file, read once, piece by piece. Raises Unreadable."""
    plain, salted, size = Hash(SM3()), Hash(SM3()), 0
    salted.update(salt)
    with _opened(folder, path) as file:
        while piece := _read(file, path, _CHUNK):
            size += len(piece)
            _within(size, path)
            plain.update(piece)
            if salt:
                salted.update(piece)
    return Measured(size, plain.finalize().hex(), salted.finalize().hex())


def content(folder: Path, path: str) -> bytes:
    """The whole of a small file. Raises Unreadable."""
    with _opened(folder, path) as file:
        found = _read(file, path, layout.limit_of(path) + 1)
    _within(len(found), path)
    return found


def lines(folder: Path, path: str) -> Iterator[tuple[int, bytes]]:
    """(number from 1, line without its end) of a file of JSON lines. Raises Unreadable at what isn't a line."""
    with _opened(folder, path) as file:
        number = size = 0
        while line := _read_line(file, path):
            number, size = number + 1, size + len(line)
            _within(size, path)
            if number > layout.MAX_LINES:
                raise Unreadable(path, f"{path}超过{layout.MAX_LINES}行，没有再往下读")
            if not line.endswith(b"\n"):
                why = "太长" if len(line) > layout.MAX_LINE else "不完整：文件在这里被截断"
                raise Unreadable(path, f"{path}第{number}行{why}")
            yield number, line[:-1]


def parsed(raw: bytes, shape: type[T]) -> T:
    """`raw` as JSON of this shape, no key twice. Raises ValueError, also for nesting that is too deep."""
    try:
        value = msgspec.json.decode(raw, type=shape)
        json.loads(raw, object_pairs_hook=_no_key_twice)
    except RecursionError as error:
        raise ValueError("层次太深") from error
    except msgspec.ValidationError as error:
        raise ValueError(misshapen(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ValueError("不是完整的、UTF-8 编码的 JSON") from error
    return value


def misshapen(error: msgspec.ValidationError) -> str:
    """In words where JSON differs from its shape; what stands there is not repeated: it may be somebody's."""
    _what, at, place = str(error).rpartition(" - at `$")
    return f"不合规定的格式（{place.strip('`.')}）" if at else "不合规定的格式"


def _no_key_twice(pairs: list[tuple[str, Any]]) -> None:
    if len({key for key, _value in pairs}) != len(pairs):
        raise ValueError("同一个键出现两次")


def _opened(folder: Path, path: str) -> BinaryIO:
    """The plain file at `path`; a link or device that took its place meanwhile isn't opened or waited for."""
    try:
        handle = os.open(folder / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _failed(path, error) from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise Unreadable(path, f"{shown(path)}不是普通文件")
    return os.fdopen(handle, "rb")


def _read(file: BinaryIO, path: str, size: int) -> bytes:
    try:
        return file.read(size)
    except OSError as error:
        raise _failed(path, error) from error


def _read_line(file: BinaryIO, path: str) -> bytes:
    try:
        return file.readline(layout.MAX_LINE + 1)
    except OSError as error:
        raise _failed(path, error) from error


def _failed(path: str, error: OSError) -> Unreadable:
    return Unreadable(path, f"文件{shown(path)}读不出：{cause(error)}")


def _within(size: int, path: str) -> None:
    limit = layout.limit_of(path)
    if size > limit:
        raise Unreadable(path, f"文件{shown(path)}超过核验的上限{limit}字节，没有再往下读")
