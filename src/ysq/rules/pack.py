"""The rule book's files in one piece: what is fingerprinted, kept with determinations, and read again years later."""

import re
from collections.abc import Iterable
from pathlib import Path

_HEAD = re.compile(rb"([a-z0-9_]+(?:/[a-z0-9_]+)?\.yaml)\0([0-9]{1,9})\0")


def packed(paths: Iterable[Path], folder: Path) -> bytes:
    """Each file's name within `folder`, its length and its bytes, in the order of `paths`."""
    parts = []
    for path in paths:
        content = path.read_bytes()
        parts.append(f"{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode() + content)
    return b"".join(parts)


def unpack(content: bytes, folder: Path) -> None:
    """Write the files of a packed book below `folder`. Raises ValueError for anything that isn't one."""
    place = 0
    while place < len(content):
        head = _HEAD.match(content, place)
        size = int(head[2]) if head else 0
        if head is None or head.end() + size > len(content):
            raise ValueError("保存的规则书内容不完整，读不出")
        path = folder / head[1].decode()
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content[head.end() : head.end() + size])
        place = head.end() + size
