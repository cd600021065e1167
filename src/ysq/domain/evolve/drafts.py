"""What versions of a draft, comments and returned files change in a case."""

from typing import Any

from msgspec.structs import replace

from ysq.domain import events as e
from ysq.domain.case import Case, CommentState
from ysq.domain.evolve.item import with_item

_REWORDED: dict[str, Any] = {"endorsed": (), "approved_by": None, "approved_on": None, "accepted": ()}
"""Other words need new consent; an opinion on legality is on the determination, which an edit can't change."""


def draft_worked(case: Case, event: e.DraftEvent) -> Case:
    """The case after a step of work on a draft letter."""
    match event:
        case e.DraftRevised():
            for number in event.items:
                case = with_item(case, number, revision=event.revision, **_REWORDED)
            return replace(case, revisions=(*case.revisions, event))
        case e.DraftCommented():
            return replace(case, comments={**case.comments, event.comment: CommentState(event)})
        case e.CommentResolved(comment=number):
            resolved = replace(case.comments[number], resolved_by=event.actor, resolved_on=event.date)
            return replace(case, comments={**case.comments, number: resolved})
        case e.DraftFileReceived():
            return replace(case, returned_files=(*case.returned_files, event))


def released(case: Case, number: int) -> Case:
    """The case without the edited version that this item is part of: its other items go back to generated words."""
    revision = case.items[number].revision
    for other, item in case.items.items():
        if revision and item.revision == revision and item.open:
            case = with_item(case, other, revision=0, **_REWORDED)
    return case


def settled(case: Case, items: tuple[int, ...]) -> Case:
    """The case with nothing left to say on the draft of these items: its letter is issued."""
    over = {n: replace(one, over=True) for n, one in case.comments.items() if set(one.made.items) & set(items)}
    return replace(case, comments={**case.comments, **over}) if over else case
