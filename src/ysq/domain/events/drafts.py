"""The draft letter (拟稿): its versions, comments and files; all words are in the text store."""

from ysq.domain.events.base import EventBase, Ref


class DraftRevised(EventBase, frozen=True, tag="draft.revised"):
    """修改拟稿: version `revision` of the letter on `items`, resting on an earlier one (0: as generated)."""

    items: tuple[int, ...]
    revision: int
    rests_on: int
    text: Ref


class DraftCommented(EventBase, frozen=True, tag="draft.commented"):
    """批注 on a block of a version (0: as generated), whose words then are at `about`."""

    items: tuple[int, ...]
    revision: int
    block: int
    comment: int
    text: Ref
    about: Ref


class CommentResolved(EventBase, frozen=True, tag="comment.resolved"):
    """处理批注."""

    comment: int


class DraftFileReceived(EventBase, frozen=True, tag="draft.file_received"):
    """收回改过的文件, made from a version (0: as generated)."""

    items: tuple[int, ...]
    revision: int
    file: Ref


DraftEvent = DraftRevised | DraftCommented | CommentResolved | DraftFileReceived
