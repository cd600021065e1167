"""The closed union of commands: each stage's own, in the order of a case."""

from ysq.domain.commands.after import AfterCommand
from ysq.domain.commands.drafts import DraftCommand
from ysq.domain.commands.process import ProcessCommand
from ysq.domain.commands.receive import ReceiveCommand
from ysq.domain.commands.respond import RespondCommand

CaseCommand = ReceiveCommand | ProcessCommand | RespondCommand | DraftCommand | AfterCommand
