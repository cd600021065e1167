"""更正登记: an entry that was recorded wrongly, and what it should have said."""

import datetime as dt

import msgspec

from ysq.domain.events.base import EventBase, Ref
from ysq.domain.terms import Carrier, Channel, DeliveryVia, Reply


class Amendment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The facts put right; None leaves a fact as it was."""

    date: dt.date | None = None
    channel: Channel | None = None
    confirmed_on: dt.date | None = None
    carrier: Carrier | None = None
    via: DeliveryVia | None = None
    reply: Reply | None = None


class EntryAmended(EventBase, frozen=True, tag="entry.amended"):
    """Entry number `version` of this case was wrong; the old one stays, the fold uses the amendment."""

    version: int
    amendment: Amendment
    text: Ref
