"""What a case has to choose from in its commands' forms: items, letters, units, parties, outcomes, entries."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import msgspec

from ysq.cases import Dossier
from ysq.cases.ahead import CheckFound
from ysq.cases.drafted import kept_draft
from ysq.domain import events as e
from ysq.domain.case import LetterState
from ysq.domain.letter_checks import Severity
from ysq.domain.letter_types import REFUSALS
from ysq.domain.notices import issuable_notices
from ysq.domain.terms import Reply
from ysq.rules.book import Book
from ysq.web.desk_fields import Choice, FormField, Kind
from ysq.web.pages import chinese_date

_ON_DRAFT = frozenset({
    "supply_record", "endorse", "return_draft", "review_legality", "approve_determination", "revise_draft",
    "comment_on_draft", "receive_draft_file",
})  # fmt: skip
_ON_APPROVED = frozenset({"issue_letter", "explain_findings"})
_SERVICE = frozenset({"record_posting", "record_delivery", "record_return"})
_ANSWERED = frozenset({"supplement_answer", "propose_publication"})
_ALL_CHECKED = frozenset({"ask_unit", "answer_on_the_spot", "issue_letter"})
_OF_NOTICE = frozenset({"kind", "party"})
_SHOWN = 40


class CaseChoices(msgspec.Struct, frozen=True):
    """The choices of one command on one case, dated `on`.

    `units` are the agency's units' names, `found` what the checks found, `asking` the requesters' names as the reader
    may see them, in the order of the case.
    """

    tag: str
    dossier: Dossier
    book: Book
    on: date
    units: tuple[str, ...]
    found: tuple[CheckFound, ...] = ()
    asking: tuple[str, ...] = ()

    def offered(self, path: str) -> Sequence[Choice] | None:
        """The values for the field of this path, or None where any may be typed."""
        if self.tag == "issue_notice" and path in _OF_NOTICE:
            return self._notices(path)
        return self._offered(path)

    def _offered(self, path: str) -> Sequence[Choice] | None:
        match path:
            case "item" | "items" | "redo_items":
                return [self._item(number) for number in self._items(path)]
            case "letter_id":
                return [Choice(str(one.letter_id), one.letter_no) for one in self._letters()]
            case "unit":
                return self._units()
            case "person":
                return self._asking() if self.tag == "record_leaving" else None
            case "party":
                return None if self.tag == "consult" else _same(self._parties())
            case "name" if self.tag == "supply_record":
                return _same(dict.fromkeys(self._listed()))
            case "outcome" | "withheld-ground":
                return self._outcomes(refusals=path != "outcome")
            case "number":
                return _same(self.dossier.case.remedies) if self.tag == "record_remedy_decision" else None
            case "comment":
                return list(self._comments())
            case "accepted":
                return list(self._accepted())
            case "version":
                return self._entries()
            case _:
                return None

    def _notices(self, path: str) -> Sequence[Choice]:
        """Which notices may be issued, and to whom of those consulted."""
        steps = list(issuable_notices(self.dossier.case))
        if path == "party":
            return _same(dict.fromkeys(one.party for one in steps if one.party))
        return [Choice(kind.value, kind.zh) for kind in dict.fromkeys(one.kind for one in steps)]

    def _asking(self) -> list[Choice]:
        named = zip(self.dossier.case.requesters, self.asking, strict=True)
        return [Choice(str(ref.id), name) for ref, name in named]

    def _parties(self) -> list[str]:
        parties = [sent.party for sent in self.dossier.case.consultations]
        return [party for party in parties if self._objects(party)] if self.tag == "notify_third_party" else parties

    def _items(self, path: str) -> Iterable[int]:
        case = self.dossier.case
        if path == "redo_items" or self.tag == "receive_clarification":
            return sorted(case.items)
        if self.tag in _ANSWERED:
            return [number for number in sorted(case.items) if not case.items[number].open]
        if self.tag in _ON_DRAFT:
            return [number for number in case.open_items if case.items[number].outcome]
        if self.tag in _ON_APPROVED:
            return [number for number in case.open_items if case.items[number].approved_by]
        return case.open_items

    def _letters(self) -> Iterable[LetterState]:
        case = self.dossier.case
        if self.tag == "seal_letter":
            return [one for one in case.issued if one.sealed is None and not one.withdrawn]
        return case.outgoing if self.tag in _SERVICE else case.letters

    def _listed(self) -> Iterator[str]:
        """The records that the open drafts list."""
        case = self.dossier.case
        for number in case.open_items:
            if case.items[number].outcome:
                yield from (one.name for one in kept_draft(self.dossier, number).attachments)

    def _objects(self, party: str) -> bool:
        case = self.dossier.case
        answer = case.answers.get(party)
        return answer is not None and answer.reply is Reply.REFUSED and party not in case.notices

    def _item(self, number: int) -> Choice:
        text = " ".join(self.dossier.item(number).description.split())
        return Choice(str(number), f"第{number}项：{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}")

    def _units(self) -> Sequence[Choice] | None:
        if self.tag in {"record_unit_answer", "record_unit_return"}:
            asked = self.dossier.case.units.items()
            return _same(name for name, unit in asked if isinstance(unit, e.UnitAsked))
        return _same(self.units) if self.units else None

    def _outcomes(self, *, refusals: bool) -> Sequence[Choice]:
        found = self.book.outcomes.on(self.on).items()
        return [Choice(code, o.name) for code, o in found if not refusals or o.letter in REFUSALS]

    def _comments(self) -> Iterator[Choice]:
        for number, one in self.dossier.case.comments.items():
            if one.open:
                text = " ".join(self.dossier.words(one.made.text).split())
                yield Choice(str(number), f"第{one.made.block}段：{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}")

    def _accepted(self) -> Iterator[Choice]:
        """Findings that a reason may be given for: each check once. At issue a warning must have one by somebody.

        A letter with errors must be changed anyway, so that nothing is asked for yet.
        """
        issuing = self.tag in {"issue_letter", "issue_notice"}
        needed = issuing and all(one.severity is not Severity.ERROR for one in self.found)
        shown = {Severity.WARNING} if issuing else {Severity.WARNING, Severity.BREACH}
        checks = {one.check: one for one in reversed(self.found) if one.severity in shown}
        for one in reversed(checks.values()):
            title = f"{one.title}（{one.severity.zh}）"
            yield Choice(one.check, title, one.message, required=needed and not one.reason)

    def _entries(self) -> Sequence[Choice]:
        """The newest first; an amendment itself can't be amended."""
        found = enumerate(self.dossier.case.happened, 1)
        named = [
            Choice(str(version), f"{version}. {chinese_date(event.date)} {self._event_name(event)}")
            for version, event in found
            if event is not None
        ]
        return named[::-1]

    def _event_name(self, event: e.HappenedEvent) -> str:
        return self.book.event(str(event.__struct_config__.tag), event.date).name


def first_values(tag: str, fields: Iterable[FormField]) -> dict[str, str]:
    """What a fresh form has filled in: the only choice there is, and items that usually go together."""
    values = {}
    for field in fields:
        if field.kind is Kind.CHOICE and field.required and len(field.choices) == 1:
            values[field.name] = field.choices[0].value
        if field.kind is Kind.CHECKS and (len(field.choices) == 1 or tag in _ALL_CHECKED):
            values |= {f"{field.name}-{one.value}": "yes" for one in field.choices if field.fewest}
    return values


def _same(names: Iterable[str]) -> list[Choice]:
    return [Choice(name, name) for name in names]
