"""What goes into an archive package: a case's log, and every text, person and document that the log points to."""

from datetime import date
from uuid import UUID

import msgspec

from ysq.archive.layout import KeptFor
from ysq.db.events import StoredEvent
from ysq.domain.people import Identity


class KeptText(msgspec.Struct, frozen=True):
    """A text as the text store keeps it; `salt` has 16 bytes."""

    id: UUID
    kind: str
    salt: bytes
    body: str


class KeptPerson(msgspec.Struct, frozen=True):
    """A person of the case, unsealed; `salt` has 16 bytes."""

    id: UUID
    role: str
    salt: bytes
    identity: Identity


class Document(msgspec.Struct, frozen=True):
    """A file of the case, whole; `salt` has 16 bytes."""

    file_id: UUID
    kind: str
    name: str
    media_type: str
    data: bytes
    salt: bytes


class FormCopy(msgspec.Struct, frozen=True):
    """A form of the file as PDF, made from the log for people to read; it proves nothing beyond the log."""

    name: str
    data: bytes


class CaseFile(msgspec.Struct, frozen=True, kw_only=True):
    """案卷: everything a package holds.

    `events` is the whole stream in order; the register and archive numbers are None as long as the case has none.
    `ledger_json` is the clock's ledger on `made_on`, an aid for readers that proves nothing.
    """

    agency_name: str
    agency_code: str
    request_no: str
    register_no: str | None
    archive_no: str | None
    made_on: date
    events: list[StoredEvent]
    texts: list[KeptText]
    people: list[KeptPerson]
    documents: list[Document]
    ledger_json: bytes
    forms: tuple[FormCopy, ...] = ()
    kept: KeptFor | None = None
