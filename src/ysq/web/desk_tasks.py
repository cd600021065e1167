"""What waits for whoever is signed in; for a supervisor, how each agency stands."""

from datetime import date

import msgspec
from litestar import Router, get
from litestar.di import Provide
from litestar.response import Template

from ysq.accounts import Current, units_of
from ysq.cases import Ground, day_in_china
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
    units: frozenset[str]
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
    ticket, units = guard.ticket(request), await own_units(ground, who)
    after = request.query_params.get("after") or None
    work = await work_of(ground, who.actor, units, now, after)
    around = await shell(ground, who, ticket, "/desk/tasks")
    return desk_page("tasks", TasksPage(around, work, units, day_in_china(now)), ticket.cookie)


@get("/desk/overview")
async def agencies(request: AnyRequest, ground: TheGround, guard: TheGuard, now: Now, who: AtDesk) -> Template:
    """How each agency stands: the supervisor's page."""
    ticket, today = guard.ticket(request), day_in_china(now)
    found = await overview(ground, who.actor, today)
    around = await shell(ground, who, ticket, "/desk/overview")
    return desk_page("overview", OverviewPage(around, found, today), ticket.cookie)


async def own_units(ground: Ground, who: Current) -> frozenset[str]:
    """The unit of this appointment, by name and by code: either may have been written when it was asked."""
    if who.unit_code is None:
        return frozenset()
    units = await units_of(ground, who.actor)
    return frozenset(word for unit in units if unit.code == who.unit_code for word in (unit.name, unit.code))


desk_tasks_router = Router(
    path="/", route_handlers=[tasks, agencies], dependencies={"who": Provide(at_desk)}, include_in_schema=False
)
