"""A case as it is loaded to decide or to show: the folded case, and what its events point to, opened on demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases.pen import open_person
from ysq.db import events as log
from ysq.db import stores
from ysq.db.case_file import case_rows
from ysq.domain import events as e
from ysq.domain.agency import Agency
from ysq.domain.case import Case
from ysq.domain.clock import Course, Ledger, Ledgers
from ysq.domain.fold import fold
from ysq.domain.people import Identity, RequestedItem
from ysq.domain.remedies import open_to_requester

if TYPE_CHECKING:
    from datetime import date

    from ysq.cases.ground import Ground
    from ysq.cases.reckon import Reckon
    from ysq.db.pool import Connection


class _Said(msgspec.Struct, frozen=True):
    """The part of a record that the domain reads: what happened."""

    data: e.CaseEvent


_SAID = msgspec.json.Decoder(_Said)
"""Made once: for a union, `msgspec.json.decode` makes a decoder at each call, which costs more than all the rest."""


class Dossier(msgspec.Struct, frozen=True):
    """办案材料: the case, its log, and the rows of its stores.

    `month_requests` are the instants at which this requester's requests of this month to this agency were stored,
    this one included; empty when neither an identity number nor a telephone number tells whose they are.
    """

    agency: Agency
    case: Case
    log: tuple[log.StoredEvent, ...]
    texts: dict[UUID, stores.TextRow]
    persons: dict[UUID, stores.PersonRow]
    files: dict[UUID, stores.FileRow]
    month_requests: tuple[datetime, ...] = ()
    ledgers: Ledgers = msgspec.field(default_factory=Ledgers)

    def words(self, ref: e.Ref) -> str:
        """The text that an event points to."""
        return self.texts[ref.id].body

    def item(self, number: int) -> RequestedItem:
        """What is asked under this number, as it reads now."""
        return msgspec.json.decode(self.words(self.case.items[number].text), type=RequestedItem)

    def asked(self, received: e.ReceivedItem) -> str:
        """An item as it was received, in the requester's words, with the title and number he gave."""
        return described(msgspec.json.decode(self.words(received.text), type=RequestedItem))

    def identity(self, ref: e.Ref, ground: Ground) -> Identity:
        """The person that an event points to."""
        return open_person(ground.vault, self.persons[ref.id])[1]

    def ledger(self, ground: Ground, as_of: date | None) -> Ledger:
        """The ledger of the case as of a day."""
        return self.ledger_of(ground, self.case, as_of)

    def ledger_of(self, ground: Ground, case: Case, as_of: date | None) -> Ledger:
        """The same of `case`: the dossier's own, or as it stood on an earlier day."""
        return self.ledgers.of(Course(case.course, as_of, ground.policy), ground.book.clock, ground.calendar)

    def reckon(self, ground: Ground) -> Reckon:
        """Counts for this dossier under the law in use."""
        return lambda course, calendar: self.ledgers.of(course, ground.book.clock, calendar)

    def shown_ledger(self, ground: Ground, as_of: date) -> Ledger:
        """The ledger as the requester and the archive see it: only with remedies that are open."""
        return open_to_requester(self.ledger(ground, as_of), self.case, ground.book.outcomes, ground.book.clock)


def described(item: RequestedItem) -> str:
    """《title》（number）：description, as far as they are given."""
    named = f"《{item.title}》" if item.title else ""
    numbered = f"（{item.document_no}）" if item.document_no else ""
    name = named + numbered
    return f"{name}：{item.description}" if name else item.description


def decoded(stored: log.StoredEvent) -> e.CaseEvent:
    """The domain event that a record holds."""
    return _said(stored.record)


def _said(record: bytes) -> e.CaseEvent:
    return _SAID.decode(record).data


async def load_case(conn: Connection, case_id: UUID) -> tuple[tuple[log.StoredEvent, ...], Case] | None:
    """The log of a case and its fold; None when there is none that the transaction's agencies may see."""
    stored = tuple(await log.load(conn, case_id))
    if not stored:
        return None
    return stored, fold(case_id, stored[0].agency_id, map(decoded, stored))


async def load_cases(conn: Connection, case_ids: Sequence[UUID]) -> dict[UUID, Case]:
    """Several cases in one question; those that the transaction's agencies may not see are left out."""
    found = await log.load_records(conn, case_ids)
    return {case_id: fold(case_id, agency, map(_said, records)) for case_id, (agency, records) in found.items()}


async def load_dossiers(
    conn: Connection, agencies: Mapping[int, Agency], case_ids: Sequence[UUID]
) -> tuple[Dossier, ...]:
    """What the rules ask of each of these cases, in a few statements for all: everything but their files."""
    logs = await log.load_all(conn, case_ids)
    texts, persons = await stores.texts_of_cases(conn, case_ids), await stores.persons_of_cases(conn, case_ids)
    months = await stores.requests_of_the_months(conn, case_ids)
    return tuple(
        Dossier(
            agencies[stored[0].agency_id], fold(case_id, stored[0].agency_id, map(decoded, stored)), tuple(stored),
            texts[case_id], persons[case_id], {}, months[case_id],
        )
        for case_id, stored in logs.items() if stored
    )  # fmt: skip


async def load_dossier(conn: Connection, agency: Agency, case_id: UUID) -> Dossier | None:
    """Everything there is of a case of this agency."""
    found = await find_dossier(conn, case_id)
    return msgspec.structs.replace(found, agency=agency) if found else None


async def find_dossier(conn: Connection, case_id: UUID) -> Dossier | None:
    """Everything there is of a case, with its agency; None when the transaction's agencies may not see it."""
    rows = await case_rows(conn, case_id)
    if rows is None:
        return None
    case = fold(case_id, rows.agency.id, map(decoded, rows.log))
    return Dossier(rows.agency, case, rows.log, rows.texts, rows.persons, rows.files, rows.month_requests)
