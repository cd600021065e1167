"""Commands at the JSON face: one route for each command of the union, all from one factory."""

import re
from collections.abc import Mapping
from typing import get_args

from litestar import Response, Router, post
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK

from ysq.cases import Done, day_in_china, handle, open_case
from ysq.cases.record import row_of
from ysq.cases.timeline import timeline
from ysq.domain import access
from ysq.domain import errors as x
from ysq.domain.commands import CaseCommand
from ysq.domain.powers import HOLDERS, Power
from ysq.web.bearer import Who, at_work
from ysq.web.deps import Now, TheGround
from ysq.web.errors import CaseMoved, Unacceptable
from ysq.web.forms import AnyRequest
from ysq.web.json_face import PREFIX, answer, read_json
from ysq.web.shapes import Given
from ysq.web.staff_cases import etag, uuid_of

_TAG = re.compile(r'"(\d{1,9})"\Z')
NOUNS: Mapping[str, type[CaseCommand]] = {
    str(kind.__struct_config__.tag).replace("_", "-"): kind for kind in get_args(CaseCommand)
}
"""The last part of a command's path, and the command."""


def _route(noun: str, kind: type[CaseCommand]) -> HTTPRouteHandler:
    @post(f"/cases/{{case_id:str}}/{noun}", status_code=HTTP_200_OK, name=f"command:{noun}")
    async def give(
        request: AnyRequest, ground: TheGround, now: Now, who: Who, case_id: FromPath[str]
    ) -> Response[bytes]:
        if who.actor.role not in HOLDERS[Power.READ_CASES]:
            raise x.NotFound("没有这个办件", (), "，请核对编号。")
        access.require(who.actor, kind, who.actor.agency_id)
        seen = _seen(request)
        command = await read_json(request, kind)
        try:
            done = await handle(ground, uuid_of(case_id), command, who.actor, now, seen)
        except x.Stale:
            dossier = await open_case(ground, who.actor, uuid_of(case_id))
            raise CaseMoved(timeline(ground, dossier.log[seen:]), dossier.case.version) from None
        return answer(told(ground, done, now), headers={"ETag": etag(done.case.version)})

    give.fn.__doc__ = kind.__doc__
    return give


def told(ground: TheGround, done: Done, now: Now) -> Given:
    """What a command led to, as the interface tells it."""
    row = row_of(done.case, ground, day_in_china(now))
    stage = done.case.stage
    return Given(done.events, done.case.version, stage, stage.zh, row.due_on, row.provisional)


def _seen(request: AnyRequest) -> int:
    given = request.headers.get("if-match")
    if given is None:
        raise Unacceptable("if_match_missing")
    tag = _TAG.match(given.strip())
    if tag is None:
        raise Unacceptable("if_match_broken")
    return int(tag[1])


commands_router = Router(
    path=PREFIX,
    route_handlers=[_route(noun, kind) for noun, kind in NOUNS.items()],
    dependencies={"who": Provide(at_work)},
)
