"""Kinds of personal data and secrets that are looked for before a record leaves (art. 15, 32, 37)."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ysq.domain.dated import Dated, Table
from ysq.domain.terms import Mark


class LookFor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How this kind is found in a letter: a regular expression, and the check of checks.yaml that tells it.

    `named` is what the message calls it. What `unless_before` fits shortly before is no person's; `body_only`: not
    in the head and the foot, where the agency's own numbers stand.
    """

    pattern: Annotated[str, Meta(min_length=1, max_length=400)]
    check: str
    named: str = ""
    unless_before: str = ""
    body_only: bool = False


class PersonalKind(Dated, frozen=True):
    """One line of privacy.yaml; `plain`: masked under art. 37 without asking the person (art. 32)."""

    title: Annotated[str, Meta(min_length=1, max_length=200)]
    plain: bool
    provisions: Annotated[tuple[str, ...], Meta(min_length=1)]
    mark: Mark
    reason: str = ""
    look_for: LookFor | None = None


PrivacyTable = Table[str, PersonalKind]
"""The letter's day chooses."""
