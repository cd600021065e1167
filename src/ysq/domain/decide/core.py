"""What follows from a command: events, or a refusal that names the provision and what to do next."""

from collections.abc import Sequence
from functools import reduce
from typing import assert_never

from ysq.domain import access
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.clock import ClockError
from ysq.domain.decide import guards
from ysq.domain.decide.after import decide_after
from ysq.domain.decide.amend import decide_amendment
from ysq.domain.decide.context import Context
from ysq.domain.decide.drafts import decide_draft
from ysq.domain.decide.end import decide_end
from ysq.domain.decide.fees import decide_fee
from ysq.domain.decide.notice import decide_issued_notice
from ysq.domain.decide.paper import decide_paper
from ysq.domain.decide.process import decide_consultation, decide_process
from ysq.domain.decide.respond import decide_determination, decide_explanation, decide_letter, decide_supply
from ysq.domain.decide.review import decide_clarification, decide_review
from ysq.domain.decide.time import decide_excessive, decide_extension
from ysq.domain.fold import evolve


def decide(case: Case, command: c.CaseCommand, context: Context) -> Sequence[e.CaseEvent]:
    """The events that follow from `command`, or a Refusal naming the provision that forbids it."""
    check_door(case, command, context)
    try:
        events = _decided(case, command, context)
        for event in events:
            guards.check_sequence(case, event)
        after = reduce(evolve, events, case)
        if after.course is not case.course:
            context.ledger(after, context.today)  # the clock must be able to read every case
    except ClockError as error:
        raise x.DateRefused(f"这样的经过不可能发生：{error.message}", ("ogi.art33.para2",), "，请核对日期。") from None
    return events


def check_door(case: Case, command: c.CaseCommand, context: Context) -> None:
    """Refuse who may not give the command, a day that can't be, and a stage that hasn't it."""
    access.require(context.actor, type(command), case.agency_id)
    guards.check_day(case, command.on, context.today)
    guards.check_stage(case, command)
    guards.check_words(command)


def _decided(case: Case, command: c.CaseCommand, context: Context) -> Sequence[e.CaseEvent]:  # noqa: C901
    match command:
        case c.RegisterRequest() | c.IssueAcknowledgement() | c.AddPerson() | c.AssessItem():
            return decide_review(case, command, context)
        case c.AskClarification() | c.RecordClarificationDelivery() | c.ReceiveClarification():
            return decide_clarification(case, command, context)
        case c.DeclareAbandoned() | c.WithdrawRequest() | c.EndCase() | c.AnswerOnTheSpot() | c.RecordLeaving():
            return decide_end(case, command, context)
        case c.AskUnit() | c.RecordUnitAnswer() | c.RecordUnitReturn():
            return decide_process(case, command, context)
        case c.RecordSearch() | c.AddRecord() | c.LogContact() | c.RecordSecrecyReview():
            return decide_process(case, command, context)
        case c.Consult() | c.RecordConsultationDelivery() | c.RecordConsultationAnswer():
            return decide_consultation(case, command, context)
        case c.ProposeExtension() | c.ApproveExtension() | c.TellExtension():
            return decide_extension(case, command, context)
        case c.AskReasons() | c.ReceiveReasons() | c.DeferAnswer() | c.DeclineExcessive():
            return decide_excessive(case, command, context)
        case c.DemandFee() | c.RecordFeeDelivery() | c.RecordPayment():
            return decide_fee(case, command, context)
        case c.SupplyRecord():
            return decide_supply(case, command, context)
        case c.ExplainFindings():
            return decide_explanation(case, command, context)
        case c.DraftDetermination() | c.Endorse() | c.ReturnDraft() | c.ReviewLegality() | c.ApproveDetermination():
            return decide_determination(case, command, context)
        case c.IssueLetter() | c.RecordPosting() | c.RecordDelivery() | c.RecordReturn():
            return decide_letter(case, command, context)
        case c.ReviseDraft() | c.CommentOnDraft() | c.ResolveComment() | c.ReceiveDraftFile():
            return decide_draft(case, command, context)
        case c.SealLetter() | c.NotifyThirdParty():
            return decide_paper(case, command, context)
        case c.IssueNotice():
            return decide_issued_notice(case, command, context)
        case c.AmendEntry():
            return decide_amendment(case, command, context)
        case (
            c.CloseCase()
            | c.ArchiveCase()
            | c.RecordReconsideration()
            | c.RecordLitigation()
            | c.RecordRemedyDecision()
            | c.WithdrawAnswer()
            | c.SupplementAnswer()
            | c.RecordComplaint()
            | c.CorrectRecord()
            | c.ProposePublication()
        ):
            return decide_after(case, command, context)
        case _:
            assert_never(command)
