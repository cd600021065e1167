"""A draft letter as people edit it: which blocks are free, what an edit makes of them, and why others are locked."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from ysq.domain.errors import LockedBlock, Missing, UnknownReference
from ysq.domain.people import Prose
from ysq.domain.terms import Term

MOST_BLOCKS = 500


class Holds(Term):
    """What a block of a letter carries; only `words` are free to edit in the letter itself."""

    WORDS = "words", "事实和理由的文字"
    FIXED = "fixed", "固定用语"
    DETERMINATION = "determination", "决定和所依据的条款"
    REQUEST = "request", "收到申请的日期和申请内容"
    PROCESS = "process", "办理经过"
    REMEDY = "remedy", "救济途径"
    ATTACHMENTS = "attachments", "附件清单"
    CONTACT = "contact", "联系方式"
    HEAD = "head", "发文机关和标题"
    NUMBER = "number", "发文字号"
    ADDRESSEE = "addressee", "主送人"
    SIGNATURE = "signature", "署名"
    DATE = "date", "成文日期"


HOW_CHANGED: dict[Holds, str] = {
    Holds.FIXED: "，这是文书模板的固定用语，请照原样保留。",
    Holds.DETERMINATION: "，要改变决定或者条款的，请重新拟办。",
    Holds.REQUEST: "，登记有误的，请更正登记。",
    Holds.PROCESS: "，经过登记有误的，请更正登记；没有登记的，请先登记。",
    Holds.REMEDY: "，救济途径随决定和本机关的设置生成；有误的，请重新拟办或者请管理员更正设置。",
    Holds.ATTACHMENTS: "，要改变附件的，请重新拟办。",
    Holds.CONTACT: "，有误的，请管理员更正本机关的设置。",
    Holds.HEAD: "，请照原样保留。",
    Holds.NUMBER: "，发文字号在签发时取得，不必填写。",
    Holds.ADDRESSEE: "，申请人登记有误的，请更正登记。",
    Holds.SIGNATURE: "，请照原样保留。",
    Holds.DATE: "，请在签发时填写成文日期。",
}
"""What to do instead of editing a locked block."""
_OPEN_BEHIND = frozenset({Holds.WORDS, Holds.DETERMINATION, Holds.PROCESS})
"""Behind which blocks a paragraph may be put: in the answer itself, never between the remedy and the foot."""


class DraftBlock(msgspec.Struct, frozen=True):
    """A block as it is generated from the case file."""

    holds: Holds
    text: str

    @property
    def free(self) -> bool:
        """Whether its words may be edited in the letter."""
        return self.holds is Holds.WORDS

    @property
    def open_behind(self) -> bool:
        """Whether a paragraph may be put behind it."""
        return self.holds in _OPEN_BEHIND


class BlockEdit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is changed at the generated block number `block` (from 1): its words (None: as generated), and what follows.

    `after` are paragraphs put behind it.
    """

    block: Annotated[int, msgspec.Meta(ge=1, le=MOST_BLOCKS)]
    text: Prose | None = None
    after: Annotated[tuple[Prose, ...], msgspec.Meta(max_length=20)] = ()


BlockEdits = Annotated[tuple[BlockEdit, ...], msgspec.Meta(max_length=MOST_BLOCKS)]


class VersionBlock(msgspec.Struct, frozen=True):
    """A block of a version: the generated block `of` that it is or stands behind, and its words now."""

    of: int
    holds: Holds
    text: str
    added: bool = False


class KeptVersion(msgspec.Struct, frozen=True):
    """A version as the text store keeps it: the words generated on its day, and what was edited in them."""

    base: tuple[DraftBlock, ...]
    edits: tuple[BlockEdit, ...]

    @property
    def blocks(self) -> tuple[VersionBlock, ...]:
        """The version's blocks in order."""
        return revised(self.base, self.edits)


def generated(base: tuple[DraftBlock, ...]) -> tuple[VersionBlock, ...]:
    """The blocks of a letter that nobody has edited."""
    return tuple(VersionBlock(number, block.holds, block.text) for number, block in enumerate(base, 1))


def revised(base: tuple[DraftBlock, ...], edits: tuple[BlockEdit, ...]) -> tuple[VersionBlock, ...]:
    """The blocks with the edits made.

    Raises LockedBlock, UnknownReference for a block that isn't there or comes twice, Missing for an edit of blanks.
    """
    by_block = {edit.block: edit for edit in edits}
    if len(by_block) != len(edits) or any(number > len(base) for number in by_block):
        raise UnknownReference("修改的段落不存在，或者同一段写了两次", (), f"，文书共{len(base)}段，请核对。")
    made: list[VersionBlock] = []
    for number, block in enumerate(base, 1):
        edit = by_block.get(number, BlockEdit(number))
        text = _edited(number, block, edit.text)
        made.append(VersionBlock(number, block.holds, text))
        if edit.after and not block.open_behind:
            raise LockedBlock(f"第{number}段（{block.holds.zh}）后面不能增加文字", ("ogi.art36",), "，请加在理由部分。")
        made += [VersionBlock(number, Holds.WORDS, _said(number, words), added=True) for words in edit.after]
    return tuple(made)


def edits_of(base: tuple[DraftBlock, ...], blocks: Sequence[VersionBlock]) -> tuple[BlockEdit, ...]:
    """What was edited in `base` to give `blocks`: the inverse of `revised`."""
    texts = {one.of: one.text for one in blocks if not one.added}
    behind: dict[int, tuple[str, ...]] = {}
    for one in blocks:
        if one.added:
            behind[one.of] = (*behind.get(one.of, ()), one.text)
    made = (
        BlockEdit(n, None if texts[n] == block.text else texts[n], behind.get(n, ())) for n, block in enumerate(base, 1)
    )
    return tuple(edit for edit in made if edit.text is not None or edit.after)


def _edited(number: int, block: DraftBlock, text: str | None) -> str:
    if text is None or text == block.text:
        return block.text
    if not block.free:
        raise LockedBlock(f"第{number}段（{block.holds.zh}）不能直接修改", ("ogi.art36",), HOW_CHANGED[block.holds])
    return _said(number, text)


def _said(number: int, text: str) -> str:
    if not text.strip():
        raise Missing(f"第{number}段改成了空白", (), "，不能删去；理由有变化的，请重新拟办。")
    return text


def moved(before: tuple[DraftBlock, ...], now: tuple[DraftBlock, ...]) -> tuple[int, ...]:
    """The numbers of the blocks that are generated otherwise than before; what one has more counts, too."""
    longest = max(len(before), len(now))
    return tuple(n for n in range(1, longest + 1) if before[n - 1 : n] != now[n - 1 : n])
