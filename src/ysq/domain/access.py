"""Who may give which command: one table."""

from ysq.domain import commands as c
from ysq.domain.actor import Actor
from ysq.domain.errors import NotAllowed
from ysq.domain.terms import Role

_CLERK = frozenset({Role.CLERK})

MAY: dict[type[c.CommandBase], frozenset[Role]] = {
    c.RegisterRequest: _CLERK,
    c.AskClarification: _CLERK,
    c.RecordClarificationDelivery: _CLERK,
    c.ReceiveClarification: _CLERK | {Role.CITIZEN},
    c.RecordSearch: _CLERK | {Role.UNIT_OFFICER},
    c.RecordSecrecyReview: frozenset({Role.SECRECY_REVIEWER}),
    c.Consult: _CLERK,
    c.RecordConsultationDelivery: _CLERK,
    c.RecordConsultationAnswer: _CLERK,
    c.ProposeExtension: _CLERK,
    c.ApproveExtension: frozenset({Role.OFFICE_HEAD}),
    c.TellExtension: _CLERK,
    c.DraftDetermination: _CLERK | {Role.UNIT_OFFICER},
    c.ApproveDetermination: frozenset({Role.OFFICE_HEAD, Role.SIGNER}),
    c.IssueLetter: _CLERK,
    c.RecordPosting: _CLERK,
    c.RecordDelivery: _CLERK,
    c.ArchiveCase: frozenset({Role.ARCHIVIST}),
}


def require(actor: Actor, command: type[c.CommandBase], agency_id: int) -> None:
    """Refuse a command of this type when the actor's role or agency doesn't have it."""
    roles = MAY[command]
    if actor.agency_id == agency_id and actor.role in roles:
        return
    wanted = "、".join(role.zh for role in sorted(roles))
    raise NotAllowed(f"{actor.role.zh}不能办理这一步", ("ogi.art45",), f"，请由{wanted}办理。")
