"""Letters at the JSON face before they are sent: the draft with what its checks find, and procedural documents."""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Response, Router, get
from litestar.di import Provide
from litestar.params import FromPath

from ysq.accounts import names_of
from ysq.cases import Dossier, Ground, day_in_china, open_case
from ysq.cases.draft import draft_sheet
from ysq.cases.enclose import merged_letter
from ysq.cases.hand_out import hand_out, offered
from ysq.domain import errors as x
from ysq.domain.actor import Actor
from ysq.domain.letters import LetterType
from ysq.domain.people import OptionalLine
from ysq.domain.powers import Power, require_power
from ysq.web.bearer import Who, at_work
from ysq.web.deps import Now, TheGround
from ysq.web.follow import attachment
from ysq.web.forms import AnyRequest
from ysq.web.giving import uuid_of
from ysq.web.json_face import PREFIX, answer
from ysq.web.staff_cases import query_of


class DraftQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The letter on this item alone, or on all that are drafted; dated `on`, or today."""

    item: Annotated[int, msgspec.Meta(ge=1, le=50)] | None = None
    on: date | None = None


class PaperQuery(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which of several: the party consulted, the unit asked, the number of the letter; the last one when empty."""

    about: OptionalLine = ""


@get("/cases/{case_id:str}/letters/draft")
async def draft(request: AnyRequest, ground: TheGround, now: Now, who: Who, case_id: FromPath[str]) -> Response[bytes]:
    """The proposals, the letter as it would be issued, and what the checks find in it."""
    asked = query_of(request, DraftQuery)
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    require_power(who.actor, Power.READ_DRAFTS)
    today = day_in_china(now)
    items = None if asked.item is None else (asked.item,)
    return answer(draft_sheet(ground, who.actor, dossier, min(asked.on or today, today), items))


@get("/cases/{case_id:str}/papers")
async def papers(ground: TheGround, now: Now, who: Who, case_id: FromPath[str]) -> Response[bytes]:
    """The procedural documents that can be made of the case now, by this actor."""
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    return answer(offered(ground, who.actor, dossier, now))


@get("/cases/{case_id:str}/papers/{kind:str}")
async def paper(
    request: AnyRequest, ground: TheGround, now: Now, who: Who, case_id: FromPath[str], kind: FromPath[str]
) -> Response[bytes]:
    """A procedural document as PDF; whose identity it tells is on record."""
    about = query_of(request, PaperQuery).about
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    wanted = (paper_kind(kind), about)
    names = await staff_names(ground, who.actor, dossier)
    return attachment(*await hand_out(ground, who.actor, dossier, wanted, names, now))


@get("/cases/{case_id:str}/letters/{letter_id:str}/merged")
async def merged(ground: TheGround, who: Who, case_id: FromPath[str], letter_id: FromPath[str]) -> Response[bytes]:
    """An issued letter with its PDF attachments behind it, to be read."""
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    found = dossier.case.frozen(uuid_of(letter_id))
    if found is None:
        raise x.NotFound("没有这份文书", (), "，请从案件的文书中选择。")
    return attachment(*await merged_letter(ground, dossier, found))


def paper_kind(text: str) -> LetterType:
    """The kind of document named. Raises NotFound when there is no such kind."""
    if text not in set(LetterType):
        raise x.NotFound("没有这种文书", (), "，请从办件页列出的文书中选择。")
    return LetterType(text)


async def staff_names(ground: Ground, actor: Actor, dossier: Dossier) -> dict[str, str]:
    """The names behind the accounts in the log of a case."""
    return await names_of(ground, actor, {one.actor for one in dossier.case.happened if one is not None})


letters_router = Router(
    path=PREFIX, route_handlers=[draft, papers, paper, merged], dependencies={"who": Provide(at_work)}
)
