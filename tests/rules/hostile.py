"""Malformed rules and hostile facts, to be run in a process of its own (`python -m tests.rules.hostile SEED`).

Prints what came of them as one JSON line; a crash of the engine would end the process instead.
"""

import json
import signal
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import msgspec
from tests.rules.drawing import DAYS, draw_facts, draw_rules, wanted_of
from tests.rules.ruling import facts, rule_text
from tests.rules.test_load import FAULTS

from ysq.resources import data_folder
from ysq.rules import book as rule_book
from ysq.rules.book import Book
from ysq.rules.engine import Engine, EngineFault
from ysq.rules.engine_fact import FactError
from ysq.rules.evaluate import evaluate
from ysq.rules.facts import VOCABULARY, Facts
from ysq.rules.load import RULE_FILES, read_rules

TODAY = date(2026, 3, 2)
PIECES = [
    "not: ", "any:", "all: []", "{", "}", "[", "]", "\t", ": ", "- ", "\x00", "\ufeff", "null", "true", "-1", "0", "1e400",
    "99999999999999", "$or", "$and", '"', "'", "\\", "\ud800", "~end", "x" * 5000, "record.interests", "missing", "eq",
    "{eq: [request.items, 1]}", "&a", "*a", "!!python/object:os.system", "2019-05-15", "规则", "\U0001f600",
]  # fmt: skip
VALUES: list[Any] = [
    None, True, False, 0, -1, 1.5, float("nan"), float("inf"), 2**63, -(2**64), 10**400, "", "true", "A" * 100_000, "\x00", "\ud800",
    '","sid":"y', "'", "\\", b"bytes", [], {}, [[]] * 100, frozenset(), frozenset({"x"}), frozenset({1, None}), object(), date.max,
    date.min, "third_party", frozenset({"third_party"}), msgspec.UNSET, ..., type, lambda: None,
]  # fmt: skip


def spoilt(random: Random, text: str) -> str:
    """`text` with some of it gone, doubled, swapped or replaced."""
    for _time in range(random.randint(1, 4)):
        first, last = sorted(random.choices(range(len(text) + 1), k=2))
        last = min(last, first + random.randint(0, 30))
        piece = random.choice((random.choice(PIECES), "", text[first:last] * 2, text[first:last][::-1]))
        text = text[:first] + piece + text[last:]
    return text


def malformed(random: Random, book: Book, folder: Path, came: Counter[str], faults: list[EngineFault]) -> None:
    path = folder / "some.yaml"
    texts = [rule_text(**changes) for changes, _field, _message in FAULTS]
    for name in RULE_FILES:
        whole = (data_folder("rules") / name).read_text(encoding="utf-8")
        single = whole.split("\n\n")
        texts += [spoilt(random, random.choice(single)) for _number in range(300)]
        texts += [spoilt(random, whole) for _number in range(3)]
    for text in texts:
        path.write_bytes(text.encode(errors="surrogatepass"))
        rules, told = read_rules([path], book.provisions)
        came["malformed" if told else "sound"] += 1
        assert all("\n" not in str(fault) for fault in told)
        if not told:
            with Engine(faults.append) as engine:
                for known in (draw_facts(random, wanted_of(rules)) for _number in range(3)):
                    assert engine(rules, known, TODAY) == evaluate(rules, known, TODAY)


def hostile(random: Random, book: Book, engine: Engine, came: Counter[str]) -> None:
    ordinary = facts()
    for name in VOCABULARY:
        group, _dot, field = name.partition(".")
        for value in random.sample(VALUES, 12):
            one = msgspec.structs.replace(getattr(ordinary, group), **{field: value})
            came[answered(book, engine, msgspec.structs.replace(ordinary, **{group: one}))] += 1


def answered(book: Book, engine: Engine, known: Facts) -> str:
    try:
        engine(book.rules, known, TODAY)
    except FactError:
        return "refused"
    return "answered"


class Interrupted(Exception):
    """What the alarm clock raises in the middle of anything."""


def interrupted(random: Random, book: Book, came: Counter[str], faults: list[EngineFault]) -> None:
    def interrupt(_signal: int, _frame: object) -> None:
        raise Interrupted

    signal.signal(signal.SIGALRM, interrupt)
    known = [draw_facts(random, wanted_of(book.rules)) for _number in range(20)]
    expected = [evaluate(book.rules, one, TODAY) for one in known]
    for _engine in range(40):
        with Engine(faults.append) as engine:
            engine(book.rules, known[0], TODAY)
            for _time in range(4):
                with suppress(Interrupted):
                    signal.setitimer(signal.ITIMER_REAL, random.uniform(0.0001, 0.003))
                    while True:
                        engine(book.rules, random.choice(known), TODAY)
                came["interrupted"] += 1
                assert [engine(book.rules, one, TODAY) for one in known] == expected


def main(seed: int) -> None:
    random, came = Random(seed), Counter[str]()
    faults: list[EngineFault] = []
    book = rule_book.read(data_folder("rules"))
    with tempfile.TemporaryDirectory() as folder:
        malformed(random, book, Path(folder), came, faults)
    with Engine(faults.append) as engine:
        hostile(random, book, engine, came)
        came["running"] = engine.running
    interrupted(random, book, came, faults)
    for _book in range(20):
        rules = tuple(draw_rules(random, 30))
        with Engine(faults.append) as engine:
            for known in (draw_facts(random, wanted_of(rules)) for _number in range(40)):
                day = random.choice(DAYS)
                assert engine(rules, known, day) == evaluate(rules, known, day)
                came["drawn"] += 1
    print(json.dumps({**came, "faults": [str(fault) for fault in faults]}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
