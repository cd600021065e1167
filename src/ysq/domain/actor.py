"""Who acts: a person with a role in an agency; the role decides which commands are open."""

import msgspec

from ysq.domain.terms import Role


class Actor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`id` is an account, never a person's name or number: it stands in the log for ever.

    `below` are the agencies under `agency_id` that a supervisor reads and an administrator administers; nobody else
    has any. Commands on cases are given in `agency_id` alone.
    """

    id: str
    role: Role
    agency_id: int
    below: frozenset[int] = frozenset()

    @property
    def reach(self) -> frozenset[int]:
        """Every agency whose rows the actor may read."""
        return self.below | {self.agency_id}
