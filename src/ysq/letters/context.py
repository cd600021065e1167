"""What each kind of letter must be told: one context Struct per letter type, all decisions already made."""

from datetime import date
from typing import ClassVar

import msgspec

from ysq.domain.law import Provision
from ysq.domain.letters import AgencyProfile, Attachment, LetterType, Remedy, WithheldAspect
from ysq.domain.terms import Channel, ConsulteeKind, DeliveryWish, Medium, Term


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the values that templates read."""


class AddressedAs(Term):
    """How the letter speaks to its addressee."""

    PERSON = "person", "你"
    ORGANISATION = "organisation", "你单位"
    SEVERAL = "several", "你们"


class Layout(Term):
    """A letter on one item runs through; on several it is divided by headings."""

    SINGLE = "single", "一项申请"
    SEVERAL = "several", "多项申请"


class Received(Fact, frozen=True):
    """When and how the application came (art. 31); `number` is the one the requester knows."""

    on: date
    channel: Channel
    number: str


class Clarified(Fact, frozen=True, tag_field="kind", tag="clarified"):
    """补正 (art. 30): asked and received, which restarted the period."""

    kind: ClassVar[str] = "clarified"
    asked_on: date
    received_on: date


class Consulted(Fact, frozen=True, tag_field="kind", tag="consulted"):
    """征求意见 (art. 32, 33 para 3, 34); `view` says what came of it, without naming the consulted person."""

    kind: ClassVar[str] = "consulted"
    party: ConsulteeKind
    sent_on: date
    ended_on: date
    view: str


class Extended(Fact, frozen=True, tag_field="kind", tag="extended"):
    """延期 (art. 33 para 2): told on a day, to a new due date."""

    kind: ClassVar[str] = "extended"
    told_on: date
    due_on: date


Step = Clarified | Consulted | Extended


class SearchRecord(Fact, frozen=True):
    """检索记录: who searched, when, where, by which words, and what came of it (指导案例101号)."""

    searcher: str
    on: date
    places: tuple[str, ...]
    keywords: tuple[str, ...]
    result: str


class Supply(Fact, frozen=True):
    """How disclosed information is supplied (art. 40); `place` is for collecting and inspecting.

    `instead_because` says why the requester's wish could not be followed, and is empty when it was.
    """

    way: DeliveryWish
    medium: Medium
    place: str = ""
    instead_because: str = ""

    @property
    def departures(self) -> tuple[str, ...]:
        """The reason for another form than asked for, if there is one."""
        return (self.instead_because,) if self.instead_because else ()


class Item(Fact, frozen=True):
    """One 申请事项 with its decision; `provisions` are the ones the decision cites."""

    number: int
    description: str
    provisions: tuple[Provision, ...]


class NoRecordItem(Item, frozen=True):
    """信息不存在 (art. 36 item 4)."""

    searches: tuple[SearchRecord, ...]
    explanation: tuple[str, ...] = ()


class RefusedItem(Item, frozen=True):
    """不予公开 (art. 16): `ground` picks the words, `reasons` are paragraphs.

    `indivisible` holds why nothing could be given after severance (art. 37), where that was looked into.
    """

    ground: str
    reasons: tuple[str, ...]
    indivisible: tuple[str, ...] = ()


class Answer(Fact, frozen=True):
    """What every answer must show, whatever was decided."""

    agency: AgencyProfile
    addressee: str
    you: AddressedAs
    layout: Layout
    letter_no: str
    dated: date
    received: Received
    request_summary: str
    process: tuple[Step, ...]
    remedy: Remedy
    attachments: tuple[Attachment, ...]

    @property
    def pages(self) -> int:
        """Pages of all attachments together."""
        return sum(a.pages for a in self.attachments)


class DisclosureContext(Fact, frozen=True):
    """予以公开 (art. 36 item 2)."""

    letter_type: ClassVar[LetterType] = LetterType.DISCLOSURE
    answer: Answer
    items: tuple[Item, ...]
    supply: Supply


class NoRecordContext(Fact, frozen=True):
    """信息不存在 (art. 36 item 4)."""

    letter_type: ClassVar[LetterType] = LetterType.NO_RECORD
    answer: Answer
    items: tuple[NoRecordItem, ...]


class RefusalContext(Fact, frozen=True):
    """不予公开 (art. 16 with art. 36 item 3)."""

    letter_type: ClassVar[LetterType] = LetterType.REFUSAL
    answer: Answer
    items: tuple[RefusedItem, ...]


LetterContext = DisclosureContext | NoRecordContext | RefusalContext


class ItemAnswer(Fact, frozen=True):
    """What was determined on one item, as the case file has it; context_of checks and selects."""

    number: int
    description: str
    outcome: str
    reasons: str = ""
    aspect: WithheldAspect | None = None
    indivisible: str = ""
    searches: tuple[SearchRecord, ...] = ()


class AnswerFacts(Fact, frozen=True):
    """What the case file tells about one answer; `requesters` are full names as on the application."""

    requesters: tuple[str, ...]
    organisation: bool
    letter_no: str
    dated: date
    received: Received
    request_summary: str
    items: tuple[ItemAnswer, ...]
    process: tuple[Step, ...] = ()
    supply: Supply | None = None
    attachments: tuple[Attachment, ...] = ()
    secrecy_reviewed: bool = False
