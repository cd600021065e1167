"""Who plays: accounts made by the system administrator and appointed by the security administrator, one a role."""

from collections.abc import Callable, Sequence
from datetime import datetime

from ysq.accounts import NewAccount, add_account, add_administrator, appoint
from ysq.cases import Ground
from ysq.db import agencies as agency_rows
from ysq.db.accounts import Appointment
from ysq.domain.actor import ADMINISTRATORS, REACHING, Actor
from ysq.domain.agency import Agency
from ysq.domain.terms import Role

_CITIZEN = "citizen"


class Cast:
    """The accounts of one walk, each made, with a line through `say`, when its role is first played in an agency."""

    def __init__(self, ground: Ground, agencies: Sequence[Agency], say: Callable[[str], None]) -> None:
        self._ground, self._say = ground, say
        self._names = {agency.id: agency.name for agency in agencies}
        self._parents = {agency.id: agency.parent for agency in agencies}
        self._actors: dict[tuple[Role, int], Actor] = {}

    async def actor(self, role: Role, agency_id: int, at: datetime) -> Actor:
        """Who plays `role` in a case of the agency: a supervisor is of the agency above, administrators of the top."""
        if role is Role.CITIZEN:
            return Actor(_CITIZEN, role, agency_id)
        place = self._top(agency_id) if role in ADMINISTRATORS else agency_id
        if role is Role.SUPERVISOR:
            place = self._parents[agency_id] or agency_id
        if (role, place) not in self._actors:
            self._actors[role, place] = await self._entered(role, place, at)
        return self._actors[role, place]

    async def _entered(self, role: Role, place: int, at: datetime) -> Actor:
        ground, wanted = self._ground, NewAccount(f"{role.value}-{place}", role.zh, place)
        if role in ADMINISTRATORS:
            added = await add_administrator(ground.pool, ground.passwords, role, wanted, at)
            by = "由运维人员建立账号"
        else:
            makes, appoints = [await self.actor(admin, place, at) for admin in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)]
            added = await add_account(ground, makes, wanted, at)
            await appoint(ground, appoints, added.account.id, Appointment(place, role), at)
            by = f"由{makes.role.zh}建立账号，{appoints.role.zh}授予角色"
        self._say(f"    人员到位：{self._names[place]}{role.zh}，{by}")
        async with ground.pool.agencies(()) as conn:
            below = await agency_rows.below(conn, place) if role in REACHING else frozenset()
        return Actor(str(added.account.id), role, place, below)

    def _top(self, agency_id: int) -> int:
        while (parent := self._parents[agency_id]) is not None:
            agency_id = parent
        return agency_id
