"""脱敏: an identity as each role sees it by default; the rest is revealed one by one and recorded."""

from __future__ import annotations

import re

import msgspec

from ysq.domain.people import Identity
from ysq.domain.terms import RequesterKind, Role

_STAR = "*"
_HIDDEN = "****"
_COUNTY = re.compile(r"^.{2,14}?(?:自治县|自治旗|县|区|旗)|^.{2,9}?市")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")

NAMES_OPEN = frozenset({Role.CLERK, Role.OFFICE_HEAD, Role.SIGNER, Role.ARCHIVIST})
"""Roles that address, sign or file letters: they see names, and the rest masked. All others see names masked, too."""


class Masked(msgspec.Struct, frozen=True):
    """An identity to be shown; not an Identity, so that it can't be sealed or sent by mistake."""

    kind: RequesterKind
    name: str
    id_number: str
    phone: str
    email: str
    address: str
    contact_person: str


def masked(identity: Identity, role: Role) -> Masked:
    """What `role` sees of `identity`. Names of organisations aren't personal data and stay."""
    plain = role in NAMES_OPEN
    person = identity.kind is RequesterKind.PERSON
    return Masked(
        kind=identity.kind,
        name=identity.name if plain or not person else mask_name(identity.name),
        id_number=mask_number(identity.id_number),
        phone=mask_phone(identity.phone),
        email=mask_email(identity.email),
        address=mask_address(identity.address),
        contact_person=identity.contact_person if plain else mask_name(identity.contact_person),
    )


def mask_name(name: str) -> str:
    """陶满仓 -> 陶**; the dot of names such as 买买提·吐尔逊 stays. One character alone is hidden."""
    name = _SELECTORS.sub("", name)
    if len(name) < 2:
        return _STAR * len(name)
    return name[0] + "".join(letter if letter in "·•" else _STAR for letter in name[1:])


def mask_number(number: str) -> str:
    """An identity number by its first three and last two characters; a short one is hidden."""
    return _ends(number, 3, 2) if len(number) >= 15 else _hidden(number)


def mask_phone(phone: str) -> str:
    """13900001234 -> 139****1234; a landline by its last two digits."""
    digits = sum(map(str.isdecimal, phone))
    if digits >= 11 and "-" not in phone:
        return _ends(phone, 3, 4)
    return _HIDDEN + phone[-2:] if digits >= 7 else _hidden(phone)


def mask_email(email: str) -> str:
    """tao@example.com -> t****@example.com."""
    box, at, host = email.rpartition("@")
    return f"{box[0]}{_HIDDEN}{at}{host}" if box else _hidden(email)


def mask_address(address: str) -> str:
    """An address down to county, district or city; the length of the rest isn't told."""
    found = _COUNTY.match(address)
    return f"{found[0]}{_HIDDEN}" if found and found[0] != address else _hidden(address)


def _ends(text: str, head: int, tail: int) -> str:
    return text[:head] + _STAR * (len(text) - head - tail) + text[-tail:]


def _hidden(text: str) -> str:
    return _HIDDEN if text else ""
