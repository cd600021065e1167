"""Who works at the desk: the session in a cookie, the same that a token opens at the JSON face."""

import datetime as dt
from typing import TypeAlias
from urllib.parse import quote

import msgspec
from litestar.datastructures import Cookie
from litestar.di import NamedDependency

from ysq.accounts import Current, current
from ysq.accounts.session import ABSOLUTE
from ysq.cases import Ground
from ysq.domain.powers import HOLDERS, Power
from ysq.domain.terms import Role
from ysq.web.deps import Now, TheGround, TheGuard
from ysq.web.errors import SignInFirst
from ysq.web.forms import AnyRequest
from ysq.web.guard import Guard, Ticket

_NAME = "desk"

AtDesk: TypeAlias = NamedDependency[Current]
MaybeAtDesk: TypeAlias = NamedDependency[Current | None]


class Tab(msgspec.Struct, frozen=True):
    """An entry of the desk's navigation."""

    address: str
    words: str


class Shell(msgspec.Struct, frozen=True):
    """What surrounds every page of the desk: who acts, for whom, where else to go, and the proof for its forms."""

    token: str
    name: str
    role: Role
    agency: str
    tabs: tuple[Tab, ...]
    here: str


async def signed_in(request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now) -> Current:
    """The living session of this browser, whether its password must be changed or not. Raises SignInFirst."""
    found = await _session(request, ground, guard, now)
    if found is None:
        back = request.url.path if request.method == "GET" else "/desk"
        raise SignInFirst(f"/desk/sign-in?to={quote(back, safe='')}")
    return found


async def at_desk(request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now) -> Current:
    """The living session, fit to work with cases. Raises SignInFirst."""
    found = await signed_in(request, ground, guard, now)
    if found.must_change:
        raise SignInFirst("/desk/account")
    return found


async def maybe_at_desk(request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now) -> Current | None:
    """The living session, or None: for a form whose content must outlive its session."""
    found = await _session(request, ground, guard, now)
    return found if found is not None and not found.must_change else None


async def _session(request: AnyRequest, ground: Ground, guard: Guard, now: dt.datetime) -> Current | None:
    if request.method != "GET":
        guard.require_own_page(request)
    return await current(ground, session_token(request, guard), now)


def session_token(request: AnyRequest, guard: Guard) -> str:
    """The token in the cookie; "" where there is none."""
    return request.cookies.get(guard.cookie_name(_NAME), "")


def session_cookie(guard: Guard, token: str) -> Cookie:
    """The cookie that keeps a session."""
    return guard.cookie(_NAME, token, seconds=int(ABSOLUTE.total_seconds()), strict=True)


def no_session(guard: Guard) -> Cookie:
    """The cookie that forgets it."""
    return guard.cookie(_NAME, "", seconds=0, strict=True)


async def shell(ground: Ground, who: Current, ticket: Ticket, here: str) -> Shell:
    """The surroundings for this person; `here` is the address of the tab that the page belongs to."""
    agency = await ground.directory.by_id(ground.pool, who.actor.agency_id)
    return Shell(ticket.token, who.name, who.actor.role, agency.name if agency else "", tabs_of(who.actor.role), here)


def tabs_of(role: Role) -> tuple[Tab, ...]:
    """Where a role may go: nobody is shown a door that is shut."""
    tabs = []
    if role in HOLDERS[Power.READ_CASES]:
        if role is Role.SUPERVISOR:
            tabs.append(Tab("/desk/overview", "各机关"))
        else:
            tabs.append(Tab("/desk/tasks", "待我办理"))
        tabs.append(Tab("/desk", "办件"))
    if role in HOLDERS[Power.TAKE_IN]:
        tabs.append(Tab("/desk/intake", "登记来件"))
    if role in HOLDERS[Power.IMPORT_CALENDAR]:
        tabs.append(Tab("/desk/calendars", "放假安排"))
    if role in HOLDERS[Power.LIST_ACCOUNTS]:
        tabs.append(Tab("/desk/accounts", "人员账号"))
    return (*tabs, Tab("/desk/account", "账号"))


def front_door(role: Role) -> str:
    """Where a role begins its day."""
    return "/desk" if role is Role.CLERK else tabs_of(role)[0].address
