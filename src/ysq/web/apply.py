"""Applying on line (art. 29): the form, the page to check one's answers, and sending; nothing is kept between."""

import uuid
from datetime import datetime

import msgspec
from litestar import Router, get, post
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK

from ysq.cases import Ground, agencies, day_in_china, submit
from ysq.db.errors import DatabaseUnavailable
from ysq.domain.agency import Agency
from ysq.domain.commands import SubmitRequest
from ysq.domain.errors import Refusal
from ysq.domain.people import Application
from ysq.domain.terms import Channel
from ysq.web import visits
from ysq.web.apply_form import MAX_ITEMS, Page, Reading, after_button, item_count
from ysq.web.deps import Now, TheGround, TheGuard, TheWords
from ysq.web.follow import see
from ysq.web.forms import AnyRequest, Fault, Fields
from ysq.web.guard import PROOF, FormExpired, Guard
from ysq.web.pages import page
from ysq.web.problems import RETRY_SECONDS, status_of
from ysq.web.words import Notice, Words

_NOT_CARRIED = frozenset({PROOF, "do"})


class ApplyPage(msgspec.Struct, frozen=True):
    """The form with what was typed."""

    token: str
    fields: Fields
    faults: tuple[Fault, ...]
    agencies: tuple[Agency, ...]
    items: int
    can_add: bool


class CheckPage(msgspec.Struct, frozen=True):
    """The answers to check; `carried` goes along in hidden fields. `trouble` is why sending failed, "" before it."""

    token: str
    agency: Agency
    application: Application
    carried: tuple[tuple[str, str], ...]
    trouble: str


class LaterPage(msgspec.Struct, frozen=True):
    """Nothing was accepted; `carried` is everything typed and the button pressed, to be sent again."""

    token: str
    notice: Notice
    carried: tuple[tuple[str, str], ...]


class _Work(msgspec.Struct, frozen=True):
    """What the steps of one POST share."""

    request: AnyRequest
    ground: Ground
    guard: Guard
    words: Words
    now: datetime
    agencies: tuple[Agency, ...]


@get("/apply")
async def show_form(request: AnyRequest, ground: TheGround, guard: TheGuard, words: TheWords, now: Now) -> Template:
    """An empty form with a submission id of its own."""
    known = await agencies(ground)
    only = known[0].code if len(known) == 1 else ""
    start = {"submission_id": str(uuid.uuid4()), "agency": only, "items": "1", "accept_other": "yes"}
    return _form(_Work(request, ground, guard, words, now, known), Fields(start.items()))


@post("/apply", status_code=HTTP_200_OK)
async def press_button(
    request: AnyRequest, ground: TheGround, guard: TheGuard, words: TheWords, now: Now
) -> Template | Redirect:
    """What the pressed button asks for: another item, the page to check, back to the form, or sending."""
    try:
        fields, fresh = await guard.read_form(request), True
    except FormExpired as expired:
        fields, fresh = expired.fields, False
    try:
        work = _Work(request, ground, guard, words, now, await agencies(ground))
        if not fresh:
            return _form(work, fields, [Fault("", words.apply["expired"])], status=403)
        return await _answer(work, *after_button(fields))
    except DatabaseUnavailable:
        return _later(request, guard, words, fields)


async def _answer(work: _Work, asked: Page, fields: Fields) -> Template | Redirect:
    if asked is Page.FORM:
        return _form(work, fields)
    reading = Reading(fields, work.agencies, work.words.apply)
    if reading.application is None or reading.agency is None or reading.submission_id is None:
        return _form(work, fields, reading.faults, status=422)
    if asked is Page.CHECK:
        return _check(work, fields, reading.agency, reading.application)
    today = day_in_china(work.now)
    command = SubmitRequest(reading.submission_id, reading.agency.code, Channel.ONLINE, today, reading.application)
    return await _send(work, fields, reading.agency, command)


async def _send(work: _Work, fields: Fields, agency: Agency, command: SubmitRequest) -> Template | Redirect:
    """The way to the receipt; or the page to check once more, when the case refused."""
    try:
        receipt = await submit(work.ground, command, work.now)
    except Refusal as refusal:
        return _check(work, fields, agency, command.application, str(refusal), status=status_of(refusal))
    visit = visits.begin(work.guard, receipt.request_no, receipt.access_code, work.now, again=not receipt.first)
    return see("/receipt", visit)


def _later(request: AnyRequest, guard: Guard, words: Words, fields: Fields) -> Template:
    """The database is away: nothing was accepted, and the page keeps everything to be sent again."""
    ticket, notice = guard.ticket(request), words.notices["not_submitted"]
    carried = tuple((name, text) for name, text in fields if name != PROOF)
    answer = page("later", LaterPage(ticket.token, notice, carried), ticket.cookie, status=notice.status)
    answer.headers["Retry-After"] = RETRY_SECONDS
    return answer


def _form(work: _Work, fields: Fields, faults: list[Fault] | tuple[()] = (), status: int = 200) -> Template:
    ticket, count = work.guard.ticket(work.request), item_count(fields)
    view = ApplyPage(ticket.token, fields, tuple(faults), work.agencies, count, count < MAX_ITEMS)
    return page("apply", view, ticket.cookie, status=status)


def _check(
    work: _Work, fields: Fields, agency: Agency, application: Application, trouble: str = "", status: int = 200
) -> Template:
    ticket = work.guard.ticket(work.request)
    carried = tuple((name, text) for name, text in fields if name not in _NOT_CARRIED)
    view = CheckPage(ticket.token, agency, application, carried, trouble)
    return page("check", view, ticket.cookie, status=status)


apply_router = Router(path="/", route_handlers=[show_form, press_button])
