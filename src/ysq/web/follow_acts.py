"""What a requester does about his own case: hand in a correction (art. 30), or withdraw items."""

import datetime as dt
from collections.abc import Sequence

import msgspec
from litestar import Router, get, post
from litestar.response import Redirect, Template
from litestar.status_codes import HTTP_200_OK

from ysq.cases import Ground, Seen, SeenItem, day_in_china, look_up
from ysq.cases.requester import clarify, withdraw
from ysq.domain.errors import Refusal
from ysq.domain.people import RequestedItem
from ysq.web import visits
from ysq.web.apply_form import LINE, PROSE
from ysq.web.deps import Now, TheGround, TheGuard, TheWords
from ysq.web.follow import see
from ysq.web.forms import AnyRequest, Fault, Fields, printable
from ysq.web.guard import FormExpired, Guard
from ysq.web.pages import page
from ysq.web.problems import status_of
from ysq.web.words import Words

_ACTS = ["/follow/clarification", "/follow/withdrawal"]


class ActPage(msgspec.Struct, frozen=True):
    """A form about the open items; `last_day` is the end of the period for a correction, once it runs."""

    token: str
    fields: Fields
    faults: tuple[Fault, ...]
    seen: Seen
    last_day: dt.date | None


class _Act(msgspec.Struct, frozen=True):
    """What the steps of one request share; `name` is the act's, as in its address."""

    request: AnyRequest
    ground: Ground
    guard: Guard
    words: Words
    visit: visits.Visit
    seen: Seen
    now: dt.datetime

    @property
    def name(self) -> str:
        return self.request.url.path.rpartition("/")[2]


@get(_ACTS)
async def show_act(
    request: AnyRequest, ground: TheGround, guard: TheGuard, words: TheWords, now: Now
) -> Template | Redirect:
    """The form about the open items as they read now; without a visit, the way to begin one."""
    act = await _begun(request, ground, guard, words, now)
    return _form(act, _as_it_reads(act.seen)) if act else see("/follow")


@post(_ACTS, status_code=HTTP_200_OK)
async def send_act(
    request: AnyRequest, ground: TheGround, guard: TheGuard, words: TheWords, now: Now
) -> Template | Redirect:
    """Do what the form says, then show the case; or the form again with what is wrong and what was typed."""
    guard.require_own_page(request)
    act = await _begun(request, ground, guard, words, now)
    if act is None:
        return see("/follow")
    try:
        fields = await guard.read_form(request)
    except FormExpired as expired:
        return _form(act, expired.fields, [Fault("", words.follow["expired"])], status=403)
    try:
        faults = await (_clarify if act.name == "clarification" else _withdraw)(act, fields)
    except Refusal as refusal:
        return _form(act, fields, [Fault("", str(refusal))], status=status_of(refusal))
    done = "left" if act.name == "withdrawal" and act.seen.joint else act.name
    return _form(act, fields, faults, status=422) if faults else see(f"/follow/case?done={done}")


async def _begun(request: AnyRequest, ground: Ground, guard: Guard, words: Words, now: dt.datetime) -> _Act | None:
    visit = visits.current(guard, request, now)
    if visit is None:
        return None
    seen = await look_up(ground, visit.request_no, visit.access_code, day_in_china(now))
    return _Act(request, ground, guard, words, visit, seen, now)


async def _clarify(act: _Act, fields: Fields) -> list[Fault]:
    """Hand in the items that were changed."""
    changed: dict[int, RequestedItem] = {}
    faults: list[Fault] = []
    for one in act.seen.open_items:
        parts = [fields.line(f"{part}-{one.number}") for part in ("description", "title", "document_no")]
        faults += _item_faults(one, parts, act.words)
        if parts != [one.item.description.strip(), one.item.title, one.item.document_no]:
            changed[one.number] = RequestedItem(*parts)
    if not changed and not faults and act.seen.open_items:
        faults.append(Fault(f"description-{act.seen.open_items[0].number}", act.words.follow["unchanged"]))
    if not faults:
        await clarify(act.ground, act.visit.request_no, act.visit.access_code, changed, act.now)
    return faults


def _item_faults(one: SeenItem, parts: Sequence[str], words: Words) -> list[Fault]:
    description, title, document_no = parts
    faults = _prose_faults(f"description-{one.number}", description, words)
    if not description:
        faults.append(Fault(f"description-{one.number}", words.apply["description"].format(number=one.number)))
    for name, text in (("title", title), ("document_no", document_no)):
        if len(text) > LINE:
            faults.append(Fault(f"{name}-{one.number}", words.apply["too_long"].format(limit=LINE, length=len(text))))
        if "\n" in text or not printable(text):
            faults.append(Fault(f"{name}-{one.number}", words.apply["unprintable"]))
    return faults


async def _withdraw(act: _Act, fields: Fields) -> list[Fault]:
    """Withdraw the chosen items."""
    chosen = tuple(one.number for one in act.seen.open_items if fields.get(f"item-{one.number}"))
    reason = fields.line("reason")
    faults = _prose_faults("reason", reason, act.words)
    if not reason:
        faults.append(Fault("reason", act.words.follow["reason"]))
    if not chosen and act.seen.open_items:
        faults.append(Fault(f"item-{act.seen.open_items[0].number}", act.words.follow["items"]))
    if not faults:
        await withdraw(act.ground, act.visit.request_no, act.visit.access_code, reason, chosen, act.now)
    return faults


def _prose_faults(field: str, text: str, words: Words) -> list[Fault]:
    faults = []
    if len(text) > PROSE:
        faults.append(Fault(field, words.apply["too_long"].format(limit=PROSE, length=len(text))))
    if not printable(text):
        faults.append(Fault(field, words.apply["unprintable"]))
    return faults


def _as_it_reads(seen: Seen) -> Fields:
    """The open items, to be changed where they are wrong; withdrawal doesn't show these fields."""
    return Fields(
        (f"{part}-{one.number}", getattr(one.item, part))
        for one in seen.open_items
        for part in ("description", "title", "document_no")
    )


def _form(act: _Act, fields: Fields, faults: Sequence[Fault] = (), status: int = 200) -> Template:
    ticket = act.guard.ticket(act.request)
    period = act.seen.ledger.deadlines.get("clarification_response")
    last_day = period.date if period else None
    view = ActPage(ticket.token, fields, tuple(faults), act.seen, last_day)
    return page(act.name, view, ticket.cookie, status=status)


follow_acts_router = Router(path="/", route_handlers=[show_act, send_act])
