"""The statutory clock: every step of every deadline, with its provision, as a function of entries, law and calendar."""

from ysq.domain.clock.entries import (
    MAX_ENTRIES,
    AnswerOrdered,
    ClarificationAsked,
    ClarificationDelivered,
    ClarificationReceived,
    ConsultationAnswered,
    ConsultationDelivered,
    ConsultationSent,
    Course,
    DeadlineExtended,
    DeferralNotified,
    Entry,
    FeeDelivered,
    FeeDemanded,
    FeePaid,
    LetterDelivered,
    LetterIssued,
    LetterPosted,
    LetterReturned,
    Policy,
    RequestReceived,
    RequestWithdrawn,
)
from ysq.domain.clock.fold import ledger
from ysq.domain.clock.law import ClockLaw, Deadlines
from ysq.domain.clock.ledger import ClockError, Day, Deadline, Finding, Ledger, Step
from ysq.domain.clock.numbers import Parameters
from ysq.domain.clock.once import Ledgers
from ysq.domain.clock.read import last_day

__all__ = [
    "MAX_ENTRIES",
    "AnswerOrdered",
    "ClarificationAsked",
    "ClarificationDelivered",
    "ClarificationReceived",
    "ClockError",
    "ClockLaw",
    "ConsultationAnswered",
    "ConsultationDelivered",
    "ConsultationSent",
    "Course",
    "Day",
    "Deadline",
    "DeadlineExtended",
    "Deadlines",
    "DeferralNotified",
    "Entry",
    "FeeDelivered",
    "FeeDemanded",
    "FeePaid",
    "Finding",
    "Ledger",
    "Ledgers",
    "LetterDelivered",
    "LetterIssued",
    "LetterPosted",
    "LetterReturned",
    "Parameters",
    "Policy",
    "RequestReceived",
    "RequestWithdrawn",
    "Step",
    "last_day",
    "ledger",
]
