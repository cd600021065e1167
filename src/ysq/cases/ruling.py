"""规则结论: what the rules find of a case's items, and how the determinations there are stand to what was found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

import msgspec

from ysq.cases.ground import day_in_china
from ysq.domain.assessment import Assessment
from ysq.domain.case import Case
from ysq.domain.clock import Ledger
from ysq.domain.findings import Finding
from ysq.domain.people import Identity, RequestedItem
from ysq.domain.stance import stance_of
from ysq.domain.surroundings import surroundings_of
from ysq.rules.facts import VOCABULARY, Facts, facts_of, values_of
from ysq.rules.shown import ShownFinding, shown

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.case import ItemState


_Ask: TypeAlias = Callable[[Facts], tuple[ShownFinding, ...]]


class Drafted(msgspec.Struct, frozen=True):
    """A determination beside the findings that its drafter saw, as they were stored with it.

    `follows` and `departs_from` name rules; `book` is the fingerprint of the rule book that made the findings, and
    `book_is_todays` whether it is the one in use.
    """

    outcome: str
    outcome_name: str
    drafted_on: date
    drafted_by: str
    book: str
    book_is_todays: bool
    findings: tuple[ShownFinding, ...]
    follows: tuple[str, ...]
    departs_from: tuple[str, ...]


class ItemFindings(msgspec.Struct, frozen=True):
    """One item: the clerk's answers, what the rules find now (nothing once it is answered), and its determination.

    `unanswered` are the facts on which the determination rests and that nobody has recorded, by their Chinese names.
    """

    item: int
    assessment: Assessment
    findings: tuple[ShownFinding, ...]
    determination: Drafted | None
    unanswered: tuple[str, ...] = ()


class CaseFindings(msgspec.Struct, frozen=True):
    """What the rules find of a case as it is looked at `on` a day under the rule book with fingerprint `book`."""

    case_id: UUID
    version: int
    on: date
    book: str
    items: tuple[ItemFindings, ...]


class _Look(msgspec.Struct, frozen=True):
    """A case as it is looked at on a day: what is the same for each of its items."""

    case: Case
    day: date
    ledger: Ledger
    requester: Identity
    month_count: int | None


def case_findings(ground: Ground, dossier: Dossier, at: datetime) -> CaseFindings:
    """The findings of the case as it is at `at`."""
    case, today = dossier.case, day_in_china(at)
    items = items_found(ground, dossier, case, today, at)
    return CaseFindings(case.case_id, case.version, today, ground.book.fingerprint, items)


def items_found(
    ground: Ground, dossier: Dossier, case: Case, today: date, known_at: datetime
) -> tuple[ItemFindings, ...]:
    """Item by item; `case` is the dossier's own, or as it stood on `today` by what was known at `known_at`."""
    look = _look(ground, dossier, case, today, known_at)
    # Items of which the same is known are asked about once: the engine's second opinion is what takes time.
    ask = cache(lambda facts: shown(ground.evaluate(ground.book.rules, facts, look.day), ground.book.provisions))
    return tuple(_item(ground, dossier, look, case.items[number], ask) for number in sorted(case.items))


def findings_on(ground: Ground, dossier: Dossier, case: Case, number: int, at: datetime) -> tuple[Finding, ...]:
    """What the rules find of an item at `at`: what somebody who acts then has before him."""
    return _found(ground, dossier, _look(ground, dossier, case, day_in_china(at), at), case.items[number])


def _look(ground: Ground, dossier: Dossier, case: Case, today: date, known_at: datetime) -> _Look:
    day = max(today, case.last_on)
    counted = dossier.ledger_of(ground, case, day)
    # Of somebody whom no number tells apart the requests can't be counted, which isn't none.
    count = sum(stored <= known_at for stored in dossier.month_requests) or None
    return _Look(case, day, counted, dossier.identity(case.requesters[0], ground), count)


def _found(ground: Ground, dossier: Dossier, look: _Look, item: ItemState) -> tuple[Finding, ...]:
    return ground.evaluate(ground.book.rules, _facts(dossier, look, item), look.day)


def _facts(dossier: Dossier, look: _Look, item: ItemState) -> Facts:
    asked = msgspec.json.decode(dossier.words(item.text), type=RequestedItem)
    around = surroundings_of(look.case, look.requester, asked, look.ledger, look.day, look.month_count)
    return facts_of(look.case, item.item, item.assessment, around)


def _item(ground: Ground, dossier: Dossier, look: _Look, item: ItemState, ask: _Ask) -> ItemFindings:
    drafted = _drafted(ground, item)
    if not item.open:
        return ItemFindings(item.item, item.assessment, (), drafted)
    facts = _facts(dossier, look, item)
    return ItemFindings(item.item, item.assessment, ask(facts), drafted, _unanswered(ground, item, facts))


def _unanswered(ground: Ground, item: ItemState, facts: Facts) -> tuple[str, ...]:
    """What outcomes.yaml asks for the decision and for what it withholds: without it no rule can support them."""
    if item.drafted_on is None:
        return ()
    values, outcomes = values_of(facts), ground.book.outcomes.on(item.drafted_on)
    decided = [outcomes[code] for code in (item.outcome, item.withheld) if code in outcomes]
    asked = dict.fromkeys(name for outcome in decided for name in outcome.facts)
    return tuple(VOCABULARY[name].label for name in asked if values[name] is None)


def _drafted(ground: Ground, item: ItemState) -> Drafted | None:
    if item.outcome is None or item.drafted_on is None:
        return None
    outcomes = ground.book.outcomes.on(item.drafted_on)
    known = outcomes.get(item.outcome)
    return Drafted(
        outcome=item.outcome,
        outcome_name=known.name if known else item.outcome,
        drafted_on=item.drafted_on,
        drafted_by=item.drafted_by or "",
        book=item.book or "",
        book_is_todays=item.book == ground.book.fingerprint,
        findings=shown(item.findings, ground.book.provisions),
        follows=stance_of(item.outcome, item.withheld, item.findings, outcomes).follows if known else (),
        departs_from=item.departs_from,
    )
