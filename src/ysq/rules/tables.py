"""Checks the book's tables that aren't rules: outcomes, retention, privacy, fees."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from itertools import pairwise

from ysq.domain.fees import FeeLaw
from ysq.domain.findings import Conclusion
from ysq.domain.law import Outcome
from ysq.domain.letters import RemedyOrder
from ysq.domain.privacy import LookFor, PrivacyTable
from ysq.domain.retention import RetentionRule, RetentionTable
from ysq.domain.terms import Mark
from ysq.rules.facts import VOCABULARY
from ysq.rules.fields import shown
from ysq.rules.rule import Fault

READ = (Mark.SOURCE, Mark.SOURCE_PARTIAL)
"""Marks of what was read; every other needs its reason."""


def faults_of_outcomes(outcomes: Mapping[str, Outcome]) -> Iterator[Fault]:
    """What is wrong with the table of outcomes, beyond the types of its fields."""
    for code, outcome in outcomes.items():
        place = ("outcomes.yaml", code)
        if outcome.remedy not in tuple(RemedyOrder):
            yield Fault(*place, "remedy", f"没有{shown(outcome.remedy)}这种救济，可以写：{'、'.join(RemedyOrder)}")
        if stray := sorted(set(outcome.if_consulted) - set(outcome.provisions)):
            yield Fault(*place, "if_consulted", f"{stray[0]}不在provisions中")
        if unknown := [name for name in outcome.facts if name not in VOCABULARY]:
            yield Fault(*place, "facts", f"没有{shown(unknown[0])}这一事实")
        if bool(outcome.concluded_by) is bool(outcome.without_rule.strip()):
            yield Fault(
                *place, "concluded_by", "写明规则的哪些结论支持它；没有的在without_rule写明因何发生，只写其中一项"
            )
        yield from _reasoned(*place, outcome.mark, outcome.reason)


def faults_of_retention(table: RetentionTable, outcomes: Iterable[str]) -> Iterator[Fault]:
    """What is wrong with the table of retention periods."""
    known = set(outcomes)
    for name, line in table.items():
        if unknown := sorted({*line.outcomes, *line.all_of} - known):
            yield Fault("retention.yaml", name, "outcomes", f"没有{shown(unknown[0])}这种办理结果")
        yield from _reasoned("retention.yaml", name, line.mark, line.reason)
    if not table or not _always(list(table.values())[-1]):
        yield Fault("retention.yaml", "", "", "最后一项应当没有条件，其他各项都不合时用它")


def faults_of_privacy(table: PrivacyTable, checks: Container[str]) -> Iterator[Fault]:
    """What is wrong with the table of personal data."""
    for name, line in table.items():
        yield from _reasoned("privacy.yaml", name, line.mark, line.reason)
        if line.look_for is not None:
            yield from _sought(name, line.look_for, checks)


def _sought(name: str, wanted: LookFor, checks: Container[str]) -> Iterator[Fault]:
    if wanted.check not in checks:
        yield Fault("privacy.yaml", name, "look_for.check", f"checks.yaml没有{shown(wanted.check)}这项检查")
    for field, source in (("pattern", wanted.pattern), ("unless_before", wanted.unless_before)):
        try:
            everything = bool(source) and re.compile(source).search("") is not None
        except re.error as error:
            yield Fault("privacy.yaml", name, f"look_for.{field}", f"不是可用的正则表达式（{error.msg}）")
            continue
        if everything:
            yield Fault("privacy.yaml", name, f"look_for.{field}", "什么都没有也会匹配，请写得具体些")


def faults_of_fees(law: FeeLaw) -> Iterator[Fault]:
    """Brackets out of order, or units below the first one that cost nothing by accident."""
    for name, scale in law.items():
        starts = [bracket.over for bracket in scale.brackets]
        if not starts or starts[0] != 0 or any(later <= earlier for earlier, later in pairwise(starts)):
            yield Fault("fees.yaml", name, "brackets", "各档应当从over: 0起由低到高排列")


def supports(outcome: Outcome, conclusion: Conclusion) -> bool:
    """Whether a rule's conclusion supports deciding so."""
    return conclusion in outcome.concluded_by


def _always(line: RetentionRule) -> bool:
    return not (line.after_remedy or line.outcomes or line.all_of)


def _reasoned(file: str, name: str, mark: Mark, reason: str) -> Iterator[Fault]:
    if mark not in READ and not reason.strip():
        yield Fault(file, name, "reason", f"mark为{mark}（{mark.zh}）的应当写明理由")
