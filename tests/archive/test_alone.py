"""The package proves itself: in an empty environment, without database, rules or network, and without ysq at all."""

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tests.archive.casefiles import case_file

from ysq.archive import verify, write_package

VERIFY = """
import sys

def refuse(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.fork")):
        raise SystemExit(f"the verifier used {event}")
    if event == "open" and isinstance(arguments[0], str) and arguments[1] and set(arguments[1]) & set("wax+"):
        raise SystemExit(f"the verifier wrote to {arguments[0]}")

sys.addaudithook(refuse)
sys.dont_write_bytecode = True
from pathlib import Path
from ysq.archive import report_text, verify
report = verify(Path(sys.argv[1]))
foreign = [name for name in sys.modules if name.startswith(("ysq.rules", "ysq.web", "ysq.cases", "litestar", "typst"))]
print(report_text(report), foreign, sep="")
raise SystemExit(0 if report.ok else 1)
"""


def alone(package: Path, where: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", VERIFY, str(package)],
        env={}, cwd=where, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_a_package_verifies_with_nothing_around_it(package: Path, tmp_path: Path) -> None:
    ended = alone(package, tmp_path)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert ended.stdout.startswith("核验结果：通过\n")
    assert ended.stdout.endswith("\n[]\n")
    (package / "texts.jsonl").write_bytes(b"")
    ended = alone(package, tmp_path)
    assert (ended.returncode, ended.stderr) == (1, "")
    assert ended.stdout.startswith("核验结果：不通过\n")


def test_the_guard_of_this_test_would_see_a_socket() -> None:
    guard = VERIFY[: VERIFY.index("from pathlib")] + "import socket; socket.create_connection(('127.0.0.1', 9))"
    ended = subprocess.run([sys.executable, "-c", guard], capture_output=True, text=True, check=False, timeout=60)
    assert "the verifier used socket." in ended.stderr


def test_verifying_changes_nothing_in_the_package(package: Path) -> None:
    for path in package.rglob("*"):
        if path.is_file():
            path.chmod(0o400)
    before = {path: path.stat().st_mtime_ns for path in [package, *package.rglob("*")]}
    assert verify(package).ok
    assert {path: path.stat().st_mtime_ns for path in [package, *package.rglob("*")]} == before


def script(package: Path) -> str:
    """The program that README.txt gives to those who have no ysq."""
    lines = (package / "README.txt").read_text().splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("    import hashlib"))
    end = next(number for number, line in enumerate(lines) if number > start and line and not line.startswith("    "))
    return "\n".join(line[4:] for line in lines[start:end])


def without_ysq(package: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-I", "-S", "-c", script(package)],
        cwd=package, env={}, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


def test_the_program_in_the_readme_accepts_a_clean_package(package: Path) -> None:
    ended = without_ysq(package)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


@pytest.mark.parametrize("path", ["manifest.json", "events.jsonl", "texts.jsonl", "ledger.json"])
def test_the_program_in_the_readme_finds_a_changed_or_missing_file(package: Path, path: str) -> None:
    whole = (package / path).read_bytes()
    (package / path).write_bytes(whole[:-2] + b"0\n")
    assert without_ysq(package).returncode == 1
    (package / path).unlink()
    assert without_ysq(package).returncode == 1
    (package / path).write_bytes(whole)
    (package / "extra").write_bytes(b"")
    assert "extra" in without_ysq(package).stderr


def test_the_readme_names_every_file_of_the_package(package: Path) -> None:
    words = (package / "README.txt").read_text()
    for path in package.iterdir():
        assert re.search(rf"^{re.escape(path.name)}/? ", words, re.MULTILINE), path.name


def test_a_package_of_some_fifty_events_and_three_letters_verifies_in_half_a_second(tmp_path: Path) -> None:
    package = write_package(tmp_path / "package", case_file(consultations=10, more_letters=1))
    started = time.monotonic()
    report = verify(package)
    taken = time.monotonic() - started
    assert report.ok
    assert (report.counts.events, report.counts.documents) == (52, 3)
    assert taken < 0.5
