"""The page of a command: its form on a case, beside it the proposals and the letter where they matter."""

import datetime as dt

import msgspec
from litestar.response import Template

from ysq.accounts import names_of, units_of
from ysq.cases import day_in_china
from ysq.cases.ahead import shown_names
from ysq.cases.draft import DraftSheet
from ysq.cases.sheet import Sheet
from ysq.cases.timeline import Happened
from ysq.domain import errors as x
from ysq.domain.decide.checked import FaultyLetter
from ysq.domain.open_commands import OpenCommand
from ysq.web.desk_beside import Beside, Work
from ysq.web.desk_checks import CheckView, check_views
from ysq.web.desk_choices import CaseChoices, first_values
from ysq.web.desk_fields import FormField, FormMaker, Kind
from ysq.web.desk_findings import FindingView, finding_views
from ysq.web.desk_who import Shell, shell
from ysq.web.forms import Fault, Fields, read_day
from ysq.web.ledger_view import Cited, cited
from ysq.web.pages import desk_page
from ysq.web.words import CommandWords

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


def told(work: Work, refusal: x.Refusal) -> Refused:
    """A refusal as the page tells it; what the checks found is listed on the page, each with its law."""
    if isinstance(refusal, FaultyLetter):
        return Refused(f"文书有{len(refusal.findings)}处问题，见下面的检查结果", refusal.todo.lstrip("，；。 "), ())
    return Refused(refusal.message, refusal.todo.lstrip("，；。 "), cited(refusal.provisions, work.ground.book))


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
