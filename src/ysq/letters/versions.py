"""Between a letter and the blocks that people edit: what is shown of it, and the letter with their words in it."""

import msgspec

from ysq.domain.drafts import BlockEdit, DraftBlock, Holds, VersionBlock
from ysq.domain.letters import AttachmentList, Block, Letter, Paragraph, Table
from ysq.letters.clean import clean
from ysq.letters.differences import aligned
from ysq.letters.plain import attachment_lines


def draft_blocks(letter: Letter, holds: tuple[Holds, ...]) -> tuple[DraftBlock, ...]:
    """The letter's blocks as they were generated; `holds` says what each carries."""
    return tuple(DraftBlock(held, _words(block)) for block, held in zip(letter.blocks, holds, strict=True))


def with_blocks(letter: Letter, blocks: tuple[VersionBlock, ...]) -> Letter:
    """The generated letter with the words of a version of it; what was added are paragraphs."""
    made = (Paragraph(one.text) if one.added else _reworded(letter.blocks[one.of - 1], one.text) for one in blocks)
    return msgspec.structs.replace(letter, blocks=tuple(made))


def cleaned(edits: tuple[BlockEdit, ...]) -> tuple[BlockEdit, ...]:
    """The edits as they can be printed. Raises UnprintableCharacterError."""
    return tuple(
        BlockEdit(one.block, None if one.text is None else clean(one.text), tuple(clean(words) for words in one.after))
        for one in edits
    )


def rebased(
    before: tuple[DraftBlock, ...], edits: tuple[BlockEdit, ...], now: tuple[DraftBlock, ...]
) -> tuple[tuple[BlockEdit, ...], tuple[BlockEdit, ...]]:
    """Edits of words that are generated otherwise by now: those that still fit, by their new numbers; and the rest."""
    pairs = aligned([one.text for one in before], [one.text for one in now])
    places = {a + 1: b + 1 for a, b in pairs if a is not None and b is not None and before[a] == now[b]}
    fitting = (BlockEdit(places[one.block], one.text, one.after) for one in edits if one.block in places)
    return tuple(fitting), tuple(one for one in edits if one.block not in places)


def _words(block: Block) -> str:
    if isinstance(block, AttachmentList):
        return "\n".join(attachment_lines(block.entries))
    return "\n".join("，".join(row) for row in block.rows) if isinstance(block, Table) else block.text


def _reworded(block: Block, text: str) -> Block:
    if isinstance(block, Table | AttachmentList) or block.text == text:
        return block
    return msgspec.structs.replace(block, text=text)
