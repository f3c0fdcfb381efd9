"""What people sent and received and which faults there were, as seen from outside: lines that are kept at once."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TextIO


@dataclass(frozen=True)
class Sent:
    """A person did something. `kind`: report | asked | answer | reminder | words | tap. What it brings about holds the
    `token` and nothing else does; an `asked` report is recorded once its question has an `answer` (the same token)."""

    at: float
    chat: int
    update: int
    kind: str
    token: str = ""


@dataclass(frozen=True)
class Confirmed:
    """The bot asked for updates from `offset` on: it has everything before."""

    at: float
    offset: int


@dataclass(frozen=True)
class Seen:
    """A message appeared on a person's screen; `message` is its id in the chat."""

    at: float
    chat: int
    message: int
    text: str


@dataclass(frozen=True)
class Fault:
    """What was out of order, and for how long."""

    kind: str
    target: str
    begin: float
    end: float


Event = Sent | Confirmed | Seen | Fault
KINDS = {kind.__name__.lower(): kind for kind in (Sent, Confirmed, Seen, Fault)}


@dataclass
class History:
    """Times are seconds since `began` (by time.time), measured monotonically."""

    began: float = field(default_factory=time.time)
    events: list[Event] = field(default_factory=list)

    def of(self, kind: type[Event]) -> Iterator[Event]:
        return (event for event in self.events if isinstance(event, kind))

    @classmethod
    def read(cls, path: Path) -> History:
        """A history that was kept. Of what a run that was cut off wrote last, half a line may be missing."""
        first, *lines = path.read_text("utf-8").splitlines()
        kept = [next(iter(json.loads(line).items())) for line in lines]
        return cls(json.loads(first)["began"], [KINDS[kind](**values) for kind, values in kept])


class Recorder(AbstractContextManager["Recorder"]):
    """Notes events from several threads, and keeps each in a file at once."""

    def __init__(self, path: Path) -> None:
        self.history = History()
        self._start = time.monotonic()
        self._lock = threading.Lock()
        self._file: TextIO = path.open("w", buffering=1, encoding="utf-8")
        self._file.write(json.dumps({"began": self.history.began}) + "\n")

    def now(self) -> float:
        return round(time.monotonic() - self._start, 3)

    def note(self, event: Event) -> None:
        line = json.dumps({type(event).__name__.lower(): asdict(event)}, ensure_ascii=False)
        with self._lock:
            self.history.events.append(event)
            self._file.write(line + "\n")

    def __exit__(self, *_: object) -> None:
        self._file.close()
