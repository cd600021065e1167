"""What surrounds a case is read from the clock and from what is given, day by day."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from ysq.domain import events as e
from ysq.domain.assessment import NatureAssessment
from ysq.domain.case import Case
from ysq.domain.clock import Course, ledger
from ysq.domain.fold import fold
from ysq.domain.people import Identity, RequestedItem
from ysq.domain.surroundings import Surroundings, surroundings_of
from ysq.domain.terms import Channel, ConsulteeKind, DeliveryWish, FeeBasis, Medium, RequesterKind
from ysq.rules.book import Book

DAY = date(2026, 3, 2)
ONE = timedelta(days=1)
REF = e.Ref(UUID(int=1), "00")
NOBODY = Identity(RequesterKind.PERSON, "陶满仓")
ASKED = RequestedItem("征地补偿安置方案")


def case_of(*events: e.CaseEvent) -> Case:
    received = e.RequestReceived(
        date=DAY, actor="citizen", submission_id=uuid4(), request_no="N-1", channel=Channel.COUNTER, confirmed_on=None,
        requester=REF, requester_kind=RequesterKind.PERSON, items=(e.ReceivedItem(1, REF),), medium=Medium.PAPER,
        delivery=DeliveryWish.POST, accept_other_delivery=True,
    )  # fmt: skip
    return fold(UUID(int=7), 2, [received, *events])


def around(book: Book, case: Case, on: date, who: Identity = NOBODY, asked: RequestedItem = ASKED) -> Surroundings:
    counted = ledger(Course(case.course, on), book.clock, book.calendar())
    return surroundings_of(case, who, asked, counted, on)


def test_what_is_given_is_seen_and_blanks_are_nothing(book: Book) -> None:
    bare = around(book, case_of(), DAY, asked=RequestedItem("方案", title="  ", document_no=" "))
    assert (bare.identity_given, bare.contact_given, bare.title_given, bare.document_no_given) == (False,) * 4
    who = msgspec.structs.replace(NOBODY, id_number="110101199003070000", phone="13900000000")
    full = around(book, case_of(), DAY, who, RequestedItem("方案", title="补偿方案", document_no="石政〔2025〕3号"))
    assert (full.identity_given, full.contact_given, full.title_given, full.document_no_given) == (True,) * 4
    assert full.received_on == DAY


def test_a_correction_is_overdue_from_the_day_after_its_last(book: Book) -> None:
    asked = (e.ClarificationAsked(DAY, "clerk-1", 10, REF), e.ClarificationDelivered(DAY, "clerk-1"))
    last = date(2026, 3, 16)
    assert not around(book, case_of(), last + ONE).clarification_overdue
    assert not around(book, case_of(*asked), last).clarification_overdue
    assert around(book, case_of(*asked), last + ONE).clarification_overdue
    received = e.ClarificationReceived(last, "clerk-1", excused=False, items=(e.ReceivedItem(1, REF),))
    assert not around(book, case_of(*asked, received), last + 9 * ONE).clarification_overdue
    late = e.ClarificationReceived(last + ONE, "clerk-1", excused=True, items=(e.ReceivedItem(1, REF),))
    assert around(book, case_of(*asked, late), last + 9 * ONE).clarification_overdue


def test_a_party_is_silent_from_the_day_after_its_last(book: Book) -> None:
    sent = e.ConsultationSent(DAY, "clerk-1", "第三方甲", ConsulteeKind.THIRD_PARTY, REF, REF)
    delivered, last = e.ConsultationDelivered(DAY, "clerk-1", "第三方甲"), date(2026, 3, 23)
    assert around(book, case_of(sent), last + ONE).silent == frozenset()
    assert around(book, case_of(sent, delivered), last).silent == frozenset()
    assert around(book, case_of(sent, delivered), last + ONE).silent == {"第三方甲"}


def test_a_fee_is_overdue_until_it_is_paid(book: Book) -> None:
    demanded = e.FeeDemanded(DAY, "clerk-1", FeeBasis.BY_PAGE, 45, 15_000, REF)
    delivered, last = e.FeeDelivered(DAY, "clerk-1"), date(2026, 3, 30)
    assert not around(book, case_of(demanded, delivered), last).fee_overdue
    assert around(book, case_of(demanded, delivered), last + ONE).fee_overdue
    paid = e.FeePaid(last, "clerk-1", 15_000)
    assert not around(book, case_of(demanded, delivered, paid), last + ONE).fee_overdue


@pytest.mark.parametrize(
    "number", ["SZZRZY-2025-S-0117", "2025-0117", "〔2025〕17号", "(2025)第17号", "SZZRZY-2025-0117"]
)
def test_a_request_number_may_stand_in_the_log(number: str) -> None:
    assert msgspec.convert({"duplicate_of": number}, NatureAssessment).duplicate_of == number


@pytest.mark.parametrize(
    "number", ["", "陶满仓", "陶满仓-2025-1", "110101199003070000", "13900000000", "19900307", "2025", "ZHANGSAN"]
)
def test_no_name_and_no_number_of_a_person_passes_for_a_request_number(number: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"duplicate_of": number}, NatureAssessment)
