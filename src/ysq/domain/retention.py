"""How long the file of a case is kept (art. 45): the first rule of the agency's table that fits, and until when."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec
from msgspec import Meta

from ysq.domain.case import Case
from ysq.domain.dated import Dated, Table
from ysq.domain.terms import ItemEnd, Mark, Retention

Words = Annotated[str, Meta(min_length=1, max_length=200)]


class RetentionRule(Dated, frozen=True):
    """One line of retention.yaml: what it asks for, and the period; one that asks for nothing fits always.

    `outcomes`: at least one item was decided so; `all_of`: every item was; `after_remedy`: there was a remedy.
    """

    title: Words
    period: Retention
    provisions: Annotated[tuple[str, ...], Meta(min_length=1)]
    mark: Mark
    reason: str = ""
    after_remedy: bool = False
    outcomes: tuple[str, ...] = ()
    all_of: tuple[str, ...] = ()

    def fits(self, decided: frozenset[str], *, remedy: bool) -> bool:
        """Whether a case with these decisions on its items is kept by this line."""
        if self.after_remedy and not remedy:
            return False
        if self.outcomes and not decided & set(self.outcomes):
            return False
        return not self.all_of or (bool(decided) and decided <= set(self.all_of))


RetentionTable = Table[str, RetentionRule]
"""The day of the archiving chooses."""

_YEARS = {Retention.THIRTY_YEARS: 30, Retention.TEN_YEARS: 10}


class Kept(msgspec.Struct, frozen=True):
    """How long the file of an archived case is kept: `until` its last day (None: for ever), and the table's line.

    `differs`: who archived it chose another period than the table's.
    """

    period: Retention
    until: dt.date | None
    title: str
    provisions: tuple[str, ...]
    mark: Mark
    reason: str
    differs: bool = False


def retention_of(table: RetentionTable, decided: Iterable[str], day: dt.date, *, remedy: bool) -> RetentionRule:
    """The line for a case archived on `day` with these codes on its items; `remedy`: 复议 or 诉讼 followed."""
    codes = frozenset(decided)
    return next(line for line in table.on(day).values() if line.fits(codes, remedy=remedy))


def line_for(table: RetentionTable, case: Case, day: dt.date) -> RetentionRule:
    """The line of `table` for everything that was decided in the case and followed from it, archived on `day`."""
    return retention_of(table, _decided(case), day, remedy=bool(case.remedies))


def kept(table: RetentionTable, case: Case) -> Kept | None:
    """How long the file of the case is kept; None while it isn't archived."""
    if case.archived is None:
        return None
    line, period = line_for(table, case, case.archived.date), Retention(case.archived.retention)
    until = kept_until(period, case.archived.date)
    return Kept(period, until, line.title, line.provisions, line.mark, line.reason, differs=period is not line.period)


def kept_until(period: Retention, archived_on: dt.date) -> dt.date | None:
    """The last day of the period, which begins with the year after the archiving; None for ever."""
    years = _YEARS.get(period)
    return None if years is None else dt.date(archived_on.year + years, 12, 31)


def _decided(case: Case) -> Iterator[str]:
    """The code of each item; one that ended without a letter counts as the code for its end."""
    for item in case.items.values():
        if item.ended is ItemEnd.WITHDRAWN or item.ended is ItemEnd.ENDED:
            yield "withdrawn"
        elif item.ended is ItemEnd.ABANDONED:
            yield "lapsed_fee" if case.fee is not None and not case.fee_paid else "lapsed_clarification"
        elif item.ended is ItemEnd.EXCESSIVE:
            yield "excessive"
        else:
            yield item.outcome or "disclosed"
            if item.withheld:
                yield item.withheld
