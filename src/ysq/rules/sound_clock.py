"""Checks the rules of the clock: entries, effects, numbers and findings that there are, a start for every day."""

import datetime as dt
from collections.abc import Iterator
from itertools import combinations, pairwise

from ysq.domain.clock import Parameters, Policy
from ysq.domain.clock.law import ClockLaw, ClockRule, Deadlines
from ysq.domain.clock.receipt import FIRST_DAY
from ysq.domain.clock.told import COUNTED, EFFECTS, GIVEN
from ysq.domain.terms import Channel
from ysq.faults import choices_of
from ysq.rules.fields import shown
from ysq.rules.rule import Fault
from ysq.rules.sound_words import faults_of_words

_FILE = "deadlines.yaml"
_NEEDS_PERIOD = frozenset({"start", "restart", "party_period", "extend"})
_ONE_DAY = dt.timedelta(days=1)


def faults_of_clock(law: ClockLaw) -> Iterator[Fault]:
    """What is wrong in `deadlines.yaml`, beyond the types of its fields and its provisions."""
    deadlines, parameters = law.deadlines, law.parameters
    for channel in Channel:
        if channel not in deadlines.receipt:
            yield Fault(_FILE, f"receipt.{channel}", "", f"缺少这一渠道（{channel.zh}）")
    for name, rule in deadlines.rules.items():
        entry = f"rules.{name}"
        yield from _of_effect(entry, rule)
        yield from _of_numbers(entry, rule, parameters)
        yield from _of_test(entry, rule)
    yield from _of_starts(deadlines)
    yield from _of_overlaps(deadlines)
    yield from _of_deadlines(deadlines, parameters)
    yield from faults_of_words(deadlines)


def gaps_of_clock(deadlines: Deadlines) -> Iterator[Fault]:
    """Days between two rules for one entry on which nothing follows from it."""
    for (_name, earlier), (name, later) in _neighbours(deadlines):
        if earlier.effective_to is not None and later.effective_from > earlier.effective_to + _ONE_DAY:
            yield gap(_FILE, f"rules.{name}", earlier.effective_to, later.effective_from)


def gap(file: str, entry: str, last: dt.date, following: dt.date) -> Fault:
    """The fault of a rule whose next version doesn't begin on the day after the `last` of the one before."""
    message = f"{last}之后、{following}之前没有施行中的版本；有意中断的，请另立一条规则"
    return Fault(file, entry, "effective_from", message)


def _of_effect(entry: str, rule: ClockRule) -> Iterator[Fault]:
    if rule.event not in EFFECTS:
        yield Fault(_FILE, entry, "event", f"没有{shown(rule.event)}这种登记，可以写：{'、'.join(EFFECTS)}")
    elif rule.effect not in EFFECTS[rule.event]:
        known = "、".join(EFFECTS[rule.event])
        yield Fault(_FILE, entry, "effect", f"{rule.event}不能引起{rule.effect}，可以写：{known}")
    if rule.kinds and not rule.event.startswith("consultation."):
        yield Fault(_FILE, entry, "kinds", "只有征求意见（consultation.…）分对象，请去掉")
    if rule.effective_to is not None and rule.effective_to < rule.effective_from:
        yield Fault(_FILE, entry, "effective_to", f"早于effective_from（{rule.effective_from}）")
    if not rule.provisions:
        yield Fault(_FILE, entry, "provisions", "至少要有一条依据")


def _of_numbers(entry: str, rule: ClockRule, parameters: Parameters) -> Iterator[Fault]:
    """The numbers a rule names are there, from the first day on which it may ask for them."""
    if rule.effect in _NEEDS_PERIOD and rule.period is None:
        yield Fault(_FILE, entry, "period", f"缺少period：effect为{rule.effect}的，写明按哪一个数值计算")
    for field, name in (("period", rule.period), ("within", rule.within)):
        if name is None:
            continue
        number = parameters.numbers.get(name)
        by_event = field == "period" and rule.effect == "requester_period"
        since = rule.effective_from
        if rule.applies_by == "event" and not (by_event and number is not None and number.applies_by == "event"):
            since = FIRST_DAY  # the number goes by the day of receipt, which may be long before the rule
        yield from _of_number(entry, field, name, parameters, since)


def _of_number(entry: str, field: str, name: str, parameters: Parameters, since: dt.date) -> Iterator[Fault]:
    number = parameters.numbers.get(name)
    if number is None:
        known = "、".join(parameters.numbers)
        yield Fault(_FILE, entry, field, f"parameters.yaml中没有{shown(name)}这一数值，可以写：{known}")
    elif number.values and number.values[0].first > since:
        first = number.values[0].first
        yield Fault(_FILE, entry, field, f"{since}起就要用{name}，而它的数值从{first}才开始，请在parameters.yaml补上")


def _of_test(entry: str, rule: ClockRule) -> Iterator[Fault]:
    if (test := rule.late_counts) is None:
        return
    choices = tuple(choices_of(Policy, test.policy))
    if not choices:
        yield Fault(_FILE, entry, "late_counts.policy", f"没有{shown(test.policy)}这一设定")
    elif test.value not in choices:
        yield Fault(_FILE, entry, "late_counts.is", f"没有{shown(test.value)}这一选择，可以写：{'、'.join(choices)}")


def _of_starts(deadlines: Deadlines) -> Iterator[Fault]:
    """Every day since the first Regulation has a rule that starts the clock."""
    starts = [(name, rule) for name, rule in deadlines.rules.items() if rule.event == "request.received"]
    if not starts:
        yield Fault(_FILE, "rules", "", "没有request.received的规则，任何申请都无法计算")
        return
    starts.sort(key=lambda start: start[1].effective_from)
    name, first = starts[0]
    if first.effective_from > FIRST_DAY:
        yield Fault(_FILE, f"rules.{name}", "effective_from", f"{FIRST_DAY}至此以前收到的申请没有规则")
    for (_name, earlier), (name, later) in pairwise(starts):
        if earlier.effective_to is not None and later.effective_from > earlier.effective_to + _ONE_DAY:
            yield gap(_FILE, f"rules.{name}", earlier.effective_to, later.effective_from)
    name, last = max(starts, key=lambda start: start[1].effective_to or dt.date.max)
    if last.effective_to is not None:
        message = f"{last.effective_to}之后收到的申请没有规则；现行的规则不写effective_to"
        yield Fault(_FILE, f"rules.{name}", "effective_to", message)


def _of_overlaps(deadlines: Deadlines) -> Iterator[Fault]:
    for (earlier_name, earlier), (name, later) in _neighbours(deadlines):
        if earlier.effective_to is None or later.effective_from <= earlier.effective_to:
            message = f"与rules.{earlier_name}（同为{later.event}）的施行期间重叠，请写明前者的effective_to"
            yield Fault(_FILE, f"rules.{name}", "effective_from", message)


def _neighbours(deadlines: Deadlines) -> Iterator[tuple[tuple[str, ClockRule], tuple[str, ClockRule]]]:
    """Two rules for one entry, and one kind of consultee, of which none comes between."""
    ordered = sorted(deadlines.rules.items(), key=lambda found: found[1].effective_from)
    for one, other in combinations(ordered, 2):
        days = one[1].effective_from, other[1].effective_from
        between = (found for found in ordered if days[0] < found[1].effective_from < days[1])
        if _alike(one, other) and not any(_alike(one, found) for found in between):
            yield one, other


def _alike(one: tuple[str, ClockRule], other: tuple[str, ClockRule]) -> bool:
    """Whether both may govern the same entry."""
    first, second = one[1], other[1]
    if first.event != second.event or first.applies_by != second.applies_by:
        return False
    return not first.kinds or not second.kinds or bool(set(first.kinds) & set(second.kinds))


def _of_deadlines(deadlines: Deadlines, parameters: Parameters) -> Iterator[Fault]:
    """Those the clock tells are there; each that is counted names one number."""
    for name in (*COUNTED, *GIVEN):
        if name not in deadlines.deadlines:
            yield Fault(_FILE, f"deadlines.{name}", "", "缺少这一项，期限表要列出它")
    for name, rule in deadlines.deadlines.items():
        entry = f"deadlines.{name}"
        units = (("working_days", rule.working_days), ("calendar_days", rule.calendar_days), ("months", rule.months))
        counts = [(unit, number) for unit, number in units if number is not None]
        if len(counts) > 1 or (not counts and name not in GIVEN):
            yield Fault(_FILE, entry, "", "working_days、calendar_days、months应当写一个，也只写一个")
        for unit, number in counts:
            since = FIRST_DAY if name in COUNTED else dt.date.max
            yield from _of_number(entry, unit, number, parameters, since)
