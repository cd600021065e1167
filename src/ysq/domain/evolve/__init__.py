"""What each event changes in a case."""

from ysq.domain.evolve.change import changed

__all__ = ["changed"]
