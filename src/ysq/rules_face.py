"""`ysq rules`: check the rule files with their examples, one line a fault; and list the facts there are."""

from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from ysq.rules import book as rule_book
from ysq.rules.book import Book, BookError
from ysq.rules.engine import Engine, EngineFault
from ysq.rules.examples import Example, facts_from, read_examples
from ysq.rules.examples import check as check_examples
from ysq.rules.facts import VOCABULARY
from ysq.rules.load import RULE_FILES, read_rules
from ysq.rules.rule import Fault


def check(folder: Path, out: TextIO, err: TextIO) -> int:
    """Check the rule book in `folder` and the examples: faults to `err`, one line each, and status 1; else 0.

    The engine is asked of every example as well; where it fails or differs, that is a fault.
    """
    try:
        book = rule_book.read(folder)
    except BookError as error:
        err.write(f"{error}\n")
        return 1
    faults: list[Fault] = []
    known: list[Example] = []
    for name in RULE_FILES:
        cases = (folder / name).with_suffix(".cases.yaml")
        rules, _none = read_rules([folder / name], book.provisions)
        examples, badly_written = read_examples(cases)
        faults += badly_written or check_examples(examples, rules, cases.name)
        known += examples
        out.write(f"{name}：{len(rules)}条规则，{len(examples)}个示例\n")
    told = [*faults, *_engine_faults(book, known)]
    err.writelines(f"{fault}\n" for fault in told)
    return 1 if told else 0


def _engine_faults(book: Book, examples: Iterable[Example]) -> list[EngineFault]:
    """Where the engine doesn't answer as the reference evaluator does."""
    faults: list[EngineFault] = []
    with Engine(faults.append) as engine:
        for example in examples:
            engine(book.rules, facts_from(example.facts), example.on)
    return faults


def facts(out: TextIO) -> int:
    """List every fact that a rule may ask about, as the table of rules/README.md."""
    out.write("| 事实 | 名称 | 类型 | 可能未填写 | 值 |\n|---|---|---|---|---|\n")
    for fact in VOCABULARY.values():
        words = "，".join(f"`{word}` {zh}" for word, zh in fact.words.items())
        out.write(f"| `{fact.name}` | {fact.label} | {fact.kind.zh} | {'是' if fact.optional else '否'} | {words} |\n")
    return 0
