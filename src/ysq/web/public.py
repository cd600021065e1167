"""The citizen's pages together, with the front page and the style sheet."""

import msgspec
from litestar import Response, Router, get
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from litestar.response import Template

from ysq.cases import agencies, day_in_china
from ysq.db.errors import DatabaseUnavailable
from ysq.domain.agency import Agency
from ysq.web.apply import apply_router
from ysq.web.clock import clock_router
from ysq.web.deps import Now, TheGround, TheSheets
from ysq.web.display import display_router
from ysq.web.follow import follow_router
from ysq.web.follow_acts import follow_acts_router
from ysq.web.pages import page
from ysq.web.verify import verify_router

_FOR_EVER = "public, max-age=31536000, immutable"


class HomePage(msgspec.Struct, frozen=True):
    """The front page: the three ways in, and whom to ask."""

    agencies: tuple[Agency, ...]
    answer_days: int
    extension_days: int


@get("/")
async def home(ground: TheGround, now: Now) -> Template:
    """What this is; without the agencies when the database is away, because the rest needs none."""
    law, today = ground.book.clock, day_in_china(now)
    try:
        known = await agencies(ground)
    except DatabaseUnavailable:
        known = ()
    return page(
        "home",
        HomePage(known, law.number("answer_working_days", today), law.number("extension_max_working_days", today)),
    )


@get("/static/{name:str}")
async def static(sheets: TheSheets, name: FromPath[str]) -> Response[bytes]:
    """A style sheet, by the name of its present content."""
    sheet = sheets.named(name)
    if sheet is None:
        raise NotFoundException
    return Response(sheet.content, media_type="text/css", headers={"Cache-Control": _FOR_EVER})


public_router = Router(
    path="/",
    route_handlers=[
        home,
        static,
        apply_router,
        follow_router,
        follow_acts_router,
        clock_router,
        display_router,
        verify_router,
    ],
    include_in_schema=False,
)
