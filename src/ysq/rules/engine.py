"""The rules engine: one concern's rules in durable-rules, every answer proven by the reference evaluator."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from threading import Lock
from types import TracebackType
from typing import Self

import msgspec

from ysq.domain.findings import Finding
from ysq.rules.engine_binding import EngineError, Ruleset
from ysq.rules.engine_fact import SESSION, Coded, flat
from ysq.rules.engine_program import Version, programs
from ysq.rules.evaluate import evaluate
from ysq.rules.facts import VOCABULARY, Facts, values_of
from ysq.rules.rule import Rule

_LOG = logging.getLogger(__name__)
_RESTARTS = 5
"""A ruleset that failed is abandoned with its memory (0.8 MB); an engine that keeps failing is left alone."""


class Disagreement(msgspec.Struct, frozen=True, tag=True):
    """Engine and reference answered differently: rules that only the reference, and that only the engine, let fire."""

    missed: tuple[str, ...]
    invented: tuple[str, ...]

    def __str__(self) -> str:
        """One line for the log, without facts."""
        missed, invented = (", ".join(names) or "-" for names in (self.missed, self.invented))
        return f"规则引擎与参照求值器结论不一致，以参照为准 / disagreement: missed {missed}; invented {invented}"


class Failure(msgspec.Struct, frozen=True, tag=True):
    """The engine failed, at the stage named; `off` says that it isn't started again."""

    stage: str
    off: bool

    def __str__(self) -> str:
        """One line for the log, without facts."""
        then = "不再启用 / left off" if self.off else "已重新编译 / compiled again"
        return f"规则引擎出错，以参照求值器的结论为准 / the engine failed ({self.stage}), {then}"


EngineFault = Disagreement | Failure


def log_fault(fault: EngineFault) -> None:
    """The alarm unless another is given: a critical line."""
    _LOG.critical("%s", fault)


class Engine:
    """The rules of one concern, compiled; answers as `reference(rules)` does, from any thread.

    The reference evaluator proves every finding. Where the engine answers otherwise the reference's answer stands, its
    finding is `disputed`, and `alarm` is called; where the engine fails or is closed, the reference answers alone.
    """

    def __init__(self, rules: Sequence[Rule], alarm: Callable[[EngineFault], None] = log_fault) -> None:
        """Raises TooMany and ValueError for rules that reading them would have refused."""
        self._rules = tuple(rules)
        self._programs, self._texts = programs(self._rules, VOCABULARY)
        self._alarm = alarm
        self._lock = Lock()
        self._restarts = _RESTARTS
        self._rulesets: tuple[Ruleset, ...] = ()
        with self._lock:
            failed = self._start()
        if failed:
            self._alarm(failed)

    def __call__(self, facts: Facts, today: dt.date) -> tuple[Finding, ...]:
        """The findings of the rules in force, in the order of the rules; FactError when a fact doesn't fit its type."""
        received_on = facts.request.received_on
        coded = flat(values_of(facts), received_on, today, VOCABULARY, self._texts)
        findings = evaluate(self._rules, facts, today)
        fault: EngineFault | None
        fired, fault = self._fired(coded)
        if fired is not None:
            findings, fault = _proven(findings, fired)
        if fault:
            self._alarm(fault)
        return findings

    @property
    def running(self) -> bool:
        """Whether the engine answers; otherwise the reference evaluator does so alone."""
        return bool(self._rulesets)

    def close(self) -> None:
        """Give the engine's memory back, as on a reload; whoever still asks is answered by the reference alone."""
        with self._lock:
            rulesets, self._rulesets = self._rulesets, ()
            for ruleset in rulesets:
                ruleset.delete()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _start(self) -> Failure | None:
        try:
            self._rulesets = tuple(map(Ruleset, self._programs))
        except EngineError as error:
            return Failure(str(error), off=True)
        return None

    def _fired(self, coded: dict[str, Coded]) -> tuple[frozenset[Version] | None, Failure | None]:
        """What fires in the engine; None when it failed or isn't running."""
        with self._lock:
            if not self._rulesets:
                return None, None
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
                fault = self._restart(failed) if failed else None
        return (None, fault) if fault else (fired, None)

    def _restart(self, stage: str) -> Failure:
        """Abandon every ruleset untouched, and compile again unless that was done too often."""
        self._rulesets = ()
        self._restarts -= 1
        if self._restarts < 0:
            return Failure(stage, off=True)
        return self._start() or Failure(stage, off=False)


def _proven(
    findings: tuple[Finding, ...], fired: frozenset[Version]
) -> tuple[tuple[Finding, ...], Disagreement | None]:
    """The reference's findings, those that the engine doesn't bear out marked as disputed."""
    proven = {(finding.rule, finding.version) for finding in findings}
    if proven == fired:
        return findings, None
    missed = proven - fired
    marked = tuple(
        msgspec.structs.replace(finding, disputed=(finding.rule, finding.version) in missed) for finding in findings
    )
    return marked, Disagreement(_names(missed), _names(fired - proven))


def _fact(coded: dict[str, Coded], fields: frozenset[str]) -> str:
    asked = {name: value for name, value in coded.items() if name in fields}
    return msgspec.json.encode({"sid": SESSION, "id": "1"} | asked).decode()


def _names(versions: frozenset[Version] | set[Version]) -> tuple[str, ...]:
    return tuple(sorted(f"{rule}@{first}" for rule, first in versions))
