"""The words of pages that Python chooses between: refusals at the edge, faults in a field, the desk's commands."""

from datetime import date
from pathlib import Path
from string import Formatter
from typing import Literal

import msgspec

from ysq import strict_yaml
from ysq.domain.clock import ClockLaw
from ysq.domain.letter_checks import Severity
from ysq.domain.terms import Channel, Stage


class Notice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer that isn't what was asked for: what happened, and what to do."""

    status: int
    title: str
    detail: str
    todo: str = ""


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`templates/pages/words.yaml`."""

    notices: dict[str, Notice]
    apply: dict[str, str]
    follow: dict[str, str]
    clock: dict[str, str]
    verify: dict[str, str]


class FieldWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"shown_as": "as"}):
    """A field of a command as its form asks for it."""

    label: str
    hint: str = ""
    shown_as: Literal["money"] | None = None


class CommandWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A command as its form shows it; `fields` by path, parts joined by `-`."""

    title: str
    group: str
    help: str = ""
    fields: dict[str, FieldWords] = {}

    def of_day(self, law: ClockLaw, received_on: date) -> "CommandWords":
        """The same with the law's numbers for a request of that day in the places that its help names in braces."""
        numbers = {name: law.number(name, received_on) for name in places(self.help)}
        return msgspec.structs.replace(self, help=self.help.format_map(numbers))


class DeskWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`templates/pages/desk.yaml`."""

    groups: dict[str, str]
    commands: dict[str, CommandWords]
    fields: dict[str, FieldWords]
    variants: dict[str, str]
    faults: dict[str, str]
    next: dict[Stage, str]
    checks: dict[str, dict[Severity, str]]
    channels: dict[Channel, str]


def places(text: str) -> set[str]:
    """What `text` names in braces."""
    return {name for _text, name, _spec, _conversion in Formatter().parse(text) if name is not None}


def read_words(folder: Path) -> Words:
    """The words in `folder`; a fault in the file is raised as it is: the programme can't start without them."""
    return msgspec.convert(strict_yaml.load((folder / "words.yaml").read_text("utf-8")), Words, str_keys=True)


def read_desk_words(folder: Path) -> DeskWords:
    """The desk's words in `folder`, as `read_words`."""
    return msgspec.convert(strict_yaml.load((folder / "desk.yaml").read_text("utf-8")), DeskWords, str_keys=True)
