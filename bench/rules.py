"""How long the reference evaluator takes for one item with several findings: 40 rules, and the whole book."""

import json
import statistics
import time
from collections.abc import Sequence
from datetime import date

from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.rules.evaluate import evaluate
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


def microseconds(rules: Sequence[Rule], facts: Facts) -> list[float]:
    """The time of each evaluation, sorted."""
    taken = []
    for _round in range(ROUNDS):
        begun = time.perf_counter_ns()
        evaluate(rules, facts, TODAY)
        taken.append((time.perf_counter_ns() - begun) / 1000)
    return sorted(taken)


def main() -> None:
    begun = time.perf_counter()
    book = rule_book.read(data_folder("rules"))
    read_ms = (time.perf_counter() - begun) * 1000
    facts = facts_from(KNOWN)
    forty = microseconds(book.rules[-40:], facts)
    whole = microseconds(book.rules, facts)
    figures = {
        "rules": 40,
        "findings": len(evaluate(book.rules[-40:], facts, TODAY)),
        "p50_us": round(statistics.median(forty), 1),
        "p99_us": round(forty[len(forty) * 99 // 100], 1),
        "book_rules": len(book.rules),
        "book_p50_us": round(statistics.median(whole), 1),
        "read_book_ms": round(read_ms, 1),
    }
    print(json.dumps({"bench": "rules", **figures, "bar_p50_us": 300}))


if __name__ == "__main__":
    main()
