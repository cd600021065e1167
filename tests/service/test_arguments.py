"""Every command that may be written does something, and nothing is done that can't be written."""

import argparse

from ysq.arguments import parser
from ysq.cli import _RUN


def commands(within: argparse.ArgumentParser) -> list[str]:
    """The words of each command below `within`."""
    groups = [one for one in within._actions if isinstance(one, argparse._SubParsersAction)]
    if not groups:
        return [within.get_default("command")]
    return [name for group in groups for one in group.choices.values() for name in commands(one)]


def test_every_command_that_may_be_written_is_carried_out() -> None:
    assert sorted(commands(parser())) == sorted(_RUN)
