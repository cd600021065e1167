"""What the case file tells about a letter: plain facts, not yet checked against what the outcome needs."""

from datetime import date
from typing import ClassVar

import msgspec

from ysq.domain.grounds import Basis, Responsible, WithheldPart
from ysq.domain.law import Provision
from ysq.domain.letters import Attachment, WithheldAspect
from ysq.domain.terms import Channel, ConsulteeKind, DeliveryWish, Medium, RemedyKind, Term


class Fact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of the values that templates read."""


class Received(Fact, frozen=True):
    """When and how the application came (art. 31); `number` is the one the requester knows."""

    on: date
    channel: Channel
    number: str


class Clarified(Fact, frozen=True, tag="clarified"):
    """补正 (art. 30): asked and received; `counts` when that restarted the period."""

    asked_on: date
    received_on: date
    counts: bool = True

    @property
    def told_as(self) -> str:
        """The piece of `_process.yaml` that tells it."""
        return "clarified" if self.counts else "clarified_without_effect"


class Consulted(Fact, frozen=True, tag="consulted"):
    """征求意见 (art. 32, 33 para 3, 34); `view` says what came of it, without naming the consulted person.

    `counts` when its time isn't counted in the period that the letter answers in; `items` are those it was about (none
    named: the whole request).
    """

    party: ConsulteeKind
    sent_on: date
    ended_on: date
    view: str
    counts: bool = True
    items: tuple[int, ...] = ()

    @property
    def told_as(self) -> str:
        """The piece of `_process.yaml` that tells it."""
        return "consulted" if self.counts else "consulted_without_effect"


class Extended(Fact, frozen=True, tag="extended"):
    """延期 (art. 33 para 2): told on a day, by so many working days, to the due date that resulted on that day.

    `due_on` is None when it could not be known then; `counts` is false when it had no effect or a restart overtook it.
    """

    told_on: date
    due_on: date | None
    working_days: int = 0
    counts: bool = True

    @property
    def told_as(self) -> str:
        """The piece of `_process.yaml` that tells it."""
        if not self.counts:
            return "extended_without_effect"
        return "extended" if self.due_on else "extended_by_days"


class NotClarified(Fact, frozen=True, tag="not_clarified"):
    """补正 asked, and nothing received by its last day (art. 30)."""

    told_as: ClassVar[str] = "not_clarified"
    asked_on: date
    last_day: date


class Unpaid(Fact, frozen=True, tag="unpaid"):
    """信息处理费 demanded, and nothing paid by the last day (art. 42; 109号); `amount` in fen."""

    told_as: ClassVar[str] = "unpaid"
    demanded_on: date
    amount: int
    last_day: date


class ReasonsAsked(Fact, frozen=True, tag="reasons_asked"):
    """说明理由 (art. 35): asked, and received on a day or not at all."""

    asked_on: date
    received_on: date | None

    @property
    def told_as(self) -> str:
        """The piece of `_process.yaml` that tells it."""
        return "reasons_received" if self.received_on else "reasons_missing"


class Deferred(Fact, frozen=True, tag="deferred"):
    """延迟答复 (art. 35): told on a day, until another; `counts` is false when another period began since."""

    told_on: date
    until: date
    counts: bool = True

    @property
    def told_as(self) -> str:
        """The piece of `_process.yaml` that tells it."""
        return "deferred" if self.counts else "deferred_without_effect"


class TakenBack(Fact, frozen=True, tag="taken_back"):
    """撤回 of another item of the same application: why the answer says nothing on it."""

    told_as: ClassVar[str] = "taken_back"
    number: int
    description: str
    on: date


class AnsweredBefore(Fact, frozen=True, tag="answered_before"):
    """重新答复: an earlier answer to the same items, and what became of it on a day.

    `by` and `number` name the proceeding that ordered a new answer; None where the agency corrected itself.
    """

    letter_no: str
    answered_on: date
    reopened_on: date
    by: RemedyKind | None = None
    number: str = ""
    supplements: bool = False

    @property
    def told_as(self) -> str:
        """The piece of `_process.yaml` that tells it."""
        if self.by is not None:
            return "ordered_anew"
        return "supplemented" if self.supplements else "withdrawn_answer"


class Overridden(Fact, frozen=True, tag="overridden"):
    """公共利益 (art. 32): a third party objected, why the information is disclosed all the same, and when it was told.

    `rule` is what the decision stands on.
    """

    told_as: ClassVar[str] = "overridden"
    told_on: date
    why: tuple[str, ...]
    rule: tuple[Provision, ...]


Step = (
    Clarified | Consulted | Extended | NotClarified | Unpaid | ReasonsAsked | Deferred | TakenBack | AnsweredBefore
    | Overridden
)  # fmt: skip


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


class ItemAnswer(Fact, frozen=True):
    """What was determined on one item, as the case file has it; of a partial disclosure, why the part is withheld."""

    number: int
    description: str
    outcome: str
    reasons: str = ""
    aspect: WithheldAspect | None = None
    basis: Basis | None = None
    withheld: WithheldPart | None = None
    indivisible: str = ""
    responsible: Responsible | None = None
    searches: tuple[SearchRecord, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class AnswerFacts(Fact, frozen=True):
    """What the case file tells about one answer; `requesters` are full names as on the application.

    `unnamed` are the third parties that were consulted: no reason given for them may contain their names.
    """

    requesters: tuple[str, ...]
    organisation: bool
    letter_no: str
    dated: date
    received: Received
    request_summary: str
    items: tuple[ItemAnswer, ...]
    process: tuple[Step, ...] = ()
    supply: Supply | None = None
    unnamed: tuple[str, ...] = ()

    def third_party_consulted(self, item: int) -> bool:
        """Whether a third party was asked in writing about this item (art. 32)."""
        asked = (s for s in self.process if isinstance(s, Consulted) and s.party is ConsulteeKind.THIRD_PARTY)
        return any(not sent.items or item in sent.items for sent in asked)


class ReceiptDay(Term):
    """Which day counts as 收到申请之日 (art. 31)."""

    SUBMITTED = "submitted", "提交之日"
    WRITTEN_DOWN = "written_down", "代为填写之日"
    SIGNED_FOR = "signed_for", "签收之日"
    SYSTEM = "system", "系统确认提交成功之日"
    CONFIRMED = "confirmed", "双方确认之日"


class ClockWords(Term):
    """How far the due date is known when a receipt is given."""

    FIRM = "firm", "已确定"
    PROVISIONAL = "provisional", "暂定"
    YEAR_END = "year_end", "临近年末，可能调整"
    UNCONFIRMED = "unconfirmed", "待双方确认"


class AcknowledgementFacts(Fact, frozen=True):
    """What the case file tells about a receipt (art. 31); days are working days.

    `rule` are ids of the provisions of the channel's day, `due_rule` of the period. `moved_from` is a rest day on
    which it came, where the agency counts the next working day. `access_code` stays empty in the copy that the agency
    keeps; `follow_at` is the address of the service, where there is one; `letter_no` stays empty until it is issued.
    """

    requesters: tuple[str, ...]
    organisation: bool
    dated: date
    received: Received
    items: tuple[str, ...]
    receipt_day: ReceiptDay
    clock: ClockWords
    due_on: date
    answer_days: int
    clarification_days: int
    rule: tuple[str, ...]
    due_rule: tuple[str, ...]
    moved_from: date | None = None
    access_code: str = ""
    follow_at: str = ""
    letter_no: str = ""
