"""A case as a fold over its events: what is known of it, its stage, and its course for the clock."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Literal, assert_never
from uuid import UUID

import msgspec
from msgspec.structs import replace

from ysq.domain import clock
from ysq.domain import events as e
from ysq.domain.letters import WithheldAspect
from ysq.domain.terms import Stage


class ItemState(msgspec.Struct, frozen=True):
    """One 申请事项: its words now, what was found, decided and answered."""

    item: int
    text: e.Ref
    searches: tuple[e.SearchRecorded, ...] = ()
    releasable: bool | None = None
    outcome: str | None = None
    aspect: WithheldAspect | None = None
    withheld: str | None = None
    draft: e.Ref | None = None
    drafted_by: str | None = None
    approved_by: str | None = None
    letter_id: UUID | None = None


class Extension(msgspec.Struct, frozen=True):
    """延期: proposed, approved, told."""

    working_days: int
    proposed_by: str
    approved_by: str | None = None
    told_on: dt.date | None = None


class LetterState(msgspec.Struct, frozen=True):
    """An issued letter and what became of it."""

    letter_id: UUID
    letter_no: str
    letter_type: str
    items: tuple[int, ...]
    file: e.Ref
    issued_on: dt.date
    posted_on: dt.date | None = None
    delivered_on: dt.date | None = None


class Case(msgspec.Struct, frozen=True):
    """办件: everything the events say. `version` is the number of events; `course` is what the clock reads."""

    case_id: UUID
    agency_id: int
    version: int
    received: e.RequestReceived
    items: dict[int, ItemState]
    course: tuple[clock.Entry, ...]
    register_no: str | None = None
    clarification: dt.date | None = None
    clarified_on: dt.date | None = None
    extension: Extension | None = None
    consultations: tuple[e.ConsultationSent, ...] = ()
    answers: dict[str, e.ConsultationAnswered] = {}
    letters: tuple[LetterState, ...] = ()
    archived: e.CaseArchived | None = None
    last_on: dt.date = dt.date.min

    @property
    def stage(self) -> Stage:
        """办理阶段, derived."""
        if self.archived is not None:
            return Stage.ARCHIVED
        if self.answered:
            return Stage.ANSWERED
        if self.register_no is None:
            return Stage.RECEIVED
        if self.clarification is not None and self.clarified_on is None:
            return Stage.AWAITING_REQUESTER
        if self.letters and all(item.letter_id for item in self.items.values()):
            return Stage.ISSUED
        if any(item.approved_by and not item.letter_id for item in self.items.values()):
            return Stage.APPROVED
        started = self.consultations or any(item.searches or item.draft for item in self.items.values())
        return Stage.PROCESSING if started else Stage.REGISTERED

    @property
    def answered(self) -> bool:
        """Whether every item is answered by a letter that was posted or delivered."""
        sent = {letter.letter_id for letter in self.letters if letter.posted_on or letter.delivered_on}
        return all(item.letter_id in sent for item in self.items.values())

    def letter(self, letter_id: UUID) -> LetterState | None:
        """The letter with this id, if the case has it."""
        return next((letter for letter in self.letters if letter.letter_id == letter_id), None)


def opened(case_id: UUID, agency_id: int, event: e.RequestReceived) -> Case:
    """The case that a received request opens."""
    items = {received.item: ItemState(received.item, received.text) for received in event.items}
    entry = clock.RequestReceived(event.date, event.channel, event.confirmed_on)
    return Case(case_id, agency_id, 1, event, items, (entry,), last_on=event.date)


def fold(case_id: UUID, agency_id: int, events: Iterable[e.CaseEvent]) -> Case:
    """The case that `events` tell; the first one is its receipt."""
    case: Case | None = None
    for event in events:
        if case is None:
            if not isinstance(event, e.RequestReceived):
                raise ValueError(f"案件的第一条记录应当是收到申请，而不是{type(event).__name__}")
            case = opened(case_id, agency_id, event)
        else:
            case = evolve(case, event)
    if case is None:
        raise ValueError("案件没有任何记录")
    return case


def evolve(case: Case, event: e.CaseEvent) -> Case:  # noqa: C901 - one flat match over the closed union
    """The case after one more event."""
    entry = _entry(case, event)
    case = replace(
        case,
        version=case.version + 1,
        course=(*case.course, entry) if entry is not None else case.course,
        last_on=max(case.last_on, event.date),
    )
    match event:
        case e.RequestReceived():
            raise ValueError("收到申请只能是案件的第一条记录")
        case e.CaseRegistered():
            return replace(case, register_no=event.register_no)
        case e.ClarificationAsked():
            return replace(case, clarification=event.date)
        case e.ClarificationReceived():
            return _clarified(case, event)
        case e.SearchRecorded():
            return _with_item(case, event.item, searches=(*case.items[event.item].searches, event))
        case e.SecrecyReviewed():
            return _with_item(case, event.item, releasable=event.releasable)
        case e.ConsultationSent():
            return replace(case, consultations=(*case.consultations, event))
        case e.ConsultationAnswered():
            return replace(case, answers={**case.answers, event.party: event})
        case e.ExtensionProposed():
            return replace(case, extension=Extension(event.working_days, event.actor))
        case e.ExtensionApproved() | e.DeadlineExtended():
            return _extended(case, event)
        case e.DeterminationDrafted() | e.DeterminationApproved():
            return _determined(case, event)
        case e.LetterIssued() | e.LetterPosted() | e.LetterDelivered():
            return _lettered(case, event)
        case e.CaseArchived():
            return replace(case, archived=event)
        case e.ClarificationDelivered() | e.ConsultationDelivered():
            return case
        case _:
            assert_never(event)


def _entry(case: Case, event: e.CaseEvent) -> clock.Entry | None:
    """What the clock reads of an event."""
    match event:
        case e.ClarificationAsked():
            return clock.ClarificationAsked(event.date, event.working_days)
        case e.ClarificationDelivered():
            return clock.ClarificationDelivered(event.date)
        case e.ClarificationReceived():
            return clock.ClarificationReceived(event.date, event.excused)
        case e.ConsultationSent():
            return clock.ConsultationSent(event.date, event.party, event.kind)
        case e.ConsultationDelivered():
            return clock.ConsultationDelivered(event.date, event.party)
        case e.ConsultationAnswered():
            return clock.ConsultationAnswered(event.date, event.party)
        case e.DeadlineExtended():
            return clock.DeadlineExtended(event.date, event.working_days)
        case e.LetterIssued():
            return clock.LetterIssued(event.date, _completes(case, event))
        case e.LetterPosted() if _completes_sending(case, event.letter_id):
            return clock.LetterPosted(event.date, event.carrier)
        case e.LetterDelivered() if _completes_sending(case, event.letter_id):
            return clock.LetterDelivered(event.date, event.via, event.confirmed_on)
        case _:
            return None


def _completes(case: Case, event: e.LetterIssued) -> Literal["all"] | tuple[int, ...]:
    answered = {item.item for item in case.items.values() if item.letter_id} | set(event.items)
    return "all" if answered == set(case.items) else event.items


def _completes_sending(case: Case, letter_id: UUID) -> bool:
    """Whether every item is answered and sent once this letter is: only then does the clock stop."""
    sent = {letter.letter_id for letter in case.letters if letter.posted_on or letter.delivered_on} | {letter_id}
    return all(item.letter_id in sent for item in case.items.values())


def _clarified(case: Case, event: e.ClarificationReceived) -> Case:
    for received in event.items:
        case = _with_item(case, received.item, text=received.text)
    return replace(case, clarified_on=event.date)


def _with_item(case: Case, number: int, **changes: Any) -> Case:
    return replace(case, items={**case.items, number: replace(case.items[number], **changes)})


def _extended(case: Case, event: e.ExtensionApproved | e.DeadlineExtended) -> Case:
    if case.extension is None:
        raise ValueError("没有呈请过延期")
    if isinstance(event, e.ExtensionApproved):
        return replace(case, extension=replace(case.extension, approved_by=event.actor))
    return replace(case, extension=replace(case.extension, told_on=event.date))


def _determined(case: Case, event: e.DeterminationDrafted | e.DeterminationApproved) -> Case:
    if isinstance(event, e.DeterminationApproved):
        return _with_item(case, event.item, approved_by=event.actor)
    return _with_item(
        case,
        event.item,
        outcome=event.outcome,
        aspect=event.aspect,
        withheld=event.withheld,
        draft=event.text,
        drafted_by=event.actor,
        approved_by=None,
    )


def _lettered(case: Case, event: e.LetterIssued | e.LetterPosted | e.LetterDelivered) -> Case:
    if isinstance(event, e.LetterIssued):
        for number in event.items:
            case = _with_item(case, number, letter_id=event.letter_id)
        letter = LetterState(event.letter_id, event.letter_no, event.letter_type, event.items, event.file, event.date)
        return replace(case, letters=(*case.letters, letter))
    change = {"posted_on" if isinstance(event, e.LetterPosted) else "delivered_on": event.date}
    letters = tuple(
        replace(letter, **change) if letter.letter_id == event.letter_id else letter for letter in case.letters
    )
    return replace(case, letters=letters)
