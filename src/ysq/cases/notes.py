"""What the notices of a case tell: to the requester, to who is consulted, and to units of the agency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ysq.cases.noted import Asked, consultation, information, unit_asked
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.letters import LetterType
from ysq.domain.terms import ConsulteeKind
from ysq.letters import notices as n
from ysq.letters.words import yuan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ysq.domain.clock import Ledger
    from ysq.domain.fees import FeeScale


def _clarification(asked: Asked) -> n.AnyNotice:
    event = asked.last(e.ClarificationAsked, "告知补正的记录", "ogi.art30")
    return n.ClarificationNotice(asked.said(event.text), event.working_days)


def _reasons(asked: Asked) -> n.AnyNotice:
    event = asked.last(e.ReasonsAsked, "要求说明理由的记录", "ogi.art35")
    return n.ReasonsNotice(asked.said(event.text), (event.until,) if event.until else ())


def _extension(asked: Asked) -> n.AnyNotice:
    proposed = asked.last(e.ExtensionProposed, "呈请延期的记录", "ogi.art33.para2")
    told = asked.last(e.DeadlineExtended, "告知延期的记录", "ogi.art33.para2")
    ledger = _ledger(asked)
    steps = [s for s in ledger.steps if s.date == told.date and s.effect == "extend" and s.due_on]
    if not steps or steps[-1].due_on is None:
        raise x.UnknownReference(
            "登记的延期没有改变答复期限", ("ogi.art33.para2",), "，不能制作延期答复告知书；请核对延期的登记。"
        )
    due_on = steps[-1].due_on
    unsettled = asked.ground.calendar.unsettled_by(due_on) is not None
    return n.ExtensionNotice(asked.said(proposed.text), told.working_days, due_on, ledger.provisional, unsettled)


def _deferral(asked: Asked) -> n.AnyNotice:
    event = asked.last(e.DeferralNotified, "延迟答复的记录", "ogi.art35")
    reasons = asked.last(e.ReasonsAsked, "要求说明理由的记录", "ogi.art35")
    came = asked.last(e.ReasonsReceived, "收到理由说明的记录", "ogi.art35")
    return n.DeferralNotice(asked.said(event.text), event.until, reasons.date, came.date)


def _to_third_party(asked: Asked) -> n.AnyNotice:
    sent, told = _sent(asked, ConsulteeKind.THIRD_PARTY)
    return n.ThirdPartyConsultation(*told, _opinion_days(asked, sent), (asked.annex_pages,))


def _to_co_producer(asked: Asked) -> n.AnyNotice:
    sent, told = _sent(asked, ConsulteeKind.CO_PRODUCER)
    return n.CoProducerConsultation(*told, _opinion_days(asked, sent))


def _to_agency(asked: Asked) -> n.AnyNotice:
    return n.AgencyConsultation(*_sent(asked, ConsulteeKind.OTHER_AGENCY)[1])


def _sent(asked: Asked, kind: ConsulteeKind) -> tuple[e.ConsultationSent, tuple[tuple[str, ...], tuple[str, ...]]]:
    """The consultation, the information that it is about, and what the party is asked to say of it."""
    sent = consultation(asked)
    if sent.kind is not kind:
        provisions = ("ogi.art11", "ogi.art32", "ogi.art34")
        raise x.UnknownReference(f"被征求意见方不是{kind.zh}", provisions, "，请另选征求意见书的种类。")
    return sent, (information(asked.dossier, asked.ground, sent), asked.said(sent.text))


def _opinion_days(asked: Asked, sent: e.ConsultationSent) -> int:
    """By the day on which it was sent: the period begins afterwards."""
    return asked.ground.book.clock.number("consultation_working_days", sent.date)


def _consultation_told(asked: Asked) -> n.AnyNotice:
    sent = consultation(asked)
    return n.ConsultationNotice(sent.kind, sent.date)


def _unit(asked: Asked) -> n.AnyNotice:
    ledger = _ledger(asked)
    due = ledger.due_on
    if due is None:
        raise x.UnknownReference("答复期限现在没有届满日", ("ogi.art33.para2",), "，请在期限恢复计算后制作协办函。")
    unsettled = asked.ground.calendar.unsettled_by(due) is not None
    return n.UnitRequest(asked.said(unit_asked(asked).text), due, ledger.provisional, unsettled)


def _fee(asked: Asked) -> n.AnyNotice:
    event, book = asked.last(e.FeeDemanded, "收费通知的记录", "fees.art6"), asked.ground.book
    scale = book.fees.find(event.basis, event.date)
    if scale is None:
        what = f"{event.date}没有施行中的收费标准（{event.basis.zh}）"
        raise x.UnknownReference(what, ("ogi.art42",), "，请核对收费通知的日期。")
    return n.FeeNotice(
        basis=event.basis,
        provision=scale.provision,
        count=event.count,
        standard=tuple(_standard(scale)),
        amount=event.amount,
        why=asked.said(event.text),
        payment=asked.dossier.agency.letters.fee_payment or "",
        working_days=book.clock.number("fee_payment_working_days", event.date),
    )


def _standard(scale: FeeScale) -> Iterator[str]:
    """The brackets in words (109号 art. 4, 5)."""
    ends = [following.over for following in scale.brackets[1:]]
    for bracket, end in zip(scale.brackets, [*ends, None], strict=True):
        first = bracket.over + 1
        part = f"{end}{scale.unit}以下" if first == 1 else f"{first}{scale.unit}至{end}{scale.unit}"
        part = part if end is not None else f"{first}{scale.unit}以上"
        price = f"每{scale.unit}{yuan(bracket.fen)}" if bracket.fen else "不收费"
        rise = f"，每增加{bracket.every}{scale.unit}提高{yuan(bracket.rise)}" if bracket.every else ""
        yield f"{part}的部分，{price}{rise}"


def _ledger(asked: Asked) -> Ledger:
    return asked.dossier.ledger(asked.ground, asked.on)


NOTES: dict[LetterType, Callable[[Asked], n.AnyNotice]] = {
    LetterType.CLARIFICATION_NOTICE: _clarification,
    LetterType.REASONS_NOTICE: _reasons,
    LetterType.EXTENSION_NOTICE: _extension,
    LetterType.DEFERRAL_NOTICE: _deferral,
    LetterType.THIRD_PARTY_CONSULTATION: _to_third_party,
    LetterType.CO_PRODUCER_CONSULTATION: _to_co_producer,
    LetterType.AGENCY_CONSULTATION: _to_agency,
    LetterType.CONSULTATION_NOTICE: _consultation_told,
    LetterType.UNIT_REQUEST: _unit,
    LetterType.FEE_NOTICE: _fee,
}
"""How each notice is read off the case."""
