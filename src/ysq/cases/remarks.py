"""批注 in a file that came back: kept as comments on the blocks that they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ysq.cases import pen
from ysq.domain.decide.context import Remark, UnderHand
from ysq.letters.comparison import remarked

if TYPE_CHECKING:
    from ysq.cases.dossier import Dossier
    from ysq.cases.ground import Ground
    from ysq.db import stores
    from ysq.db.pool import Connection
    from ysq.letters.returned import Returned


async def remarks_in(
    ground: Ground, conn: Connection, place: stores.Place, dossier: Dossier, hand: UnderHand, came: Returned
) -> tuple[Remark, ...]:
    """The file's comments with their words kept; one that came with an earlier file isn't kept twice."""
    states = dossier.case.comments.values()
    known = {(dossier.words(one.made.about), dossier.words(one.made.text)) for one in states}
    found: dict[tuple[str, str], int] = {}
    for block, one in remarked(hand.blocks, came):
        by = f"{one.author}在文件中批注" if one.author else "文件中的批注"
        words = (hand.blocks[block - 1].text, f"（{by}）{one.text}")
        if words not in known:
            found.setdefault(words, block)
    told = [part for about, text in found for part in (("comment_on_draft", text), ("draft_words", about))]
    refs = await pen.write_texts(conn, ground.vault, place, told)
    return tuple(
        Remark(block, text, about) for block, text, about in zip(found.values(), refs[::2], refs[1::2], strict=True)
    )
