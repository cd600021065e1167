"""What stands beside a command's form: the proposals and the letter, where they matter, each made once an answer."""

import datetime as dt
from uuid import UUID

import msgspec

from ysq.accounts import Current
from ysq.cases import Dossier, Ground, day_in_china
from ysq.cases.draft import DraftSheet, draft_sheet, notice_sheet
from ysq.domain import commands as c
from ysq.domain.case import Case
from ysq.domain.commands import CaseCommand
from ysq.domain.notices import issuable_notices
from ysq.web.forms import AnyRequest, Fields, read_day
from ysq.web.guard import Guard
from ysq.web.words import DeskWords

_WITH_DRAFT = frozenset({
    "draft_determination", "endorse", "return_draft", "review_legality", "approve_determination", "issue_letter",
    "explain_findings",
    "record_secrecy_review",
})  # fmt: skip
"""Commands beside whose form the proposals and the letter are shown."""


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


class Beside:
    """The proposals and the letter to be shown with a command on a case; the same letter is made once an answer."""

    def __init__(self, work: Work, dossier: Dossier) -> None:
        self.work, self.dossier = work, dossier
        self._made: dict[tuple[dt.date, tuple[int, ...]], DraftSheet] = {}
        self._notices: dict[c.IssueNotice | None, DraftSheet] = {}

    def draft(self, typed: Fields) -> DraftSheet | None:
        """Of the item typed; the letter to issue on the items and day typed. None where the command has none."""
        today = day_in_china(self.work.now)
        if self.work.tag == "issue_notice":
            return self._notice(_chosen(self.work, self.dossier.case, typed, today))
        if self.work.tag not in _WITH_DRAFT:
            return None
        wanted = _to_issue(self.dossier, typed, today) if self.work.tag == "issue_letter" else (today, self._on(typed))
        if wanted not in self._made:
            on, items = wanted
            self._made[wanted] = draft_sheet(self.work.ground, self.work.who.actor, self.dossier, on, items)
        return self._made[wanted]

    def _notice(self, chosen: c.IssueNotice | None) -> DraftSheet:
        if chosen not in self._notices:
            self._notices[chosen] = notice_sheet(self.work.ground, self.work.who.actor, self.dossier, chosen)
        return self._notices[chosen]

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
