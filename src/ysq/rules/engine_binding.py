"""One ruleset in durable-rules: the only module that imports the package, and the only calls of it that are sound.

Each evaluation is a session of its own: assert, drain to the sentinel, delete. Once anything failed, what the engine
holds isn't known, and to touch the ruleset again, even to delete it, may end the process.
"""

import durable_rules_engine

from ysq.rules.engine_fact import SESSION
from ysq.rules.engine_program import END, Program, Version


class EngineError(Exception):
    """The engine failed, or answered what it can't: its ruleset must not be touched again. Tells no fact."""


class Ruleset:
    """A program in the engine. Not safe for threads: its owner locks."""

    def __init__(self, program: Program) -> None:
        """Raises EngineError when the engine refuses the program."""
        self._versions = program.versions
        self.fields = program.fields
        try:
            self._handle: int = durable_rules_engine.create_ruleset("ysq", program.definition)
        except (durable_rules_engine.error, MemoryError) as error:
            raise EngineError(f"create: {error}") from None

    def fired(self, fact: str) -> frozenset[Version]:
        """The versions of rules that fire on `fact`, a flat JSON object with the session's name and an id."""
        try:
            return frozenset(self._versions[name] for name in self._session(fact))
        except (durable_rules_engine.error, MemoryError) as error:
            raise EngineError(f"evaluate: {error}") from None

    def delete(self) -> None:
        """Give its memory back; never after an EngineError."""
        try:
            durable_rules_engine.delete_ruleset(self._handle)
        except durable_rules_engine.error as error:
            raise EngineError(f"delete: {error}") from None

    def _session(self, fact: str) -> list[str]:
        status, offset = durable_rules_engine.assert_fact(self._handle, fact)
        if status:
            raise EngineError(f"assert: status {status}")
        started = durable_rules_engine.start_action_for_state(self._handle, offset)
        names: list[str] = []
        message = started and started[1]
        while message is not None:
            names.append(message[2 : message.index('"', 2)])
            message = durable_rules_engine.complete_and_start_action(self._handle, offset)
        # To delete a session in which nothing fired is a crash; what fires twice fired on facts of another session.
        if names[-1:] != [END] or len(set(names)) < len(names):
            raise EngineError("drain: the sentinel didn't end it, or a rule fired twice")
        durable_rules_engine.delete_state(self._handle, SESSION)
        return names[:-1]
