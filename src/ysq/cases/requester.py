"""What the requester does with number and access code after submitting: 补正 and 撤回."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from ysq.cases.ground import day_in_china
from ysq.cases.handle import Done, handle
from ysq.cases.show import authorised
from ysq.domain import commands as c
from ysq.domain.actor import Actor
from ysq.domain.terms import Role

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.people import RequestedItem


async def clarify(
    ground: Ground, request_no: str, access_code: str, items: Mapping[int, RequestedItem], at: datetime
) -> Done:
    """Hand in corrected items on the day of `at`; whether a late one is excused is for the agency to judge."""
    dossier = await authorised(ground, request_no, access_code)
    command = c.ReceiveClarification(day_in_china(at), dict(items))
    return await handle(ground, dossier.case.case_id, command, _requester(dossier), at)


async def withdraw(
    ground: Ground, request_no: str, access_code: str, text: str, items: tuple[int, ...], at: datetime
) -> Done:
    """Withdraw these items, or whatever is open when none is named."""
    dossier = await authorised(ground, request_no, access_code)
    command = c.WithdrawRequest(day_in_china(at), text, items or dossier.case.open_items)
    return await handle(ground, dossier.case.case_id, command, _requester(dossier), at)


def _requester(dossier: Dossier) -> Actor:
    return Actor("citizen", Role.CITIZEN, dossier.agency.id)
