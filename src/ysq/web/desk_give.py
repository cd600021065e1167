"""Giving a command at the desk: its form, and what became of it; what was typed stays on the page."""

from litestar import Router, get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK

from ysq.cases import Dossier, open_case
from ysq.cases.sheet import Sheet, in_the_way, sheet
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.commands import CaseCommand
from ysq.domain.open_commands import EVERY
from ysq.web.deps import Now, TheDeskWords, TheGround, TheGuard
from ysq.web.desk_again import again
from ysq.web.desk_beside import Beside, Work
from ysq.web.desk_draft import ON_PAGE, draft_page, has_draft
from ysq.web.desk_draft_view import place_of
from ysq.web.desk_form import form, maker, start, told
from ysq.web.desk_reading import Reading
from ysq.web.desk_who import AtDesk, MaybeAtDesk, at_desk, maybe_at_desk
from ysq.web.errors import CaseMoved
from ysq.web.follow import see
from ysq.web.forms import AnyRequest, Fault, Fields
from ysq.web.giving import NOUNS, body_bytes, brings_file, give, require_door, uuid_of
from ysq.web.guard import FormExpired
from ysq.web.problems import status_of

_SUPPLY = "supply-record"


@get("/desk/cases/{case_id:str}/{noun:str}", dependencies={"who": Provide(at_desk)})
async def show_form(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, who: AtDesk,
    case_id: FromPath[str], noun: FromPath[str],
) -> Template:  # fmt: skip
    """The form of a command that is open; 409 when it isn't."""
    return await _shown(Work(request, ground, guard, desk_words, now, who, noun, _kind(noun), uuid_of(case_id)))


@get(f"/desk/cases/{{case_id:str}}/{_SUPPLY}", dependencies={"who": Provide(at_desk)})
async def show_file_form(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, who: AtDesk,
    case_id: FromPath[str],
) -> Template:  # fmt: skip
    """The same for the command whose file may be big: its path is its own."""
    return await _shown(Work(request, ground, guard, desk_words, now, who, _SUPPLY, c.SupplyRecord, uuid_of(case_id)))


async def _shown(work: Work) -> Template:
    actor = work.who.actor
    require_door(actor, work.kind)
    dossier = await open_case(work.ground, actor, work.case_id)
    found = _sheet(work, dossier)
    if not any(one.command == work.tag for one in found.commands):
        raise _shut(work, dossier)
    if work.kind in ON_PAGE and has_draft(dossier):
        return await draft_page(work, dossier, found)
    beside = Beside(work, dossier)
    return await form(beside, found, await start(beside))


@post("/desk/cases/{case_id:str}/{noun:str}", status_code=HTTP_200_OK, dependencies={"maybe": Provide(maybe_at_desk)})
async def give_command(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, maybe: MaybeAtDesk,
    case_id: FromPath[str], noun: FromPath[str],
) -> Template | Redirect:  # fmt: skip
    """Give the command; to the case page when it was accepted, else the form again with what was typed."""
    if maybe is None:
        return await again(request, guard, files=brings_file(NOUNS.get(noun)))
    return await _read(Work(request, ground, guard, desk_words, now, maybe, noun, _kind(noun), uuid_of(case_id)))


@post(
    f"/desk/cases/{{case_id:str}}/{_SUPPLY}", status_code=HTTP_200_OK,
    dependencies={"maybe": Provide(maybe_at_desk)}, request_max_body_size=body_bytes(c.SupplyRecord),
)  # fmt: skip
async def give_file(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, maybe: MaybeAtDesk,
    case_id: FromPath[str],
) -> Template | Redirect:  # fmt: skip
    """The same for the command whose file may be big."""
    if maybe is None:
        return await again(request, guard, files=True)
    return await _read(Work(request, ground, guard, desk_words, now, maybe, _SUPPLY, c.SupplyRecord, uuid_of(case_id)))


async def _read(work: Work) -> Template | Redirect:
    actor, ground = work.who.actor, work.ground
    require_door(actor, work.kind)
    dossier = await open_case(ground, actor, work.case_id)
    try:
        typed = await work.guard.read_form(work.request, files=brings_file(work.kind))
    except FormExpired as expired:
        found = _sheet(work, dossier)
        faults = (Fault("", work.words.faults["expired"]),)
        return await form(Beside(work, dossier), found, expired.fields, faults=faults, status=403)
    return await _given(work, dossier, typed)


async def _given(work: Work, dossier: Dossier, typed: Fields) -> Template | Redirect:
    found, beside = _sheet(work, dossier), Beside(work, dossier)
    if typed.get("do") == "more":
        return await form(beside, found, typed)
    fields = (await maker(beside, typed)).fields
    reading = Reading(work.kind, fields, typed, work.words.faults)
    if reading.command is None:
        return await form(beside, found, typed, faults=tuple(reading.faults), status=422)
    version = typed.line("version")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    try:
        done = await give(work.ground, work.who.actor, work.case_id, reading.command, seen, work.now)
    except CaseMoved as moved:
        return await _moved(work, typed, moved)
    except x.Refusal as refusal:
        if isinstance(refusal, x.NotFound):
            raise
        return await _refused(work, dossier, typed, refusal)
    return see(place_of(done.events[0], work.case_id, work.noun))


async def _moved(work: Work, typed: Fields, moved: CaseMoved) -> Template:
    """Others were faster: what they did, and the form on the case as it is now."""
    dossier = await open_case(work.ground, work.who.actor, work.case_id)
    found = _sheet(work, dossier)
    refused = told(work, moved)
    return await form(
        Beside(work, dossier), found, typed, refused=refused, changed=moved.changed, status=status_of(moved)
    )


async def _refused(work: Work, dossier: Dossier, typed: Fields, refusal: x.Refusal) -> Template:
    found = _sheet(work, dossier)
    faults = (Fault("on", refusal.message),) if isinstance(refusal, x.DateRefused | x.TooLate) else ()
    refused = told(work, refusal)
    return await form(Beside(work, dossier), found, typed, faults=faults, refused=refused, status=status_of(refusal))


def _sheet(work: Work, dossier: Dossier) -> Sheet:
    """The case beside the form: the commands that the page shows are asked about, and no others."""
    asked = EVERY if work.kind in ON_PAGE else (work.kind, c.ReviseDraft)
    return sheet(work.ground, work.who.actor, dossier, work.now, asked)


def _shut(work: Work, dossier: Dossier) -> x.WrongStage:
    """A form that isn't open: what stands in the way, and what to do about it."""
    message = f"“{work.words.commands[work.tag].title}”现在不能办理"
    why = in_the_way(work.ground, work.who.actor, dossier, work.kind, work.now)
    if why is None:
        return x.WrongStage(message, (), "，请在办件页查看可以办理的事项。")
    return x.WrongStage(f"{message}：{why.message}", why.provisions, why.todo)


def _kind(noun: str) -> type[CaseCommand]:
    if noun not in NOUNS:
        raise x.NotFound("没有这个办件", (), "，请核对编号。")
    return NOUNS[noun]


desk_give_router = Router(
    path="/", route_handlers=[show_form, show_file_form, give_command, give_file], include_in_schema=False
)
