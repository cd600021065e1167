"""Which entries presuppose which: where the later one is dated before the earlier, one of the two days is wrong."""

import datetime as dt
from collections.abc import Iterator, Sequence
from uuid import UUID

from ysq.domain import events as e
from ysq.domain.letter_types import LetterType

Mark = tuple[str, str | int | UUID | None, int]
"""A chain of steps, what it is about, and the place in it."""
Log = Sequence[e.HappenedEvent | None]


def too_early(log: Log, event: e.HappenedEvent, place: int | None = None) -> tuple[int, dt.date] | None:
    """The version and day of an entry before `place` (None: the end) that `event` presupposes and is dated before."""
    for number, earlier in enumerate(log[:place], 1):
        if earlier is not None and earlier.date > event.date and _presupposes(event, earlier):
            return number, earlier.date
    return None


def too_late(log: Log, event: e.HappenedEvent, place: int) -> tuple[int, dt.date] | None:
    """The version and day of an entry behind `place` that presupposes `event` and is dated before it."""
    for number, later in enumerate(log[place + 1 :], place + 2):
        if later is not None and later.date < event.date and _presupposes(later, event):
            return number, later.date
    return None


def _presupposes(event: e.HappenedEvent, earlier: e.HappenedEvent) -> bool:
    before = {(chain, about): rank for chain, about, rank in _marks(earlier)}
    return any(rank > before.get((chain, about), rank) for chain, about, rank in _marks(event))


def _marks(event: e.HappenedEvent) -> Iterator[Mark]:
    if type(event) in _WITHOUT_NAME:
        yield _WITHOUT_NAME[type(event)]
    match event:
        case e.ConsultationSent() | e.ConsultationDelivered() | e.ConsultationAnswered():
            yield "consultation", event.party, int(not isinstance(event, e.ConsultationSent))
            if isinstance(event, e.ConsultationDelivered):
                yield "served", event.party, 1
        case e.ClarificationDelivered() | e.FeeDelivered():
            yield "served", _WITHOUT_NAME[type(event)][0], 1
        case e.NoticeIssued():
            yield from _of_notice(event)
        case e.UnitAsked() | e.UnitAnswered() | e.UnitReturned():
            yield "unit", event.unit, int(not isinstance(event, e.UnitAsked))
        case e.RemedyRecorded() | e.RemedyDecided():
            yield "remedy", event.number, int(isinstance(event, e.RemedyDecided))
        case e.ThirdPartyNotified():
            yield "letter", event.letter_id, 0
        case e.LetterPosted() | e.LetterDelivered() | e.LetterReturned():
            yield "letter", event.letter_id, 1
        case _:
            yield from _of_items(event)


def _of_notice(event: e.NoticeIssued) -> Iterator[Mark]:
    """Behind the step that it tells, and before its own service and seal."""
    yield "letter", event.letter_id, 0
    if event.party:
        yield "consultation", event.party, 1
    else:
        chain, rank = _NOTICES[event.letter_type]
        yield chain, None, rank
    if event.letter_type != LetterType.CONSULTATION_NOTICE:
        yield "served", event.party or _NOTICES[event.letter_type][0], 0


def _of_items(event: e.HappenedEvent) -> Iterator[Mark]:
    """拟办、修改、会签、审批、签发 of an item; and a review before what is given on the spot (art. 17)."""
    match event:
        case e.DeterminationDrafted():
            yield from (("answer", event.item, 0), ("opinion", event.item, 0))
        case e.DeterminationEndorsed():
            yield "answer", event.item, 1
        case e.DraftRevised():
            yield from (("answer", item, 1) for item in event.items)
        case e.DraftCommented() | e.CommentResolved():
            yield "comment", event.comment, int(isinstance(event, e.CommentResolved))
        case e.LegalityReviewed() | e.DeterminationReturned():
            yield "opinion", event.item, 1
        case e.DeterminationApproved():
            yield "answer", event.item, 2
        case e.LetterIssued():
            yield "letter", event.letter_id, 0
            yield from (("answer", item, 3) for item in event.items)
        case e.SecrecyReviewed():
            yield "spot", event.item, 0
        case e.AnsweredOnTheSpot():
            yield from (("spot", item, 1) for item in event.items)
        case _:
            pass


_WITHOUT_NAME: dict[type[e.HappenedEvent], Mark] = {
    e.ClarificationAsked: ("clarification", None, 0),
    e.ClarificationDelivered: ("clarification", None, 1),
    e.ClarificationReceived: ("clarification", None, 1),
    e.FeeDemanded: ("fee", None, 0),
    e.FeeDelivered: ("fee", None, 1),
    e.FeePaid: ("fee", None, 1),
    e.ReasonsAsked: ("reasons", None, 0),
    e.ReasonsReceived: ("reasons", None, 1),
    e.DeferralNotified: ("reasons", None, 2),
    e.ExtensionProposed: ("extension", None, 0),
    e.ExtensionApproved: ("extension", None, 1),
    e.DeadlineExtended: ("extension", None, 2),
}
_NOTICES: dict[str, tuple[str, int]] = {
    LetterType.CLARIFICATION_NOTICE: ("clarification", 1),
    LetterType.FEE_NOTICE: ("fee", 1),
    LetterType.REASONS_NOTICE: ("reasons", 1),
    LetterType.DEFERRAL_NOTICE: ("reasons", 3),
    LetterType.EXTENSION_NOTICE: ("extension", 3),
}
"""The chain and the place of each notice that names no party."""
