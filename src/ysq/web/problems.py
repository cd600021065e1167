"""The one boundary: turns whatever went wrong into problem+json (RFC 9457) under /api, and into a page elsewhere."""

import logging
import secrets
import traceback
from collections.abc import Callable, Mapping

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from ysq.accounts import CodeLocked, NoAppointment, SignInLocked, SignInRefused
from ysq.cases.adopt import CalendarRefused
from ysq.cases.queue import CursorRefused
from ysq.cases.timeline import Happened
from ysq.db.errors import DatabaseUnavailable
from ysq.domain import errors as x
from ysq.passwords import Busy, PasswordRefused
from ysq.rules.book import Book
from ysq.web.errors import CaseMoved, SignInFirst, Unacceptable
from ysq.web.forms import AnyRequest
from ysq.web.words import Words

_LOG = logging.getLogger(__name__)
PROBLEM_JSON = "application/problem+json"
RETRY_SECONDS = "5"
LOCKED_SECONDS = "900"
_HEADERS: Mapping[int, Mapping[str, str]] = {
    401: {"WWW-Authenticate": 'Bearer realm="ysq"'},
    429: {"Retry-After": LOCKED_SECONDS},
    503: {"Retry-After": RETRY_SECONDS},
}
_REFUSED = 409
_STATUS: Mapping[type[x.Refusal], int] = {
    x.NotFound: 404,
    x.UnknownReference: 422,
    x.NotAllowed: 403,
    x.Stale: 412,
    x.DraftMoved: 412,
    CursorRefused: 400,
    SignInRefused: 401,
    SignInLocked: 429,
    CodeLocked: 429,
    NoAppointment: 403,
    PasswordRefused: 422,
    Busy: 503,
    x.AgencyUnknown: 422,
    x.DateRefused: 422,
    x.Missing: 422,
    CalendarRefused: 422,
}
_CODES = {400: "bad_request", 404: "page_missing", 405: "method_refused", 413: "body_too_large"}


class Problem(msgspec.Struct, frozen=True):
    """RFC 9457, with the refusal's code and the provisions that it rests on: ids, and their titles in order.

    `todo` is what to do next, the end of `detail` once more; `changed` is what others did to the case meanwhile.
    """

    type: str
    title: str
    status: int
    detail: str
    code: str
    provisions: tuple[str, ...] = ()
    titles: tuple[str, ...] | msgspec.UnsetType = msgspec.UNSET
    todo: str | msgspec.UnsetType = msgspec.UNSET
    changed: tuple[Happened, ...] | msgspec.UnsetType = msgspec.UNSET


class ProblemPage(msgspec.Struct, frozen=True):
    """What the page about a problem shows; `provisions` are ids."""

    status: int
    title: str
    detail: str
    todo: str


def boundary(words: Words) -> Callable[[AnyRequest, Exception], Response[bytes] | Template | Redirect]:
    """The exception handler that speaks these words."""

    def answer(request: AnyRequest, error: Exception) -> Response[bytes] | Template | Redirect:
        if isinstance(error, SignInFirst):
            return Redirect(error.address, status_code=HTTP_303_SEE_OTHER)
        code, page, provisions = _told(words, error, writing=request.method != "GET")
        headers = {**_HEADERS.get(page.status, {})}
        if isinstance(error, HTTPException):
            headers |= error.headers or {}
        if isinstance(error, CaseMoved):
            headers["ETag"] = f'"{error.version}"'
        if not request.url.path.startswith("/api/"):
            return Template("public/problem.html", context={"view": page}, status_code=page.status, headers=headers)
        problem = Problem(
            type=f"urn:ysq:problem:{code}",
            title=page.title,
            status=page.status,
            detail=page.detail + page.todo,
            code=code,
            provisions=provisions,
            titles=_titles(request.app.state.ground.book, provisions) if provisions else msgspec.UNSET,
            todo=page.todo.lstrip("，；。 ") or msgspec.UNSET,
            changed=error.changed if isinstance(error, CaseMoved) else msgspec.UNSET,
        )
        body = msgspec.json.encode(problem)
        return Response(body, status_code=page.status, media_type=PROBLEM_JSON, headers=headers)

    return answer


def status_of(refusal: x.Refusal) -> int:
    """The HTTP status of a domain refusal: 409 unless its kind says more."""
    return next((_STATUS[kind] for kind in type(refusal).__mro__ if kind in _STATUS), _REFUSED)


def _titles(book: Book, provisions: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(book.provisions[name].title for name in provisions)


def _told(words: Words, error: Exception, *, writing: bool) -> tuple[str, ProblemPage, tuple[str, ...]]:
    """Code, words and provisions for an error."""
    match error:
        case x.Refusal():
            status = status_of(error)
            title = words.notices["not_found" if status == 404 else "refused"].title
            if isinstance(error, SignInRefused | SignInLocked | CodeLocked):
                title = words.notices["signed_out" if status == 401 else "locked"].title
            return error.code, ProblemPage(status, title, error.message, error.todo), error.provisions
        case DatabaseUnavailable():
            code = "not_submitted" if writing else "unavailable"
        case Unacceptable():
            code = error.code
        case HTTPException(status_code=status) if status < 500:
            code = _CODES.get(status, "bad_request")
        case _:
            return "internal", _unexpected(words, error), ()
    notice = words.notices[code]
    detail = error.detail if isinstance(error, Unacceptable) and error.detail else notice.detail
    return code, ProblemPage(notice.status, notice.title, detail, notice.todo), ()


def _unexpected(words: Words, error: Exception) -> ProblemPage:
    """Keep where it broke, under a reference that people can quote; its message may hold somebody's words."""
    reference = secrets.token_hex(4)
    where = "".join(traceback.format_tb(error.__traceback__))
    _LOG.error("内部错误 / internal error %s: %s\n%s", reference, type(error).__name__, where)
    notice = words.notices["internal"]
    return ProblemPage(notice.status, notice.title, notice.detail.format(reference=reference), notice.todo)
