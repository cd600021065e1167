"""A letter as the checks see it, whether it was composed here or read from somebody's text."""

import re
from datetime import date
from functools import cached_property

import msgspec

from ysq.domain.letters import AttachmentList, Heading1, Heading2, Letter, LetterType, Note, Paragraph, Table
from ysq.letters.words import zh_date

_ENDS = re.compile(r"(?<=[。！？])(?![”』」）])|(?<=[。！？][”』」）])")
_ASKED = "所申请的政府信息"


class Block(msgspec.Struct, frozen=True):
    """One paragraph; `number` counts from 1: the block of a composed letter, the paragraph of a text."""

    number: int | None
    text: str


class Sheet(msgspec.Struct, frozen=True, dict=True):
    """The parts of a letter as far as they were found: empty when missing.

    `head` is what stands above the body, `tail` what stands below it; `date_line` is the line of the date as written.
    `letter_type` is what a composed letter says it is; others must be told by their words.
    """

    title: str
    letter_no: str
    addressee: str
    body: tuple[Block, ...]
    attachments: tuple[str, ...]
    signatory: str
    date_line: str
    dated: date | None
    head: tuple[Block, ...] = ()
    tail: tuple[Block, ...] = ()
    letter_type: LetterType | None = None

    @cached_property
    def text(self) -> str:
        """The body as one text."""
        return "".join(block.text for block in self.body)

    @cached_property
    def sentences(self) -> tuple[Block, ...]:
        """The sentences of the body, each with the number of its block."""
        return tuple(
            Block(block.number, part.strip()) for block in self.body for part in _ENDS.split(block.text) if part.strip()
        )

    @property
    def everything(self) -> tuple[Block, ...]:
        """Every paragraph from the first to the last."""
        return self.head + self.body + self.tail

    def day(self, otherwise: date) -> date:
        """The date of the letter, or `otherwise` when it has none."""
        return self.dated or otherwise


def sheet_of(letter: Letter, asked: tuple[str, ...] = ()) -> Sheet:
    """A composed letter as the checks see it: blocks keep their numbers.

    `asked` are the requester's own words that it repeats: they aren't the agency's to answer for, and left out.
    """
    numbered = list(enumerate(letter.blocks, 1))
    entries = tuple(e for _n, block in numbered if isinstance(block, AttachmentList) for e in block.entries)
    texts = [(n, block) for n, block in numbered if not isinstance(block, AttachmentList)]
    notes = tuple(Block(n, block.text) for n, block in texts if isinstance(block, Note))
    body = tuple(Block(n, _without(_words(block), asked)) for n, block in texts if not isinstance(block, Note))
    title = "".join(letter.title_lines)
    return Sheet(
        title=title,
        letter_no=letter.letter_no,
        addressee=letter.addressee,
        body=body,
        attachments=entries,
        signatory=letter.signatory,
        date_line=zh_date(letter.dated),
        dated=letter.dated,
        head=(Block(None, letter.heading), Block(None, letter.letter_no), Block(None, title)),
        tail=(*(Block(None, entry) for entry in entries), Block(None, letter.signatory), *notes),
        letter_type=letter.letter_type,
    )


def _words(block: Paragraph | Heading1 | Heading2 | Table | Note) -> str:
    """A block's text; a table reads row by row."""
    return "\n".join("，".join(row) for row in block.rows) if isinstance(block, Table) else block.text


def _without(text: str, asked: tuple[str, ...]) -> str:
    """`text` without the words asked for where it quotes or lists them: elsewhere the same words are the agency's."""
    for words in sorted(filter(None, asked), key=len, reverse=True):
        text = text.replace(f"“{words}”", f"“{_ASKED}”")
        listed = re.match(r"\d+\.", text)
        if listed and text[listed.end() :].startswith(words):
            text = f"{listed[0]}{_ASKED}{text[listed.end() + len(words) :]}"
    return text
