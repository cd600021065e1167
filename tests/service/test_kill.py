"""Submissions go on while the service, its worker and its database are killed: ten rounds of `bench/kill.py`."""

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / "bench" / "kill.py"


def test_ten_rounds_of_kill_9_lose_and_double_nothing() -> None:
    done = subprocess.run([sys.executable, str(BENCH), "10"], capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["rounds"] == 10
    assert told["submissions"] > 10
    assert (told["lost"], told["doubled"], told["numbers_unaccounted_for"]) == (0, 0, 0)
