"""What templates read: one Struct for each kind of answer to an item and each kind of letter, all decisions made."""

from datetime import date
from typing import ClassVar

from ysq.domain.grounds import Basis, ResponsibleAgency
from ysq.domain.law import Provision
from ysq.domain.letters import AgencyProfile, Attachment, LetterType, Remedy
from ysq.domain.terms import Term
from ysq.letters.facts import ClockWords, Fact, ReceiptDay, Received, SearchRecord, Step, Supply
from ysq.letters.notices import AnyNotice


class AddressedAs(Term):
    """How the letter speaks to its addressee."""

    PERSON = "person", "你"
    ORGANISATION = "organisation", "你单位"
    SEVERAL = "several", "你们"


class Layout(Term):
    """A letter on one item runs through; on several it is divided by headings."""

    SINGLE = "single", "一项申请"
    SEVERAL = "several", "多项申请"


class Item(Fact, frozen=True):
    """One 申请事项 with its decision; `kind` is the letter whose section tells it, `provisions` what that cites."""

    kind: LetterType
    number: int
    description: str
    provisions: tuple[Provision, ...]


class Given(Fact, frozen=True):
    """How what is given reaches the requester; `numbers` are those of its attachments where several items have some."""

    supply: Supply
    listed: bool
    numbers: tuple[int, ...] = ()

    @property
    def enclosure(self) -> str:
        """`listed` when the letter's attachments hold it, else `unlisted`."""
        return "listed" if self.listed else "unlisted"


class Refusal(Fact, frozen=True):
    """Why something is withheld (art. 14-16, 36 item 3): `ground` picks the words, the rest are paragraphs."""

    ground: str
    provisions: tuple[Provision, ...]
    reasons: tuple[str, ...]
    forbidden_by: tuple[str, ...] = ()
    unconsulted: tuple[str, ...] = ()
    judgements: tuple[str, ...] = ()


class DisclosedItem(Item, frozen=True):
    """予以公开 (art. 36 item 2)."""

    given: Given


class PartlyDisclosedItem(Item, frozen=True):
    """部分公开 (art. 36 item 2, 37): `what` is withheld, `how` the rest was told apart from it."""

    given: Given
    what: str
    how: str
    refusal: Refusal


class RefusedItem(Item, frozen=True):
    """不予公开 (art. 14-16); `indivisible` holds why nothing could be given after severance (art. 37), if stated."""

    refusal: Refusal
    indivisible: tuple[str, ...] = ()


class NoRecordItem(Item, frozen=True):
    """信息不存在 (art. 36 item 4)."""

    searches: tuple[SearchRecord, ...]
    explanation: tuple[str, ...] = ()


class ReferredItem(Item, frozen=True):
    """Another agency's matter (art. 36 item 5, 41); `responsible` is empty when it can't be determined."""

    reasons: tuple[str, ...]
    responsible: tuple[ResponsibleAgency, ...] = ()

    @property
    def referral(self) -> str:
        """`known` when the responsible agency is named, else `unknown`."""
        return "known" if self.responsible else "unknown"


class StatedItem(Item, frozen=True):
    """Any other answer: its reasons, and what the drafter stated besides; None where the outcome states nothing."""

    reasons: tuple[str, ...]
    stated: Basis | None = None


AnsweredItem = DisclosedItem | PartlyDisclosedItem | RefusedItem | NoRecordItem | ReferredItem | StatedItem


class Matter(Term):
    """What the requester asked for: letters name it."""

    DISCLOSURE = "disclosure", "政府信息公开申请"
    CORRECTION = "correction", "政府信息更正申请"


class Sheet(Fact, frozen=True):
    """What every letter shows, whatever it is for."""

    agency: AgencyProfile
    addressee: str
    you: AddressedAs
    layout: Layout
    dated: date


class Answer(Sheet, frozen=True):
    """What every answer must show, whatever was decided."""

    received: Received
    letter_no: str
    matter: Matter
    request_summary: str
    process: tuple[Step, ...]
    remedy: Remedy
    attachments: tuple[Attachment, ...]

    @property
    def pages(self) -> int:
        """Pages of all attachments together."""
        return sum(a.pages for a in self.attachments)


class AnswerContext(Fact, frozen=True):
    """政府信息公开申请答复书: the letter type is that of its items when they are alike."""

    letter_type: LetterType
    answer: Answer
    items: tuple[AnsweredItem, ...]

    @property
    def sheet(self) -> Sheet:
        """What it shares with every letter."""
        return self.answer


class AskedItem(Fact, frozen=True):
    """One 申请事项 before anything is decided."""

    number: int
    description: str


class Acknowledgement(Sheet, frozen=True):
    """登记回执's particulars; days are working days."""

    received: Received
    items: tuple[AskedItem, ...]
    moved_from: tuple[date, ...]
    receipt_day: ReceiptDay
    clock: ClockWords
    due_on: date
    answer_days: int
    clarification_days: int
    rule: tuple[Provision, ...]
    due_rule: tuple[Provision, ...]
    access_code: str
    follow_at: str
    letter_no: str

    @property
    def code(self) -> str:
        """`shown` on the requester's copy, `hidden` on the agency's."""
        return "shown" if self.access_code else "hidden"

    @property
    def follow(self) -> str:
        """`online` when the service has an address, else `here`."""
        return "online" if self.follow_at else "here"


class AcknowledgementContext(Fact, frozen=True):
    """登记回执: not an answer, so that it has neither outcome nor remedy."""

    letter_type: ClassVar[LetterType] = LetterType.ACKNOWLEDGEMENT
    acknowledgement: Acknowledgement

    @property
    def sheet(self) -> Sheet:
        """What it shares with every letter."""
        return self.acknowledgement


class Noticed(Sheet, frozen=True):
    """What every procedural document shows of the request that it is about."""

    number: str
    received_on: date
    request_no: str
    items: tuple[AskedItem, ...]


class NoticeContext(Fact, frozen=True):
    """A procedural document: it tells a step, and a remedy only where that step burdens its addressee."""

    letter_type: LetterType
    about: Noticed
    notice: AnyNotice
    rule: tuple[Provision, ...]
    remedies: tuple[Remedy, ...] = ()

    @property
    def sheet(self) -> Sheet:
        """What it shares with every letter."""
        return self.about


LetterContext = AnswerContext | AcknowledgementContext | NoticeContext
