"""What the desk takes out of a case: its ledger to print, its letters, its archive package."""

import datetime as dt
from urllib.parse import quote

import msgspec
from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Stream, Template
from litestar.status_codes import HTTP_200_OK

from ysq.cases import day_in_china, open_case
from ysq.cases.enclose import merged_letter
from ysq.cases.hand_out import hand_out
from ysq.cases.parcel import parcel
from ysq.cases.sheet import standing_ledger
from ysq.domain import errors as x
from ysq.domain.case import Case
from ysq.domain.terms import Purpose
from ysq.web.deps import Now, TheGround, TheGuard
from ysq.web.desk_who import AtDesk, Shell, at_desk, shell
from ysq.web.follow import attachment
from ysq.web.forms import AnyRequest
from ysq.web.giving import uuid_of
from ysq.web.ledger_view import LedgerView, view_of
from ysq.web.pages import desk_page
from ysq.web.staff_letters import paper_kind, staff_names


class LedgerPage(msgspec.Struct, frozen=True):
    """期限计算表, to be printed."""

    shell: Shell
    agency: str
    case: Case
    ledger: LedgerView
    today: dt.date


@get("/desk/cases/{case_id:str}/ledger")
async def show_ledger(
    request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now, who: AtDesk, case_id: FromPath[str]
) -> Template:
    """The ledger alone, day by day, for printing."""
    dossier, ticket = await open_case(ground, who.actor, uuid_of(case_id)), guard.ticket(request)
    today = day_in_china(now)
    told = view_of(standing_ledger(ground, dossier, today), ground.book, ground.calendar)
    view = LedgerPage(await shell(ground, who, ticket, "/desk"), dossier.agency.name, dossier.case, told, today)
    return desk_page("ledger", view, ticket.cookie)


@get("/desk/cases/{case_id:str}/letters/{letter_id:str}")
async def letter(ground: TheGround, who: AtDesk, case_id: FromPath[str], letter_id: FromPath[str]) -> Response[bytes]:
    """An issued letter as PDF, sealed once it has a seal."""
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    found = dossier.case.frozen(uuid_of(letter_id))
    if found is None:
        raise x.NotFound("没有这份文书", (), "，请从案件的文书中选择。")
    return attachment(dossier.files[found.handed_out.id].name, await ground.files.get(found.handed_out.id))


@get("/desk/cases/{case_id:str}/letters/{letter_id:str}/merged")
async def merged(ground: TheGround, who: AtDesk, case_id: FromPath[str], letter_id: FromPath[str]) -> Response[bytes]:
    """An issued letter with its PDF attachments behind it, to be read."""
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    found = dossier.case.frozen(uuid_of(letter_id))
    if found is None:
        raise x.NotFound("没有这份文书", (), "，请从案件的文书中选择。")
    return attachment(*await merged_letter(ground, dossier, found))


@post("/desk/cases/{case_id:str}/papers", status_code=HTTP_200_OK)
async def paper(
    request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now, who: AtDesk, case_id: FromPath[str]
) -> Response[bytes]:
    """A procedural document as PDF; it may tell identities, whose reading is recorded, so that it is a POST."""
    fields = await guard.read_form(request)
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    wanted = (paper_kind(fields.line("kind")), fields.line("about"))
    names = await staff_names(ground, who.actor, dossier)
    return attachment(*await hand_out(ground, who.actor, dossier, wanted, names, now))


@post("/desk/cases/{case_id:str}/package", status_code=HTTP_200_OK)
async def package(
    request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now, who: AtDesk, case_id: FromPath[str]
) -> Stream:
    """The archive package as it would be today, zipped; identities are read, so that it is a POST with a purpose."""
    purpose = purpose_of((await guard.read_form(request)).line("purpose"))
    made = await parcel(ground, who.actor, uuid_of(case_id), purpose, now)
    disposition = f"attachment; filename=\"case.zip\"; filename*=UTF-8''{quote(made.name, safe='')}"
    headers = {"Content-Disposition": disposition, "Content-Length": str(made.size)}
    return Stream(made.chunks, media_type="application/zip", headers=headers)


def purpose_of(text: str) -> Purpose:
    """The purpose chosen in a form. Raises Missing when none was."""
    if text not in set(Purpose):
        raise x.Missing("没有选择查看的用途", (), "，请选择用途后再查看。")
    return Purpose(text)


desk_papers_router = Router(
    path="/",
    route_handlers=[show_ledger, letter, merged, paper, package],
    dependencies={"who": Provide(at_desk)},
    include_in_schema=False,
)
