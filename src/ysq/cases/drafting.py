"""Composes the letter that is worked on, and keeps what a command brings to it: a version's words, or a file."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from uuid import uuid4

import msgspec

from ysq.cases import pen
from ysq.cases.draft_file import DOCX
from ysq.cases.freeze import Unprintable, generated_letter
from ysq.cases.remarks import remarks_in
from ysq.cases.returned import own_file
from ysq.cases.versions import kept_version
from ysq.db import stores
from ysq.digests import salted_digest
from ysq.domain import commands as c
from ysq.domain import events as e
from ysq.domain.decide import UnderHand, check_draft, check_revision
from ysq.domain.drafts import KeptVersion, generated
from ysq.letters import require_fonts
from ysq.letters.errors import LetterError
from ysq.letters.versions import cleaned, draft_blocks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.db.pool import Connection

OnDraft = c.ReviseDraft | c.CommentOnDraft | c.ReceiveDraftFile


async def under_hand(
    ground: Ground, conn: Connection, dossier: Dossier, command: OnDraft, place: stores.Place
) -> UnderHand:
    """The draft that `command` is about, with what it brings kept.

    Raises what `decide` would refuse it for, Unprintable for words that can't be printed or a letter that can't be made
    yet, and Unreadable for a file that can't be read or is of another draft.
    """
    check_draft(dossier.case, command)
    hand = worked_on(ground, dossier, command.items, command.on)
    match command:
        case c.ReviseDraft():
            check_revision(command, hand)
            (ref,) = await pen.write_texts(conn, ground.vault, place, [version_text(hand, command)])
            return msgspec.structs.replace(hand, kept=ref)
        case c.ReceiveDraftFile():
            came = await own_file(dossier, command)
            remarks = await remarks_in(ground, conn, place, dossier, hand, came)
            kept = await _kept_file(ground, conn, place, dossier, command)
            return msgspec.structs.replace(hand, kept=kept, remarks=remarks)
        case c.CommentOnDraft():
            told = [("draft_words", one.text) for one in hand.blocks[command.block - 1 : command.block]]
            refs = await pen.write_texts(conn, ground.vault, place, told)
            return msgspec.structs.replace(hand, kept=refs[0] if refs else None)


def worked_on(ground: Ground, dossier: Dossier, items: Sequence[int], on: date) -> UnderHand:
    """The letter on `items` as it is generated on a day, and its newest version. Raises Unprintable."""
    wanted = tuple(sorted(items))
    try:
        letter, holds = generated_letter(ground, dossier, c.IssueLetter(on, wanted), "")
    except LetterError as error:
        raise Unprintable(str(error), error.provisions) from error
    base = draft_blocks(letter, holds)
    revision = dossier.case.revision(dossier.case.items[wanted[0]].revision)
    if revision is None:
        return UnderHand(base, generated(base), base)
    kept = kept_version(dossier, revision)
    return UnderHand(base, kept.blocks, kept.base)


async def printable(ground: Ground, command: c.ReviseDraft) -> c.ReviseDraft:
    """The command with its words as they can be printed. Raises Unprintable, also for what no font has."""
    try:
        edits = cleaned(command.edits)
        words = "".join(part for edit in edits for part in (edit.text or "", *edit.after))
        await asyncio.to_thread(require_fonts, words, command.on, ground.stationery)
        return msgspec.structs.replace(command, edits=edits)
    except LetterError as error:
        raise Unprintable(str(error), error.provisions) from error


def version_text(hand: UnderHand, command: c.ReviseDraft) -> tuple[str, str]:
    """Kind and words of a version for the text store."""
    return "draft_version", msgspec.json.encode(KeptVersion(hand.base, command.edits)).decode()


async def _kept_file(
    ground: Ground, conn: Connection, place: stores.Place, dossier: Dossier, command: c.ReceiveDraftFile
) -> e.Ref:
    """The file's bytes are durable before the commit that names them."""
    file_id, salt = uuid4(), ground.vault.salt()
    digest = salted_digest(salt, command.content)
    await ground.files.put(file_id, command.content)
    name = f"改过的拟稿{len(dossier.case.returned_files) + 1}.docx"
    row = stores.FileRow(file_id, "draft", name, DOCX, len(command.content), digest, salt)
    await stores.add_file(conn, place, row)
    return e.Ref(file_id, digest)
