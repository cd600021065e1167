"""A rule book that a test may spoil."""

import shutil
from pathlib import Path

import pytest

from ysq.resources import data_folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rule book that a test may spoil."""
    copy = tmp_path / "rules"
    shutil.copytree(data_folder("rules"), copy)
    return copy


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
