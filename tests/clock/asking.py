"""What the tests of the clock share: the type of the `clock` fixture and a short way to write events."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

from ysq.domain.clock import Ledger

Clock = Callable[..., Ledger]
LEAST = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]


def examples(most: int) -> settings:
    """The same `most` random courses in every run, however slow the machine."""
    return settings(max_examples=most, derandomize=True, deadline=None, database=None, suppress_health_check=LEAST)


def course(*events: tuple[Any, ...], **more: Any) -> dict[str, Any]:
    """A course from `(type, date)` or `(type, date, {more fields})`; `as_of` and `policy` as keywords."""
    written = [{"type": event[0], "date": event[1], **(event[2] if len(event) > 2 else {})} for event in events]
    return {"events": written, **more}


def codes(ledger: Ledger) -> list[str]:
    """The codes of the findings, in order."""
    return [finding.code for finding in ledger.findings]
