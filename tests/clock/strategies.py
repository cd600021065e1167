"""Random courses of events: every type and policy, both Regulations, holidays and the end of 2026."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

Event = dict[str, Any]
PARTIES = ("甲", "乙", "丙")
SEASONS = (
    (date(2008, 4, 28), date(2008, 6, 1)),
    (date(2009, 1, 1), date(2018, 12, 31)),
    (date(2019, 4, 1), date(2019, 6, 1)),
    (date(2019, 6, 1), date(2026, 6, 1)),
    (date(2022, 8, 20), date(2022, 10, 12)),
    (date(2026, 8, 1), date(2026, 12, 31)),
    (date(2026, 11, 1), date(2027, 2, 20)),
)
days = st.one_of([st.dates(first, last) for first, last in SEASONS])
channels = st.sampled_from(["counter", "registered_mail", "ordinary_mail", "fax", "email", "online", "oral"])
policies = st.fixed_dictionaries(
    {},
    optional={
        "rest_day_receipt": st.sampled_from(["strict", "next_working_day"]),
        "online_receipt": st.sampled_from(["submission", "confirmation"]),
        "consultation_sending_day": st.sampled_from(["counted", "tolled"]),
        "clarification_response_working_days": st.integers(1, 30),
        "late_clarification": st.sampled_from(["no_restart", "restart"]),
        "late_extension": st.sampled_from(["no_effect", "counts"]),
        "electronic_service": st.sampled_from(["sent", "confirmed"]),
    },
)


def after(day: date, draw: Callable[[Any], Any], most: int) -> date:
    return day + timedelta(days=draw(st.integers(0, most)))


def maybe(draw: Callable[[Any], Any]) -> bool:
    return bool(draw(st.booleans()))


@st.composite
def receipts(draw: Callable[[Any], Any]) -> Event:
    day = draw(days)
    confirmed = {"confirmed_on": after(day, draw, 6)} if maybe(draw) else {}
    return {"type": "request.received", "date": day, "channel": draw(channels), **confirmed}


def consultation(draw: Callable[[Any], Any], start: date) -> list[Event]:
    party = draw(st.sampled_from(PARTIES))
    kind = draw(st.sampled_from(["third_party", "third_party", "co_producer", "other_agency"]))
    day = after(start, draw, 45)
    events: list[Event] = [{"type": "consultation.sent", "date": day, "party": party, "kind": kind}]
    for _ in range(draw(st.sampled_from([0, 1, 1, 1, 2]))):
        events.append({"type": "consultation.delivered", "date": after(day, draw, 10), "party": party})
    if maybe(draw):
        events.append({"type": "consultation.answered", "date": after(day, draw, 45), "party": party})
    return events


def clarification(draw: Callable[[Any], Any], start: date) -> list[Event]:
    day = after(start, draw, 14)
    period = {"working_days": draw(st.integers(1, 20))} if maybe(draw) else {}
    events: list[Event] = [{"type": "clarification.asked", "date": day, **period}]
    if maybe(draw):
        events.append({"type": "clarification.delivered", "date": after(day, draw, 5)})
    if maybe(draw):
        excused = {"excused": draw(st.booleans())} if maybe(draw) else {}
        events.append({"type": "clarification.received", "date": after(day, draw, 40), **excused})
    return events


def fee(draw: Callable[[Any], Any], start: date) -> list[Event]:
    day = after(start, draw, 40)
    events: list[Event] = [{"type": "fee.demanded", "date": day}]
    if maybe(draw):
        events.append({"type": "fee.delivered", "date": after(day, draw, 5)})
    if maybe(draw):
        events.append({"type": "fee.paid", "date": after(day, draw, 40)})
    return events


def extension(draw: Callable[[Any], Any], start: date) -> list[Event]:
    days_more = draw(st.integers(1, 20))
    return [{"type": "deadline.extended", "date": after(start, draw, 60), "working_days": days_more}]


def deferral(draw: Callable[[Any], Any], start: date) -> list[Event]:
    day = after(start, draw, 40)
    return [{"type": "deferral.notified", "date": day, "until": day + timedelta(days=draw(st.integers(-1, 60)))}]


def order(draw: Callable[[Any], Any], start: date) -> list[Event]:
    day = after(start, draw, 120)
    answers = {"answers": draw(st.sampled_from(["all", [1]]))} if maybe(draw) else {}
    until = day + timedelta(days=draw(st.integers(-1, 60)))
    return [{"type": "answer.ordered", "date": day, "until": until, **answers}]


def letters(draw: Callable[[Any], Any], start: date) -> list[Event]:
    day = after(start, draw, 90)
    answers = {"answers": draw(st.sampled_from(["all", [1], ["一"]]))} if maybe(draw) else {}
    events: list[Event] = [{"type": "letter.issued", "date": day, **answers}]
    if maybe(draw):
        day = after(day, draw, 3)
        events.append({"type": "letter.posted", "date": day, "carrier": draw(st.sampled_from(["post", "courier"]))})
    if maybe(draw):
        vias = ["signed", "electronic", "collected", "entrusted", "inspected", "on_the_spot"]
        day = after(day, draw, 10)
        confirmed = {"confirmed_on": day + timedelta(days=draw(st.integers(-1, 20)))} if maybe(draw) else {}
        events.append({"type": "letter.delivered", "date": day, "via": draw(st.sampled_from(vias)), **confirmed})
    elif maybe(draw):
        events.append({"type": "letter.returned", "date": after(day, draw, 10)})
    return events


def withdrawal(draw: Callable[[Any], Any], start: date) -> list[Event]:
    return [{"type": "request.withdrawn", "date": after(start, draw, 60)}]


PIECES = (consultation,) * 3 + (letters,) * 2 + (clarification, extension, fee, deferral, withdrawal, order)


@st.composite
def courses(draw: Callable[[Any], Any], *, pieces: tuple[Any, ...] = PIECES) -> dict[str, Any]:
    """A course as the files write it, but with `date`s; most are possible, some are not."""
    receipt = draw(receipts())
    events = [receipt]
    for piece in draw(st.lists(st.sampled_from(pieces), max_size=6)):
        events += piece(draw, receipt["date"])
    course: dict[str, Any] = {"events": events, "policy": draw(policies)}
    if maybe(draw):
        edges = [event["date"] for event in events]
        course["as_of"] = after(draw(st.sampled_from(edges)), draw, draw(st.sampled_from([1, 40, 400])))
    return course
