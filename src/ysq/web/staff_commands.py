"""Commands at the JSON face: one route for each command of the union, all from one factory."""

import re

from litestar import Response, Router, post
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK

from ysq.cases import Done, day_in_china
from ysq.cases.record import row_of
from ysq.domain.commands import CaseCommand
from ysq.web.bearer import Who, at_work
from ysq.web.deps import Now, TheGround
from ysq.web.errors import Unacceptable
from ysq.web.forms import AnyRequest
from ysq.web.giving import NOUNS, body_bytes, require_door, uuid_of
from ysq.web.giving import give as give_it
from ysq.web.json_face import PREFIX, answer, read_json
from ysq.web.shapes import Given
from ysq.web.staff_cases import etag

_TAG = re.compile(r'"(\d{1,9})"\Z')


def _route(noun: str, kind: type[CaseCommand]) -> HTTPRouteHandler:
    @post(
        f"/cases/{{case_id:str}}/{noun}", status_code=HTTP_200_OK, name=f"command:{noun}",
        request_max_body_size=body_bytes(kind),
    )  # fmt: skip
    async def give(
        request: AnyRequest, ground: TheGround, now: Now, who: Who, case_id: FromPath[str]
    ) -> Response[bytes]:
        require_door(who.actor, kind)
        seen = _seen(request)
        command = await read_json(request, kind)
        done = await give_it(ground, who.actor, uuid_of(case_id), command, seen, now)
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
