"""Gathers a case for its archive package: the log as it was hashed, and everything the log points to, opened."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.archive import CaseFile, Document, KeptFor, KeptPerson, KeptText
from ysq.cases.dossier import Dossier, load_dossier
from ysq.cases.names import names_behind
from ysq.cases.noted import Asked
from ysq.cases.package_forms import package_forms
from ysq.cases.pen import open_person
from ysq.domain import errors as x
from ysq.domain.retention import kept

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.domain.agency import Agency
    from ysq.domain.case import Case


async def case_file(ground: Ground, agency: Agency, case_id: UUID, made_on: date) -> CaseFile:
    """The whole case file as of `made_on`; NotFound when the agency has no such case."""
    async with ground.pool.agencies([agency.id]) as conn:
        dossier = await load_dossier(conn, agency, case_id)
        names = await names_behind(conn, [event.actor for event in dossier.log]) if dossier else {}
    if dossier is None:
        raise x.NotFound("没有这个办件", (), "，请核对编号。")
    case = dossier.case
    day = max(made_on, case.last_on)
    return CaseFile(
        agency_name=agency.name,
        agency_code=agency.code,
        request_no=case.received.request_no,
        register_no=case.register_no,
        archive_no=case.archived.archive_no if case.archived else None,
        made_on=made_on,
        events=list(dossier.log),
        texts=[KeptText(row.id, row.kind, row.salt, row.body) for row in dossier.texts.values()],
        people=_people(ground, dossier),
        documents=await _documents(ground, dossier),
        ledger_json=msgspec.json.encode(dossier.shown_ledger(ground, day)),
        # Setting type takes its time, and others are waiting for the event loop.
        kept=_kept(ground, case),
        forms=await asyncio.to_thread(package_forms, Asked(ground, dossier, day, None, names=names)),
    )


def _kept(ground: Ground, case: Case) -> KeptFor | None:
    """How long the file is kept, its provisions by title: whoever reads the package hasn't the rule book."""
    found = kept(ground.book.retention, case)
    if found is None:
        return None
    line = "归档时另行选定" if found.differs else found.title
    law = tuple(ground.book.provisions[name].title for name in found.provisions)
    return KeptFor(found.period.value, found.period.zh, found.until, line, law)


def _people(ground: Ground, dossier: Dossier) -> list[KeptPerson]:
    opened = ((row, *open_person(ground.vault, row)) for row in dossier.persons.values())
    return [KeptPerson(row.id, row.role, salt, identity) for row, salt, identity in opened]


async def _documents(ground: Ground, dossier: Dossier) -> list[Document]:
    found = []
    for row in dossier.files.values():
        data = await ground.files.get(row.id)
        found.append(Document(row.id, row.kind, row.name, row.media_type, data, row.salt))
    return found
