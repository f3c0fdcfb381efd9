"""Running a flow: answer its operations from the journal, perform the new ones, stop where it must wait.

1. The coroutine is started and yields an operation.
2. If the journal has an entry here, its key must match (else `Drifted`) and its value is the answer.
3. If not: a look, an effect, something to say, the time are performed, recorded and answered at once;
   a question or a job makes the run wait.
4. An answer is recorded and the coroutine goes on, until it waits again or ends.
Anything else that a flow awaits is real I/O and refused.
"""

from __future__ import annotations

import inspect
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from bot.conversation.flow import Flow
from bot.conversation.journal import Drifted, Entry, decode, encode
from bot.conversation.messages import Message
from bot.conversation.talk import Ask, Execute, Job, Now, Opening, Operation, Query, Say, Talk
from config.policy import Policy

TAGS: dict[type[Operation[Any]], str] = {
    Ask: "ask",
    Say: "say",
    Query: "look",
    Execute: "do",
    Now: "now",
    Job: "job",
}


class RealIO(Exception):
    """A flow awaited something that is not an operation of its talk."""


class RepeatedKey(Exception):
    """Two operations of a run have the same key."""


class Effects(Protocol):
    """How operations take effect: the processor's are a transaction, a test's are memory."""

    def query(self, operation: Query[Any]) -> Any: ...
    def execute(self, operation: Execute[Any]) -> Any: ...
    def say(self, message: Message) -> None: ...
    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Waiting:
    """The run waits for an answer to `operation`; `step` is its place in the journal."""

    operation: Ask | Job
    step: int


class Execution:
    """A run in memory. The journal it was given is extended in place and is all that needs to be kept."""

    def __init__(self, flow: Flow, journal: list[Entry], policy: Policy) -> None:
        self.flow = flow
        self.journal = journal
        self._seen: set[str] = set()
        self._cursor = 1
        opening = decode(journal[0][2])
        if not isinstance(opening, Opening):
            raise Drifted(f"the journal of {flow.name} does not begin with an opening")
        self.opening = opening
        self._talk = Talk(opening.speaker, policy)
        self._coroutine: Coroutine[Any, Any, None] = flow.run(self._talk, opening)
        if not inspect.iscoroutine(self._coroutine):
            raise TypeError(f"flow {flow.name} is not an async function")

    @classmethod
    def open(cls, flow: Flow, opening: Opening, policy: Policy) -> Execution:
        """A new run, at its opening."""
        return cls(flow, [["open", flow.name, encode(opening)]], policy)

    def resume(self, effects: Effects) -> Waiting | None:
        """Start or replay, up to where the flow waits; None when it has ended."""
        return self._drive(effects, None)

    def answer(self, waiting: Waiting, value: Any, effects: Effects) -> Waiting | None:
        """Record `value` as the answer to what the run waits for, and go on."""
        return self._drive(effects, self._record(waiting.operation, value))

    def close(self) -> None:
        """Let go of the coroutine; the journal stays as it is."""
        self._coroutine.close()

    def _drive(self, effects: Effects, value: Any) -> Waiting | None:
        while True:
            try:
                operation = self._coroutine.send(value)
            except StopIteration:
                return None
            self._check(operation)
            if self._cursor < len(self.journal):
                value = self._replayed(operation)
            elif isinstance(operation, Ask | Job):
                return Waiting(operation, self._cursor)
            else:
                value = self._record(operation, _perform(operation, effects))

    def _check(self, operation: Any) -> None:
        if not isinstance(operation, Operation):
            self._coroutine.close()
            raise RealIO(
                f"flow {self.flow.name} awaited {type(operation).__name__}: inside a flow only talk.ask, say, look, "
                "do, now and job may be awaited; slow work belongs in talk.job"
            )
        if operation.key in self._seen:
            raise RepeatedKey(f"flow {self.flow.name} uses the key {operation.key!r} twice; see Talk.part")
        self._seen.add(operation.key)

    def _replayed(self, operation: Operation[Any]) -> Any:
        tag, key, value = self.journal[self._cursor]
        if (tag, key) != (TAGS[type(operation)], operation.key):
            raise Drifted(f"{self.flow.name}: the journal has {tag} {key!r}, the code {operation.key!r}")
        self._cursor += 1
        return decode(value)

    def _record(self, operation: Operation[Any], value: Any) -> Any:
        kept = encode(value)
        self.journal.append([TAGS[type(operation)], operation.key, kept])
        self._cursor = len(self.journal)
        return decode(kept)


def _perform(operation: Operation[Any], effects: Effects) -> Any:
    match operation:
        case Query():
            return effects.query(operation)
        case Execute():
            return effects.execute(operation)
        case Say(message=message):
            return effects.say(message)
        case Now():
            return effects.now()
    raise TypeError(f"unknown operation {operation!r}")
