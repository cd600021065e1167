"""Checks the book's tables that aren't rules: outcomes, retention, privacy, fees."""

from collections.abc import Container, Iterable, Iterator
from itertools import pairwise

from ysq.domain.dated import Table
from ysq.domain.fees import FeeLaw
from ysq.domain.findings import Conclusion
from ysq.domain.law import Outcome, OutcomeTable
from ysq.domain.letters import RemedyOrder
from ysq.domain.privacy import LookFor, PersonalKind, PrivacyTable
from ysq.domain.retention import RetentionRule, RetentionTable
from ysq.domain.terms import Mark
from ysq.rules.dated import Version, faults_of_always, written
from ysq.rules.facts import VOCABULARY
from ysq.rules.fields import shown
from ysq.rules.patterns import fault_of
from ysq.rules.rule import Fault

READ = (Mark.SOURCE, Mark.SOURCE_PARTIAL)
"""Marks of what was read; every other needs its reason."""


def faults_of_outcomes(outcomes: OutcomeTable) -> Iterator[Fault]:
    """What is wrong with the table of outcomes, beyond the types of its fields."""
    for one in written("outcomes.yaml", outcomes):
        outcome = one.value
        if outcome.remedy not in tuple(RemedyOrder):
            yield one.fault("remedy", f"没有{shown(outcome.remedy)}这种救济，可以写：{'、'.join(RemedyOrder)}")
        if stray := sorted(set(outcome.if_consulted) - set(outcome.provisions)):
            yield one.fault("if_consulted", f"{stray[0]}不在provisions中")
        if unknown := [name for name in outcome.facts if name not in VOCABULARY]:
            yield one.fault("facts", f"没有{shown(unknown[0])}这一事实")
        if bool(outcome.concluded_by) is bool(outcome.without_rule.strip()):
            yield one.fault("concluded_by", "写明规则的哪些结论支持它；没有的在without_rule写明因何发生，只写其中一项")
        yield from _reasoned(one)


def faults_of_retention(table: RetentionTable, outcomes: Iterable[str]) -> Iterator[Fault]:
    """What is wrong with the table of retention periods."""
    known = set(outcomes)
    for one in written("retention.yaml", table):
        if unknown := sorted({*one.value.outcomes, *one.value.all_of} - known):
            yield one.fault("outcomes", f"没有{shown(unknown[0])}这种办理结果")
        yield from _reasoned(one)
    *_conditional, (name, last) = table.versions.items() or [("", ())]
    if not last or not all(map(_always, last)):
        yield Fault("retention.yaml", "", "", "最后一项应当没有条件，其他各项都不合时用它")
    else:
        yield from faults_of_always("retention.yaml", Table({name: last}), "最后一项任何一天都要用得上")


def faults_of_privacy(table: PrivacyTable, checks: Container[str]) -> Iterator[Fault]:
    """What is wrong with the table of personal data."""
    for one in written("privacy.yaml", table):
        yield from _reasoned(one)
        if one.value.look_for is not None:
            yield from _sought(one, one.value.look_for, checks)


def _sought(one: Version[PersonalKind], wanted: LookFor, checks: Container[str]) -> Iterator[Fault]:
    if wanted.check not in checks:
        yield one.fault("look_for.check", f"checks.yaml没有{shown(wanted.check)}这项检查")
    for field, source in (("pattern", wanted.pattern), ("unless_before", wanted.unless_before)):
        if source and (wrong := fault_of(source)):
            yield one.fault(f"look_for.{field}", wrong)


def faults_of_fees(law: FeeLaw) -> Iterator[Fault]:
    """Brackets out of order, or units below the first one that cost nothing by accident."""
    for one in written("fees.yaml", law):
        starts = [bracket.over for bracket in one.value.brackets]
        if not starts or starts[0] != 0 or any(later <= earlier for earlier, later in pairwise(starts)):
            yield one.fault("brackets", "各档应当从over: 0起由低到高排列")


def supports(outcome: Outcome, conclusion: Conclusion) -> bool:
    """Whether a rule's conclusion supports deciding so."""
    return conclusion in outcome.concluded_by


def _always(line: RetentionRule) -> bool:
    return not (line.after_remedy or line.outcomes or line.all_of)


def _reasoned(one: Version[Outcome] | Version[RetentionRule] | Version[PersonalKind]) -> Iterator[Fault]:
    if one.value.mark not in READ and not one.value.reason.strip():
        yield one.fault("reason", unreasoned(one.value.mark))


def unreasoned(mark: Mark) -> str:
    """What is said of a mark that lacks its reason."""
    return f"mark为{mark}（{mark.zh}）的应当写明理由"


def reasoned(file: str, name: str, mark: Mark, reason: str) -> Iterator[Fault]:
    """What wasn't read in a text of the law says why it is so all the same."""
    if mark not in READ and not reason.strip():
        yield Fault(file, name, "reason", unreasoned(mark))
