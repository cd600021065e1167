"""Reads back the words of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ysq.domain import commands as c

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier


def kept_draft(dossier: Dossier, number: int) -> c.DraftKept:
    """The words of an item's draft, which it must have."""
    draft = dossier.case.items[number].draft
    assert draft is not None, "an approved item has a draft"
    return msgspec.json.decode(dossier.words(draft), type=c.DraftKept)
