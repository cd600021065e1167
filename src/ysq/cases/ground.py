"""What the write path stands on: the database, the stores, the law and the stationery, as values."""

from datetime import date, datetime, timedelta, timezone

import msgspec

from ysq.cases.almanac import Almanac
from ysq.cases.directory import Directory
from ysq.db.pool import Pool
from ysq.domain.calendar import Calendar
from ysq.domain.clock import Policy
from ysq.files import Files
from ysq.letters import Stationery
from ysq.passwords import Passwords
from ysq.rules.book import Book
from ysq.rules.evaluate import Evaluator, evaluate
from ysq.sealing import Vault
from ysq.seals import NoSeals, SealService
from ysq.signing import Signer

CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Asia/Shanghai has had no summer time since 1991, before any request."""


class Ground(msgspec.Struct, frozen=True):
    """The services of one running system; `evaluate` answers for the rules of its book.

    `seals` puts electronic seals on letters; `service` is its public address without a slash at the end, "" when it
    has none.
    `calendar` is the book's with every import of `almanac` in it.
    """

    pool: Pool
    files: Files
    vault: Vault
    book: Book
    calendar: Calendar
    stationery: Stationery
    passwords: Passwords
    signer: Signer
    policy: Policy = Policy()
    directory: Directory = msgspec.field(default_factory=Directory)
    evaluate: Evaluator = evaluate
    service: str = ""
    seals: SealService = msgspec.field(default_factory=NoSeals)
    almanac: Almanac = msgspec.field(default_factory=Almanac)


def day_in_china(at: datetime) -> date:
    """The calendar day of an instant in Asia/Shanghai."""
    return at.astimezone(CHINA).date()
