"""Following one's own case with number and access code: the receipt, what has been done, the letters."""

import datetime as dt
import unicodedata
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import quote
from uuid import UUID

import msgspec
from litestar import Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from ysq.accounts import CodeLocked, code_attempt
from ysq.cases import Ground, Seen, day_in_china, letter_bytes, look_up
from ysq.cases.show import attachment_bytes, merged_bytes
from ysq.domain.errors import NotFound
from ysq.web import visits
from ysq.web.bearer import address_of
from ysq.web.deps import Now, TheGround, TheGuard, TheWords
from ysq.web.forms import AnyRequest, Fault, Fields
from ysq.web.guard import FormExpired, Guard
from ysq.web.ledger_view import LedgerView, view_of
from ysq.web.pages import page
from ysq.web.problems import LOCKED_SECONDS

LetterBytes = Callable[[Ground, str, str, UUID], Awaitable[tuple[str, bytes]]]
"""File name and bytes of a letter, by request number, access code and id."""
_HYPHENS = str.maketrans("‐‑‒–—―−－", "-" * 8)
_EMPTY = Fields(())


class FollowPage(msgspec.Struct, frozen=True):
    """The form for number and access code; `target` is where it is sent."""

    token: str
    fields: Fields
    faults: tuple[Fault, ...]
    target: str


class CasePage(msgspec.Struct, frozen=True):
    """A visited case; `days_left` are working days to the due date, while they are still running.

    `done` says what the requester has just done.
    """

    token: str
    visit: visits.Visit
    seen: Seen
    ledger: LedgerView
    today: dt.date
    days_left: int | None
    extension_days: int
    review_over_silence: bool
    done: str

    def deadline(self, name: str) -> dt.date | None:
        """The last day called `name` in the clock's contract, if it is present and known."""
        found = self.seen.ledger.deadlines.get(name)
        return found.date if found else None


@get("/follow")
async def ask_number(request: AnyRequest, guard: TheGuard) -> Template:
    """The form for number and access code."""
    return _form(request, guard, "/follow")


@get("/receipt")
async def receipt(request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now) -> Template:
    """登记回执 of the visited case, else the form that leads to it: the address stays good when bookmarked."""
    visit = visits.current(guard, request, now)
    if visit is None:
        return _form(request, guard, "/receipt")
    return await _case(request, ground, guard, visit, now, "receipt")


@get("/follow/case")
async def case(request: AnyRequest, ground: TheGround, guard: TheGuard, words: TheWords, now: Now) -> Template:
    """办理情况 of the visited case, else the form that leads to it."""
    visit = visits.current(guard, request, now)
    if visit is None:
        return _form(request, guard, "/follow")
    done = words.follow.get(f"done_{request.query_params.get('done', '')}", "")
    return await _case(request, ground, guard, visit, now, "case", done)


@post(["/follow", "/receipt"], status_code=HTTP_200_OK)
async def enter(
    request: AnyRequest, ground: TheGround, guard: TheGuard, words: TheWords, now: Now
) -> Template | Redirect:
    """Begin a visit with number and access code; wrong ones are counted as at the JSON face."""
    target = request.url.path
    try:
        fields = await guard.read_form(request)
    except FormExpired as expired:
        return _form(request, guard, target, expired.fields, [Fault("", words.follow["expired"])], status=403)
    if faults := [Fault(name, words.follow[name]) for name in ("request_no", "access_code") if not fields.line(name)]:
        return _form(request, guard, target, fields, faults, status=422)
    number, code = normal(fields.get("request_no")), normal(fields.get("access_code"))
    try:
        async with code_attempt(ground, number, address_of(request), now):
            await look_up(ground, number, code, day_in_china(now))
    except NotFound as refusal:
        return _form(request, guard, target, fields, [Fault("request_no", str(refusal))], status=404)
    except CodeLocked as refusal:
        locked = _form(request, guard, target, fields, [Fault("request_no", str(refusal))], status=429)
        locked.set_header("Retry-After", LOCKED_SECONDS)
        return locked
    begun = visits.begin(guard, number, code, now)
    return see("/follow/case" if target == "/follow" else target, begun)


@post("/follow/leave", status_code=HTTP_303_SEE_OTHER)
async def leave(request: AnyRequest, guard: TheGuard) -> Redirect:
    """End the visit in this browser."""
    with suppress(FormExpired):  # ending what may have ended already needs no proof beyond the Origin
        await guard.read_form(request)
    return see("/follow", visits.end(guard))


@get(["/follow/letters/{letter_id:uuid}", "/follow/letters/{letter_id:uuid}/merged"])
async def letter(
    request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now, letter_id: FromPath[UUID]
) -> Response[bytes] | Template:
    """A letter of the visited case as a file, alone or with its PDF attachments behind it."""
    visit = visits.current(guard, request, now)
    if visit is None:
        return _form(request, guard, "/follow")
    return attachment(*await asked_for(request)(ground, visit.request_no, visit.access_code, letter_id))


def asked_for(request: AnyRequest) -> LetterBytes:
    """What the address asks for: the letter, or the letter merged with its attachments."""
    return merged_bytes if request.url.path.endswith("/merged") else letter_bytes


@get("/follow/letters/{letter_id:uuid}/attachments/{file_id:uuid}")
async def enclosed_file(
    request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now, letter_id: FromPath[UUID],
    file_id: FromPath[UUID],
) -> Response[bytes] | Template:  # fmt: skip
    """A file that went with a letter of the visited case."""
    visit = visits.current(guard, request, now)
    if visit is None:
        return _form(request, guard, "/follow")
    return attachment(*await attachment_bytes(ground, visit.request_no, visit.access_code, letter_id, file_id))


def attachment(name: str, content: bytes, media_type: str = "application/pdf") -> Response[bytes]:
    """A file to be saved under `name` (RFC 6266)."""
    plain = f"letter.{name.rpartition('.')[2]}"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def normal(text: str) -> str:
    """A number or code as people type it: full-width forms, odd hyphens, small letters made even; the rest dropped."""
    even = unicodedata.normalize("NFKC", text.translate(_HYPHENS)).upper()
    return "".join(char for char in even if char.isprintable() and not char.isspace())


def see(address: str, *cookies: Cookie) -> Redirect:
    """303 to `address`: after a POST, a page that may be loaded again."""
    return Redirect(address, status_code=HTTP_303_SEE_OTHER, cookies=list(cookies))


def _form(
    request: AnyRequest,
    guard: Guard,
    target: str,
    fields: Fields = _EMPTY,
    faults: list[Fault] | tuple[()] = (),
    status: int = 200,
) -> Template:
    ticket = guard.ticket(request)
    view = FollowPage(ticket.token, fields, tuple(faults), target)
    return page("follow", view, ticket.cookie, status=status)


async def _case(
    request: AnyRequest,
    ground: Ground,
    guard: Guard,
    visit: visits.Visit,
    now: dt.datetime,
    name: str,
    done: str = "",
) -> Template:
    ticket, today = guard.ticket(request), day_in_china(now)
    seen = await look_up(ground, visit.request_no, visit.access_code, today)
    due = seen.ledger.due_on
    running = due is not None and seen.ledger.timely is None and today <= due
    view = CasePage(
        token=ticket.token,
        visit=visit,
        seen=seen,
        ledger=view_of(seen.ledger, ground.book, ground.calendar),
        today=today,
        days_left=ground.calendar.count(today, due) if running and due else None,
        extension_days=ground.book.clock.number("extension_max_working_days", seen.ledger.received_on),
        review_over_silence=ground.book.clock.silence_goes_to_review,
        done=done,
    )
    return page(name, view, ticket.cookie)


follow_router = Router(path="/", route_handlers=[ask_number, receipt, case, enter, leave, letter, enclosed_file])
