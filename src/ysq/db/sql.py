"""Reads the named statements of `queries/*.sql`: `sql.load_stream` is the text under `-- name: load_stream`."""

import re
from collections.abc import Mapping
from importlib.resources import files

_NAME = re.compile(r"^-- name: ([a-z][a-z0-9_]*)$", re.MULTILINE)


class Statements:
    """The statements by name, as attributes."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def __getattr__(self, name: str) -> str:
        try:
            return self._texts[name]
        except KeyError:
            raise AttributeError(f"no statement is named {name!r} in queries/*.sql") from None

    def __dir__(self) -> list[str]:
        return sorted(self._texts)


def read_statements(sources: Mapping[str, str]) -> Statements:
    """The statements in `sources` (file name to text). Raises ValueError for a name given twice or text without one."""
    texts: dict[str, str] = {}
    for source, text in sorted(sources.items()):
        head, *parts = _NAME.split(text)
        if head.strip():
            raise ValueError(f"{source}: begins with a statement that has no `-- name:` line")
        for name, statement in zip(parts[::2], parts[1::2], strict=True):
            if name in texts:
                raise ValueError(f"{source}: the name {name} is taken already; give each statement its own")
            texts[name] = statement.strip().removesuffix(";")
    return Statements(texts)


sql = read_statements({
    entry.name: entry.read_text("utf-8")
    for entry in files("ysq.db").joinpath("queries").iterdir()
    if entry.name.endswith(".sql")
})  # fmt: skip
