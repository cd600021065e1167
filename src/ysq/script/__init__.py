"""Application files: a whole case as a script, from the application to the archive, whose steps are real commands."""

from ysq.script.file import Received, Script, ScriptError, read_samples, read_script
from ysq.script.play import Opened, Taken, enter, noon, take
from ysq.script.step import Look, ReadAudit, ReadCase, ReadIdentity, Step, step_of

__all__ = [
    "Look",
    "Opened",
    "ReadAudit",
    "ReadCase",
    "ReadIdentity",
    "Received",
    "Script",
    "ScriptError",
    "Step",
    "Taken",
    "enter",
    "noon",
    "read_samples",
    "read_script",
    "step_of",
    "take",
]
