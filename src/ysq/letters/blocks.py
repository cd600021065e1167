"""The language of letter templates: typed blocks whose strings are Jinja2, decoded strictly from YAML.

`holds` says what the blocks carry; without it they carry what the blocks around them do.
"""

import msgspec

from ysq.domain.drafts import Holds
from ysq.domain.letters import Form


class Spec(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="block"):
    """Base of what a template may list."""


class ParagraphSpec(Spec, frozen=True, tag="paragraph"):
    """A paragraph of body text."""

    text: str
    holds: Holds | None = None


class Heading1Spec(Spec, frozen=True, tag="heading1"):
    """A heading 一、."""

    text: str


class Heading2Spec(Spec, frozen=True, tag="heading2"):
    """A heading （一）."""

    text: str


class NoteSpec(Spec, frozen=True, tag="note"):
    """附注, without its brackets."""

    text: str


class AttachmentsSpec(Spec, frozen=True, tag="attachments"):
    """附件说明: one line for each value at the path `of`; nothing when there is none."""

    of: str
    name: str
    text: str


class ForEachSpec(Spec, frozen=True, tag="for_each"):
    """`blocks` once for each value at the path `of`, bound to `name`."""

    of: str
    name: str
    blocks: tuple["BlockSpec", ...]
    holds: Holds | None = None


class PieceSpec(Spec, frozen=True, tag="piece"):
    """The blocks that the shared file `file` keeps under the value found at the path `by`, or under `always`."""

    file: str
    by: str | None = None
    holds: Holds | None = None


class SectionSpec(Spec, frozen=True, tag="section"):
    """The section on one item, from the template of the letter type found at the path `by`."""

    by: str
    holds: Holds | None = None


class FormSpec(Spec, frozen=True, tag="form"):
    """A table of two columns: what each row is called, and what stands there."""

    rows: tuple[tuple[str, str], ...]


class TableSpec(Spec, frozen=True, tag="table"):
    """A table with a head and a row of `cells` for each value at the path `of`; `widths` are relative."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    of: str
    name: str
    cells: tuple[str, ...]


BlockSpec = (
    ParagraphSpec
    | Heading1Spec
    | Heading2Spec
    | NoteSpec
    | AttachmentsSpec
    | ForEachSpec
    | PieceSpec
    | SectionSpec
    | FormSpec
    | TableSpec
)

Piece = dict[str, tuple[BlockSpec, ...]]
Phrases = dict[str, dict[str, str]]


class LetterSpec(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One `templates/letters/<type>.yaml`. `title` lists phrases between which the title may break.

    `number` stands right under the head; `section` is what an answer of this type says of one item.
    """

    title: tuple[str, ...]
    blocks: tuple[BlockSpec, ...]
    section: tuple[BlockSpec, ...] = ()
    number: str = "{{ answer.letter_no }}"
    form: Form = Form.LETTER
