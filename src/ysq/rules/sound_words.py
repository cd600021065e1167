"""Checks the words of the clock's rules: findings that there are, and braces that are filled when they are told."""

from collections.abc import Iterator
from string import Formatter

from ysq.domain.clock import told
from ysq.domain.clock.law import Deadlines
from ysq.rules.fields import shown
from ysq.rules.rule import Fault

_FILE = "deadlines.yaml"


def faults_of_words(deadlines: Deadlines) -> Iterator[Fault]:
    """Findings that are named and not there, and braces that nothing would fill."""
    for code in told.FINDINGS:
        if code not in deadlines.findings:
            yield Fault(_FILE, f"findings.{code}", "", "缺少这一项，期限的计算会用到它")
    for entry, field, code, _known in _named(deadlines):
        if code not in deadlines.findings:
            yield Fault(_FILE, entry, field, f"findings中没有{shown(code)}这一结论")
    for name, rule in deadlines.rules.items():
        known = told.explained_by(rule.event, rule.effect)
        yield from _of_braces(f"rules.{name}", "explanation", rule.explanation, known)
    filled = may_mention(deadlines)
    for code, text in deadlines.findings.items():
        yield from _of_braces(f"findings.{code}", "message", text.message, filled[code])


def may_mention(deadlines: Deadlines) -> dict[str, frozenset[str]]:
    """What each finding may mention in braces: only what is known wherever it is found."""
    filled = dict(told.FINDINGS)
    for _entry, _field, code, known in _named(deadlines):
        filled[code] = filled.get(code, known) & known
    return dict.fromkeys(deadlines.findings, told.REPEATED) | filled


def _named(deadlines: Deadlines) -> Iterator[tuple[str, str, str, frozenset[str]]]:
    """Entry, field, finding and what may be mentioned, wherever a finding is named."""
    for channel, receipt in deadlines.receipt.items():
        if receipt.unconfirmed is not None:
            yield f"receipt.{channel}", "unconfirmed", receipt.unconfirmed, told.UNCONFIRMED
    for name, rule in deadlines.rules.items():
        missed = told.missed_by(rule.effect, within=rule.within is not None)
        fields = (("late", missed), ("once", told.REPEATED), ("again", told.REPEATED), ("unasked", told.REPEATED))
        for field, known in fields:
            if (code := getattr(rule, field)) is not None:
                yield f"rules.{name}", field, code, known


def _of_braces(entry: str, field: str, template: str, known: frozenset[str]) -> Iterator[Fault]:
    may = "、".join(f"{{{name}}}" for name in sorted(known))
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        yield Fault(_FILE, entry, field, f"花括号不成对；可以写：{may}")
        return
    for _text, name, spec, conversion in parts:
        if name is not None and (name not in known or spec or conversion):
            written = f"{{{name}{'!' + conversion if conversion else ''}{':' + spec if spec else ''}}}"
            yield Fault(_FILE, entry, field, f"这里没有{shown(written)}可填，可以写：{may}")
