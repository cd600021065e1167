"""The rules of one concern in the engine: one lock, and what to do when the engine fails."""

from collections.abc import Sequence
from threading import Lock

import msgspec

from ysq.rules.engine_binding import EngineError, Ruleset
from ysq.rules.engine_fact import SESSION, Coded, Texts
from ysq.rules.engine_program import Version, programs
from ysq.rules.rule import Rule
from ysq.rules.vocabulary import Vocabulary

_RESTARTS = 5
"""A ruleset that failed is abandoned with its memory (0.8 MB); an engine that keeps failing is left alone."""


class Failure(msgspec.Struct, frozen=True, tag=True):
    """The engine failed, at the stage named; `off` says that this concern isn't compiled again."""

    concern: str
    stage: str
    off: bool

    def __str__(self) -> str:
        """One line for the log, without facts."""
        then = "不再启用 / left off" if self.off else "已重新编译 / compiled again"
        return f"规则引擎（{self.concern}）出错，以参照求值器的结论为准 / the engine failed: {self.stage}; {then}"


class Concern:
    """The rules of one concern, compiled; safe for threads."""

    def __init__(self, name: str, rules: Sequence[Rule], vocabulary: Vocabulary, texts: Texts) -> None:
        """Compiles nothing yet: `start` does."""
        self.name = name
        self.versions: frozenset[Version] = frozenset((rule.id, rule.effective_from) for rule in rules)
        self._programs = programs(rules, vocabulary, texts)
        self._lock = Lock()
        self._restarts = _RESTARTS
        self._rulesets: tuple[Ruleset, ...] | None = None

    @property
    def running(self) -> bool:
        """Whether the engine answers for it."""
        return self._rulesets is not None

    def start(self) -> Failure | None:
        """Compile it into the engine."""
        with self._lock:
            return self._start()

    def fired(self, coded: dict[str, Coded]) -> frozenset[Version] | Failure | None:
        """The versions that fire in the engine; None when it is closed or left off."""
        with self._lock:
            if self._rulesets is None:
                return None
            fired: frozenset[Version] = frozenset()
            failed = "interrupted"
            try:
                for ruleset in self._rulesets:
                    fired |= ruleset.fired(_fact(coded, ruleset.fields))
                failed = ""
            except EngineError as error:
                failed = str(error)
            finally:
                # Also when a signal ends the drain: the session left behind would join the next case's facts.
                failure = self._restart(failed) if failed else None
            return failure or fired

    def close(self) -> None:
        """Give the engine's memory back."""
        with self._lock:
            rulesets, self._rulesets = self._rulesets, None
            for ruleset in rulesets or ():
                ruleset.delete()

    def _start(self) -> Failure | None:
        try:
            self._rulesets = tuple(map(Ruleset, self._programs))
        except EngineError as error:
            return Failure(self.name, str(error), off=True)
        return None

    def _restart(self, stage: str) -> Failure:
        """Abandon every ruleset untouched, and compile again unless that was done too often."""
        self._rulesets = None
        self._restarts -= 1
        if self._restarts < 0:
            return Failure(self.name, stage, off=True)
        return self._start() or Failure(self.name, stage, off=False)


def _fact(coded: dict[str, Coded], fields: frozenset[str]) -> str:
    asked = {name: value for name, value in coded.items() if name in fields}
    return msgspec.json.encode({"sid": SESSION, "id": "1"} | asked).decode()
