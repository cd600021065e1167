"""Signing in at the desk and out again; one's own password, roles and sessions."""

import re
from datetime import datetime
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import Provide
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from ysq.accounts import (
    Current,
    act_as,
    appointments_of,
    change_password,
    current,
    end_session,
    sessions_of,
    sign_in,
    sign_out,
)
from ysq.cases import Ground
from ysq.db.sessions import ListedSession
from ysq.domain.errors import Refusal
from ysq.domain.powers import HOLDERS, Power
from ysq.domain.terms import Role
from ysq.web.bearer import address_of
from ysq.web.deps import Now, TheDeskWords, TheGround, TheGuard
from ysq.web.desk_who import (
    AtDesk,
    Shell,
    at_desk,
    front_door,
    no_session,
    session_cookie,
    session_token,
    shell,
    signed_in,
)
from ysq.web.follow import see
from ysq.web.forms import AnyRequest, Fault
from ysq.web.giving import uuid_of
from ysq.web.guard import FormExpired, Guard
from ysq.web.pages import desk_page
from ysq.web.problems import status_of
from ysq.web.words import DeskWords

_DESK = re.compile(r"/desk(/[A-Za-z0-9/-]{0,200})?\Z", re.ASCII)


class SignInPage(msgspec.Struct, frozen=True):
    """The form for login and password; `to` is where it leads."""

    token: str
    login: str
    to: str
    faults: tuple[Fault, ...]


class Choosable(msgspec.Struct, frozen=True):
    """An appointment that the account may act under."""

    agency_id: int
    agency: str
    role: Role
    current: bool


class AccountPage(msgspec.Struct, frozen=True):
    """One's own account."""

    shell: Shell
    who: Current
    appointments: tuple[Choosable, ...]
    sessions: tuple[ListedSession, ...]
    faults: tuple[Fault, ...]
    done: str


@get("/desk/sign-in")
async def show_sign_in(request: AnyRequest, guard: TheGuard) -> Template:
    """The form."""
    return _sign_in(request, guard, "", request.query_params.get("to", ""))


@post("/desk/sign-in", status_code=HTTP_200_OK)
async def enter(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now
) -> Template | Redirect:
    """A new session, in place of the one that this browser had."""
    try:
        fields = await guard.read_form(request)
    except FormExpired as expired:
        login, to = expired.fields.line("login"), expired.fields.line("to")
        return _sign_in(request, guard, login, to, (Fault("", desk_words.faults["expired"]),), 403)
    login, to = fields.line("login"), fields.line("to")
    if faults := tuple(Fault(n, desk_words.faults[n]) for n in ("login", "password") if not fields.get(n)):
        return _sign_in(request, guard, login, to, faults, 422)
    try:
        before = session_token(request, guard) or None
        session = await sign_in(ground, login, fields.get("password"), now, address_of(request), before)
    except Refusal as refusal:
        return _sign_in(request, guard, login, to, (Fault("login", str(refusal)),), status_of(refusal))
    found = await current(ground, session.token, now)
    home = front_door(found.actor.role) if found is not None else "/desk"
    shut_out = found is not None and found.actor.role not in HOLDERS[Power.READ_CASES]
    return see(home if shut_out or not _DESK.match(to) else to, session_cookie(guard, session.token))


@post("/desk/sign-out", status_code=HTTP_303_SEE_OTHER)
async def leave(request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now) -> Redirect:
    """End the session of this browser."""
    await guard.read_form(request)
    await sign_out(ground, session_token(request, guard), now)
    return see("/desk/sign-in", no_session(guard))


@get("/desk/account", dependencies={"who": Provide(signed_in)})
async def account(request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now, who: AtDesk) -> Template:
    """One's own account; while the password must be changed, nothing else is open."""
    done = request.query_params.get("done", "")
    return await _account(request, ground, guard, who, now, done=done if done in {"password", "session"} else "")


@post("/desk/account/password", status_code=HTTP_200_OK, dependencies={"who": Provide(signed_in)})
async def renew(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, who: AtDesk
) -> Template | Redirect:
    """Change the password; the account's other sessions end."""
    try:
        fields = await guard.read_form(request)
    except FormExpired:
        return await _account(request, ground, guard, who, now, _fault(desk_words, "", "expired"), 403)
    if fields.get("new") != fields.get("again"):
        return await _account(request, ground, guard, who, now, _fault(desk_words, "again", "repeat"), 422)
    try:
        await change_password(ground, who, fields.get("old"), fields.get("new"), now)
    except Refusal as refusal:
        field = "old" if refusal.code.startswith("sign_in") else "new"
        faults = (Fault(field, str(refusal)),)
        return await _account(request, ground, guard, who, now, faults, max(status_of(refusal), 422))
    return see("/desk/account?done=password")


@post("/desk/account/appointment", status_code=HTTP_303_SEE_OTHER, dependencies={"who": Provide(at_desk)})
async def choose(request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now, who: AtDesk) -> Redirect:
    """Go on under another appointment."""
    agency, _comma, role = (await guard.read_form(request)).line("appointment").partition(",")
    given = await appointments_of(ground, who)
    chosen = next((one for one in given if (str(one.agency_id), one.role.value) == (agency, role)), None)
    await act_as(ground, who, chosen.agency_id if chosen else 0, chosen.role if chosen else Role.CITIZEN)
    return see(front_door(chosen.role) if chosen else "/desk")


@post("/desk/account/sessions", status_code=HTTP_303_SEE_OTHER, dependencies={"who": Provide(at_desk)})
async def end(request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now, who: AtDesk) -> Redirect:
    """End one of the account's own sessions."""
    session_id: UUID = uuid_of((await guard.read_form(request)).line("session_id"))
    await end_session(ground, who, session_id, now)
    return see("/desk/account?done=session")


def _sign_in(
    request: AnyRequest, guard: Guard, login: str, to: str, faults: tuple[Fault, ...] = (), status: int = 200
) -> Template:
    ticket = guard.ticket(request)
    view = SignInPage(ticket.token, login, to if _DESK.match(to) else "", faults)
    return desk_page("sign_in", view, ticket.cookie, status=status)


def _fault(words: DeskWords, field: str, code: str) -> tuple[Fault, ...]:
    return (Fault(field, words.faults[code]),)


async def _account(
    request: AnyRequest,
    ground: Ground,
    guard: Guard,
    who: Current,
    now: datetime,
    faults: tuple[Fault, ...] = (),
    status: int = 200,
    done: str = "",
) -> Template:
    ticket = guard.ticket(request)
    around = await shell(ground, who, ticket, "/desk/account")
    offered = []
    for one in await appointments_of(ground, who):
        agency = await ground.directory.by_id(ground.pool, one.agency_id)
        same = (one.agency_id, one.role) == (who.actor.agency_id, who.actor.role)
        offered.append(Choosable(one.agency_id, agency.name if agency else "", one.role, same))
    sessions = await sessions_of(ground, who, now)
    view = AccountPage(around, who, tuple(offered), sessions, faults, done)
    return desk_page("account", view, ticket.cookie, status=status)


desk_session_router = Router(
    path="/", route_handlers=[show_sign_in, enter, leave, account, renew, choose, end], include_in_schema=False
)
