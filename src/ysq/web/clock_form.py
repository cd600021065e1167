"""The calculator's form: reads typed dates into a course of events, and knows which field each came from."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

import msgspec

from ysq.domain import clock
from ysq.domain.clock import Course, Entry, Policy
from ysq.domain.clock.numbers import PolicySetting
from ysq.domain.terms import Carrier, Channel, ConsulteeKind, DeliveryVia, Term
from ysq.web.forms import Fault, Fields, read_day

PARTIES = "甲乙丙丁戊己庚辛壬癸"
"""Labels instead of names: the address of a result must hold nothing personal."""
MAX_MAILINGS = 5
POLICIES = Policy.__struct_fields__
_DEFAULTS: Mapping[str, str] = {
    "parties": "1", "mailings": "1",
    "kind": ConsulteeKind.THIRD_PARTY, "carrier": Carrier.POST, "via": DeliveryVia.SIGNED,
}  # fmt: skip
_SINGLE = (
    "received", "channel", "confirmed", "asked", "asked_days", "asked_served", "corrected", "excused",
    "extended", "extended_days", "fee", "fee_served", "paid", "deferred", "until", "issued", "withdrawn", "as_of",
)  # fmt: skip
_PARTY = ("kind", "sent", "served", "answered")
_MAILING = ("posted", "carrier", "delivered", "via", "receipted", "returned")

T = TypeVar("T", bound=Term)


def count(fields: Fields, name: str, most: int) -> int:
    """How many rows the form shows of `parties` or `mailings`."""
    text = fields.get(name)
    return min(max(int(text), 1), most) if text.isascii() and text.isdigit() and len(text) < 3 else 1


def party_fields(parties: int) -> tuple[str, ...]:
    """The names of the fields of the first `parties` parties."""
    return tuple(f"{part}-{row}" for row in range(1, parties + 1) for part in _PARTY)


def mailing_fields(mailings: int) -> tuple[str, ...]:
    """The names of the fields of the first `mailings` mailings."""
    return tuple(f"{part}-{row}" for row in range(1, mailings + 1) for part in _MAILING)


def canonical(fields: Fields, settings: Mapping[str, PolicySetting]) -> Fields:
    """The filled fields that the form knows, without defaults, in the form's order: the address of a result."""
    parties, mailings = count(fields, "parties", len(PARTIES)), count(fields, "mailings", MAX_MAILINGS)
    names = ("parties", "mailings", *_SINGLE, *party_fields(parties), *mailing_fields(mailings), *POLICIES)
    defaults = dict(_DEFAULTS) | {name: str(settings[name].default) for name in POLICIES}
    kept = fields.only(names)
    return Fields((name, text) for name, text in kept if text != defaults.get(name.partition("-")[0]))


def with_row_added(fields: Fields, what: str) -> Fields:
    """The fields with room for one more party or mailing; unchanged for anything else."""
    most = {"parties": len(PARTIES), "mailings": MAX_MAILINGS}.get(what)
    return fields.with_values(**{what: str(min(count(fields, what, most) + 1, most))}) if most else fields


class Reading:
    """One reading of the form: the course, or the faults in the order of the page."""

    def __init__(self, fields: Fields, messages: Mapping[str, str]) -> None:
        self._fields = fields
        self._messages = messages
        self._entries: list[tuple[str, Entry]] = []
        self.faults: list[Fault] = []
        self._receipt()
        self._clarification()
        for row in range(1, count(fields, "parties", len(PARTIES)) + 1):
            self._consultation(row)
        self._extension_fee_deferral()
        self._letters()
        as_of = self._date("as_of")
        policy = self._policy()
        events = tuple(entry for _field, entry in self._entries)
        self.course = None if self.faults else Course(events, as_of, policy)

    def fault_of(self, error: clock.ClockError) -> Fault:
        """The clock's complaint, at the field that its entry came from."""
        if error.entry:
            field = self._entries[error.entry - 1][0]
            return Fault(f"{field}_days" if error.field == "working_days" else field, error.message)
        return Fault("as_of" if error.field == "as_of" else "received", error.message)

    def _fault(self, field: str, code: str) -> None:
        self.faults.append(Fault(field, self._messages[code]))

    def _add(self, field: str, entry: Entry) -> None:
        self._entries.append((field, entry))

    def _date(self, name: str) -> dt.date | None:
        text = self._fields.line(name)
        if not text:
            return None
        day = read_day(text)
        if day is None:
            self._fault(name, "date")
        return day

    def _choice(self, name: str, terms: type[T], default: T) -> T:
        text = self._fields.line(name)
        try:
            return terms(text) if text else default
        except ValueError:
            self._fault(name, "choice")
            return default

    def _days(self, name: str, most: int) -> int | None:
        text = self._fields.line(name)
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= most:
            return int(text)
        self._fault(name, f"days_{most}")
        return None

    def _receipt(self) -> None:
        received = self._date("received")
        channel = self._choice("channel", Channel, Channel.ONLINE)
        confirmed = self._date("confirmed")
        if received:
            self._add("received", clock.RequestReceived(received, channel, confirmed))
        elif not self.faults:
            self._fault("received", "received")

    def _clarification(self) -> None:
        asked, working_days = self._date("asked"), self._days("asked_days", 250)
        if asked:
            self._add("asked", clock.ClarificationAsked(asked, working_days))
        if served := self._date("asked_served"):
            self._add("asked_served", clock.ClarificationDelivered(served))
        if corrected := self._date("corrected"):
            excused = self._fields.line("excused") == "yes"
            self._add("corrected", clock.ClarificationReceived(corrected, excused))

    def _consultation(self, row: int) -> None:
        kind = self._choice(f"kind-{row}", ConsulteeKind, ConsulteeKind.THIRD_PARTY)
        party = f"{kind.zh}{PARTIES[row - 1]}"
        sent, served = self._date(f"sent-{row}"), self._date(f"served-{row}")
        answered = self._date(f"answered-{row}")
        if sent:
            self._add(f"sent-{row}", clock.ConsultationSent(sent, party, kind))
        elif served or answered:
            self._fault(f"sent-{row}", "sent")
        if served:
            self._add(f"served-{row}", clock.ConsultationDelivered(served, party))
        if answered:
            self._add(f"answered-{row}", clock.ConsultationAnswered(answered, party))

    def _extension_fee_deferral(self) -> None:
        extended, more = self._date("extended"), self._days("extended_days", 250)
        if extended and more:
            self._add("extended", clock.DeadlineExtended(extended, more))
        elif extended and not self._fields.line("extended_days"):
            self._fault("extended_days", "extended_days")
        for name, kind in (("fee", clock.FeeDemanded), ("fee_served", clock.FeeDelivered), ("paid", clock.FeePaid)):
            if day := self._date(name):
                self._add(name, kind(day))
        deferred, until = self._date("deferred"), self._date("until")
        if deferred and until:
            self._add("deferred", clock.DeferralNotified(deferred, until))
        elif deferred and not self._fields.line("until"):
            self._fault("until", "until")

    def _letters(self) -> None:
        if issued := self._date("issued"):
            self._add("issued", clock.LetterIssued(issued))
        for row in range(1, count(self._fields, "mailings", MAX_MAILINGS) + 1):
            carrier = self._choice(f"carrier-{row}", Carrier, Carrier.POST)
            via = self._choice(f"via-{row}", DeliveryVia, DeliveryVia.SIGNED)
            if posted := self._date(f"posted-{row}"):
                self._add(f"posted-{row}", clock.LetterPosted(posted, carrier))
            confirmed = self._date(f"receipted-{row}")
            if delivered := self._date(f"delivered-{row}"):
                self._add(f"delivered-{row}", clock.LetterDelivered(delivered, via, confirmed))
            if returned := self._date(f"returned-{row}"):
                self._add(f"returned-{row}", clock.LetterReturned(returned))
        if withdrawn := self._date("withdrawn"):
            self._add("withdrawn", clock.RequestWithdrawn(withdrawn))

    def _policy(self) -> Policy:
        chosen = {}
        for name in POLICIES:
            if text := self._fields.line(name):
                try:
                    msgspec.convert({name: text}, Policy, strict=False)
                    chosen[name] = text
                except msgspec.ValidationError:
                    self._fault(name, "choice")
        return msgspec.convert(chosen, Policy, strict=False)
