"""The words of pages that Python chooses between: refusals at the edge, and what is wrong with a field."""

from pathlib import Path

import msgspec

from ysq import strict_yaml


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


def read_words(folder: Path) -> Words:
    """The words in `folder`; a fault in the file is raised as it is: the programme can't start without them."""
    return msgspec.convert(strict_yaml.load((folder / "words.yaml").read_text("utf-8")), Words, str_keys=True)
