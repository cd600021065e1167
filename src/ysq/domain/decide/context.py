"""Everything a decision depends on, as values."""

import datetime as dt
from uuid import UUID

import msgspec

from ysq.domain import clock
from ysq.domain import events as e
from ysq.domain.actor import Actor
from ysq.domain.calendar import Calendar
from ysq.domain.case import Case
from ysq.domain.drafts import DraftBlock, VersionBlock
from ysq.domain.fees import FeeLaw
from ysq.domain.findings import Finding
from ysq.domain.law import OutcomeTable
from ysq.domain.letter_checks import LetterFinding
from ysq.domain.terms import Role


class FrozenLetter(msgspec.Struct, frozen=True):
    """A letter ready to be issued: numbered, typeset, its bytes kept; `found` is what the checks found in it.

    `enclosed` are the files that go with it.
    """

    letter_id: UUID
    letter_type: str
    letter_no: str
    file: e.Ref
    pages: int
    found: tuple[LetterFinding, ...] = ()
    enclosed: tuple[e.Ref, ...] = ()


class Supplied(msgspec.Struct, frozen=True):
    """A file that was kept, and its pages (0: it isn't PDF)."""

    file: e.Ref
    pages: int


class Remark(msgspec.Struct, frozen=True):
    """A comment in a file that came back: on which block, its words, and those that it is about."""

    block: int
    text: e.Ref
    about: e.Ref


class UnderHand(msgspec.Struct, frozen=True):
    """The draft that a command is about, as values: the words generated today, and the version that is worked on.

    `rests_on` are the generated words that the version was made from; `kept` points to the new version, the words
    commented on, or the file; `remarks` are the comments in that.
    """

    base: tuple[DraftBlock, ...]
    blocks: tuple[VersionBlock, ...]
    rests_on: tuple[DraftBlock, ...]
    kept: e.Ref | None = None
    remarks: tuple[Remark, ...] = ()


class Context(msgspec.Struct, frozen=True):
    """Actor, day, law, calendar, settings, and what was reserved or kept for the command.

    `today` is the day of recording in Asia/Shanghai; `refs` point to the command's prose in its order, `person`
    to the identity it names; `number` is the register or archive number reserved; `route` the steps that a draft
    takes before approval, as the agency set them; `online_review` whether it has an internet channel for 行政复议;
    `seals` whether the agency has an electronic seal, `sealed` points to the document that came back with it;
    `supplied` is the file that the command brought; `draft` the letter worked on;
    `findings` what the rules found of the item that is drafted, as the person saw it.
    """

    actor: Actor
    today: dt.date
    law: clock.ClockLaw
    calendar: Calendar
    outcomes: OutcomeTable
    fees: FeeLaw
    book: str
    policy: clock.Policy = clock.Policy()
    route: tuple[Role, ...] = ()
    online_review: bool = False
    refs: tuple[e.Ref, ...] = ()
    person: e.Ref | None = None
    number: str | None = None
    letter: FrozenLetter | None = None
    seals: bool = False
    sealed: e.Ref | None = None
    supplied: Supplied | None = None
    findings: tuple[Finding, ...] = ()
    draft: UnderHand | None = None
    ledgers: clock.Ledgers = msgspec.field(default_factory=clock.Ledgers)

    @property
    def ref(self) -> e.Ref:
        """The reference to the command's one text."""
        return self.refs[0]

    def ledger(self, case: Case, as_of: dt.date) -> clock.Ledger:
        """The case's ledger as of a day."""
        return self.ledgers.of(clock.Course(case.course, as_of, self.policy), self.law, self.calendar)
