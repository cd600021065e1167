"""An item with something of it changed."""

from typing import Any

from msgspec.structs import replace

from ysq.domain.case import Case

UNDECIDED: dict[str, Any] = {
    "outcome": None, "aspect": None, "withheld": None, "draft": None, "drafted_by": None, "drafted_on": None,
    "endorsed": (), "legality": None, "approved_by": None, "approved_on": None, "book": None, "findings": (),
    "departs_from": (), "accepted": (), "revision": 0,
}  # fmt: skip
"""An item whose decision is taken back."""


def with_item(case: Case, number: int, **changes: Any) -> Case:
    """The case with these fields of one item changed."""
    return replace(case, items={**case.items, number: replace(case.items[number], **changes)})
