"""A form whose session ended while it was typed: kept on the page, to be sent again after signing in."""

import msgspec
from litestar.response import Template

from ysq.web.forms import BODY_BYTES, AnyRequest
from ysq.web.guard import PROOF, FormExpired, Guard
from ysq.web.pages import desk_page


class AgainPage(msgspec.Struct, frozen=True):
    """The session ended while something was typed: it is carried, to be sent again after signing in."""

    token: str
    target: str
    carried: tuple[tuple[str, str], ...]


async def again(request: AnyRequest, guard: Guard, *, files: bool = False) -> Template:
    """Nobody is signed in any more: what was typed is kept on the page until somebody is, but for big files."""
    try:
        fields = await guard.read_form(request, files=files)
    except FormExpired as expired:
        fields = expired.fields
    ticket = guard.ticket(request)
    carried = tuple((name, text) for name, text in fields if name != PROOF and len(text) <= BODY_BYTES)
    return desk_page("again", AgainPage(ticket.token, request.url.path, carried), ticket.cookie, status=401)
