"""The names of a large company are built in a process of their own, so that turns go on meanwhile and its memory is
given back whole."""

from __future__ import annotations

import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from bot.turn.names import BuildFailed, Built
from storage.engine import Database

if TYPE_CHECKING:
    from multiprocessing.context import SpawnProcess

NOT_WORTH = 5_000  # customers whose names are built in the time that a process takes to start
NICENESS = 5  # turns come first


class NamesBeside:
    """Builds the names of the company in `db` into the folder `cache`. A build under way ends with this process."""

    def __init__(self, db: Database, cache: Path) -> None:
        self.not_worth = NOT_WORTH
        self._url = db.engine.url.render_as_string(hide_password=False)
        self._cache = cache
        self._process: SpawnProcess | None = None
        self._answer: Connection | None = None

    def start(self) -> None:
        """Begin, if it is not at work."""
        if self._process is not None:
            return
        context = multiprocessing.get_context("spawn")
        self._answer, theirs = context.Pipe(duplex=False)
        self._process = context.Process(target=_build, args=(self._url, self._cache, theirs), name="names", daemon=True)
        self._process.start()
        theirs.close()

    def result(self, *, wait: bool = False) -> Built | None:
        """What it has built since it was last asked; None where it has not ended. Raises BuildFailed."""
        if self._process is None or self._answer is None or not (wait or self._answer.poll()):
            return None
        process, answer = self._process, self._answer
        self._process = self._answer = None
        try:
            built: Built = answer.recv()
        except EOFError:
            process.join()
            raise BuildFailed(f"it ended with {process.exitcode}") from None
        process.join()
        return built


def _build(url: str, cache: Path, answer: Connection) -> None:
    """In the other process: read all names, build them into the folder, and say where."""
    from nlu.entities.names import index_of
    from sales.names import LEXICON, lexicon_of
    from storage import revisions
    from storage.engine import open_database

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that waits for this one
    os.nice(NICENESS)
    db = open_database(url)
    with db.read() as session:
        revision = revisions.number(session.connection(), LEXICON)
        lexicon = lexicon_of(session)
    db.close()
    index_of(lexicon, cache)
    answer.send(Built(revision, lexicon.key))
