"""收回改过的文件: whether a DOCX is of this draft, and what it would change."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ysq.domain import errors as x
from ysq.letters.opened import UnreadableLetter
from ysq.letters.returned import Returned, read_returned

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.domain import commands as c


class Unreadable(x.Missing):
    """A file that can't be read, or of another draft."""

    code = "unreadable_file"


def mark_of_draft(dossier: Dossier, items: tuple[int, ...], revision: int) -> str:
    """What our files say they were made from: the request, the items, and the version."""
    return f"{dossier.case.received.request_no}/{','.join(map(str, items))}/{revision}"


async def own_file(dossier: Dossier, command: c.ReceiveDraftFile) -> Returned:
    """What the file says.

    Refuse one that can't be read, or that says it was made from something else than the newest version.
    """
    came = await read(command.content)
    mine = mark_of_draft(dossier, tuple(sorted(command.items)), command.revision)
    if came.made_from.count("/") == mine.count("/") and came.made_from != mine:
        todo = "，请下载最新的一稿，在它上面修改后再上传。"
        raise Unreadable("这个文件不是由这份拟稿的最新一稿导出的", (), todo)
    return came


async def read(content: bytes) -> Returned:
    """The file's words, read off the event loop. Raises Unreadable."""
    try:
        return await asyncio.to_thread(read_returned, content)
    except UnreadableLetter as error:
        raise Unreadable(str(error), (), "。") from None
