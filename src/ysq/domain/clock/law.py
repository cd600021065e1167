"""The shape of `rules/deadlines.yaml`, and the law that the clock is run by."""

import datetime as dt
from typing import Literal

import msgspec

from ysq.domain.clock.numbers import Parameters, Value
from ysq.domain.terms import Channel, ConsulteeKind

Effect = Literal[
    "start", "wait", "requester_period", "restart", "lapse", "toll", "party_period", "resume",
    "extend", "defer", "order", "issue", "answer", "return", "stop", "note",
]  # fmt: skip


class _Law(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class ReceiptRule(_Law, frozen=True):
    """Which day is 收到申请之日 for a channel (art. 31)."""

    day: Literal["arrival", "confirmation", "policy"]
    provisions: tuple[str, ...]
    explanation: str
    unconfirmed: str | None = None


class PolicyTest(_Law, frozen=True, rename={"value": "is"}):
    """A setting and the choice under which something holds."""

    policy: str
    value: str


class ClockRule(_Law, frozen=True):
    """What one kind of entry does to the clock: for requests received in the rule's period, or events in it.

    What follows a notice (its delivery, payment, lapse) is governed by the law of the notice's day.
    """

    title: str
    event: str
    effect: Effect
    provisions: tuple[str, ...]
    explanation: str
    effective_from: dt.date
    effective_to: dt.date | None = None
    applies_by: Literal["receipt", "event"] = "receipt"
    kinds: tuple[ConsulteeKind, ...] = ()
    period: str | None = None
    within: str | None = None
    late: str | None = None
    late_counts: PolicyTest | None = None
    once: str | None = None
    again: str | None = None
    unasked: str | None = None

    @property
    def length(self) -> str:
        """The number that a rule with a period names."""
        assert self.period is not None, "a rule without the period it needs isn't read"
        return self.period


class DeadlineRule(_Law, frozen=True):
    """What is due and how long it is counted; without a count the entries themselves give the day."""

    title: str
    provisions: tuple[str, ...]
    by_kind: dict[ConsulteeKind, tuple[str, ...]] = {}
    nothing_came: tuple[str, ...] = ()
    working_days: str | None = None
    calendar_days: str | None = None
    months: str | None = None

    @property
    def counted(self) -> bool:
        """Whether it has a number of its own; it then cites where that number is from, whatever the day of receipt."""
        return bool(self.working_days or self.calendar_days or self.months)


class FindingText(_Law, frozen=True):
    """The words of a finding, and its provisions (none: those of the rule that found it)."""

    message: str
    provisions: tuple[str, ...] = ()


class Formerly(_Law, frozen=True):
    """The provisions that stood in the place of today's for requests received up to `until`."""

    until: dt.date
    instead: dict[str, str]


class Deadlines(_Law, frozen=True):
    """`rules/deadlines.yaml`."""

    receipt: dict[Channel, ReceiptRule]
    rules: dict[str, ClockRule]
    deadlines: dict[str, DeadlineRule]
    findings: dict[str, FindingText]
    formerly: Formerly


class ClockLaw:
    """Deadlines and parameters together, indexed for the fold."""

    __slots__ = ("_rules", "deadlines", "parameters")

    def __init__(self, deadlines: Deadlines, parameters: Parameters) -> None:
        self.deadlines = deadlines
        self.parameters = parameters
        self._rules: dict[str, list[tuple[str, ClockRule]]] = {}
        for name, rule in deadlines.rules.items():
            self._rules.setdefault(rule.event, []).append((name, rule))

    def number(self, name: str, received_on: dt.date, event_on: dt.date | None = None) -> int:
        """The number `name` for a request received on `received_on`, a period running from `event_on`."""
        number = self.parameters.numbers[name]
        return number.on(received_on if number.applies_by == "receipt" else event_on or received_on).value

    def unsure(self, deadline: str, received_on: dt.date, day: dt.date | None) -> Value | None:
        """The number that `deadline` (`consultation:<party>` too) was counted by, if its text wasn't read."""
        rule = self.deadlines.deadlines[deadline.partition(":")[0]]
        name = rule.working_days or rule.calendar_days or rule.months
        if name is None:
            return None
        number = self.parameters.numbers[name]
        return number.unsure(received_on, received_on if number.applies_by == "receipt" else day or received_on)

    def reading(self, name: str) -> str:
        """How the law is read where it is silent and nobody is asked: the value of a setting that is no input."""
        return str(self.parameters.policies[name].default)

    @property
    def silence_goes_to_review(self) -> bool:
        """Whether 行政复议 comes first where nothing was answered (行政复议法 art. 23 para 1 item 3)."""
        return self.reading("non_reply_remedy") == "review_first"

    def cited(self, provisions: tuple[str, ...], received_on: dt.date) -> tuple[str, ...]:
        """`provisions` as they are cited for a request received on `received_on`, each once."""
        formerly = self.deadlines.formerly
        if received_on > formerly.until:
            return provisions
        return tuple(dict.fromkeys(formerly.instead.get(name, name) for name in provisions))

    def rule(
        self, event: str, kind: ConsulteeKind | None, received_on: dt.date, event_on: dt.date
    ) -> tuple[str, ClockRule] | None:
        """The rule for an entry of type `event` (and consultee `kind`), under the law of its day, if any."""
        for name, rule in self._rules.get(event, ()):
            day = received_on if rule.applies_by == "receipt" else event_on
            in_force = rule.effective_from <= day and (rule.effective_to is None or day <= rule.effective_to)
            if in_force and (not rule.kinds or kind in rule.kinds):
                return name, rule
        return None
