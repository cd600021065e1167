"""时间回溯: a case as it stood on a day, as far as it was known at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from ysq.cases.dossier import decoded
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.fold import evolve, fold, opened

if TYPE_CHECKING:
    from ysq.db.events import StoredEvent


def case_as_of(log: Sequence[StoredEvent], as_of: date, known_at: datetime) -> Case | None:
    """The case by what had happened by the end of `as_of` and was recorded by `known_at`; None before its receipt.

    `log` is the whole log of a case (`Dossier.log`); what was amended by `known_at` is told as amended. Its `version`
    counts the events that are told. An event that builds on one which happened after `as_of` isn't told either: a
    backdated approval of a later proposal, say.
    """
    known = [decoded(stored) for stored in log if stored.at <= known_at]
    if not known:
        return None
    whole = fold(log[0].stream, log[0].agency_id, known)
    first, *rest = whole.happened
    assert isinstance(first, e.RequestReceived), "a case begins with its receipt"
    if first.date > as_of:
        return None
    case = opened(whole.case_id, whole.agency_id, first)
    for event in rest:
        if event is not None and event.date <= as_of:
            case = _told(case, event)
    return case


def _told(case: Case, event: e.CaseEvent) -> Case:
    try:
        return evolve(case, event)
    except (ValueError, LookupError):  # what it builds on hasn't happened yet
        return case
