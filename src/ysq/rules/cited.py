"""Checks what the book cites: provisions that there are, in force as long as the clock stands on them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta

from ysq.domain.clock import ClockLaw
from ysq.domain.law import Provision
from ysq.domain.terms import Mark
from ysq.rules.fields import shown
from ysq.rules.rule import Fault

Provisions = Mapping[str, Provision]


def faults_of_citations(cited: Iterable[tuple[str, Iterable[str]]], provisions: Provisions) -> Iterator[Fault]:
    """Every provision of `cited` (place and ids) that isn't in the table."""
    for place, names in cited:
        file, _space, entry = place.partition(" ")
        for name in names:
            if name not in provisions:
                yield Fault(file, entry, "provisions", f"条款{shown(name)}不在 provisions.yaml 中")


def faults_in_force(clock: ClockLaw, provisions: Provisions) -> Iterator[Fault]:
    """What the clock cites is in force as long as it is cited; up to `formerly.until` today's text may stand in."""
    today = clock.deadlines.formerly.until + timedelta(days=1)
    cited = [
        (("deadlines.yaml", f"rules.{name}"), rule.provisions, max(rule.effective_from, today), rule.effective_to)
        for name, rule in clock.deadlines.rules.items()
        if rule.effective_to is None or rule.effective_to >= today
    ]
    cited += [
        (("parameters.yaml", f"numbers.{name}"), (value.provision,), value.first, value.last)
        for name, number in clock.parameters.numbers.items()
        for value in number.values
        if value.mark in (Mark.SOURCE, Mark.SOURCE_PARTIAL)
    ]
    for place, names, first, last in cited:
        for name in names:
            if name in provisions and not provisions[name].covers(first, last):
                yield Fault(*place, "provisions", f"条款{name}在{first}起的施行期间内并非一直有效")
