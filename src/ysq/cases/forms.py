"""What the forms of a case's file tell: registration, search, secrecy review, approval, service and evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ysq.cases.dossier import described
from ysq.cases.noted import Asked, consultation
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.letters import LetterType
from ysq.domain.terms import PersonRole
from ysq.letters import sheets as s
from ysq.letters.facts import SearchRecord
from ysq.letters.words import zh_date
from ysq.privacy.mask import masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from ysq.letters.notices import AnyNotice

_NOT_REGISTERED = "（未登记）"


def _application(asked: Asked) -> AnyNotice:
    dossier, case = asked.dossier, asked.dossier.case
    shown = masked(dossier.identity(case.received.requester, asked.ground), asked.role)
    contacts = {"联系人": shown.contact_person, "电话": shown.phone, "邮箱": shown.email, "地址": shown.address}
    return s.ApplicationForm(
        requester_kind=shown.kind,
        names=(shown.name, *_persons(asked, PersonRole.JOINT_REQUESTER)),
        agents=_persons(asked, PersonRole.AGENT),
        id_number=shown.id_number,
        contacts=tuple(f"{name}{value}" for name, value in contacts.items() if value),
        register_no=case.register_no or _NOT_REGISTERED,
        medium=case.received.medium,
        delivery=case.received.delivery,
        due=_due(asked),
    )


def _persons(asked: Asked, role: PersonRole) -> tuple[str, ...]:
    known = (added.person for added in asked.dossier.case.persons if added.role is role)
    return tuple(masked(asked.dossier.identity(ref, asked.ground), asked.role).name for ref in known)


def _due(asked: Asked) -> str:
    ledger = asked.dossier.ledger(asked.ground, asked.on)
    if ledger.due_on is None:
        return "现在没有届满日"
    return f"{'暂定' if ledger.provisional else ''}至{zh_date(ledger.due_on)}届满"


def _reply(asked: Asked) -> AnyNotice:
    sent = consultation(asked)
    consultee = asked.dossier.identity(sent.consultee, asked.ground).name
    number = asked.dossier.case.register_no or asked.dossier.case.received.request_no
    return s.ConsultationReply(number, consultee, asked.said(sent.text))


def _receipt(asked: Asked) -> AnyNotice:
    dossier = asked.dossier
    issued = [letter for letter in dossier.case.letters if asked.about in ("", letter.letter_no)]
    if not issued:
        raise x.UnknownReference("本案没有这份答复书", ("service.art4",), "，请先签发，或者核对文号。")
    requester = dossier.identity(dossier.case.received.requester, asked.ground)
    title = LetterType(issued[-1].letter_type).zh
    return s.DeliveryReceipt(title, issued[-1].letter_no, requester.name, requester.address)


def _approval(asked: Asked) -> AnyNotice:
    case, outcomes = asked.dossier.case, asked.ground.book.outcomes
    drafted = [item for item in case.items.values() if item.draft is not None and item.outcome]
    proposals = []
    for item in drafted:
        assert item.draft is not None, "only drafted items"
        kept = msgspec.json.decode(asked.dossier.words(item.draft), type=c.DraftKept)
        asks = described(asked.dossier.item(item.item))
        proposals.append(s.ProposedItem(item.item, asks, outcomes[item.outcome or ""].name, kept.reasons))
    steps = tuple(_steps(asked))
    if not steps:
        raise x.UnknownReference("本案还没有拟办", ("ogi.art45",), "，没有可以写进审批单的。")
    return s.ApprovalSheet(case.register_no or _NOT_REGISTERED, _due(asked), tuple(proposals), steps)


def _steps(asked: Asked) -> Iterator[s.Step]:
    """Every step of the route, in the order of recording."""
    for event in asked.dossier.case.happened:
        match event:
            case e.DeterminationDrafted():
                yield s.Step("drafted", event.item, asked.named(event.actor), event.date, "")
            case e.DeterminationEndorsed():
                yield s.Step("endorsed", event.item, _with_role(asked, event), event.date, _one(asked, event.text))
            case e.DeterminationReturned():
                yield s.Step("returned", event.item, asked.named(event.actor), event.date, _one(asked, event.text))
            case e.LegalityReviewed():
                opinion = f"{event.opinion.zh}。{_one(asked, event.text)}"
                yield s.Step("legality", event.item, asked.named(event.actor), event.date, opinion)
            case e.DeterminationApproved():
                yield s.Step("approved", event.item, asked.named(event.actor), event.date, _heads(asked, event))
            case _:
                continue


def _with_role(asked: Asked, event: e.DeterminationEndorsed) -> str:
    name = asked.names.get(event.actor)
    return f"{name}（{event.role.zh}）" if name else event.role.zh


def _heads(asked: Asked, event: e.DeterminationApproved) -> str:
    """What the head wrote on the findings of the letter's checks."""
    checks = asked.ground.book.checks
    told = ((checks[one.check].title if one.check in checks else one.check, one.text) for one in event.accepted)
    return "；".join(f"{title}：{_one(asked, reason)}" for title, reason in told)


def _one(asked: Asked, ref: e.Ref) -> str:
    return "".join(asked.said(ref))


def _searches(asked: Asked) -> AnyNotice:
    case, told = asked.dossier.case, []
    for event in (search for item in case.items.values() for search in item.searches):
        kept = msgspec.json.decode(asked.dossier.words(event.text), type=c.SearchKept)
        told.append(SearchRecord(kept.unit, event.date, kept.places, kept.keywords, kept.result))
    if not told:
        raise x.UnknownReference("本案还没有登记检索", ("ogi.art36.item4",), "，请先登记检索。")
    return s.SearchSheet(case.register_no or _NOT_REGISTERED, tuple(told))


def _secrecy(asked: Asked) -> AnyNotice:
    case = asked.dossier.case
    reviews = tuple(
        s.ReviewedRecord(
            event.item, described(asked.dossier.item(event.item)), asked.named(event.actor), event.date,
            event.releasable,
            _one(asked, event.text),
        )
        for event in case.happened
        if isinstance(event, e.SecrecyReviewed)
    )  # fmt: skip
    if not reviews:
        raise x.UnknownReference("本案还没有保密审查的记录", ("ogi.art17",), "，请先作保密审查。")
    return s.SecrecySheet(case.register_no or _NOT_REGISTERED, reviews)


def _evidence(asked: Asked) -> AnyNotice:
    found = sorted(_exhibits(asked), key=lambda one: one[0])
    return s.EvidenceList(
        tuple(s.Exhibit(number, name, on, pages, why) for number, (on, name, pages, why) in enumerate(found, 1))
    )


def _exhibits(asked: Asked) -> Iterator[tuple[date, str, int, str]]:
    """What the file holds and shows; of steps without a document, the entry in the log."""
    names, proves = asked.ground.book.events, asked.ground.stationery.phrases["proves"]
    for event in asked.dossier.case.happened:
        if isinstance(event, e.LetterIssued):
            yield event.date, f"{event.letter_no}答复书", event.pages, "letter.issued"
        elif event is not None and (kind := str(event.__struct_config__.tag)) in proves:
            yield event.date, f"{names[kind].name}的记录", 0, kind


FORMS: dict[LetterType, Callable[[Asked], AnyNotice]] = {
    LetterType.APPLICATION_FORM: _application,
    LetterType.CONSULTATION_REPLY: _reply,
    LetterType.DELIVERY_RECEIPT: _receipt,
    LetterType.APPROVAL_SHEET: _approval,
    LetterType.SEARCH_SHEET: _searches,
    LetterType.SECRECY_SHEET: _secrecy,
    LetterType.EVIDENCE_LIST: _evidence,
}
"""How each form is read off the case."""
