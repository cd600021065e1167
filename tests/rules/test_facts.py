"""The facts are read from a real course of a case, and what nobody recorded is missing."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest

from ysq.domain import events as e
from ysq.domain.assessment import (
    Assessment,
    FeeAssessment,
    FilingAssessment,
    Interest,
    NatureAssessment,
    RecordAssessment,
)
from ysq.domain.case import Case
from ysq.domain.fold import fold
from ysq.domain.surroundings import Surroundings
from ysq.domain.terms import Channel, ConsulteeKind, DeliveryWish, FeeBasis, Medium, PersonRole, Reply, RequesterKind
from ysq.rules.facts import VOCABULARY, Opinion, facts_of, values_of

DAY = date(2026, 3, 2)
REF = e.Ref(UUID(int=1), "00")
AROUND = Surroundings(
    DAY, identity_given=True, contact_given=True, title_given=True, document_no_given=False, month_count=3
)
THIRD, OTHER, CO = ConsulteeKind.THIRD_PARTY, ConsulteeKind.OTHER_AGENCY, ConsulteeKind.CO_PRODUCER


def case_of(*events: e.CaseEvent) -> Case:
    asked = tuple(e.ReceivedItem(number, REF) for number in (1, 2))
    received = e.RequestReceived(
        date=DAY, actor="citizen", submission_id=uuid4(), request_no="N-1", channel=Channel.FAX, confirmed_on=DAY,
        requester=REF, requester_kind=RequesterKind.BUSINESS, items=asked, medium=Medium.PAPER,
        delivery=DeliveryWish.POST, accept_other_delivery=True,
    )  # fmt: skip
    return fold(UUID(int=7), 2, [received, *events])


def sent(party: str, kind: ConsulteeKind = THIRD) -> e.ConsultationSent:
    return e.ConsultationSent(DAY, "clerk-1", party, kind, REF, REF)


def answered(party: str, reply: Reply) -> e.ConsultationAnswered:
    return e.ConsultationAnswered(DAY, "clerk-1", party, reply, REF)


def values(case: Case, item: int = 1, answers: Assessment | None = None, **around: object) -> dict[str, object]:
    surroundings = msgspec.structs.replace(AROUND, **around)
    return dict(values_of(facts_of(case, item, answers or Assessment(), surroundings)))


def test_a_case_just_received_has_its_own_facts_and_nothing_judged() -> None:
    known = {name: value for name, value in values(case_of()).items() if value is not None}
    assert known == {
        "request.received_on": DAY, "request.channel": "fax", "request.requester_kind": "business", "request.items": 2,
        "request.identity_given": True, "request.contact_given": True, "request.month_count": 3,
        "item.title_given": True, "item.document_no_given": False, "clarification.asked": False,
        "clarification.answered": False, "clarification.overdue": False, "search.recorded": False,
        "consultation.sent": False, "co_producers.sent": False, "other_agencies.sent": False,
        "fee.demanded": False, "fee.paid": False, "fee.overdue": False,
    }  # fmt: skip


def test_what_the_clerk_answered_comes_as_it_is() -> None:
    answers = Assessment(
        nature=NatureAssessment(unclear=False, duplicate_of="2025-0117"),
        record=RecordAssessment(interests=frozenset({Interest.DELIBERATIVE})),
        late_reason_accepted=True,
        third_party_reasons_accepted=False,
    )
    found = values(case_of(), answers=answers)
    assert found["nature.unclear"] is False
    assert found["nature.duplicate_of"] == "2025-0117"
    assert found["record.interests"] == {"deliberative"}
    assert found["clarification.late_reason_accepted"] is True
    assert found["consultation.reasons_accepted"] is False


def test_an_assessment_is_strict_at_the_edge() -> None:
    read = msgspec.json.Decoder(Assessment)
    stored = Assessment(record=RecordAssessment(separable=True))
    assert read.decode(msgspec.json.encode(stored)) == stored
    for wrong in ('{"nature":{"uncler":true}}', '{"record":{"interests":["privacy"]}}', '{"volume":{"excessive":1}}'):
        with pytest.raises(msgspec.ValidationError):
            read.decode(wrong)


def test_clarification_search_and_review_are_read_from_the_course() -> None:
    case = case_of(
        e.ClarificationAsked(DAY, "clerk-1", 15, REF),
        e.SearchRecorded(DAY, "clerk-1", 1, found=False, text=REF),
        e.SearchRecorded(DAY, "clerk-1", 1, found=True, text=REF),
        e.SearchRecorded(DAY, "clerk-1", 2, found=False, text=REF),
        e.SecrecyReviewed(DAY, "reviewer-1", 2, releasable=False, text=REF),
    )
    first, second = values(case, clarification_overdue=True), values(case, item=2)
    assert (first["clarification.asked"], first["clarification.answered"]) == (True, False)
    assert (first["clarification.overdue"], second["clarification.overdue"]) == (True, False)
    assert (first["search.found"], second["search.found"]) == (True, False)
    assert (first["secrecy_review.releasable"], second["secrecy_review.releasable"]) == (None, False)


@pytest.mark.parametrize(
    ("replies", "silent", "outcome"),
    [
        ({}, (), None),
        ({}, ("甲公司", "乙公司"), Opinion.SILENT),
        ({}, ("甲公司",), None),
        ({"甲公司": Reply.AGREED}, (), None),
        ({"甲公司": Reply.AGREED}, ("乙公司",), Opinion.SILENT),
        ({"甲公司": Reply.AGREED, "乙公司": Reply.AGREED}, (), Opinion.AGREED),
        ({"甲公司": Reply.REFUSED}, (), Opinion.REFUSED),
        ({"甲公司": Reply.REFUSED, "乙公司": Reply.AGREED}, (), Opinion.REFUSED),
        ({"甲公司": Reply.AGREED, "乙公司": Reply.AGREED}, ("甲公司",), Opinion.AGREED),
    ],
)
def test_of_several_parties_the_weightiest_answer_counts(
    replies: dict[str, Reply], silent: Sequence[str], outcome: Opinion | None
) -> None:
    answers = [answered(party, reply) for party, reply in replies.items()]
    found = values(case_of(sent("甲公司"), sent("乙公司"), *answers), silent=frozenset(silent))
    assert found["consultation.sent"] is True
    assert found["consultation.reply"] == outcome


def test_each_kind_of_consultation_has_its_own_answer() -> None:
    events = [sent("甲公司"), sent("财政局", CO), sent("市局", OTHER), answered("财政局", Reply.AGREED)]
    found = values(case_of(*events), silent=frozenset({"市局"}))
    assert [found[f"{group}.reply"] for group in ("consultation", "co_producers", "other_agencies")] == [
        None,
        "agreed",
        "silent",
    ]


def test_every_fact_has_a_chinese_name_of_its_own() -> None:
    labels = [fact.label for fact in VOCABULARY.values()]
    assert len(set(labels)) == len(labels)
    assert all(any("\u4e00" <= letter <= "\u9fff" for letter in label) for label in labels)


def test_an_agent_and_a_fee_are_read_from_the_course() -> None:
    demanded = e.FeeDemanded(DAY, "clerk-1", FeeBasis.BY_PAGE, 40, 10_000, REF)
    case = case_of(e.PersonAdded(DAY, "clerk-1", REF, PersonRole.AGENT), demanded)
    found = values(case, fee_overdue=True)
    assert found["filing.agent"] is True
    assert (found["fee.demanded"], found["fee.basis"]) == (True, "by_page")
    assert (found["fee.paid"], found["fee.overdue"]) == (False, True)
    assert values(case_of(demanded, e.FeePaid(DAY, "clerk-1", 10_000)))["fee.paid"] is True
    answers = Assessment(filing=FilingAssessment(agent=False), fee=FeeAssessment(pages=40))
    judged = values(case, answers=answers)
    assert (judged["filing.agent"], judged["fee.pages"]) == (False, 40)


def test_a_consultation_about_another_item_is_no_fact_of_this_one() -> None:
    about_two = msgspec.structs.replace(sent("甲公司"), items=(2,))
    case = case_of(about_two, answered("甲公司", Reply.REFUSED))
    first, second = values(case), values(case, item=2)
    assert (first["consultation.sent"], first["consultation.reply"]) == (False, None)
    assert (second["consultation.sent"], second["consultation.reply"]) == (True, "refused")
