"""The compiler's own folder: no letter is left on disk, and a folder that was cleared stops none."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.letters.letter_samples import SAMPLES, letter, stationery

from ysq.letters import pdf
from ysq.letters.press import press_of

FORKED = """
import os, sys
from tests.letters.letter_samples import SAMPLES, letter, stationery
from ysq.letters import pdf
from ysq.letters.press import press_of

pdf(letter(SAMPLES["disclosure"]), stationery())
child = os.fork()
if not child:
    sys.exit(0)
os.waitpid(child, 0)
print(press_of(stationery())._source.exists())
"""


def _folder() -> Path:
    return press_of(stationery())._source.parent


def test_no_letter_is_left_in_the_compilers_folder() -> None:
    pdf(letter(SAMPLES["disclosure"]), stationery())
    assert {path.name for path in _folder().iterdir()} == {"letter.typ", "sheet.json"}
    sheet = _folder() / "sheet.json"
    assert sheet.is_symlink()
    assert sheet.read_bytes() == b""
    assert _folder().stat().st_mode & 0o077 == 0


def test_a_folder_that_the_system_cleared_stops_no_letter() -> None:
    made = pdf(letter(SAMPLES["disclosure"]), stationery())
    shutil.rmtree(_folder())
    assert pdf(letter(SAMPLES["disclosure"]), stationery()) == made


def test_a_forked_process_that_ends_leaves_its_parents_folder_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", FORKED],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        timeout=60,
    )
    assert done.stdout.strip() == "True"


def test_nothing_is_left_when_the_process_has_ended() -> None:
    told = (
        "from tests.letters.letter_samples import SAMPLES, letter, stationery;"
        "from ysq.letters import pdf; from ysq.letters.press import press_of;"
        "pdf(letter(SAMPLES['disclosure']), stationery()); print(press_of(stationery())._source.parent)"
    )
    done = subprocess.run(
        [sys.executable, "-c", told],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        timeout=60,
    )
    assert Path(done.stdout.strip()).name.startswith("ysq-letters-")
    assert not Path(done.stdout.strip()).exists()
