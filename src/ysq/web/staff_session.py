"""Signing in to the JSON face, by a token in the Authorization header; no cookies here."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, Router, delete, get, post
from litestar.di import Provide
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED, HTTP_204_NO_CONTENT

from ysq.accounts import act_as, appointments_of, change_password, current, sign_in, sign_out
from ysq.accounts.session import ABSOLUTE, IDLE
from ysq.db.accounts import Appointment
from ysq.domain.terms import Role
from ysq.web.bearer import Who, address_of, signed_in, token_of
from ysq.web.deps import Now, TheGround
from ysq.web.errors import Unacceptable
from ysq.web.forms import AnyRequest
from ysq.web.json_face import PREFIX, answer, read_json

Typed = Annotated[str, msgspec.Meta(max_length=1_000)]


class SignIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """登录名 and 密码."""

    login: Typed
    password: Typed


class NewPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """原密码 and 新密码."""

    old: Typed
    new: Typed


class WhoActs(msgspec.Struct, frozen=True):
    """The account, and the role in an agency that the session acts under."""

    account_id: UUID
    login: str
    name: str
    agency_id: int
    role: Role
    role_name: str
    unit_code: str | None
    must_change_password: bool
    appointments: tuple[Appointment, ...]


class SignedIn(msgspec.Struct, frozen=True):
    """A session: `token` is shown here and kept nowhere. It ends at `expires_at`, or when idle for `idle_seconds`."""

    token: str
    expires_at: datetime
    idle_seconds: int
    who: WhoActs


@post("/session")
async def begin(request: AnyRequest, ground: TheGround, now: Now) -> Response[bytes]:
    """Sign in: 201 with the token."""
    body = await read_json(request, SignIn)
    session = await sign_in(ground, body.login, body.password, now, address_of(request))
    found = await current(ground, session.token, now)
    if found is None:
        raise Unacceptable("signed_out")
    who = await _told(ground, found)
    return answer(SignedIn(session.token, now + ABSOLUTE, int(IDLE.total_seconds()), who), HTTP_201_CREATED)


@get("/session")
async def show(ground: TheGround, who: Who) -> Response[bytes]:
    """Who acts with this token."""
    return answer(await _told(ground, who))


@delete("/session", status_code=HTTP_204_NO_CONTENT)
async def end(request: AnyRequest, ground: TheGround, now: Now, who: Who) -> None:
    """Sign out."""
    await sign_out(ground, token_of(request), now)


@post("/session/password", status_code=HTTP_204_NO_CONTENT)
async def renew(request: AnyRequest, ground: TheGround, now: Now, who: Who) -> None:
    """Change one's own password; the account's other sessions end."""
    body = await read_json(request, NewPassword)
    await change_password(ground, who, body.old, body.new, now)


@post("/session/appointment", status_code=HTTP_200_OK)
async def choose(request: AnyRequest, ground: TheGround, now: Now, who: Who) -> Response[bytes]:
    """Go on under another of the account's appointments."""
    if who.must_change:
        raise Unacceptable("password_must_change")
    body = await read_json(request, Appointment)
    await act_as(ground, who, body.agency_id, body.role)
    return answer(await _told(ground, await signed_in(request, ground, now)))


async def _told(ground: TheGround, who: Who) -> WhoActs:
    return WhoActs(
        account_id=who.account_id,
        login=who.login,
        name=who.name,
        agency_id=who.actor.agency_id,
        role=who.actor.role,
        role_name=who.actor.role.zh,
        unit_code=who.unit_code,
        must_change_password=who.must_change,
        appointments=await appointments_of(ground, who),
    )


session_router = Router(
    path=PREFIX, route_handlers=[begin, show, end, renew, choose], dependencies={"who": Provide(signed_in)}
)
