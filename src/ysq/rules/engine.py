"""The rules engine: the book's rules in durable-rules, concern by concern, and the reference evaluator as its proof."""

import datetime as dt
import logging
from collections.abc import Callable, Iterable, Sequence
from threading import RLock
from types import TracebackType
from typing import Self

import msgspec

from ysq.domain.findings import Finding
from ysq.rules.engine_concern import Concern, Failure
from ysq.rules.engine_fact import Coded, Texts, flat
from ysq.rules.engine_program import Version, texts_of
from ysq.rules.evaluate import evaluate
from ysq.rules.facts import VOCABULARY, Facts, values_of
from ysq.rules.rule import Rule

_LOG = logging.getLogger(__name__)
_BOOKS = 3
"""How many books stay compiled: today's, and those that a replay asks of."""


class Disagreement(msgspec.Struct, frozen=True, tag=True):
    """Two answers: versions of rules that only the reference, and that only the engine, let fire."""

    concern: str
    missed: tuple[str, ...]
    invented: tuple[str, ...]

    def __str__(self) -> str:
        """One line for the log, without facts."""
        missed, invented = (", ".join(names) or "-" for names in (self.missed, self.invented))
        told = f"disagreement: missed {missed}; invented {invented}"
        return f"规则引擎（{self.concern}）与参照求值器的结论不一致，以参照为准 / {told}"


EngineFault = Disagreement | Failure


def log_fault(fault: EngineFault) -> None:
    """The alarm unless another is given: a critical line."""
    _LOG.critical("%s", fault)


class _Compiled(msgspec.Struct, frozen=True):
    rules: tuple[Rule, ...]
    texts: Texts
    concerns: tuple[Concern, ...]


class Engine:
    """An `Evaluator`: answers as `evaluate` does, from any thread, and has durable-rules answer as well.

    The reference evaluator proves every finding. Where the engine answers otherwise the reference's answer stands, its
    finding is `disputed`, and `alarm` is called; where the engine fails or is closed, the reference answers alone.
    Rules are compiled when they are first asked of, and are known again by identity: hand on a book's own `rules`.
    """

    def __init__(self, alarm: Callable[[EngineFault], None] = log_fault) -> None:
        """Holds no rules yet."""
        self._alarm = alarm
        self._lock = RLock()
        self._books: list[_Compiled] = []
        self._closed = False

    def __call__(self, rules: Sequence[Rule], facts: Facts, today: dt.date) -> tuple[Finding, ...]:
        """The findings of the rules in force, in the order of the rules; `today` is the day the facts are looked at.

        FactError when a fact doesn't fit its type.
        """
        compiled = self.compiled(rules)
        coded = flat(values_of(facts), facts.request.received_on, today, VOCABULARY, compiled.texts)
        findings = evaluate(compiled.rules, facts, today)
        proven = frozenset((finding.rule, finding.version) for finding in findings)
        missed: frozenset[Version] = frozenset()
        for concern in compiled.concerns:
            missed |= self._checked(concern, coded, proven & concern.versions)
        return tuple(_marked(finding, missed) for finding in findings) if missed else findings

    def compiled(self, rules: Sequence[Rule]) -> _Compiled:
        """The rules in the engine, compiled now if they aren't yet; the book asked longest ago then leaves it.

        Raises TooMany and ValueError for rules that reading them would have refused.
        """
        rules = tuple(rules)
        with self._lock:
            found = next((book for book in self._books if book.rules is rules), None)
            if found is None:
                found = self._compile(rules)
            else:
                self._books.remove(found)
            self._books.append(found)
            while len(self._books) > _BOOKS:
                _leave(self._books.pop(0))
        return found

    @property
    def running(self) -> bool:
        """Whether the engine answers for all that it was asked of; otherwise the reference evaluator does so alone."""
        return all(concern.running for book in self._books for concern in book.concerns)

    def close(self) -> None:
        """Give the engine's memory back; whoever still asks is answered by the reference alone."""
        with self._lock:
            self._closed = True
            for book in self._books:
                _leave(book)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _compile(self, rules: tuple[Rule, ...]) -> _Compiled:
        if len({(rule.id, rule.effective_from) for rule in rules}) < len(rules):
            raise ValueError("two rules with one id and one first day")
        texts = texts_of(rules, VOCABULARY)
        names = dict.fromkeys(rule.concern for rule in rules)
        concerns = tuple(
            Concern(name, [rule for rule in rules if rule.concern == name], VOCABULARY, texts) for name in names
        )
        for concern in () if self._closed else concerns:
            if failure := concern.start():
                self._alarm(failure)
        return _Compiled(rules, texts, concerns)

    def _checked(self, concern: Concern, coded: dict[str, Coded], proven: frozenset[Version]) -> frozenset[Version]:
        """What the engine missed of `proven`; the alarm is told of that, and of anything else that it did wrong."""
        fired = concern.fired(coded)
        if fired is None or fired == proven:
            return frozenset()
        if isinstance(fired, Failure):
            self._alarm(fired)
            return frozenset()
        self._alarm(Disagreement(concern.name, _names(proven - fired), _names(fired - proven)))
        return proven - fired


def _leave(book: _Compiled) -> None:
    for concern in book.concerns:
        concern.close()


def _marked(finding: Finding, missed: frozenset[Version]) -> Finding:
    return msgspec.structs.replace(finding, disputed=(finding.rule, finding.version) in missed)


def _names(versions: Iterable[Version]) -> tuple[str, ...]:
    return tuple(sorted(f"{rule}@{first}" for rule, first in versions))
