"""Decisions without a database: each refusal names what is wrong, the provision and what to do; the rest follows."""

from collections.abc import Sequence
from datetime import date
from functools import reduce
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.builders import actor

from ysq.domain import access
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.decide import Context, FrozenLetter, decide
from ysq.domain.fold import evolve, fold
from ysq.domain.grounds import (
    ForbiddingLaw,
    ResponsibleAgency,
    SecrecyLevel,
    SecretMarking,
    ThirdPartyView,
    Undetermined,
    WithheldPart,
)
from ysq.domain.letters import WithheldAspect
from ysq.domain.people import Identity, RequestedItem
from ysq.domain.terms import (
    Carrier,
    Channel,
    ConsulteeKind,
    DeliveryVia,
    DeliveryWish,
    Medium,
    Reply,
    RequesterKind,
    Retention,
    Role,
    Stage,
)
from ysq.rules.book import Book

DAY = date(2026, 3, 2)
LATER = date(2026, 3, 10)
REF = e.Ref(UUID(int=1), "00")
CASE, STREAM = UUID(int=7), UUID(int=9)
CONSULTEE = Identity(RequesterKind.OTHER_ORGANISATION, "某公司", phone="1")
ROLES = {kind: min(roles) for kind, roles in access.MAY.items() if Role.CLERK not in roles}


def opened(items: int = 1) -> Case:
    asked = tuple(e.ReceivedItem(number, REF) for number in range(1, items + 1))
    received = e.RequestReceived(
        date=DAY, actor="citizen", submission_id=uuid4(), request_no="N-1", channel=Channel.COUNTER, confirmed_on=None,
        requester=REF, requester_kind=RequesterKind.PERSON, items=asked, medium=Medium.PAPER,
        delivery=DeliveryWish.POST, accept_other_delivery=True,
    )  # fmt: skip
    return fold(CASE, 2, [received])


class Desk:
    """Decides against one book, with everything reserved that a command could need."""

    def __init__(self, book: Book) -> None:
        self._book, self._calendar, self.letters = book, book.calendar(), 0
        self.route: tuple[Role, ...] = ()

    def decide(
        self, case: Case, command: c.CaseCommand, role: Role | None = None, number: int = 1
    ) -> list[e.CaseEvent]:
        self.letters += 1
        who = actor(role or ROLES.get(type(command), Role.CLERK), number=number)
        letter = FrozenLetter(UUID(int=100 + self.letters), "refusal", f"{self.letters}号", REF, 1)
        context = Context(
            who, date(2026, 12, 31), self._book.clock, self._calendar, self._book.outcomes, self._book.fees, "book",
            refs=(REF,) * len(command.prose), person=REF, number="no", letter=letter,
            route=self.route,
        )  # fmt: skip
        return list(decide(case, command, context))

    def apply(self, case: Case, events: Sequence[e.CaseEvent]) -> Case:
        return reduce(evolve, events, case)

    def with_drafter(self, case: Case, drafter: str) -> Case:
        items = {number: msgspec.structs.replace(item, drafted_by=drafter) for number, item in case.items.items()}
        return msgspec.structs.replace(case, items=items)

    def walk(self, case: Case, commands: Sequence[c.CaseCommand]) -> Case:
        return reduce(lambda now, command: reduce(evolve, self.decide(now, command), now), commands, case)


@pytest.fixture(scope="module")
def desk(book: Book) -> Desk:
    return Desk(book)


def consult(kind: ConsulteeKind = ConsulteeKind.THIRD_PARTY) -> c.Consult:
    return c.Consult(LATER, "甲", kind, CONSULTEE, "请提出意见")


REGISTER = c.RegisterRequest(DAY)
ASK = c.AskClarification(DAY, "写明名称", 15)
SEARCH = c.RecordSearch(LATER, 1, "股", ("档案室",), ("方案",), found=False, result="没有")
REVIEW = c.RecordSecrecyReview(LATER, 1, releasable=True, opinion="可以")
REFUSE = c.DraftDetermination(LATER, 1, "deliberative", "尚在论证", WithheldAspect.DISCUSSION)
GIVEN = (c.SuppliedRecord("方案", 3),)
DISCLOSE = c.DraftDetermination(LATER, 1, "disclosed", attachments=GIVEN)
NONE = c.DraftDetermination(LATER, 1, "no_record", "没有制作")
VIEW = ThirdPartyView("理由成立，不公开不会对公共利益造成重大影响")
WAIVED = ThirdPartyView("不影响了解补偿结果", unconsulted="只遮盖身份证件号码")
MARKING = SecretMarking(SecrecyLevel.CONFIDENTIAL, "某市某局", "台账第3号", "10年")
PART = WithheldPart("third_party_interest", "表中的身份证件号码", "遮盖")


def draft(outcome: str, **stated: Any) -> c.DraftDetermination:
    """A draft on item 1 with reasons."""
    return c.DraftDetermination(LATER, 1, outcome, **{"reasons": "公开会损害第三方合法权益"} | stated)


PARTLY = draft("partly_disclosed", attachments=GIVEN, aspect=WithheldAspect.PRIVACY, basis=WAIVED, withheld=PART)
FOR_THIRD_PARTY = draft("third_party_interest", aspect=WithheldAspect.TRADE_SECRET, basis=VIEW)
NOT_OURS = draft("not_this_agency", responsible=ResponsibleAgency("某局", "1"))
OBJECTS = c.RecordConsultationAnswer(LATER, "甲", Reply.REFUSED, "秘密")
AGREES = c.RecordConsultationAnswer(LATER, "甲", Reply.AGREED, "好")
APPROVE = c.ApproveDetermination(LATER, 1)
ISSUE = c.IssueLetter(LATER, (1,))
PROPOSE = c.ProposeExtension(LATER, 10, "年代久远")
CORRECTION = {1: RequestedItem("沿湖村的方案")}

REFUSED: list[tuple[str, list[c.CaseCommand], c.CaseCommand, type[x.Refusal], str]] = [
    ("anything before registration", [], SEARCH, x.WrongStage, "请先登记"),
    ("more days than the law lets an extension have", [REGISTER], c.ProposeExtension(LATER, 21, "多"), x.TooMany, "上限20个"),
    ("a second registration", [REGISTER], REGISTER, x.AlreadyDone, "已经登记"),
    ("a day to come", [REGISTER], c.AskClarification(date(2027, 1, 1), "写明", 15), x.DateRefused, "还没有到"),
    ("a day before receipt", [], c.RegisterRequest(date(2026, 3, 1)), x.DateRefused, "早于收到"),
    ("a second clarification", [REGISTER, ASK], ASK, x.AlreadyDone, "一次性"),
    ("a correction nobody asked for", [REGISTER], c.ReceiveClarification(LATER, CORRECTION), x.WrongStage, "没有告知"),
    (
        "a correction of an item that isn't there",
        [REGISTER, ASK],
        c.ReceiveClarification(LATER, {3: RequestedItem("丙")}),
        x.UnknownReference,
        "没有第3项",
    ),
    (
        "a late correction without a reason",
        [REGISTER, ASK, c.RecordClarificationDelivery(DAY)],
        c.ReceiveClarification(date(2026, 3, 24), CORRECTION),
        x.TooLate,
        "补正期限已经届满",
    ),
    ("a second letter to one party", [REGISTER, consult()], consult(), x.AlreadyDone, "征求过"),
    ("an opinion nobody asked for", [REGISTER], c.RecordConsultationAnswer(LATER, "乙", Reply.AGREED, "好"),
     x.UnknownReference, "没有向"),
    (
        "an opinion before the letter",
        [REGISTER, consult()],
        c.RecordConsultationAnswer(DAY, "甲", Reply.AGREED, "好"),
        x.DateRefused,
        "早于发出",
    ),
    ("approving an extension nobody proposed", [REGISTER], c.ApproveExtension(LATER), x.Missing, "还没有呈请"),
    ("telling an extension that isn't approved", [REGISTER, PROPOSE], c.TellExtension(LATER), x.Missing, "同意"),
    (
        "telling an extension after the due date",
        [REGISTER, PROPOSE, c.ApproveExtension(LATER)],
        c.TellExtension(date(2026, 3, 31)),
        x.TooLate,
        "届满",
    ),
    (
        "a second extension",
        [REGISTER, PROPOSE, c.ApproveExtension(LATER), c.TellExtension(date(2026, 3, 30))],
        PROPOSE,
        x.AlreadyDone,
        "只能延长一次",
    ),
    ("an unknown outcome", [REGISTER], c.DraftDetermination(LATER, 1, "maybe"), x.UnknownReference, "可以选择"),
    ("a refusal without reasons", [REGISTER], c.DraftDetermination(LATER, 1, "deliberative", " "), x.Missing, "理由"),
    (
        "a kind that the paragraph doesn't name",
        [REGISTER],
        c.DraftDetermination(LATER, 1, "deliberative", "理由", WithheldAspect.PERSONNEL),
        x.UnknownReference,
        "不属于",
    ),
    ("a refusal that doesn't say which kind", [REGISTER], c.DraftDetermination(LATER, 1, "internal_affairs", "理由"),
     x.Missing, "哪一类"),
    ("a release of nothing", [REGISTER], c.DraftDetermination(LATER, 1, "disclosed"), x.Missing, "没有列明提供的文件"),
    ("not held though found", [REGISTER, msgspec.structs.replace(SEARCH, found=True), NONE], APPROVE,
     x.Missing, "查到了文件"),
    ("approving before the draft", [REGISTER, REFUSE], c.ApproveDetermination(DAY, 1), x.DateRefused, "早于拟办"),
    ("issuing before the approval", [REGISTER, REFUSE, APPROVE], c.IssueLetter(DAY, (1,)), x.DateRefused, "早于第1项审批"),
    ("approving an extension before it is proposed", [REGISTER, PROPOSE], c.ApproveExtension(DAY),
     x.DateRefused, "早于呈请"),
    ("telling an extension before it is approved", [REGISTER, PROPOSE, c.ApproveExtension(LATER)], c.TellExtension(DAY),
     x.DateRefused, "早于同意"),
    ("a clarification delivered before it was asked", [REGISTER, msgspec.structs.replace(ASK, on=LATER)],
     c.RecordClarificationDelivery(DAY), x.DateRefused, "早于告知补正"),
    ("release after a third party objected since the approval",
     [REGISTER, DISCLOSE, REVIEW, APPROVE, consult(), OBJECTS], ISSUE, x.Missing, "不同意公开"),
    ("release while a third party is asked since the approval",
     [REGISTER, DISCLOSE, REVIEW, APPROVE, consult()], ISSUE, x.Missing, "还没有结果"),
    ("not held after a search found it since the approval",
     [REGISTER, SEARCH, NONE, APPROVE, msgspec.structs.replace(SEARCH, found=True)], ISSUE, x.Missing, "查到了文件"),
    ("issuing what was approved for other words", [REGISTER, ASK, SEARCH, NONE, APPROVE,
     c.ReceiveClarification(LATER, CORRECTION)], ISSUE, x.Missing, "还没有审批"),
    ("approving nothing", [REGISTER], APPROVE, x.Missing, "请先拟办"),
    ("not held without a search", [REGISTER, NONE], APPROVE, x.Missing, "检索记录"),
    ("release without a secrecy review", [REGISTER, DISCLOSE], APPROVE, x.Missing, "保密审查"),
    (
        "release against the reviewer",
        [REGISTER, DISCLOSE, c.RecordSecrecyReview(LATER, 1, releasable=False, opinion="不可")],
        APPROVE,
        x.Missing,
        "不能公开",
    ),
    ("release while a third party is asked", [REGISTER, consult(), DISCLOSE, REVIEW], APPROVE, x.Missing, "还没有结果"),
    (
        "release against a third party",
        [REGISTER, consult(), c.RecordConsultationAnswer(LATER, "甲", Reply.REFUSED, "秘密"), DISCLOSE, REVIEW],
        APPROVE,
        x.Missing,
        "不同意公开",
    ),
    ("a partial disclosure that withholds nothing", [REGISTER], draft("partly_disclosed"), x.Missing, "哪些内容"),
    (
        "a withheld part on a ground that is no refusal",
        [REGISTER],
        draft("partly_disclosed", withheld=msgspec.structs.replace(PART, ground="no_record")),
        x.UnknownReference,
        "不是不予公开的情形",
    ),
    ("a part withheld without reasons", [REGISTER], msgspec.structs.replace(PARTLY, reasons=""), x.Missing, "理由"),
    ("a part withheld without its kind", [REGISTER], msgspec.structs.replace(PARTLY, aspect=None), x.Missing, "哪一类"),
    ("a part withheld for a third party without judgement", [REGISTER],
     msgspec.structs.replace(PARTLY, basis=None), x.Missing, "公共利益的判断"),
    ("a part withheld for a third party whom nobody asked", [REGISTER],
     msgspec.structs.replace(PARTLY, basis=VIEW), x.Missing, "征求第三方意见"),
    ("a withheld part of what isn't partial", [REGISTER], draft("disclosed", withheld=PART),
     x.UnknownReference, "没有另外"),
    ("partial release without a secrecy review", [REGISTER, PARTLY], APPROVE, x.Missing, "保密审查"),
    ("partial release while a third party is asked", [REGISTER, consult(), PARTLY, REVIEW], APPROVE,
     x.Missing, "还没有结果"),
    (
        "partial release against a third party that isn't the reason",
        [
            REGISTER, consult(), OBJECTS, REVIEW,
            draft("partly_disclosed", attachments=GIVEN, withheld=msgspec.structs.replace(PART, ground="enforcement_file")),
        ],
        APPROVE,
        x.Missing,
        "不同意公开",
    ),
    ("a refusal for a third party whom nobody asked", [REGISTER],
     msgspec.structs.replace(FOR_THIRD_PARTY, basis=WAIVED), x.Missing, "征求第三方意见"),
    ("a refusal for a third party that is still asked", [REGISTER, consult(), FOR_THIRD_PARTY], APPROVE,
     x.Missing, "还没有结果"),
    ("a refusal for a third party that agrees to disclosure", [REGISTER, consult(), AGREES, FOR_THIRD_PARTY], APPROVE,
     x.Missing, "都同意公开"),
    ("a state secret without its marking", [REGISTER], draft("state_secret"), x.Missing, "定密情况"),
    ("a marking of what is no state secret", [REGISTER],
     msgspec.structs.replace(REFUSE, basis=MARKING), x.UnknownReference, "不需要写明定密情况"),
    ("a prohibition without its law", [REGISTER], draft("prohibited_by_law"), x.Missing, "禁止公开的法律"),
    ("danger without saying to what", [REGISTER], draft("security_and_stability"), x.Missing, "国家安全"),
    ("not responsible, without saying who is", [REGISTER], draft("not_this_agency"), x.Missing, "由哪个机关负责"),
    ("not responsible, without reasons", [REGISTER], msgspec.structs.replace(NOT_OURS, reasons=""), x.Missing, "理由"),
    ("a responsible agency of what is refused", [REGISTER],
     msgspec.structs.replace(REFUSE, responsible=Undetermined()), x.UnknownReference, "不写负责的机关"),
    ("issuing what isn't approved", [REGISTER, REFUSE], ISSUE, x.Missing, "还没有审批"),
    ("one item twice in a letter", [REGISTER, REFUSE, APPROVE], c.IssueLetter(LATER, (1, 1)),
     x.UnknownReference, "两次"),
    ("changing what is answered", [REGISTER, REFUSE, APPROVE, ISSUE], REFUSE, x.WrongStage, "都已经答复"),
    ("posting a letter that isn't there", [REGISTER], c.RecordPosting(LATER, STREAM, Carrier.POST),
     x.UnknownReference, "没有这份"),
    ("archiving what isn't answered", [REGISTER, REFUSE], c.ArchiveCase(LATER, Retention.TEN_YEARS),
     x.WrongStage, "归档"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "command", "kind", "words"), [row[1:] for row in REFUSED], ids=[r[0] for r in REFUSED]
)
def test_a_refusal_says_what_is_wrong(
    desk: Desk, before: list[c.CaseCommand], command: c.CaseCommand, kind: type[x.Refusal], words: str
) -> None:
    case = desk.walk(opened(), before)
    with pytest.raises(kind) as refused:
        desk.decide(case, command)
    assert words in str(refused.value)


def test_every_refusal_cites_provisions_that_exist(desk: Desk, book: Book) -> None:
    for _name, before, command, kind, _words in REFUSED:
        with pytest.raises(kind) as refused:
            desk.decide(desk.walk(opened(), before), command)
        assert set(refused.value.provisions) <= set(book.provisions)


def test_the_extension_may_be_told_on_the_due_date_itself(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, PROPOSE, c.ApproveExtension(LATER), c.TellExtension(date(2026, 3, 30))])
    assert case.extension is not None
    assert case.extension.told_on == date(2026, 3, 30)


def test_a_late_correction_with_a_reason_is_taken(desk: Desk) -> None:
    late = c.ReceiveClarification(date(2026, 3, 24), CORRECTION, excused=True)
    case = desk.walk(opened(), [REGISTER, ASK, c.RecordClarificationDelivery(DAY), late])
    assert case.clarified_on == date(2026, 3, 24)


def test_silence_of_a_third_party_lets_a_person_decide_after_fifteen_working_days(desk: Desk) -> None:
    path = [REGISTER, consult(), c.RecordConsultationDelivery(LATER, "甲"), DISCLOSE, REVIEW]
    case = desk.walk(opened(), path)
    with pytest.raises(x.Missing, match="还没有结果"):
        desk.decide(case, c.ApproveDetermination(date(2026, 3, 31), 1))
    case = desk.walk(case, [c.ApproveDetermination(date(2026, 4, 1), 1)])
    assert case.items[1].approved_by is not None


@pytest.mark.parametrize(
    "path",
    [
        [PARTLY, REVIEW],
        [consult(), OBJECTS, msgspec.structs.replace(PARTLY, basis=VIEW), REVIEW],
        [consult(), OBJECTS, FOR_THIRD_PARTY],
        [draft("state_secret", basis=MARKING)],
        [draft("prohibited_by_law", basis=ForbiddingLaw("《某法》第九条"))],
        [draft("security_and_stability", aspect=WithheldAspect.PUBLIC_SECURITY)],
        [NOT_OURS],
        [msgspec.structs.replace(NOT_OURS, responsible=Undetermined())],
    ],
    ids=["plain privacy masked", "part objected to", "third party objects", "marked", "forbidden", "dangerous",
         "another is responsible", "nobody knows who is"],
)  # fmt: skip
def test_a_determination_that_states_what_it_rests_on_is_approved(desk: Desk, path: list[c.CaseCommand]) -> None:
    assert desk.walk(opened(), [REGISTER, *path, APPROVE]).stage is Stage.APPROVED


def test_silence_of_a_third_party_leaves_the_refusal_to_the_agencys_judgement(desk: Desk) -> None:
    path = [REGISTER, consult(), c.RecordConsultationDelivery(LATER, "甲"), FOR_THIRD_PARTY]
    case = desk.walk(opened(), [*path, c.ApproveDetermination(date(2026, 4, 1), 1)])
    assert case.stage is Stage.APPROVED


def test_the_ground_of_a_withheld_part_is_an_event_and_its_words_are_not(desk: Desk) -> None:
    (event,) = desk.decide(desk.walk(opened(), [REGISTER]), PARTLY)
    assert isinstance(event, e.DeterminationDrafted)
    assert event.withheld == "third_party_interest"
    assert "身份证件" not in msgspec.json.encode(event).decode()
    assert "身份证件" in PARTLY.prose[0][1]


def test_another_agency_that_never_answers_holds_nothing_up(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, consult(ConsulteeKind.OTHER_AGENCY), DISCLOSE, REVIEW, APPROVE])
    assert case.stage is Stage.APPROVED


def test_drafting_and_approving_need_two_persons(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, REFUSE])
    drafter = case.items[1].drafted_by
    one = msgspec.structs.replace(case, items={1: msgspec.structs.replace(case.items[1], drafted_by="office_head-1")})
    assert drafter == "clerk-1"
    with pytest.raises(x.SamePerson):
        desk.decide(one, APPROVE)


def test_a_new_draft_takes_the_approval_back(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, REFUSE, APPROVE, REFUSE])
    assert case.items[1].approved_by is None


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("command", list(access.MAY), ids=lambda kind: kind.__name__)
def test_each_command_is_open_to_its_roles_and_closed_to_all_others(role: Role, command: type[c.CommandBase]) -> None:
    if role in access.MAY[command]:
        access.require(actor(role), command, 2)
    else:
        with pytest.raises(x.NotAllowed):
            access.require(actor(role), command, 2)
    with pytest.raises(x.NotAllowed):
        access.require(actor(role, agency=3), command, 2)


def test_the_stage_follows_the_events(desk: Desk) -> None:
    case, seen = opened(), []
    letter = UUID(int=0)
    path: list[c.CaseCommand] = [REGISTER, ASK, c.ReceiveClarification(LATER, CORRECTION), SEARCH, NONE, APPROVE, ISSUE]
    for command in path:
        case = desk.walk(case, [command])
        seen.append(case.stage)
    letter = case.letters[0].letter_id
    for command in (c.RecordDelivery(LATER, letter, DeliveryVia.SIGNED), c.ArchiveCase(LATER, Retention.TEN_YEARS)):
        case = desk.walk(case, [command])
        seen.append(case.stage)
    assert seen == [
        Stage.REGISTERED, Stage.AWAITING_REQUESTER, Stage.REGISTERED, Stage.PROCESSING, Stage.PROCESSING,
        Stage.APPROVED, Stage.ISSUED, Stage.ANSWERED, Stage.ARCHIVED,
    ]  # fmt: skip


def test_what_is_archived_takes_no_command(desk: Desk) -> None:
    case = desk.walk(opened(), [REGISTER, REFUSE, APPROVE, ISSUE])
    posting = c.RecordPosting(LATER, case.letters[0].letter_id, Carrier.POST)
    case = desk.walk(case, [posting, c.ArchiveCase(LATER, Retention.TEN_YEARS)])
    with pytest.raises(x.WrongStage, match="已经归档"):
        desk.decide(case, SEARCH)
