"""What templates read: one Struct for each kind of answer to an item and each kind of letter, all decisions made."""

from datetime import date
from typing import ClassVar

from ysq.domain.grounds import ResponsibleAgency
from ysq.domain.law import Provision
from ysq.domain.letters import AgencyProfile, Attachment, LetterType, Remedy
from ysq.domain.terms import Term
from ysq.letters.facts import ClockWords, Fact, ReceiptDay, Received, SearchRecord, Step, Supply


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
    """One 申请事项 with its decision; `kind` is the letter whose section tells it."""

    kind: ClassVar[LetterType]
    number: int
    description: str


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

    kind: ClassVar[LetterType] = LetterType.DISCLOSURE
    provisions: tuple[Provision, ...]
    given: Given


class PartlyDisclosedItem(Item, frozen=True):
    """部分公开 (art. 36 item 2, 37): `what` is withheld, `how` the rest was told apart from it."""

    kind: ClassVar[LetterType] = LetterType.PARTIAL_DISCLOSURE
    provisions: tuple[Provision, ...]
    given: Given
    what: str
    how: str
    refusal: Refusal


class RefusedItem(Item, frozen=True):
    """不予公开 (art. 14-16); `indivisible` holds why nothing could be given after severance (art. 37), if stated."""

    kind: ClassVar[LetterType] = LetterType.REFUSAL
    refusal: Refusal
    indivisible: tuple[str, ...] = ()


class NoRecordItem(Item, frozen=True):
    """信息不存在 (art. 36 item 4)."""

    kind: ClassVar[LetterType] = LetterType.NO_RECORD
    provisions: tuple[Provision, ...]
    searches: tuple[SearchRecord, ...]
    explanation: tuple[str, ...] = ()


class NotThisAgencyItem(Item, frozen=True):
    """不属于本机关负责公开 (art. 36 item 5); `responsible` is empty when it can't be determined."""

    kind: ClassVar[LetterType] = LetterType.NOT_THIS_AGENCY
    provisions: tuple[Provision, ...]
    reasons: tuple[str, ...]
    responsible: tuple[ResponsibleAgency, ...] = ()

    @property
    def referral(self) -> str:
        """`known` when the responsible agency is named, else `unknown`."""
        return "known" if self.responsible else "unknown"


AnsweredItem = DisclosedItem | PartlyDisclosedItem | RefusedItem | NoRecordItem | NotThisAgencyItem


class Sheet(Fact, frozen=True):
    """What every letter shows, whatever it is for."""

    agency: AgencyProfile
    addressee: str
    you: AddressedAs
    layout: Layout
    dated: date
    received: Received


class Answer(Sheet, frozen=True):
    """What every answer must show, whatever was decided."""

    letter_no: str
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


LetterContext = AnswerContext | AcknowledgementContext
