"""Statements are found by name, and mistakes in their files show at once."""

import re
from pathlib import Path

import pytest

import ysq
from ysq.db.sql import read_statements, sql


def test_a_statement_is_found_by_its_name() -> None:
    assert sql.load_stream.startswith("select stream, version")


def test_an_unknown_name_is_told() -> None:
    with pytest.raises(AttributeError, match="no statement is named 'lode_stream'"):
        _ = sql.lode_stream


@pytest.mark.parametrize(
    ("text", "says"),
    [("select 1", "begins with a statement"), ("-- name: one\nselect 1\n-- name: one\nselect 2", "is taken already")],
)
def test_a_file_without_proper_names_is_refused(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_statements({"a.sql": text})


def test_every_name_used_in_the_package_exists_and_every_statement_is_used() -> None:
    sources = [path.read_text("utf-8") for path in Path(ysq.__file__).parent.rglob("*.py")]
    used = set(re.findall(r"\bsql\.([a-z_0-9]+)", "\n".join(sources))) - {"read_statements"}
    assert used == set(dir(sql))
