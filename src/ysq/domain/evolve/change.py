"""What each event changes in a case, by its group."""

from ysq.domain import events as e
from ysq.domain.case import Case
from ysq.domain.evolve.after import finished
from ysq.domain.evolve.drafts import draft_worked
from ysq.domain.evolve.process import processed
from ysq.domain.evolve.receive import received
from ysq.domain.evolve.respond import responded


def changed(case: Case, event: e.HappenedEvent) -> Case:
    """The case with what `event` changes."""
    if isinstance(event, e.ReceiveEvent):
        return received(case, event)
    if isinstance(event, e.ProcessEvent):
        return processed(case, event)
    if isinstance(event, e.RespondEvent):
        return responded(case, event)
    if isinstance(event, e.DraftEvent):
        return draft_worked(case, event)
    return finished(case, event)
