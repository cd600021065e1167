"""人员账号、科室 at the JSON face: what the administrators' pages do, by the same decisions."""

import msgspec
from litestar import Response, Router, delete, get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT

from ysq import accounts
from ysq.accounts.roll import NewUnit, enrolled, keep_unit, roll, units_below
from ysq.db.accounts import Appointment
from ysq.domain.terms import Role
from ysq.web.bearer import Who, at_work
from ysq.web.deps import Now, TheGround
from ysq.web.forms import AnyRequest
from ysq.web.giving import uuid_of
from ysq.web.json_face import PREFIX, answer, read_json


class Dismissal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The role that is taken back, and in which agency."""

    agency_id: int
    role: Role


class FirstPassword(msgspec.Struct, frozen=True):
    """A first password: shown here and kept nowhere, to be changed at the next sign-in."""

    password: str


@get("/accounts")
async def list_them(ground: TheGround, who: Who) -> Response[bytes]:
    """The accounts that the administrator reaches, with their roles."""
    return answer(await roll(ground, who.actor))


@post("/accounts")
async def add(request: AnyRequest, ground: TheGround, now: Now, who: Who) -> Response[bytes]:
    """Make an account: 201 with its first password."""
    wanted = await read_json(request, accounts.NewAccount)
    added = await accounts.add_account(ground, who.actor, wanted, now)
    return answer(added, HTTP_201_CREATED, {"Location": f"{PREFIX}/accounts/{added.account.id}"})


@get("/accounts/{account_id:str}")
async def show(ground: TheGround, who: Who, account_id: FromPath[str]) -> Response[bytes]:
    """One account with its roles."""
    return answer(await enrolled(ground, who.actor, uuid_of(account_id)))


@post("/accounts/{account_id:str}/appointments", status_code=HTTP_200_OK)
async def appoint(
    request: AnyRequest, ground: TheGround, now: Now, who: Who, account_id: FromPath[str]
) -> Response[bytes]:
    """Give a role; the account as it is then."""
    given = await read_json(request, Appointment)
    await accounts.appoint(ground, who.actor, uuid_of(account_id), given, now)
    return answer(await enrolled(ground, who.actor, uuid_of(account_id)))


@post("/accounts/{account_id:str}/dismissals", status_code=HTTP_200_OK)
async def dismiss(
    request: AnyRequest, ground: TheGround, now: Now, who: Who, account_id: FromPath[str]
) -> Response[bytes]:
    """Take a role back; the account as it is then."""
    taken = await read_json(request, Dismissal)
    await accounts.dismiss(ground, who.actor, uuid_of(account_id), taken.agency_id, taken.role, now)
    return answer(await enrolled(ground, who.actor, uuid_of(account_id)))


@post("/accounts/{account_id:str}/disable", status_code=HTTP_204_NO_CONTENT)
async def disable(ground: TheGround, now: Now, who: Who, account_id: FromPath[str]) -> None:
    """Disable the account; its sessions end."""
    await accounts.disable_account(ground, who.actor, uuid_of(account_id), now)


@post("/accounts/{account_id:str}/enable", status_code=HTTP_204_NO_CONTENT)
async def enable(ground: TheGround, now: Now, who: Who, account_id: FromPath[str]) -> None:
    """Enable it again."""
    await accounts.enable_account(ground, who.actor, uuid_of(account_id), now)


@post("/accounts/{account_id:str}/password", status_code=HTTP_200_OK)
async def reset(ground: TheGround, now: Now, who: Who, account_id: FromPath[str]) -> Response[bytes]:
    """A new first password; the account's sessions end."""
    return answer(FirstPassword(await accounts.reset_password(ground, who.actor, uuid_of(account_id), now)))


@delete("/accounts/{account_id:str}/sessions", status_code=HTTP_204_NO_CONTENT)
async def end_sessions(ground: TheGround, now: Now, who: Who, account_id: FromPath[str]) -> None:
    """End every session of the account."""
    await accounts.end_sessions(ground, who.actor, uuid_of(account_id), now)


@get("/units")
async def list_units(ground: TheGround, who: Who) -> Response[bytes]:
    """The units of the agencies that the administrator reaches."""
    return answer(await units_below(ground, who.actor))


@post("/units", status_code=HTTP_200_OK)
async def write_unit(request: AnyRequest, ground: TheGround, now: Now, who: Who) -> Response[bytes]:
    """Make a unit, or give the one with this code another name."""
    return answer(await keep_unit(ground, who.actor, await read_json(request, NewUnit), now))


accounts_router = Router(
    path=PREFIX,
    route_handlers=[
        list_them, add, show, appoint, dismiss, disable, enable, reset, end_sessions, list_units, write_unit,
    ],
    dependencies={"who": Provide(at_work)},
)  # fmt: skip
