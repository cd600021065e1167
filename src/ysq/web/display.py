"""How large and how contrasting pages are shown: a choice kept in a cookie, made by a plain form on every page."""

import re

from litestar import Router, post
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER

from ysq.domain.terms import Term
from ysq.web.deps import TheGuard
from ysq.web.follow import see
from ysq.web.forms import AnyRequest

_YEAR = 365 * 24 * 3600
_OWN_ADDRESS = re.compile(r"/(?![/\\])[!-~]{0,4000}\Z", re.ASCII)


class Display(Term):
    """显示方式 (GB/T 37668-2019; 适老化)."""

    STANDARD = "standard", "标准"
    LARGE = "large", "大字"
    CONTRAST = "contrast", "高对比"


@post("/display", status_code=HTTP_303_SEE_OTHER)
async def choose(request: AnyRequest, guard: TheGuard) -> Redirect:
    """Keep the choice and go back to the page; a wrong choice is the standard, a foreign address the front page."""
    fields = await guard.read_plain_form(request)
    mode, back = fields.get("mode"), fields.get("back")
    chosen = mode if mode in set(Display) else Display.STANDARD
    return see(back if _OWN_ADDRESS.match(back) else "/", guard.cookie("display", chosen, seconds=_YEAR))


display_router = Router(path="/", route_handlers=[choose])
