"""更正登记: an entry that was recorded wrongly, and what it should have said."""

import datetime as dt
from typing import Annotated

import msgspec

from ysq.domain.events.base import EventBase, Ref
from ysq.domain.terms import Carrier, Channel, DeliveryVia, FeeBasis, Reply


class Amendment(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The facts put right; None leaves a fact as it was."""

    date: dt.date | None = None
    channel: Channel | None = None
    confirmed_on: dt.date | None = None
    carrier: Carrier | None = None
    via: DeliveryVia | None = None
    reply: Reply | None = None
    basis: FeeBasis | None = None
    count: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None
    until: dt.date | None = None
    redo_by: dt.date | None = None


class EntryAmended(EventBase, frozen=True, tag="entry.amended"):
    """Entry number `version` of this case was wrong; the old one stays, the fold uses the amendment.

    `amount`, in fen, is the fee computed anew when what it is counted from was wrong.
    """

    version: int
    amendment: Amendment
    text: Ref
    amount: int | None = None
