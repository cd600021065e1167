"""The closed union of events."""

from ysq.domain.events.after import (
    AnswerSupplemented,
    AnswerWithdrawn,
    CaseArchived,
    CaseClosed,
    ComplaintRecorded,
    PublicationProposed,
    RecordCorrected,
    RemedyDecided,
    RemedyRecorded,
)
from ysq.domain.events.amend import EntryAmended
from ysq.domain.events.process import (
    ConsultationAnswered,
    ConsultationDelivered,
    ConsultationSent,
    ContactLogged,
    DeadlineExtended,
    DeferralNotified,
    ExcessiveDeclined,
    ExtensionApproved,
    ExtensionProposed,
    FeeDelivered,
    FeeDemanded,
    FeePaid,
    ReasonsAsked,
    ReasonsReceived,
    RecordAdded,
    SearchRecorded,
    SecrecyReviewed,
    UnitAnswered,
    UnitAsked,
    UnitReturned,
)
from ysq.domain.events.receive import (
    AnsweredOnTheSpot,
    CaseEnded,
    CaseRegistered,
    ClarificationAsked,
    ClarificationDelivered,
    ClarificationReceived,
    ItemAssessed,
    PersonAdded,
    RequestAbandoned,
    RequestReceived,
    RequestWithdrawn,
)
from ysq.domain.events.respond import (
    DeterminationApproved,
    DeterminationDrafted,
    DeterminationEndorsed,
    DeterminationReturned,
    LegalityReviewed,
    LetterDelivered,
    LetterIssued,
    LetterPosted,
    LetterReturned,
)

HappenedEvent = (
    RequestReceived
    | CaseRegistered
    | PersonAdded
    | ItemAssessed
    | ClarificationAsked
    | ClarificationDelivered
    | ClarificationReceived
    | RequestAbandoned
    | RequestWithdrawn
    | CaseEnded
    | AnsweredOnTheSpot
    | UnitAsked
    | UnitAnswered
    | UnitReturned
    | RecordAdded
    | ContactLogged
    | SearchRecorded
    | SecrecyReviewed
    | ConsultationSent
    | ConsultationDelivered
    | ConsultationAnswered
    | ExtensionProposed
    | ExtensionApproved
    | DeadlineExtended
    | ReasonsAsked
    | ReasonsReceived
    | DeferralNotified
    | ExcessiveDeclined
    | FeeDemanded
    | FeeDelivered
    | FeePaid
    | DeterminationDrafted
    | DeterminationEndorsed
    | DeterminationReturned
    | LegalityReviewed
    | DeterminationApproved
    | LetterIssued
    | LetterPosted
    | LetterDelivered
    | LetterReturned
    | CaseClosed
    | CaseArchived
    | RemedyRecorded
    | RemedyDecided
    | AnswerWithdrawn
    | AnswerSupplemented
    | ComplaintRecorded
    | RecordCorrected
    | PublicationProposed
)
"""What happened; an amendment isn't one of them, it corrects one."""

CaseEvent = HappenedEvent | EntryAmended
