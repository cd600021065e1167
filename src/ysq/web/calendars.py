"""放假安排 at the JSON face: importing a year, and how far the counting that follows is."""

import msgspec
from litestar import Response, Router, get, post
from litestar.datastructures import State
from litestar.di import Provide
from litestar.params import FromPath
from litestar.status_codes import HTTP_202_ACCEPTED

from ysq.accounts import Current
from ysq.cases import Ground
from ysq.cases.adopt import adopt
from ysq.cases.almanac import renewed
from ysq.cases.moved import import_seen, imports_seen
from ysq.db.calendars import Added
from ysq.domain.calendar import CalendarYear
from ysq.domain.powers import Power, require_power
from ysq.web.bearer import Who, at_work
from ysq.web.deps import Now, TheGround
from ysq.web.forms import AnyRequest
from ysq.web.json_face import PREFIX, answer, read_json

_NAME = "放假安排"
_DIGITS = 9


@post("/calendars", status_code=HTTP_202_ACCEPTED)
async def take_in(request: AnyRequest, ground: TheGround, now: Now, who: Who) -> Response[bytes]:
    """A further version of a year; 202, because the cases are counted again behind it."""
    require_power(who.actor, Power.IMPORT_CALENDAR)
    year = await read_json(request, CalendarYear)
    added = await imported(request.app.state, ground, who, msgspec.json.encode(year), now)
    return answer(added, HTTP_202_ACCEPTED, {"Location": f"{PREFIX}/calendars/{added.number}"})


@get("/calendars")
async def list_them(ground: TheGround, who: Who) -> Response[bytes]:
    """The newest imports, and how far the counting of each is."""
    return answer(await imports_seen(ground, who.actor))


@get("/calendars/{number:str}")
async def show(ground: TheGround, who: Who, number: FromPath[str]) -> Response[bytes]:
    """One import: how far its counting is, what it moved, and which letters it contradicts."""
    digits = number.isascii() and number.isdigit() and len(number) <= _DIGITS
    return answer(await import_seen(ground, who.actor, int(number) if digits else 0))


async def imported(state: State, ground: Ground, who: Current, content: bytes, now: Now) -> Added:
    """Import a year and let the service stand on it at once; its own job counts the cases."""
    added = await adopt(ground, _NAME, content, who.actor.id, now)
    state.ground = await renewed(ground)
    return added


calendars_router = Router(
    path=PREFIX, route_handlers=[take_in, list_them, show], dependencies={"who": Provide(at_work)}
)
