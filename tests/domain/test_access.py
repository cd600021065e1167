"""Who may do what where: role by command by place in the tree of agencies."""

import itertools

import pytest

from ysq.domain import access
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.actor import Actor
from ysq.domain.terms import Role

OWN, BELOW, BESIDE = 1, 2, 3


@pytest.mark.parametrize("command", list(access.MAY), ids=lambda kind: kind.__name__)
def test_commands_are_given_in_ones_own_agency_only_even_by_those_who_read_below(command: type[c.CommandBase]) -> None:
    for role, agency in itertools.product(Role, (OWN, BELOW, BESIDE)):
        who = Actor("one", role, OWN, frozenset({BELOW}))
        if role in access.MAY[command] and agency == OWN:
            access.require(who, command, agency)
        else:
            with pytest.raises(x.NotAllowed):
                access.require(who, command, agency)


def test_supervisors_and_administrators_have_no_command_on_cases() -> None:
    apart = {Role.SUPERVISOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
    assert not any(holders & apart for holders in access.MAY.values())


def test_an_actor_reaches_its_own_agency_and_those_below() -> None:
    assert Actor("one", Role.CLERK, OWN).reach == {OWN}
    below = frozenset({BELOW})
    assert {role for role in Role if Actor("one", role, OWN, below).reach == {OWN, BELOW}} == {
        Role.SUPERVISOR, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN,
    }  # fmt: skip
