"""How long one item with several findings takes: the reference evaluator alone, and the engine with its proof."""

import json
import statistics
import time
from collections.abc import Sequence
from datetime import date

from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.rules.engine import Engine
from ysq.rules.evaluate import Evaluator, evaluate
from ysq.rules.examples import facts_from
from ysq.rules.facts import Facts
from ysq.rules.rule import Rule

TODAY = date(2026, 3, 2)
KNOWN = {
    "request.month_count": 11, "nature.unclear": False, "nature.petition": False, "search.recorded": True,
    "search.found": True, "secrecy_review.releasable": True, "record.interests": ["third_party", "deliberative"],
    "record.separable": True, "record.proactive_scope": False, "consultation.sent": True,
    "consultation.reply": "refused", "consultation.reasons_accepted": True,
}  # fmt: skip
ROUNDS = 2000


def microseconds(evaluator: Evaluator, rules: Sequence[Rule], facts: Facts) -> tuple[float, float]:
    """The median and the 99th percentile of the time of an evaluation."""
    taken = []
    for _round in range(ROUNDS):
        begun = time.perf_counter_ns()
        evaluator(rules, facts, TODAY)
        taken.append((time.perf_counter_ns() - begun) / 1000)
    taken.sort()
    return round(statistics.median(taken), 1), round(taken[ROUNDS * 99 // 100], 1)


def main() -> None:
    begun = time.perf_counter()
    book = rule_book.read(data_folder("rules"))
    read = time.perf_counter()
    facts = facts_from(KNOWN)
    with Engine() as engine:
        engine.compiled(book.rules)
        compiled = time.perf_counter()
        alone_40 = microseconds(evaluate, book.rules[-40:], facts)
        alone = microseconds(evaluate, book.rules, facts)
        proven = microseconds(engine, book.rules, facts)
        figures = {
            "rules": len(book.rules),
            "findings": len(engine(book.rules, facts, TODAY)),
            "reference_40_p50_us": alone_40[0],
            "reference_40_p99_us": alone_40[1],
            "reference_p50_us": alone[0],
            "reference_p99_us": alone[1],
            "engine_and_reference_p50_us": proven[0],
            "engine_and_reference_p99_us": proven[1],
            "read_book_ms": round((read - begun) * 1000, 1),
            "compile_ms": round((compiled - read) * 1000, 1),
        }
    bars = {"bar_reference_40_p50_us": 300, "bar_engine_and_reference_p50_us": 1500}
    print(json.dumps({"bench": "rules", **figures, **bars}))


if __name__ == "__main__":
    main()
