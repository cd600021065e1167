"""Finds the step of a case that a procedural document tells of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from typing import TypeVar

import msgspec

from ysq.cases.dossier import Dossier, described
from ysq.cases.ground import Ground
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.events.base import EventBase
from ysq.domain.terms import Role
from ysq.letters.clean import paragraphs
from ysq.letters.words import zh_date

NOT_REGISTERED = "（未登记）"
E = TypeVar("E", bound=EventBase)


class Asked(msgspec.Struct, frozen=True):
    """A document to be made of a case: dated `on`, showing persons as `role` may see them, or in full when it is None.

    `about` picks among several steps: the party consulted, the unit asked, or the number of the letter delivered; when
    it is empty, the last one is meant. `names` are those behind the accounts that stand in the log. `annexed_to` is the
    number of the letter that a form goes with, `annex_pages` how long the form behind a letter is.
    """

    ground: Ground
    dossier: Dossier
    on: date
    role: Role | None
    about: str = ""
    names: Mapping[str, str] = {}
    annexed_to: str = ""
    annex_pages: int = 1

    def who(self, actor: str) -> str:
        """The name behind an entry of the log; the account itself when its name isn't known."""
        return self.names.get(actor, actor)

    def said(self, ref: e.Ref) -> tuple[str, ...]:
        """The paragraphs of a text of the case."""
        return paragraphs(self.dossier.words(ref))

    def line(self, ref: e.Ref) -> str:
        """A text of the case in one line."""
        return "".join(self.said(ref))

    def last(self, kind: type[E], missing: str, provision: str) -> E:
        """The last event of this kind; UnknownReference saying what is missing."""
        found = [event for event in self.dossier.case.happened if isinstance(event, kind)]
        if not found:
            raise x.UnknownReference(f"本案没有{missing}", (provision,), "，不能制作这一文书；请先办理并登记。")
        return found[-1]


def due(asked: Asked) -> str:
    """Until when the case is answered, in words."""
    ledger = asked.dossier.ledger(asked.ground, asked.on)
    if ledger.due_on is None:
        return "现在没有届满日"
    return f"{'暂定' if ledger.provisional else ''}至{zh_date(ledger.due_on)}届满"


def consultation(asked: Asked) -> e.ConsultationSent:
    """The consultation of the party named, or the last one."""
    sent = [one for one in asked.dossier.case.consultations if asked.about in ("", one.party)]
    if not sent:
        raise x.UnknownReference("本案没有这样的征求意见", ("ogi.art32", "ogi.art34"), "，请核对被征求意见方。")
    return sent[-1]


def information(dossier: Dossier, ground: Ground, sent: e.ConsultationSent) -> tuple[str, ...]:
    """What is asked for, as who is consulted is told it (art. 32): the items, and the records found for them.

    Who asks is none of his business: a requester's name in his own words is left out.
    """
    case, names = dossier.case, [dossier.identity(ref, ground).name for ref in dossier.case.requesters]
    told = []
    for number in sent.items or tuple(sorted(case.items)):
        words = described(dossier.item(number)) + _found(dossier, number)
        told.append(reduce(lambda text, name: text.replace(name, "申请人"), names, words))
    return tuple(told)


def _found(dossier: Dossier, number: int) -> str:
    """The titles of the records found for an item, as far as its words don't have them; of marked ones nothing."""
    asked, kept = described(dossier.item(number)), []
    for record in dossier.case.items[number].records:
        if not record.marked_secret:
            kept.append(msgspec.json.decode(dossier.words(record.text), type=c.RecordKept))
    named = [f"《{one.title}》{one.document_no}" for one in kept if one.title and one.title not in asked]
    return f"（查得的文件：{'、'.join(named)}）" if named else ""


def unit_asked(asked: Asked) -> e.UnitAsked:
    """The request to the unit named, or the last one."""
    happened = asked.dossier.case.happened
    sent = [one for one in happened if isinstance(one, e.UnitAsked) and asked.about in ("", one.unit)]
    if not sent:
        raise x.UnknownReference("本案没有请科室协办", ("ogi.art45",), "，请先登记协办。")
    return sent[-1]
