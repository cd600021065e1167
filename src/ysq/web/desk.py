"""The list of cases: by due date, with lamps, filters that live in the address, and how many there are."""

from datetime import date

import msgspec
from litestar import Router, get
from litestar.di import Provide
from litestar.response import Template

from ysq.cases import day_in_china
from ysq.cases.overview import Overview, overview
from ysq.cases.queue import Queue, QueueQuery, list_cases
from ysq.domain.lamp import Lamp, last_days
from ysq.domain.powers import Power, require_power
from ysq.domain.terms import Stage, Term
from ysq.web.deps import Now, TheDeskWords, TheGround, TheGuard
from ysq.web.desk_who import AtDesk, Shell, at_desk, shell
from ysq.web.errors import Unacceptable
from ysq.web.forms import AnyRequest, Fault, Fields, printable, read_day
from ysq.web.pages import desk_page

_SHOWN = 50
_NAMES = ("view", "stage", "number", "from", "until")


class View(Term):
    """The lists that most work begins with; each is an address."""

    OPEN = "open", "在办"
    OVERDUE = "overdue", "已逾期"
    SOON = "soon", "临近期限"
    TOLLED = "tolled", "不计时"
    DONE = "done", "已答复、待归档"


_DONE = (Stage.ANSWERED, Stage.WITHDRAWN, Stage.ABANDONED, Stage.ENDED, Stage.CLOSED)


class QueuePage(msgspec.Struct, frozen=True):
    """A page of the list. `counts` are of the actor's own reach; `query` is the filters without the cursor."""

    shell: Shell
    fields: Fields
    faults: tuple[Fault, ...]
    chosen: View
    queue: Queue
    counts: dict[View, int]
    agencies: dict[int, str]
    next_steps: dict[Stage, str]
    query: str
    today: date


@get("/desk")
async def queue(
    request: AnyRequest, ground: TheGround, guard: TheGuard, desk_words: TheDeskWords, now: Now, who: AtDesk
) -> Template:
    """The list, by due date."""
    require_power(who.actor, Power.READ_CASES)
    given = Fields.parse(request.scope["query_string"].decode("latin-1"))
    if not all(printable(text) for _name, text in given):
        raise Unacceptable("unprintable")
    fields, today, ticket = given.only(_NAMES), day_in_china(now), guard.ticket(request)
    chosen = View(fields.get("view")) if fields.get("view") in set(View) else View.OPEN
    query, faults = _query(fields, chosen, given.line("after"), today, last_days(today, ground.calendar)[1])
    found = await list_cases(ground, who.actor, query, today)
    counted = await overview(ground, who.actor, today)
    view = QueuePage(
        shell=await shell(ground, who, ticket, "/desk"),
        fields=fields,
        faults=tuple(Fault(name, desk_words.faults["day"].format(label=label)) for name, label in faults),
        chosen=chosen,
        queue=found,
        counts=_counts(counted),
        agencies={one.agency_id: one.agency for one in counted} if len(counted) > 1 else {},
        next_steps=desk_words.next,
        query=fields.query,
        today=today,
    )
    return desk_page("queue", view, ticket.cookie, status=422 if faults else 200)


def _query(
    fields: Fields, chosen: View, after: str, today: date, soon_until: date
) -> tuple[QueueQuery, list[tuple[str, str]]]:
    """The query, and (field, label) of the days that are none."""
    faults, days = [], {}
    for name, label in (("from", "期限自"), ("until", "期限至")):
        days[name] = read_day(fields.line(name)) if fields.line(name) else None
        if fields.line(name) and days[name] is None:
            faults.append((name, label))
    stages: tuple[Stage, ...] | None = (Stage(fields.get("stage")),) if fields.get("stage") in set(Stage) else None
    since, until = days["from"], days["until"]
    match chosen:
        case View.OVERDUE:
            until = min(until or date.max, today.fromordinal(today.toordinal() - 1))
        case View.SOON:
            since, until = max(since or date.min, today), min(until or date.max, soon_until)
        case View.DONE:
            stages = stages or _DONE
        case _:
            pass
    number = fields.line("number") or None
    query = QueueQuery(stages, since, until, number, after or None, _SHOWN, tolled=chosen is View.TOLLED)
    return query, faults


def _counts(agencies: tuple[Overview, ...]) -> dict[View, int]:
    def of(*lamps: Lamp) -> int:
        return sum(one.by_lamp[lamp] for one in agencies for lamp in lamps)

    return {
        View.OPEN: sum(one.total for one in agencies),
        View.OVERDUE: of(Lamp.RED),
        View.SOON: of(Lamp.AMBER, Lamp.ORANGE),
        View.TOLLED: of(Lamp.GREY),
    }


desk_router = Router(
    path="/",
    route_handlers=[queue],
    dependencies={"who": Provide(at_desk)},
    include_in_schema=False,
)
