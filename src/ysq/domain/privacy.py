"""Kinds of personal data and secrets that are looked for before a record leaves (art. 15, 32, 37)."""

from typing import Annotated

import msgspec
from msgspec import Meta

from ysq.domain.terms import Mark


class PersonalKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of privacy.yaml; `plain`: masked under art. 37 without asking the person (art. 32)."""

    title: Annotated[str, Meta(min_length=1, max_length=200)]
    plain: bool
    provisions: Annotated[tuple[str, ...], Meta(min_length=1)]
    mark: Mark
    reason: str = ""


PrivacyTable = dict[str, PersonalKind]
