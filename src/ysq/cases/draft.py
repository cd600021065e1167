"""审查材料: a proposed answer with what it rests on, and the letter that would follow, as the reader may see it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from ysq import letters
from ysq.cases.dossier import described
from ysq.cases.freeze import answer_facts, kept_draft
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.letters.errors import LetterError
from ysq.privacy.mask import masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.actor import Actor
    from ysq.domain.case import ItemState
    from ysq.domain.letters import Letter, WithheldAspect
    from ysq.domain.terms import Attribute, ConsulteeKind, Reply

_UNNUMBERED = "（待编号）"


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
    """One item: what is proposed and what it rests on."""

    item: int
    asked: str
    outcome: str
    outcome_name: str
    provisions: tuple[str, ...]
    aspect: WithheldAspect | None
    withheld_name: str
    draft: c.DraftKept
    drafted_by: str
    searches: tuple[Search, ...]
    records: tuple[FoundRecord, ...]
    opinions: tuple[Opinion, ...]


class DraftSheet(msgspec.Struct, frozen=True):
    """All open proposals of a case. `letter` is None where it can't be written yet; `trouble` says why."""

    proposals: tuple[Proposal, ...]
    consultations: tuple[Asked, ...]
    letter: Letter | None
    trouble: str


def draft_sheet(ground: Ground, actor: Actor, dossier: Dossier, today: date) -> DraftSheet:
    """The proposals as of a day, with their letter; the requester is named to those only who may see the name."""
    numbers = tuple(n for n in dossier.case.open_items if dossier.case.items[n].outcome)
    proposals = tuple(_proposal(ground, dossier, dossier.case.items[n]) for n in numbers)
    asked = tuple(_consultations(dossier))
    if not numbers:
        return DraftSheet(proposals, asked, None, "")
    try:
        return DraftSheet(proposals, asked, _letter(ground, actor, dossier, numbers, today), "")
    except LetterError as error:
        return DraftSheet(proposals, asked, None, str(error))


def _letter(ground: Ground, actor: Actor, dossier: Dossier, numbers: tuple[int, ...], today: date) -> Letter:
    book, on = ground.book, max(today, dossier.case.last_on)
    number = f"{dossier.agency.letters.letter_word}〔{on.year}〕{_UNNUMBERED}"
    told = answer_facts(ground, dossier, c.IssueLetter(on, numbers), number)
    requester = masked(dossier.identity(dossier.case.received.requester, ground), actor.role)
    told = msgspec.structs.replace(told, requesters=(requester.name,))
    law = letters.LetterLaw(book.provisions, book.outcomes, book.remedy_periods(on))
    return letters.compose(letters.context_of(told, dossier.agency.letters, law), ground.stationery)


def _proposal(ground: Ground, dossier: Dossier, item: ItemState) -> Proposal:
    outcome = ground.book.outcomes[item.outcome or ""]
    withheld = ground.book.outcomes.get(item.withheld or "")
    return Proposal(
        item=item.item,
        asked=described(dossier.item(item.item)),
        outcome=item.outcome or "",
        outcome_name=outcome.name,
        provisions=outcome.provisions + (withheld.provisions if withheld else ()),
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
                    title = ground.book.events[str(event.__struct_config__.tag)].name
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
