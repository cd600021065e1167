"""What each form of the agency's own file tells: one Struct for each kind."""

from datetime import date
from typing import ClassVar

from ysq.domain.letters import LetterType
from ysq.domain.terms import DeliveryWish, Medium, RemedyKind, RequesterKind
from ysq.letters.facts import Fact, SearchRecord


class Notice(Fact, frozen=True):
    """Base: which document it is, and the ids of the provisions that it cites."""

    kind: ClassVar[LetterType]
    cites: ClassVar[tuple[str, ...]] = ()


class ApplicationForm(Notice, frozen=True):
    """申请登记表 (art. 29, 45): what was asked, by whom, and until when it is answered; contacts as the reader may see.

    `due` says until when, in words.
    """

    kind: ClassVar[LetterType] = LetterType.APPLICATION_FORM
    cites: ClassVar[tuple[str, ...]] = ("ogi.art29.para2", "ogi.art45")
    requester_kind: RequesterKind
    names: tuple[str, ...]
    agents: tuple[str, ...]
    id_number: str
    contacts: tuple[str, ...]
    register_no: str
    medium: Medium
    delivery: DeliveryWish
    due: str
    corrected: tuple["CorrectedItem", ...] = ()


class CorrectedItem(Fact, frozen=True):
    """An item as it reads since the requester's correction (art. 30)."""

    number: int
    on: date
    description: str


class ConsultationReply(Notice, frozen=True):
    """征求意见确认函: the form on which who is consulted answers; `to_no` is the number of the 征求意见书."""

    kind: ClassVar[LetterType] = LetterType.CONSULTATION_REPLY
    cites: ClassVar[tuple[str, ...]] = ("ogi.art32",)
    to_no: str
    consultee: str
    information: tuple[str, ...]


class DeliveryReceipt(Notice, frozen=True):
    """送达回证 (235号): which letter goes to whom, by which way; what isn't known yet is filled in by hand."""

    kind: ClassVar[LetterType] = LetterType.DELIVERY_RECEIPT
    cites: ClassVar[tuple[str, ...]] = ("service.art4",)
    document: str
    document_no: str
    recipient: str
    address: str
    way: str = ""
    day: str = ""
    posted: str = ""
    tracking_no: str = ""


class Step(Fact, frozen=True):
    """One step of the route to approval on an item: `what` picks its phrase; who, when, what he said."""

    what: str
    item: int
    who: str
    on: date
    opinion: str


class ProposedItem(Fact, frozen=True):
    """What is proposed on one item."""

    number: int
    description: str
    outcome: str
    reasons: str
    basis: str = ""


class SentLetter(Fact, frozen=True):
    """An issued letter and its service, the days in words; empty as long as it wasn't sent."""

    number: str
    issued: str
    posted: str
    delivered: str


class ApprovalSheet(Notice, frozen=True):
    """审批单 (art. 45): the proposals, every step to approval, what was issued, and where it is filed.

    `records` and `head` are the length and the end of the case's log when the sheet was made: they tell it from a
    sheet made earlier or later.
    """

    kind: ClassVar[LetterType] = LetterType.APPROVAL_SHEET
    cites: ClassVar[tuple[str, ...]] = ("ogi.art45",)
    register_no: str
    due: str
    proposals: tuple[ProposedItem, ...]
    steps: tuple[Step, ...]
    registrar: str = ""
    letters: tuple[SentLetter, ...] = ()
    archive_no: str = ""
    records: int = 0
    head: str = ""


class SearchSheet(Notice, frozen=True):
    """检索记录 (art. 36 item 4; 指导案例101号)."""

    kind: ClassVar[LetterType] = LetterType.SEARCH_SHEET
    cites: ClassVar[tuple[str, ...]] = ("ogi.art36.item4", "guiding_case101")
    register_no: str
    searches: tuple[SearchRecord, ...]


class ReviewedRecord(Fact, frozen=True):
    """保密审查 of what is to be released on one item."""

    number: int
    description: str
    reviewer: str
    on: date
    releasable: bool
    opinion: str

    @property
    def conclusion(self) -> str:
        """The phrase that says it."""
        return "releasable" if self.releasable else "withheld"


class SecrecySheet(Notice, frozen=True):
    """保密审查表 (art. 17; 保守国家秘密法 art. 35): 先审查、后公开."""

    kind: ClassVar[LetterType] = LetterType.SECRECY_SHEET
    cites: ClassVar[tuple[str, ...]] = ("ogi.art17", "secrets.art35")
    register_no: str
    reviews: tuple[ReviewedRecord, ...]


class Exhibit(Fact, frozen=True):
    """One piece of evidence: `pages` is 0 where nobody counted them; `proves` picks the phrase."""

    number: int
    name: str
    on: date
    pages: int
    proves: str

    @property
    def counted(self) -> str:
        """The number of pages, or nothing."""
        return str(self.pages or "")


class EvidenceList(Notice, frozen=True):
    """证据目录 (行政复议法 art. 48): for the proceeding recorded last; `proceeding` is None while there is none.

    For a court no article is cited: the text of 行政诉讼法 art. 67 isn't confirmed.
    """

    kind: ClassVar[LetterType] = LetterType.EVIDENCE_LIST
    exhibits: tuple[Exhibit, ...]
    proceeding: RemedyKind | None = None

    @property
    def before(self) -> str:
        """Whom it is for: picks the sentence."""
        if self.proceeding is None:
            return "nobody"
        return "review" if self.proceeding is RemedyKind.RECONSIDERATION else "court"

    @property
    def provisions(self) -> tuple[str, ...]:
        """What it cites, other than the kinds that always cite the same."""
        return ("review.art48",) if self.before == "review" else ()
