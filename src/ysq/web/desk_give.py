"""Giving a command at the desk: its form, and what became of it; what was typed stays on the page."""

import datetime as dt
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK

from ysq.accounts import Current, names_of, units_of
from ysq.cases import Dossier, Ground, day_in_china, open_case
from ysq.cases.draft import DraftSheet, draft_sheet
from ysq.cases.sheet import Sheet, sheet
from ysq.cases.timeline import Happened
from ysq.domain import errors as x
from ysq.domain.commands import CaseCommand
from ysq.domain.open_commands import OpenCommand
from ysq.web.deps import Now, TheDeskWords, TheGround, TheGuard
from ysq.web.desk_again import again
from ysq.web.desk_choices import CaseChoices, first_values
from ysq.web.desk_fields import FormField, FormMaker
from ysq.web.desk_findings import FindingView, finding_views
from ysq.web.desk_reading import Reading
from ysq.web.desk_tasks import own_units
from ysq.web.desk_who import AtDesk, MaybeAtDesk, Shell, at_desk, maybe_at_desk, shell
from ysq.web.errors import CaseMoved
from ysq.web.follow import see
from ysq.web.forms import AnyRequest, Fault, Fields
from ysq.web.giving import NOUNS, give, require_door, uuid_of
from ysq.web.guard import FormExpired, Guard
from ysq.web.ledger_view import Cited, cited
from ysq.web.pages import desk_page
from ysq.web.problems import status_of
from ysq.web.words import CommandWords, DeskWords

_WITH_DRAFT = frozenset({
    "draft_determination", "endorse", "return_draft", "review_legality", "approve_determination", "issue_letter",
    "record_secrecy_review",
})  # fmt: skip
"""Commands beside whose form the proposals and the letter are shown."""
_FIRST = ("item", "letter_id", "unit", "party")


class Refused(msgspec.Struct, frozen=True):
    """Why a command wasn't accepted, by which law, and what to do."""

    message: str
    todo: str
    law: tuple[Cited, ...]


class CommandPage(msgspec.Struct, frozen=True):
    """The form of a command. `changed` is what others did meanwhile; `draft` the proposals, where they matter."""

    shell: Shell
    sheet: Sheet
    noun: str
    words: CommandWords
    bounds: OpenCommand | None
    law: tuple[Cited, ...]
    fields: tuple[FormField, ...]
    typed: Fields
    faults: tuple[Fault, ...]
    refused: Refused | None
    changed: tuple[Happened, ...]
    names: dict[str, str]
    draft: DraftSheet | None
    findings: tuple[FindingView, ...]
    provisions: dict[str, tuple[Cited, ...]]
    today: dt.date

    def who(self, actor: str) -> str:
        """The name behind an entry of the log."""
        return self.names.get(actor, "申请人" if actor == "citizen" else actor)


class _Work(msgspec.Struct, frozen=True):
    """What the steps of one answer share."""

    request: AnyRequest
    ground: Ground
    guard: Guard
    words: DeskWords
    now: dt.datetime
    who: Current
    noun: str
    kind: type[CaseCommand]
    case_id: UUID

    @property
    def tag(self) -> str:
        """The command's tag."""
        return str(self.kind.__struct_config__.tag)


@get("/desk/cases/{case_id:str}/{noun:str}", dependencies={"who": Provide(at_desk)})
async def show_form(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, who: AtDesk,
    case_id: FromPath[str], noun: FromPath[str],
) -> Template:  # fmt: skip
    """The form of a command that is open; 409 when it isn't."""
    work = _Work(request, ground, guard, desk_words, now, who, noun, _kind(noun), uuid_of(case_id))
    require_door(who.actor, work.kind)
    dossier = await open_case(ground, who.actor, work.case_id)
    found = sheet(ground, who.actor, dossier, now)
    if not any(one.command == work.tag for one in found.commands):
        raise x.WrongStage(
            f"“{desk_words.commands[work.tag].title}”现在不能办理", (), "，请在办件页查看可以办理的事项。"
        )
    return await _form(work, dossier, found, await _start(work, dossier))


@post("/desk/cases/{case_id:str}/{noun:str}", status_code=HTTP_200_OK, dependencies={"maybe": Provide(maybe_at_desk)})
async def give_command(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, maybe: MaybeAtDesk,
    case_id: FromPath[str], noun: FromPath[str],
) -> Template | Redirect:  # fmt: skip
    """Give the command; to the case page when it was accepted, else the form again with what was typed."""
    if maybe is None:
        return await again(request, guard)
    work = _Work(request, ground, guard, desk_words, now, maybe, noun, _kind(noun), uuid_of(case_id))
    require_door(maybe.actor, work.kind)
    dossier = await open_case(ground, maybe.actor, work.case_id)
    try:
        typed = await guard.read_form(request)
    except FormExpired as expired:
        found = sheet(ground, maybe.actor, dossier, now)
        faults = (Fault("", desk_words.faults["expired"]),)
        return await _form(work, dossier, found, expired.fields, faults=faults, status=403)
    return await _given(work, dossier, typed)


async def _given(work: _Work, dossier: Dossier, typed: Fields) -> Template | Redirect:
    found = sheet(work.ground, work.who.actor, dossier, work.now)
    if typed.get("do") == "more":
        return await _form(work, dossier, found, typed)
    fields = (await _maker(work, dossier, typed)).fields
    reading = Reading(work.kind, fields, typed, work.words.faults)
    if reading.command is None:
        return await _form(work, dossier, found, typed, faults=tuple(reading.faults), status=422)
    version = typed.line("version")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    try:
        await give(work.ground, work.who.actor, work.case_id, reading.command, seen, work.now)
    except CaseMoved as moved:
        return await _moved(work, typed, moved)
    except x.Refusal as refusal:
        if isinstance(refusal, x.NotFound):
            raise
        return await _refused(work, dossier, typed, refusal)
    return see(f"/desk/cases/{work.case_id}?done={work.noun}")


async def _moved(work: _Work, typed: Fields, moved: CaseMoved) -> Template:
    """Others were faster: what they did, and the form on the case as it is now."""
    dossier = await open_case(work.ground, work.who.actor, work.case_id)
    found = sheet(work.ground, work.who.actor, dossier, work.now)
    refused = _told(work, moved)
    return await _form(work, dossier, found, typed, refused=refused, changed=moved.changed, status=status_of(moved))


async def _refused(work: _Work, dossier: Dossier, typed: Fields, refusal: x.Refusal) -> Template:
    found = sheet(work.ground, work.who.actor, dossier, work.now)
    faults = (Fault("on", refusal.message),) if isinstance(refusal, x.DateRefused | x.TooLate) else ()
    refused = _told(work, refusal)
    return await _form(work, dossier, found, typed, faults=faults, refused=refused, status=status_of(refusal))


def _told(work: _Work, refusal: x.Refusal) -> Refused:
    return Refused(refusal.message, refusal.todo.lstrip("，；。 "), cited(refusal.provisions, work.ground.book))


def _kind(noun: str) -> type[CaseCommand]:
    if noun not in NOUNS:
        raise x.NotFound("没有这个办件", (), "，请核对编号。")
    return NOUNS[noun]


async def _maker(work: _Work, dossier: Dossier, typed: Fields) -> FormMaker:
    units = tuple(unit.name for unit in await units_of(work.ground, work.who.actor))
    choices = CaseChoices(work.tag, dossier, work.ground.book, units)
    return FormMaker(work.kind, work.words, choices.offered, typed)


async def _start(work: _Work, dossier: Dossier) -> Fields:
    """A fresh form: today, what the address names, one's own unit, and choices that leave no choice."""
    fields = (await _maker(work, dossier, Fields(()))).fields
    values = first_values(work.tag, fields) | {"on": day_in_china(work.now).isoformat()}
    names = {field.name for field in fields}
    values |= {name: text for name in _FIRST if name in names and (text := work.request.query_params.get(name))}
    own = await own_units(work.ground, work.who)
    for field in fields:
        if field.name == "unit" and not values.get("unit"):
            values["unit"] = next((one.value for one in field.choices if one.value in own), "")
    return Fields(values.items())


async def _form(
    work: _Work,
    dossier: Dossier,
    found: Sheet,
    typed: Fields,
    *,
    faults: tuple[Fault, ...] = (),
    refused: Refused | None = None,
    changed: tuple[Happened, ...] = (),
    status: int = 200,
) -> Template:
    ticket, book, actor = work.guard.ticket(work.request), work.ground.book, work.who.actor
    bounds = next((one for one in found.commands if one.command == work.tag), None)
    today = day_in_china(work.now)
    draft = draft_sheet(work.ground, actor, dossier, today) if work.tag in _WITH_DRAFT else None
    proposals = draft.proposals if draft else ()
    actors = {one.actor for one in changed} | {word.actor for one in proposals for word in one.opinions}
    view = CommandPage(
        shell=await shell(work.ground, work.who, ticket, "/desk"),
        sheet=found,
        noun=work.noun,
        words=work.words.commands[work.tag],
        bounds=bounds,
        law=cited(bounds.provisions if bounds else (), book),
        fields=(await _maker(work, dossier, typed)).fields,
        typed=typed,
        faults=faults,
        refused=refused,
        changed=changed,
        names=await names_of(work.ground, actor, actors | {one.drafted_by for one in proposals}),
        draft=draft,
        findings=finding_views(found.findings, book) if draft else (),
        provisions={one.outcome: cited(one.provisions, book) for one in proposals},
        today=today,
    )
    return desk_page("command", view, ticket.cookie, status=status)


desk_give_router = Router(path="/", route_handlers=[show_form, give_command], include_in_schema=False)
