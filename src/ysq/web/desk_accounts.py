"""人员账号 at the desk: the system administrator makes accounts and units, the security administrator gives roles."""

import datetime as dt

import msgspec
from litestar import Router, get, post
from litestar.di import Provide
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK

from ysq import accounts
from ysq.accounts import Current
from ysq.accounts.register import STAFF_KIND
from ysq.accounts.roll import Enrolled, NewUnit, keep_unit, roll, units_below
from ysq.cases import Ground
from ysq.db.accounts import Unit
from ysq.domain.actor import ADMINISTRATORS
from ysq.domain.errors import Refusal
from ysq.domain.powers import HOLDERS, Power
from ysq.web.deps import Now, TheDeskWords, TheGround, TheGuard
from ysq.web.desk_who import AtDesk, Shell, at_desk, shell
from ysq.web.errors import Unacceptable
from ysq.web.follow import see
from ysq.web.forms import AnyRequest, Fault, Fields, printable
from ysq.web.guard import FormExpired, Guard
from ysq.web.pages import desk_page
from ysq.web.problems import status_of
from ysq.web.words import DeskWords

HERE = "/desk/accounts"
_KINDS = {STAFF_KIND: "工作人员"} | {role.value: role.zh for role in sorted(ADMINISTRATORS)}
NOTHING = Fields(())


class AccountsPage(msgspec.Struct, frozen=True):
    """The roll, and the forms of whoever may add to it. `password` is a first password, shown this once."""

    shell: Shell
    people: tuple[Enrolled, ...]
    agencies: dict[int, str]
    units: tuple[Unit, ...]
    kinds: dict[str, str]
    fields: Fields
    faults: tuple[Fault, ...]
    adds: bool
    appoints: bool
    password: str
    done: str


class Work(msgspec.Struct, frozen=True):
    """What the steps of one answer share."""

    request: AnyRequest
    ground: Ground
    guard: Guard
    words: DeskWords
    now: dt.datetime
    who: Current


@get(HERE)
async def show_roll(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, who: AtDesk
) -> Template:
    """Everybody's account."""
    return await _roll(Work(request, ground, guard, desk_words, now, who))


@post(HERE, status_code=HTTP_200_OK)
async def add(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, who: AtDesk
) -> Template | Redirect:
    """Make an account, whose first password the page shows once; or a unit."""
    work = Work(request, ground, guard, desk_words, now, who)
    try:
        fields = await typed(work)
    except FormExpired as expired:
        return await _roll(work, expired.fields, (Fault("", desk_words.faults["expired"]),), status=403)
    agency = number(fields.line("agency"))
    try:
        if fields.get("do") == "unit":
            await keep_unit(ground, who.actor, NewUnit(agency, fields.line("code"), fields.line("unit")), now)
            return see(f"{HERE}?done=unit")
        wanted = accounts.NewAccount(fields.line("login"), fields.line("name"), agency, fields.line("kind"))
        added = await accounts.add_account(ground, who.actor, wanted, now)
    except Refusal as refusal:
        field = "code" if fields.get("do") == "unit" else "login"
        return await _roll(work, fields, (Fault(field, str(refusal)),), status=status_of(refusal))
    return await _roll(work, password=added.password, done=added.account.login)


async def typed(work: Work) -> Fields:
    """What was typed. Raises FormExpired, or Unacceptable for what no document could print."""
    fields = await work.guard.read_form(work.request)
    if not all(printable(text) for _name, text in fields):
        raise Unacceptable("unprintable")
    return fields


def number(text: str) -> int:
    """The id in a field; 0, which no agency has, when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


async def agencies_of(work: Work) -> dict[int, str]:
    """The agencies that the administrator reaches, by id."""
    found = [await work.ground.directory.by_id(work.ground.pool, one) for one in sorted(work.who.actor.reach)]
    return {agency.id: agency.name for agency in found if agency is not None}


async def _roll(
    work: Work, fields: Fields = NOTHING, faults: tuple[Fault, ...] = (), *,
    password: str = "", done: str = "", status: int = 200,
) -> Template:  # fmt: skip
    actor, ticket = work.who.actor, work.guard.ticket(work.request)
    view = AccountsPage(
        shell=await shell(work.ground, work.who, ticket, HERE),
        people=await roll(work.ground, actor),
        agencies=await agencies_of(work),
        units=await units_below(work.ground, actor),
        kinds=_KINDS,
        fields=fields,
        faults=faults,
        adds=actor.role in HOLDERS[Power.ADD_ACCOUNT],
        appoints=actor.role in HOLDERS[Power.APPOINT],
        password=password,
        done=done or work.request.query_params.get("done", ""),
    )
    return desk_page("accounts", view, ticket.cookie, status=status)


desk_accounts_router = Router(
    path="/", route_handlers=[show_roll, add], dependencies={"who": Provide(at_desk)},
    include_in_schema=False,
)  # fmt: skip
