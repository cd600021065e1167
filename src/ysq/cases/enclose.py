"""附件: the files of the records that a letter supplies, counted against what the draft lists, and merged on demand."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

import msgspec

from ysq.cases.drafted import kept_draft
from ysq.db import stores
from ysq.digests import salted_digest
from ysq.domain import access
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.decide import Supplied, check_day, check_supply
from ysq.letters.errors import LetterError
from ysq.letters.merge import merged, page_count

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection
    from ysq.domain import commands as c
    from ysq.domain.case import LetterState
    from ysq.domain.decide import Context

PDF = "application/pdf"
_SIGNS: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF-", PDF, "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png", "png"),
    (b"\xff\xd8\xff", "image/jpeg", "jpg"),
    (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
)
_LAW = ("ogi.art36.item2",)


class UnfitFile(x.Refusal):
    """A supplied file of another kind or length than it should have."""

    code = "unfit_file"


class Enclosed(msgspec.Struct, frozen=True):
    """What comes with a letter as files: how many are PDF and can be merged, and the names of the others."""

    mergeable: int = 0
    separate: tuple[str, ...] = ()


async def supplied(
    ground: Ground, conn: Connection, dossier: Dossier, command: c.SupplyRecord, context: Context, at: datetime
) -> Supplied:
    """Keep the file of a record that the draft lists; what an event may hold of it.

    Raises UnknownReference when the draft doesn't list it, UnfitFile when its kind or its pages don't fit.
    """
    access.require(context.actor, type(command), dossier.case.agency_id)
    check_day(dossier.case, command.on, context.today)
    check_supply(dossier.case, command, context)
    media_type, ending, pages = await _measured(command.content)
    _require_listed(dossier, command, pages)
    file_id, salt = uuid4(), ground.vault.salt()
    digest = salted_digest(salt, command.content)
    await ground.files.put(file_id, command.content)
    name = f"{command.name}.{ending}"
    row = stores.FileRow(file_id, "attachment", name, media_type, len(command.content), digest, salt)
    await stores.add_file(conn, stores.Place(dossier.agency.id, dossier.case.case_id, at), row)
    return Supplied(e.Ref(file_id, digest), pages)


async def _measured(content: bytes) -> tuple[str, str, int]:
    """Media type, ending and pages (0 for what isn't PDF) of a file, by its content."""
    for sign, media_type, ending in _SIGNS:
        if content.startswith(sign):
            return media_type, ending, await _pages(content) if media_type == PDF else 0
    raise UnfitFile("只能提供PDF、DOCX、PNG、JPEG文件", _LAW, "，请转换后再提供；能转换为PDF的，请优先用PDF。")


async def _pages(content: bytes) -> int:
    try:
        return await asyncio.to_thread(page_count, content)
    except LetterError as error:
        raise UnfitFile(str(error), _LAW) from None


def _require_listed(dossier: Dossier, command: c.SupplyRecord, pages: int) -> None:
    listed = {one.name: one.pages for one in kept_draft(dossier, command.item).attachments}
    if command.name not in listed:
        names = "、".join(f"“{name}”" for name in listed) or "（没有列明文件）"
        raise x.UnknownReference(
            f"拟办意见没有列明“{command.name}”", _LAW, f"，列明的有：{names}；请按列明的名称提供，或者先修改拟办意见。"
        )
    if pages:
        _require_pages(command.name, listed[command.name], pages)


def _require_pages(name: str, listed: int, pages: int) -> None:
    if listed != pages:
        todo = "，请核对文件；页数写错的，请改正拟办意见。"
        raise UnfitFile(f"“{name}”在拟办意见中列为{listed}页，文件有{pages}页", _LAW, todo)


def enclosures(dossier: Dossier, items: tuple[int, ...]) -> tuple[e.Ref, ...]:
    """The files that go with a letter on these items: of each listed record the last one supplied, in their order.

    Raises UnfitFile when a list was changed to other pages than its file has.
    """
    return tuple(found.file for number in items for found in _of_item(dossier, number))


def unsupplied(dossier: Dossier, items: tuple[int, ...]) -> tuple[str, ...]:
    """The attachments that the answer on these items lists and whose files nobody supplied."""
    listed = ((number, one.name) for number in items for one in kept_draft(dossier, number).attachments)
    return tuple(name for number, name in listed if name not in _supplied(dossier, number))


def _supplied(dossier: Dossier, number: int) -> dict[str, e.RecordSupplied]:
    """The last file of each name that was supplied for an item."""
    return {dossier.files[one.file.id].name.rpartition(".")[0]: one for one in dossier.case.items[number].supplied}


def _of_item(dossier: Dossier, number: int) -> Iterator[e.RecordSupplied]:
    files = _supplied(dossier, number)
    for listed in kept_draft(dossier, number).attachments:
        if (found := files.get(listed.name)) is not None:
            if found.pages:
                _require_pages(listed.name, listed.pages, found.pages)
            yield found


def enclosed(dossier: Dossier, letter: LetterState) -> Enclosed:
    """What comes with a letter as files."""
    rows = [dossier.files[ref.id] for ref in letter.enclosed]
    return Enclosed(
        sum(row.media_type == PDF for row in rows), tuple(row.name for row in rows if row.media_type != PDF)
    )


class Attached(msgspec.Struct, frozen=True):
    """A file that goes with a letter: `size` in bytes."""

    file_id: UUID
    name: str
    media_type: str
    size: int


def attached(dossier: Dossier, letter: LetterState) -> tuple[Attached, ...]:
    """Every file that goes with a letter, in the order in which it lists them."""
    rows = (dossier.files[ref.id] for ref in letter.enclosed)
    return tuple(Attached(row.id, row.name, row.media_type, row.size) for row in rows)


def require_sent(letter: LetterState) -> None:
    """Refuse the attachments of a letter that hasn't left: they go with it (235号 art. 4), and not before."""
    if not letter.sent or letter.withdrawn:
        raise x.NotFound("这份文书的附件现在不能下载", (), "，文书交邮或者送达以后可以下载；文书已经撤回的，不再提供。")


async def merged_letter(ground: Ground, dossier: Dossier, letter: LetterState) -> tuple[str, bytes]:
    """File name and bytes of the letter as issued with its PDF attachments behind it.

    Raises NotFound when it has none, UnfitFile when one can't be merged.

    A copy to be read: a seal would not hold on it, so that the letter is the one from before the seal.
    """
    rows = [dossier.files[ref.id] for ref in letter.enclosed]
    refs = [letter.file.id, *(row.id for row in rows if row.media_type == PDF)]
    if len(refs) == 1:
        raise x.NotFound("这份文书没有可以合并的附件", (), "，请下载文书本身。")
    first, *rest = [await ground.files.get(ref) for ref in refs]
    try:
        return f"{letter.letter_no}（含附件）.pdf", await asyncio.to_thread(merged, first, rest)
    except LetterError as error:
        raise UnfitFile(str(error), _LAW) from None
