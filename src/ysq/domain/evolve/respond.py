"""What drafts, the route and letters change in a case."""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from ysq.domain import events as e
from ysq.domain.case import Case, LetterState
from ysq.domain.evolve.drafts import released, settled
from ysq.domain.evolve.item import UNDECIDED, with_item
from ysq.domain.letter_types import LetterType

_TAKEN_BACK = (
    "outcome", "aspect", "withheld", "draft", "endorsed", "approved_by", "book", "findings", "departs_from", "accepted",
    "revision",
)  # fmt: skip
"""What a returned draft leaves nothing of; who drafted it and when stays known."""


def responded(case: Case, event: e.RespondEvent) -> Case:
    """The case after a step towards its answer, or of it."""
    if isinstance(event, e.LetterSealed):
        return _sealed(case, event)
    if isinstance(event, e.ThirdPartyNotified):
        notice = LetterType.THIRD_PARTY_NOTICE.value
        told = LetterState(event.letter_id, event.letter_no, notice, (), event.file, event.date)
        return replace(case, notices={**case.notices, event.party: told})
    if isinstance(event, e.NoticeIssued):
        made = (event.letter_id, event.letter_no, event.letter_type, (), event.file, event.date)
        told = LetterState(*made, enclosed=event.enclosed, step=event.step, party=event.party)
        return replace(case, procedural=(*case.procedural, told))
    if isinstance(event, e.LetterIssued | e.LetterPosted | e.LetterDelivered | e.LetterReturned):
        return _lettered(case, event)
    return _determined(case, event)


def _determined(
    case: Case,
    event: e.DeterminationDrafted
    | e.DeterminationEndorsed
    | e.DeterminationReturned
    | e.LegalityReviewed
    | e.DeterminationApproved
    | e.FindingsExplained
    | e.RecordSupplied,
) -> Case:
    number, item = event.item, case.items[event.item]
    match event:
        case e.DeterminationDrafted():
            kept = {"outcome": event.outcome, "aspect": event.aspect, "withheld": event.withheld, "draft": event.text}
            seen = {"book": event.book, "findings": event.findings, "departs_from": event.departs_from}
            by = {"drafted_by": event.actor, "drafted_on": event.date}
            return with_item(released(case, number), number, **UNDECIDED | kept | by | seen)
        case e.DeterminationEndorsed():
            return with_item(case, number, endorsed=(*item.endorsed, event.role))
        case e.DeterminationReturned():
            return with_item(released(case, number), number, **{name: UNDECIDED[name] for name in _TAKEN_BACK})
        case e.LegalityReviewed():
            return with_item(case, number, legality=event.opinion)
        case e.DeterminationApproved():
            return with_item(case, number, approved_by=event.actor, approved_on=event.date, accepted=event.accepted)
        case e.RecordSupplied():
            return with_item(case, number, supplied=(*item.supplied, event))
        case e.FindingsExplained():
            return with_item(case, number, accepted=(*item.accepted, *event.accepted))


def _lettered(case: Case, event: e.LetterIssued | e.LetterPosted | e.LetterDelivered | e.LetterReturned) -> Case:
    if isinstance(event, e.LetterIssued):
        for number in event.items:
            case = with_item(case, number, letter_id=event.letter_id)
        case = settled(case, event.items)
        made = (event.letter_id, event.letter_no, event.letter_type, event.items, event.file, event.date)
        return replace(case, letters=(*case.letters, LetterState(*made, enclosed=event.enclosed)))
    match event:
        case e.LetterPosted():
            change: dict[str, Any] = {"posted_on": event.date, "returned_on": None}
        case e.LetterDelivered():
            change = {"delivered_on": event.date, "returned_on": None}
        case e.LetterReturned():
            change = {"delivered_on": None, "returned_on": event.date}
    return _changed(case, event.letter_id, change)


def _sealed(case: Case, event: e.LetterSealed) -> Case:
    return _changed(case, event.letter_id, {"sealed": event.file, "sealed_on": event.date})


def _changed(case: Case, letter_id: UUID, change: dict[str, Any]) -> Case:
    """The case with one of its papers changed, whichever that is."""

    def put(one: LetterState) -> LetterState:
        return replace(one, **change) if one.letter_id == letter_id else one

    return replace(
        case,
        acknowledgement=put(case.acknowledgement) if case.acknowledgement else None,
        letters=tuple(put(one) for one in case.letters),
        notices={party: put(one) for party, one in case.notices.items()},
        procedural=tuple(put(one) for one in case.procedural),
    )


def notice_delivered(case: Case, kinds: Collection[LetterType], on: date, party: str = "") -> Case:
    """The case after the service of the last notice of these kinds to this party, if one was issued."""
    found = [number for number, one in enumerate(case.procedural) if one.letter_type in kinds and one.party == party]
    if not found:
        return case
    told = list(case.procedural)
    told[found[-1]] = replace(told[found[-1]], delivered_on=on)
    return replace(case, procedural=tuple(told))
