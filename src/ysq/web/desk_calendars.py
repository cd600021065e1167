"""放假安排 at the desk: a year's notice is pasted and imported; what each import moved stands below."""

import datetime as dt

import msgspec
from litestar import Router, get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK

from ysq.accounts import Current
from ysq.cases import Ground
from ysq.cases.moved import ImportSeen, import_seen, imports_seen
from ysq.db.recounts import Progress
from ysq.domain.errors import Refusal
from ysq.domain.powers import Power, require_power
from ysq.rules.book import BookError
from ysq.web.calendars import imported
from ysq.web.deps import Now, TheDeskWords, TheGround, TheGuard
from ysq.web.desk_again import again
from ysq.web.desk_who import AtDesk, MaybeAtDesk, Shell, at_desk, maybe_at_desk, shell
from ysq.web.follow import see
from ysq.web.forms import AnyRequest, Fault, Fields, printable
from ysq.web.guard import FormExpired, Guard
from ysq.web.pages import desk_page

_HERE = "/desk/calendars"
_DIGITS = 9


class CalendarsPage(msgspec.Struct, frozen=True):
    """The form with what was pasted, and the imports there were."""

    shell: Shell
    fields: Fields
    faults: tuple[Fault, ...]
    imports: tuple[Progress, ...]


class ImportPage(msgspec.Struct, frozen=True):
    """One import and what it did."""

    shell: Shell
    seen: ImportSeen


class _Work(msgspec.Struct, frozen=True):
    """What the steps of one answer share."""

    request: AnyRequest
    ground: Ground
    guard: Guard
    who: Current
    now: dt.datetime


@get(_HERE, dependencies={"who": Provide(at_desk)})
async def show_form(request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now, who: AtDesk) -> Template:
    """An empty form, and the imports."""
    require_power(who.actor, Power.IMPORT_CALENDAR)
    return await _page(_Work(request, ground, guard, who, now), Fields(()))


@post(_HERE, status_code=HTTP_200_OK, dependencies={"maybe": Provide(maybe_at_desk)})
async def send(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, maybe: MaybeAtDesk
) -> Template | Redirect:
    """Import what was pasted, and go on to its page."""
    if maybe is None:
        return await again(request, guard)
    require_power(maybe.actor, Power.IMPORT_CALENDAR)
    work = _Work(request, ground, guard, maybe, now)
    try:
        fields = await guard.read_form(request)
    except FormExpired as expired:
        return await _page(work, expired.fields, desk_words.faults["expired"], 403)
    content = fields.get("content")
    if not content.strip() or not printable(content):
        return await _page(work, fields, desk_words.faults["calendar"], 422)
    try:
        added = await imported(request.app.state, ground, maybe, content.encode(), now)
    except (Refusal, BookError) as error:
        return await _page(work, fields, str(error), 422)
    return see(f"{_HERE}/{added.number}")


@get(_HERE + "/{number:str}", dependencies={"who": Provide(at_desk)})
async def show(request: AnyRequest, ground: TheGround, guard: TheGuard, who: AtDesk, number: FromPath[str]) -> Template:
    """One import: how far the counting is, and what moved."""
    digits = number.isascii() and number.isdigit() and len(number) <= _DIGITS
    seen = await import_seen(ground, who.actor, int(number) if digits else 0)
    ticket = guard.ticket(request)
    return desk_page("calendar", ImportPage(await shell(ground, who, ticket, _HERE), seen), ticket.cookie)


async def _page(work: _Work, fields: Fields, fault: str = "", status: int = 200) -> Template:
    ticket = work.guard.ticket(work.request)
    around = await shell(work.ground, work.who, ticket, _HERE)
    faults = (Fault("content", fault),) if fault else ()
    view = CalendarsPage(around, fields, faults, await imports_seen(work.ground, work.who.actor))
    return desk_page("calendars", view, ticket.cookie, status=status)


desk_calendars_router = Router(path="/", route_handlers=[show_form, send, show], include_in_schema=False)
