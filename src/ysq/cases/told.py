"""What a letter tells of the way from receipt to answer: each step with the effect that the clock gave it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ysq.cases.dossier import described
from ysq.domain import events as e
from ysq.domain.terms import ItemEnd
from ysq.letters.clean import paragraphs
from ysq.letters.facts import (
    Clarified,
    Consulted,
    Deferred,
    Extended,
    NotClarified,
    Overridden,
    ReasonsAsked,
    TakenBack,
    Unpaid,
)

if TYPE_CHECKING:
    from datetime import date

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.case import Case
    from ysq.domain.clock import ClockLaw, Ledger, Step
    from ysq.domain.events import ConsultationSent
    from ysq.letters import facts

_BEGINS = frozenset({"restart", "order"})
"""The effects of steps with which another period begins."""
_TO_ITSELF = re.compile(r"(?:贵|你)(?:方|公司|单位|企业|厂)")
"""How the reasons, written to the third party, speak to it: the requester reads of a third party."""
_SILENT = "逾期未提出意见"
_LATE = "期限届满后提出意见："


def process_told(case: Case, ledger: Ledger, law: ClockLaw, on: date, items: tuple[int, ...]) -> tuple[facts.Step, ...]:
    """Correction, consultations on `items` and extension in the order of their days, as of the letter's day `on`.

    An effect on the period is told only where a step of the ledger had it (art. 30, 32, 33 para 2 and 3, 34).
    """
    told: list[tuple[date, facts.Step]] = []
    if case.clarification and case.clarified_on:
        restarted = _steps(ledger, law, "clarification.received", "restart", case.clarified_on)
        later = ledger.steps[ledger.steps.index(restarted[-1]) + 1 :] if restarted else []
        counts = bool(restarted) and not any(step.effect in _BEGINS for step in later)
        told.append((case.clarification, Clarified(case.clarification, case.clarified_on, counts=counts)))
    concerned = {sent.party for number in items for sent in case.consulted_on(number)}
    for sent in (sent for sent in case.consultations if sent.party in concerned):
        if consulted := _consulted(sent, case, ledger, law, on):
            told.append((sent.date, consulted))
    extensions = (event for event in case.happened if isinstance(event, e.DeadlineExtended))
    told += [(event.date, _extended(event.date, ledger, law)) for event in extensions]
    told += _unanswered(case, ledger, on)
    told += _deferred(case, ledger, law)
    if asked := next((event for event in case.happened if isinstance(event, e.ReasonsAsked)), None):
        received = case.reasons.date if isinstance(case.reasons, e.ReasonsReceived) else None
        told.append((asked.date, ReasonsAsked(asked.date, received)))
    return tuple(step for _day, step in sorted(told, key=lambda pair: pair[0]))


def _unanswered(case: Case, ledger: Ledger, on: date) -> list[tuple[date, facts.Step]]:
    """What the requester let pass: a correction (art. 30) or a fee (art. 42; 109号), its last day before `on`."""
    told: list[tuple[date, facts.Step]] = []
    correction, payment = (ledger.deadlines.get(name) for name in ("clarification_response", "fee_payment"))
    if case.clarification and not case.clarified_on and correction and correction.date and correction.date < on:
        told.append((case.clarification, NotClarified(case.clarification, correction.date)))
    if case.fee and not case.fee_paid and payment and payment.date and payment.date < on:
        told.append((case.fee.date, Unpaid(case.fee.date, case.fee.amount, payment.date)))
    return told


def _deferred(case: Case, ledger: Ledger, law: ClockLaw) -> list[tuple[date, facts.Step]]:
    """Art. 35: why the answer comes after the period that everybody knows."""
    told: list[tuple[date, facts.Step]] = []
    for event in (event for event in case.happened if isinstance(event, e.DeferralNotified)):
        steps = _steps(ledger, law, "deferral.notified", "defer", event.date)
        after = ledger.steps[ledger.steps.index(steps[-1]) + 1 :] if steps else ()
        counts = bool(steps) and not any(step.effect in _BEGINS for step in after)
        told.append((event.date, Deferred(event.date, event.until, counts=counts)))
    return told


def overridden(ground: Ground, dossier: Dossier, items: tuple[int, ...]) -> tuple[Overridden, ...]:
    """Why information on `items` is disclosed over a third party's objection (art. 15, 32), without naming it."""
    concerned = {sent.party: sent for number in items for sent in dossier.case.consulted_on(number)}
    told = []
    for event in dossier.case.happened:
        if isinstance(event, e.ThirdPartyNotified) and event.party in concerned:
            name = dossier.identity(concerned[event.party].consultee, ground).name
            why = paragraphs(_TO_ITSELF.sub("第三方", dossier.words(event.text).replace(name, "第三方")))
            rule = tuple(ground.book.provisions[one] for one in ("ogi.art15", "ogi.art32"))
            told.append(Overridden(event.date, why, rule))
    return tuple(told)


def taken_back(dossier: Dossier) -> tuple[TakenBack, ...]:
    """The items of the application that the requester has withdrawn: an answer says so instead of leaving them out."""
    withdrawn = [event for event in dossier.case.happened if isinstance(event, e.RequestWithdrawn)]
    return tuple(
        TakenBack(number, described(dossier.item(number)), event.date)
        for event in withdrawn
        for number in event.items
        if dossier.case.items[number].ended is ItemEnd.WITHDRAWN
    )


def _steps(ledger: Ledger, law: ClockLaw, event: str, effect: str, day: date) -> list[Step]:
    """The steps by which an event of `day` had this effect; one without effect left a note only."""
    rules = law.deadlines.rules
    return [s for s in ledger.steps if s.date == day and s.effect == effect and rules[s.rule].event == event]


def _consulted(sent: ConsultationSent, case: Case, ledger: Ledger, law: ClockLaw, on: date) -> Consulted | None:
    """None while it runs. It ends with the party's period at the latest, although a later opinion is told, too."""
    answer, deadline = case.answers.get(sent.party), ledger.deadlines.get(f"consultation:{sent.party}")
    last_day = deadline.date if deadline else None
    if answer is not None:
        late = last_day is not None and last_day < answer.date
        ended = last_day if last_day is not None and late else answer.date
        view = f"{_LATE}{answer.reply.zh}" if late else answer.reply.zh
    elif last_day is not None and last_day < on:
        ended, view = last_day, _SILENT
    else:
        return None
    rules = law.deadlines.rules
    tolled = _steps(ledger, law, "consultation.sent", "toll", sent.date)
    excluded = any(not rules[step.rule].kinds or sent.kind in rules[step.rule].kinds for step in tolled)
    # A period that began afresh after the consultation counts none of its days, and leaves none out.
    begun = max((step.date for step in ledger.steps if step.effect in _BEGINS), default=sent.date)
    return Consulted(sent.kind, sent.date, ended, view, counts=excluded and begun <= ended, items=sent.items)


def _extended(told_on: date, ledger: Ledger, law: ClockLaw) -> Extended:
    """To the day that the requester was told, whatever moved it afterwards."""
    extending = _steps(ledger, law, "deadline.extended", "extend", told_on)
    if not extending:
        return Extended(told_on, None, 0, counts=False)
    step = extending[0]
    after = ledger.steps[ledger.steps.index(step) :]
    restarted = any(later.effect in _BEGINS for later in after)
    return Extended(told_on, step.due_on, step.working_days or 0, counts=not restarted)
