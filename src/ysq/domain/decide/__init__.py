"""What follows from a command: events, or a refusal. Pure."""

from ysq.domain.decide.amend import may_amend
from ysq.domain.decide.context import Context, FrozenLetter, Supplied, UnderHand
from ysq.domain.decide.core import check_door, decide
from ysq.domain.decide.drafts import check_draft, check_revision
from ysq.domain.decide.guards import check_day
from ysq.domain.decide.notice import check_issued_notice
from ysq.domain.decide.paper import check_notice, check_seal
from ysq.domain.decide.respond import check_issue, check_supply

__all__ = [
    "Context",
    "FrozenLetter",
    "Supplied",
    "UnderHand",
    "check_day",
    "check_door",
    "check_draft",
    "check_issue",
    "check_issued_notice",
    "check_notice",
    "check_revision",
    "check_seal",
    "check_supply",
    "decide",
    "may_amend",
]
