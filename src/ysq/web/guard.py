"""Proves that our own page sent a form: a signed token in a hidden field, its nonce in a cookie, the Origin."""

import hmac
import re
import secrets
from urllib.parse import urlsplit

import msgspec
from litestar.datastructures import Cookie

from ysq.sealing import Vault
from ysq.web.errors import Unacceptable
from ysq.web.forms import PARTS, AnyRequest, Fields, read_body, read_parts

PROOF = "form_proof"
_NONCE = re.compile(r"[A-Za-z0-9_-]{22}\Z")
_NONCE_BYTES = 16
_SECONDS = 7 * 24 * 3600  # an application may lie half filled for days
_FORM = "application/x-www-form-urlencoded"


class FormExpired(Exception):
    """The page's own browser sent the form, but its token no longer fits; `fields` is what was typed."""

    def __init__(self, fields: Fields) -> None:
        super().__init__("form_expired")
        self.fields = fields


class Ticket(msgspec.Struct, frozen=True):
    """What a page with a form carries: the token for its hidden field, and the cookie that goes with it."""

    token: str
    cookie: Cookie


class Guard(msgspec.Struct, frozen=True):
    """Issues and checks tickets. `secure` is False on plain-http loopback only."""

    vault: Vault
    secure: bool

    def cookie(self, name: str, value: str, *, seconds: int, strict: bool = False) -> Cookie:
        """An HttpOnly cookie; `__Host-` and Secure unless on loopback http."""
        return Cookie(
            key=self.cookie_name(name),
            value=value,
            max_age=seconds,
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="strict" if strict else "lax",
        )

    def cookie_name(self, name: str) -> str:
        """The name as the browser knows it."""
        return f"__Host-ysq-{name}" if self.secure else f"ysq-{name}"

    def ticket(self, request: AnyRequest) -> Ticket:
        """A ticket for the page now made; keeps the browser's nonce, so that forms in other tabs stay good."""
        nonce = request.cookies.get(self.cookie_name("form"), "")
        if not _NONCE.match(nonce):
            nonce = secrets.token_urlsafe(_NONCE_BYTES)
        return Ticket(self._token(nonce), self.cookie("form", nonce, seconds=_SECONDS))

    async def read_form(self, request: AnyRequest, *, files: bool = False) -> Fields:
        """The fields of a POST that our own page sent. Raises Unacceptable, or FormExpired to let it be sent again.

        With `files` the form may come in parts; a file's content is its field's text, in base64.
        """
        ours = _from_our_page(request)
        parts = files and request.content_type[0] == PARTS
        fields = await read_parts(request) if parts else await _fields(request)
        nonce = request.cookies.get(self.cookie_name("form"), "")
        if _NONCE.match(nonce) and hmac.compare_digest(self._token(nonce).encode(), fields.get(PROOF).encode()):
            return fields
        if ours:
            raise FormExpired(fields)
        raise Unacceptable("form_expired")

    async def read_plain_form(self, request: AnyRequest) -> Fields:
        """The fields of a POST that changes nothing worth a token: only a foreign origin is refused."""
        _from_our_page(request)
        return await _fields(request)

    def require_own_page(self, request: AnyRequest) -> None:
        """Refuse a foreign origin, before anybody is asked who he is."""
        _from_our_page(request)

    def _token(self, nonce: str) -> str:
        return self.vault.token(f"form|{nonce}".encode()).hex()


async def _fields(request: AnyRequest) -> Fields:
    try:
        return Fields.parse((await read_body(request, _FORM)).decode("ascii"))
    except UnicodeDecodeError:
        raise Unacceptable("broken_form") from None


def _from_our_page(request: AnyRequest) -> bool:
    """Whether the browser says that our own page sent it; False when it says nothing. A foreign one is refused."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site not in (None, "same-origin", "none"):
        raise Unacceptable("foreign_origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host"):
        raise Unacceptable("foreign_origin")
    return site == "same-origin" or origin is not None
