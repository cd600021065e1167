"""What could end the process is tried in one of its own: malformed rules, hostile facts, signals, memory that grows."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: str, **environment: str) -> dict[str, Any]:
    """The JSON that `python …` prints; a crash shows as a signal."""
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    done = subprocess.run(
        [sys.executable, "-X", "faulthandler", *arguments],
        cwd=ROOT, env=os.environ | {"PYTHONPATH": path} | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_malformed_rules_and_hostile_facts_are_errors_and_never_a_crash() -> None:
    came = run("-m", "tests.rules.hostile", "2026", MALLOC_PERTURB_="165")
    assert came["faults"] == []
    assert came["running"]
    assert came["malformed"] > 300
    assert came["refused"] > 300
    assert came["answered"] > 10
    assert came["interrupted"] == 160
    assert came["drawn"] == 800


def test_memory_stays_flat_over_evaluations_threads_and_reloads() -> None:
    figures = run("bench/rules_engine.py", "6000")
    assert (figures["wrong"], figures["faults"]) == (0, 0)
    assert figures["rss_growth_mb"] < 2
    assert figures["threads_rss_growth_mb"] < 2
    assert figures["reloads_rss_growth_mb"] < 2
