"""A letter's file is held against a package: the very bytes that were issued, or not."""

import shutil
from pathlib import Path

import pytest

from ysq.cli import main


def issued(package: Path) -> Path:
    """The first letter in a package."""
    return next(path for path in sorted((package / "documents").iterdir()) if path.suffix == ".pdf")


def test_the_letter_of_a_package_is_known_again(
    clean: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter = Path(shutil.copy(issued(clean), tmp_path / "received.pdf"))
    assert main(["verify", str(clean), "--letter", str(letter)]) == 0
    assert "逐字节相同" in capsys.readouterr().out


def test_a_letter_with_one_other_byte_is_not(clean: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray(issued(clean).read_bytes())
    content[len(content) // 2] ^= 1
    letter = tmp_path / "received.pdf"
    letter.write_bytes(content)
    assert main(["verify", str(clean), "--letter", str(letter)]) == 1
    assert "内容被改动" in capsys.readouterr().out


def test_a_letter_that_is_not_there_is_one_line(
    clean: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(clean), "--letter", str(tmp_path / "none.pdf")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_letter_needs_a_package(tmp_path: Path) -> None:
    assert main(["verify", "--log", "--letter", str(tmp_path / "a.pdf")]) == 2
