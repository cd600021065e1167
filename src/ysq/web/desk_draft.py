"""拟稿 at the desk: the letter block by block, its versions and what differs, comments, and files that come back."""

import datetime as dt

import msgspec
from litestar import Response, Router, get, post
from litestar.di import Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK

from ysq.accounts import names_of
from ysq.cases import Dossier, day_in_china, open_case
from ysq.cases.ahead import CheckFound, letter_ahead
from ysq.cases.draft_book import DraftBook, ReturnedDraft, draft_book, returned_draft, returned_file
from ysq.cases.draft_file import DOCX, draft_docx
from ysq.cases.sheet import Sheet, sheet
from ysq.cases.timeline import Happened
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.letters import Letter
from ysq.letters.differences import ParagraphChange
from ysq.web.deps import Now, TheDeskWords, TheGround, TheGuard
from ysq.web.desk_again import again
from ysq.web.desk_beside import Work
from ysq.web.desk_checks import CheckView, check_views
from ysq.web.desk_draft_view import Row, carried, place_of, read_revision, rows_of
from ysq.web.desk_form import Refused, told
from ysq.web.desk_who import AtDesk, MaybeAtDesk, Shell, at_desk, maybe_at_desk, shell
from ysq.web.errors import CaseMoved
from ysq.web.follow import attachment, see
from ysq.web.forms import AnyRequest, Fault, Fields
from ysq.web.giving import NOUNS, give, require_door, uuid_of
from ysq.web.guard import FormExpired
from ysq.web.pages import desk_page
from ysq.web.problems import status_of

_NOUN = "revise-draft"
ON_PAGE = frozenset({c.CommentOnDraft, c.ResolveComment, c.ReceiveDraftFile})
"""Commands whose forms stand on the page of the draft."""


class DraftPage(msgspec.Struct, frozen=True):
    """The draft. `compared` are the two versions whose `changes` are shown; `adopt` the fields that a file proposes.

    `may` are the nouns of the commands that this person may give now, `done` the title of the one just given.
    """

    shell: Shell
    sheet: Sheet
    book: DraftBook
    rows: tuple[Row, ...]
    letter: Letter | None
    trouble: str
    checks: tuple[CheckView, ...]
    compared: tuple[int, int]
    changes: tuple[ParagraphChange, ...]
    returned: ReturnedDraft | None
    adopt: tuple[tuple[str, str], ...]
    may: frozenset[str]
    names: dict[str, str]
    faults: tuple[Fault, ...]
    refused: Refused | None
    changed: tuple[Happened, ...]
    on: str
    today: dt.date
    done: str

    def who(self, actor: str) -> str:
        """The name behind an account."""
        return self.names.get(actor, actor)


class _Sent(msgspec.Struct, frozen=True):
    """What was typed and why it wasn't accepted."""

    typed: Fields
    faults: tuple[Fault, ...] = ()
    refused: Refused | None = None
    changed: tuple[Happened, ...] = ()
    status: int = 200


@get("/desk/cases/{case_id:str}/revise-draft", dependencies={"who": Provide(at_desk)})
async def show(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, who: AtDesk,
    case_id: FromPath[str],
) -> Template | Redirect:  # fmt: skip
    """The draft of the letter on an item; 409 while nothing is drafted."""
    work = _work(request, ground, guard, desk_words, now, who, case_id)
    require_door(who.actor, work.kind)
    dossier = await open_case(ground, who.actor, work.case_id)
    found = sheet(ground, who.actor, dossier, now)
    if not any(one.command == work.tag for one in found.commands):
        if done := request.query_params.get("done", ""):
            return see(f"/desk/cases/{work.case_id}?done={done}")
        raise x.WrongStage("还没有可以修改的拟稿", (), "，请先拟办。")
    return await draft_page(work, dossier, found)


@post("/desk/cases/{case_id:str}/revise-draft", status_code=HTTP_200_OK,
      dependencies={"maybe": Provide(maybe_at_desk)})  # fmt: skip
async def save(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, maybe: MaybeAtDesk,
    case_id: FromPath[str],
) -> Template | Redirect:  # fmt: skip
    """Save a version; what was typed stays on the page when it is refused."""
    if maybe is None:
        return await again(request, guard)
    work = _work(request, ground, guard, desk_words, now, maybe, case_id)
    require_door(maybe.actor, work.kind)
    dossier = await open_case(ground, maybe.actor, work.case_id)
    expired: tuple[Fault, ...] = ()
    try:
        typed = await guard.read_form(request)
    except FormExpired as late:
        typed, expired = late.fields, (Fault("", desk_words.faults["expired"]),)
    if not has_draft(dossier):
        raise x.Missing("还没有可以修改的拟稿", (), "，请先拟办。")
    book = draft_book(ground, maybe.actor, dossier, _item(dossier, typed.line("item")), day_in_china(now))
    command, wrong = read_revision(book, typed, desk_words)
    if command is None or expired:
        return await _again(work, _Sent(typed, expired or wrong, status=403 if expired else 422))
    return await _saved(work, command, typed)


async def _saved(work: Work, command: c.ReviseDraft, typed: Fields) -> Template | Redirect:
    version = typed.line("version")
    seen = int(version) if version.isascii() and version.isdigit() and len(version) < 10 else 0
    try:
        done = await give(work.ground, work.who.actor, work.case_id, command, seen, work.now)
    except CaseMoved as moved:
        return await _again(work, _Sent(typed, (), told(work, moved), moved.changed, status_of(moved)))
    except x.Refusal as refusal:
        if isinstance(refusal, x.NotFound):
            raise
        faults = (Fault("on", refusal.message),) if isinstance(refusal, x.DateRefused) else ()
        return await _again(work, _Sent(typed, faults, told(work, refusal), (), status_of(refusal)))
    return see(place_of(done.events[0], work.case_id, work.noun))


@get("/desk/cases/{case_id:str}/drafts/{file_id:str}", dependencies={"who": Provide(at_desk)})
async def file(ground: TheGround, who: AtDesk, case_id: FromPath[str], file_id: FromPath[str]) -> Response[bytes]:
    """A file that came back, as it came."""
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    return attachment(*await returned_file(ground, who.actor, dossier, uuid_of(file_id)), DOCX)


@get("/desk/cases/{case_id:str}/draft.docx", dependencies={"who": Provide(at_desk)})
async def docx(
    request: AnyRequest, ground: TheGround, now: Now, who: AtDesk, case_id: FromPath[str]
) -> Response[bytes]:
    """The newest version as a file to be worked on."""
    dossier = await open_case(ground, who.actor, uuid_of(case_id))
    item = _item(dossier, request.query_params.get("item", ""))
    items = None if item is None else dossier.case.lettered_with(item)
    return attachment(*await draft_docx(ground, who.actor, dossier, day_in_china(now), items), DOCX)


def has_draft(dossier: Dossier) -> bool:
    """Whether there is a letter to work on."""
    return any(item.open and item.outcome for item in dossier.case.items.values())


def _work(
    request: AnyRequest, ground: TheGround, guard: TheGuard, words: TheDeskWords, now: Now, who: AtDesk, case_id: str
) -> Work:
    return Work(request, ground, guard, words, now, who, _NOUN, c.ReviseDraft, uuid_of(case_id))


def _item(dossier: Dossier, text: str) -> int | None:
    """The item named, when it has a draft."""
    drafted = (number for number in dossier.case.open_items if dossier.case.items[number].outcome)
    return next((number for number in drafted if str(number) == text), None)


async def _again(work: Work, sent: _Sent) -> Template:
    dossier = await open_case(work.ground, work.who.actor, work.case_id)
    return await draft_page(work, dossier, sheet(work.ground, work.who.actor, dossier, work.now), sent)


async def draft_page(work: Work, dossier: Dossier, found: Sheet, sent: _Sent | None = None) -> Template:
    """The page of the draft that the address or what was typed names; the first one, if neither does."""
    ground, actor, today = work.ground, work.who.actor, day_in_china(work.now)
    ticket, query = work.guard.ticket(work.request), work.request.query_params
    asked = sent.typed.line("item") if sent else query.get("item", "")
    book = draft_book(ground, actor, dossier, _item(dossier, asked), today)
    command = c.IssueLetter(max(today, dossier.case.last_on), book.items)
    ahead = letter_ahead(ground, actor, dossier, command)
    compared = _number(query.get("from", ""), 0), _number(query.get("to", ""), book.revision)
    wanted = uuid_of(query.get("file", ""))
    file = next((one for one in book.files if one.file_id == wanted), None)
    returned = await returned_draft(ground, actor, dossier, book, wanted, today) if file else None
    actors = {one.actor for one in (sent.changed if sent else ())} | book.people
    given = NOUNS.get(query.get("done", ""))
    view = DraftPage(
        shell=await shell(ground, work.who, ticket, "/desk"),
        sheet=found,
        book=book,
        rows=rows_of(book, sent.typed if sent else None),
        letter=ahead.letter,
        trouble=ahead.trouble,
        checks=_checks(work, ahead.findings),
        compared=compared,
        changes=book.changes(*compared) if compared[0] != compared[1] else (),
        returned=returned,
        adopt=carried(returned.comparison.edits) if returned else (),
        may=frozenset(one.command.replace("_", "-") for one in found.commands),
        names=await names_of(ground, actor, actors),
        faults=sent.faults if sent else (),
        refused=sent.refused if sent else None,
        changed=sent.changed if sent else (),
        on=sent.typed.line("on") if sent else today.isoformat(),
        today=today,
        done=work.words.commands[str(given.__struct_config__.tag)].title if given else "",
    )
    return desk_page("draft", view, ticket.cookie, status=sent.status if sent else 200)


def _checks(work: Work, findings: tuple[CheckFound, ...]) -> tuple[CheckView, ...]:
    return check_views(findings, work.words.checks["elsewhere"], work.ground.book, {})


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else otherwise


desk_draft_router = Router(path="/", route_handlers=[show, save, file, docx], include_in_schema=False)
"""Before the general forms of commands: this command has a page of its own."""
