"""Whether the engine's memory stays flat and its threads agree: 100,000 evaluations of the worked examples' facts.

`python bench/rules_engine.py [EVALUATIONS]`: a smaller number for a test.
"""

import json
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import cycle, islice

import psutil

from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.rules.engine import Engine, EngineFault
from ysq.rules.evaluate import evaluate
from ysq.rules.examples import facts_from, read_examples
from ysq.rules.facts import Facts
from ysq.rules.load import RULE_FILES

TODAY = date(2026, 3, 2)
THREADS = 8


def main(evaluations: int) -> None:
    folder = data_folder("rules")
    rules = rule_book.read(folder).rules
    files = [(folder / name).with_suffix(".cases.yaml") for name in RULE_FILES]
    known = [facts_from(example.facts) for file in files for example in read_examples(file)[0]]
    expected = [evaluate(rules, facts, TODAY) for facts in known]
    faults: list[EngineFault] = []
    reloads = max(10, evaluations // 1000)
    with Engine(faults.append) as engine:

        def asked(count: int) -> int:
            """How many of `count` evaluations came out wrong."""
            turns: islice[tuple[Facts, object]] = islice(cycle(zip(known, expected, strict=True)), count)
            return sum(engine(rules, facts, TODAY) != wanted for facts, wanted in turns)

        def threaded(count: int) -> int:
            with ThreadPoolExecutor(THREADS) as threads:
                return sum(threads.map(asked, [count // THREADS] * THREADS))

        threaded(THREADS * len(known))  # what grows once: the allocator's arenas, caches, each fact's texts
        alone = measured(lambda: asked(evaluations))
        together = measured(lambda: threaded(evaluations))

    def reload(times: int) -> int:
        for _reload in range(times):
            with Engine(faults.append) as another:
                another(rules, known[0], TODAY)
        return 0

    reload(3)  # the heap that compiling needs grows once, too; a leak would grow with every further reload
    again = measured(lambda: reload(reloads))
    figures = {
        "evaluations": evaluations, "us_each": round(alone[1] * 1e6 / evaluations, 1), "wrong": alone[0] + together[0],
        "faults": len(faults), "rss_growth_mb": alone[2], "threads": THREADS, "threads_rss_growth_mb": together[2],
        "threads_us_each": round(together[1] * 1e6 / evaluations, 1), "reloads": reloads,
        "reload_ms": round(again[1] * 1e3 / reloads, 1), "reloads_rss_growth_mb": again[2],
        "rss_mb": rss_mb(),
    }  # fmt: skip
    print(json.dumps({"bench": "rules_engine", **figures, "bar_wrong": 0, "bar_rss_growth_mb": 2}))


def measured(work: Callable[[], int]) -> tuple[int, float, float]:
    """What `work` counted, the seconds it took, and the memory that it left behind in MB."""
    before, begun = rss_mb(), time.perf_counter()
    found = work()
    return found, time.perf_counter() - begun, round(rss_mb() - before, 2)


def rss_mb() -> float:
    return round(psutil.Process().memory_info().rss / 2**20, 2)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
