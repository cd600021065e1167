"""What rules ask of a case beyond its own events: the clock's view, which words are given, the requester's others."""

import datetime as dt

import msgspec

from ysq.domain.case import Case
from ysq.domain.clock import Ledger
from ysq.domain.people import Identity, RequestedItem


class Surroundings(msgspec.Struct, frozen=True):
    """What a rule needs that the case's own events don't say: sealed words, the clock, the requester's other cases.

    `received_on`, what is overdue and `silent` (parties whose period ran out) come from the ledger;
    `month_count` counts the requester's requests to this agency in the calendar month, this one included.
    """

    received_on: dt.date
    identity_given: bool
    contact_given: bool
    title_given: bool
    document_no_given: bool
    clarification_overdue: bool = False
    fee_overdue: bool = False
    silent: frozenset[str] = frozenset()
    month_count: int | None = None


def surroundings_of(
    case: Case, requester: Identity, asked: RequestedItem, ledger: Ledger, on: dt.date, month_count: int | None = None
) -> Surroundings:
    """The surroundings of one item as of `on`, the day of `ledger`; `asked` is the item's words as they read now."""
    return Surroundings(
        received_on=ledger.received_on,
        identity_given=bool(requester.id_number.strip()),
        contact_given=requester.reachable,
        title_given=bool(asked.title.strip()),
        document_no_given=bool(asked.document_no.strip()),
        # What came late was overdue, too (art. 30); a fee that is paid is paid (109号 art. 6).
        clarification_overdue=_over(ledger, "clarification_response", case.clarified_on or on),
        fee_overdue=not case.fee_paid and _over(ledger, "fee_payment", on),
        silent=silent_parties(case, ledger, on),
        month_count=month_count,
    )


def silent_parties(case: Case, ledger: Ledger, on: dt.date) -> frozenset[str]:
    """The parties asked whose period ran out before `on` (art. 32, 34); whether they answered, the case says."""
    return frozenset(sent.party for sent in case.consultations if _over(ledger, f"consultation:{sent.party}", on))


def _over(ledger: Ledger, period: str, day: dt.date) -> bool:
    deadline = ledger.deadlines.get(period)
    return deadline is not None and deadline.date is not None and deadline.date < day
