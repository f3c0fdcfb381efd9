"""What a flow may await: each operation is yielded to the runner, which answers it from the journal or performs it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from bot.conversation.messages import Choice, Kind, Message

T = TypeVar("T")


class NotAnAnswer:
    """What a `parse` returns for words that do not answer its question. `hint` is said before asking again."""

    def __init__(self, hint: str = "") -> None:
        self.hint = hint


@dataclass(frozen=True)
class Spoken:
    """How words were spoken: the `key` of the recording, how long they took and the pauses in them, in seconds."""

    key: str
    seconds: float
    pauses: tuple[float, ...] = ()


@dataclass(frozen=True)
class Asked:
    """The question that words are parsed against. `is_latest`: nothing else was served since it was put. `spoken` where
    the words were."""

    now: datetime
    choices: tuple[Choice, ...] = ()
    is_latest: bool = True
    spoken: Spoken | None = None


Parse = Callable[[str, Any, Asked], Any]  # (text, what it was understood as, question) → the answer, or NotAnAnswer
Claims = Callable[[Any, str, Any, Asked], bool]  # (session, then as for Parse) → whether words are said to the question
Keeps = Callable[[Any, Any, int, datetime], Any]  # (session, who acts, run, now): keeps what was told so far


def all_read_by(parse: Parse) -> Claims:
    """Claims the words that `parse` takes for an answer."""

    def claims(_session: Any, text: str, understanding: Any, asked: Asked) -> bool:
        return not isinstance(parse(text, understanding, asked), NotAnAnswer)

    return claims


@dataclass(frozen=True)
class Failed:
    """What a step or a job comes back with where it could not be done: `reason` is `error` or `timeout`, `detail` is
    for the log, not for a person."""

    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Operation(Generic[T]):
    """What a flow awaits: its answer is of type T. `key` is unique within the run."""

    key: str

    def __await__(self) -> Generator[Operation[T], T, T]:
        answer = yield self
        return answer


@dataclass(frozen=True)
class Ask(Operation[Any]):
    """A question; its answer is what a choice stands for, or what `parse` makes of the words. See Talk.ask.

    What it understands besides: `about` names whom it concerns (a customer, people); words about somebody else are no
    answer. `candidates(session)` are what the choices stand for, in their order, for words that refer to one (小的那单;
    see turn.references); `difference(session, now)` tells them apart, for who asks for that. `brief` is the question in
    one line, for asking again. `matters(session)` is false once something else has settled it. Words that it `claims`
    (都给小吴, where it was asked who gets them) are for `parse`, whatever else they might mean, also while another
    question waits. These reads decide what words mean, not what the flow does, and are not recorded. One that is
    `lasting` waits on however often words were no answer to it: what it is about lies before the person.
    `keeps(session, actor, run, now)` is carried out each time that the question is put: what was told so far is not
    lost while it waits (see undo.unfinished)."""

    question: str
    choices: tuple[Choice, ...] = ()
    parse: Parse | None = None
    within: timedelta | None = None
    kind: Kind = "reply"
    about: tuple[str, ...] = ()
    brief: str = ""
    candidates: Callable[[Any], Sequence[Any]] | None = None
    difference: Callable[[Any, datetime], str] | None = None
    matters: Callable[[Any], bool] | None = None
    claims: Claims | None = None
    keeps: Keeps | None = None
    verbatim: bool = False
    lasting: bool = False


@dataclass(frozen=True)
class Say(Operation[None]):
    """Something to say; it has no answer."""

    message: Message


@dataclass(frozen=True)
class Query(Operation[T]):
    """A read, `query(session, *args, **named)`; its result is recorded."""

    query: Callable[..., T]
    args: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Execute(Operation[T]):
    """A change, `effect(session, actor, *args, **named)`, in the turn's transaction; its result is recorded."""

    effect: Callable[..., T]
    args: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Now(Operation[datetime]):
    """The time of the turn."""


@dataclass(frozen=True)
class Job(Operation[Mapping[str, Any]]):
    """Slow work: nobody waits for it in front of the screen."""

    kind: str
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Call(Operation[Any]):
    """A step outside the transaction that somebody waits for. `kind` names it in the table of work. What the person
    says meanwhile waits for the result where it `holds_words`."""

    kind: str
    args: Mapping[str, Any] = field(default_factory=dict)
    holds_words: bool = False


Waited = Ask | Job | Call  # operations that make a run wait for another turn
TAGS: Mapping[type[Operation[Any]], str] = {
    Ask: "ask",
    Say: "say",
    Query: "query",
    Execute: "execute",
    Now: "now",
    Job: "job",
    Call: "call",
}
