"""What a case file says beside the letter: everything may be left out, and what is left out isn't checked."""

import datetime as dt
from typing import Annotated

import msgspec

from ysq.domain.people import Line


class CaseFact(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of the parts of a case file."""


class AgencyFacts(CaseFact, frozen=True):
    """The agency that answers, with the review body and the court that its settings name."""

    name: Line
    review_body: str = ""
    court: str = ""


class ItemFacts(CaseFact, frozen=True):
    """One item as the application has it."""

    number: Annotated[int, msgspec.Meta(ge=1)]
    description: Line
    title: str = ""
    document_no: str = ""


class ExtensionFacts(CaseFact, frozen=True):
    """延期 as the ledger has it."""

    working_days: int = 0
    approved: bool | None = None
    told_on: dt.date | None = None


class MarkingFacts(CaseFact, frozen=True):
    """定密情况 as far as the case file has it; empty is missing."""

    level: str = ""
    authority: str = ""
    basis: str = ""
    period: str = ""


class CaseFile(CaseFact, frozen=True):
    """A case as the checks compare a letter with it; dates are those of the ledger.

    `due_on` is the last day of the period running when the letter is issued; `provisional` when a calendar is missing.
    `third_parties` are names that the letter may not tell, `private` numbers that it may not tell; `unsupplied` are the
    attachments that the letter lists and nobody put into the file.
    `told_on` is the day on which the case has it that what a notice tells was told.
    """

    agency: AgencyFacts | None = None
    requesters: tuple[Line, ...] = ()
    request_no: str = ""
    received_on: dt.date | None = None
    submitted_on: dt.date | None = None
    signed_on: dt.date | None = None
    registered_on: dt.date | None = None
    due_on: dt.date | None = None
    provisional: bool = False
    items: tuple[ItemFacts, ...] = ()
    clarification_asked_on: dt.date | None = None
    clarification_received_on: dt.date | None = None
    extension: ExtensionFacts | None = None
    searched: bool | None = None
    marking: MarkingFacts | None = None
    third_party_consulted: bool | None = None
    third_parties: tuple[Line, ...] = ()
    private: tuple[Line, ...] = ()
    posted_on: dt.date | None = None
    on_line: bool = False
    unsupplied: tuple[Line, ...] = ()
    told_on: dt.date | None = None
