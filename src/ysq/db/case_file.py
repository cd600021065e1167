"""Loads the whole file of a case in one exchange with the database: its agency, its log, and the rows of its stores."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

import msgspec

from ysq.db.agencies import read_agency
from ysq.db.events import StoredEvent
from ysq.db.sql import sql
from ysq.db.stores import FileRow, PersonRow, TextRow, requests_of_the_month
from ysq.domain.agency import Agency

if TYPE_CHECKING:
    from ysq.db.pool import Connection


_Row = TypeVar("_Row", TextRow, PersonRow, FileRow)


class CaseRows(msgspec.Struct, frozen=True):
    """What is stored of a case; `agency` as it is set now, `month_requests` as `requests_of_the_month` tells them."""

    agency: Agency
    log: tuple[StoredEvent, ...]
    texts: dict[UUID, TextRow]
    persons: dict[UUID, PersonRow]
    files: dict[UUID, FileRow]
    month_requests: tuple[datetime, ...]


async def case_rows(conn: Connection, case_id: UUID) -> CaseRows | None:
    """The file of a case as of one instant; None when there is none that the transaction's agencies may see."""
    # Rows of a union: for arrays of rows asyncpg would ask each new connection what they are.
    found: dict[str, list[tuple[Any, ...]]] = {"agency": [], "log": [], "text": [], "person": [], "file": []}
    for part, row in await conn.fetch(sql.case_rows, case_id):
        found[part].append(row)
    if not found["agency"]:
        return None
    return CaseRows(
        read_agency(*found["agency"][0]),
        tuple(StoredEvent(*row) for row in found["log"]),
        _by_id(TextRow, found["text"]),
        _by_id(PersonRow, found["person"]),
        _by_id(FileRow, found["file"]),
        await requests_of_the_month(conn, case_id),
    )


def _by_id(kind: type[_Row], rows: Sequence[tuple[Any, ...]]) -> dict[UUID, _Row]:
    made = (kind(*row) for row in rows)
    return {one.id: one for one in made}
