"""Checks the book's numbers and settings: a number for every day that may ask for one, a setting the clock knows."""

from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from itertools import pairwise

import msgspec

from ysq.domain.clock import Policy
from ysq.domain.clock.numbers import Number, Parameters, PolicySetting, Value
from ysq.domain.clock.told import NUMBERS, READINGS
from ysq.faults import choices_in
from ysq.rules.fields import shown
from ysq.rules.rule import Fault
from ysq.rules.tables import reasoned

_MOST_DAYS = 366
_MOST_MONTHS = 60
_SETTINGS = {field.name: field for field in msgspec.structs.fields(Policy)}


def faults_of_parameters(parameters: Parameters, months: Collection[str]) -> Iterator[Fault]:
    """What is wrong with `parameters.yaml`; `months` are the numbers that count months, not days."""
    file = "parameters.yaml"
    for name in NUMBERS:
        if name not in parameters.numbers:
            yield Fault(file, f"numbers.{name}", "", "缺少这一项，期限按它计算")
    yield from faults_of_numbers(file, parameters.numbers, months)
    for name in (*_SETTINGS, *READINGS):
        if name not in parameters.policies:
            yield Fault(file, f"policies.{name}", "", "缺少这一项，期限按它计算")
    for name, setting in parameters.policies.items():
        yield from _of_setting(file, name, setting)


def faults_of_numbers(file: str, numbers: Mapping[str, Number], months: Collection[str] = ()) -> Iterator[Fault]:
    """Values that are no possible period, and days on which a number has none."""
    for name, number in numbers.items():
        if not number.values:
            yield Fault(file, f"numbers.{name}", "values", "至少要有一个数值")
            continue
        most, unit = (_MOST_MONTHS, "月") if name in months else (_MOST_DAYS, "日")
        for place, value in enumerate(number.values, 1):
            if not 1 <= value.value <= most:
                message = f"应当是1至{most}{unit}的整数，写的是{value.value}"
                yield Fault(file, f"numbers.{name}", f"values[{place}].value", message)
            if value.last is not None and value.last < value.first:
                yield Fault(file, f"numbers.{name}", f"values[{place}].to", f"早于from（{value.first}）")
        yield from _of_periods(file, f"numbers.{name}", number.values)


def _of_periods(file: str, entry: str, values: tuple[Value, ...]) -> Iterator[Fault]:
    """Each value follows the one before without a day between; the last one has no end."""
    for place, (earlier, later) in enumerate(pairwise(values), 2):
        if earlier.last is None or later.first <= earlier.last:
            message = f"与前一数值（{earlier.first}起）的期间重叠，请由早到晚写，并写明前者的to"
            yield Fault(file, entry, f"values[{place}].from", message)
        elif later.first != earlier.last + timedelta(days=1):
            message = f"{earlier.last}之后、{later.first}之前没有数值，请写成{earlier.last + timedelta(days=1)}"
            yield Fault(file, entry, f"values[{place}].from", message)
    if (last := values[-1].last) is not None:
        message = f"{last}之后没有数值；现行的数值不写to，以后修改时再写"
        yield Fault(file, entry, f"values[{len(values)}].to", message)


def _of_setting(file: str, name: str, setting: PolicySetting) -> Iterator[Fault]:
    entry, field = f"policies.{name}", _SETTINGS.get(name)
    yield from reasoned(file, entry, setting.mark, setting.reason)
    if setting.choices and setting.default not in setting.choices:
        message = f"没有{shown(setting.default)}这一选择，可以写：{'、'.join(setting.choices)}"
        yield Fault(file, entry, "default", message)
    elif field is not None:
        yield from _of_default(file, entry, setting, field.default)
    elif not setting.choices:
        yield Fault(file, entry, "choices", "应当写明有哪些选择")
    known = tuple(choices_in(field.type)) if field is not None else READINGS.get(name, ())
    if known and set(setting.choices) != set(known):
        yield Fault(file, entry, "choices", f"期限的计算只认识这些选择，请都写上，也不写别的：{'、'.join(known)}")
    elif not known and len(setting.choices) > 1:
        yield Fault(file, entry, "choices", "期限的计算不读这一设定，不能有几种选择；只写规则所依据的一种")


def _of_default(file: str, entry: str, setting: PolicySetting, default: object) -> Iterator[Fault]:
    """A course that names no setting is counted by the program's own: the book may not say that it is another."""
    if setting.default != default:
        message = f"没有写明设定的办件按{shown(default)}计算，这里应当相同；一件另作选择的，写在它的policy里"
        yield Fault(file, entry, "default", message)
