"""The clock's contract once more, walked day by day over a plain set of working days; it shares no code with src/."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

RULES = Path(__file__).parents[2] / "rules" / "calendar"
DAY = timedelta(days=1)
NEW_LAW = date(2019, 5, 15)
FEES_FROM = date(2021, 1, 1)
FIRST_LAW = date(2008, 5, 1)
Event = dict[str, Any]


class Impossible(Exception):
    """These events can't have happened."""


def _working_days() -> set[date]:
    floor = yaml.safe_load((RULES / "statutory.yaml").read_text(encoding="utf-8"))
    off, made_up = set(), set()
    for path in RULES.glob("2*.yaml"):
        year = yaml.safe_load(path.read_text(encoding="utf-8"))
        for rest in year["rest"]:
            off |= {rest["from"] + n * DAY for n in range((rest["to"] - rest["from"]).days + 1)}
        made_up |= {work["date"] for work in year["work"]}
    for year, lunar in floor["lunar"].items():
        off |= {date.fromisoformat(f"{year}-{day}") for holiday in floor["fixed"] for day in holiday["days"]}
        off |= {lunar["spring_festival"] + n * DAY for n in (-1, 0, 1, 2)}
        off |= {lunar["qingming"], lunar["dragon_boat"], lunar["mid_autumn"]}
    every = {date(2004, 1, 1) + n * DAY for n in range((date(2035, 12, 31) - date(2004, 1, 1)).days + 1)}
    return {day for day in every if day in made_up or (day.weekday() < 5 and day not in off)}


WORKING = _working_days()
POLICY = {
    "rest_day_receipt": "strict",
    "online_receipt": "submission",
    "consultation_sending_day": "counted",
    "clarification_response_working_days": 15,
    "late_clarification": "no_restart",
    "late_extension": "no_effect",
    "electronic_service": "sent",
}


def nth(day: date, count: int) -> date:
    """The `count`-th working day after `day`."""
    while count:
        day += DAY
        count -= day in WORKING
    return day


def rolled(day: date) -> date:
    while day not in WORKING:
        day += DAY
    return day


def months_later(day: date, months: int) -> date:
    year, month = day.year, day.month + months
    if month > 12:
        year, month = year + 1, month - 12
    last = day.day
    while True:
        try:
            return date(year, month, last)
        except ValueError:
            last -= 1


class Simulation:
    """One case, entry by entry; every question is answered by walking from the start of the period."""

    def __init__(self, course: dict[str, Any]) -> None:
        self.policy = POLICY | course.get("policy", {})
        self.as_of: date | None = course.get("as_of")
        self.windows: list[Event] = []
        self.parties: dict[str, Event] = {}
        self.asked: list[Event] = []
        self.extra = 0
        self.deferred: date | None = None
        self.ordered = False
        self.ended: Event | None = None
        self.partial = False
        self.issued: date | None = None
        self.delivered: date | None = None
        self.fee_notice: date | None = None
        self._check_and_start(course["events"])
        for event in self.events:
            if event is not self.receipt:
                self._apply(event)

    def _check_and_start(self, events: list[Event]) -> None:
        receipts = [event for event in events if event["type"] == "request.received"]
        if len(receipts) != 1:
            raise Impossible
        self.receipt = receipts[0]
        arrived = self.receipt["date"]
        if self.as_of and self.as_of < arrived:
            raise Impossible
        known = [event for event in events if not self.as_of or event["date"] <= self.as_of]
        self.events = sorted(known, key=lambda event: event["date"])
        if self.events[0] is not self.receipt:
            raise Impossible
        confirmed = self.receipt.get("confirmed_on")
        if confirmed and confirmed < arrived:
            raise Impossible
        channel = self.receipt["channel"]
        by_confirmation = channel in ("ordinary_mail", "fax") or (
            channel in ("online", "email") and self.policy["online_receipt"] == "confirmation"
        )
        day = confirmed if by_confirmation and confirmed else arrived
        if day < FIRST_LAW:
            raise Impossible
        self.received = self.start = self._receipt_day(day)
        self.old = self.received < NEW_LAW
        self.length = 15 if self.old else 20

    def _receipt_day(self, day: date) -> date:
        return rolled(day) if self.policy["rest_day_receipt"] == "next_working_day" else day

    # -- windows

    def _first(self, window: Event) -> date:
        return window["sent"] + DAY if self.policy["consultation_sending_day"] == "counted" else window["sent"]

    def _last(self, window: Event, close: date | None) -> date | None:
        known = [window[key] for key in ("answered", "limit") if window[key]]
        return min(known) if known else max(close, window["sent"]) if close else None

    def _walk(self, count: int, close: date | None) -> date | None:
        day, number = self.start, 0
        while number < count:
            day += DAY
            inside = [window for window in self.windows if day >= self._first(window)]
            ends = [self._last(window, close) for window in inside]
            if None in ends:
                return None
            number += day in WORKING and not any(end >= day for end in ends if end)
        return day

    # -- what is due

    def _open(self) -> list[Event]:
        return [asked for asked in self.asked if asked["stops"] and not asked["done"]]

    def _lapsed(self, asked: Event, now: date | None) -> bool:
        return asked["until"] is not None and (now is None or asked["until"] < now)

    def _waits(self, now: date | None) -> bool:
        """Waiting, and nothing has lapsed yet."""
        return bool(self._open()) and not any(self._lapsed(asked, now) for asked in self._open())

    def _full(self, close: date | None = None) -> date | None:
        return self.deferred or self._walk(self.length + self.extra, close)

    def _base(self, close: date | None = None) -> date | None:
        return self.deferred if self.deferred and not self.extra else self._walk(self.length, close)

    def due(self, now: date | None) -> date | None:
        if self.ended:
            return self.ended["due"]
        return None if self._waits(now) else self._full()

    # -- entries

    def _apply(self, event: Event) -> None:
        kind = event["type"].replace(".", "_")
        if kind.startswith("letter"):
            getattr(self, kind)(event, event["date"])
            return
        if kind in ("consultation_delivered", "consultation_answered") and event["party"] not in self.parties:
            raise Impossible
        if kind == "answer_ordered":
            self.answer_ordered(event, event["date"])
            return
        if kind == "consultation_delivered":
            self._reach(self.parties[event["party"]], event["date"])
        if self.ended:
            if kind == "consultation_sent":
                self.parties[event["party"]] = {"counts": False, "kind": event["kind"], "delivered": None}
            if kind == "fee_demanded" and event["date"] < FEES_FROM:
                self.fee_demanded(event, event["date"])
            return
        getattr(self, kind)(event, event["date"])

    def _latest(self, what: str) -> Event | None:
        found = [asked for asked in self.asked if asked["what"] == what]
        return found[-1] if found else None

    def clarification_asked(self, event: Event, day: date) -> None:
        if self._latest("clarification"):
            return
        stops = day <= nth(self.received, 7) or self.policy["late_clarification"] == "restart"
        stops = stops and not self.ordered
        period = event.get("working_days") or self.policy["clarification_response_working_days"]
        self.asked.append(
            {"what": "clarification", "stops": stops, "period": period, "delivered": None, "until": None, "done": False}
        )

    def fee_demanded(self, _event: Event, day: date) -> None:
        if day < FEES_FROM:
            self.asked.append({"what": "fee", "stops": False, "delivered": None, "done": False, "counts": False})
            return
        earlier = self._latest("fee")
        is_open = earlier in self._open() if earlier else False
        if earlier and is_open and not self._lapsed(earlier, day):
            return
        if self.ordered:
            self.asked.append(
                {"what": "fee", "stops": False, "period": 20, "delivered": None, "done": False, "counts": False}
            )
            return
        due = self.due(day)
        self.fee_notice = due
        stops = due is None or day <= due
        if stops and earlier and is_open:
            earlier["done"] = True
        self.asked.append(
            {
                "what": "fee",
                "stops": stops,
                "period": 20,
                "delivered": None,
                "until": None,
                "done": False,
                "counts": True,
            }
        )

    def _deliver(self, what: str, day: date) -> None:
        asked = self._latest(what)
        if asked is None:
            raise Impossible
        if asked["delivered"] is None and asked.get("counts", True):
            asked["delivered"], asked["until"] = day, nth(day, asked["period"])

    def clarification_delivered(self, _event: Event, day: date) -> None:
        self._deliver("clarification", day)

    def fee_delivered(self, _event: Event, day: date) -> None:
        self._deliver("fee", day)

    def _begin_again(self, asked: Event, day: date) -> None:
        asked["done"] = True
        self.start, self.extra, self.deferred, self.ordered = max(day, self.start), 0, None, False

    def clarification_received(self, event: Event, day: date) -> None:
        asked = self._latest("clarification")
        if not asked or asked not in self._open():
            return
        if not self._lapsed(asked, day) or event.get("excused"):
            self._begin_again(asked, self._receipt_day(day))

    def fee_paid(self, _event: Event, day: date) -> None:
        asked = self._latest("fee")
        if asked is None:
            raise Impossible
        if asked in self._open():
            self._begin_again(asked, day)

    def consultation_sent(self, event: Event, day: date) -> None:
        counts = not self.old or event["kind"] == "third_party"
        window = {"sent": day, "delivered": None, "limit": None, "answered": None, "counts": counts}
        window |= {"party": event["party"], "kind": event["kind"]}
        self.parties[event["party"]] = window
        if counts:
            self.windows.append(window)

    def consultation_delivered(self, event: Event, day: date) -> None:
        last = self.parties[event["party"]]
        if not last["counts"] or last["kind"] == "other_agency":
            return
        for window in self.windows:
            if window["party"] == event["party"] and window["delivered"] is None:
                window["delivered"], window["limit"] = day, nth(day, 15)

    def _reach(self, last: Event, day: date) -> None:
        """Where nothing is tolled the party's own period runs all the same, if its letter has a basis."""
        based = last["kind"] == "third_party" or (last["kind"] == "co_producer" and not self.old)
        if (self.ended or not last["counts"]) and based and last["delivered"] is None:
            last["delivered"] = day

    def answer_ordered(self, event: Event, day: date) -> None:
        if event["until"] < day:
            raise Impossible
        due = self.due(day)
        if not self.ended and event.get("answers", "all") != "all" and due and due < event["until"]:
            return
        for asked in self._open():
            asked["done"] = True
        self.start, self.extra = max(day, self.start), 0
        self.ended = self.issued = self.delivered = None
        self.partial = False
        self.deferred, self.ordered = event["until"], True

    def consultation_answered(self, event: Event, day: date) -> None:
        if self.parties[event["party"]]["counts"]:
            for window in self.windows:
                if window["party"] == event["party"] and not window["answered"]:
                    window["answered"] = day

    def deadline_extended(self, event: Event, day: date) -> None:
        due = self.due(day)
        late = due is not None and day > due and self.policy["late_extension"] == "no_effect"
        if not self.extra and not late and not self.deferred:
            self.extra = min(event["working_days"], 15 if self.old else 20)

    def deferral_notified(self, event: Event, day: date) -> None:
        if self.old:
            return
        if event["until"] < day:
            raise Impossible
        due = self.due(day)
        if (due is None or day <= due) and not self.ordered:
            self.deferred = rolled(event["until"])

    def request_withdrawn(self, _event: Event, day: date) -> None:
        self._end("withdrawn", day, None)

    def _end(self, state: str, day: date, timely: bool | None) -> None:
        waits = self._waits(day)
        due, base = (None, None) if waits else (self._full(day), self._base(day))
        self.ended = {"state": state, "on": day, "due": due, "base": base, "timely": timely}

    def letter_issued(self, event: Event, day: date) -> None:
        if not self.ended:
            self.partial = event.get("answers", "all") != "all"
            self.issued = self.issued if self.partial else day

    def letter_posted(self, _event: Event, day: date) -> None:
        if not self.partial:
            self._answer(day)

    def letter_delivered(self, event: Event, day: date) -> None:
        if self.partial:
            return
        confirmed = event.get("confirmed_on")
        if confirmed and confirmed < day:
            raise Impossible
        if event["via"] == "electronic" and self.policy["electronic_service"] == "confirmed" and confirmed:
            day = confirmed
        self.delivered = self.delivered or day
        self._answer(day)

    def _answer(self, day: date) -> None:
        if not self.ended:
            due = self._full(day)
            self._end("answered", day, None if self._open() else due is None or day <= due)

    def letter_returned(self, _event: Event, _day: date) -> None:
        self.delivered = None

    # -- the answer

    def answer(self) -> dict[str, Any]:
        due, state = self.due(self.as_of), self._state()
        return {
            "received_on": self.received,
            "due_on": due,
            "provisional": due is not None and self._unpublished(self.deferred or self.start, due),
            "state": state,
            "tolled_working_days": self._tolled(),
            "timely": self._timely(due),
            "deadlines": self._deadlines(due, state),
        }

    def _unpublished(self, first: date, last: date) -> bool:
        return any(year > 2026 for year in range(min(first, last).year, last.year + 1))

    def _state(self) -> str:
        if self.ended:
            return self.ended["state"]
        if self._open():
            return "awaiting_requester" if self._waits(self.as_of) else "lapse_due"
        due = self.due(self.as_of)
        if due is None:
            return "tolled"
        if self.as_of is None or self.as_of > due or self.deferred:
            return "running"
        for window in self.windows:
            silent = window["limit"] and window["limit"] < self.as_of
            if not window["answered"] and not silent and self._first(window) <= due:
                return "tolled"
        return "running"

    def _tolled(self) -> int:
        horizon = self.as_of or self.events[-1]["date"]
        close = self.ended["on"] if self.ended else horizon
        tolled = set()
        for window in self.windows:
            day = self._first(window)
            last = self._last(window, close if self.ended else None) or horizon
            while day <= last:
                tolled.add(day)
                day += DAY
        return len(tolled & WORKING)

    def _timely(self, due: date | None) -> bool | None:
        if self.ended:
            return self.ended["timely"]
        too_late = due and self.issued and self.issued > due and not self._open()
        return False if too_late else None

    def _deadlines(self, due: date | None, state: str) -> dict[str, date | None]:
        base = self.ended["base"] if self.ended else self._base() if due else None
        found: dict[str, date | None] = {"clarification_notice": nth(self.received, 7), "extension_notice": base}
        if due:
            found["answer"] = due
        if self.extra:
            found["answer_before_extension"] = base
        clarification, fee = self._latest("clarification"), self._latest("fee")
        if clarification and clarification["delivered"]:
            found["clarification_response"] = clarification["until"]
        if fee and fee["counts"]:
            found["fee_notice"] = self.fee_notice
            if fee["delivered"]:
                found["fee_payment"] = fee["until"]
        for party, window in self.parties.items():
            if window["delivered"] and window["kind"] != "other_agency":
                found[f"consultation:{party}"] = nth(window["delivered"], 15)
        past = state == "running" and self.as_of and due and self.as_of > due
        if since := self.delivered or (due if past else None):
            found["review_application"] = rolled(since + 60 * DAY)
            found["litigation"] = rolled(months_later(since, 6))
        return found


def simulate(course: dict[str, Any]) -> dict[str, Any]:
    """What the contract says of `course`; dates are `date`s. Raises Impossible."""
    return Simulation(course).answer()
