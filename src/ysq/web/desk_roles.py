"""One account at the desk: the security administrator gives and takes back roles, disables, resets passwords."""

from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK

from ysq import accounts
from ysq.accounts.register import STAFF_KIND
from ysq.accounts.roll import Enrolled, enrolled, units_below
from ysq.db.accounts import Appointment, Unit
from ysq.domain.actor import STAFF
from ysq.domain.errors import Refusal
from ysq.domain.powers import Power, require_power
from ysq.domain.terms import Role
from ysq.web.deps import Now, TheDeskWords, TheGround, TheGuard
from ysq.web.desk_accounts import HERE, NOTHING, Work, agencies_of, number, typed
from ysq.web.desk_who import AtDesk, Shell, at_desk, shell
from ysq.web.follow import see
from ysq.web.forms import AnyRequest, Fault, Fields
from ysq.web.giving import uuid_of
from ysq.web.guard import FormExpired
from ysq.web.pages import desk_page
from ysq.web.problems import status_of

_GIVEN = tuple(sorted(STAFF | {Role.SUPERVISOR}, key=list(Role).index))


class RolesPage(msgspec.Struct, frozen=True):
    """One account with its roles, and what may be done to it."""

    shell: Shell
    one: Enrolled
    agencies: dict[int, str]
    units: tuple[Unit, ...]
    roles: tuple[Role, ...]
    fields: Fields
    faults: tuple[Fault, ...]
    password: str
    done: str


@get(HERE + "/{account_id:str}")
async def show_roles(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, who: AtDesk,
    account_id: FromPath[str],
) -> Template:  # fmt: skip
    """One account."""
    return await _roles(Work(request, ground, guard, desk_words, now, who), uuid_of(account_id))


@post(HERE + "/{account_id:str}", status_code=HTTP_200_OK)
async def change(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, who: AtDesk,
    account_id: FromPath[str],
) -> Template | Redirect:  # fmt: skip
    """Give or take back a role, disable, enable, end sessions, or make a new first password."""
    work, key = Work(request, ground, guard, desk_words, now, who), uuid_of(account_id)
    try:
        fields = await typed(work)
    except FormExpired as expired:
        return await _roles(work, key, expired.fields, (Fault("", desk_words.faults["expired"]),), status=403)
    try:
        password = await _changed(work, key, fields)
    except Refusal as refusal:
        return await _roles(work, key, fields, (Fault("role", str(refusal)),), status=status_of(refusal))
    return await _roles(work, key, password=password) if password else see(f"{HERE}/{key}?done=changed")


async def _changed(work: Work, key: UUID, fields: Fields) -> str:
    """Do what was asked for; a new first password, or "" where there is none."""
    ground, actor, at = work.ground, work.who.actor, work.now
    agency, role = number(fields.line("agency")), _role(fields.line("role"))
    match fields.get("do"):
        case "appoint":
            unit = fields.line("unit").partition(",")
            given = Appointment(agency, role, unit[2] if unit[0] == str(agency) else None)
            await accounts.appoint(ground, actor, key, given, at)
        case "dismiss":
            await accounts.dismiss(ground, actor, key, agency, role, at)
        case "disable":
            await accounts.disable_account(ground, actor, key, at)
        case "enable":
            await accounts.enable_account(ground, actor, key, at)
        case "reset":
            return await accounts.reset_password(ground, actor, key, at)
        case _:
            await accounts.end_sessions(ground, actor, key, at)
    return ""


def _role(text: str) -> Role:
    return Role(text) if text in set(Role) else Role.CITIZEN


async def _roles(
    work: Work, key: UUID, fields: Fields = NOTHING, faults: tuple[Fault, ...] = (), *,
    password: str = "", status: int = 200,
) -> Template:  # fmt: skip
    require_power(work.who.actor, Power.APPOINT)
    ticket, one = work.guard.ticket(work.request), await enrolled(work.ground, work.who.actor, key)
    view = RolesPage(
        shell=await shell(work.ground, work.who, ticket, HERE),
        one=one,
        agencies=await agencies_of(work),
        units=await units_below(work.ground, work.who.actor),
        roles=_GIVEN if one.account.kind == STAFF_KIND else (Role(one.account.kind),),
        fields=fields,
        faults=faults,
        password=password,
        done=work.request.query_params.get("done", ""),
    )
    return desk_page("roles", view, ticket.cookie, status=status)


desk_roles_router = Router(
    path="/", route_handlers=[show_roles, change], dependencies={"who": Provide(at_desk)}, include_in_schema=False
)
