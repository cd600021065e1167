"""拟稿 of a case: the letters that are drafted and not issued, each with its items and what it decides on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.domain.case import Case, ItemState


class DraftedItem(msgspec.Struct, frozen=True):
    """An item, what is proposed on it, and whether that is approved."""

    item: int
    outcome: str
    outcome_name: str
    approved: bool


class DraftedLetter(msgspec.Struct, frozen=True):
    """A draft letter: its items, its newest version (0: as generated), and how many comments on it wait."""

    items: tuple[DraftedItem, ...]
    revision: int
    open_comments: int


def drafted_letters(ground: Ground, case: Case) -> tuple[DraftedLetter, ...]:
    """The letters in the order of their first items; items that nobody edited go together."""
    drafted = [number for number in case.open_items if case.items[number].outcome]
    return tuple(_letter(ground, case, one) for one in dict.fromkeys(map(case.lettered_with, drafted)))


def _letter(ground: Ground, case: Case, numbers: tuple[int, ...]) -> DraftedLetter:
    items = [case.items[number] for number in numbers]
    return DraftedLetter(
        items=tuple(_item(ground, one) for one in items),
        revision=items[0].revision,
        open_comments=sum(one.open for one in case.comments_on(numbers)),
    )


def _item(ground: Ground, item: ItemState) -> DraftedItem:
    assert item.outcome, "the letters of what was drafted"
    assert item.drafted_on, "with its day"
    name = ground.book.outcomes.on(item.drafted_on)[item.outcome].name
    return DraftedItem(item.item, item.outcome, name, item.approved_by is not None)
