"""The bench of the recount still fills the tables there are, and what it counts is what the cases say."""

import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[2] / "bench" / "recount.py"


def test_the_bench_of_the_recount_runs_and_each_of_its_cases_is_counted_right() -> None:
    done = subprocess.run([sys.executable, str(BENCH), "600"], capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert (told["cases"], told["different"]) == (600, 0)
    assert told["events"] > 2000
    assert 0 < told["moved"] < 600
    assert told["conflicting"] > 0
