"""The application form: reads what was typed into an Application, or says what is wrong with which field (art. 29)."""

import re
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from ysq.domain.agency import Agency
from ysq.domain.people import SENT_TO, Application, Identity, RequestedItem
from ysq.domain.terms import DeliveryWish, Medium, RequesterKind, Term
from ysq.web.forms import Fault, Fields, printable

MAX_ITEMS = 50
LINE = 200
PROSE = 20_000
_ITEM_PARTS = ("description", "title", "document_no")
_LINES = ("name", "id_number", "contact_person", "phone", "email", "address")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\Z")
_DIGITS = re.compile(r"\d")
_PHONE_DIGITS = 5

T = TypeVar("T", bound=Term)


class Page(StrEnum):
    """Which page the pressed button asks for."""

    FORM = "form"
    CHECK = "check"
    SEND = "send"


def item_count(fields: Fields) -> int:
    """How many items the form shows."""
    text = fields.get("items")
    return min(max(int(text), 1), MAX_ITEMS) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def after_button(fields: Fields) -> tuple[Page, Fields]:
    """The page that the pressed button asks for, and the fields as it leaves them."""
    name, _colon, number = fields.get("do").partition(":")
    match name:
        case "add":
            return Page.FORM, fields.with_values(items=str(min(item_count(fields) + 1, MAX_ITEMS)))
        case "drop" if number.isascii() and number.isdigit():
            return Page.FORM, _without_item(fields, int(number))
        case "change":
            return Page.FORM, fields
        case "send":
            return Page.SEND, fields
        case _:
            return Page.CHECK, fields


def _without_item(fields: Fields, number: int) -> Fields:
    count = item_count(fields)
    if not 1 <= number <= count or count == 1:
        return fields
    moved = {
        f"{part}-{place}": fields.get(f"{part}-{place + 1}") for place in range(number, count) for part in _ITEM_PARTS
    }
    moved |= {f"{part}-{count}": "" for part in _ITEM_PARTS}
    return fields.with_values(**moved, items=str(count - 1))


class Reading:
    """One reading of the form: the values, and the faults in the order of the page."""

    def __init__(self, fields: Fields, agencies: tuple[Agency, ...], messages: dict[str, str]) -> None:
        self._fields = fields
        self._messages = messages
        self.faults: list[Fault] = []
        self.submission_id = self._submission_id()
        self.agency = self._agency(agencies)
        kind = self._choice("kind", RequesterKind)
        lines = {name: self._line(name) for name in _LINES}
        self._check_identity(lines)
        items = self._items()
        medium = self._choice("medium", Medium)
        delivery = self._choice("delivery", DeliveryWish)
        self._check_delivery(lines, delivery)
        self.application: Application | None = None
        if not self.faults and kind and medium and delivery:
            identity = Identity(kind, **lines)
            accepts = fields.get("accept_other") == "yes"
            self.application = Application(identity, items, medium, delivery, accepts)

    def _fault(self, field: str, code: str, **words: object) -> None:
        self.faults.append(Fault(field, self._messages[code].format(**words)))

    def _submission_id(self) -> UUID | None:
        try:
            return UUID(self._fields.get("submission_id"))
        except ValueError:
            self._fault("", "submission_id")
            return None

    def _agency(self, agencies: tuple[Agency, ...]) -> Agency | None:
        code = self._fields.line("agency")
        found = next((agency for agency in agencies if agency.code == code), None)
        if found is None:
            self._fault("agency", "agency")
        return found

    def _choice(self, name: str, terms: type[T]) -> T | None:
        try:
            return terms(self._fields.get(name))
        except ValueError:
            self._fault(f"{name}-{next(iter(terms))}", name)
            return None

    def _line(self, name: str) -> str:
        text = self._fields.line(name)
        if len(text) > LINE:
            self._fault(name, "too_long", limit=LINE, length=len(text))
        if "\n" in text or not printable(text):
            self._fault(name, "unprintable")
        return text

    def _check_identity(self, lines: dict[str, str]) -> None:
        if not lines["name"]:
            self._fault("name", "name")
        phone, email, address = lines["phone"], lines["email"], lines["address"]
        if not (phone or email or address):
            self._fault("phone", "contact")
        if phone and len(_DIGITS.findall(phone)) < _PHONE_DIGITS:
            self._fault("phone", "phone")
        if email and not _EMAIL.match(email):
            self._fault("email", "email")

    def _check_delivery(self, lines: dict[str, str], delivery: DeliveryWish | None) -> None:
        field = SENT_TO.get(delivery) if delivery else None
        if field and not lines[field]:
            self._fault(field, f"delivery_{delivery}")

    def _items(self) -> tuple[RequestedItem, ...]:
        """The filled items; empty ones are left out."""
        found = []
        for number in range(1, item_count(self._fields) + 1):
            title, document_no = self._line(f"title-{number}"), self._line(f"document_no-{number}")
            words = self._fields.line(f"description-{number}")
            if words or title or document_no:
                self._check_description(number, words)
                found.append(RequestedItem(words, title, document_no))
        if not found:
            self._fault("description-1", "items")
        return tuple(found)

    def _check_description(self, number: int, words: str) -> None:
        field = f"description-{number}"
        if not words:
            self._fault(field, "description", number=number)
        if len(words) > PROSE:
            self._fault(field, "too_long", limit=PROSE, length=len(words))
        if not printable(words):
            self._fault(field, "unprintable")
