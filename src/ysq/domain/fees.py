"""信息处理费 (109号): progressive brackets, by items a month or by pages an application; amounts in fen."""

from typing import Annotated

import msgspec

from ysq.domain.dated import Dated, Table
from ysq.domain.terms import FeeBasis


class Bracket(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What each unit above `over` costs, in fen; with `every`, each further block of so many adds `rise`."""

    over: Annotated[int, msgspec.Meta(ge=0)]
    fen: Annotated[int, msgspec.Meta(ge=0)]
    every: Annotated[int, msgspec.Meta(ge=1)] | None = None
    rise: Annotated[int, msgspec.Meta(ge=0)] = 0


class FeeScale(Dated, frozen=True):
    """One way of counting (109号 art. 4 or 5), brackets in ascending order."""

    title: str
    unit: str
    provision: str
    brackets: tuple[Bracket, ...]

    @property
    def provisions(self) -> tuple[str, ...]:
        """The one provision that it stands on."""
        return (self.provision,)


FeeLaw = Table[FeeBasis, FeeScale]
"""The day of the fee notice chooses: what was demanded stays demanded."""


def amount(scale: FeeScale, count: int) -> int:
    """The fee in fen for `count` items of a calendar month, or pages of an application."""
    brackets = scale.brackets
    ends = [following.over for following in brackets[1:]] + [count]
    return sum(_part(bracket, min(count, end)) for bracket, end in zip(brackets, ends, strict=True))


def _part(bracket: Bracket, end: int) -> int:
    """What the units from above `bracket.over` to `end` cost together."""
    units = max(0, end - bracket.over)
    if bracket.every is None:
        return units * bracket.fen
    blocks, rest = divmod(units, bracket.every)
    rises = bracket.every * blocks * (blocks - 1) // 2 + rest * blocks
    return units * bracket.fen + rises * bracket.rise
