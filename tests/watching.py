"""Watches write transactions: nothing slow may happen inside one: no file, no network, no understanding."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from weakref import WeakSet

from sqlalchemy import Connection, event

from bot.turn.names import Understands
from nlu.lexicon import Changes, Lexicon
from nlu.understanding import Understanding
from storage.engine import Database

OUTSIDE = ("open", "socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen")
CODE = (".py", ".pyc", ".so", ".pth")  # an import that comes late is not the work of a turn


class Watch(threading.local):
    """What this thread does inside a write transaction that it must not."""

    writing = False
    violations: list[str] | None = None

    def note(self, what: str) -> None:
        if self.writing and self.violations is not None:
            self.violations.append(what)


watch = Watch()


def _audit(name: str, args: tuple[Any, ...]) -> None:
    if watch.writing and name in OUTSIDE and not str(args[0]).endswith(CODE):
        watch.note(f"{name} {args[0]}")


sys.addaudithook(_audit)  # it cannot be taken away again; outside a write transaction it does nothing


_watched: WeakSet[Database] = WeakSet()


def watch_transactions(db: Database) -> None:
    """From now on the watch knows when a thread is inside a write transaction on `db`."""
    if db in _watched:
        return
    _watched.add(db)

    @event.listens_for(db.engine, "begin")
    def begun(connection: Connection) -> None:
        options = connection.get_execution_options()
        watch.writing = not (options.get("reading") or options.get("single_statement"))

    @event.listens_for(db.engine, "commit")
    @event.listens_for(db.engine, "rollback")
    def ended(_connection: Connection) -> None:
        watch.writing = False


@contextmanager
def watched() -> Iterator[list[str]]:
    """What this thread does wrong inside the block."""
    watch.violations = violations = []
    try:
        yield violations
    finally:
        watch.violations = None


class WatchedEngine:
    """An engine that must not be asked inside a write transaction."""

    def __init__(self, engine: Understands) -> None:
        self._engine = engine

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding:
        watch.note(f"understanding {text}")
        return self._engine.parse(text, now, meaning)

    def with_lexicon(self, lexicon: Lexicon) -> WatchedEngine:
        watch.note("a lexicon")
        return WatchedEngine(self._engine.with_lexicon(lexicon))

    def with_changes(self, changes: Changes) -> WatchedEngine:
        watch.note("changed names")
        return WatchedEngine(self._engine.with_changes(changes))
