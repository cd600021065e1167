"""What a determination rests on besides its reasons, as the drafter states it (art. 14, 15, 32, 36 to 39, 55)."""

import datetime as dt

import msgspec

from ysq.domain.people import Line, OptionalLine, Prose
from ysq.domain.terms import Term


class SecrecyLevel(Term):
    """密级 (保守国家秘密法)."""

    TOP_SECRET = "top_secret", "绝密"
    SECRET = "secret", "机密"
    CONFIDENTIAL = "confidential", "秘密"


class Stated(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="kind"):
    """Base of what a drafter states; told apart by `kind`."""


class SecretMarking(Stated, frozen=True, tag="marking"):
    """密级、定密机关、定密依据、保密期限 (保守国家秘密法 art. 17-20): for the case file, never for the letter.

    Where the title itself is secret, `basis` only refers to the register kept off line.
    """

    level: SecrecyLevel
    authority: Line
    basis: Line
    period: Line


class ForbiddingLaw(Stated, frozen=True, tag="law"):
    """The law or administrative regulation that forbids disclosure, with its article (art. 14)."""

    title: Line


class ThirdPartyView(Stated, frozen=True, tag="third_party"):
    """The agency's own judgement on the third party's view and on the public interest (art. 15, 32); names nobody.

    `unconsulted` says why nobody was asked: only where plain privacy is masked in what is given (art. 37).
    """

    judgement: Prose
    unconsulted: OptionalLine = ""


class AccessRoute(Stated, frozen=True, tag="access"):
    """Where and how the requester gets it, or raises it (art. 36 item 1, 39)."""

    where: Prose


class SpecialLaw(Stated, frozen=True, tag="special_law"):
    """The law or administrative regulation with its own way of access, and where that leads (art. 36 item 7)."""

    title: Line
    where: Prose


class EarlierAnswer(Stated, frozen=True, tag="earlier"):
    """本机关 answered or supplied the same already: the letter's number and day (art. 36 item 6)."""

    number: Line
    on: dt.date


class SectorUnit(Stated, frozen=True, tag="sector_unit"):
    """公共企事业单位, and the authority that hears complaints about it, with its 联系方式 (art. 55)."""

    name: Line
    authority: Line


class Withdrawal(Stated, frozen=True, tag="withdrawal"):
    """The day on which the requester took the request back."""

    on: dt.date


Basis = (
    SecretMarking | ForbiddingLaw | ThirdPartyView | AccessRoute | SpecialLaw | EarlierAnswer | SectorUnit | Withdrawal
)


class WithheldPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept back of a record that is given (art. 37): on which ground (a refusal's code), what, and how."""

    ground: Line
    what: Prose
    how: Prose


class ResponsibleAgency(Stated, frozen=True, tag="agency"):
    """负责公开的行政机关, with its 联系方式 (art. 36 item 5)."""

    name: Line
    contact: Line


class Undetermined(Stated, frozen=True, tag="undetermined"):
    """The responsible agency can't be determined: said, never left open."""


Responsible = ResponsibleAgency | Undetermined
