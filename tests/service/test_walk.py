"""`ysq walk`: every stage and every role, refusals that the file expects and those it doesn't, and a disk that fills."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import get_args

import pytest
from tests.service.running import ysq

from ysq.domain.commands import CaseCommand
from ysq.domain.terms import Role, Stage
from ysq.script import Look

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = sorted((ROOT / "examples/applications").glob("*.yaml"))
NEEDED = {"department-budget", "environmental-approval", "petition", "social-insurance", "land-compensation"}
BUDGET = (ROOT / "examples/applications/department-budget.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def printed() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="ysq-walked-") as folder:
        done = ysq("walk", "--out", Path(folder) / "out", *EXAMPLES)
        assert done.returncode == 0, done.stdout + done.stderr
        left = {path.name for path in (Path(folder) / "out").iterdir()}
        assert left == {path.stem for path in EXAMPLES}
        yield done.stdout


def test_there_are_at_least_eight_examples_and_each_was_walked(printed: str) -> None:
    assert len(EXAMPLES) >= 8
    assert {path.stem for path in EXAMPLES} >= NEEDED
    assert printed.count("\n== ") == printed.count("\n留下 ") == len(EXAMPLES)


def test_the_walks_pass_every_stage(printed: str) -> None:
    passed = set(re.findall(r"，阶段：(\S+?)(?:；|  )", printed))
    assert passed == {stage.zh for stage in Stage}


def test_every_role_acts_and_its_account_was_made_and_appointed(printed: str) -> None:
    acting = set(re.findall(r"（([^（）]+)）", "\n".join(line for line in printed.splitlines() if line[:2] == "20")))
    entered = set(re.findall(r"人员到位：\S+?(?=，由)", printed))
    for role in Role:
        if role in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}:
            assert f"{role.zh}建立账号" in printed or f"{role.zh}授予角色" in printed
        else:
            assert role.zh in acting
        assert role is Role.CITIZEN or any(who.endswith(role.zh) for who in entered)


def test_what_a_file_expects_to_be_refused_is_printed_with_its_reason(printed: str) -> None:
    refused = [line for line in printed.splitlines() if "被拒绝，如文件所预期" in line]
    assert len(refused) == sum(path.read_text("utf-8").count("refused: ") for path in EXAMPLES)
    assert any("补正应当一次性告知" in line for line in refused)
    assert all("依据：《" in line for line in refused)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("item: 1, refused: not_allowed}", "item: 1}", "请由政府信息公开工作机构负责人或者签发人办理。（拒绝代码 not_allowed）"),
        ("item: 1, refused: not_allowed}", "item: 1, refused: too_late}", "拒绝代码 not_allowed；而文件预期的是 too_late"),
        ("do: register, on: 2026-03-03}", "do: register, on: 2026-03-03, refused: missing}", "预期这一步被拒绝（missing），而它办成了"),
        ("do: register, on: 2026-03-03}", "do: read_audit, on: 2026-03-03}", "请由审计管理员办理"),
        ("{by: archivist, do: archive", "{by: audit_admin, do: read_audit, on: 2026-03-20}\n  - {by: archivist, do: archive", "没有人查看过"),
        ("do: register, on: 2026-03-03}", "do: register, on: 2026-03-03, refused: [x]}", "steps[1]"),
        ("do: register", "do: dance", "steps[1]"),
        ("{by: clerk, do: register", "{by: mayor, do: register", "steps[1]"),
    ],
)  # fmt: skip
def test_a_walk_that_goes_otherwise_than_its_file_fails_and_leaves_nothing(
    tmp_path: Path, before: str, after: str, words: str
) -> None:
    file = tmp_path / "other.yaml"
    assert BUDGET.count(before) >= 1
    file.write_text(BUDGET.replace(before, after, 1), "utf-8")
    done = ysq("walk", "--out", tmp_path / "out", file)
    assert done.returncode == 1, done.stdout
    last = done.stdout.strip().splitlines()[-1]
    assert last.startswith("未走完：")
    assert "steps[" in last
    assert words in last
    assert not done.stderr
    assert not any((tmp_path / "out").iterdir())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, in which a letter has room, but no case with its package."""
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "none", tmp_path], check=False, capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("may not mount a small file system here")
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)


def test_a_disk_that_fills_is_one_clear_line_and_no_half_case(small_disk: Path) -> None:
    done = ysq("walk", "--out", small_disk / "out", *EXAMPLES)
    assert done.returncode == 2
    (line,) = done.stderr.strip().splitlines()
    assert "写不下去" in line
    assert "腾出空间" in line
    left = sorted(small_disk.glob("out/*"))
    assert len(left) == done.stdout.count("\n留下 ") < len(EXAMPLES)
    assert not left or ysq("verify", *(folder / "package" for folder in left)).returncode == 0


def test_a_temporary_disk_that_fills_on_the_way_is_one_clear_line(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="ysq-small-") as folder:
        size = ["-o", "size=110m,mode=1777"]
        if subprocess.run(["mount", "-t", "tmpfs", *size, "none", folder], check=False, capture_output=True).returncode:
            pytest.skip("may not mount a small file system here")
        try:
            status, errors = _walked_while_it_fills(Path(folder), tmp_path / "out")
        finally:
            subprocess.run(["umount", folder], check=True)
    assert status == 2
    assert len(errors.strip().splitlines()) == 1, errors
    assert "磁盘已满" in errors or "写不下去" in errors, errors


def _walked_while_it_fills(temporary: Path, out: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "ysq", "walk", "--out", str(out), *map(str, EXAMPLES)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        env=os.environ | {"TMPDIR": str(temporary)},
    )  # fmt: skip
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("留下 "):
            break
    with suppress(OSError), (temporary / "ballast").open("wb", buffering=0) as ballast:
        while ballast.write(bytes(65_536)):
            pass
    _printed, errors = process.communicate(timeout=120)
    return process.returncode, errors


def test_the_readme_of_the_examples_names_every_command_and_every_role() -> None:
    text = (ROOT / "examples/README.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+)`", text))
    commands = {str(kind.__struct_config__.tag) for kind in (*get_args(CaseCommand), *get_args(Look))}
    assert commands <= named
    assert {role.value for role in Role} <= named
    assert {path.stem for path in EXAMPLES} <= set(re.findall(r"`([a-z-]+)`", text))
