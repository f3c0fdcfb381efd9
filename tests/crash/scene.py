"""One life of a bot that may be killed: what is said to it, what it shows and where its clock stands outlive it.

The platform and the people are outside: the platform says a message again until the bot has confirmed it, keeps what it
was given to show, and shows a message that it recognises as a repeat once. Every commit that writes is a point at which
the life may end, just before it or just after it.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from testing import engine, unasked

from bot.app import App, build
from bot.messaging import inbox, jobs, sends
from bot.messaging.inbound import Inbound, Said
from bot.messaging.sends import Reach, Sending
from bot.runtime.json_lines import instant
from config import policy as policies
from scheduler.clock import SimulatedClock
from storage.engine import Database, open_database
from storage.media import FolderStore

CHANNEL = "simulated"
WRITING = ("INSERT", "UPDATE", "DELETE")
Line = Mapping[str, str]
Reached = Callable[["Point"], None]


@dataclass(frozen=True)
class Point:
    """A moment in a life: just `before` or `after` its commit `number`."""

    number: int
    side: str


class Book:
    """Lines that outlive whoever wrote them, each written at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, **line: Any) -> None:
        with self._path.open("ab", buffering=0) as file:
            file.write((json.dumps(line, ensure_ascii=False) + "\n").encode())

    def lines(self, key: str) -> list[Any]:
        """What was written under `key`, oldest first."""
        return [line[key] for line in self._lines() if key in line]

    def keys(self) -> list[str]:
        """Under what was written, oldest first."""
        return [key for line in self._lines() for key in line]

    def _lines(self) -> list[Any]:
        return [json.loads(line) for line in self._path.read_text("utf-8").splitlines()] if self._path.exists() else []


class KeptClock(SimulatedClock):
    """A clock that a restart does not turn back."""

    def __init__(self, begin: datetime, book: Book) -> None:
        super().__init__(max([begin, *(datetime.fromisoformat(at) for at in book.lines("clock"))]))
        self._book = book

    def move_to(self, at: datetime) -> None:
        super().move_to(at)
        self._book.write(clock=at.isoformat())


@dataclass
class Scene:
    """Where a story is played: the database, the folder of what outlives a life, and how the channel is."""

    url: str
    folder: Path
    begin: datetime
    recognises_repeats: bool = True
    book: Book = field(init=False)

    def __post_init__(self) -> None:
        self.book = Book(self.folder / "book.jsonl")

    def shown(self) -> list[dict[str, Any]]:
        """What people see: of messages with one id only the first, where the channel recognises that."""
        seen: dict[Any, dict[str, Any]] = {}
        for number, message in enumerate(self.book.lines("shown")):
            seen.setdefault(message["id"] if self.recognises_repeats else number, message)
        return list(seen.values())


class Life:
    """A process's bot from its start to its end. `alone`: nobody else is at work on the database."""

    def __init__(self, scene: Scene, reached: Reached = lambda point: None, *, alone: bool = True) -> None:
        self.scene = scene
        self.reach = Reach(CHANNEL, scene.recognises_repeats)
        self.db = open_database(scene.url)
        watch_commits(self.db, scene.book, reached)
        if alone:  # as `serve` does
            inbox.recover(self.db)
            jobs.recover(self.db)
            sends.recover(self.db, [self.reach])
        clock = KeptClock(scene.begin, scene.book)
        self.app: App = build(
            self.db,
            unasked(policies.load()),
            engine(),
            clock,
            FolderStore(scene.folder / "media"),
            retry_in=timedelta(0),
        )

    def play(self, story: Iterable[Line]) -> None:
        """Go on with the story from where the last life was, to its end."""
        self.settle()
        done = set(self.scene.book.lines("done"))
        for number, line in enumerate(story):
            if number in done:
                continue
            if "at" in line:
                self.app.advance(instant(line["at"]), self.settle)
            else:
                self._hear(number, line)
            self.scene.book.write(done=number)
            self.settle()
        self.db.close()

    def settle(self) -> None:
        """Handle, fire and deliver until nothing is due."""
        while self.app.work_once() or self.app.sweep() or self.deliver_one() or self._set_aside():
            pass

    def deliver_one(self) -> bool:
        sending = sends.claim_next(self.db, self.app.clock.now(), [self.reach])
        if sending is not None:
            self._show(sending)
            sends.sent(self.db, sending, self.app.clock.now())
        return sending is not None

    def _set_aside(self) -> bool:
        return sends.set_doubtful_aside(self.db, [self.reach]) > 0

    def _hear(self, number: int, line: Line) -> None:
        """The platform delivers a message, again and again until that is confirmed."""
        said = Said(tap=self._button(line["as"], line["tap"])) if "tap" in line else Said(text=line["text"])
        self.app.receive(Inbound(CHANNEL, str(number), line["as"], said, self.app.clock.now()))

    def _show(self, sending: Sending) -> None:
        buttons = {button.label: button.data for button in sending.buttons}
        message = {"id": sending.id, "to": sending.address, "kind": sending.kind, "text": sending.text}
        self.scene.book.write(shown={**message, "buttons": buttons})

    def _button(self, person: str, label: str) -> str:
        theirs = [message["buttons"] for message in self.scene.shown() if message["to"] == person]
        return next(str(buttons[label]) for buttons in reversed(theirs) if label in buttons)


def watch_commits(db: Database, book: Book, reached: Reached) -> None:
    """Call `reached` before and after every commit of something written, and note which tables it wrote."""
    written: list[str] = []
    numbers = iter(range(1, 10_000))
    commit = db.engine.dialect.do_commit

    @event.listens_for(db.engine, "before_cursor_execute")
    def note(_connection: Connection, _cursor: Any, statement: str, *_: Any) -> None:
        words = statement.split(maxsplit=3)
        if words[0] in WRITING:
            written.append(words[1] if words[0] == "UPDATE" else words[2])

    @event.listens_for(db.engine, "rollback")
    def forget(_connection: Connection) -> None:
        written.clear()

    def do_commit(connection: Any) -> None:
        if not written:
            return commit(connection)
        number = next(numbers)
        reached(Point(number, "before"))
        commit(connection)
        book.write(commit=sorted(set(written)))
        written.clear()
        reached(Point(number, "after"))

    db.engine.dialect.do_commit = do_commit  # type: ignore[method-assign]


def end_at(point: Point | None) -> Reached:
    def reached(here: Point) -> None:
        if here == point:
            os.kill(os.getpid(), signal.SIGKILL)

    return reached
