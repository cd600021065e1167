"""登记来件 at the desk: what came on paper, by fax, mail or word of mouth, with its receipt date explained."""

import datetime as dt
import uuid
from collections.abc import Mapping

import msgspec
from litestar import Router, get, post
from litestar.di import Provide
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK

from ysq.accounts import Current
from ysq.cases import Ground, day_in_china
from ysq.cases.intake import TakenIn, take_in
from ysq.domain import errors as x
from ysq.domain.agency import Agency
from ysq.domain.commands import SubmitRequest
from ysq.domain.errors import Refusal
from ysq.domain.powers import Power, require_power
from ysq.domain.terms import Channel
from ysq.web.apply_form import MAX_ITEMS, Page, after_button, item_count
from ysq.web.apply_form import Reading as Application
from ysq.web.deps import Now, TheDeskWords, TheGround, TheGuard, TheWords
from ysq.web.desk_again import again
from ysq.web.desk_who import AtDesk, MaybeAtDesk, Shell, at_desk, maybe_at_desk, shell
from ysq.web.forms import AnyRequest, Fault, Fields, read_day
from ysq.web.guard import FormExpired, Guard
from ysq.web.ledger_view import Cited, cited
from ysq.web.pages import desk_page
from ysq.web.problems import status_of
from ysq.web.words import DeskWords, Words

_CONFIRMED = frozenset({Channel.ORDINARY_MAIL, Channel.FAX})


class ChannelHelp(msgspec.Struct, frozen=True):
    """A channel, which day counts as receipt, and by which law."""

    channel: Channel
    explanation: str
    law: tuple[Cited, ...]


class IntakePage(msgspec.Struct, frozen=True):
    """The form with what was typed."""

    shell: Shell
    fields: Fields
    faults: tuple[Fault, ...]
    channels: tuple[ChannelHelp, ...]
    items: int
    can_add: bool


class ReceivedPage(msgspec.Struct, frozen=True):
    """The receipt, to be given to the requester."""

    shell: Shell
    taken: TakenIn


class IntakeReading:
    """One reading of the form: the command, or the faults in the order of the page."""

    def __init__(self, fields: Fields, agency: Agency, words: Words, messages: Mapping[str, str]) -> None:
        self._fields, self._messages = fields, messages
        self.faults: list[Fault] = []
        channel = self._channel()
        on = self._day("on", "收到的日期", required=True)
        confirmed_on = self._day("confirmed_on", "与申请人确认的日期", required=channel in _CONFIRMED)
        asked = Application(fields.with_values(agency=agency.code), (agency,), words.apply)
        self.faults += asked.faults
        self.command: SubmitRequest | None = None
        if not self.faults and channel and on and asked.application and asked.submission_id:
            self.command = SubmitRequest(asked.submission_id, agency.code, channel, on, asked.application, confirmed_on)

    def _channel(self) -> Channel | None:
        text = self._fields.get("channel")
        if text in set(Channel) - {Channel.ONLINE}:
            return Channel(text)
        self.faults.append(Fault("channel", self._messages["channel"]))
        return None

    def _day(self, name: str, label: str, *, required: bool) -> dt.date | None:
        text = self._fields.line(name)
        day = read_day(text)
        if text and day is None:
            self.faults.append(Fault(name, self._messages["day"].format(label=label)))
        elif not text and required:
            self.faults.append(Fault(name, self._messages["required"].format(label=label)))
        return day


class _Work(msgspec.Struct, frozen=True):
    """What the steps of one answer share."""

    request: AnyRequest
    ground: Ground
    guard: Guard
    words: Words
    desk: DeskWords
    now: dt.datetime
    who: Current


@get("/desk/intake", dependencies={"who": Provide(at_desk)})
async def show_form(
    request: AnyRequest, ground: TheGround, guard: TheGuard, words: TheWords, desk_words: TheDeskWords, now: Now,
    who: AtDesk,
) -> Template:  # fmt: skip
    """An empty form with a submission id of its own: the same one sent twice is one case."""
    require_power(who.actor, Power.TAKE_IN)
    start = {"submission_id": str(uuid.uuid4()), "items": "1", "accept_other": "yes"}
    start |= {"on": day_in_china(now).isoformat(), "medium": "paper"}
    return await _form(_Work(request, ground, guard, words, desk_words, now, who), Fields(start.items()))


@post("/desk/intake", status_code=HTTP_200_OK, dependencies={"maybe": Provide(maybe_at_desk)})
async def press_button(
    request: AnyRequest, ground: TheGround, guard: TheGuard, words: TheWords, desk_words: TheDeskWords, now: Now,
    maybe: MaybeAtDesk,
) -> Template | Redirect:  # fmt: skip
    """Another item, or storing; the receipt is shown at once, and again for the same submission."""
    if maybe is None:
        return await again(request, guard)
    require_power(maybe.actor, Power.TAKE_IN)
    work = _Work(request, ground, guard, words, desk_words, now, maybe)
    try:
        fields = await guard.read_form(request)
    except FormExpired as expired:
        return await _form(work, expired.fields, (Fault("", desk_words.faults["expired"]),), 403)
    asked, fields = after_button(fields)
    return await (_form(work, fields) if asked is Page.FORM else _take(work, fields))


async def _take(work: _Work, fields: Fields) -> Template:
    agency = await work.ground.directory.by_id(work.ground.pool, work.who.actor.agency_id)
    assert agency is not None, "who works here has an agency"
    reading = IntakeReading(fields, agency, work.words, work.desk.faults)
    if reading.command is None:
        return await _form(work, fields, tuple(reading.faults), 422)
    try:
        taken = await take_in(work.ground, work.who.actor, reading.command, work.now)
    except Refusal as refusal:
        field = "on" if isinstance(refusal, x.DateRefused) else ""
        return await _form(work, fields, (Fault(field, str(refusal)),), status_of(refusal))
    ticket = work.guard.ticket(work.request)
    around = await shell(work.ground, work.who, ticket, "/desk/intake")
    return desk_page("received", ReceivedPage(around, taken), ticket.cookie)


async def _form(work: _Work, fields: Fields, faults: tuple[Fault, ...] = (), status: int = 200) -> Template:
    ticket, book, count = work.guard.ticket(work.request), work.ground.book, item_count(fields)
    rules = book.clock.deadlines.receipt
    channels = tuple(
        ChannelHelp(channel, words, cited(rules[channel].provisions, book))
        for channel, words in work.desk.channels.items()
    )
    around = await shell(work.ground, work.who, ticket, "/desk/intake")
    view = IntakePage(around, fields, faults, channels, count, count < MAX_ITEMS)
    return desk_page("intake", view, ticket.cookie, status=status)


desk_intake_router = Router(path="/", route_handlers=[show_form, press_button], include_in_schema=False)
