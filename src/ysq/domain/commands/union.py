"""The closed union of commands."""

from ysq.domain.commands.after import (
    AmendEntry,
    ArchiveCase,
    CloseCase,
    CorrectRecord,
    ProposePublication,
    RecordComplaint,
    RecordLitigation,
    RecordReconsideration,
    RecordRemedyDecision,
    SupplementAnswer,
    WithdrawAnswer,
)
from ysq.domain.commands.process import (
    AddRecord,
    ApproveExtension,
    AskReasons,
    AskUnit,
    Consult,
    DeclineExcessive,
    DeferAnswer,
    DemandFee,
    LogContact,
    ProposeExtension,
    ReceiveReasons,
    RecordConsultationAnswer,
    RecordConsultationDelivery,
    RecordFeeDelivery,
    RecordPayment,
    RecordSearch,
    RecordSecrecyReview,
    RecordUnitAnswer,
    RecordUnitReturn,
    TellExtension,
)
from ysq.domain.commands.receive import (
    AddPerson,
    AnswerOnTheSpot,
    AskClarification,
    AssessItem,
    DeclareAbandoned,
    EndCase,
    ReceiveClarification,
    RecordClarificationDelivery,
    RegisterRequest,
    WithdrawRequest,
)
from ysq.domain.commands.respond import (
    ApproveDetermination,
    DraftDetermination,
    Endorse,
    IssueLetter,
    RecordDelivery,
    RecordPosting,
    RecordReturn,
    ReturnDraft,
    ReviewLegality,
)

CaseCommand = (
    RegisterRequest
    | AddPerson
    | AssessItem
    | AskClarification
    | RecordClarificationDelivery
    | ReceiveClarification
    | DeclareAbandoned
    | WithdrawRequest
    | EndCase
    | AnswerOnTheSpot
    | AskUnit
    | RecordUnitAnswer
    | RecordUnitReturn
    | RecordSearch
    | AddRecord
    | LogContact
    | RecordSecrecyReview
    | Consult
    | RecordConsultationDelivery
    | RecordConsultationAnswer
    | ProposeExtension
    | ApproveExtension
    | TellExtension
    | AskReasons
    | ReceiveReasons
    | DeferAnswer
    | DeclineExcessive
    | DemandFee
    | RecordFeeDelivery
    | RecordPayment
    | DraftDetermination
    | Endorse
    | ReturnDraft
    | ReviewLegality
    | ApproveDetermination
    | IssueLetter
    | RecordPosting
    | RecordDelivery
    | RecordReturn
    | CloseCase
    | ArchiveCase
    | RecordReconsideration
    | RecordLitigation
    | RecordRemedyDecision
    | WithdrawAnswer
    | SupplementAnswer
    | RecordComplaint
    | CorrectRecord
    | ProposePublication
    | AmendEntry
)
