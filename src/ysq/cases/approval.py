"""What 审批单 and 送达回证 tell of a case: proposals, steps to approval, letters and their service."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ysq import letters
from ysq.cases.dossier import described
from ysq.cases.noted import NOT_REGISTERED, Asked, consultation, due
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case, LetterState
from ysq.domain.letters import LetterType
from ysq.domain.notices import CONSULTED_BY
from ysq.letters import sheets as s
from ysq.letters.words import cite, zh_date

_HASH_PART = 8


def approval(asked: Asked) -> s.ApprovalSheet:
    """审批单 (art. 45) of the case as it stands; UnknownReference before anything is proposed."""
    proposals = tuple(_proposals(asked))
    if not proposals:
        raise x.UnknownReference("本案还没有拟办", ("ogi.art45",), "，没有可以写进审批单的。")
    case, log = asked.dossier.case, asked.dossier.log
    entered = [one for one in case.happened if isinstance(one, e.CaseRegistered)]
    head = log[-1].hash.hex()
    return s.ApprovalSheet(
        register_no=case.register_no or NOT_REGISTERED,
        due=due(asked),
        proposals=proposals,
        steps=tuple(_steps(asked)),
        registrar="".join(f"{asked.who(one.actor)}，{zh_date(one.date)}" for one in entered),
        letters=tuple(_sent(asked, letter) for letter in case.letters),
        archive_no=case.archived.archive_no if case.archived else "",
        records=log[-1].version,
        # In groups, so that the line can break.
        head=" ".join(head[start : start + _HASH_PART] for start in range(0, len(head), _HASH_PART)),
    )


def _proposals(asked: Asked) -> Iterator[s.ProposedItem]:
    table, provisions = asked.ground.book.outcomes, asked.ground.book.provisions
    for item in asked.dossier.case.items.values():
        outcome = table.find(item.outcome or "", item.drafted_on) if item.drafted_on else None
        if item.draft is None or outcome is None:
            continue
        kept = msgspec.json.decode(asked.dossier.words(item.draft), type=c.DraftKept)
        basis = cite(provisions[name] for name in outcome.provisions)
        yield s.ProposedItem(item.item, described(asked.dossier.item(item.item)), outcome.name, kept.reasons, basis)


def _steps(asked: Asked) -> Iterator[s.Step]:
    """Every step of the route, in the order of recording."""
    for event in asked.dossier.case.happened:
        match event:
            case e.UnitAnswered():
                yield from _unit(asked, event)
            case e.SecrecyReviewed():
                found = asked.ground.stationery.phrases["secrecy"]["releasable" if event.releasable else "withheld"]
                said = f"{found}。{asked.line(event.text)}"
                yield s.Step("secrecy", event.item, asked.who(event.actor), event.date, said)
            case e.DeterminationDrafted():
                yield s.Step("drafted", event.item, asked.who(event.actor), event.date, "")
            case e.DeterminationEndorsed():
                who = f"{event.role.zh}{asked.names.get(event.actor, '')}"
                yield s.Step("endorsed", event.item, who, event.date, asked.line(event.text))
            case e.DeterminationReturned():
                yield s.Step("returned", event.item, asked.who(event.actor), event.date, asked.line(event.text))
            case e.LegalityReviewed():
                said = f"{event.opinion.zh}。{asked.line(event.text)}"
                yield s.Step("legality", event.item, asked.who(event.actor), event.date, said)
            case e.DeterminationApproved():
                version = f"同意第{event.revision}稿。" if event.revision else ""
                said = version + _heads(asked, event)
                yield s.Step("approved", event.item, asked.who(event.actor), event.date, said)
            case e.FindingsExplained():
                yield s.Step("explained", event.item, asked.who(event.actor), event.date, _heads(asked, event))
            case _:
                continue


def _heads(asked: Asked, event: e.DeterminationApproved | e.FindingsExplained) -> str:
    """What the head wrote on the findings of the letter's checks."""
    checks = asked.ground.book.checks.on(event.date)
    told = ((checks[one.check].title if one.check in checks else one.check, one.text) for one in event.accepted)
    return "；".join(f"{title}：{asked.line(reason)}" for title, reason in told)


def _unit(asked: Asked, answered: e.UnitAnswered) -> Iterator[s.Step]:
    """The unit's opinion on each item that it was asked about last."""
    happened = asked.dossier.case.happened
    sent = [one for one in happened if isinstance(one, e.UnitAsked) and one.unit == answered.unit]
    for item in sent[-1].items if sent else ():
        yield s.Step("unit", item, answered.unit, answered.date, asked.line(answered.text))


def _sent(asked: Asked, letter: LetterState) -> s.SentLetter:
    served = _served(asked, letter)
    delivered = f"{served.day}（{served.way}）" if served.day else ""
    posted = "，".join(part for part in (served.posted, served.tracking_no) if part)
    return s.SentLetter(letter.letter_no, zh_date(letter.issued_on), posted, delivered)


class _Service(msgspec.Struct, frozen=True):
    """How a letter was served, in words; empty where nothing is recorded."""

    way: str = ""
    day: str = ""
    posted: str = ""
    tracking_no: str = ""


def _served(asked: Asked, letter: LetterState) -> _Service:
    found = _Service()
    for event in asked.dossier.case.happened:
        match event:
            case e.LetterPosted(letter_id=letter.letter_id):
                found = _Service(event.carrier.zh, "", zh_date(event.date), event.tracking_no or "")
            case e.LetterDelivered(letter_id=letter.letter_id):
                found = msgspec.structs.replace(found, way=event.via.zh, day=zh_date(event.date))
            case _:
                continue
    return found


def receipt(asked: Asked) -> s.DeliveryReceipt:
    """送达回证 (235号) of the document asked about; UnknownReference when the case has no such document."""
    case = asked.dossier.case
    if asked.about in consulted_by_letter(case):
        title, number, served = _consulted(asked)
    else:
        about = asked.about
        issued = [one for one in case.outgoing if one.letter_no == about] if about else list(case.letters)
        if not issued:
            raise x.UnknownReference("本案没有这份文书", ("service.art4",), "，请先签发，或者核对文号。")
        title, number = _title(asked, LetterType(issued[-1].letter_type)), issued[-1].letter_no
        served = _served(asked, issued[-1])
    who = asked.dossier.identity(recipient(case, asked.about), asked.ground)
    return s.DeliveryReceipt(
        title, number, who.name, who.address, served.way, served.day, served.posted, served.tracking_no
    )


def consulted_by_letter(case: Case) -> tuple[str, ...]:
    """The parties to whom 征求意见书 went (art. 11, 32, 34)."""
    return tuple(dict.fromkeys(sent.party for sent in case.consultations))


def recipient(case: Case, about: str) -> e.Ref:
    """Whom the document is for: the third party of a notice, who is consulted, else the requester."""
    party = next((party for party, notice in case.notices.items() if notice.letter_no == about), about)
    asked = [sent.consultee for sent in case.consultations if sent.party == party]
    return asked[-1] if asked else case.requesters[0]


def _consulted(asked: Asked) -> tuple[str, str, _Service]:
    case, sent = asked.dossier.case, consultation(asked)
    posted = zh_date(sent.date) if sent.carrier else ""
    found = _Service(sent.carrier.zh if sent.carrier else "", "", posted, sent.tracking_no)
    for event in case.happened:
        if isinstance(event, e.ConsultationDelivered) and event.party == sent.party:
            way = event.via.zh if event.via else found.way
            found = msgspec.structs.replace(found, way=way, day=zh_date(event.date))
    kind = CONSULTED_BY[sent.kind]
    told = [one.letter_no for one in case.procedural if (one.letter_type, one.party) == (kind, sent.party)]
    number = told[-1] if told else case.register_no or case.received.request_no
    return _title(asked, kind), number, found


def _title(asked: Asked, kind: LetterType) -> str:
    """What stands on the letter, by which its receiver knows it."""
    return letters.printed_title(kind, asked.dossier.agency.letters, asked.ground.stationery)
