"""办件: one case with everything that is known of it, and exactly the commands that this person may give now."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

import msgspec
from litestar import Router, get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Template
from litestar.status_codes import HTTP_200_OK

from ysq.accounts import Current, names_of
from ysq.cases import Dossier, Ground, day_in_china, open_case, reveal
from ysq.cases.hand_out import PaperOffer, offered
from ysq.cases.sheet import Sheet, past_sheet, sheet
from ysq.cases.tasks import tasks_of
from ysq.domain.open_commands import OpenCommand
from ysq.domain.people import Identity
from ysq.domain.powers import HOLDERS, Power
from ysq.domain.tasks import Waiting
from ysq.web.deps import Now, TheDeskWords, TheGround, TheGuard
from ysq.web.desk_findings import FindingView, finding_views
from ysq.web.desk_papers import purpose_of
from ysq.web.desk_who import AtDesk, Shell, at_desk, shell
from ysq.web.forms import AnyRequest, read_day
from ysq.web.giving import NOUNS, uuid_of
from ysq.web.guard import Guard
from ysq.web.ledger_view import Cited, DeadlineRow, LedgerView, cited, view_of
from ysq.web.pages import desk_page
from ysq.web.words import DeskWords


class CommandLink(msgspec.Struct, frozen=True):
    """A command that is open: where its form is, and the days it may lawfully happen on."""

    noun: str
    title: str
    first_day: dt.date | None
    last_day: dt.date | None
    provisional: bool
    passed: bool
    next: bool


class CommandGroup(msgspec.Struct, frozen=True):
    """Commands that belong together."""

    title: str
    commands: tuple[CommandLink, ...]


class CasePage(msgspec.Struct, frozen=True):
    """The case page. `as_of` is the day looked back to, None for now; `done` the title of the command just given."""

    shell: Shell
    sheet: Sheet
    ledger: LedgerView
    to_answer: tuple[DeadlineRow, ...]
    kept_by: tuple[Cited, ...]
    findings: tuple[FindingView, ...]
    groups: tuple[CommandGroup, ...]
    tasks: tuple[Waiting, ...]
    papers: tuple[PaperOffer, ...]
    names: dict[str, str]
    law: dict[int, tuple[Cited, ...]]
    can_reveal: bool
    revealed: Identity | None
    revealed_id: UUID | None
    own: bool
    today: dt.date
    as_of: dt.date | None
    done: str

    def who(self, actor: str) -> str:
        """The name behind an entry of the log."""
        return self.names.get(actor, "申请人" if actor == "citizen" else actor)


@get("/desk/cases/{case_id:str}")
async def show(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, who: AtDesk,
    case_id: FromPath[str],
) -> Template:  # fmt: skip
    """The case now, or as it stood at the end of a day."""
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    as_of = read_day(request.query_params.get("as_of", ""))
    kind = NOUNS.get(request.query_params.get("done", ""))
    done = desk_words.commands[str(kind.__struct_config__.tag)].title if kind else ""
    return await _page(request, _At(ground, guard, desk_words, now, who), dossier, as_of=as_of, done=done)


@post("/desk/cases/{case_id:str}/reveal", status_code=HTTP_200_OK)
async def show_identity(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, who: AtDesk,
    case_id: FromPath[str],
) -> Template:  # fmt: skip
    """A person's identity in full on the case page, once; the reading is on record with its purpose."""
    fields, key = await guard.read_form(request), uuid_of(case_id)
    person_id, purpose = uuid_of(fields.line("person_id")), purpose_of(fields.line("purpose"))
    identity = await reveal(ground, who.actor, key, person_id, purpose, now)
    at = _At(ground, guard, desk_words, now, who)
    return await _page(request, at, await open_case(ground, who.actor, key), revealed=(person_id, identity))


class _At(msgspec.Struct, frozen=True):
    """What the steps of one answer share."""

    ground: Ground
    guard: Guard
    words: DeskWords
    now: dt.datetime
    who: Current


async def _page(
    request: AnyRequest,
    at: _At,
    dossier: Dossier,
    *,
    as_of: dt.date | None = None,
    done: str = "",
    revealed: tuple[UUID, Identity] | None = None,
) -> Template:
    ground, actor, today = at.ground, at.who.actor, day_in_china(at.now)
    tasks: tuple[Waiting, ...] = ()
    if as_of is not None and as_of < today:
        found = past_sheet(ground, actor, dossier, as_of, at.now)
    else:
        found, as_of = sheet(ground, actor, dossier, at.now), None
        tasks = await tasks_of(ground, dossier.case, today, dossier.reckon(ground))
    ticket = at.guard.ticket(request)
    own = found.agency_id == actor.agency_id
    view = CasePage(
        shell=await shell(ground, at.who, ticket, "/desk"),
        sheet=found,
        ledger=view_of(found.ledger, ground.book, ground.calendar),
        to_answer=tuple(_to_answer(found, ground)),
        kept_by=cited(found.kept.provisions, ground.book) if found.kept else (),
        findings=finding_views(found.findings),
        groups=tuple(_groups(found, at, tasks, today)),
        tasks=tasks,
        papers=() if as_of else offered(ground, actor, dossier, at.now),
        names=await names_of(ground, actor, [one.actor for one in found.timeline]),
        law={one.version: cited(one.provisions, ground.book) for one in found.timeline},
        can_reveal=own and actor.role in HOLDERS[Power.REVEAL_IDENTITY],
        revealed=revealed[1] if revealed else None,
        revealed_id=revealed[0] if revealed else None,
        own=own,
        today=today,
        as_of=as_of,
        done=done,
    )
    return desk_page("case", view, ticket.cookie)


def _to_answer(found: Sheet, ground: Ground) -> Iterator[DeadlineRow]:
    """What the remedies that aren't decided ask of the agency, and until when."""
    for one in found.to_answer:
        law = cited(one.deadline.provisions, ground.book)
        yield DeadlineRow(f"{one.number}：{one.what}", one.deadline.date, one.deadline.provisional, law)


def _groups(found: Sheet, at: _At, tasks: tuple[Waiting, ...], today: dt.date) -> Iterator[CommandGroup]:
    """The open commands in the order of the words' groups; those that the case waits for are marked."""
    waited = {task.task.value for task in tasks if task.after is None and at.who.actor.role in task.roles}
    for group, title in at.words.groups.items():
        links = [
            _link(one, at.words, today, waited)
            for one in found.commands
            if at.words.commands[one.command].group == group
        ]
        if links:
            yield CommandGroup(title, tuple(links))


def _link(one: OpenCommand, words: DeskWords, today: dt.date, waited: set[str]) -> CommandLink:
    return CommandLink(
        noun=one.command.replace("_", "-"),
        title=words.commands[one.command].title,
        first_day=one.first_day,
        last_day=one.last_day,
        provisional=one.provisional,
        passed=one.last_day is not None and one.last_day < today,
        next=one.command in waited,
    )


desk_case_router = Router(
    path="/",
    route_handlers=[show, show_identity],
    dependencies={"who": Provide(at_desk)},
    include_in_schema=False,
)
