"""Hands out procedural documents at the desk: those that the case has a step for, to who may see the names in them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from ysq import letters
from ysq.cases.approval import consulted_by_letter, recipient
from ysq.cases.desk import reveal
from ysq.cases.forms import FORMS
from ysq.cases.freeze import Unprintable
from ysq.cases.ground import day_in_china
from ysq.cases.noted import Asked, consultation, unit_asked
from ysq.cases.notes import NOTES
from ysq.cases.papers import TO_CONSULTEE, paper
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.letters import NOTICES, LetterType
from ysq.domain.notices import issued_for, newest_step
from ysq.domain.powers import HOLDERS, Power, require_power
from ysq.domain.terms import Purpose
from ysq.letters.errors import LetterError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.actor import Actor
    from ysq.domain.case import LetterState

_KINDS = tuple(kind for kind in LetterType if kind in NOTES or kind in FORMS)
_NAMES_NOBODY = frozenset({
    LetterType.APPLICATION_FORM, LetterType.UNIT_REQUEST, LetterType.APPROVAL_SHEET, LetterType.SEARCH_SHEET,
    LetterType.SECRECY_SHEET, LetterType.EVIDENCE_LIST,
})  # fmt: skip
"""Documents that show persons as the reader's role sees them, or not at all."""


class PaperOffer(msgspec.Struct, frozen=True):
    """A document that can be made of the case now, dated `on`; `about` is the party, unit or letter, "" for none.

    A notice is a `preview` until it is issued, and then no longer among them: it is one of the case's letters.
    """

    kind: LetterType
    title: str
    about: str
    on: date
    preview: bool


def offered(ground: Ground, actor: Actor, dossier: Dossier, at: datetime) -> tuple[PaperOffer, ...]:
    """The documents that this actor may make of the case as it stands, in the order of the kinds."""
    if actor.agency_id != dossier.case.agency_id or actor.role not in HOLDERS[Power.READ_CASES]:
        return ()
    opens = actor.role in HOLDERS[Power.REVEAL_IDENTITY]
    today = max(day_in_china(at), dossier.case.last_on)
    kinds = (kind for kind in _KINDS if opens or kind in _NAMES_NOBODY)
    return tuple(
        offer
        for kind in kinds
        for about in _abouts(dossier, kind)
        if (offer := _offer(Asked(ground, dossier, today, actor.role, about), kind))
    )


async def hand_out(
    ground: Ground, actor: Actor, dossier: Dossier, wanted: tuple[LetterType, str], names: Mapping[str, str],
    at: datetime,
) -> tuple[str, bytes]:  # fmt: skip
    """File name and PDF of the document of this kind and `about`; `names` are those of the accounts in the log.

    Raises NotAllowed for who may not see the names in it, UnknownReference when the case has no step for it, and
    Unprintable. Whose identity it tells is on record before it is shown.
    """
    kind, about = wanted
    if actor.agency_id != dossier.case.agency_id:
        raise x.NotAllowed("文书由承办机关制作", (), "，其他机关只能查阅办件，请联系承办机关。")
    require_power(actor, Power.READ_CASES if kind in _NAMES_NOBODY else Power.REVEAL_IDENTITY)
    today = max(day_in_china(at), dossier.case.last_on)
    asked = Asked(ground, dossier, today, actor.role, about, names)
    issued = _issued(dossier, kind, about)
    if issued is not None:
        content = await ground.files.get(issued.handed_out.id)
        await _on_record(ground, actor, asked, kind, at)
        return dossier.files[issued.handed_out.id].name, content
    try:
        letter = paper(msgspec.structs.replace(asked, on=_day(asked, kind)), kind)
        printed = await asyncio.to_thread(letters.printed, letter, ground.stationery)
    except LetterError as error:
        raise Unprintable(str(error), error.provisions) from error
    await _on_record(ground, actor, asked, kind, at)
    return f"{kind.zh}{about and f'（{about}）'}{'（预览）' if kind in NOTICES else ''}.pdf", printed.content


async def _on_record(ground: Ground, actor: Actor, asked: Asked, kind: LetterType, at: datetime) -> None:
    if kind not in _NAMES_NOBODY:
        for ref in _persons(asked, kind):
            await reveal(ground, actor, asked.dossier.case.case_id, ref.id, Purpose.SERVE_LETTER, at)


def _issued(dossier: Dossier, kind: LetterType, about: str) -> LetterState | None:
    """The notice that was issued for the newest step of this kind."""
    step = newest_step(dossier.case, kind, about) if kind in NOTICES else None
    return issued_for(dossier.case, step) if step else None


def _offer(asked: Asked, kind: LetterType) -> PaperOffer | None:
    """None where the case has no step that the document tells of; evidence is listed once there is an answer."""
    if kind is LetterType.EVIDENCE_LIST and not asked.dossier.case.letters:
        return None
    if _issued(asked.dossier, kind, asked.about) is not None:
        return None
    try:
        dated = _day(asked, kind)
        (NOTES | FORMS)[kind](msgspec.structs.replace(asked, on=dated))
    except x.UnknownReference:
        return None
    return PaperOffer(kind, kind.zh, asked.about, dated, kind in NOTICES)


def _abouts(dossier: Dossier, kind: LetterType) -> tuple[str, ...]:
    case = dossier.case
    if kind in TO_CONSULTEE or kind is LetterType.CONSULTATION_NOTICE:
        return tuple(dict.fromkeys(sent.party for sent in case.consultations))
    if kind is LetterType.UNIT_REQUEST:
        return tuple(case.units)
    if kind is LetterType.DELIVERY_RECEIPT:
        return (*(letter.letter_no for letter in case.outgoing), *consulted_by_letter(case))
    return ("",)


def _day(asked: Asked, kind: LetterType) -> date:
    """The day of the step that a notice tells of; forms of the file are dated today."""
    step = newest_step(asked.dossier.case, kind, asked.about) if kind in NOTICES else None
    if step is not None:
        return step.on
    if kind is LetterType.CONSULTATION_REPLY:
        return consultation(asked).date
    if kind is LetterType.UNIT_REQUEST:
        return unit_asked(asked).date
    return asked.on


def _persons(asked: Asked, kind: LetterType) -> Iterator[e.Ref]:
    """Whose identity the document tells."""
    if kind in TO_CONSULTEE:
        yield consultation(asked).consultee
        return
    case = asked.dossier.case
    if kind is LetterType.DELIVERY_RECEIPT and (who := recipient(case, asked.about)) not in case.requesters:
        yield who
        return
    yield from case.requesters
