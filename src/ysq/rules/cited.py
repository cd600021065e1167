"""Checks what the book cites: provisions that there are, in force as long as the book stands on them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import chain
from typing import TYPE_CHECKING, Any

from ysq.domain.calendar import Statutory
from ysq.domain.clock import ClockLaw
from ysq.domain.clock.numbers import Value
from ysq.domain.law import Provision
from ysq.rules.dated import Version, written
from ysq.rules.fields import shown
from ysq.rules.rule import Fault
from ysq.rules.tables import READ

if TYPE_CHECKING:
    from ysq.rules.book import Book

Provisions = Mapping[str, Provision]
Cited = tuple[str, tuple[str, ...]]
"""A place of the book (file, entry), and the ids of the provisions that it cites."""


def undated(clock: ClockLaw, statutory: Statutory) -> list[Cited]:
    """The places that cite provisions and have no dates of their own."""
    deadlines = clock.deadlines
    found = [(f"deadlines.yaml receipt.{name}", rule.provisions) for name, rule in deadlines.receipt.items()]
    found += [
        (f"deadlines.yaml deadlines.{name}", (*rule.provisions, *rule.nothing_came, *chain(*rule.by_kind.values())))
        for name, rule in deadlines.deadlines.items()
    ]
    found += [(f"deadlines.yaml findings.{name}", text.provisions) for name, text in deadlines.findings.items()]
    policies = clock.parameters.policies.items()
    found += [(f"parameters.yaml policies.{name}", setting.provisions) for name, setting in policies]
    return [*found, ("calendar/statutory.yaml", (statutory.provision,))]


def citations(book: Book) -> list[Cited]:
    """Every place of the book that cites provisions, rules apart, with their ids."""
    deadlines, parameters = book.clock.deadlines, book.clock.parameters
    found = undated(book.clock, book.statutory)
    found += [(f"deadlines.yaml rules.{name}", rule.provisions) for name, rule in deadlines.rules.items()]
    found.append(("deadlines.yaml formerly", (*deadlines.formerly.instead, *deadlines.formerly.instead.values())))
    for name, number in parameters.numbers.items():
        found.append((f"parameters.yaml numbers.{name}", tuple(value.provision for value in number.values)))
    for file, table in book.tables.items():
        found += [(f"{file} {one.entry}", one.value.provisions) for one in written(file, table)]
    return found


def faults_of_citations(cited: Iterable[Cited], provisions: Provisions) -> Iterator[Fault]:
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
        (("parameters.yaml", f"numbers.{name}"), (value.provision,), _since(value, provisions), value.last)
        for name, number in clock.parameters.numbers.items()
        for value in number.values
    ]
    for place, names, first, last in cited:
        for name in names:
            if name in provisions and not provisions[name].covers(first, last):
                yield Fault(*place, "provisions", f"条款{name}在{first}起的施行期间内并非一直有效")


def _since(value: Value, provisions: Provisions) -> date:
    """From when a number claims its text: one that wasn't read may stand on a later text, and none outlives its own."""
    found = provisions.get(value.provision)
    return value.first if value.mark in READ or found is None else max(value.first, found.effective_from)


def faults_of_closed(cited: Iterable[Cited], clock: ClockLaw, provisions: Provisions) -> Iterator[Fault]:
    """What has no dates of its own, and is shown whatever the day, cites what is in force without end.

    The former Regulation may be cited: what is there for its cases only is told so by `formerly`.
    """
    for place, names in cited:
        file, _space, entry = place.partition(" ")
        for name in names:
            last = provisions[name].effective_to if name in provisions else None
            if last is not None and last > clock.deadlines.formerly.until:
                yield Fault(file, entry, "provisions", f"条款{name}只施行至{last}，这里没有施行期间，请改引现行的条款")


def faults_of_versions(version: Version[Any], provisions: Provisions) -> Iterator[Fault]:
    """What a version cites that begins after it, or ends before it does; one without a first day claims none."""
    first, last = version.value.effective_from, version.value.effective_to
    for name in version.value.provisions:
        provision = provisions.get(name)
        if provision is None:
            continue
        if date.min < first < provision.effective_from:
            message = f"条款{name}自{provision.effective_from}起才施行，此前的版本不能引用，请分作两个版本"
            yield version.fault("provisions", message)
        ends = provision.effective_to
        if ends is not None and (last is None or ends < last):
            message = f"条款{name}施行至{ends}，这一版本在此以后仍然引用，请写明effective_to，另写以后的版本"
            yield version.fault("provisions", message)
