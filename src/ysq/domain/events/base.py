"""What all events share, and how they point to what they don't contain."""

import datetime as dt
from uuid import UUID

import msgspec


class Ref(msgspec.Struct, frozen=True, gc=False):
    """A text, a person or a file in its store: its id, and SM3 over its salt and content (hex)."""

    id: UUID
    digest: str


class EventBase(msgspec.Struct, frozen=True, gc=False, tag_field="type"):
    """Something that happened on `date` (Asia/Shanghai); `actor` is the account that recorded it."""

    date: dt.date
    actor: str


class ReceivedItem(msgspec.Struct, frozen=True):
    """One 申请事项 as it was received."""

    item: int
    text: Ref
