"""What a flow may do: ask, say, query, execute, know the time, call a step, order a job. Nothing else reaches the
outside.

Each call makes an operation; awaiting it hands it to the runner, which answers from the journal or performs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from itertools import count
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from bot.conversation.attachments import Attachment
from bot.conversation.messages import Choice, Kind, Message
from bot.conversation.operations import Ask, Call, Execute, Job, Now, Parse, Query, Say

T = TypeVar("T")
S = TypeVar("S")
P = TypeVar("P")
R = TypeVar("R")
A = ParamSpec("A")


class Talk(Generic[S, P, R]):
    """One run's way to the outside, for a speaker of type S under rules of type P, where an effect that may not be
    carried out comes back as R. Keys are unique within a run; `part` gives a sub-flow its own.

    `speaker` is who speaks in this turn, with the rights they have now; `policy` holds now. Both are only handed on,
    never branched on: a flow is a pure function of its journal. (The opening says who they were when it began.)
    """

    def __init__(self, speaker: S, policy: P, prefix: str = "", messages: count[int] | None = None) -> None:
        self.speaker = speaker
        self.policy = policy
        self._prefix = prefix
        self._messages = messages if messages is not None else count(1)

    def part(self, name: str | int) -> Talk[S, P, R]:
        """The same talk with keys of its own, for a sub-flow that runs more than once."""
        return Talk(self.speaker, self.policy, f"{self._prefix}{name}.", self._messages)

    def ask(
        self,
        key: str,
        question: str,
        choices: Sequence[Choice | str] = (),
        parse: Parse | None = None,
        within: timedelta | None = None,
        **understood: Any,
    ) -> Ask:
        """Ask and wait. The answer is a choice's value, or what `parse(text, understanding, asked)` makes of the
        words; SILENCE where `within` is given and passes. Without `parse`, only choices answer, or any words
        where there are none. `understood`: the other fields of Ask (about, brief, candidates, …)."""
        return Ask(self._prefix + key, question, _choices(choices), parse, within, **understood)

    def say(
        self,
        text: str,
        choices: Sequence[Choice | str] = (),
        kind: Kind = "reply",
        to: int | None = None,
        image: str | None = None,
        attachments: Sequence[Attachment] = (),
    ) -> Say:
        """Say something to the speaker, or to the member `to`. Choices here open flows."""
        return Say(f"say{next(self._messages)}", Message(text, _choices(choices), kind, to, image, tuple(attachments)))

    def query(self, key: str, read: Callable[..., T], *args: Any, **named: Any) -> Query[T]:
        """Read: `read(session, *args)`, recorded, so that later turns see the same."""
        return Query(self._prefix + key, read, args, named)

    def execute(
        self, key: str, effect: Callable[Concatenate[Any, S, A], T], *args: A.args, **named: A.kwargs
    ) -> Execute[T | R]:
        """Change something: `effect(session, actor, *args)`, once, in this turn's transaction; recorded and undoable.
        The actor is whoever speaks in the turn in which it happens, as they are then: a flow cannot name another."""
        return Execute(self._prefix + key, effect, args, named)

    def now(self, key: str = "now") -> Now:
        """The time at which the flow first came here."""
        return Now(self._prefix + key)

    def call(self, key: str, kind: str, args: Mapping[str, Any], *, holds_words: bool = False) -> Call:
        """Do what takes 50 ms to seconds and must not run inside a transaction: the turn commits, the step runs outside
        it with its own tries and time limit, and the flow goes on in a new turn with its result (JSON), or with
        `Failed`. After two seconds the person hears that it is being worked on. Being run again must do no harm. With
        `holds_words`, what the person says meanwhile is heard after the result: it goes to the question that follows.
        """
        return Call(self._prefix + key, kind, args, holds_words)

    def job(self, key: str, kind: str, args: Mapping[str, Any]) -> Job:
        """Order slow work and go on with its result when it is done; meanwhile the person is not kept waiting."""
        return Job(self._prefix + key, kind, args)


def _choices(choices: Sequence[Choice | str]) -> tuple[Choice, ...]:
    return tuple(Choice(choice) if isinstance(choice, str) else choice for choice in choices)
