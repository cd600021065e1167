"""The proposed letter as a file for those who work on it in Word or WPS."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ysq import letters
from ysq.cases.draft import draft_sheet
from ysq.cases.freeze import Unprintable
from ysq.cases.returned import mark_of_draft
from ysq.domain import errors as x
from ysq.domain.powers import Power, require_power

if TYPE_CHECKING:
    from datetime import date

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.actor import Actor

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


async def draft_docx(
    ground: Ground, actor: Actor, dossier: Dossier, today: date, items: tuple[int, ...] | None = None
) -> tuple[str, bytes]:
    """File name and bytes of the letter that the open proposals would give on a day, unnumbered, without a seal.

    `items` choose one of several letters.

    The requester is named as the actor may see the name. Raises NotAllowed for who reads no drafts, NotFound when
    nothing is proposed, Unprintable with what the letter still lacks.
    """
    require_power(actor, Power.READ_DRAFTS, dossier.agency.id)
    ahead = draft_sheet(ground, actor, dossier, today, items).ahead
    if ahead is None:
        raise x.NotFound("这一件还没有拟稿", (), "，请先拟写答复。")
    if ahead.letter is None:
        raise Unprintable(ahead.trouble)
    revision = dossier.case.items[ahead.items[0]].revision
    made_from = mark_of_draft(dossier, ahead.items, revision)
    content = await asyncio.to_thread(letters.docx_of, ahead.letter, ground.stationery, made_from)
    return f"拟稿 {dossier.case.register_no or dossier.case.received.request_no}.docx", content
