"""Who acts: a person with a role in an agency; the role decides which commands are open."""

import msgspec

from ysq.domain.terms import Role


class Actor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`id` is an account, never a person's name or number: it stands in the log for ever."""

    id: str
    role: Role
    agency_id: int
