"""时间回溯: a case as it stood on a day, as far as it was known at an instant."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from ysq.cases.dossier import decoded
from ysq.domain import events as e
from ysq.domain.case import Case, evolve, opened

if TYPE_CHECKING:
    from ysq.db.events import StoredEvent


def case_as_of(log: Sequence[StoredEvent], as_of: date, known_at: datetime) -> Case | None:
    """The case by what had happened by the end of `as_of` and was recorded by `known_at`; None before its receipt.

    `log` is the whole log of a case (`Dossier.log`). Its `version` counts the events that are told. An event that
    builds on one which happened after `as_of` isn't told either: a backdated approval of a later proposal, say.
    """
    case: Case | None = None
    for stored in log:
        if stored.date > as_of or stored.at > known_at:
            continue
        event = decoded(stored)
        if case is None:
            if not isinstance(event, e.RequestReceived):
                return None
            case = opened(stored.stream, stored.agency_id, event)
        else:
            case = _told(case, event)
    return case


def _told(case: Case, event: e.CaseEvent) -> Case:
    try:
        return evolve(case, event)
    except (ValueError, LookupError):  # what it builds on hasn't happened yet
        return case
