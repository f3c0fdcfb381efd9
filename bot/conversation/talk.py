"""What a flow may do: ask, say, look, do, know the time, order slow work. Nothing else reaches the outside.

Each call makes an operation; awaiting it effects it to the runner, which answers from the journal or performs it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, Generic, Protocol, TypeVar

from bot.access import Speaker
from bot.conversation.messages import Choice, Kind, Media, Message
from config.policy import Policy
from nlu.understanding import Understanding

T = TypeVar("T")


class NotAnAnswer:
    """What a `parse` returns for words that do not answer its question. `hint` is said before asking again."""

    def __init__(self, hint: str = "") -> None:
        self.hint = hint


@dataclass(frozen=True)
class Asked:
    """The question that words are parsed against."""

    now: datetime
    choices: tuple[Choice, ...] = ()


Parse = Callable[[str, Understanding, Asked], Any]


@dataclass(frozen=True)
class Operation(Generic[T]):
    key: str

    def __await__(self) -> Generator[Operation[T], T, T]:
        answer = yield self
        return answer


@dataclass(frozen=True)
class Ask(Operation[Any]):
    question: str
    choices: tuple[Choice, ...] = ()
    parse: Parse | None = None
    within: timedelta | None = None
    kind: Kind = "reply"


@dataclass(frozen=True)
class Say(Operation[None]):
    message: Message


@dataclass(frozen=True)
class Query(Operation[T]):
    query: Callable[..., T]
    args: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Execute(Operation[T]):
    effect: Callable[..., T]
    args: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Now(Operation[datetime]):
    pass


@dataclass(frozen=True)
class Job(Operation[Mapping[str, Any]]):
    kind: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Opening:
    """How a run began: the words and what they were understood as, or an offer's parameters; `run` is its id."""

    speaker: Speaker
    at: datetime
    text: str = ""
    understanding: Understanding = field(default_factory=lambda: Understanding("", 0.0, {}, {}))
    params: Mapping[str, Any] = field(default_factory=dict)
    media: Media | None = None
    address: tuple[str, str] | None = None
    run: int = 0

    @property
    def records(self) -> tuple[Understanding, ...]:
        """What was told, one Understanding for each record in the message."""
        return (replace(self.understanding, more=()), *self.understanding.more)


class Talk:
    """One run's way to the outside. Keys are unique within a run; `part` gives a sub-flow its own.

    `policy` is only handed on to looks and effects, never branched on: a flow is a pure function of its journal.
    """

    def __init__(self, speaker: Speaker, policy: Policy, prefix: str = "", said: count[int] | None = None) -> None:
        self.speaker = speaker
        self.policy = policy
        self._prefix = prefix
        self._said = said if said is not None else count(1)

    def part(self, name: str | int) -> Talk:
        """The same talk with keys of its own, for a sub-flow that runs more than once."""
        return Talk(self.speaker, self.policy, f"{self._prefix}{name}.", self._said)

    def ask(
        self,
        key: str,
        question: str,
        choices: Sequence[Choice | str] = (),
        parse: Parse | None = None,
        within: timedelta | None = None,
    ) -> Ask:
        """Ask and wait. The answer is a choice's value, or what `parse(text, understanding, asked)` makes of the
        words; SILENCE where `within` is given and passes. Without `parse`, only choices answer, or any words
        where there are none."""
        return Ask(self._prefix + key, question, _choices(choices), parse, within)

    def say(
        self,
        text: str,
        choices: Sequence[Choice | str] = (),
        kind: Kind = "reply",
        to: int | None = None,
        image: str | None = None,
    ) -> Say:
        """Say something to the speaker, or to the member `to`. Choices here open flows."""
        return Say(f"say{next(self._said)}", Message(text, _choices(choices), kind, to, image))

    def query(self, key: str, query: Callable[..., T], *args: Any, **named: Any) -> Query[T]:
        """Read: `query(session, *args)`, recorded, so that later turns see the same."""
        return Query(self._prefix + key, query, args, named)

    def execute(self, key: str, effect: Callable[..., T], *args: Any, **named: Any) -> Execute[T]:
        """Change something: `effect(session, *args)`, once, in this turn's transaction; recorded and undoable."""
        return Execute(self._prefix + key, effect, args, named)

    def now(self, key: str = "now") -> Now:
        """The time at which the flow first came here."""
        return Now(self._prefix + key)

    def job(self, key: str, kind: str, args: Mapping[str, Any]) -> Job:
        """Order slow work and go on with its result when it is done; meanwhile the person is not kept waiting."""
        return Job(self._prefix + key, kind, args)


def _choices(choices: Sequence[Choice | str]) -> tuple[Choice, ...]:
    return tuple(Choice(c) if isinstance(c, str) else c for c in choices)


class FlowFunction(Protocol):
    """`async def name(talk, opening) -> None`"""

    def __call__(self, talk: Talk, opening: Opening) -> Any: ...
