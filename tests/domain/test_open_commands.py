"""What a case page offers is what the case accepts: open commands against random walks over all commands."""

from datetime import date
from functools import reduce
from itertools import chain
from typing import get_args

import hypothesis.strategies as st
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from tests.builders import actor
from tests.domain import test_machine as machine

from ysq.domain import access
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.attempts import attempts
from ysq.domain.decide import Context, decide
from ysq.domain.errors import NotAllowed
from ysq.domain.fold import evolve
from ysq.domain.open_commands import open_commands, why_shut
from ysq.domain.terms import Carrier, RemedyResult, Role, Stage
from ysq.rules.book import Book

TAGS = {kind: str(kind.__struct_config__.tag) for kind in get_args(c.CaseCommand)}


@pytest.fixture(autouse=True, scope="module")
def calendar(book: Book) -> None:
    machine.CALENDAR = book.calendar()


def context(walk: machine.Walk, role: Role, today: date = machine.END) -> Context:
    return Context(
        actor(role), today, walk.book.clock, walk.calendar, walk.book.outcomes, walk.book.fees, "book", route=walk.route
    )


def offered(walk: machine.Walk, role: Role, today: date = machine.END) -> set[str]:
    return {one.command for one in open_commands(walk.case, context(walk, role, today))}


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    plan=st.lists(machine.sketches(), min_size=3, max_size=12),
    route=st.sampled_from(machine.ROUTES),
    early=st.booleans(),
)
def test_a_command_that_is_not_open_is_refused_whatever_its_fields(
    book: Book, plan: list[tuple[machine.Sketch, ...]], route: tuple[Role, ...], early: bool
) -> None:
    walk = machine.Walk(book, route)
    if early:
        walk.give(c.RegisterRequest, {"on": machine.DAY}, Role.CLERK)
    for kind, fields, role in chain.from_iterable(plan):
        is_open, before = TAGS[kind] in offered(walk, role), walk.case.version
        walk.give(kind, dict(fields), role)
        assert is_open or walk.case.version == before, f"{kind.__name__} was accepted and not offered"


def test_what_is_offered_to_a_role_is_what_the_table_gives_it(book: Book) -> None:
    walk = machine.Walk(book, ())
    walk.give(c.RegisterRequest, {"on": machine.DAY}, Role.CLERK)
    for role in Role:
        allowed = {TAGS[kind] for kind, roles in access.MAY.items() if role in roles}
        assert offered(walk, role) <= allowed
    assert "ask_clarification" in offered(walk, Role.CLERK)
    assert offered(walk, Role.SUPERVISOR) == set()


def test_another_agency_is_offered_nothing(book: Book) -> None:
    walk = machine.Walk(book, ())
    stranger = msgspec.structs.replace(context(walk, Role.CLERK), actor=actor(Role.CLERK, agency=3))
    assert open_commands(walk.case, stranger) == ()


def test_a_case_not_registered_offers_registration_and_its_archive_only_what_follows(book: Book) -> None:
    walk = machine.Walk(book, ())
    assert offered(walk, Role.CLERK) == {"register", "withdraw"}
    walk.finish()
    assert walk.case.stage is Stage.ARCHIVED
    found = offered(walk, Role.CLERK)
    assert {"record_reconsideration", "record_litigation", "log_contact"} <= found
    assert not found & {"draft_determination", "ask_clarification", "close", "register"}


@pytest.mark.parametrize(
    ("command", "last"),
    [("ask_clarification", date(2026, 3, 11)), ("demand_fee", date(2026, 3, 30)), ("withdraw", None)],
)
def test_each_command_names_its_last_lawful_day(book: Book, command: str, last: date | None) -> None:
    walk = machine.Walk(book, ())
    walk.give(c.RegisterRequest, {"on": machine.DAY}, Role.CLERK)
    found = {one.command: one for one in open_commands(walk.case, context(walk, Role.CLERK, machine.DAY))}
    assert found[command].last_day == last
    assert bool(found[command].provisions) == (last is not None)


def test_abandonment_is_offered_from_its_first_day_on(book: Book) -> None:
    walk = machine.Walk(book, ())
    walk.give(c.RegisterRequest, {"on": machine.DAY}, Role.CLERK)
    walk.give(c.AskClarification, {"on": machine.DAY, "what": "写明", "working_days": 5}, Role.CLERK)
    walk.give(c.RecordClarificationDelivery, {"on": machine.DAY}, Role.CLERK)
    assert "declare_abandoned" not in offered(walk, Role.SIGNER, date(2026, 3, 9))
    found = {one.command: one for one in open_commands(walk.case, context(walk, Role.SIGNER, date(2026, 3, 10)))}
    assert found["declare_abandoned"].first_day == date(2026, 3, 10)


def test_a_new_answer_that_was_ordered_is_due_on_the_day_set(book: Book) -> None:
    walk = machine.Walk(book, ())
    walk.give(c.RegisterRequest, {"on": machine.DAY}, Role.CLERK)
    before = context(walk, Role.CLERK)
    number, day = "石府复〔2026〕1号", date(2026, 5, 8)
    ordered = c.RecordRemedyDecision(day, "责令答复", number, RemedyResult.CORRECTED, (1, 2, 3), date(2026, 6, 5))
    case = walk.case
    reviewed = c.RecordSecrecyReview(day, 1, releasable=True, opinion="可以")
    for command in (c.RecordReconsideration(day, number), ordered, reviewed):
        who = actor(Role.SECRECY_REVIEWER if command is reviewed else Role.CLERK)
        words = msgspec.structs.replace(before, actor=who, refs=(machine.REF,) * len(command.prose))
        case = reduce(evolve, decide(case, command, words), case)
    told = {one.command: one for one in open_commands(case, before)}
    assert (told["answer_on_the_spot"].last_day, told["answer_on_the_spot"].provisions) == (
        ordered.redo_by,
        ("ogi.art51",),
    )


def test_a_wrong_carrier_can_be_put_right_on_the_day_of_receipt_itself(book: Book) -> None:
    walk = machine.Walk(book, ())
    walk.give(c.RegisterRequest, {"on": machine.DAY}, Role.CLERK)
    posted = e.LetterPosted(machine.DAY, actor(Role.CLERK).id, machine.CASE, Carrier.COURIER, "")
    found = open_commands(evolve(walk.case, posted), context(walk, Role.CLERK, machine.DAY))
    assert "amend_entry" in {one.command for one in found}


def test_who_asks_about_some_commands_is_told_of_those_alone(book: Book) -> None:
    walk = machine.Walk(book, ())
    walk.give(c.RegisterRequest, {"on": machine.DAY}, Role.CLERK)
    given = context(walk, Role.CLERK)
    asked = (c.AskUnit, c.RegisterRequest, c.ApproveDetermination)
    expected = tuple(one for one in open_commands(walk.case, given) if one.command in {TAGS[kind] for kind in asked})
    assert [one.command for one in expected] == ["ask_unit"]
    assert open_commands(walk.case, given, asked) == expected


def test_an_entry_that_is_not_ones_own_is_attempted_once_and_the_refusal_says_why(book: Book) -> None:
    walk = machine.Walk(book, ())
    walk.give(c.RegisterRequest, {"on": machine.DAY}, Role.CLERK)
    other = msgspec.structs.replace(context(walk, Role.CLERK), actor=actor(Role.CLERK, number=2))
    assert len(list(attempts(walk.case, c.AmendEntry, other))) == walk.case.version
    assert isinstance(why_shut(walk.case, c.AmendEntry, other), NotAllowed)
    head = msgspec.structs.replace(other, actor=actor(Role.OFFICE_HEAD, number=2))
    assert [one.command for one in open_commands(walk.case, head, (c.AmendEntry,))] == ["amend_entry"]


def test_a_context_counts_a_ledger_once_and_another_days_anew(book: Book) -> None:
    walk = machine.Walk(book, ())
    given = context(walk, Role.CLERK)
    first = given.ledger(walk.case, machine.DAY)
    assert given.ledger(walk.case, machine.DAY) is first
    assert given.ledger(walk.case, machine.END) != first
    assert context(walk, Role.CLERK).ledger(walk.case, machine.DAY) is not first
    assert msgspec.structs.replace(given, calendar=book.calendar()).ledger(walk.case, machine.DAY) is not first
