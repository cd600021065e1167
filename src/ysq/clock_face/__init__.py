"""`ysq clock`: files with courses of events in, ledgers out, as JSON lines or as a page for people."""

from ysq.clock_face.answer import run

__all__ = ["run"]
