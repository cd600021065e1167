"""审查材料: a proposed answer with what it rests on, and the letter that would follow, as the reader may see it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from ysq.cases.ahead import LetterAhead, letter_ahead, notice_ahead
from ysq.cases.dossier import described
from ysq.cases.drafted import kept_draft
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.letters import RemedyOrder, WithheldAspect
from ysq.domain.remedies import RemedyLaw
from ysq.domain.terms import Attribute, ConsulteeKind, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.actor import Actor
    from ysq.domain.case import ItemState


class Search(msgspec.Struct, frozen=True):
    """A 检索记录 in words."""

    on: date
    found: bool
    kept: c.SearchKept


class FoundRecord(msgspec.Struct, frozen=True):
    """A record found; of one marked secret only where it is held is known here."""

    attribute: Attribute
    marked_secret: bool
    kept: c.RecordKept


class Opinion(msgspec.Struct, frozen=True):
    """What somebody wrote on the item: `title` is the event's name."""

    title: str
    on: date
    actor: str
    text: str


class Asked(msgspec.Struct, frozen=True):
    """A consultation by its label: what was asked, and the reply with its reasons, if there is one."""

    party: str
    kind: ConsulteeKind
    sent_on: date
    about: str
    reply: Reply | None
    replied_on: date | None
    reasons: str


class Proposal(msgspec.Struct, frozen=True):
    """One item: what is proposed and what it rests on; `remedy` is which way against it is open, and by what law."""

    item: int
    asked: str
    outcome: str
    outcome_name: str
    provisions: tuple[str, ...]
    remedy: RemedyLaw | None
    aspect: WithheldAspect | None
    withheld_name: str
    draft: c.DraftKept
    drafted_by: str
    searches: tuple[Search, ...]
    records: tuple[FoundRecord, ...]
    opinions: tuple[Opinion, ...]


class DraftSheet(msgspec.Struct, frozen=True):
    """All open proposals of a case, and the letter that would follow; None when nothing is proposed.

    `revision` is the letter's newest version (0: as generated), `open_comments` how many comments on it wait.
    """

    proposals: tuple[Proposal, ...]
    consultations: tuple[Asked, ...]
    ahead: LetterAhead | None
    revision: int = 0
    open_comments: int = 0


def draft_sheet(
    ground: Ground, actor: Actor, dossier: Dossier, on: date, items: tuple[int, ...] | None = None
) -> DraftSheet:
    """The proposals, with the letter on `items` (None: on all that go with the first) as on a day of issue."""
    case = dossier.case
    numbers = tuple(n for n in case.open_items if case.items[n].outcome)
    proposals = tuple(_proposal(ground, dossier, case.items[n]) for n in numbers)
    asked = case.lettered_with(numbers[0]) if items is None and numbers else items or ()
    wanted = tuple(n for n in numbers if n in asked)
    command = c.IssueLetter(max(on, case.last_on), wanted)
    ahead = letter_ahead(ground, actor, dossier, command) if wanted else None
    revision = case.items[wanted[0]].revision if wanted else 0
    waiting = sum(one.open for one in case.comments_on(wanted))
    return DraftSheet(proposals, tuple(_consultations(dossier)), ahead, revision, waiting)


def notice_sheet(ground: Ground, actor: Actor, dossier: Dossier, command: c.IssueNotice | None) -> DraftSheet:
    """The notice that `command` would issue, as its page shows it; nothing as long as none is chosen."""
    return DraftSheet((), (), notice_ahead(ground, actor, dossier, command) if command else None)


def _proposal(ground: Ground, dossier: Dossier, item: ItemState) -> Proposal:
    day = item.drafted_on or dossier.case.last_on
    outcomes = ground.book.outcomes.on(day)
    outcome, withheld = outcomes[item.outcome or ""], outcomes.get(item.withheld or "")
    return Proposal(
        item=item.item,
        asked=described(dossier.item(item.item)),
        outcome=item.outcome or "",
        outcome_name=outcome.name,
        provisions=outcome.provisions + (withheld.provisions if withheld else ()),
        remedy=ground.book.remedies.find(RemedyOrder(outcome.remedy), day),
        aspect=item.aspect,
        withheld_name=withheld.name if withheld else "",
        draft=kept_draft(dossier, item.item),
        drafted_by=item.drafted_by or "",
        searches=tuple(
            Search(one.date, one.found, msgspec.json.decode(dossier.words(one.text), type=c.SearchKept))
            for one in item.searches
        ),
        records=tuple(
            FoundRecord(
                one.attribute, one.marked_secret, msgspec.json.decode(dossier.words(one.text), type=c.RecordKept)
            )
            for one in item.records
        ),
        opinions=tuple(_opinions(ground, dossier, item.item)),
    )


def _opinions(ground: Ground, dossier: Dossier, number: int) -> Iterator[Opinion]:
    """审查、会签、退回 of an item, in their order."""
    for event in dossier.case.happened:
        match event:
            case e.SecrecyReviewed() | e.DeterminationEndorsed() | e.DeterminationReturned() | e.LegalityReviewed():
                if event.item == number:
                    title = ground.book.event(str(event.__struct_config__.tag), event.date).name
                    if isinstance(event, e.LegalityReviewed):
                        title = f"{title}（{event.opinion.zh}）"
                    if isinstance(event, e.SecrecyReviewed):
                        title = f"{title}（{'可以公开' if event.releasable else '不能公开'}）"
                    yield Opinion(title, event.date, event.actor, dossier.words(event.text))
            case _:
                pass


def _consultations(dossier: Dossier) -> Iterator[Asked]:
    for sent in dossier.case.consultations:
        answer = dossier.case.answers.get(sent.party)
        yield Asked(
            party=sent.party,
            kind=sent.kind,
            sent_on=sent.date,
            about=dossier.words(sent.text),
            reply=answer.reply if answer else None,
            replied_on=answer.date if answer else None,
            reasons=dossier.words(answer.text) if answer else "",
        )
