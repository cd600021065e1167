"""Data folders for tests that start servers of their own."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ysq.db.embedded import Embedded


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A data folder with a cluster in it; each test may start it."""
    with tempfile.TemporaryDirectory(prefix="ysq-test-") as folder:
        Embedded.start(Path(folder)).stop()
        yield Path(folder)


@pytest.fixture
def empty() -> Iterator[Path]:
    """A new folder that the server's account can reach."""
    with tempfile.TemporaryDirectory(prefix="ysq-test-") as folder:
        yield Path(folder)


@pytest.fixture
def small_disk(empty: Path) -> Iterator[Path]:
    """A file system of its own with 130 MB, which the programs, a cluster and little else fit in."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=130m", "none", empty], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("may not mount a small file system here")
    yield empty
    subprocess.run(["umount", empty], check=True)
