"""What a new answer tells of the earlier one to the same items: ordered anew, taken back, or supplemented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ysq.domain import events as e
from ysq.letters.facts import AnsweredBefore

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ysq.domain.case import Case


def answers_before(case: Case, items: Iterable[int]) -> tuple[AnsweredBefore, ...]:
    """For each earlier letter on any of `items`, in order, the last thing that opened it again (art. 36, 51)."""
    asked = set(items)
    letters: list[e.LetterIssued] = []
    told: dict[str, AnsweredBefore] = {}
    for event in case.happened:
        if isinstance(event, e.LetterIssued) and asked & set(event.items):
            letters.append(event)
        elif (step := _reopened(event, letters, asked, case)) is not None:
            told[step.letter_no] = step
    return tuple(told.values())


def _reopened(
    event: e.HappenedEvent | None, letters: list[e.LetterIssued], asked: set[int], case: Case
) -> AnsweredBefore | None:
    if not letters:
        return None
    last = letters[-1]
    about = (last.letter_no, last.date)
    match event:
        case e.RemedyDecided() if asked & set(event.redo_items):
            return AnsweredBefore(*about, event.date, case.remedies[event.number].opened.kind, event.number)
        case e.AnswerWithdrawn():
            taken = next((one for one in letters if one.letter_id == event.letter_id), None)
            return AnsweredBefore(taken.letter_no, taken.date, event.date) if taken else None
        case e.AnswerSupplemented() if asked & set(event.items):
            return AnsweredBefore(*about, event.date, supplements=True)
        case _:
            return None
