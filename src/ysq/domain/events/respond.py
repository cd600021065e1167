"""Answering (答复): drafts, the route, letters and their service."""

import datetime as dt
from uuid import UUID

import msgspec

from ysq.domain.events.base import EventBase, Ref
from ysq.domain.findings import Finding
from ysq.domain.letter_checks import Severity
from ysq.domain.letters import WithheldAspect
from ysq.domain.terms import Carrier, DeliveryVia, Legality, Role


class DeterminationDrafted(EventBase, frozen=True, tag="determination.drafted"):
    """拟办: what was proposed, under which rule book; `withheld` is the ground of a part kept back (art. 37).

    `findings` is what the person saw of the rules, and `departs_from` names those that the proposal doesn't follow.
    """

    item: int
    outcome: str
    aspect: WithheldAspect | None
    book: str
    text: Ref
    withheld: str | None = None
    findings: tuple[Finding, ...] = ()
    departs_from: tuple[str, ...] = ()


class RecordSupplied(EventBase, frozen=True, tag="record.supplied"):
    """提供附件文件: the file of a record that goes with the answer, and its pages (0: it isn't PDF)."""

    item: int
    file: Ref
    pages: int


class DeterminationEndorsed(EventBase, frozen=True, tag="determination.endorsed"):
    """会签: one step of the route agrees."""

    item: int
    role: Role
    text: Ref


class DeterminationReturned(EventBase, frozen=True, tag="determination.returned"):
    """退回: the draft goes back with a reason."""

    item: int
    text: Ref


class LegalityReviewed(EventBase, frozen=True, tag="legality.reviewed"):
    """合法性审查."""

    item: int
    opinion: Legality
    text: Ref


class Acceptance(msgspec.Struct, frozen=True):
    """Why a finding of a check is left as it is; the words are in the text store."""

    check: str
    text: Ref


class DeterminationApproved(EventBase, frozen=True, tag="determination.approved"):
    """审批 of version `revision` of the letter (0: as generated), with the reasons for breaches already done."""

    item: int
    accepted: tuple[Acceptance, ...] = ()
    revision: int = 0


class FindingsExplained(EventBase, frozen=True, tag="findings.explained"):
    """补充说明: the head's reasons for what was found after the approval; the approval stands."""

    item: int
    accepted: tuple[Acceptance, ...]


class KeptFinding(msgspec.Struct, frozen=True):
    """What a check found in a letter that left all the same, and the reason (None: nobody gave one for a breach)."""

    check: str
    severity: Severity
    block: int | None = None
    reason: Ref | None = None


class LetterIssued(EventBase, frozen=True, tag="letter.issued"):
    """签发答复书: number, items answered, frozen document, the version it was made from, the files with it."""

    letter_id: UUID
    letter_type: str
    letter_no: str
    items: tuple[int, ...]
    file: Ref
    pages: int
    findings: tuple[KeptFinding, ...] = ()
    revision: int = 0
    enclosed: tuple[Ref, ...] = ()


class LetterSealed(EventBase, frozen=True, tag="letter.sealed"):
    """用印: the sealed document, which begins with the bytes of the issued one."""

    letter_id: UUID
    file: Ref


class ThirdPartyNotified(EventBase, frozen=True, tag="third_party.notified"):
    """决定公开告知书: what the third party was told in writing before disclosure, and why."""

    letter_id: UUID
    letter_no: str
    party: str
    text: Ref
    file: Ref
    pages: int


class NoticeIssued(EventBase, frozen=True, tag="notice.issued"):
    """制发告知书、通知书、征求意见书: number, frozen document, and entry `step` of the log, which it tells."""

    letter_id: UUID
    letter_type: str
    letter_no: str
    step: int
    party: str
    file: Ref
    pages: int
    findings: tuple[KeptFinding, ...] = ()
    enclosed: tuple[Ref, ...] = ()


class LetterPosted(EventBase, frozen=True, tag="letter.posted"):
    """交邮."""

    letter_id: UUID
    carrier: Carrier
    tracking_no: str


class LetterDelivered(EventBase, frozen=True, tag="letter.delivered"):
    """送达."""

    letter_id: UUID
    via: DeliveryVia
    confirmed_on: dt.date | None


class LetterReturned(EventBase, frozen=True, tag="letter.returned"):
    """退回: the letter was not delivered."""

    letter_id: UUID
    text: Ref


RespondEvent = (
    DeterminationDrafted
    | RecordSupplied
    | DeterminationEndorsed
    | DeterminationReturned
    | LegalityReviewed
    | DeterminationApproved
    | FindingsExplained
    | LetterIssued
    | LetterSealed
    | ThirdPartyNotified
    | NoticeIssued
    | LetterPosted
    | LetterDelivered
    | LetterReturned
)
