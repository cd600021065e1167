"""A case as its events tell it: what is known of it, and its stage."""

import datetime as dt
from uuid import UUID

import msgspec

from ysq.domain import clock
from ysq.domain import events as e
from ysq.domain.assessment import Assessment
from ysq.domain.findings import Finding
from ysq.domain.letters import CONSULTATIONS, WithheldAspect
from ysq.domain.terms import ItemEnd, Legality, PersonRole, Role, Stage


class ItemState(msgspec.Struct, frozen=True, gc=False):
    """One 申请事项: its words now, what was found, decided and answered.

    `book`, `findings` and `departs_from` are what the drafter saw of the rules, and what he didn't follow; `revision`
    is the newest version of its letter that somebody edited, 0 for the generated words; `redo_by` is the day by which
    a review body or a court ordered it to be answered, as long as the order isn't spent.
    """

    item: int
    text: e.Ref
    assessed: e.Ref | None = None
    assessment: Assessment = Assessment()
    searches: tuple[e.SearchRecorded, ...] = ()
    records: tuple[e.RecordAdded, ...] = ()
    releasable: bool | None = None
    outcome: str | None = None
    aspect: WithheldAspect | None = None
    withheld: str | None = None
    draft: e.Ref | None = None
    drafted_by: str | None = None
    drafted_on: dt.date | None = None
    book: str | None = None
    findings: tuple[Finding, ...] = ()
    departs_from: tuple[str, ...] = ()
    endorsed: tuple[Role, ...] = ()
    legality: Legality | None = None
    approved_by: str | None = None
    approved_on: dt.date | None = None
    accepted: tuple[e.Acceptance, ...] = ()
    revision: int = 0
    supplied: tuple[e.RecordSupplied, ...] = ()
    letter_id: UUID | None = None
    ended: ItemEnd | None = None
    redo_by: dt.date | None = None

    @property
    def open(self) -> bool:
        """Whether the item still waits for its answer to be issued."""
        return self.letter_id is None and self.ended is None


class Extension(msgspec.Struct, frozen=True):
    """延期: proposed, approved, told."""

    working_days: int
    proposed_by: str
    proposed_on: dt.date
    approved_by: str | None = None
    approved_on: dt.date | None = None
    told_on: dt.date | None = None


class LetterState(msgspec.Struct, frozen=True):
    """An issued letter and what became of it.

    Of a notice, `step` is the entry of the log that it tells, and `party` who was consulted.
    """

    letter_id: UUID
    letter_no: str
    letter_type: str
    items: tuple[int, ...]
    file: e.Ref
    issued_on: dt.date
    posted_on: dt.date | None = None
    delivered_on: dt.date | None = None
    returned_on: dt.date | None = None
    withdrawn: bool = False
    sealed: e.Ref | None = None
    sealed_on: dt.date | None = None
    enclosed: tuple[e.Ref, ...] = ()
    step: int = 0
    party: str = ""

    @property
    def handed_out(self) -> e.Ref:
        """The file that people get: the sealed one once there is one."""
        return self.sealed or self.file

    @property
    def sent(self) -> bool:
        """Whether it was posted or delivered (235号 art. 4)."""
        return self.posted_on is not None or self.delivered_on is not None


class CommentState(msgspec.Struct, frozen=True):
    """批注: made, and resolved by the drafter; `over` when the letter was issued meanwhile."""

    made: e.DraftCommented
    resolved_by: str | None = None
    resolved_on: dt.date | None = None
    over: bool = False

    @property
    def open(self) -> bool:
        """Whether it still waits for the drafter."""
        return self.resolved_by is None and not self.over


class RemedyState(msgspec.Struct, frozen=True):
    """复议、诉讼: opened, and decided when `decided` is there."""

    opened: e.RemedyRecorded
    decided: e.RemedyDecided | None = None


class Case(msgspec.Struct, frozen=True, gc=False):
    """办件: everything the events say. `version` is the number of events; `course` is what the clock reads.

    `notices` are 决定公开告知书 by party, which the requester never sees; `procedural` the other notices issued.
    `happened` holds the events as they stand after amendments, one place a version (None: an amendment itself).
    """

    case_id: UUID
    agency_id: int
    received: e.RequestReceived
    items: dict[int, ItemState]
    course: tuple[clock.Entry, ...]
    happened: tuple[e.HappenedEvent | None, ...]
    register_no: str | None = None
    acknowledgement: LetterState | None = None
    persons: tuple[e.PersonAdded, ...] = ()
    left: tuple[e.RequesterLeft, ...] = ()
    clarification: dt.date | None = None
    clarified_on: dt.date | None = None
    extension: Extension | None = None
    consultations: tuple[e.ConsultationSent, ...] = ()
    answers: dict[str, e.ConsultationAnswered] = {}
    units: dict[str, e.UnitAsked | e.UnitAnswered | e.UnitReturned] = {}
    reasons: e.ReasonsAsked | e.ReasonsReceived | None = None
    deferred: e.DeferralNotified | None = None
    fee: e.FeeDemanded | None = None
    fee_delivered: bool = False
    fee_paid: bool = False
    letters: tuple[LetterState, ...] = ()
    revisions: tuple[e.DraftRevised, ...] = ()
    comments: dict[int, CommentState] = {}
    returned_files: tuple[e.DraftFileReceived, ...] = ()
    notices: dict[str, LetterState] = {}
    procedural: tuple[LetterState, ...] = ()
    remedies: dict[str, RemedyState] = {}
    closed: bool = False
    archived: e.CaseArchived | None = None
    reopened: bool = False
    last_on: dt.date = dt.date.min

    @property
    def version(self) -> int:
        """The number of events."""
        return len(self.happened)

    @property
    def requesters(self) -> tuple[e.Ref, ...]:
        """Who asks now: the one who filed, then 共同申请人, without those who left. The last one never leaves."""
        joint = (added.person for added in self.persons if added.role is PersonRole.JOINT_REQUESTER)
        gone = {one.person for one in self.left}
        return tuple(ref for ref in (self.received.requester, *joint) if ref.id not in gone)

    @property
    def open_items(self) -> tuple[int, ...]:
        """The items that no letter answers and that haven't ended."""
        return tuple(number for number, item in self.items.items() if item.open)

    def owes(self, number: int) -> bool:
        """Whether nothing that answers the item was sent, and it hasn't ended."""
        item = self.items[number]
        return item.ended is None and not any(one.sent and one.letter_id == item.letter_id for one in self.letters)

    @property
    def redo_by(self) -> dt.date | None:
        """The first day by which something that is owed was ordered to be answered anew."""
        days = (item.redo_by for number, item in self.items.items() if self.owes(number))
        return min(filter(None, days), default=None)

    @property
    def settled(self) -> bool:
        """Whether every item has ended or is answered by a letter that was posted or delivered."""
        return not any(map(self.owes, self.items))

    @property
    def in_archive(self) -> bool:
        """Whether the case is archived, and no order or withdrawal has opened it again."""
        return self.archived is not None and not self.reopened

    @property
    def stage(self) -> Stage:
        """办理阶段, derived."""
        if self.in_archive:
            return Stage.ARCHIVED
        if self.settled:
            return Stage.CLOSED if self.closed else _settled_stage(self)
        return _open_stage(self)

    @property
    def at_work(self) -> tuple[str, ...]:
        """The units that were asked and haven't sent it back as not theirs, in the order of asking."""
        return tuple(unit for unit, last in self.units.items() if not isinstance(last, e.UnitReturned))

    def consulted_on(self, number: int) -> tuple[e.ConsultationSent, ...]:
        """The consultations about this item, alone, with others or with the whole request."""
        return tuple(sent for sent in self.consultations if not sent.items or number in sent.items)

    def revision(self, number: int) -> e.DraftRevised | None:
        """The version of a draft with this number; None for 0, the generated words."""
        return self.revisions[number - 1] if number else None

    def lettered_with(self, number: int) -> tuple[int, ...]:
        """The items of this drafted item's letter: those edited together, or all that nobody edited."""
        if revision := self.revision(self.items[number].revision):
            return revision.items
        return tuple(n for n in self.open_items if self.items[n].outcome and not self.items[n].revision)

    def comments_on(self, items: tuple[int, ...]) -> tuple[CommentState, ...]:
        """The comments on letters about any of these items."""
        return tuple(one for one in self.comments.values() if set(one.made.items) & set(items))

    @property
    def papers(self) -> tuple[LetterState, ...]:
        """Everything issued to the requester, in order: 登记回执, then notices and answers by their days."""
        told = (one for one in self.procedural if one.letter_type not in CONSULTATIONS)
        sent = tuple(sorted((*told, *self.letters), key=lambda one: one.issued_on))
        return (self.acknowledgement, *sent) if self.acknowledgement else sent

    def paper(self, letter_id: UUID) -> LetterState | None:
        """What the requester was issued under this id, if the case has it."""
        return next((paper for paper in self.papers if paper.letter_id == letter_id), None)

    @property
    def issued(self) -> tuple[LetterState, ...]:
        """What bears a number and was frozen: the papers, and what was written to who was consulted."""
        others = (one for one in self.procedural if one.letter_type in CONSULTATIONS)
        return (*self.papers, *others, *self.notices.values())

    def frozen(self, letter_id: UUID) -> LetterState | None:
        """What was frozen under this id, if the case has it."""
        return next((one for one in self.issued if one.letter_id == letter_id), None)

    @property
    def outgoing(self) -> tuple[LetterState, ...]:
        """What is posted and delivered: the answers, and the notices to third parties."""
        return (*self.letters, *self.notices.values())

    def letter(self, letter_id: UUID) -> LetterState | None:
        """The answer with this id, if the case has it."""
        return next((letter for letter in self.letters if letter.letter_id == letter_id), None)


def _settled_stage(case: Case) -> Stage:
    ends = {item.ended for item in case.items.values()}
    if None in ends or ItemEnd.ON_THE_SPOT in ends or ItemEnd.EXCESSIVE in ends:
        return Stage.ANSWERED
    if ItemEnd.ENDED in ends:
        return Stage.ENDED
    return Stage.ABANDONED if ItemEnd.ABANDONED in ends else Stage.WITHDRAWN


def _open_stage(case: Case) -> Stage:
    if case.register_no is None:
        return Stage.RECEIVED
    if not case.open_items:
        return Stage.ISSUED
    asked = case.clarification is not None and case.clarified_on is None
    if (asked or (case.fee is not None and not case.fee_paid)) and not any(item.outcome for item in _open(case)):
        return Stage.AWAITING_REQUESTER
    if any(item.approved_by for item in _open(case)):
        return Stage.APPROVED
    worked = case.consultations or case.units or any(item.searches or item.draft for item in case.items.values())
    return Stage.PROCESSING if worked or case.reopened else Stage.REGISTERED


def _open(case: Case) -> list[ItemState]:
    return [item for item in case.items.values() if item.open]
