"""What follows from a command: events, or a refusal. Pure."""

from ysq.domain.decide.context import Context, FrozenLetter, UnderHand
from ysq.domain.decide.core import check_door, decide
from ysq.domain.decide.drafts import check_draft, check_revision
from ysq.domain.decide.guards import check_day
from ysq.domain.decide.respond import check_issue

__all__ = [
    "Context",
    "FrozenLetter",
    "UnderHand",
    "check_day",
    "check_door",
    "check_draft",
    "check_issue",
    "check_revision",
    "decide",
]
