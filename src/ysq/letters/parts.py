"""Where the blocks of a letter stand on paper: body, then attachments, then (below the date) notes."""

import msgspec

from ysq.domain.letters import AttachmentList, Heading1, Heading2, Letter, Note, Paragraph, Table


class Parts(msgspec.Struct, frozen=True):
    """The blocks of a letter by their place; within each the template's order stays."""

    body: tuple[Paragraph | Heading1 | Heading2 | Table, ...]
    attachments: tuple[str, ...]
    notes: tuple[str, ...]


def parts_of(letter: Letter) -> Parts:
    """The letter's blocks by their place."""
    return Parts(
        body=tuple(b for b in letter.blocks if isinstance(b, Paragraph | Heading1 | Heading2 | Table)),
        attachments=tuple(e for b in letter.blocks if isinstance(b, AttachmentList) for e in b.entries),
        notes=tuple(b.text for b in letter.blocks if isinstance(b, Note)),
    )
