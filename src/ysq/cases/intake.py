"""登记来件: a clerk enters a request that came by counter, post, fax, mail or word of mouth (art. 28, 29, 31)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases.submit import Receipt, submit
from ysq.db.submissions import find_submission
from ysq.domain import errors as x
from ysq.domain.commands import SubmitRequest
from ysq.domain.powers import Power, require_power
from ysq.domain.terms import Channel

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.domain.actor import Actor


class TakenIn(msgspec.Struct, frozen=True):
    """What the requester is given, and where the case is."""

    receipt: Receipt
    case_id: UUID


async def take_in(ground: Ground, actor: Actor, command: SubmitRequest, at: datetime) -> TakenIn:
    """Store a request that came to the actor's own agency; the same submission again gives the same receipt.

    Raises NotAllowed, and what `submit` raises; NotFound for another agency, DateRefused for the on-line channel,
    where the requester submits himself.
    """
    require_power(actor, Power.TAKE_IN)
    agency = await ground.directory.by_id(ground.pool, actor.agency_id)
    if agency is None or agency.code != command.agency:
        raise x.NotFound("没有这个受理机关", (), "，请登记本机关收到的申请。")
    if command.channel is Channel.ONLINE:
        raise x.DateRefused("互联网渠道的申请由系统接收", ("ogi.art31.item3",), "，请选择实际的渠道。")
    receipt = await submit(ground, command, at, actor.id)
    async with ground.pool.agencies([agency.id]) as conn:
        found = await find_submission(conn, receipt.request_no)
    assert found is not None, "a receipt is given for what is stored"
    return TakenIn(receipt, found.case_id)
