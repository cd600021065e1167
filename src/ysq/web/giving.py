"""Giving a command at either face: the same doors, the same path, and the same word about what changed meanwhile."""

from collections.abc import Mapping
from datetime import datetime
from typing import get_args
from uuid import UUID

from ysq.cases import Done, Ground, handle, open_case
from ysq.cases.timeline import timeline
from ysq.domain import access
from ysq.domain import errors as x
from ysq.domain.actor import Actor
from ysq.domain.commands import FILE_BYTES, CaseCommand, ReceiveDraftFile, SupplyRecord
from ysq.domain.powers import HOLDERS, Power
from ysq.web.errors import CaseMoved
from ysq.web.forms import BODY_BYTES

NOUNS: Mapping[str, type[CaseCommand]] = {
    str(kind.__struct_config__.tag).replace("_", "-"): kind for kind in get_args(CaseCommand)
}
"""The last part of a command's path, and the command."""


_FILES: Mapping[type[CaseCommand], int] = {
    ReceiveDraftFile: BODY_BYTES,
    SupplyRecord: FILE_BYTES * 4 // 3 + BODY_BYTES,
}
"""Commands that bring a file, and the biggest body of theirs: in base64, with what else they say."""


def body_bytes(kind: type[CaseCommand]) -> int:
    """How big the body of this command may be."""
    return _FILES.get(kind, BODY_BYTES)


def brings_file(kind: type[CaseCommand] | None) -> bool:
    """Whether a command of this type brings a file."""
    return kind in _FILES


def require_door(actor: Actor, kind: type[CaseCommand]) -> None:
    """Refuse who can't give a command of this type anywhere: NotFound without reading, NotAllowed without the role."""
    if actor.role not in HOLDERS[Power.READ_CASES]:
        raise x.NotFound("没有这个办件", (), "，请核对编号。")
    access.require(actor, kind, actor.agency_id)


async def give(ground: Ground, actor: Actor, case_id: UUID, command: CaseCommand, seen: int, at: datetime) -> Done:
    """Give `command` on the case as it was at version `seen`. Raises CaseMoved, or what `handle` raises."""
    try:
        return await handle(ground, case_id, command, actor, at, seen)
    except x.Stale:
        dossier = await open_case(ground, actor, case_id)
        raise CaseMoved(timeline(ground, dossier.log[seen:]), dossier.case.version) from None


def uuid_of(text: str) -> UUID:
    """The id in a path; one that no row has when it is no id, so that the answer is the same 404."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
