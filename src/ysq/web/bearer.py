"""Who speaks at the JSON face: the session behind the Authorization header."""

import re
from typing import TypeAlias

from litestar.di import NamedDependency

from ysq.accounts import Current, current
from ysq.web.deps import Now, TheGround
from ysq.web.errors import Unacceptable
from ysq.web.forms import AnyRequest

_BEARER = re.compile(r"[Bb]earer +([A-Za-z0-9_-]{20,100}) *\Z")

Who: TypeAlias = NamedDependency[Current]


async def signed_in(request: AnyRequest, ground: TheGround, now: Now) -> Current:
    """The living session of the request's token, whether its password must be changed or not."""
    found = await current(ground, token_of(request), now)
    if found is None:
        raise Unacceptable("signed_out")
    return found


async def at_work(request: AnyRequest, ground: TheGround, now: Now) -> Current:
    """The living session, fit to work with cases."""
    found = await signed_in(request, ground, now)
    if found.must_change:
        raise Unacceptable("password_must_change")
    return found


def token_of(request: AnyRequest) -> str:
    """The token of the Authorization header; refused as signed out when there is none."""
    given = _BEARER.match(request.headers.get("authorization", ""))
    if given is None:
        raise Unacceptable("signed_out")
    return given[1]


def address_of(request: AnyRequest) -> str:
    """The client's address, as failures are counted by it."""
    return request.client.host if request.client else ""
