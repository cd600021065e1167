"""Shapes of the JSON face that several of its parts use."""

from datetime import date

import msgspec

from ysq.domain.events import CaseEvent
from ysq.domain.terms import Stage


class Given(msgspec.Struct, frozen=True):
    """What followed from a command: its events, and where the case stands now."""

    events: tuple[CaseEvent, ...]
    version: int
    stage: Stage
    stage_name: str
    due_on: date | None
    provisional: bool
