"""修改拟稿: versions of a draft letter, comments on it, and files that come back."""

from collections.abc import Sequence

from ysq.domain import commands as c
from ysq.domain import errors as x
from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.decide import determine
from ysq.domain.decide.context import Context, UnderHand
from ysq.domain.decide.guards import open_items, require_open
from ysq.domain.drafts import revised

_LAW = ("ogi.art45",)


def decide_draft(case: Case, command: c.DraftCommand, context: Context) -> Sequence[e.CaseEvent]:
    """A version rests on the newest; a comment is on one of its blocks; who drafted resolves comments."""
    require_open(case)
    actor = context.actor.id
    if isinstance(command, c.ResolveComment):
        return [_resolved(case, command, context)]
    check_draft(case, command)
    hand = context.draft
    assert hand is not None, "the draft is composed before deciding"
    items = tuple(sorted(command.items))
    match command:
        case c.ReviseDraft():
            assert hand.kept is not None, "a version is kept before deciding"
            check_revision(command, hand)
            return [e.DraftRevised(command.on, actor, items, len(case.revisions) + 1, command.rests_on, hand.kept)]
        case c.CommentOnDraft():
            if command.block > len(hand.blocks):
                raise x.UnknownReference(f"文书没有第{command.block}段", (), f"，共{len(hand.blocks)}段，请核对。")
            assert hand.kept is not None, "the words commented on are kept before deciding"
            place = (items, command.revision, command.block, len(case.comments) + 1)
            return [e.DraftCommented(command.on, actor, *place, context.ref, hand.kept)]
        case c.ReceiveDraftFile():
            assert hand.kept is not None, "a file is kept before deciding"
            received = e.DraftFileReceived(command.on, actor, items, command.revision, hand.kept)
            numbered = enumerate(hand.remarks, len(case.comments) + 1)
            return [
                received,
                *(
                    e.DraftCommented(command.on, actor, items, command.revision, one.block, n, one.text, one.about)
                    for n, one in numbered
                ),
            ]


def check_draft(case: Case, command: c.ReviseDraft | c.CommentOnDraft | c.ReceiveDraftFile) -> None:
    """Refuse work on what isn't drafted, on another letter than its version is of, and on an older version."""
    open_items(case, command.items)
    for number in command.items:
        item = case.items[number]
        determine.require_draft(item)
        if item.drafted_on is not None and command.on < item.drafted_on:
            raise x.DateRefused(f"{command.on}早于拟办之日{item.drafted_on}", _LAW, "，请核对日期。")
    check_together(case, command.items)
    newest = case.items[command.items[0]].revision
    seen = command.rests_on if isinstance(command, c.ReviseDraft) else command.revision
    if seen != newest:
        raise x.DraftMoved(seen, newest)


def check_together(case: Case, numbers: tuple[int, ...]) -> None:
    """Refuse another choice of items than those whose letter was edited together."""
    for number in numbers:
        revision = case.revision(case.items[number].revision)
        if revision is not None and set(revision.items) != set(numbers):
            together = "、".join(map(str, revision.items))
            todo = f"，请对第{together}项一起办理；要分开答复的，请先重新拟办。"
            raise x.UnknownReference(f"第{number}项的拟稿（第{revision.revision}稿）是第{together}项的答复书", (), todo)


def check_revision(command: c.ReviseDraft, hand: UnderHand) -> None:
    """Refuse edits of locked blocks, and a version that changes nothing."""
    if revised(hand.base, command.edits) == hand.blocks and hand.base == hand.rests_on:
        raise x.AlreadyDone("没有任何改动", (), "，不必保存新的一稿。")


def _resolved(case: Case, command: c.ResolveComment, context: Context) -> e.CaseEvent:
    comment = case.comments.get(command.comment)
    if comment is None:
        raise x.UnknownReference(f"没有第{command.comment}条批注", (), "，请从列出的批注中选择。")
    if not comment.open:
        raise x.AlreadyDone(f"第{command.comment}条批注已经处理", (), "，不必再办理。")
    if command.on < comment.made.date:
        raise x.DateRefused(f"{command.on}早于批注之日{comment.made.date}", _LAW, "，请核对日期。")
    if context.actor.id not in {case.items[number].drafted_by for number in comment.made.items}:
        raise x.NotAllowed("批注由拟办人处理", _LAW, "，请联系拟办人。")
    return e.CommentResolved(command.on, context.actor.id, command.comment)
