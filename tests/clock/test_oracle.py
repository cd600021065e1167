"""The ledger against the day-by-day simulation of the contract, and properties that hold for every course."""

from typing import Any

import pytest
from hypothesis import given
from tests.clock.asking import Clock, examples
from tests.clock.oracle import Impossible, simulate
from tests.clock.strategies import courses

from ysq.domain.clock import ClockError, Ledger


def told(ledger: Ledger) -> dict[str, Any]:
    """What the simulation tells too."""
    return {
        "received_on": ledger.received_on,
        "due_on": ledger.due_on,
        "provisional": ledger.provisional,
        "state": ledger.state.value,
        "tolled_working_days": ledger.tolled_working_days,
        "timely": ledger.timely,
        "deadlines": {name: deadline.date for name, deadline in ledger.deadlines.items()},
    }


@examples(800)
@given(course=courses())
def test_the_ledger_is_what_the_contract_says_walked_day_by_day(clock: Clock, course: dict[str, Any]) -> None:
    try:
        expected = simulate(course)
    except Impossible:
        with pytest.raises(ClockError):
            clock(course)
        return
    assert told(clock(course)) == expected
