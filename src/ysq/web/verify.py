"""文书核验: whoever holds a letter learns whether an agency issued it, and whether his file is the one issued."""

import asyncio

import msgspec
from litestar import Router, get, post
from litestar.datastructures import UploadFile
from litestar.params import FromPath
from litestar.response import Template
from litestar.status_codes import HTTP_200_OK

from ysq.accounts import CodeLocked, code_attempt
from ysq.cases.issued import Issued, code_in, code_of, issued_letter
from ysq.domain.errors import NotFound
from ysq.web.bearer import address_of
from ysq.web.deps import Now, TheGround, TheGuard, TheWords
from ysq.web.errors import Unacceptable
from ysq.web.forms import BODY_SECONDS, AnyRequest, Fault, Fields
from ysq.web.pages import page
from ysq.web.problems import LOCKED_SECONDS

_MOST_BYTES = 8 * 1_048_576
_COUNTED = "verify"
"""Under this name wrong codes are counted for each address; a number of one's own would lock nobody out."""


class VerifyPage(msgspec.Struct, frozen=True):
    """The form, with what was found for the code or file that was given."""

    fields: Fields
    faults: tuple[Fault, ...] = ()
    found: Issued | None = None


class _Given(msgspec.Struct, frozen=True):
    code: str
    content: bytes | None


@get("/verify")
async def ask_code() -> Template:
    """The form for a code or a file."""
    return page("verify", VerifyPage(Fields(())))


@get("/verify/{code:str}")
async def show_letter(
    request: AnyRequest, ground: TheGround, words: TheWords, now: Now, code: FromPath[str]
) -> Template:
    """The letter whose QR code leads here."""
    return await _answer(request, ground, words, now, _Given(code, None))


@post("/verify", status_code=HTTP_200_OK, request_max_body_size=_MOST_BYTES)
async def verify_letter(request: AnyRequest, ground: TheGround, guard: TheGuard, words: TheWords, now: Now) -> Template:
    """The letter of a code, or of the file itself; nothing is kept of the file."""
    guard.require_own_page(request)
    return await _answer(request, ground, words, now, await _read(request))


async def _answer(request: AnyRequest, ground: TheGround, words: TheWords, now: Now, given: _Given) -> Template:
    fields = Fields([("code", given.code)])
    letter_id = code_of(given.code) or (code_in(given.content) if given.content else None)
    if letter_id is None:
        said = "no_code_in_file" if given.content and not given.code.strip() else "code"
        return page("verify", VerifyPage(fields, (Fault("code", words.verify[said]),)), status=422)
    try:
        async with code_attempt(ground, _COUNTED, address_of(request), now):
            found = await issued_letter(ground, letter_id, given.content)
    except NotFound as refusal:
        return page("verify", VerifyPage(fields, (Fault("code", str(refusal)),)), status=404)
    except CodeLocked as refusal:
        locked = page("verify", VerifyPage(fields, (Fault("code", str(refusal)),)), status=429)
        locked.set_header("Retry-After", LOCKED_SECONDS)
        return locked
    return page("verify", VerifyPage(fields, found=found))


async def _read(request: AnyRequest) -> _Given:
    """The two fields of the form, as a browser sends a file."""
    if request.content_type[0] != "multipart/form-data":
        raise Unacceptable("wrong_content_type")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            form = await request.form()
    except TimeoutError:
        raise Unacceptable("body_too_slow") from None
    code, file = form.get("code"), form.get("file")
    content = await file.read() if isinstance(file, UploadFile) else b""
    return _Given(code[:200] if isinstance(code, str) else "", content or None)


verify_router = Router(path="/", route_handlers=[ask_code, show_letter, verify_letter])
