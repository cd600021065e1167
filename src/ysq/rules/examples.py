"""Reads the worked examples beside a rule file, and says where the rules disagree with them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from ysq import strict_yaml
from ysq.domain.findings import Trace
from ysq.faults import cause
from ysq.rules.disagree import disagreements
from ysq.rules.evaluate import evaluate, why_not
from ysq.rules.facts import VOCABULARY, Facts, values_of
from ysq.rules.fields import Report, shown, struct_of
from ysq.rules.rule import Fault, Rule
from ysq.rules.whynot import distance
from ysq.rules.words import sentence

DAY = dt.date(2026, 3, 2)
"""The day on which an example is looked at unless it says another."""
_ORDINARY: dict[str, Any] = {
    "request.received_on": "2026-03-02",
    "request.channel": "online",
    "request.requester_kind": "person",
    "request.items": 1,
    "request.identity_given": True,
    "request.contact_given": True,
    "item.title_given": False,
    "item.document_no_given": False,
    "clarification.asked": False,
    "clarification.answered": False,
    "clarification.overdue": False,
    "search.recorded": False,
    "consultation.sent": False,
    "co_producers.sent": False,
    "other_agencies.sent": False,
}
"""An ordinary request received on line on 2026-03-02, of which nothing has been judged yet."""

_NEARLY = 1
"""How many facts a near miss may lack."""

Name = Annotated[str, Meta(min_length=1, max_length=200)]


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"fails": "not"}):
    """Given facts, which rules hold and which (in the file: `not`) don't; of the others it says nothing."""

    file: str
    name: Name
    facts: dict[str, Any]
    on: dt.date = DAY
    holds: tuple[str, ...] = ()
    fails: tuple[str, ...] = ()

    def fault(self, field: str, message: str) -> Fault:
        """A fault of this example."""
        return Fault(self.file, f"“{self.name}”", field, message)


class Coverage(msgspec.Struct, frozen=True):
    """How many examples say that a rule holds, that it doesn't, and that it misses by one fact."""

    rule: str
    holds: int
    fails: int
    nearly: int


def read_examples(path: Path) -> tuple[tuple[Example, ...], tuple[Fault, ...]]:
    """The examples of one `*.cases.yaml`, and what is wrong in how they are written."""
    try:
        data = strict_yaml.load(path.read_text(encoding="utf-8"))
    except OSError as error:
        return (), (Fault(path.name, "", "", f"无法读取（{cause(error)}）"),)
    except ValueError as error:
        return (), (Fault(path.name, "", "", str(error)),)
    if not isinstance(data, list):
        return (), (Fault(path.name, "", "", "应当是示例的列表，每个示例写 name、on、facts、holds、not"),)
    faults: list[Fault] = []
    examples = [found for number, entry in enumerate(data, 1) if (found := _one(path.name, number, entry, faults))]
    names = [example.name for example in examples]
    faults += [one.fault("name", "这个名称用了不止一次") for n, one in enumerate(examples) if one.name in names[:n]]
    return tuple(examples), tuple(faults)


def check(examples: Sequence[Example], rules: Sequence[Rule]) -> tuple[Fault, ...]:
    """Where the rules and the examples disagree; a rule that isn't in force doesn't hold."""
    versions: dict[str, list[Rule]] = {}
    for rule in rules:
        versions.setdefault(rule.id, []).append(rule)
    return tuple(fault for example in examples for fault in _disagreements(example, versions))


def coverage(examples: Sequence[Example], rules: Sequence[Rule]) -> tuple[Coverage, ...]:
    """What the examples show of each rule, in the order of the rules."""
    by_id = {rule.id: rule for rule in rules}
    return tuple(
        _covered(rule, [one for one in examples if rule.id in one.holds + one.fails]) for rule in by_id.values()
    )


def uncovered(found: Iterable[Coverage], file: str) -> tuple[Fault, ...]:
    """The rules of one file that don't hold in one example and nearly hold in another."""
    return tuple(
        Fault(file, one.rule, field, message)
        for one in found
        for count, field, message in (
            (one.holds, "holds", "至少要有一个成立的示例"),
            (one.nearly, "not", "至少要有一个只差一个事实而不成立的示例"),
        )
        if not count
    )


def facts_from(written: dict[str, Any]) -> Facts:
    """An ordinary request with the facts `written` by name; ValidationError when a value doesn't fit."""
    groups: dict[str, dict[str, Any]] = {name.partition(".")[0]: {} for name in VOCABULARY}
    for name, value in (_ORDINARY | written).items():
        group, _dot, fact = name.partition(".")
        groups[group][fact] = value
    return msgspec.convert(groups, Facts)


def sound_facts(written: dict[str, Any], report: Report) -> bool:
    """Whether the facts are known and fit; what isn't is reported under the fact's name."""
    sound = True
    for name, value in written.items():
        fact = VOCABULARY.get(name)
        if fact is None:
            report(name, f"没有{shown(name)}这一事实；全部事实见 ysq rules facts")
            sound = False
            continue
        try:
            facts_from({name: value})
        except msgspec.ValidationError:
            report(name, f"{shown(value)}不是{name}（{fact.label}）的值，{fact.wanted}")
            sound = False
    return sound


def _one(file: str, number: int, entry: Any, faults: list[Fault]) -> Example | None:
    name = entry.get("name") if isinstance(entry, dict) else None
    place = shown(name) if isinstance(name, str) else f"第{number}个示例"

    def report(field: str, message: str) -> None:
        faults.append(Fault(file, place, field, message))

    example = struct_of(entry, Example, "", report, {"file": file})
    if example is None or not sound_facts(example.facts, lambda fact, message: report(f"facts.{fact}", message)):
        return None
    if contrary := list(disagreements(facts_from(example.facts), example.on)):
        for fact, message in contrary:
            report(f"facts.{fact}", message)
        return None
    if not example.holds + example.fails:
        report("holds", "应当写明哪些规则成立（holds）或者不成立（not）")
        return None
    if both := sorted(set(example.holds) & set(example.fails)):
        report("not", f"{both[0]}既写了成立又写了不成立")
        return None
    return example


def _disagreements(example: Example, versions: dict[str, list[Rule]]) -> list[Fault]:
    facts = facts_from(example.facts)
    faults = []
    for name in example.holds + example.fails:
        if name not in versions:
            faults.append(example.fault(name, "没有这条规则"))
            continue
        found = evaluate(versions[name], facts, example.on)
        if found and name in example.fails:
            faults.append(example.fault(name, f"应当不成立，实际成立：{_why(found[0].trace)}"))
        elif not found and name in example.holds:
            faults.append(example.fault(name, f"应当成立，实际不成立：{_lacking(versions[name], facts, example.on)}"))
    return faults


def _lacking(versions: Sequence[Rule], facts: Facts, on: dt.date) -> str:
    in_force = [rule for rule in versions if rule.in_force(facts.request.received_on, on)]
    return _why(why_not(in_force[0], facts)) if in_force else "这一天没有施行中的版本"


def _covered(rule: Rule, examples: Sequence[Example]) -> Coverage:
    fails = [one for one in examples if rule.id in one.fails]
    nearly = [one for one in fails if distance(rule.when, values_of(facts_from(one.facts))) <= _NEARLY]
    return Coverage(rule.id, len(examples) - len(fails), len(fails), len(nearly))


def _why(missed: Iterable[Trace]) -> str:
    return "；".join(map(sentence, missed))
