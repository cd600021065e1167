"""The benches still run: each with little to do, its figures read back; what they measure isn't judged here."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"
SMALL = {
    "clock": (), "listing": ("120",), "naive_calendars": (), "pages": ("16", "1"), "races": ("40",), "read": (),
    "rules": (), "submit": ("12",),
}  # fmt: skip
ELSEWHERE = {
    "kill": "test_kill.py",
    "letters": "takes half a minute and shares its work with tests/letters",
    "recount": "tests/service/test_calendar_job.py runs the job",
    "rules_engine": "tests/rules/test_engine_apart.py",
    "serving": "no bench, but what they share",
    "start": "test_serve.py starts the service",
}


def test_every_bench_is_run_here_or_elsewhere() -> None:
    assert sorted(path.stem for path in BENCH.glob("*.py")) == sorted(SMALL | ELSEWHERE)


@pytest.mark.parametrize("name", sorted(SMALL))
def test_a_bench_runs_and_prints_its_figures(name: str) -> None:
    command = [sys.executable, str(BENCH / f"{name}.py"), *SMALL[name]]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    told = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert told, done.stderr
    assert {line["bench"] for line in told if "bench" in line} <= {name}
    assert "Traceback" not in done.stderr
