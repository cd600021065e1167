"""What waits for whoever is signed in; for a supervisor, how each agency stands."""

from datetime import date

import msgspec
from litestar import Router, get
from litestar.di import Provide
from litestar.response import Template

from ysq.cases import day_in_china
from ysq.cases.overview import Overview, overview
from ysq.cases.tasks import WorkList, work_of
from ysq.domain.powers import Power, require_power
from ysq.web.deps import Now, TheGround, TheGuard
from ysq.web.desk_who import AtDesk, Shell, at_desk, shell
from ysq.web.forms import AnyRequest
from ysq.web.pages import desk_page


class TasksPage(msgspec.Struct, frozen=True):
    """What waits for the actor."""

    shell: Shell
    work: WorkList
    today: date


class OverviewPage(msgspec.Struct, frozen=True):
    """The agencies that a supervisor reads."""

    shell: Shell
    agencies: tuple[Overview, ...]
    today: date


@get("/desk/tasks")
async def tasks(request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now, who: AtDesk) -> Template:
    """What waits for this role, and of a unit's officer what was asked of the unit."""
    require_power(who.actor, Power.READ_CASES)
    ticket = guard.ticket(request)
    after = request.query_params.get("after") or None
    work = await work_of(ground, who.actor, now, after)
    around = await shell(ground, who, ticket, "/desk/tasks")
    return desk_page("tasks", TasksPage(around, work, day_in_china(now)), ticket.cookie)


@get("/desk/overview")
async def agencies(request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now, who: AtDesk) -> Template:
    """How each agency stands: the supervisor's page."""
    ticket, today = guard.ticket(request), day_in_china(now)
    found = await overview(ground, who.actor, today)
    around = await shell(ground, who, ticket, "/desk/overview")
    return desk_page("overview", OverviewPage(around, found, today), ticket.cookie)


desk_tasks_router = Router(
    path="/", route_handlers=[tasks, agencies], dependencies={"who": Provide(at_desk)}, include_in_schema=False
)
