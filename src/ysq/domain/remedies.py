"""Which remedy is open against the letters of a case (行政复议法 art. 23)."""

from collections.abc import Mapping

import msgspec

from ysq.domain.case import Case, LetterState
from ysq.domain.clock import Ledger
from ysq.domain.law import Outcome
from ysq.domain.letters import LetterType, RemedyOrder


def open_to_requester(ledger: Ledger, case: Case, outcomes: Mapping[str, Outcome]) -> Ledger:
    """`ledger` without the day for suing directly where 行政复议 comes first for all that was answered."""
    if not _review_first(case, outcomes):
        return ledger
    kept = {name: deadline for name, deadline in ledger.deadlines.items() if name != "litigation"}
    return msgspec.structs.replace(ledger, deadlines=kept)


def _review_first(case: Case, outcomes: Mapping[str, Outcome]) -> bool:
    # An item that was never answered leaves the suit over silence open; one to be answered anew was.
    if case.open_items and not case.reopened:
        return False
    letters = [letter for letter in case.letters if not letter.withdrawn] or case.letters
    found = {order for letter in letters for order in _orders(letter, case, outcomes)}
    return found == {RemedyOrder.REVIEW_FIRST}


def _orders(letter: LetterState, case: Case, outcomes: Mapping[str, Outcome]) -> set[str]:
    """The orders of the letter's decisions; of one taken back since, those that its kind of letter can have."""
    decided = [case.items[number] for number in letter.items]
    if all(item.letter_id == letter.letter_id and item.outcome for item in decided):
        return {outcomes[item.outcome].remedy for item in decided if item.outcome}
    if letter.letter_type == LetterType.REFUSAL:
        return {RemedyOrder.REVIEW_FIRST}
    return {outcome.remedy for outcome in outcomes.values() if outcome.letter == letter.letter_type} or {
        RemedyOrder.MIXED
    }
