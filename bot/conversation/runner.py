"""Running a flow: answer its operations from the journal, perform the new ones, stop where it must wait.

1. The coroutine is started and yields an operation.
2. If the journal has an entry here, its key must match (else `Drifted`) and its value is the answer.
3. If not: a query, an effect, something to say, the time are performed, recorded and answered at once;
   a question, a step or a job makes the run wait.
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
from bot.conversation.journal import Drifted, Entry, decode, encode, tag
from bot.conversation.messages import Message
from bot.conversation.operations import TAGS, Execute, Now, Operation, Query, Say, Waited
from bot.conversation.talk import Talk


class RealIO(Exception):
    """A flow awaited something that is not an operation of its talk."""


class RepeatedKey(Exception):
    """Two operations of a run have the same key."""


class Opening(Protocol):
    """How a run began. Whatever it holds is kept in the journal; the engine needs to know only who speaks."""

    @property
    def speaker(self) -> Any: ...


class Effects(Protocol):
    """How operations take effect: the processor's are a transaction, a test's are memory."""

    def query(self, operation: Query[Any]) -> Any: ...
    def execute(self, operation: Execute[Any]) -> Any: ...
    def say(self, message: Message) -> None: ...
    def now(self) -> datetime: ...


@dataclass(frozen=True)
class Waiting:
    """The run waits for an answer to `operation`; `step` is its place in the journal, which no other question of the
    run ever has (see journal.first_step)."""

    operation: Waited
    step: int


class Execution:
    """A run in memory. The journal it was given is extended in place and is all that needs to be kept. `speaker` and
    `policy`, as they are now, are what the flow's talk hands on to its queries."""

    def __init__(
        self,
        flow: Flow,
        journal: list[Entry],
        speaker: Any,
        policy: Any,
        opening: Opening | None = None,
        first_step: int = 0,
    ) -> None:
        self.flow = flow
        self._first_step = first_step
        self.journal = journal
        self._kept = len(journal)
        self._keys: set[str] = set()
        self._cursor = 1
        self.opening = decode(journal[0][2]) if opening is None else opening
        if not hasattr(self.opening, "speaker"):
            raise Drifted(f"the journal of {flow.name} does not begin with an opening")
        self._coroutine: Coroutine[Any, Any, None] = flow.run(Talk(speaker, policy), self.opening)
        if not inspect.iscoroutine(self._coroutine):
            raise TypeError(f"flow {flow.name} is not an async function")

    @classmethod
    def open(cls, flow: Flow, opening: Opening, policy: Any) -> Execution:
        """A new run, at its opening."""
        execution = cls(flow, [["open", flow.name, encode(opening)]], opening.speaker, policy, opening)
        execution._kept = 0
        return execution

    def unkept(self) -> list[Entry]:
        """The entries that have come since the journal was given."""
        return self.journal[self._kept :]

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
            elif isinstance(operation, Waited):
                return Waiting(operation, self._first_step + self._cursor)
            else:
                value = self._record(operation, _perform(operation, effects))

    def _check(self, operation: Any) -> None:
        if not isinstance(operation, Operation):
            self._coroutine.close()
            raise RealIO(
                f"flow {self.flow.name} awaited {type(operation).__name__}: inside a flow only talk.ask, say, query, "
                "execute, now, call and job may be awaited; slow work belongs in talk.call or talk.job"
            )
        if operation.key in self._keys:
            raise RepeatedKey(f"flow {self.flow.name} uses the key {operation.key!r} twice; see Talk.part")
        self._keys.add(operation.key)

    def _replayed(self, operation: Operation[Any]) -> Any:
        entry = self.journal[self._cursor]
        if (tag(entry), entry[1]) != (TAGS[type(operation)], operation.key):
            raise Drifted(f"{self.flow.name}: the journal has {entry[0]} {entry[1]!r}, the code {operation.key!r}")
        self._cursor += 1
        return decode(entry[2])

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
