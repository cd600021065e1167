"""`ysq rules`: check the rule files with their examples, one line a fault; and list the facts there are."""

from pathlib import Path
from typing import TextIO

from ysq.rules import book as rule_book
from ysq.rules.book import BookError
from ysq.rules.examples import check as check_examples
from ysq.rules.examples import read_examples
from ysq.rules.facts import VOCABULARY
from ysq.rules.load import RULE_FILES, read_rules
from ysq.rules.rule import Fault


def check(folder: Path, out: TextIO, err: TextIO) -> int:
    """Check the rule book in `folder` and the examples: faults to `err`, one line each, and status 1; else 0."""
    try:
        book = rule_book.read(folder)
    except BookError as error:
        err.write(f"{error}\n")
        return 1
    faults: list[Fault] = []
    for name in RULE_FILES:
        cases = (folder / name).with_suffix(".cases.yaml")
        rules, _none = read_rules([folder / name], book.provisions)
        examples, badly_written = read_examples(cases)
        faults += badly_written or check_examples(examples, rules, cases.name)
        out.write(f"{name}：{len(rules)}条规则，{len(examples)}个示例\n")
    err.writelines(f"{fault}\n" for fault in faults)
    return 1 if faults else 0


def facts(out: TextIO) -> int:
    """List every fact that a rule may ask about, as the table of rules/README.md."""
    out.write("| 事实 | 名称 | 类型 | 可能未填写 | 值 |\n|---|---|---|---|---|\n")
    for fact in VOCABULARY.values():
        words = "，".join(f"`{word}` {zh}" for word, zh in fact.words.items())
        out.write(f"| `{fact.name}` | {fact.label} | {fact.kind.zh} | {'是' if fact.optional else '否'} | {words} |\n")
    return 0
