"""The closed union of events: each stage's own, in the order of a case."""

from ysq.domain.events.after import AfterEvent
from ysq.domain.events.amend import EntryAmended
from ysq.domain.events.drafts import DraftEvent
from ysq.domain.events.process import ProcessEvent
from ysq.domain.events.receive import ReceiveEvent
from ysq.domain.events.respond import RespondEvent

HappenedEvent = ReceiveEvent | ProcessEvent | RespondEvent | DraftEvent | AfterEvent
"""What happened; an amendment isn't one of them, it corrects one."""

CaseEvent = HappenedEvent | EntryAmended
