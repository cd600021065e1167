"""How long the file of a case is kept (art. 45): the first rule of the agency's table that fits."""

from collections.abc import Iterable
from typing import Annotated

import msgspec
from msgspec import Meta

from ysq.domain.terms import Mark, Retention

Words = Annotated[str, Meta(min_length=1, max_length=200)]


class RetentionRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
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


RetentionTable = dict[str, RetentionRule]


def retention_of(table: RetentionTable, decided: Iterable[str], *, remedy: bool) -> RetentionRule:
    """The line of `table` for a case whose items were decided with these codes; `remedy`: 复议 or 诉讼 followed."""
    codes = frozenset(decided)
    return next(line for line in table.values() if line.fits(codes, remedy=remedy))
