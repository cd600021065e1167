"""What the requester does with number and access code after submitting: 补正 and 撤回."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

from ysq.cases.ground import day_in_china
from ysq.cases.handle import Done, handle
from ysq.cases.show import authorised
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.actor import Actor
from ysq.domain.terms import LeavingReason, Role

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.case import Case
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
    """Withdraw these items, or whatever is open when none is named.

    Of several joint requesters only the one who filed has a code: he speaks for himself and leaves the rest to the
    others. Some of the items they can only withdraw together, at the agency.
    """
    dossier = await authorised(ground, request_no, access_code)
    actor = _requester(dossier)
    command = _withdrawal(dossier.case, day_in_china(at), text, items or dossier.case.open_items)
    return await handle(ground, dossier.case.case_id, command, actor, at)


def _withdrawal(case: Case, on: date, text: str, items: tuple[int, ...]) -> c.WithdrawRequest | c.RecordLeaving:
    if len(case.requesters) > 1 and set(items) == set(case.open_items):
        return c.RecordLeaving(on, text, case.received.requester.id, LeavingReason.WITHDRAWAL)
    return c.WithdrawRequest(on, text, items)


def _requester(dossier: Dossier) -> Actor:
    """Who filed, as the actor. Refuses who has left: what the others ask for isn't his any more."""
    case = dossier.case
    if case.received.requester not in case.requesters:
        todo = "，补正、撤回请由其他共同申请人向承办机关提出。"
        raise x.WrongStage("提交申请的人已经退出这份申请", ("ogi.art29.para2.item1",), todo)
    return Actor("citizen", Role.CITIZEN, dossier.agency.id)
