"""Reads `checks.yaml`: what letters are checked for, every fault with its check and field."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from ysq import strict_yaml
from ysq.domain.dated import Table
from ysq.domain.law import Provision
from ysq.domain.letter_checks import CheckTable, LetterCheck
from ysq.domain.terms import Mark
from ysq.faults import cause
from ysq.rules.dated import faults_of_dates, placed
from ysq.rules.fields import Report, struct_of
from ysq.rules.patterns import fault_of
from ysq.rules.rule import Fault

_ID = re.compile(r"[a-z][a-z0-9_]{2,59}\Z")
_SLOTS = frozenset({"found", "expected"})


def read_checks(path: Path, provisions: Mapping[str, Provision]) -> tuple[CheckTable, tuple[Fault, ...]]:
    """The checks by name, and what is wrong in the file; with a fault the checks aren't complete."""
    faults: list[Fault] = []

    def report(name: str) -> Report:
        return lambda field, message: faults.append(Fault(path.name, name, field, message))

    try:
        data = strict_yaml.load(path.read_text(encoding="utf-8"))
    except OSError as error:
        report("")("", f"无法读取（{cause(error)}）")
        return Table({}), tuple(faults)
    except ValueError as error:
        report("")("", str(error))
        return Table({}), tuple(faults)
    if not isinstance(data, dict):
        report("")("", "应当是“检查名称: 检查”的形式")
        return Table({}), tuple(faults)
    found = {name: tuple(_versions(name, body, provisions, report(name))) for name, body in data.items()}
    table = Table({name: versions for name, versions in found.items() if versions})
    return table, (*faults, *faults_of_dates(path.name, table))


def _versions(name: str, body: object, provisions: Mapping[str, Provision], report: Report) -> Iterator[LetterCheck]:
    if not _ID.match(name):
        report("", "检查名称应当是3至60个小写字母、数字和下划线，以字母开头")
        return
    if body == []:
        report("", "至少要有一个版本")
    for place, text in placed(body):
        check = _check(text, place, provisions, report)
        if check is not None:
            yield check


def _check(body: object, place: str, provisions: Mapping[str, Provision], whole: Report) -> LetterCheck | None:
    check = struct_of(body, LetterCheck, place, whole, {})
    if check is None:
        return None

    def report(field: str, message: str) -> None:
        whole(f"{place}.{field}" if place else field, message)

    for cited in check.provisions:
        if cited not in provisions:
            report("provisions", f"条款“{cited}”不在 provisions.yaml 中")
    if check.mark not in (Mark.SOURCE, Mark.SOURCE_PARTIAL) and not check.reason.strip():
        report("reason", f"mark为{check.mark}（{check.mark.zh}）的检查应当写明理由")
    _slots(check, report)
    for number, phrase in enumerate(check.phrases, 1):
        for field, source in (("match", phrase.match), ("unless", phrase.unless), ("elsewhere", phrase.elsewhere)):
            _pattern(source, f"phrases[{number}].{field}", report)
    return check


def _slots(check: LetterCheck, report: Report) -> None:
    try:
        slots = {slot for _text, slot, _spec, _how in Formatter().parse(check.message) if slot is not None}
    except ValueError:
        report("message", "花括号不成对；可以写 {found} 和 {expected}")
        return
    if unknown := sorted(slots - _SLOTS):
        report("message", f"没有“{unknown[0]}”可填，可以写 {{found}} 和 {{expected}}")
    if check.phrases and "found" not in slots:
        report("message", "查找词句的检查应当用 {found} 写出找到的词句")


def _pattern(source: str, field: str, report: Report) -> None:
    if source and (fault := fault_of(source)) is not None:
        report(field, fault)
