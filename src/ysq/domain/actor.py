"""Who acts: a person with a role in an agency; the role decides which commands are open."""

import msgspec

from ysq.domain.terms import Role

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""系统、安全、审计管理员 (等保: 三员分立): an account has one of them or roles in cases, never two kinds."""
REACHING = ADMINISTRATORS | {Role.SUPERVISOR}
"""Roles whose powers extend to the agencies below their own."""
STAFF = frozenset(Role) - REACHING - {Role.CITIZEN}
"""Roles in the cases of one agency."""


class Actor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`id` is an account, never a person's name or number: it stands in the log for ever.

    `below` are the agencies under `agency_id`; they count for a supervisor, who reads them, and an administrator, who
    administers them. Commands on cases are given in `agency_id` alone.
    `units` are the names of the unit to whose cases the actor is limited; None when he isn't.
    """

    id: str
    role: Role
    agency_id: int
    below: frozenset[int] = frozenset()
    units: frozenset[str] | None = None

    @property
    def reach(self) -> frozenset[int]:
        """Every agency in which the actor's powers hold."""
        own = frozenset({self.agency_id})
        return own | self.below if self.role in REACHING else own
