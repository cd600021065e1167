"""A rule book is kept in one piece and read again as it was; anything else is refused."""

import hashlib
from pathlib import Path

import pytest

from ysq.rules import book as rule_book
from ysq.rules.book import Book, BookError
from ysq.rules.pack import packed, unpack


def test_a_book_read_again_from_its_content_is_the_same(book: Book) -> None:
    assert hashlib.sha256(book.content).hexdigest() == book.fingerprint
    again = rule_book.reread(book.content)
    for part in (
        "content",
        "fingerprint",
        "provisions",
        "outcomes",
        "events",
        "fees",
        "rules",
        "calendars",
        "statutory",
    ):
        assert getattr(again, part) == getattr(book, part), part


def test_files_come_back_byte_for_byte(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    (before / "calendar").mkdir(parents=True)
    after.mkdir()
    (before / "a.yaml").write_bytes("甲: 1\r\n\0b.yaml\0".encode())
    (before / "calendar" / "2026.yaml").write_bytes(b"")
    names = ("a.yaml", "calendar/2026.yaml")
    unpack(packed([before / name for name in names], before), after)
    assert [(after / name).read_bytes() for name in names] == [(before / name).read_bytes() for name in names]


@pytest.mark.parametrize(
    "content",
    [
        b"x",
        b"a.yaml\x005\x00abc",
        b"../a.yaml\x001\x00a",
        b"/etc/a.yaml\x001\x00a",
        b"a.yaml\x00-1\x00a",
        b"a/b/c.yaml\x000\x00",
    ],
    ids=["no head", "cut short", "a way out", "an absolute path", "a negative size", "too deep"],
)
def test_what_is_no_book_is_refused_and_writes_nothing_elsewhere(content: bytes, tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    with pytest.raises(ValueError, match="不完整"):
        unpack(content, inside)
    assert [path.name for path in tmp_path.rglob("*")] == ["inside"]
    with pytest.raises(BookError, match="不完整"):
        rule_book.reread(content)


def test_an_empty_content_is_no_book(book: Book) -> None:
    with pytest.raises(BookError):
        rule_book.reread(b"")
