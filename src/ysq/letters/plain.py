"""A letter as plain text: for comparison, for checks, and for reading aloud."""

from ysq.domain.letters import Heading1, Heading2, Letter, Paragraph, Table
from ysq.letters.parts import parts_of
from ysq.letters.words import zh_date


def text(letter: Letter) -> str:
    """The letter's words, one line for each paragraph or row, an empty line between its parts; ends with a newline."""
    parts = parts_of(letter)
    groups = (
        [letter.heading, letter.letter_no],
        letter.title_lines,
        [*([f"{letter.addressee}："] if letter.addressee else []), *(line for b in parts.body for line in _lines(b))],
        attachment_lines(parts.attachments),
        [letter.signatory, zh_date(letter.dated)],
        [f"（{note}）" for note in parts.notes],
        [f"抄送：{'，'.join(letter.copies)}。"] if letter.copies else [],
    )
    return "\n\n".join("\n".join(lines) for lines in groups if lines) + "\n"


def _lines(block: Paragraph | Heading1 | Heading2 | Table) -> list[str]:
    """A paragraph is a line; a row of a table, its cells with a bar between them."""
    if isinstance(block, Table):
        return [" | ".join(row) for row in block.rows]
    return [block.text]


def attachment_lines(entries: tuple[str, ...]) -> list[str]:
    """附件说明: a line an entry; a single one has no number."""
    if len(entries) == 1:
        return [f"附件：{entries[0]}"]
    return [f"{'附件：' if number == 1 else ''}{number}.{entry}" for number, entry in enumerate(entries, 1)]
