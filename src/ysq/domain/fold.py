"""A case is a fold over its events; an amendment folds the whole course again with the entry put right."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from msgspec.structs import replace

from ysq.domain import clock
from ysq.domain import events as e
from ysq.domain.case import Case, ItemState
from ysq.domain.course import clock_entry
from ysq.domain.evolve import changed


def opened(case_id: UUID, agency_id: int, event: e.RequestReceived) -> Case:
    """The case that a received request opens."""
    items = {received.item: ItemState(received.item, received.text) for received in event.items}
    entry = clock.RequestReceived(event.date, event.channel, event.confirmed_on)
    return Case(case_id, agency_id, event, items, (entry,), (event,), last_on=event.date)


def fold(case_id: UUID, agency_id: int, events: Iterable[e.CaseEvent]) -> Case:
    """The case that `events` tell; the first one is its receipt."""
    case: Case | None = None
    for case in history(case_id, agency_id, events):  # noqa: B007 - the last one is wanted
        pass
    if case is None:
        raise ValueError("案件没有任何记录")
    return case


def history(case_id: UUID, agency_id: int, events: Iterable[e.CaseEvent]) -> Iterator[Case]:
    """The case as it was after each of `events`."""
    case: Case | None = None
    for event in events:
        if case is None:
            if not isinstance(event, e.RequestReceived):
                raise ValueError(f"案件的第一条记录应当是收到申请，而不是{type(event).__name__}")
            case = opened(case_id, agency_id, event)
        else:
            case = evolve(case, event)
        yield case


def evolve(case: Case, event: e.CaseEvent) -> Case:
    """The case after one more event; an amendment folds the whole course again with the entry put right."""
    if isinstance(event, e.EntryAmended):
        return _amended(case, event)
    entry = clock_entry(case, event)
    moved = replace(
        case,
        course=(*case.course, entry) if entry is not None else case.course,
        happened=(*case.happened, event),
        last_on=max(case.last_on, event.date),
    )
    return changed(moved, event)


def _amended(case: Case, event: e.EntryAmended) -> Case:
    place = event.version - 1
    happened = list(case.happened)
    wrong = happened[place]
    if wrong is None:
        raise ValueError("更正本身不能再更正，请更正原来的登记")
    happened[place] = put_right(wrong, event.amendment, event.amount)
    return _refold(case, [*happened, None])


def put_right(event: e.HappenedEvent, amendment: e.Amendment, amount: int | None = None) -> e.HappenedEvent:
    """The event with the amended facts, and the fee in fen that follows; ValueError names a fact that it hasn't."""
    changes: dict[str, Any] = {
        name: value for name in amendment.__struct_fields__ if (value := getattr(amendment, name)) is not None
    }
    if missing := set(changes) - set(event.__struct_fields__):
        raise ValueError(f"这条登记没有“{min(missing)}”这一项")
    return replace(event, **changes, **({} if amount is None else {"amount": amount}))


def _refold(case: Case, happened: Sequence[e.HappenedEvent | None]) -> Case:
    first = happened[0]
    assert isinstance(first, e.RequestReceived), "a case begins with its receipt"
    again = opened(case.case_id, case.agency_id, first)
    for event in happened[1:]:
        again = replace(again, happened=(*again.happened, None)) if event is None else evolve(again, event)
    return again
