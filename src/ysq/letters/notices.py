"""What each notice tells besides its parties and dates: one Struct for each kind."""

from datetime import date
from typing import ClassVar

from ysq.domain.letters import LetterType
from ysq.domain.terms import ConsulteeKind, FeeBasis
from ysq.letters.facts import Fact
from ysq.letters.sheets import (
    ApplicationForm,
    ApprovalSheet,
    ConsultationReply,
    DeliveryReceipt,
    EvidenceList,
    Notice,
    SearchSheet,
    SecrecySheet,
)


class ClarificationNotice(Notice, frozen=True):
    """补正告知书 (art. 30): what to correct, within how many working days of receipt, and what follows if not."""

    kind: ClassVar[LetterType] = LetterType.CLARIFICATION_NOTICE
    cites: ClassVar[tuple[str, ...]] = ("ogi.art29.para2", "ogi.art30")
    what: tuple[str, ...]
    working_days: int


class ReasonsNotice(Notice, frozen=True):
    """说明理由告知书 (art. 35): from what the agency sees that volume or frequency is clearly unreasonable.

    `until` is the day by which reasons are awaited, none where the agency set none.
    """

    kind: ClassVar[LetterType] = LetterType.REASONS_NOTICE
    cites: ClassVar[tuple[str, ...]] = ("ogi.art35",)
    why: tuple[str, ...]
    until: tuple[date, ...] = ()


class ExtensionNotice(Notice, frozen=True):
    """延期答复告知书 (art. 33 para 2): why, by how many working days, until when."""

    kind: ClassVar[LetterType] = LetterType.EXTENSION_NOTICE
    cites: ClassVar[tuple[str, ...]] = ("ogi.art33.para2",)
    why: tuple[str, ...]
    working_days: int
    due_on: date
    provisional: bool = False
    unsettled: bool = False

    @property
    def until(self) -> str:
        """The piece of `_until.yaml`: `provisional` in a year without a calendar, `year_end` just before one."""
        return "provisional" if self.provisional else "year_end" if self.unsettled else "firm"


class DeferralNotice(Notice, frozen=True):
    """延迟答复告知书 (art. 35): the reasons given are reasonable; answered by a day that the agency sets.

    The reasons were asked for on `asked_on`, and came on `reasons_on`.
    """

    kind: ClassVar[LetterType] = LetterType.DEFERRAL_NOTICE
    cites: ClassVar[tuple[str, ...]] = ("ogi.art35",)
    why: tuple[str, ...]
    due_on: date
    asked_on: date
    reasons_on: date


class ThirdPartyConsultation(Notice, frozen=True):
    """征求意见书 to a third party (art. 32): never names the requester; silence leaves the decision to the agency.

    `about` is what it is asked to say of the `information`; `annexes` are the pages of the 征求意见确认函 behind it.
    """

    kind: ClassVar[LetterType] = LetterType.THIRD_PARTY_CONSULTATION
    cites: ClassVar[tuple[str, ...]] = ("ogi.art15", "ogi.art32")
    information: tuple[str, ...]
    about: tuple[str, ...]
    working_days: int
    annexes: tuple[int, ...] = (1,)


class ConsultationNotice(Notice, frozen=True):
    """征求意见告知书 to the requester (art. 32, 33 para 3): who is asked by kind, never by name, and since when."""

    kind: ClassVar[LetterType] = LetterType.CONSULTATION_NOTICE
    cites: ClassVar[tuple[str, ...]] = ("ogi.art33.para3",)
    party: ConsulteeKind
    sent_on: date


class CoProducerConsultation(Notice, frozen=True):
    """征求意见书 to an agency that made the record jointly (art. 34): silence is consent."""

    kind: ClassVar[LetterType] = LetterType.CO_PRODUCER_CONSULTATION
    cites: ClassVar[tuple[str, ...]] = ("ogi.art10.para3", "ogi.art34")
    information: tuple[str, ...]
    about: tuple[str, ...]
    working_days: int


class AgencyConsultation(Notice, frozen=True):
    """征求意见书 to another agency that the information concerns (art. 11): no provision gives it a period."""

    kind: ClassVar[LetterType] = LetterType.AGENCY_CONSULTATION
    cites: ClassVar[tuple[str, ...]] = ("ogi.art11",)
    information: tuple[str, ...]
    about: tuple[str, ...]


class UnitRequest(Notice, frozen=True):
    """协办函 to a unit of the agency: what it is asked, and until when the requester must have the answer."""

    kind: ClassVar[LetterType] = LetterType.UNIT_REQUEST
    cites: ClassVar[tuple[str, ...]] = ("ogi.art45",)
    task: tuple[str, ...]
    due_on: date
    provisional: bool = False
    unsettled: bool = False

    @property
    def until(self) -> str:
        """The piece of `_unit_due.yaml`: `provisional` in a year without a calendar, `year_end` just before one."""
        return "provisional" if self.provisional else "year_end" if self.unsettled else "firm"


class FeeNotice(Notice, frozen=True):
    """收费通知书 (art. 42; 109号): basis, standard, amount in fen, how to pay and within how many working days."""

    kind: ClassVar[LetterType] = LetterType.FEE_NOTICE
    cites: ClassVar[tuple[str, ...]] = ("ogi.art42",)
    basis: FeeBasis
    provision: str
    count: int
    standard: tuple[str, ...]
    amount: int
    why: tuple[str, ...]
    payment: str
    working_days: int


class ThirdPartyNotice(Notice, frozen=True):
    """决定公开告知书 to a third party (art. 32): what is disclosed although it objects, why, and its remedy."""

    kind: ClassVar[LetterType] = LetterType.THIRD_PARTY_NOTICE
    cites: ClassVar[tuple[str, ...]] = ("ogi.art15", "ogi.art32")
    asked_on: date
    content: tuple[str, ...]
    why: tuple[str, ...]


AnyNotice = (
    ApplicationForm
    | ClarificationNotice
    | ReasonsNotice
    | ExtensionNotice
    | DeferralNotice
    | ThirdPartyConsultation
    | ConsultationReply
    | ConsultationNotice
    | CoProducerConsultation
    | AgencyConsultation
    | UnitRequest
    | FeeNotice
    | ThirdPartyNotice
    | DeliveryReceipt
    | ApprovalSheet
    | SearchSheet
    | SecrecySheet
    | EvidenceList
)


class NoticeFacts(Fact, frozen=True):
    """Who is written to, about which request; `number` is what stands under the head, `items` are in their order."""

    addressees: tuple[str, ...]
    organisation: bool
    number: str
    dated: date
    received_on: date
    request_no: str
    items: tuple[str, ...]
    notice: AnyNotice
