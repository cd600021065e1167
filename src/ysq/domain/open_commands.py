"""Which commands an actor may give now: those of which `decide` accepts at least one attempt, with their last day."""

import datetime as dt
from collections.abc import Callable, Collection
from typing import get_args
from uuid import UUID

import msgspec

from ysq.domain import access
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.attempts import attempts
from ysq.domain.case import Case
from ysq.domain.clock import Deadline, Ledger
from ysq.domain.decide import Context, decide
from ysq.domain.decide.context import FrozenLetter, Supplied, UnderHand
from ysq.domain.drafts import DraftBlock, Holds, generated
from ysq.domain.errors import Refusal, UnknownReference

EVERY: tuple[type[c.CommandBase], ...] = get_args(c.CaseCommand)
"""All commands on a case."""
_DAY = dt.timedelta(days=1)
_NOBODY = UUID(int=0)
_REF = e.Ref(_NOBODY, "")
_LETTER = FrozenLetter(_NOBODY, "", "", _REF, 1)
_FREE = (DraftBlock(Holds.WORDS, ""),)
_DRAFT = UnderHand(_FREE, generated(_FREE), _FREE, _REF)
_FILE = Supplied(_REF, 1)
_PERIOD: dict[type[c.CommandBase], str] = {
    c.AskClarification: "clarification_notice",
    c.ReceiveClarification: "clarification_response",
    c.ProposeExtension: "extension_notice",
    c.ApproveExtension: "extension_notice",
    c.TellExtension: "extension_notice",
    c.RecordPayment: "fee_payment",
    c.DeferAnswer: "answer",
    c.DemandFee: "answer",
    c.AnswerOnTheSpot: "answer",
    c.IssueLetter: "answer",
    c.RecordPosting: "answer",
}
"""Which deadline of the clock's contract is a command's last lawful day."""


class OpenCommand(msgspec.Struct, frozen=True):
    """A command that is open. `first_day` and `last_day` bound the day it may lawfully happen on, where the law does.

    After its last day a command may still be open: the breach is recorded, or it happened earlier.
    """

    command: str
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    provisional: bool = False
    provisions: tuple[str, ...] = ()


def open_commands(
    case: Case, context: Context, asked: Collection[type[c.CommandBase]] = EVERY
) -> tuple[OpenCommand, ...]:
    """Which of `asked` `context.actor` may give on `context.today`, in the order of the union."""
    today, ready = max(context.today, case.last_on), _ready(context)
    book = context.ledger(case, today)
    return tuple(
        _told(kind, book)
        for kind in EVERY
        if kind in asked
        and _allowed(case, kind, context)
        and any(_refused(case, one, ready) is None for one in attempts(case, kind, ready))
    )


def why_shut(case: Case, kind: type[c.CommandBase], context: Context) -> Refusal | None:
    """What stands in the way of a command that isn't open; None where only what an attempt names is unknown."""
    ready = _ready(context)
    refusals = (_refused(case, one, ready) for one in attempts(case, kind, ready))
    return next((one for one in refusals if one is not None and not isinstance(one, UnknownReference)), None)


def _ready(context: Context) -> Context:
    return msgspec.structs.replace(
        context, refs=(_REF,) * 50, person=_REF, number="", letter=_LETTER, sealed=_REF, supplied=_FILE, draft=_DRAFT
    )


def _allowed(case: Case, kind: type[c.CommandBase], context: Context) -> bool:
    return context.actor.agency_id == case.agency_id and context.actor.role in access.MAY[kind]


def _refused(case: Case, command: c.CaseCommand, context: Context) -> Refusal | None:
    try:
        decide(case, command, msgspec.structs.replace(context, refs=context.refs[: len(command.prose)]))
    except Refusal as refusal:
        return refusal
    return None


def _told(kind: type[c.CommandBase], book: Ledger) -> OpenCommand:
    name = str(kind.__struct_config__.tag)
    if kind is c.DeclareAbandoned:
        ends = _periods(book, lambda found: found in ("clarification_response", "fee_payment"))
        first = max((ended.date + _DAY for ended in ends if ended.date), default=None)
        return OpenCommand(name, first_day=first, provisions=tuple(law for ended in ends for law in ended.provisions))
    if kind is c.RecordConsultationAnswer:
        ends = _periods(book, lambda found: found.startswith("consultation:"))
        period = min(ends, key=lambda ended: ended.date or dt.date.max, default=None)
    else:
        period = book.deadlines.get(_PERIOD.get(kind, ""))
    if period is None:
        return OpenCommand(name)
    return OpenCommand(name, None, period.date, period.provisional, period.provisions)


def _periods(book: Ledger, wanted: Callable[[str], bool]) -> list[Deadline]:
    return [deadline for name, deadline in book.deadlines.items() if wanted(name)]
