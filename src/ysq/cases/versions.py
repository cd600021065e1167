"""The letter in the words of its newest version: what the text store keeps of it, laid over what is generated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from ysq.domain.drafts import KeptVersion, moved
from ysq.letters.errors import LetterError
from ysq.letters.versions import draft_blocks, with_blocks

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.domain import events as e
    from ysq.domain.drafts import Holds
    from ysq.domain.letters import Letter


class OutdatedDraft(LetterError):
    """What is generated from the case file isn't what the version was made from."""

    def __init__(self, revision: int, blocks: tuple[int, ...]) -> None:
        where = "、".join(map(str, blocks))
        super().__init__(
            f"第{revision}稿保存以后，由办件生成的文字变了（第{where}段）。请打开拟稿核对，保存新的一稿后再审批、签发。"
        )
        self.blocks = blocks


class OtherLetter(LetterError):
    """The items asked for aren't those whose letter was edited together."""


def kept_version(dossier: Dossier, revision: e.DraftRevised) -> KeptVersion:
    """A version as it was saved."""
    return msgspec.json.decode(dossier.words(revision.text), type=KeptVersion)


def as_revised(dossier: Dossier, items: tuple[int, ...], letter: Letter, holds: tuple[Holds, ...]) -> Letter:
    """The generated letter on `items` with the words of its newest version; itself when nobody edited it.

    Raises OutdatedDraft when the version rests on other words, OtherLetter when it is of other items.
    """
    numbers = {dossier.case.items[number].revision for number in items}
    revision = dossier.case.revision(max(numbers))
    if revision is None:
        return letter
    if set(revision.items) != set(items):
        together = "、".join(map(str, revision.items))
        raise OtherLetter(f"第{revision.revision}稿是第{together}项的答复书，请对第{together}项一起办理。")
    kept = kept_version(dossier, revision)
    if changed := moved(kept.base, draft_blocks(letter, holds)):
        raise OutdatedDraft(revision.revision, changed)
    return with_blocks(letter, kept.blocks)
