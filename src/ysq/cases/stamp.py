"""用印: has what was issued sealed, and keeps the sealed document as further frozen bytes beside it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from ysq.db import stores
from ysq.digests import salted_digest
from ysq.domain import access
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.decide import check_day, check_seal
from ysq.letters import seal_mark
from ysq.letters.errors import LetterError
from ysq.seals import SealFailed, SealFound, SealOrder, SealState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain import commands as c
    from ysq.domain.decide import Context

SEALED = "sealed_letter"
"""The kind of a sealed document's row; the document that was issued is a `letter`."""


class SealRefused(x.Refusal):
    """The seal service gave no document, or not the one that was issued with a seal that holds."""

    code = "seal_refused"


async def stamped(
    ground: Ground, conn: Connection, dossier: Dossier, command: c.SealLetter, context: Context, at: datetime
) -> e.Ref:
    """Keep what the service gives back for the document that `command` names; what an event may hold of it.

    Raises SealRefused. The key isn't touched for who may not seal; the bytes are durable before the commit that names
    them.
    """
    access.require(context.actor, type(command), dossier.case.agency_id)
    check_day(dossier.case, command.on, context.today)
    check_seal(dossier.case, command, context)
    paper = dossier.case.frozen(command.letter_id)
    assert paper is not None, "checked above"
    content = await _sealed(ground, dossier, await ground.files.get(paper.file.id), at)
    file_id, salt = uuid4(), ground.vault.salt()
    digest = salted_digest(salt, content)
    await ground.files.put(file_id, content)
    name = f"{paper.letter_no}（已签章）.pdf"
    row = stores.FileRow(file_id, SEALED, name, "application/pdf", len(content), digest, salt)
    await stores.add_file(conn, stores.Place(dossier.agency.id, dossier.case.case_id, at), row)
    return e.Ref(file_id, digest)


async def _sealed(ground: Ground, dossier: Dossier, issued: bytes, at: datetime) -> bytes:
    """The sealed document: the issued bytes, and behind them a signature that holds by the agency's certificates."""
    try:
        mark = await asyncio.to_thread(seal_mark, issued, ground.stationery)
        order = SealOrder(dossier.agency.code, issued, at, mark)
        content = await asyncio.to_thread(ground.seals.seal, order)
    except (SealFailed, LetterError) as error:
        raise SealRefused(f"没有用印：{error}", (), "，文书没有改动，请稍后重试，或者联系系统管理员。") from error
    found = await seal_state(content, ground.seals.certificates())
    if not content.startswith(issued) or found.state is not SealState.HOLDS:
        raise SealRefused(
            f"印章服务返回的文件不能采用：{found.state.zh}", (), "，文书没有改动，请联系系统管理员核对电子印章。"
        )
    return content


async def seal_state(content: bytes, known: Sequence[bytes]) -> SealFound:
    """What the signature of a document is worth, by these certificates alone."""
    from ysq.seals.signature import seal_found  # a second of imports that only sealed documents need

    return await asyncio.to_thread(seal_found, content, known)
