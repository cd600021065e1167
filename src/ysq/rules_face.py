"""`ysq rules facts, replay`: list the facts that a rule may ask about, look at a case's findings again."""

from collections.abc import Iterable, Iterator
from typing import TextIO

from ysq.cases.rerule import Reruled, rerule
from ysq.config import Settings
from ysq.domain.errors import NotFound
from ysq.domain.findings import Finding
from ysq.rules.facts import VOCABULARY
from ysq.rules.vocabulary import Kind
from ysq.rules.words import sentence
from ysq.start import looked_at


def facts(out: TextIO) -> int:
    """List every fact that a rule may ask about, as the table of rules/README.md."""
    out.write("| 事实 | 名称 | 类型 | 可能未填写 | 值 |\n|---|---|---|---|---|\n")
    for fact in VOCABULARY.values():
        values = fact.words or ({"true": "是", "false": "否"} if fact.kind is Kind.BOOL else {})
        words = "，".join(f"`{word}` {zh}" for word, zh in values.items())
        out.write(f"| `{fact.name}` | {fact.label} | {fact.kind.zh} | {'是' if fact.optional else '否'} | {words} |\n")
    return 0


async def replay(settings: Settings, number: str, out: TextIO, err: TextIO) -> int:
    """Print what the rules find of each determination of a case under its own book and under today's; 1: no such case.

    `number` is a request number, a register number or a case's id.
    """
    async with looked_at(settings) as ground:
        try:
            request_no, found = await rerule(ground, number)
        except NotFound as refusal:
            err.write(f"{refusal}\n")
            return 1
        today = ground.book.fingerprint
        outcomes = ground.book.outcomes
    out.write(f"{request_no}：{len(found)}次拟办，今天的规则书{_short(today)}\n")
    for one in found:
        known = outcomes.find(one.outcome, one.drafted_on)
        out.write(f"第{one.item}项  {one.drafted_on}拟办：{known.name if known else one.outcome}\n")
        out.writelines(f"  {line}\n" for line in _told(one, today))
    return 0


def _told(one: Reruled, today: str) -> Iterator[str]:
    """What a determination saw, and how today's book differs from it."""
    yield f"当时的规则书{_short(one.book)}{'，与今天的相同' if one.book == today else ''}"
    if one.trouble:
        yield f"{one.trouble}，以当时保存的规则结论比较"
    elif one.then != one.stored:
        yield "按当时的规则书重新得出的结论与当时保存的不同（规则结论从本版起保存；其后换过工作日历的，期限也会不同）"
        yield from _difference(one.stored, one.then or (), "当时保存、现在没有", "现在得出、当时没有保存")
    before = one.stored if one.then is None else one.then
    lines = list(_difference(before, one.today, "当时有、今天没有", "今天有、当时没有"))
    yield from lines or [f"{len(one.today)}条规则结论，没有变化"]


def _difference(before: Iterable[Finding], after: Iterable[Finding], gone: str, new: str) -> Iterator[str]:
    earlier, later = ({finding.rule: finding for finding in found} for found in (before, after))
    for rule, finding in earlier.items():
        if rule not in later:
            yield f"{gone}：{_line(finding)}"
        elif later[rule] != finding:
            yield f"有变化：{_line(finding)}；今天：{_line(later[rule])}"
    yield from (f"{new}：{_line(finding)}" for rule, finding in later.items() if rule not in earlier)


def _line(finding: Finding) -> str:
    why = "；".join(map(sentence, finding.trace))
    return f"{finding.title}（{finding.rule}，{finding.version}起；{'、'.join(finding.provisions)}；{why}）"


def _short(fingerprint: str) -> str:
    return fingerprint[:16]
