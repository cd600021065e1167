"""What comes after the answer changes in a case: archive, remedies, self-correction."""

from typing import assert_never

from msgspec.structs import replace

from ysq.domain import events as e
from ysq.domain.case import Case, RemedyState
from ysq.domain.evolve.item import UNDECIDED, with_item


def finished(case: Case, event: e.AfterEvent) -> Case:
    """The case after a step that follows its answer."""
    match event:
        case e.CaseClosed():
            return replace(case, closed=True)
        case e.CaseArchived():
            return replace(case, archived=event, reopened=False)
        case e.RemedyRecorded() | e.RemedyDecided() | e.AnswerWithdrawn() | e.AnswerSupplemented():
            return _remedied(case, event)
        case e.ComplaintRecorded() | e.RecordCorrected() | e.PublicationProposed():
            return case
        case _:
            assert_never(event)


def _remedied(case: Case, event: e.RemedyRecorded | e.RemedyDecided | e.AnswerWithdrawn | e.AnswerSupplemented) -> Case:
    match event:
        case e.RemedyRecorded():
            return replace(case, remedies={**case.remedies, event.number: RemedyState(event)})
        case e.RemedyDecided():
            state = replace(case.remedies[event.number], decided=event)
            case = replace(case, remedies={**case.remedies, event.number: state})
            return _ordered(_reopened(case, event.redo_items), event)
        case e.AnswerWithdrawn():
            withdrawn = case.letter(event.letter_id)
            assert withdrawn is not None, "decided on a letter of the case"
            letters = tuple(
                replace(one, withdrawn=True) if one.letter_id == event.letter_id else one for one in case.letters
            )
            return _reopened(replace(case, letters=letters), withdrawn.items)
        case e.AnswerSupplemented():
            return _reopened(case, event.items)


def _reopened(case: Case, items: tuple[int, ...]) -> Case:
    """The items are to be answered anew; letters that went out stay in the file."""
    for number in items:
        if case.items[number].open:  # it was never answered, and what was done on it stands
            continue
        # An order is spent by the answer that was sent; what the agency itself takes back later has no day from it.
        redo_by = case.items[number].redo_by if case.owes(number) else None
        case = with_item(case, number, letter_id=None, ended=None, redo_by=redo_by, **UNDECIDED)
    return replace(case, reopened=True, closed=False) if items else case


def _ordered(case: Case, event: e.RemedyDecided) -> Case:
    for number in event.redo_items:
        case = with_item(case, number, redo_by=event.redo_by)
    return case
