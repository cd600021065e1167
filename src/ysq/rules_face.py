"""`ysq rules facts`: list the facts that a rule may ask about."""

from typing import TextIO

from ysq.rules.facts import VOCABULARY


def facts(out: TextIO) -> int:
    """List every fact that a rule may ask about, as the table of rules/README.md."""
    out.write("| 事实 | 名称 | 类型 | 可能未填写 | 值 |\n|---|---|---|---|---|\n")
    for fact in VOCABULARY.values():
        words = "，".join(f"`{word}` {zh}" for word, zh in fact.words.items())
        out.write(f"| `{fact.name}` | {fact.label} | {fact.kind.zh} | {'是' if fact.optional else '否'} | {words} |\n")
    return 0
