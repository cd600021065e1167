"""Writes down what events only point to: words with a salt, people sealed; and reads them back."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import msgspec

from ysq.db import stores
from ysq.digests import content_of_identity, salted_digest
from ysq.domain.errors import Refusal
from ysq.domain.events import Ref
from ysq.domain.people import Identity

if TYPE_CHECKING:
    from ysq.db.pool import Connection
    from ysq.sealing import Vault


_PHONE_DIGITS = 12  # a landline with its area code; more begin with the country's


class Unwritable(Refusal):
    """Words that the text store can't keep."""

    code = "unwritable"


class SealedPerson(msgspec.Struct, frozen=True):
    """What is sealed of a person; unknown fields of later versions are ignored."""

    salt: str
    identity: Identity


async def write_texts(
    conn: Connection, vault: Vault, place: stores.Place, prose: Sequence[tuple[str, str]]
) -> tuple[Ref, ...]:
    """Keep each (kind, words) and return what an event may hold of it, in order."""
    rows, refs = drawn_texts(vault, prose)
    for row in rows:
        await stores.add_text(conn, place, row)
    return refs


def drawn_texts(vault: Vault, prose: Sequence[tuple[str, str]]) -> tuple[tuple[stores.TextRow, ...], tuple[Ref, ...]]:
    """The rows that keep each (kind, words), and what an event may hold of them."""
    rows = []
    for kind, body in prose:
        if "\x00" in body:
            raise Unwritable("文字中有不能保存的控制字符（NUL）", (), "，请删除后重试。")
        rows.append(stores.TextRow(uuid4(), kind, body, vault.salt()))
    return tuple(rows), tuple(Ref(row.id, salted_digest(row.salt, row.body.encode())) for row in rows)


async def write_person(conn: Connection, vault: Vault, place: stores.Place, role: str, identity: Identity) -> Ref:
    """Keep a person sealed and return what an event may hold of it."""
    row, ref = drawn_person(vault, role, identity)
    await stores.add_person(conn, place, row, index_of(vault, identity.id_number, identity.phone))
    return ref


def drawn_person(vault: Vault, role: str, identity: Identity) -> tuple[stores.PersonRow, Ref]:
    """The sealed row of a person, and what an event may hold of it."""
    person_id, salt = uuid4(), vault.salt()
    content = msgspec.json.encode(SealedPerson(base64.b64encode(salt).decode(), identity))
    row = stores.PersonRow(person_id, role, vault.seal(content, _place(person_id)))
    return row, Ref(person_id, salted_digest(salt, content_of_identity(identity)))


def index_of(vault: Vault, id_number: str = "", phone: str = "") -> stores.PersonIndex:
    """The blind index of what was typed, however it was spaced or punctuated."""
    number = "".join(filter(str.isalnum, id_number)).upper()
    digits = "".join(filter(str.isdecimal, phone))
    digits = digits.removeprefix("86") if len(digits) > _PHONE_DIGITS else digits
    return stores.PersonIndex(
        vault.blind_index("id_number", number) if number else None,
        vault.blind_index("phone", digits) if digits else None,
    )


def open_person(vault: Vault, row: stores.PersonRow) -> tuple[bytes, Identity]:
    """The salt and the identity of a sealed person."""
    person = msgspec.json.decode(vault.open(row.sealed, _place(row.id)), type=SealedPerson)
    return base64.b64decode(person.salt), person.identity


def _place(person_id: UUID) -> str:
    return f"person|{person_id}|sealed"
