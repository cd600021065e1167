"""拟稿: a draft letter with all its versions, the comments on them, the files that came back, and what differs."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from ysq.cases.ahead import shown_names, unnumbered
from ysq.cases.drafting import worked_on
from ysq.cases.freeze import Unprintable, generated_letter
from ysq.cases.returned import read
from ysq.cases.versions import kept_version
from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain.drafts import BlockEdit, DraftBlock, VersionBlock, edits_of, generated, moved, revised
from ysq.domain.powers import Power, require_power
from ysq.letters.comparison import Comparison, compare, letter_day
from ysq.letters.differences import ParagraphChange, paragraph_changes
from ysq.letters.errors import LetterError
from ysq.letters.versions import rebased

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.domain.actor import Actor
    from ysq.domain.case import CommentState


class Version(msgspec.Struct, frozen=True):
    """One version; 0 is what is generated today, without an author. `approved` names the items approved in it."""

    revision: int
    rests_on: int | None
    on: date | None
    by: str
    approved: tuple[int, ...]
    blocks: tuple[VersionBlock, ...]


class DraftComment(msgspec.Struct, frozen=True):
    """A comment: on which block of which version and its words then; `by` and `resolved_by` are accounts."""

    comment: int
    revision: int
    block: int
    about: str
    text: str
    on: date
    by: str
    open: bool
    resolved_on: date | None
    resolved_by: str


class ReturnedFile(msgspec.Struct, frozen=True):
    """A file that came back, and the version that it was made from."""

    file_id: UUID
    name: str
    revision: int
    on: date
    by: str


class DraftBook(msgspec.Struct, frozen=True):
    """A draft letter. `revision` is the newest version (0: nobody edited it); `base` what is generated today.

    `moved` are the generated blocks that differ from what the newest version rests on; `edits` its edits as they fit
    today, `lost` those that fit nowhere any more.
    """

    items: tuple[int, ...]
    revision: int
    base: tuple[DraftBlock, ...]
    edits: tuple[BlockEdit, ...]
    lost: tuple[BlockEdit, ...]
    moved: tuple[int, ...]
    versions: tuple[Version, ...]
    comments: tuple[DraftComment, ...]
    files: tuple[ReturnedFile, ...]

    @property
    def people(self) -> set[str]:
        """The accounts that worked on it."""
        authors = {one.by for one in self.versions} | {one.by for one in self.files}
        return (authors | {name for one in self.comments for name in (one.by, one.resolved_by)}) - {""}

    def version(self, revision: int) -> Version:
        """The version with this number. Raises NotFound."""
        found = next((one for one in self.versions if one.revision == revision), None)
        if found is None:
            raise x.NotFound(f"这份拟稿没有第{revision}稿", (), "，请从列出的各稿中选择。")
        return found

    def changes(self, earlier: int, later: int) -> tuple[ParagraphChange, ...]:
        """What differs between two versions. Raises NotFound."""
        words = [[one.text for one in self.version(number).blocks] for number in (earlier, later)]
        return paragraph_changes(*words)


class ReturnedDraft(msgspec.Struct, frozen=True):
    """What a file would change of the version that it was made from; `changes` are of the version it proposes.

    `tracked` counts the tracked changes in it, which are taken as accepted, `comments` the comments.
    """

    file: ReturnedFile
    comparison: Comparison
    changes: tuple[ParagraphChange, ...]
    tracked: int = 0
    comments: int = 0


def draft_book(ground: Ground, actor: Actor, dossier: Dossier, item: int | None, today: date) -> DraftBook:
    """The draft letter of which `item` is part (None: the first one drafted).

    Raises NotAllowed for who reads no drafts, NotFound when the item isn't drafted, Unprintable with what is lacking.
    """
    require_power(actor, Power.READ_DRAFTS, dossier.agency.id)
    case, items = dossier.case, _items(dossier, item)
    hand = worked_on(ground, dossier, items, max(today, case.last_on))
    newest = case.items[items[0]].revision
    fitting, lost = rebased(hand.rests_on, edits_of(hand.rests_on, hand.blocks), hand.base)
    versions = tuple(_versions(dossier, items, hand.base))
    return DraftBook(
        items=items,
        revision=newest,
        base=hand.base,
        edits=fitting,
        lost=lost,
        moved=moved(hand.rests_on, hand.base) if newest else (),
        versions=versions,
        comments=tuple(_comment(dossier, one) for one in case.comments_on(items)),
        files=tuple(_files(dossier, items)),
    )


async def returned_draft(
    ground: Ground, actor: Actor, dossier: Dossier, book: DraftBook, file_id: UUID, today: date
) -> ReturnedDraft:
    """A file that came back beside the version that it was made from. Raises NotFound, Unreadable, Unprintable."""
    found = next((one for one in book.files if one.file_id == file_id), None)
    if found is None:
        raise x.NotFound("没有这个文件", (), "，请从列出的文件中选择。")
    came = await read(await ground.files.get(file_id))
    day = max(letter_day(came, dossier.case.received.date, today), dossier.case.received.date)
    revision = dossier.case.revision(found.revision)
    try:
        command = c.IssueLetter(day, book.items)
        kept = kept_version(dossier, revision) if revision else None
        letter, _holds = generated_letter(
            ground, dossier, command, unnumbered(dossier, day), tuple(shown_names(ground, actor, dossier))
        )
    except LetterError as error:
        raise Unprintable(str(error), error.provisions) from error
    base = kept.base if kept else book.base
    blocks = kept.blocks if kept else generated(book.base)
    comparison = compare(base, blocks, letter, _ways(ground, actor, dossier, command), came)
    after = [one.text for one in revised(base, comparison.edits)]
    changes = paragraph_changes([one.text for one in blocks], after)
    return ReturnedDraft(found, comparison, changes, came.tracked, len(came.comments))


async def returned_file(ground: Ground, actor: Actor, dossier: Dossier, file_id: UUID) -> tuple[str, bytes]:
    """Name and bytes of a file that came back, as it came. Raises NotAllowed, NotFound."""
    require_power(actor, Power.READ_DRAFTS, dossier.agency.id)
    if file_id not in {one.file.id for one in dossier.case.returned_files}:
        raise x.NotFound("没有这个文件", (), "，请从列出的文件中选择。")
    return dossier.files[file_id].name, await ground.files.get(file_id)


def _ways(ground: Ground, actor: Actor, dossier: Dossier, command: c.IssueLetter) -> frozenset[str]:
    """How the addressee may stand in a file: in full, or as this reader sees him."""
    full, _holds = generated_letter(ground, dossier, command, "")
    return frozenset({full.addressee, "、".join(shown_names(ground, actor, dossier))})


def _items(dossier: Dossier, item: int | None) -> tuple[int, ...]:
    case = dossier.case
    drafted = [number for number in case.open_items if case.items[number].outcome]
    if not drafted or (item is not None and item not in drafted):
        raise x.NotFound("没有拟办的文书", (), "，请先拟办。")
    return case.lettered_with(drafted[0] if item is None else item)


def _versions(dossier: Dossier, items: tuple[int, ...], base: tuple[DraftBlock, ...]) -> Iterator[Version]:
    """The generated words, then every version of the letter on these items since the newest determination."""
    case = dossier.case
    yield Version(0, None, None, "", _approved(dossier, items, 0), generated(base))
    newest = case.items[items[0]].revision
    chain = []
    while revision := case.revision(newest):
        chain.append(revision)
        newest = revision.rests_on
    for one in reversed(chain):
        approved = _approved(dossier, items, one.revision)
        yield Version(one.revision, one.rests_on, one.date, one.actor, approved, kept_version(dossier, one).blocks)


def _approved(dossier: Dossier, items: tuple[int, ...], revision: int) -> tuple[int, ...]:
    known = (dossier.case.items[number] for number in items)
    return tuple(one.item for one in known if one.approved_by and one.revision == revision)


def _comment(dossier: Dossier, one: CommentState) -> DraftComment:
    made = one.made
    return DraftComment(
        comment=made.comment,
        revision=made.revision,
        block=made.block,
        about=dossier.words(made.about),
        text=dossier.words(made.text),
        on=made.date,
        by=made.actor,
        open=one.open,
        resolved_on=one.resolved_on,
        resolved_by=one.resolved_by or "",
    )


def _files(dossier: Dossier, items: tuple[int, ...]) -> Iterator[ReturnedFile]:
    for one in dossier.case.returned_files:
        if one.items == items:
            yield ReturnedFile(one.file.id, dossier.files[one.file.id].name, one.revision, one.date, one.actor)
