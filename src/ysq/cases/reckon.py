"""Ledgers of many cases in a row: a course that several cases share is counted once."""

from collections.abc import Callable
from functools import lru_cache
from typing import TypeAlias

from ysq.domain.calendar import Calendar
from ysq.domain.clock import ClockLaw, Course, Ledger, ledger

Reckon: TypeAlias = Callable[[Course, Calendar], Ledger]
"""The ledger of a course by a calendar; who asks needs no days one by one."""
_KEPT = 20_000


def reckoning(law: ClockLaw) -> Reckon:
    """Count under `law`; ClockError as `ledger` raises it."""
    return lambda course, calendar: ledger(course, law, calendar, with_days=False)


def remembering(law: ClockLaw) -> Reckon:
    """The same, with the newest ledgers remembered: what happened alike on the same days is one course."""
    return lru_cache(maxsize=_KEPT)(reckoning(law))
