"""What a requester sees of a case at the JSON face."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from ysq.cases import Seen
from ysq.cases.show import SeenLetter
from ysq.domain.agency import Agency
from ysq.domain.clock import Ledger
from ysq.domain.terms import Stage
from ysq.web.json_face import PREFIX


class AgencyEntry(msgspec.Struct, frozen=True):
    """An agency that receives requests here."""

    code: str
    name: str
    phone: str
    address: str


class AttachmentEntry(msgspec.Struct, frozen=True):
    """A file that goes with a letter: `size` in bytes; `href` answers once the letter is sent, else 404."""

    file_id: UUID
    name: str
    media_type: str
    size: int
    href: str


class LetterEntry(msgspec.Struct, frozen=True):
    """An issued letter; `href` is where its PDF is."""

    letter_id: UUID
    letter_no: str
    title: str
    issued_on: date
    href: str
    attachments: tuple[AttachmentEntry, ...]


class CaseState(msgspec.Struct, frozen=True):
    """What the requester sees of a case. `stage_name` is Chinese."""

    request_no: str
    register_no: str | None
    agency: AgencyEntry
    stage: Stage
    stage_name: str
    submitted_at: datetime
    items: tuple[str, ...]
    ledger: Ledger
    letters: tuple[LetterEntry, ...]


def agency_entry(agency: Agency) -> AgencyEntry:
    """An agency as the list shows it."""
    return AgencyEntry(agency.code, agency.name, agency.letters.contact_phone, agency.letters.contact_address)


def case_state(seen: Seen) -> CaseState:
    """The case as its requester sees it."""
    base = f"{PREFIX}/requests/{seen.request_no}/letters"
    return CaseState(
        request_no=seen.request_no,
        register_no=seen.register_no,
        agency=agency_entry(seen.agency),
        stage=seen.stage,
        stage_name=seen.stage.zh,
        submitted_at=seen.submitted_at,
        items=seen.items,
        ledger=seen.ledger,
        letters=tuple(_letter(f"{base}/{one.letter_id}", one) for one in seen.letters),
    )


def _letter(href: str, one: SeenLetter) -> LetterEntry:
    files = tuple(
        AttachmentEntry(file.file_id, file.name, file.media_type, file.size, f"{href}/attachments/{file.file_id}")
        for file in one.attached
    )
    return LetterEntry(one.letter_id, one.letter_no, one.title, one.issued_on, href, files)
