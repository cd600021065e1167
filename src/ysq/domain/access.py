"""Who may give which command, one table; and whose case it is."""

from collections.abc import Iterable

from ysq.domain import commands as c
from ysq.domain.actor import Actor
from ysq.domain.errors import NotAllowed
from ysq.domain.terms import Role

_CLERK = frozenset({Role.CLERK})
_DRAFTING = _CLERK | {Role.UNIT_OFFICER}
_HEADS = frozenset({Role.OFFICE_HEAD, Role.SIGNER})
_WORKING = _CLERK | _HEADS | {Role.UNIT_OFFICER, Role.SECRECY_REVIEWER, Role.LEGAL, Role.ARCHIVIST}

MAY: dict[type[c.CommandBase], frozenset[Role]] = {
    c.RegisterRequest: _CLERK,
    c.IssueAcknowledgement: _CLERK,
    c.AddPerson: _CLERK,
    c.RecordLeaving: _CLERK | {Role.CITIZEN},
    c.AssessItem: _CLERK | {Role.UNIT_OFFICER},
    c.AskClarification: _CLERK,
    c.RecordClarificationDelivery: _CLERK,
    c.ReceiveClarification: _CLERK | {Role.CITIZEN},
    c.DeclareAbandoned: _HEADS,
    c.WithdrawRequest: _CLERK | {Role.CITIZEN},
    c.EndCase: _HEADS,
    c.AnswerOnTheSpot: _CLERK,
    c.AskUnit: _CLERK,
    c.RecordUnitAnswer: _CLERK | {Role.UNIT_OFFICER},
    c.RecordUnitReturn: _CLERK | {Role.UNIT_OFFICER},
    c.AddRecord: _CLERK | {Role.UNIT_OFFICER},
    c.LogContact: _CLERK,
    c.RecordSearch: _CLERK | {Role.UNIT_OFFICER},
    c.RecordSecrecyReview: frozenset({Role.SECRECY_REVIEWER}),
    c.Consult: _CLERK,
    c.RecordConsultationDelivery: _CLERK,
    c.RecordConsultationAnswer: _CLERK,
    c.ProposeExtension: _CLERK,
    c.ApproveExtension: frozenset({Role.OFFICE_HEAD}),
    c.TellExtension: _CLERK,
    c.AskReasons: _CLERK,
    c.ReceiveReasons: _CLERK,
    c.DeferAnswer: frozenset({Role.OFFICE_HEAD}),
    c.DeclineExcessive: _HEADS,
    c.DemandFee: _CLERK,
    c.RecordFeeDelivery: _CLERK,
    c.RecordPayment: _CLERK,
    c.DraftDetermination: _DRAFTING,
    c.SupplyRecord: _DRAFTING,
    c.Endorse: _HEADS | {Role.UNIT_OFFICER, Role.SECRECY_REVIEWER, Role.LEGAL},
    c.ReturnDraft: _HEADS | {Role.LEGAL},
    c.ReviewLegality: frozenset({Role.LEGAL}),
    c.ApproveDetermination: _HEADS,
    c.ReviseDraft: _DRAFTING | _HEADS | {Role.LEGAL},
    c.CommentOnDraft: _DRAFTING | _HEADS | {Role.LEGAL},
    c.ResolveComment: _DRAFTING,
    c.ReceiveDraftFile: _DRAFTING | _HEADS | {Role.LEGAL},
    c.ExplainFindings: _HEADS,
    c.IssueLetter: _CLERK,
    c.SealLetter: _CLERK,
    c.NotifyThirdParty: _HEADS,
    c.IssueNotice: _CLERK,
    c.RecordPosting: _CLERK,
    c.RecordDelivery: _CLERK,
    c.RecordReturn: _CLERK,
    c.CloseCase: _CLERK,
    c.RecordReconsideration: _CLERK,
    c.RecordLitigation: _CLERK,
    c.RecordRemedyDecision: _CLERK,
    c.WithdrawAnswer: _HEADS,
    c.SupplementAnswer: _HEADS,
    c.RecordComplaint: _CLERK,
    c.CorrectRecord: _CLERK,
    c.ProposePublication: _CLERK,
    c.AmendEntry: _WORKING,
    c.ArchiveCase: frozenset({Role.ARCHIVIST}),
}


def require(actor: Actor, command: type[c.CommandBase], agency_id: int) -> None:
    """Refuse a command of this type when the actor's role or agency doesn't have it."""
    roles = MAY[command]
    if actor.agency_id == agency_id and actor.role in roles:
        return
    wanted = "或者".join(role.zh for role in sorted(roles))
    raise NotAllowed(f"{actor.role.zh}不能办理这一步", ("ogi.art45",), f"，请由{wanted}办理。")


def within(actor: Actor, at_work: Iterable[str]) -> bool:
    """Whether a case on which these units work is one of the actor's: a unit officer has his unit's alone."""
    return actor.units is None or not actor.units.isdisjoint(at_work)
