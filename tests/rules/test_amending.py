"""The page for authors shows how a number is changed; doing so in a copy moves the due dates of the clock, from that day."""

import json
import re
import shutil
from pathlib import Path

import pytest
from tests.rules.amendment import spoil

from ysq.cli import main
from ysq.resources import data_folder

NOW = "      - {from: 2019-05-15, value: 20, provision: ogi.art33.para2, mark: source}\n"
PROVISION = """\
ogi.amended.art33.para2:
  title: 《中华人民共和国政府信息公开条例》（虚构修订）第三十三条第二款
  gist: 自收到申请之日起15个工作日内答复
  effective_from: 2027-07-01
  effective_to: null
  mark: source
  source: 虚构，只供测试

"""


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    """A copy of the rules, changed by the lines that rules/README.md shows."""
    folder = tmp_path / "new"
    shutil.copytree(data_folder("rules"), folder)
    page = (folder / "README.md").read_text("utf-8").partition("## The other files")[2]
    lines = re.findall(r"^ {6}- \{from.+?\}", page, re.MULTILINE)
    assert len(lines) == 2
    spoil(folder / "parameters.yaml", NOW, "\n".join(lines) + "\n")
    spoil(folder / "provisions.yaml", "ogi.art33.para2:\n", PROVISION + "ogi.art33.para2:\n")
    return folder


def received(folder: Path, day: str) -> str:
    path = folder.parent / f"{day}.yaml"
    path.write_text(f"events:\n  - {{type: request.received, date: {day}, channel: counter}}\n", "utf-8")
    return str(path)


def test_a_number_changed_as_the_page_shows_is_sound_and_counts_from_its_day(
    changed: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", "lint", "--rules", str(changed)]) == 0
    assert main(["rules", "test", "--rules", str(changed)]) == 0
    capsys.readouterr()
    files = [received(changed, "2027-06-30"), received(changed, "2027-07-01")]
    assert main(["clock", "--rules", str(changed), *files]) == 0
    assert [json.loads(line)["due_on"] for line in capsys.readouterr().out.splitlines()] == ["2027-07-28", "2027-07-22"]
    assert main(["clock", *files]) == 0
    assert [json.loads(line)["due_on"] for line in capsys.readouterr().out.splitlines()] == ["2027-07-28", "2027-07-29"]


def test_another_procedure_is_counted_by_the_copy_as_well(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    example = str(data_folder("examples") / "clock" / "decision" / "hurried.yaml")
    assert main(["clock", "--procedure", "decision", "--rules", str(changed), example]) == 0
    before = capsys.readouterr().out
    spoil(changed / "procedures" / "decision" / "parameters.yaml", "value: 30,", "value: 40,")
    assert main(["clock", "--procedure", "decision", "--rules", str(changed), example]) == 0
    assert capsys.readouterr().out != before


def test_calendar_check_is_asked_of_the_copy(changed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["calendar", "check", "--rules", str(changed)])
    assert "2026-01-04" not in capsys.readouterr().out
    spoil(changed / "calendar" / "2026.yaml", "  - {date: 2026-01-04, holiday: 元旦}\n", "")
    assert main(["calendar", "check", "--rules", str(changed)]) == 1
    assert "2026-01-04：本系统为周日，休息日" in capsys.readouterr().out
