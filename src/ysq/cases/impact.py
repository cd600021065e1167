"""What another rule book would change in the cases that aren't archived; nothing is written."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases import record
from ysq.cases.changes import Change as Change
from ysq.cases.changes import Touched as Touched
from ysq.cases.dossier import Dossier, load_dossiers
from ysq.cases.ground import day_in_china
from ysq.cases.impact_tables import moved_by_tables
from ysq.cases.ruling import findings_on
from ysq.db import agencies, views
from ysq.domain.clock import ClockError, Course, Ledger, ledger
from ysq.domain.findings import Finding
from ysq.domain.law import Outcome
from ysq.domain.stance import stance_of
from ysq.rules.evaluate import evaluate
from ysq.rules.tables import supports

if TYPE_CHECKING:
    from ysq.cases.ground import Ground
    from ysq.domain.case import ItemState
    from ysq.rules.book import Book

_BATCH = 200
Outcomes = Mapping[str, Outcome]


class Impacted(msgspec.Struct, frozen=True):
    """A case that the other book would change."""

    case_id: UUID
    request_no: str
    register_no: str | None
    changes: tuple[Change, ...]


async def impact(ground: Ground, book: Book, at: datetime, most: int = _BATCH) -> AsyncIterator[Impacted | None]:
    """Each case that isn't archived, looked at on the day of `at` under the ground's book and under `book`.

    None for a case that stays as it is. All are read in one transaction that may write nothing, `most` at a time.
    """
    today = msgspec.structs.replace(ground, evaluate=evaluate)
    other = msgspec.structs.replace(today, book=book, calendar=ground.almanac.newest(book))
    async with ground.pool.agencies(()) as conn:
        known = {agency.id: agency for agency in await agencies.all_agencies(conn)}
    async with ground.pool.agencies(known, read_only=True) as conn:
        rows = await views.running(conn, UUID(int=0), most)
        while rows:
            for dossier in await load_dossiers(conn, known, [row.case_id for row in rows]):
                yield _impacted(today, other, dossier, at)
            rows = await views.running(conn, rows[-1].case_id, most)


def _impacted(today: Ground, other: Ground, dossier: Dossier, at: datetime) -> Impacted | None:
    case = dossier.case
    day = max(day_in_china(at), case.last_on)
    changes = [*_due(today, other, dossier, day_in_china(at))]
    for number in sorted(case.open_items):
        found = [_findings(ground, dossier, number, at) for ground in (today, other)]
        changes += _between(number, *found)
        before, after = (ground.book.outcomes.on(day) for ground in (today, other))
        changes += _support(number, before, after, *found)
        changes += _determined(case.items[number], before, after, *found)
    changes += moved_by_tables(today, other, dossier, day)
    if not changes:
        return None
    return Impacted(case.case_id, case.received.request_no, case.register_no, tuple(changes))


def _due(today: Ground, other: Ground, dossier: Dossier, day: date) -> Iterator[Change]:
    (before, old), (after, new) = (_due_on(ground, dossier, day) for ground in (today, other))
    if before != after:
        yield Change(Touched.DUE, None, before, after, _moved_by(old, new))


def _due_on(ground: Ground, dossier: Dossier, day: date) -> tuple[str, Ledger | None]:
    """The due date in words, and how it was counted; why there is none when the book can't count the case."""
    case = dossier.case
    try:
        row = record.row_of(case, ground, day)
        counted = ledger(Course(case.course, max(day, case.last_on), ground.policy), ground.book.clock, ground.calendar)
    except ClockError as error:
        return f"不能计算：{error.message}", None
    return f"{row.due_on}{'（暂定）' if row.provisional else ''}" if row.due_on else "", counted


def _moved_by(old: Ledger | None, new: Ledger | None) -> tuple[str, ...]:
    """The provisions of the first step after which the two ledgers part; of the answer's period when none does."""
    if old is None or new is None:
        return ()
    parted = (after for before, after in zip(old.steps, new.steps, strict=False) if before.due_on != after.due_on)
    first = next((step.provisions for step in parted if step.provisions), ())
    return first or (new.deadlines["answer"].provisions if "answer" in new.deadlines else ())


def _findings(ground: Ground, dossier: Dossier, number: int, at: datetime) -> tuple[Finding, ...]:
    try:
        return findings_on(ground, dossier, dossier.case, number, at)
    except ClockError:  # told beside the due date: nothing is found where nothing can be counted
        return ()


def _between(number: int, before: Sequence[Finding], after: Sequence[Finding]) -> Iterator[Change]:
    """Rule by rule: findings that go, come, or conclude otherwise or by another law."""
    earlier, later = ({one.rule: one for one in found} for found in (before, after))
    for rule in dict.fromkeys((*earlier, *later)):
        old, new = earlier.get(rule), later.get(rule)
        if _said(old) != _said(new):
            said = new or old
            assert said is not None, "the rule is of one of them"
            yield Change(Touched.FINDING, number, _title(old), _title(new), said.provisions)


def _said(finding: Finding | None) -> object:
    return finding and (finding.conclusion, finding.provisions, finding.title)


def _title(finding: Finding | None) -> str:
    return f"{finding.title}（{finding.rule}）" if finding else ""


def _support(
    number: int, old: Outcomes, new: Outcomes, before: Sequence[Finding], after: Sequence[Finding]
) -> Iterator[Change]:
    """The outcomes that the findings support."""
    supported = [_supported(outcomes, found) for outcomes, found in ((old, before), (new, after))]
    if supported[0] != supported[1]:
        was, now = ("、".join(one.values()) for one in supported)
        cited = [new[code].provisions for code in supported[1] if code not in supported[0]]
        cited += [old[code].provisions for code in supported[0] if code not in supported[1]]
        yield Change(Touched.SUPPORT, number, was, now, tuple(dict.fromkeys(name for some in cited for name in some)))


def _supported(outcomes: Outcomes, found: Sequence[Finding]) -> dict[str, str]:
    return {
        code: outcome.name
        for code, outcome in outcomes.items()
        if any(supports(outcome, finding.conclusion) for finding in found)
    }


def _determined(
    item: ItemState, old: Outcomes, new: Outcomes, before: Sequence[Finding], after: Sequence[Finding]
) -> Iterator[Change]:
    """What was proposed, where it would depart from other rules than it does."""
    if item.outcome is None:
        return
    was, now = (_departs(item, outcomes, found) for outcomes, found in ((old, before), (new, after)))
    if was != now:
        known = {finding.rule: finding for finding in (*before, *after)}
        named = [name for rule in (*was, *now) if rule in known for name in known[rule].provisions]
        before_words, after_words = (
            "、".join(_title(known[rule]) if rule in known else rule for rule in rules) for rules in (was, now)
        )
        yield Change(Touched.DETERMINATION, item.item, before_words, after_words, tuple(dict.fromkeys(named)))


def _departs(item: ItemState, outcomes: Outcomes, found: Sequence[Finding]) -> tuple[str, ...]:
    """The rules that the item's determination doesn't follow; that its code is unknown, when the book has none."""
    assert item.outcome is not None, "only what was proposed is asked"
    if {item.outcome, item.withheld or item.outcome} - set(outcomes):
        return (f"没有{item.outcome}这一办理结果",)
    return stance_of(item.outcome, item.withheld, found, outcomes).departs_from
