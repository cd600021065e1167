"""The page of a command: its form on a case, beside it the proposals and the letter where they matter."""

import datetime as dt
from uuid import UUID

import msgspec
from litestar.response import Template

from ysq.accounts import Current, names_of, units_of
from ysq.cases import Dossier, Ground, day_in_china
from ysq.cases.ahead import shown_names
from ysq.cases.draft import DraftSheet, draft_sheet, notice_sheet
from ysq.cases.sheet import Sheet
from ysq.cases.timeline import Happened
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.case import Case
from ysq.domain.commands import CaseCommand
from ysq.domain.decide.checked import FaultyLetter
from ysq.domain.notices import issuable_notices
from ysq.domain.open_commands import OpenCommand
from ysq.web.desk_checks import CheckView, check_views
from ysq.web.desk_choices import CaseChoices, first_values
from ysq.web.desk_fields import FormField, FormMaker, Kind
from ysq.web.desk_findings import FindingView, finding_views
from ysq.web.desk_who import Shell, shell
from ysq.web.forms import AnyRequest, Fault, Fields, read_day
from ysq.web.guard import Guard
from ysq.web.ledger_view import Cited, cited
from ysq.web.pages import desk_page
from ysq.web.words import CommandWords, DeskWords

_WITH_DRAFT = frozenset({
    "draft_determination", "endorse", "return_draft", "review_legality", "approve_determination", "issue_letter",
    "explain_findings",
    "record_secrecy_review",
})  # fmt: skip
"""Commands beside whose form the proposals and the letter are shown."""
_FIRST = ("item", "letter_id", "unit", "party", "kind")


class Refused(msgspec.Struct, frozen=True):
    """Why a command wasn't accepted, by which law, and what to do."""

    message: str
    todo: str
    law: tuple[Cited, ...]


class CommandPage(msgspec.Struct, frozen=True):
    """The form of a command. `changed` is what others did meanwhile; `draft` the proposals, where they matter.

    `checks` are what the checks find in the draft's letter, errors first.
    """

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
    checks: tuple[CheckView, ...]
    findings: tuple[FindingView, ...]
    provisions: dict[int, tuple[Cited, ...]]
    remedies: dict[int, tuple[Cited, ...]]
    today: dt.date

    def who(self, actor: str) -> str:
        """The name behind an entry of the log."""
        return self.names.get(actor, "申请人" if actor == "citizen" else actor)


class Work(msgspec.Struct, frozen=True):
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


def told(work: Work, refusal: x.Refusal) -> Refused:
    """A refusal as the page tells it; what the checks found is listed on the page, each with its law."""
    if isinstance(refusal, FaultyLetter):
        return Refused(f"文书有{len(refusal.findings)}处问题，见下面的检查结果", refusal.todo.lstrip("，；。 "), ())
    return Refused(refusal.message, refusal.todo.lstrip("，；。 "), cited(refusal.provisions, work.ground.book))


class Beside:
    """The proposals and the letter to be shown with a command on a case; the same letter is made once an answer."""

    def __init__(self, work: Work, dossier: Dossier) -> None:
        self.work, self.dossier = work, dossier
        self._made: dict[tuple[dt.date, tuple[int, ...]], DraftSheet] = {}

    def draft(self, typed: Fields) -> DraftSheet | None:
        """Of the item typed; the letter to issue on the items and day typed. None where the command has none."""
        today = day_in_china(self.work.now)
        if self.work.tag == "issue_notice":
            chosen = _chosen(self.work, self.dossier.case, typed, today)
            return notice_sheet(self.work.ground, self.work.who.actor, self.dossier, chosen)
        if self.work.tag not in _WITH_DRAFT:
            return None
        wanted = _to_issue(self.dossier, typed, today) if self.work.tag == "issue_letter" else (today, self._on(typed))
        if wanted not in self._made:
            on, items = wanted
            self._made[wanted] = draft_sheet(self.work.ground, self.work.who.actor, self.dossier, on, items)
        return self._made[wanted]

    def _on(self, typed: Fields) -> tuple[int, ...]:
        """The items of the letter with the one typed or named by the address; of the first one, if there is none."""
        case, item = self.dossier.case, typed.line("item") or self.work.request.query_params.get("item", "")
        drafted = {str(number): number for number in case.open_items if case.items[number].outcome}
        first = next(iter(drafted.values()), None)
        chosen = drafted.get(item, first)
        return () if chosen is None else case.lettered_with(chosen)


def _to_issue(dossier: Dossier, typed: Fields, today: dt.date) -> tuple[dt.date, tuple[int, ...]]:
    case = dossier.case
    approved = tuple(number for number in case.open_items if case.items[number].approved_by)
    together = case.lettered_with(approved[0]) if approved else ()
    chosen = tuple(number for number in approved if typed.line(f"items-{number}") == "yes")
    on = read_day(typed.line("on")) or today
    return min(on, today), chosen or together


def _chosen(work: Work, case: Case, typed: Fields, today: dt.date) -> c.IssueNotice | None:
    """The notice that the form or the address names, or the only one that there is; None when none is."""
    query, steps = work.request.query_params, list(issuable_notices(case))
    kind, party = (typed.line(name) or query.get(name, "") for name in ("kind", "party"))
    found = [one for one in steps if kind in ("", one.kind) and party in ("", one.party)]
    if len(found) != 1:
        return None
    on = max(min(read_day(typed.line("on")) or today, today), case.received.date)
    return c.IssueNotice(on, found[0].kind, found[0].party)


async def maker(beside: Beside, typed: Fields) -> FormMaker:
    """The fields of the command on this case, with room for what was typed and for reasons for what was found."""
    work, draft = beside.work, beside.draft(typed)
    found = draft.ahead.findings if draft and draft.ahead else ()
    asked = "unit" in work.kind.__struct_fields__
    units = tuple(unit.name for unit in await units_of(work.ground, work.who.actor)) if asked else ()
    asking = tuple(shown_names(work.ground, work.who.actor, beside.dossier))
    on = read_day(typed.line("on")) or day_in_china(work.now)
    choices = CaseChoices(work.tag, beside.dossier, work.ground.book, on, units, found, asking)
    return FormMaker(work.kind, work.words, choices.offered, typed)


async def start(beside: Beside) -> Fields:
    """A fresh form: today, what the address names, one's own unit, and choices that leave no choice."""
    work = beside.work
    fields = (await maker(beside, Fields(()))).fields
    values = first_values(work.tag, fields) | {"on": day_in_china(work.now).isoformat()}
    names = {field.name for field in fields}
    values |= {name: text for name in _FIRST if name in names and (text := work.request.query_params.get(name))}
    own = work.who.actor.units or frozenset()
    for field in fields:
        if field.name == "unit" and not values.get("unit"):
            values["unit"] = next((one.value for one in field.choices if one.value in own), "")
    return Fields(values.items())


async def form(
    beside: Beside,
    found: Sheet,
    typed: Fields,
    *,
    faults: tuple[Fault, ...] = (),
    refused: Refused | None = None,
    changed: tuple[Happened, ...] = (),
    status: int = 200,
) -> Template:
    """The page, with what was typed."""
    work = beside.work
    ticket, book, actor = work.guard.ticket(work.request), work.ground.book, work.who.actor
    bounds = next((one for one in found.commands if one.command == work.tag), None)
    today = day_in_china(work.now)
    draft = beside.draft(typed)
    fields = (await maker(beside, typed)).fields
    proposals = draft.proposals if draft else ()
    actors = {one.actor for one in changed} | {word.actor for one in proposals for word in one.opinions}
    view = CommandPage(
        shell=await shell(work.ground, work.who, ticket, "/desk"),
        sheet=found,
        noun=work.noun,
        words=work.words.commands[work.tag].of_day(book.clock, found.ledger.received_on),
        bounds=bounds,
        law=cited(bounds.provisions if bounds else (), book),
        fields=fields,
        typed=typed,
        faults=faults,
        refused=refused,
        changed=changed,
        names=await names_of(work.ground, actor, actors | {one.drafted_by for one in proposals}),
        draft=draft,
        checks=_checks(work, draft, fields),
        findings=finding_views(found.findings) if draft else (),
        provisions={one.item: cited(one.provisions, book) for one in proposals},
        remedies={one.item: cited(one.remedy.provisions, book) for one in proposals if one.remedy},
        today=today,
    )
    return desk_page("command", view, ticket.cookie, status=status)


def _checks(work: Work, draft: DraftSheet | None, fields: tuple[FormField, ...]) -> tuple[CheckView, ...]:
    if draft is None or draft.ahead is None:
        return ()
    reasons = (part for field in fields if field.kind is Kind.REASONS for part in field.parts)
    named = {part.key: part.parts[0].name for part in reasons}
    words = work.words.checks.get(work.tag) or work.words.checks["elsewhere"]
    return check_views(draft.ahead.findings, words, work.ground.book, named)
