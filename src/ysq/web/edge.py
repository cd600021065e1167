"""What every response carries: the content policy and the other headers that keep a browser out of trouble."""

from collections.abc import Awaitable, Callable

from litestar.datastructures import MutableScopeHeaders
from litestar.types import Message, Scope

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "X-Content-Type-Options": "nosniff",
    # Under no-referrer a browser sends `Origin: null` with our own forms, which the guard must refuse.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HSTS = "max-age=31536000"


def headers(*, secure: bool) -> Callable[[Message, Scope], Awaitable[None]]:
    """The hook that adds them; a response that sets no Cache-Control of its own must not be stored."""
    fixed = _HEADERS | ({"Strict-Transport-Security": _HSTS} if secure else {})

    async def add(message: Message, scope: Scope) -> None:
        if message["type"] != "http.response.start":
            return
        found = MutableScopeHeaders.from_message(message)
        for name, value in fixed.items():
            found[name] = value
        found.setdefault("Cache-Control", "no-store")

    return add
