"""Which remedy is open against the letters of a case, and what one that was taken asks of the agency."""

import datetime as dt
from collections.abc import Mapping

import msgspec

from ysq.domain.calendar import Calendar, OutsideCalendar
from ysq.domain.case import Case, LetterState
from ysq.domain.clock import ClockError, ClockLaw, Deadline, Ledger, last_day
from ysq.domain.dated import Dated, Table
from ysq.domain.events import RemedyRecorded
from ysq.domain.law import Outcome, OutcomeTable
from ysq.domain.letters import REFUSALS, LetterType, RemedyOrder
from ysq.domain.terms import Mark, RemedyKind


class RemedyLaw(Dated, frozen=True):
    """What an order of remedies (`RemedyOrder`) stands on, for whoever signs or contests the answer."""

    title: str
    provisions: tuple[str, ...]
    mark: Mark
    effective_from: dt.date
    reason: str = ""


RemedyTable = Table[RemedyOrder, RemedyLaw]
"""The letter's day chooses."""


def open_to_requester(ledger: Ledger, case: Case, outcomes: OutcomeTable, law: ClockLaw) -> Ledger:
    """`ledger` without the day for suing directly where 行政复议 comes first for all that was answered, or wasn't."""
    if not _review_first(case, outcomes, law):
        return ledger
    kept = {name: deadline for name, deadline in ledger.deadlines.items() if name != "litigation"}
    return msgspec.structs.replace(ledger, deadlines=kept)


class ToAnswer(msgspec.Struct, frozen=True):
    """行政复议, 行政诉讼 that the agency must answer: its number, what is due, and until when."""

    number: str
    what: str
    deadline: Deadline


def to_answer(case: Case, law: ClockLaw, calendar: Calendar) -> tuple[ToAnswer, ...]:
    """What must be said and proved in the remedies that aren't decided (行政复议法 art. 48, 54, 行政诉讼法 art. 67).

    The day on which a remedy was recorded is taken as the one on which its papers came. ClockError beyond the calendar.
    """
    found = []
    for opened in (remedy.opened for remedy in case.remedies.values() if remedy.decided is None):
        name = _asked_by(opened)
        try:
            deadline = last_day(law, calendar, name, opened.date)
        except OutsideCalendar as error:
            raise ClockError(0, "date", str(error)) from None
        found.append(ToAnswer(opened.number, law.deadlines.deadlines[name].title, deadline))
    return tuple(found)


class ThirdPartyDay(msgspec.Struct, frozen=True):
    """Until when a third party may object to the decision to disclose: its label, the notice, what, and the day."""

    party: str
    letter_no: str
    what: str
    deadline: Deadline


def open_to_third_parties(case: Case, law: ClockLaw, calendar: Calendar) -> tuple[ThirdPartyDay, ...]:
    """行政复议 and 行政诉讼 of each third party whose 决定公开告知书 was delivered, counted from that day.

    ClockError beyond the calendar.
    """
    found = []
    for party, notice in case.notices.items():
        for name in ("review_application", "litigation") if notice.delivered_on else ():
            try:
                deadline = last_day(law, calendar, name, notice.delivered_on or notice.issued_on)
            except OutsideCalendar as error:
                raise ClockError(0, "date", str(error)) from None
            found.append(ThirdPartyDay(party, notice.letter_no, law.deadlines.deadlines[name].title, deadline))
    return tuple(found)


def _asked_by(opened: RemedyRecorded) -> str:
    if opened.kind is not RemedyKind.RECONSIDERATION:
        return "litigation_answer"
    return "review_answer_simplified" if opened.simplified else "review_answer"


def _review_first(case: Case, outcomes: OutcomeTable, law: ClockLaw) -> bool:
    # An item that was never answered leaves the suit over silence open; one to be answered anew was.
    if case.open_items and not case.reopened and not law.silence_goes_to_review:
        return False
    letters = [letter for letter in case.letters if not letter.withdrawn] or case.letters
    found = {order for letter in letters for order in _orders(letter, case, outcomes.on(letter.issued_on))}
    return found == {RemedyOrder.REVIEW_FIRST} if found else law.silence_goes_to_review


def _orders(letter: LetterState, case: Case, outcomes: Mapping[str, Outcome]) -> set[str]:
    """The orders of the letter's decisions; of one taken back since, those that its kind of letter can have."""
    decided = [case.items[number] for number in letter.items]
    if all(item.letter_id == letter.letter_id and item.outcome for item in decided):
        found = (outcomes.get(item.outcome or "") for item in decided)
        return {outcome.remedy for outcome in found if outcome is not None}
    kinds = REFUSALS if letter.letter_type == LetterType.REFUSAL else {letter.letter_type}
    return {outcome.remedy for outcome in outcomes.values() if outcome.letter in kinds} or {RemedyOrder.MIXED}
