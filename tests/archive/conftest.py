"""A clean package, written once and copied for each test that spoils it."""

import shutil
from pathlib import Path

import pytest
from tests.archive.casefiles import case_file

from ysq.archive import write_package


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package that nobody touches."""
    return write_package(tmp_path_factory.mktemp("archive") / "clean", case_file())


@pytest.fixture
def package(clean: Path, tmp_path: Path) -> Path:
    """A copy of the clean package."""
    return Path(shutil.copytree(clean, tmp_path / "package"))
