"""The calculator: anyone enters dates and sees every deadline with its steps; an address holds dates only."""

import msgspec
from litestar import Router, get
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_303_SEE_OTHER

from ysq.cases import Ground
from ysq.domain.clock import ClockError, ledger
from ysq.domain.clock.numbers import PolicySetting
from ysq.web.clock_form import (
    MAX_MAILINGS,
    PARTIES,
    POLICIES,
    Reading,
    canonical,
    count,
    mailing_fields,
    party_fields,
    with_row_added,
)
from ysq.web.deps import TheGround, TheWords
from ysq.web.forms import AnyRequest, Fault, Fields
from ysq.web.ledger_view import Cited, LedgerView, cited, view_of
from ysq.web.pages import page
from ysq.web.words import Words


class Setting(msgspec.Struct, frozen=True):
    """A choice where the law is silent, with its reason and how sure it is."""

    name: str
    rule: PolicySetting
    law: tuple[Cited, ...]


class ClockPage(msgspec.Struct, frozen=True):
    """The form, and above it the result when the dates made one."""

    fields: Fields
    faults: tuple[Fault, ...]
    result: LedgerView | None
    parties: str
    party_fields: tuple[str, ...]
    more_parties: bool
    mailings: int
    mailing_fields: tuple[str, ...]
    more_mailings: bool
    settings: tuple[Setting, ...]
    extension_max: int


@get("/clock")
async def show(request: AnyRequest, ground: TheGround, words: TheWords) -> Template | Redirect:
    """The calculator; a query with blanks or a pressed button leads to the address that says the same shortly."""
    given = Fields.parse(request.scope["query_string"].decode("latin-1"))
    _add, _colon, what = given.get("do").partition(":")
    fields = canonical(with_row_added(given, what), ground.book.clock.parameters.policies)
    if what or fields.query != given.query:
        anchor = f"#{what}" if what in {"parties", "mailings"} else ""
        return Redirect(f"/clock?{fields.query}{anchor}", status_code=HTTP_303_SEE_OTHER)
    faults, result = _calculate(ground, words, fields) if fields.query else ([], None)
    return page("clock", _view(ground, fields, faults, result), status=422 if faults else 200)


def _calculate(ground: Ground, words: Words, fields: Fields) -> tuple[list[Fault], LedgerView | None]:
    reading = Reading(fields, words.clock)
    if reading.course is None:
        return reading.faults, None
    try:
        answer = ledger(reading.course, ground.book.clock, ground.calendar)
    except ClockError as error:
        return [reading.fault_of(error)], None
    return [], view_of(answer, ground.book, ground.calendar)


def _view(ground: Ground, fields: Fields, faults: list[Fault], result: LedgerView | None) -> ClockPage:
    parties, mailings = count(fields, "parties", len(PARTIES)), count(fields, "mailings", MAX_MAILINGS)
    rules = ground.book.clock.parameters.policies
    return ClockPage(
        fields=fields,
        faults=tuple(faults),
        result=result,
        parties=PARTIES[:parties],
        party_fields=party_fields(parties),
        more_parties=parties < len(PARTIES),
        mailings=mailings,
        mailing_fields=("issued", *mailing_fields(mailings)),
        more_mailings=mailings < MAX_MAILINGS,
        extension_max=ground.book.clock.parameters.numbers["extension_max_working_days"].most,
        settings=tuple(Setting(name, rules[name], cited(rules[name].provisions, ground.book)) for name in POLICIES),
    )


clock_router = Router(path="/", route_handlers=[show])
