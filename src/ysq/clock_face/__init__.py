"""`ysq clock`: files with courses of events in, ledgers out, as JSON lines or as a page for people."""

from ysq.clock_face.answer import run, run_procedure

__all__ = ["run", "run_procedure"]
