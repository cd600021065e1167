"""What the forms of a case's file tell: registration, search, secrecy review and evidence; and how to make each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ysq.cases.approval import approval, receipt
from ysq.cases.dossier import described
from ysq.cases.noted import NOT_REGISTERED, Asked, consultation, due, information
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.letters import CONSULTATIONS, LetterType
from ysq.domain.terms import PersonRole
from ysq.letters import sheets as s
from ysq.letters.facts import SearchRecord
from ysq.letters.words import zh_date
from ysq.privacy.mask import Masked, masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from ysq.domain.people import Identity
    from ysq.letters.notices import AnyNotice


def _application(asked: Asked) -> AnyNotice:
    dossier, case = asked.dossier, asked.dossier.case
    shown, gone = _shown(asked, case.received.requester), {one.person: one.date for one in case.left}
    contacts = {"联系人": shown.contact_person, "电话": shown.phone, "邮箱": shown.email, "地址": shown.address}
    return s.ApplicationForm(
        requester_kind=shown.kind,
        names=(_still(shown.name, gone.get(case.received.requester.id)), *_persons(asked, PersonRole.JOINT_REQUESTER)),
        agents=_persons(asked, PersonRole.AGENT),
        id_number=shown.id_number,
        contacts=tuple(f"{name}{value}" for name, value in contacts.items() if value),
        register_no=case.register_no or NOT_REGISTERED,
        medium=case.received.medium,
        delivery=case.received.delivery,
        due=due(asked),
        corrected=tuple(
            s.CorrectedItem(item.item, event.date, dossier.asked(item))
            for event in case.happened
            if isinstance(event, e.ClarificationReceived)
            for item in event.items
        ),
    )


def _shown(asked: Asked, ref: e.Ref) -> Identity | Masked:
    identity = asked.dossier.identity(ref, asked.ground)
    return identity if asked.role is None else masked(identity, asked.role)


def _persons(asked: Asked, role: PersonRole) -> tuple[str, ...]:
    case = asked.dossier.case
    known, gone = (one.person for one in case.persons if one.role is role), {one.person: one.date for one in case.left}
    return tuple(_still(_shown(asked, ref).name, gone.get(ref.id)) for ref in known)


def _still(name: str, left_on: date | None) -> str:
    """The name, with the day of leaving for who asks no more: the form keeps everybody who ever asked."""
    return f"{name}（{zh_date(left_on)}退出）" if left_on else name


def _reply(asked: Asked) -> AnyNotice:
    sent, case = consultation(asked), asked.dossier.case
    consultee = asked.dossier.identity(sent.consultee, asked.ground).name
    issued = [one for one in case.procedural if one.letter_type in CONSULTATIONS and one.party == sent.party]
    number = asked.annexed_to or (issued[-1].letter_no if issued else case.register_no or case.received.request_no)
    return s.ConsultationReply(number, consultee, information(asked.dossier, asked.ground, sent))


def _searches(asked: Asked) -> AnyNotice:
    case, told = asked.dossier.case, []
    for event in (search for item in case.items.values() for search in item.searches):
        kept = msgspec.json.decode(asked.dossier.words(event.text), type=c.SearchKept)
        told.append(SearchRecord(kept.unit, event.date, kept.places, kept.keywords, kept.result))
    if not told:
        raise x.UnknownReference("本案还没有登记检索", ("ogi.art36.item4",), "，请先登记检索。")
    return s.SearchSheet(case.register_no or NOT_REGISTERED, tuple(told))


def _secrecy(asked: Asked) -> AnyNotice:
    case = asked.dossier.case
    reviews = tuple(
        s.ReviewedRecord(
            event.item, described(asked.dossier.item(event.item)), asked.who(event.actor), event.date, event.releasable,
            asked.line(event.text),
        )
        for event in case.happened
        if isinstance(event, e.SecrecyReviewed)
    )  # fmt: skip
    if not reviews:
        raise x.UnknownReference("本案还没有保密审查的记录", ("ogi.art17",), "，请先作保密审查。")
    return s.SecrecySheet(case.register_no or NOT_REGISTERED, reviews)


def _evidence(asked: Asked) -> AnyNotice:
    found = sorted(_exhibits(asked), key=lambda one: one[0])
    *_before, last = None, *(remedy.opened.kind for remedy in asked.dossier.case.remedies.values())
    return s.EvidenceList(
        tuple(s.Exhibit(number, name, on, pages, why) for number, (on, name, pages, why) in enumerate(found, 1)), last
    )


def _exhibits(asked: Asked) -> Iterator[tuple[date, str, int, str]]:
    """What the file holds and shows; of steps without a document, the entry in the log."""
    proves = asked.ground.stationery.phrases["proves"]
    for event in asked.dossier.case.happened:
        if isinstance(event, e.LetterIssued):
            yield event.date, f"{event.letter_no}答复书", event.pages, "letter.issued"
        elif isinstance(event, e.NoticeIssued):
            yield event.date, f"{event.letter_no}{LetterType(event.letter_type).zh}", event.pages, "notice.issued"
        elif event is not None and (kind := str(event.__struct_config__.tag)) in proves:
            yield event.date, f"{asked.ground.book.event(kind, event.date).name}的记录", 0, kind


FORMS: dict[LetterType, Callable[[Asked], AnyNotice]] = {
    LetterType.APPLICATION_FORM: _application,
    LetterType.CONSULTATION_REPLY: _reply,
    LetterType.DELIVERY_RECEIPT: receipt,
    LetterType.APPROVAL_SHEET: approval,
    LetterType.SEARCH_SHEET: _searches,
    LetterType.SECRECY_SHEET: _secrecy,
    LetterType.EVIDENCE_LIST: _evidence,
}
"""How each form is read off the case."""
