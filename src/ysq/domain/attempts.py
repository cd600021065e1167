"""For each command, the well-formed attempts that tell whether it is open: when all are refused, it isn't."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence

from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.decide import Context, may_amend
from ysq.domain.drafts import BlockEdit
from ysq.domain.letters import ASPECTS, LetterType
from ysq.domain.notices import notice_steps
from ysq.domain.people import Identity, RequestedItem
from ysq.domain.terms import (
    Attribute,
    Carrier,
    Channel,
    ConsulteeKind,
    ContactVia,
    DeliveryVia,
    EndReason,
    FeeBasis,
    LeavingReason,
    Legality,
    PersonRole,
    RemedyKind,
    RemedyResult,
    Reply,
    RequesterKind,
    Retention,
)

_DAY = dt.timedelta(days=1)
_WORDS = "。"
_FRESH = "\u2060"
"""A name that no clerk types: a unit, party or case number that the file doesn't have yet."""
_FRESH_PARTY = "Z99"
_FRESH_NUMBER = "〔0000〕0号"
_MUCH = 999_999
_FACTS = (
    *(e.Amendment(reply=reply) for reply in Reply),
    *(e.Amendment(carrier=carrier) for carrier in Carrier),
    *(e.Amendment(via=via) for via in DeliveryVia),
    *(e.Amendment(channel=channel) for channel in Channel),
    *(e.Amendment(basis=basis, count=_MUCH + 1) for basis in FeeBasis),
)
_NAME = (_WORDS,)
_PERSON = Identity(RequesterKind.PERSON, _WORDS)
_FOUND = (c.AcceptedFinding(_WORDS, _WORDS),)


def attempts(case: Case, kind: type[c.CommandBase], context: Context) -> Iterator[c.CaseCommand]:
    """Attempts at a command of this type; a day or a reference is varied only where the decision depends on it."""
    on, items = context.today, tuple(case.items)
    if kind in _PLAIN:
        yield _PLAIN[kind](on)
    elif kind in _OF_ITEM:
        yield from (_OF_ITEM[kind](on, number, context) for number in case.open_items)
    elif kind in _OF_DRAFT:
        yield from (_OF_DRAFT[kind](on, together, seen) for together, seen in _drafts(case))
    elif kind in _OF_CASE:
        yield from _OF_CASE[kind](on, case)
    elif kind in _OF_ITEMS:
        yield from (_OF_ITEMS[kind](on, (number,)) for number in items)
    elif kind in _OF_LETTER:
        yield from (_OF_LETTER[kind](on, letter.letter_id) for letter in case.outgoing)
    elif kind in _OF_NAME:
        yield from (_OF_NAME[kind](on, name, case) for name in (*_names(case), _FRESH))
    elif kind in _OF_DAY:
        yield from (made for day in _days(case, on) for made in _OF_DAY[kind](day, context, case))
    elif kind is c.AmendEntry:
        yield from _amendments(case, on, context)


def _names(case: Case) -> Sequence[str]:
    parties = [sent.party for sent in case.consultations]
    return list(dict.fromkeys((*case.units, *parties, *case.remedies)))


def _days(case: Case, on: dt.date) -> Sequence[dt.date]:
    """Today, and the days on which the clock may have stood otherwise: around each entry of the course."""
    known = {event.date for event in case.happened if event is not None}
    near = {day for moved in known for day in (moved - _DAY, moved, moved + _DAY)}
    return [on, *sorted((day for day in near if case.received.date <= day < on), reverse=True)]


def _drafts(case: Case) -> Sequence[tuple[tuple[int, ...], int]]:
    """The letters being drafted with their newest version; any, where there is none."""
    drafted = [number for number in case.open_items if case.items[number].outcome]
    found = {case.lettered_with(number): case.items[number].revision for number in drafted}
    return list(found.items()) or [((1,), 0)]


def _deferrals(day: dt.date, context: Context, case: Case) -> Iterator[c.CaseCommand]:
    due = context.ledger(case, day).due_on
    yield c.DeferAnswer(day, _WORDS, (due or day) + _DAY)


def _amendments(case: Case, on: dt.date, context: Context) -> Iterator[c.CaseCommand]:
    """The newest entry first: a day nearby, a day of another entry, or another fact.

    For an entry that isn't the actor's to put right one attempt says so.
    """
    days = sorted({event.date for event in case.happened if event is not None} | {on}, reverse=True)
    for version in range(case.version, 0, -1):
        event = case.happened[version - 1]
        if event is None:
            continue
        yield c.AmendEntry(on, _WORDS, version, e.Amendment(date=event.date - _DAY))
        if not may_amend(context.actor, event):
            continue
        for day in (event.date + _DAY, *days):
            yield c.AmendEntry(on, _WORDS, version, e.Amendment(date=day))
        for day in (event.date, event.date + _DAY):
            yield c.AmendEntry(on, _WORDS, version, e.Amendment(redo_by=day))
            yield c.AmendEntry(on, _WORDS, version, e.Amendment(until=day))
        for amended in _FACTS:
            yield c.AmendEntry(on, _WORDS, version, amended)


def _remedy(on: dt.date, name: str, _case: Case) -> c.CaseCommand:
    return c.RecordRemedyDecision(on, _WORDS, _number(name), RemedyResult.UPHELD)


def _draft(on: dt.date, number: int, context: Context) -> c.CaseCommand:
    code = next(iter(context.outcomes.on(on)))
    aspect = next(iter(ASPECTS.get(code, ())), None)
    return c.DraftDetermination(on, number, code, _WORDS, aspect, (c.SuppliedRecord(_WORDS, 1),))


def _notices(day: dt.date, context: Context, case: Case) -> Iterator[c.CaseCommand]:
    """One of each step that can be told, today; of any kind where there is none, so that the refusal says so."""
    if day == context.today:
        steps = [c.IssueNotice(day, one.kind, one.party) for one in notice_steps(case)]
        yield from steps or [c.IssueNotice(day, LetterType.CLARIFICATION_NOTICE)]


def _party(name: str) -> str:
    """Parties are labels: a fresh one is a label that no clerk uses."""
    return _FRESH_PARTY if name == _FRESH else name


def _number(name: str) -> str:
    """Case numbers have their shape: a fresh one is a number that no body gives."""
    return _FRESH_NUMBER if name == _FRESH else name


_PLAIN: dict[type[c.CommandBase], Callable[[dt.date], c.CaseCommand]] = {
    c.RegisterRequest: c.RegisterRequest,
    c.IssueAcknowledgement: c.IssueAcknowledgement,
    c.AddPerson: lambda on: c.AddPerson(on, _PERSON, PersonRole.AGENT),
    c.AskClarification: lambda on: c.AskClarification(on, _WORDS, 1),
    c.RecordClarificationDelivery: c.RecordClarificationDelivery,
    c.LogContact: lambda on: c.LogContact(on, _WORDS, ContactVia.PHONE),
    c.AskReasons: lambda on: c.AskReasons(on, _WORDS),
    c.ReceiveReasons: lambda on: c.ReceiveReasons(on, _WORDS),
    c.DeclineExcessive: lambda on: c.DeclineExcessive(on, _WORDS),
    c.RecordFeeDelivery: c.RecordFeeDelivery,
    c.CloseCase: c.CloseCase,
    c.ArchiveCase: lambda on: c.ArchiveCase(on, Retention.PERMANENT),
    c.RecordComplaint: lambda on: c.RecordComplaint(on, _WORDS),
    c.CorrectRecord: lambda on: c.CorrectRecord(on, _WORDS, corrected=True),
}
_OF_ITEM: dict[type[c.CommandBase], Callable[[dt.date, int, Context], c.CaseCommand]] = {
    c.AssessItem: lambda on, item, _: c.AssessItem(on, _WORDS, item),
    c.ReceiveClarification: lambda on, item, _: c.ReceiveClarification(on, {item: RequestedItem(_WORDS)}, excused=True),
    c.AnswerOnTheSpot: lambda on, item, _: c.AnswerOnTheSpot(on, _WORDS, (item,)),
    c.RecordSearch: lambda on, item, _: c.RecordSearch(on, item, _WORDS, _NAME, _NAME, False, _WORDS),  # noqa: FBT003
    c.AddRecord: lambda on, item, _: c.AddRecord(on, item, _WORDS, Attribute.UNKNOWN, marked_secret=False),
    c.RecordSecrecyReview: lambda on, item, _: c.RecordSecrecyReview(on, item, True, _WORDS),  # noqa: FBT003
    c.DraftDetermination: _draft,
    c.SupplyRecord: lambda on, item, _: c.SupplyRecord(on, item, _WORDS, b"%"),
    c.Endorse: lambda on, item, _: c.Endorse(on, _WORDS, item),
    c.ReturnDraft: lambda on, item, _: c.ReturnDraft(on, _WORDS, item),
    c.ReviewLegality: lambda on, item, _: c.ReviewLegality(on, _WORDS, item, Legality.LAWFUL),
    c.ApproveDetermination: lambda on, item, _: c.ApproveDetermination(on, item),
    c.IssueLetter: lambda on, item, _: c.IssueLetter(on, (item,)),
}
_OF_DRAFT: dict[type[c.CommandBase], Callable[[dt.date, tuple[int, ...], int], c.CaseCommand]] = {
    c.ReviseDraft: lambda on, items, seen: c.ReviseDraft(on, items, seen, (BlockEdit(1, _FRESH),)),
    c.CommentOnDraft: lambda on, items, seen: c.CommentOnDraft(on, _WORDS, items, seen, 1),
    c.ReceiveDraftFile: lambda on, items, seen: c.ReceiveDraftFile(on, items, seen, _WORDS.encode()),
}
_OF_CASE: dict[type[c.CommandBase], Callable[[dt.date, Case], Iterator[c.CaseCommand]]] = {
    c.WithdrawRequest: lambda on, case: (c.WithdrawRequest(on, _WORDS, (n,), by_all=True) for n in case.open_items),
    c.EndCase: lambda on, _: (c.EndCase(on, _WORDS, reason) for reason in EndReason),
    c.RecordLeaving: lambda on, case: (
        c.RecordLeaving(on, _WORDS, ref.id, LeavingReason.WITHDRAWAL) for ref in case.requesters
    ),
    c.ResolveComment: lambda on, case: (c.ResolveComment(on, number) for number in (*case.comments, 1)),
    c.ExplainFindings: lambda on, case: (c.ExplainFindings(on, number, _FOUND) for number in case.items),
    c.SealLetter: lambda on, case: (c.SealLetter(on, letter.letter_id) for letter in case.issued),
}
_OF_ITEMS: dict[type[c.CommandBase], Callable[[dt.date, tuple[int, ...]], c.CaseCommand]] = {
    c.SupplementAnswer: lambda on, items: c.SupplementAnswer(on, _WORDS, items),
    c.ProposePublication: lambda on, items: c.ProposePublication(on, _WORDS, items),
}
_OF_LETTER: dict[type[c.CommandBase], Callable[..., c.CaseCommand]] = {
    c.RecordPosting: lambda on, letter: c.RecordPosting(on, letter, Carrier.POST),
    c.RecordDelivery: lambda on, letter: c.RecordDelivery(on, letter, DeliveryVia.SIGNED),
    c.RecordReturn: lambda on, letter: c.RecordReturn(on, _WORDS, letter),
    c.WithdrawAnswer: lambda on, letter: c.WithdrawAnswer(on, _WORDS, letter),
}
_OF_NAME: dict[type[c.CommandBase], Callable[[dt.date, str, Case], c.CaseCommand]] = {
    c.AskUnit: lambda on, name, case: c.AskUnit(on, _WORDS, name, case.open_items),
    c.RecordUnitAnswer: lambda on, name, _: c.RecordUnitAnswer(on, _WORDS, name),
    c.RecordUnitReturn: lambda on, name, _: c.RecordUnitReturn(on, _WORDS, name),
    c.Consult: lambda on, name, _: c.Consult(on, _party(name), ConsulteeKind.THIRD_PARTY, _PERSON, _WORDS),
    c.RecordConsultationDelivery: lambda on, name, _: c.RecordConsultationDelivery(on, _party(name)),
    c.RecordConsultationAnswer: lambda on, name, _: c.RecordConsultationAnswer(on, _party(name), Reply.AGREED, _WORDS),
    c.NotifyThirdParty: lambda on, name, _: c.NotifyThirdParty(on, _party(name), _WORDS),
    c.RecordReconsideration: lambda on, name, _: c.RecordReconsideration(on, _number(name)),
    c.RecordLitigation: lambda on, name, _: c.RecordLitigation(on, _number(name), RemedyKind.DIRECT_LITIGATION),
    c.RecordRemedyDecision: _remedy,
}
_OF_DAY: dict[type[c.CommandBase], Callable[[dt.date, Context, Case], Iterator[c.CaseCommand]]] = {
    c.DeclareAbandoned: lambda day, _, __: iter([c.DeclareAbandoned(day, _WORDS)]),
    c.ProposeExtension: lambda day, _, __: iter([c.ProposeExtension(day, 1, _WORDS)]),
    c.ApproveExtension: lambda day, _, __: iter([c.ApproveExtension(day)]),
    c.TellExtension: lambda day, _, __: iter([c.TellExtension(day)]),
    c.DemandFee: lambda day, _, __: iter([c.DemandFee(day, _WORDS, FeeBasis.BY_PAGE, _MUCH)]),
    c.RecordPayment: lambda day, _, case: iter([c.RecordPayment(day, case.fee.amount if case.fee else 1)]),
    c.DeferAnswer: _deferrals,
    c.IssueNotice: _notices,
}
