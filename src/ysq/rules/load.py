"""Reads rule files: YAML to rules, and every fault with its file, rule and field."""

import datetime as dt
from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from ysq import strict_yaml
from ysq.domain.law import Provision
from ysq.domain.terms import Mark
from ysq.faults import cause
from ysq.rules.conclusions import conclusion_of
from ysq.rules.conditions import condition_of
from ysq.rules.dated import placed
from ysq.rules.engine_fact import RESERVED
from ysq.rules.facts import VOCABULARY
from ysq.rules.fields import Report, shown, struct_of
from ysq.rules.reach import MAX_CONJUNCTIONS, TooMany, impossible
from ysq.rules.rule import AppliesBy, Condition, Fault, Rule, comparisons
from ysq.rules.vocabulary import Vocabulary, colliding

RULE_FILES = ("triage.yaml", "disclosure.yaml", "charges.yaml")
"""The rule files, in the order in which their rules are asked."""

Provisions = Mapping[str, Provision]
RULE_NAME = r"^[a-z][a-z0-9_]{2,59}\Z"
RuleId = Annotated[str, Meta(pattern=RULE_NAME)]
Words = Annotated[str, Meta(min_length=1, max_length=200)]

MAX_VALUES = 200
"""Compared in one rule: unfolding takes the square of it."""


class RuleText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule as its file writes it; `when` and `then` are read on their own."""

    title: Words
    provisions: Annotated[tuple[str, ...], Meta(min_length=1, max_length=20)]
    effective_from: dt.date
    when: Any
    then: Any
    effective_to: dt.date | None = None
    applies_by: AppliesBy = "receipt"
    mark: Mark = Mark.SOURCE
    reason: Annotated[str, Meta(max_length=500)] = ""


def read_rules(
    paths: Iterable[Path], provisions: Provisions, vocabulary: Vocabulary = VOCABULARY
) -> tuple[tuple[Rule, ...], tuple[Fault, ...]]:
    """The rules of the files in their order, and what is wrong in them; with a fault the rules aren't complete."""
    rules: list[Rule] = []
    faults = _names(vocabulary)
    homes: dict[str, str] = {}
    for path in paths:
        read = _File(path.name, provisions, vocabulary, faults)
        found = read.rules(path)
        for name in dict.fromkeys(rule.id for rule in found):
            if (home := homes.setdefault(name, path.name)) != path.name:
                read.report(name)("", f"这条规则已经写在{home}中，一条规则的各个版本写在一起")
        rules += found
    if pair := colliding(homes):
        faults.append(Fault(homes[pair[1]], pair[1], "", f"规则名称与{pair[0]}的散列值相同，请换一个名称"))
    return tuple(rules), tuple(faults)


def _names(vocabulary: Vocabulary) -> list[Fault]:
    pair = colliding(chain(RESERVED, (name for fact in vocabulary.values() for name in fact.engine_names)))
    return [Fault("facts.py", "", pair[1], f"事实名称与{pair[0]}的散列值相同，请换一个名称")] if pair else []


class _File:
    """One rule file while it is read."""

    def __init__(self, name: str, provisions: Provisions, vocabulary: Vocabulary, faults: list[Fault]) -> None:
        self._name = name
        self._provisions = provisions
        self._vocabulary = vocabulary
        self._faults = faults

    def report(self, rule: str) -> Report:
        """Takes the faults of one rule."""
        return lambda field, message: self._faults.append(Fault(self._name, rule, field, message))

    def rules(self, path: Path) -> list[Rule]:
        report = self.report("")
        try:
            data = strict_yaml.load(path.read_text(encoding="utf-8"))
        except OSError as error:
            report("", f"无法读取（{cause(error)}）")
            return []
        except ValueError as error:
            report("", str(error))
            return []
        if not isinstance(data, dict):
            report("", "应当是“规则名称: 规则”的形式")
            return []
        return [rule for name, body in data.items() for rule in self._versions(name, body)]

    def _versions(self, name: str, body: Any) -> list[Rule]:
        """One rule, or the list of its dated versions."""
        report = self.report(name)
        try:
            msgspec.convert(name, RuleId)
        except msgspec.ValidationError:
            report("", "规则名称应当是3至60个小写字母、数字和下划线，以字母开头")
            return []
        if body == []:
            report("", "至少要有一个版本")
        rules = [rule for place, text in placed(body) if (rule := self._rule(name, text, place, report)) is not None]
        for earlier, later in pairwise(sorted(rules, key=lambda rule: rule.effective_from)):
            if earlier.effective_to is None or later.effective_from <= earlier.effective_to:
                both = f"{later.effective_from}起的版本与{earlier.effective_from}起的版本"
                report("effective_from", f"{both}施行期间重叠，请写明前者的effective_to")
        return rules

    def _rule(self, name: str, data: Any, place: str, report: Report) -> Rule | None:
        text = struct_of(data, RuleText, place, report, {})
        if text is None:
            return None
        dot = f"{place}." if place else ""
        sound = [check(text, dot, report) for check in (_dated, _marked, self._cited)]
        when = self._condition(text.when, f"{dot}when", report)
        then = conclusion_of(text.then, f"{dot}then", report)
        if when is None or then is None or not all(sound):
            return None
        return Rule(
            name, text.title, text.provisions, text.effective_from, text.effective_to, text.applies_by, text.mark,
            text.reason, when, then, Path(self._name).stem,
        )  # fmt: skip

    def _condition(self, data: Any, place: str, report: Report) -> Condition | None:
        when = condition_of(data, place, self._vocabulary, report)
        if when is None:
            return None
        if (
            sum(len(test.expected) if isinstance(test.expected, tuple) else 1 for test in comparisons(when))
            > MAX_VALUES
        ):
            report(place, f"比较的值超过{MAX_VALUES}个，请拆成几条规则")
            return None
        try:
            if (part := impossible(when, place, self._vocabulary)) is not None:
                report(part, "这里的条件互相矛盾，任何情况都不会成立")
                return None
        except TooMany:
            report(place, f"展开后超过{MAX_CONJUNCTIONS}种情形，请减少any或者拆成几条规则")
            return None
        return when

    def _cited(self, text: RuleText, dot: str, report: Report) -> bool:
        sound = True
        for name in text.provisions:
            provision = self._provisions.get(name)
            if provision is None:
                report(f"{dot}provisions", f"条款{shown(name)}不在 provisions.yaml 中")
            elif not _covers(provision, text):
                report(f"{dot}provisions", f"条款{name}在规则施行期间内并非一直有效（{_period(provision)}）")
            else:
                continue
            sound = False
        return sound


def _dated(text: RuleText, dot: str, report: Report) -> bool:
    if text.effective_to is None or text.effective_from <= text.effective_to:
        return True
    report(f"{dot}effective_to", f"早于effective_from（{text.effective_from}）")
    return False


def _marked(text: RuleText, dot: str, report: Report) -> bool:
    if text.mark in (Mark.SOURCE, Mark.SOURCE_PARTIAL) or text.reason.strip():
        return True
    report(f"{dot}reason", f"mark为{text.mark}（{text.mark.zh}）的规则应当写明理由")
    return False


def _covers(provision: Provision, text: RuleText) -> bool:
    last = provision.effective_to
    ends_in_time = last is None or (text.effective_to is not None and text.effective_to <= last)
    return provision.effective_from <= text.effective_from and ends_in_time


def _period(provision: Provision) -> str:
    return f"{provision.effective_from}起" + (f"至{provision.effective_to}" if provision.effective_to else "")
