"""Reads the worked examples beside a rule file, and says where the rules disagree with them."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from ysq import strict_yaml
from ysq.domain.findings import Trace
from ysq.rules.evaluate import evaluate, why_not
from ysq.rules.facts import VOCABULARY, Facts
from ysq.rules.fields import Report, shown, struct_of
from ysq.rules.rule import Fault, Rule
from ysq.rules.words import sentence

_DAY = dt.date(2026, 3, 2)
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

_KINDS = {"fires": "成立", "near_misses": "差一点成立"}

Title = Annotated[str, Meta(min_length=1, max_length=200)]


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule on given facts: it fires, or nearly does and `lacks` names the facts that keep it from firing."""

    file: str
    rule: str
    place: str
    title: Title
    facts: dict[str, Any]
    lacks: tuple[str, ...] = ()
    on: dt.date = _DAY


def read_examples(path: Path) -> tuple[tuple[Example, ...], tuple[Fault, ...]]:
    """The examples of one `*.cases.yaml`, and what is wrong in how they are written."""
    try:
        data = strict_yaml.load(path.read_text(encoding="utf-8"))
    except OSError as error:
        return (), (Fault(path.name, "", "", f"无法读取（{error.strerror}）"),)
    except ValueError as error:
        return (), (Fault(path.name, "", "", str(error)),)
    faults: list[Fault] = []
    examples: list[Example] = []
    for rule, body in data.items() if isinstance(data, dict) else [("", data)]:
        examples += _of_rule(path.name, rule, body, faults)
    return tuple(examples), tuple(faults)


def check(examples: Sequence[Example], rules: Sequence[Rule], file: str) -> tuple[Fault, ...]:
    """Where `rules` (those of one file) and their examples disagree, or a rule has too few of them."""
    faults: list[Fault] = []
    versions: dict[str, list[Rule]] = {}
    for rule in rules:
        versions.setdefault(rule.id, []).append(rule)
    for example in examples:
        if example.rule in versions:
            faults += _disagreements(example, versions[example.rule])
        else:
            faults.append(Fault(file, example.rule, "", "没有这条规则"))
    for name in versions:
        told = {example.place.partition("[")[0] for example in examples if example.rule == name}
        faults += [Fault(file, name, kind, f"至少要有一个{_KINDS[kind]}的示例") for kind in _KINDS if kind not in told]
    return tuple(faults)


def facts_from(written: dict[str, Any]) -> Facts:
    """An ordinary request with the facts `written` by name; ValidationError when a value doesn't fit."""
    groups: dict[str, dict[str, Any]] = {name.partition(".")[0]: {} for name in VOCABULARY}
    for name, value in (_ORDINARY | written).items():
        group, _dot, fact = name.partition(".")
        groups[group][fact] = value
    return msgspec.convert(groups, Facts)


def _of_rule(file: str, rule: str, body: Any, faults: list[Fault]) -> Iterator[Example]:
    def report(field: str, message: str) -> None:
        faults.append(Fault(file, rule, field, message))

    if not isinstance(body, dict) or not set(body) <= set(_KINDS):
        report("", "应当有 fires（成立）和 near_misses（差一点成立）两组示例")
        return
    for kind, entries in body.items():
        for number, entry in enumerate(entries if isinstance(entries, list) else [entries], 1):
            place = f"{kind}[{number}]"
            given = {"file": file, "rule": rule, "place": place}
            example = struct_of(entry, Example, place, report, given)
            if example is not None and _sound(example, report):
                yield example


def _sound(example: Example, report: Report) -> bool:
    """Whether the facts are known and fit, and `lacks` stands where it must."""
    before = example.place
    for name, value in example.facts.items():
        if name not in VOCABULARY:
            report(f"{before}.facts", f"没有{shown(name)}这一事实")
            return False
        try:
            facts_from({name: value})
        except msgspec.ValidationError:
            fact = VOCABULARY[name]
            report(f"{before}.facts", f"{shown(value)}不是{name}（{fact.label}）的值，应当是{fact.kind.zh}")
            return False
    if bool(example.lacks) is before.startswith("fires"):
        report(f"{before}.lacks", "差一点成立的示例应当写明缺的是哪些事实，成立的示例不写")
        return False
    return True


def _disagreements(example: Example, versions: Iterable[Rule]) -> list[Fault]:
    facts = facts_from(example.facts)
    in_force = [rule for rule in versions if rule.in_force(facts.request.received_on, example.on)]
    if not in_force:
        return [Fault(example.file, example.rule, example.place, "这一天没有施行中的版本")]
    missed = why_not(in_force[0], facts)
    fields = tuple(dict.fromkeys(trace.field for trace in missed))
    if not example.lacks:
        if evaluate(in_force, facts, example.on):
            return []
        return [_fault(example, f"应当成立，实际不成立：{_why(missed)}")]
    if not missed:
        return [_fault(example, "应当差一点才成立，实际成立")]
    if set(fields) != set(example.lacks):
        return [_fault(example, f"写明缺{'、'.join(example.lacks)}，实际缺{'、'.join(fields)}：{_why(missed)}")]
    return []


def _fault(example: Example, message: str) -> Fault:
    return Fault(example.file, example.rule, example.place, f"“{example.title}”{message}")


def _why(missed: Iterable[Trace]) -> str:
    return "；".join(map(sentence, missed))
