"""The draft letter (拟稿): versions edited block by block, comments on them, and files that come back edited."""

from typing import Annotated

import msgspec

from ysq.domain.commands.base import CommandBase, ItemNos, Worded
from ysq.domain.drafts import MOST_BLOCKS, BlockEdits

FILE_BYTES = 500_000
_Revision = Annotated[int, msgspec.Meta(ge=0, le=10_000)]
_FILE = {"contentEncoding": "base64"}


class ReviseDraft(CommandBase, frozen=True, tag="revise_draft"):
    """修改拟稿: a new version of the letter on `items`, resting on the version that was seen (0: as generated).

    `edits` are all that differs from the generated words, not from the version before.
    """

    items: ItemNos
    rests_on: _Revision
    edits: BlockEdits = ()


class CommentOnDraft(Worded, frozen=True, tag="comment_on_draft"):
    """批注: on a block (from 1, as the version counts them) of the newest version."""

    items: ItemNos
    revision: _Revision
    block: Annotated[int, msgspec.Meta(ge=1, le=MOST_BLOCKS)]


class ResolveComment(CommandBase, frozen=True, tag="resolve_comment"):
    """处理批注: by who drafted."""

    comment: Annotated[int, msgspec.Meta(ge=1, le=10_000)]


class ReceiveDraftFile(CommandBase, frozen=True, tag="receive_draft_file"):
    """收回改过的文件: a DOCX edited outside, kept with the draft and compared with the version that it came from."""

    items: ItemNos
    revision: _Revision
    content: Annotated[bytes, msgspec.Meta(min_length=1, max_length=FILE_BYTES, extra_json_schema=_FILE)]


DraftCommand = ReviseDraft | CommentOnDraft | ResolveComment | ReceiveDraftFile
