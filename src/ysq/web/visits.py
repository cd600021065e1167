"""Lets a requester look at his own case for half an hour: number and access code in a sealed cookie, never in a URL."""

import base64
import binascii
from datetime import datetime, timedelta

import msgspec
from litestar.datastructures import Cookie

from ysq.sealing import SealError
from ysq.web.forms import AnyRequest
from ysq.web.guard import Guard

_NAME = "visit"
_PLACE = "cookie|visit|value"
_LASTS = timedelta(minutes=30)


class Visit(msgspec.Struct, frozen=True):
    """Who is looking: proved when `submit` or `look_up` accepted the pair. `again`: the receipt is shown again."""

    request_no: str
    access_code: str
    until: datetime
    again: bool = False


def begin(guard: Guard, request_no: str, access_code: str, now: datetime, *, again: bool = False) -> Cookie:
    """The cookie of a visit that begins now."""
    visit = Visit(request_no, access_code, now + _LASTS, again)
    sealed = guard.vault.seal(msgspec.json.encode(visit), _PLACE)
    value = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    return guard.cookie(_NAME, value, seconds=int(_LASTS.total_seconds()), strict=True)


def end(guard: Guard) -> Cookie:
    """The cookie that ends a visit in this browser."""
    return guard.cookie(_NAME, "", seconds=0, strict=True)


def current(guard: Guard, request: AnyRequest, now: datetime) -> Visit | None:
    """The visit of this browser; None when there is none, it is over, or its cookie was made elsewhere."""
    value = request.cookies.get(guard.cookie_name(_NAME), "")
    try:
        sealed = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
        visit = msgspec.json.decode(guard.vault.open(sealed, _PLACE), type=Visit)
    except (binascii.Error, ValueError, SealError):
        return None
    return visit if now < visit.until else None
