"""The clock's working state while it folds the entries: periods, windows, waiting, and the running due date."""

import datetime as dt
from dataclasses import dataclass, field
from functools import lru_cache

from ysq.domain.calendar import Calendar
from ysq.domain.clock.entries import Policy
from ysq.domain.clock.law import ClockLaw, ClockRule
from ysq.domain.clock.ledger import Finding, Step
from ysq.domain.clock.spans import ONE_DAY, Span, counted_day
from ysq.domain.terms import ClockState, ConsulteeKind


@lru_cache(maxsize=4096)
def cn(day: dt.date | None) -> str:
    """A date as a Chinese document writes it; 待定 when it can't be known."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "待定"


@dataclass(slots=True)
class Window:
    """One consultation: from sending to the answer or the party's last day, whichever is first."""

    party: str
    kind: ConsulteeKind
    sent: dt.date
    first: dt.date
    delivered: dt.date | None = None
    limit: dt.date | None = None
    answered: dt.date | None = None
    silent: bool = False
    counts: bool = True

    @property
    def end(self) -> dt.date | None:
        """The last day that isn't counted; None while nothing limits it."""
        if self.answered is None or self.limit is None:
            return self.answered or self.limit
        return min(self.answered, self.limit)


@dataclass(slots=True)
class Waiting:
    """A correction or a payment asked of the requester; the clock waits for it only if it was asked in time."""

    what: str
    since: dt.date
    working_days: int | None = None
    counts: bool = True
    stops: bool = False
    delivered: dt.date | None = None
    until: dt.date | None = None
    lapsed: bool = False
    ended: dt.date | None = None

    @property
    def open(self) -> bool:
        """Whether the clock still waits for it."""
        return self.stops and self.ended is None


@dataclass(slots=True)
class Ended:
    """How the answer clock stopped."""

    state: ClockState
    on: dt.date
    due_on: dt.date | None
    base_due_on: dt.date | None
    timely: bool | None


@dataclass(slots=True)
class Run:
    """One pass over the entries. Working days are counted after `start` (day 0).

    `deferred` is a day that was set in the place of a period, `ordered` the provisions when a body or court set it;
    `tolling` are the windows that stop the clock, in the order of sending; `windows` all of them, by party.
    """

    law: ClockLaw
    calendar: Calendar
    policy: Policy
    arrived: dt.date
    received_on: dt.date
    start: dt.date
    length: int = 0
    extra: int = 0
    deferred: dt.date | None = None
    ordered: tuple[str, ...] = ()
    ended: Ended | None = None
    issued_on: dt.date | None = None
    partial: bool = False
    delivered_on: dt.date | None = None
    fee_notice: dt.date | None = None
    windows: dict[str, list[Window]] = field(default_factory=dict)
    tolling: list[Window] = field(default_factory=list)
    periods: list[tuple[dt.date, dt.date]] = field(default_factory=list)
    requests: list[Waiting] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def number(self, name: str, event_on: dt.date | None = None) -> int:
        """A number of the law in force for this request, and for a period that runs from `event_on`."""
        return self.law.number(name, self.received_on, event_on)

    def cited(self, provisions: tuple[str, ...]) -> tuple[str, ...]:
        """The provisions in force for this request in the place of today's."""
        return self.law.cited(provisions, self.received_on)

    @property
    def waiting(self) -> Waiting | None:
        """What the clock waits for, one that has lapsed first: a person may act on it."""
        found = None
        for asked in self.requests:
            if asked.stops and asked.ended is None:
                if asked.lapsed:
                    return asked
                found = found or asked
        return found

    def request(self, what: str) -> Waiting | None:
        """The latest `clarification` or `fee` asked of the requester."""
        return next((asked for asked in reversed(self.requests) if asked.what == what), None)

    def first_day_off(self, sent: dt.date) -> dt.date:
        """The first day that a consultation sent on `sent` takes out."""
        return sent + ONE_DAY if self.policy.consultation_sending_day == "counted" else sent

    def spans(self, close_on: dt.date | None = None) -> list[Span]:
        """The days that each of `tolling` takes out; without a limit it ends when the case does, or at `close_on`."""
        close_on = close_on or (self.ended.on if self.ended else None)
        return [(window.first, window.end or close_on) for window in self.tolling]

    def base_due(self, close_on: dt.date | None = None) -> dt.date | None:
        """The due date that an extension moves or moved; None when an open window has no limit."""
        if self.deferred is not None and not self.extra:
            return self.deferred
        return counted_day(self.calendar, self.start, self.length, self.spans(close_on))

    def full_due(self, close_on: dt.date | None = None) -> dt.date | None:
        """The due date of the current period, whether or not the clock waits for the requester."""
        if self.deferred is not None:
            return self.deferred
        return counted_day(self.calendar, self.start, self.length + self.extra, self.spans(close_on))

    def due(self) -> dt.date | None:
        """The running due date: kept when ended or lapsed, None while it waits."""
        if self.ended is not None:
            return self.ended.due_on
        waiting = self.waiting
        if waiting is not None and not waiting.lapsed:
            return None
        return self.full_due()

    def step(self, name: str, rule: ClockRule, day: dt.date, words: dict[str, str], working_days: int | None) -> None:
        """Note a step; `words` fill the rule's explanation."""
        due = self.due()
        words = {"received_on": cn(self.received_on), **words, "date": cn(day), "due_on": cn(due)}
        words["working_days"] = str(working_days)
        text = rule.explanation.format_map(words)
        self.steps.append(Step(day, rule.effect, working_days, due, name, self.cited(rule.provisions), text))

    def find(
        self, code: str, day: dt.date, limit: dt.date | int | None = None, law: tuple[str, ...] = (), **words: str
    ) -> None:
        """Note a finding; `limit` is what was missed, `law` is cited unless the finding has its own."""
        text = self.law.deadlines.findings[code]
        words |= {"date": cn(day), "limit": str(limit) if isinstance(limit, int) else cn(limit)}
        self.findings.append(Finding(code, text.message.format_map(words), self.cited(text.provisions or law)))

    def note(self, name: str, rule: ClockRule, day: dt.date) -> None:
        """Note an entry that has no effect, in the words of the finding just made."""
        text = self.findings[-1].message
        self.steps.append(Step(day, "note", None, self.due(), name, self.cited(rule.provisions), text))

    def begin_again(self, day: dt.date, length: int) -> dt.date:
        """A fresh period of `length` after `day`, never before receipt; nothing extended or deferred carries over."""
        day = max(day, self.start)
        self.periods.append((self.start, day))
        self.start, self.length, self.extra = day, length, 0
        self.deferred, self.ordered = None, ()
        return day

    @property
    def fixed(self) -> str | None:
        """The finding that tells why nothing moves the due date; None where a period runs."""
        if self.deferred is None:
            return None
        return "fixed_by_order" if self.ordered else "fixed_by_deferral"

    def stop(self, state: ClockState, day: dt.date) -> None:
        """The answer clock stops on `day`: what is due is kept: None while it waits, which judges no answer."""
        waiting = self.waiting
        stands_still = waiting is not None and not waiting.lapsed
        due = None if stands_still else self.full_due(close_on=day)
        base = None if stands_still else self.base_due(close_on=day)
        judged = state is ClockState.ANSWERED and waiting is None and due is not None
        timely = day <= due if judged and due is not None else None
        self.ended = Ended(state, day, due, base, timely)
