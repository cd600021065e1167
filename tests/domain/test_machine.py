"""Random walks over all commands: no impossible event, replay equals live, and no state without a way to the archive."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import reduce
from itertools import chain
from typing import get_args, get_type_hints
from uuid import UUID, uuid4

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from tests.builders import actor

from ysq.domain import access
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.assessment import Assessment, PublicInterest
from ysq.domain.clock import Course, ledger
from ysq.domain.decide import Context, FrozenLetter, Supplied, UnderHand, decide
from ysq.domain.drafts import BlockEdit, DraftBlock, Holds, revised
from ysq.domain.errors import Refusal
from ysq.domain.findings import Finding
from ysq.domain.fold import evolve, fold
from ysq.domain.letters import NOTICES, WithheldAspect
from ysq.domain.people import Identity, RequestedItem
from ysq.domain.surroundings import surroundings_of
from ysq.domain.terms import (
    Attribute,
    Carrier,
    Channel,
    ConsulteeKind,
    ContactVia,
    DeliveryVia,
    DeliveryWish,
    EndReason,
    FeeBasis,
    LeavingReason,
    Legality,
    Medium,
    PersonRole,
    RemedyKind,
    RemedyResult,
    Reply,
    RequesterKind,
    Retention,
    Role,
    Stage,
)  # fmt: skip
from ysq.rules.book import Book
from ysq.rules.evaluate import evaluate
from ysq.rules.facts import facts_of

DAY = date(2026, 3, 2)
END = date(2026, 12, 31)
CASE = UUID(int=7)
REF = e.Ref(UUID(int=1), "00")
PERSON = Identity(RequesterKind.OTHER_ORGANISATION, "某公司", phone="1")
BASE = tuple(map(DraftBlock, (Holds.DETERMINATION, Holds.WORDS, Holds.REMEDY), ("决定", "理由", "救济")))
ROUTES = ((), (Role.UNIT_OFFICER,), (Role.UNIT_OFFICER, Role.LEGAL))

days = st.integers(0, 200).map(lambda offset: DAY + timedelta(days=offset))
numbers = st.sampled_from((1, 1, 1, 2, 3))
items = st.one_of(st.just((1,)), st.lists(numbers, min_size=1, max_size=3, unique=True).map(tuple))
parties = st.sampled_from(("甲", "甲", "乙"))
letters = st.sampled_from((1, 1, 2))
seen = st.sampled_from((-1, -1, -1, 0, 1))  # -1 stands for the newest version


def answers(shape: type[msgspec.Struct]) -> st.SearchStrategy[msgspec.Struct]:
    """Any answers: each field answered or left open."""
    return st.builds(shape, **{name: _answer(kind) for name, kind in get_type_hints(shape).items()})


def _answer(kind: object) -> st.SearchStrategy[object]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return answers(kind)
    plain: dict[object, tuple[object, ...]] = {str | None: (None, "2025-0117"), int | None: (None, 1, 45)}
    return st.sampled_from(plain[kind]) if kind in plain else st.from_type(kind)  # type: ignore[arg-type]


assessments = answers(Assessment)

# Days go forward by small steps, now and then by a lot; some are days before, to be refused.
steps = st.sampled_from((0, 0, 0, 1, 1, 2, 5, 9, 30, -3))
NEXT = ("请", "不必", "可以")
ANSWER = (c.RecordSearch, c.DraftDetermination, c.ApproveDetermination, c.IssueLetter)
AMENDED = {
    c.DemandFee: e.Amendment(count=54), c.LogContact: e.Amendment(date=DAY), c.RecordRemedyDecision: e.Amendment(redo_by=END - timedelta(days=1)),
}  # fmt: skip
ROLES = {c.AmendEntry: (Role.OFFICE_HEAD, Role.CLERK), c.Endorse: (Role.UNIT_OFFICER, Role.UNIT_OFFICER, Role.LEGAL)}
CHAINS: tuple[tuple[type[c.CommandBase], ...], ...] = (
    (c.AskClarification, c.RecordClarificationDelivery, c.ReceiveClarification),
    (c.AskClarification, c.RecordClarificationDelivery, c.LogContact, c.LogContact, c.DeclareAbandoned),
    (c.DemandFee, c.RecordFeeDelivery, c.RecordPayment),
    (c.DemandFee, c.AmendEntry, c.RecordFeeDelivery),
    (c.LogContact, c.AmendEntry),
    (c.AddPerson, c.RecordLeaving, c.WithdrawRequest),
    (c.AddPerson, c.AddPerson, c.RecordLeaving, *ANSWER),
    (c.ProposeExtension, c.ApproveExtension, c.TellExtension),
    (c.AskReasons, c.ReceiveReasons, c.DeferAnswer),
    (c.AskReasons, c.ReceiveReasons, c.DeclineExcessive),
    (c.AskReasons, c.DeclineExcessive),
    (c.Consult, c.RecordConsultationDelivery, c.RecordConsultationAnswer),
    (c.AskUnit, c.RecordUnitAnswer),
    (c.AskUnit, c.RecordUnitReturn),
    (c.RecordSecrecyReview, c.DraftDetermination, c.SupplyRecord, c.ReviewLegality, c.Endorse, c.ApproveDetermination),
    (c.DraftDetermination, c.ReturnDraft),
    (c.DraftDetermination, c.ReviseDraft, c.CommentOnDraft, c.ResolveComment, c.ReceiveDraftFile),
    (c.RecordSearch, c.DraftDetermination, c.ReviseDraft, c.ApproveDetermination, c.ReviseDraft, c.IssueLetter),
    (c.RecordSearch, c.DraftDetermination, c.ReviseDraft, c.ApproveDetermination, c.IssueLetter),
    (c.RecordSearch, c.DraftDetermination, c.Endorse, c.Endorse),
    ANSWER,
    (*ANSWER, c.RecordPosting, c.RecordReturn, c.RecordPosting, c.RecordDelivery),
    (*ANSWER, c.RecordDelivery, c.CloseCase, c.ArchiveCase),
    (*ANSWER, c.RecordDelivery, c.RecordReconsideration, c.RecordRemedyDecision),
    (
        *ANSWER,
        c.RecordDelivery,
        c.RecordReconsideration,
        c.RecordRemedyDecision,
        c.AmendEntry,
        *ANSWER,
        c.RecordPosting,
    ),
    (*ANSWER, c.SealLetter, c.ExplainFindings, c.RecordDelivery, c.SupplementAnswer),
    (*ANSWER, c.RecordDelivery, c.SupplementAnswer),
    (*ANSWER, c.RecordDelivery, c.WithdrawAnswer),
    (c.RecordSecrecyReview, c.DraftDetermination, c.ApproveDetermination, c.ProposePublication),
    (c.RecordSecrecyReview, c.AnswerOnTheSpot, c.CloseCase, c.ArchiveCase),
    (c.Consult, c.RecordConsultationAnswer, c.AssessItem, c.NotifyThirdParty),
    (c.Consult, c.IssueNotice, c.RecordConsultationDelivery),
    (c.AskClarification, c.IssueNotice, c.RecordClarificationDelivery),
    (c.AskReasons, c.IssueNotice, c.ReceiveReasons, c.DeferAnswer, c.IssueNotice),
)

TOLD: dict[type[c.CommandBase], dict[str, object]] = {
    c.Consult: {"kind": ConsulteeKind.THIRD_PARTY},
    c.RecordConsultationAnswer: {"reply": Reply.REFUSED},
    c.AssessItem: {"assessment": Assessment(public_interest=PublicInterest(override=True))},
}
"""What leads to a notice to a third party: its objection, and the judgement on public interest."""
Sketch = tuple[type[c.CommandBase], dict[str, object], Role]


def sketches() -> st.SearchStrategy[tuple[Sketch, ...]]:
    """Commands alone and in likely orders: type, fields (`letter` and `on` are made real later), and who gives it."""
    text = {"text": st.just("说明")}
    shapes: dict[type[c.CommandBase], dict[str, st.SearchStrategy[object]]] = {
        c.RegisterRequest: {},
        c.IssueAcknowledgement: {},
        c.AddPerson: {"person": st.just(PERSON), "role": st.sampled_from(PersonRole)},
        c.RecordLeaving: text | {"leaves": st.sampled_from((0, 1, 5)), "reason": st.sampled_from(LeavingReason)},
        c.AssessItem: text | {"item": numbers, "assessment": st.one_of(st.just(Assessment()), assessments)},
        c.AskClarification: {"what": st.just("写明"), "working_days": st.integers(1, 20)},
        c.RecordClarificationDelivery: {},
        c.ReceiveClarification: {
            "items": numbers.map(lambda number: {number: RequestedItem("甲")}),
            "excused": st.booleans(),
        },
        c.DeclareAbandoned: text,
        c.WithdrawRequest: text | {"items": items, "by_all": st.booleans()},
        c.EndCase: text | {"reason": st.sampled_from(EndReason)},
        c.AnswerOnTheSpot: text | {"items": items},
        c.AskUnit: text | {"unit": parties, "items": items},
        c.RecordUnitAnswer: text | {"unit": parties},
        c.RecordUnitReturn: text | {"unit": parties},
        c.RecordSearch: {
            "item": numbers, "unit": st.just("股"), "places": st.just(("室",)), "keywords": st.just(("词",)),
            "found": st.booleans(), "result": st.just("没有"),
        },
        c.AddRecord: {
            "item": numbers, "title": st.just("方案"), "attribute": st.sampled_from(Attribute),
            "marked_secret": st.booleans(),
        },
        c.LogContact: text | {"via": st.sampled_from(ContactVia)},
        c.RecordSecrecyReview: {"item": numbers, "releasable": st.booleans(), "opinion": st.just("可以")},
        c.Consult: {
            "party": parties, "kind": st.sampled_from(ConsulteeKind), "consultee": st.just(PERSON),
            "about": st.just("意见"),
        },
        c.RecordConsultationDelivery: {"party": parties},
        c.RecordConsultationAnswer: {"party": parties, "reply": st.sampled_from(Reply), "reasons": st.just("因")},
        c.ProposeExtension: {"working_days": st.integers(1, 20), "reason": st.just("多")},
        c.ApproveExtension: {},
        c.TellExtension: {},
        c.AskReasons: text,
        c.ReceiveReasons: text,
        c.DeferAnswer: text | {"until": days},
        c.DeclineExcessive: text,
        c.DemandFee: text | {"basis": st.sampled_from(FeeBasis), "count": st.sampled_from((5, 31, 45))},
        c.RecordFeeDelivery: {},
        c.RecordPayment: {"amount": st.sampled_from((1000, 220_000, 15_000, 580_000))},
        c.DraftDetermination: {
            "item": numbers, "outcome": st.sampled_from(("disclosed", "no_record", "deliberative")),
            "reasons": st.just("因为"), "aspect": st.sampled_from((None, WithheldAspect.DRAFT)),
            "attachments": st.just((c.SuppliedRecord("方案", 3),)),
        },
        c.Endorse: text | {"item": numbers},
        c.ReturnDraft: text | {"item": numbers},
        c.ReviewLegality: text | {"item": numbers, "opinion": st.sampled_from(Legality)},
        c.ApproveDetermination: {"item": numbers},
        c.ReviseDraft: {
            "items": items, "rests_on": seen,
            "edits": st.sampled_from(((), (BlockEdit(2, "改过"),), (BlockEdit(2, "又改", ("另起",)),), (BlockEdit(1, "不许"),))),
        },
        c.CommentOnDraft: text | {"items": items, "revision": seen, "block": st.integers(1, 4)},
        c.ResolveComment: {"comment": st.sampled_from((-1, -1, 1, 2))},
        c.ReceiveDraftFile: {"items": items, "revision": seen, "content": st.just(b"PK")},
        c.SupplyRecord: {"item": numbers, "name": st.just("方案"), "content": st.just(b"%PDF-")},
        c.ExplainFindings: {"item": numbers, "accepted": st.just((c.AcceptedFinding("late_answer", "因"),))},
        c.IssueLetter: {"items": items},
        c.SealLetter: {"letter": letters},
        c.NotifyThirdParty: {"party": parties, "why": st.just("重大影响")},
        c.IssueNotice: {"kind": st.sampled_from(sorted(NOTICES)), "party": st.sampled_from(("", "甲"))},
        c.RecordPosting: {"letter": letters, "carrier": st.sampled_from(Carrier)},
        c.RecordDelivery: {"letter": letters, "via": st.sampled_from(DeliveryVia)},
        c.RecordReturn: text | {"letter": letters},
        c.CloseCase: {},
        c.ArchiveCase: {"retention": st.sampled_from(Retention)},
        c.RecordReconsideration: {"number": parties, "simplified": st.booleans()},
        c.RecordLitigation: {"number": parties, "kind": st.sampled_from(RemedyKind)},
        c.RecordRemedyDecision: text | {
            "number": parties, "result": st.sampled_from(RemedyResult), "redo_items": st.one_of(st.just(()), items),
            "redo_by": st.one_of(st.none(), days),
        },
        c.WithdrawAnswer: text | {"letter": letters},
        c.SupplementAnswer: text | {"items": items},
        c.RecordComplaint: text,
        c.CorrectRecord: text | {"corrected": st.booleans()},
        c.ProposePublication: text | {"items": items},
        c.AmendEntry: text | {
            "version": st.integers(1, 12),
            "amendment": st.one_of(
                st.builds(e.Amendment, date=st.one_of(st.none(), days), reply=st.sampled_from((None, *Reply))),
                st.builds(e.Amendment, count=st.sampled_from((5, 31, 45, 54)), basis=st.sampled_from(FeeBasis)),
                st.builds(e.Amendment, redo_by=days), st.builds(e.Amendment, until=days),
            ),
        },
    }  # fmt: skip
    assert set(shapes) == set(get_args(c.CaseCommand)), "every command takes part in the walks"
    roles = st.sampled_from
    sketch = {
        kind: st.tuples(
            st.just(kind),
            st.fixed_dictionaries({"on": steps, **fields}),
            roles(ROLES.get(kind) or sorted(access.MAY[kind])),
        )
        for kind, fields in shapes.items()
    }
    chains = [
        st.tuples(numbers, st.tuples(*(sketch[kind] for kind in order))).map(lambda pair: focused(*pair))
        for order in CHAINS
    ]
    alone = st.one_of(*sketch.values()).map(lambda one: (one,))
    return st.one_of(alone, *chains)


def focused(number: int, sketches: tuple[Sketch, ...]) -> tuple[Sketch, ...]:
    """The commands of a chain about one item, one party and one letter, so that they fit together."""
    release = any(kind is c.RecordSecrecyReview for kind, _fields, _role in sketches)
    same = {
        "item": number, "items": (number,), "party": "甲", "unit": "甲", "number": "甲", "letter": -1,
        "outcome": "disclosed" if release else "no_record", "aspect": None, "releasable": True, "count": 31,
        "basis": FeeBasis.BY_PAGE, "amount": 1000, "result": RemedyResult.CORRECTED, "redo_items": (number,),
        "redo_by": END, "until": END, "opinion": Legality.LAWFUL, "rests_on": -1, "revision": -1, "comment": -1,
        "block": 2,
    }  # fmt: skip
    fitting: list[Sketch] = []
    told = any(kind is c.NotifyThirdParty for kind, _fields, _role in sketches)
    for kind, fields, role in sketches:
        fixed = {name: same.get(name, value) for name, value in fields.items()}
        if kind is c.ReviseDraft:
            fixed["edits"] = fixed["edits"] if fixed["edits"] != () else (BlockEdit(2, "改过"),)
        if kind is c.RecordSecrecyReview:
            fixed["opinion"] = "可以"
        if told and kind in TOLD:
            fixed |= TOLD[kind]
        if kind is c.AmendEntry:
            fixed |= {"version": -1, "amendment": AMENDED[fitting[-1][0]]}
        if kind is c.ReceiveClarification:
            fixed["items"] = {number: RequestedItem("乙")}
        fitting.append((kind, fixed | {"on": max(0, int(str(fields["on"])))}, role))
    return tuple(fitting)


class Walk:
    """A case on its way, with everything that was recorded of it."""

    def __init__(self, book: Book, route: tuple[Role, ...]) -> None:
        asked = tuple(e.ReceivedItem(number, REF) for number in (1, 2, 3))
        received = e.RequestReceived(
            DAY, "citizen", uuid4(), "N-1", Channel.COUNTER, None, REF, RequesterKind.PERSON, asked, Medium.PAPER,
            DeliveryWish.POST, True,  # noqa: FBT003 - positional like the fields
        )  # fmt: skip
        self.book, self.calendar, self.route = book, CALENDAR, route
        self.events: list[e.CaseEvent] = [received]
        self.case = fold(CASE, 2, self.events)
        self.today = DAY
        self.versions: dict[int, tuple[BlockEdit, ...]] = {}

    def give(self, kind: type[c.CommandBase], fields: dict[str, object], role: Role) -> None:
        """Give a command; a refusal is an answer, too."""
        if isinstance(fields["on"], int):
            fields["on"] = min(END, self.today + timedelta(days=fields["on"]))
            self.today = max(self.today, fields["on"])
        if fields.get("version") == -1:
            fields["version"] = self.case.version
        if "letter" in fields:
            place, known = int(str(fields.pop("letter"))), self.case.letters
            place = len(known) if place == -1 else place
            fields["letter_id"] = known[place - 1].letter_id if 0 < place <= len(known) else UUID(int=99)
        if "leaves" in fields:
            place, asking = int(str(fields.pop("leaves"))), self.case.requesters
            fields["person"] = asking[place].id if place < len(asking) else UUID(int=99)
        self._make_newest(fields)
        command = kind(**fields)
        found = self.findings(fields["item"]) if kind is c.DraftDetermination else ()
        context = Context(
            actor(role), END, self.book.clock, self.calendar, self.book.outcomes, self.book.fees, "book",
            online_review=True, route=self.route, seals=True, sealed=REF, supplied=Supplied(REF, 3),
            refs=(REF,) * len(command.prose), person=e.Ref(UUID(int=5000 + len(self.events)), "00"), number="no",
            letter=FrozenLetter(UUID(int=1000 + len(self.events)), "refusal", "1号", REF, 1), findings=found,
            draft=self.draft(fields.get("items", ())),
        )  # fmt: skip
        try:
            events = decide(self.case, command, context)  # type: ignore[arg-type]
        except Refusal as refusal:
            assert set(refusal.provisions) <= set(self.book.provisions)
            assert any(word in refusal.todo for word in NEXT), f"{refusal} doesn't say what to do next"
            return
        assert events
        if isinstance(command, c.ReviseDraft):
            self.versions[len(self.case.revisions) + 1] = command.edits
        self.check_version(events)
        self.events += events
        asked_before = len(self.case.requesters)
        self.case = reduce(evolve, events, self.case)
        assert self.case.requesters, "somebody asks as long as there is a case"
        if isinstance(command, c.EndCase):
            assert asked_before == 1, "what others ask for isn't ended with one of them"

    def check_version(self, events: Sequence[e.CaseEvent]) -> None:
        """What is issued is the version that was approved, of each item."""
        for issued in events:
            if isinstance(issued, e.LetterIssued):
                approved = {one.item: one.revision for one in self.events if isinstance(one, e.DeterminationApproved)}
                assert {approved[number] for number in issued.items} == {issued.revision}

    def _make_newest(self, fields: dict[str, object]) -> None:
        """Puts the newest version of the letter, or the newest comment, where the sketch leaves it open."""
        items = fields.get("items")
        item = self.case.items.get(items[0]) if isinstance(items, tuple) else None
        for name in ("rests_on", "revision"):
            if fields.get(name) == -1:
                fields[name] = item.revision if item else 0
        if fields.get("comment") == -1:
            fields["comment"] = max(self.case.comments, default=1)

    def draft(self, items: object) -> UnderHand:
        """A letter of three blocks, its second free, in the words of the version that the walk has seen."""
        item = self.case.items.get(items[0]) if isinstance(items, tuple) and items else None
        words = self.versions.get(item.revision, ()) if item else ()
        return UnderHand(BASE, revised(BASE, words), BASE, REF)

    def findings(self, number: object) -> tuple[Finding, ...]:
        """What the rules find of an item today."""
        if number not in self.case.items:
            return ()
        day = max(END, self.case.last_on)
        book = ledger(Course(self.case.course, day), self.book.clock, self.calendar)
        around = surroundings_of(self.case, PERSON, RequestedItem("甲", title="乙"), book, day, month_count=11)
        facts = facts_of(self.case, int(str(number)), self.case.items[int(str(number))].assessment, around)
        return evaluate(self.book.rules, facts, day)

    def finish(self) -> None:
        """The way out that every state has: register, say that nothing is held, send, archive."""
        start = len(self.events)
        self.give(c.RegisterRequest, {"on": END}, Role.CLERK)
        for number in self.case.open_items:
            self.answer(number)
        for letter in self.case.letters:
            if not letter.withdrawn and (not letter.sent or letter.returned_on is not None):
                self.give(
                    c.RecordPosting, {"on": END, "letter_id": letter.letter_id, "carrier": Carrier.POST}, Role.CLERK
                )
        self.give(c.ArchiveCase, {"on": END, "retention": Retention.TEN_YEARS}, Role.ARCHIVIST)
        assert len(self.events) > start or self.case.stage is Stage.ARCHIVED

    def answer(self, number: int) -> None:
        """A new draft for one item, along the route, to an issued letter."""
        found = {"unit": "股", "places": ("室",), "keywords": ("词",), "found": False, "result": "没有"}
        self.give(c.RecordSearch, {"on": END, "item": number, **found}, Role.CLERK)
        draft = {"outcome": "no_record", "reasons": "没有制作"}
        self.give(c.DraftDetermination, {"on": END, "item": number, **draft}, Role.CLERK)
        for role in self.route:
            self.give(c.Endorse, {"on": END, "item": number, "text": "同意"}, role)
        self.give(c.ApproveDetermination, {"on": END, "item": number}, Role.SIGNER)
        self.give(c.IssueLetter, {"on": END, "items": (number,)}, Role.CLERK)


CALENDAR = None  # set by the fixture: one calendar for all walks


@pytest.fixture(autouse=True, scope="module")
def calendar(book: Book) -> None:
    global CALENDAR
    CALENDAR = book.calendar()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(plan=st.lists(sketches(), min_size=5, max_size=25), route=st.sampled_from(ROUTES), early=st.booleans())
def test_walks_replay_and_reach_the_archive(
    book: Book, plan: list[tuple[Sketch, ...]], route: tuple[Role, ...], early: bool
) -> None:
    walk = Walk(book, route)
    if early:
        walk.give(c.RegisterRequest, {"on": DAY}, Role.CLERK)
    for kind, fields, role in chain.from_iterable(plan):
        walk.give(kind, dict(fields), role)
        assert walk.case.version == len(walk.events)
    check(walk)
    walk.finish()
    assert walk.case.stage is Stage.ARCHIVED, f"stuck at {walk.case.stage}"
    check(walk)


def check(walk: Walk) -> None:
    """Replay equals live, and the clock can read the course."""
    assert fold(CASE, 2, walk.events) == walk.case
    stored = [msgspec.json.encode(event) for event in walk.events]
    assert fold(CASE, 2, [msgspec.json.decode(kept, type=e.CaseEvent) for kept in stored]) == walk.case
    context_day = max(END, walk.case.last_on)
    ledger(Course(walk.case.course, context_day), walk.book.clock, walk.calendar)


def test_every_command_is_accepted_in_some_state(book: Book) -> None:
    """The walks would be worthless if a command were always refused."""
    accepted: set[str] = set()

    @settings(
        max_examples=1200, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(plan=st.lists(sketches(), min_size=10, max_size=25), route=st.sampled_from(ROUTES))
    def explore(plan: list[tuple[Sketch, ...]], route: tuple[Role, ...]) -> None:
        walk = Walk(book, route)
        walk.give(c.RegisterRequest, {"on": DAY}, Role.CLERK)
        for kind, fields, role in chain.from_iterable(plan):
            before = walk.case.version
            walk.give(kind, dict(fields), role)
            if walk.case.version > before:
                accepted.add(kind.__name__)

    explore()
    assert accepted | {"RegisterRequest"} == {kind.__name__ for kind in get_args(c.CaseCommand)}
